// Many workspaces in one bot: installed by OAuth, apart from each other in everything, removed and installed again.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allInstallations } from '#db/installations.ts';
import { allPauses } from '#db/pauses.ts';
import { outboxCounts } from '#db/outbox.ts';
import { buttonsOf, findButton, textOf } from '../slack-server/reading.ts';
import type { Workspace } from '../slack-server/workspace.ts';
import { runCli } from '../support/process.ts';
import type { Office } from '../support/workspaces.ts';
import { clientSecret, Offices, publicUrl, stateSecret } from '../support/workspaces.ts';

let offices: Offices;

beforeEach(async () => {
  offices = await Offices.open();
});

afterEach(async () => {
  await offices[Symbol.asyncDispose]();
});

const general = 'C0GENERAL';
const year = (): string => offices.bot.clock.now().slice(0, 4);
const settled = (): Promise<void> => offices.bot.app.settled();
const tokensOf = (calls: readonly { token: string }[]): Set<string> =>
  new Set(calls.map(({ token }) => token));

const ours = (): string => `INC-${year()}-0001`;
const theirs = (): string => `INC-${year()}-10001`;
const rowOf = (id: string) =>
  allInstallations(offices.bot.app.store.db).find((row) => row.id === id);

async function remove({ workspace, people }: Office): Promise<void> {
  workspace.isTokenRevoked = true;
  await people.event({ type: 'app_uninstalled' });
  await people.event({ type: 'tokens_revoked', tokens: { oauth: [], bot: ['U0BOT'] } });
}

/** The newest message there that has a button, and its first one. */
function withButton({ workspace }: Office, channel: string) {
  const found = workspace.channels
    .get(channel)
    ?.messages.findLast((message) => buttonsOf(message).length > 0);
  if (found === undefined) throw new Error('no message has a button');
  const [label = ''] = buttonsOf(found);
  return { message: found, label, ...findButton(found, label) };
}

describe('An installation', () => {
  test('begins at our address, asks for exactly our scopes, and ends with what to do next', async () => {
    const browser = offices.browser();
    const first = await browser.open(`${publicUrl}/slack/install`);
    const asked = new URL(first.location).searchParams;
    expect(first.status).toBe(302);
    expect(asked.get('scope')?.split(',')).toEqual(offices.server.oauth.app.scopes);
    expect(asked.get('redirect_uri')).toBe(`${publicUrl}/slack/oauth_redirect`);

    const { workspace } = offices.here;
    const page = await offices.install({ workspace });

    expect(page.status).toBe(200);
    expect(page.text).toContain('<h1>ssirp-bot is installed in Here &amp; Co</h1>');
    expect(page.text).toContain('/incident help');
    expect(await offices.here.types('U0ADA', general, 'declare Worm')).toContain('is declared');
    expect(allInstallations(offices.bot.app.store.db)).toMatchObject([
      { id: 'slack:T:T0HERE', tenant: 'slack:T0HERE', removedAt: null },
    ]);
  });

  test('that is cancelled, late, used again or in another browser installs nothing and says so', async () => {
    const { workspace } = offices.here;
    expect(await offices.install('cancel')).toMatchObject({
      status: 403,
      text: expect.stringContaining('Nothing was installed') as unknown,
    });

    offices.server.oauth.choice = { workspace };
    const begun = async () => {
      const browser = offices.browser();
      const { location } = await browser.open(`${publicUrl}/slack/install`);
      const { location: back } = await browser.open(location);
      return { browser, back };
    };
    const outOfDate = {
      status: 400,
      text: expect.stringContaining('This page is out of date') as unknown,
    };
    const stolen = await begun();
    expect(await offices.browser().open(stolen.back)).toMatchObject(outOfDate);
    const late = await begun();
    await offices.bot.later({ minutes: 11 });
    expect(await late.browser.open(late.back)).toMatchObject(outOfDate);
    expect(offices.server.calls).toEqual([]);
    expect(allInstallations(offices.bot.app.store.db)).toEqual([]);

    const twice = await begun();
    const again = twice.browser.copy();
    expect(await twice.browser.open(twice.back)).toMatchObject({ status: 200 });
    offices.server.oauth.choice = { workspace: offices.there.workspace };
    const freshCode = new URL((await begun()).back).searchParams.get('code') ?? '';
    const replayed = new URL(twice.back);
    replayed.searchParams.set('code', freshCode);
    expect(await again.open(replayed.href)).toMatchObject(outOfDate);
    expect(allInstallations(offices.bot.app.store.db).map(({ id }) => id)).toEqual([
      'slack:T:T0HERE',
    ]);

    for (const [fault, sentence] of [
      ['503', 'Slack could not be reached'],
      ['error', 'its code was used before'],
    ] as const) {
      const how = fault === 'error' ? { error: 'invalid_code' } : {};
      offices.server.fault('oauth.v2.access', fault, 1, how);
      const failed = await begun();
      expect((await failed.browser.open(failed.back)).text).toContain(sentence);
    }
    expect(
      (await fetch(`http://127.0.0.1:${offices.bot.port}/slack/install`, { method: 'POST' }))
        .status,
    ).toBe(405);
  });

  test('leaves no token, code, state or secret in a page, in the log or in the database', async () => {
    const browser = offices.browser();
    offices.server.oauth.choice = { workspace: offices.here.workspace };
    const { location } = await browser.open(`${publicUrl}/slack/install`);
    const { location: back } = await browser.open(location);
    const { text } = await browser.open(back);
    const { text: replayed } = await browser.open(back);
    await offices.here.types('U0ADA', general, 'declare Worm');

    const { searchParams } = new URL(back);
    const secrets = [
      offices.here.workspace.token,
      searchParams.get('code') ?? '',
      searchParams.get('state') ?? '',
      clientSecret,
      stateSecret,
    ];
    const { file } = offices;
    const stored = ['', '-wal'].map((end) => readFileSync(`${file}${end}`, 'latin1')).join('');
    for (const secret of secrets) {
      expect(secret).not.toBe('');
      expect([text, replayed, ...offices.logged, stored].join('\n')).not.toContain(secret);
    }
  });
});

describe('Two workspaces with the same people, channels and message times', () => {
  beforeEach(async () => {
    for (const { workspace } of [offices.here, offices.there]) await offices.install({ workspace });
    await offices.here.types('U0ADA', general, 'declare alphasecret --level 2');
    await offices.there.types('U0ADA', general, 'declare betasecret --level 2 --private');
  });

  test('see and change nothing of each other, whatever they send', async () => {
    const { here, there } = offices;
    const [room = ''] = here.rooms();
    expect(there.rooms()).toEqual([room]);
    await there.types('U0ADA', room, 'role crisis_lead @me');

    // Looking: lists, status, health, admins of the other workspace.
    const nobodys = await here.types('U0ADA', general, `INC-${year()}-7777 status`);
    for (const user of ['U0ADA', 'U0EVE']) {
      for (const verb of [
        'status',
        'timeline',
        'health',
        'tasks all',
        'roles',
        'export md',
        'brief',
      ])
        expect(await here.types(user, general, `${theirs()} ${verb}`)).toBe(
          nobodys.replace(/INC-\d+-\d+/u, theirs()),
        );
      expect(await here.types(user, general, 'list all')).toContain('alphasecret');
    }
    // Eve is an admin there of nothing: the setting names her here.
    expect(await there.types('U0EVE', general, 'list all')).not.toContain('betasecret');
    expect(await here.types('U0EVE', general, `${ours()} level 1 admins may`)).toContain(
      'Level raised',
    );
    expect(await here.types('U0ADA', room, `merge ${theirs()}`)).toContain('There is no incident');

    // Buttons and forms whose incident was forged into that of the other.
    const stolen = withButton(here, room);
    const press = {
      user: 'U0ADA',
      channel: room,
      ts: stolen.message.ts,
      actionId: stolen.actionId,
      blockId: stolen.blockId,
    };
    const pressed = await here.people.click(press);
    await here.people.click(press, { body: pressed.request.body.replaceAll(ours(), theirs()) });
    await here.types('U0ADA', room, 'brief');
    await expect.poll(() => here.workspace.views.size).toBe(1);
    const [view] = here.workspace.views.values();
    const forged = {
      user: 'U0ADA',
      viewId: view?.id ?? '',
      values: { text: 'taken over', tlp: 'GREEN' },
    };
    const written = { ...view, private_metadata: view?.private_metadata.replace(ours(), theirs()) };
    Object.assign(view ?? {}, written);
    const { outcome } = await here.people.submitView(forged);
    expect(JSON.stringify(outcome)).toContain('There is no incident');
    here.workspace.modals.clear();

    // One message of the same channel and time in both, kept in one.
    const ts = '1700000000.000100';
    for (const { workspace } of [here, there]) {
      const channel = workspace.channels.get(room);
      channel?.members.add('U0ADA');
      if (channel)
        workspace.store(channel, { user: 'U0ADA', ts, text: `said in ${workspace.teamId}` });
    }
    await here.people.reactionAdded({ user: 'U0ADA', channel: room, ts, name: 'pushpin' });
    await settled();
    expect(await here.types('U0ADA', room, 'timeline')).toContain('said in T0HERE');
    expect(await there.types('U0ADA', room, 'timeline')).not.toContain('said in');

    await here.types('U0ADA', room, 'export json');
    await offices.bot.later({ minutes: 1 });
    const file = [...here.workspace.files.values()].at(-1)?.content?.toString() ?? '';
    expect(file).toContain('ada');
    for (const word of ['T0THERE', 'betasecret', 'of There']) {
      expect(file).not.toContain(word);
      expect(here.everything()).not.toContain(word);
    }
    for (const word of ['T0HERE', 'alphasecret', 'of Here', 'taken over'])
      expect(there.everything()).not.toContain(word);
    expect(await there.types('U0ADA', room, 'status')).toContain('betasecret');
    expect(offices.bot.problems()).toEqual([]);
  });

  // The SDK would use the first workspace's token for all, were its options shared between clients.
  test('are called with their own tokens only, for deliveries and for looks', async () => {
    const { here, there } = offices;
    await offices.bot.later({ hours: 1 });
    for (const office of [here, there, here, there]) {
      const from = offices.server.calls.length;
      const opened = offices.server.callsOf('views.open').length + 1;
      await office.types('U0BEN', general, `declare ${crypto.randomUUID()} --level 3`);
      await office.types('U0BEN', general, 'declare');
      await expect.poll(() => offices.server.callsOf('views.open').length).toBe(opened);
      const calls = offices.server.calls.slice(from);
      expect(calls.length).toBeGreaterThan(5);
      expect(tokensOf(calls)).toEqual(new Set([office.workspace.token]));
    }
    expect([here.rooms().length, there.rooms().length]).toEqual([3, 3]);
  });
});

describe('Two workspaces of one organisation that mirror each other', () => {
  test('lead what is open together, each with its own token, and see nothing else of each other', async () => {
    await using paired = await Offices.open({ SSIRP_MIRROR: 'slack:T0HERE=slack:T0THERE' });
    const { here, there, server, bot } = paired;
    for (const { workspace } of [here, there]) await paired.install({ workspace });
    const from = server.calls.length;
    await here.types('U0ADA', general, 'declare alphasecret --level 2');
    await there.types('U0BEN', general, 'declare betasecret --level 2 --private');
    await here.types('U0BEN', general, 'declare gammasecret --level 2 --restricted');
    const [shared = ''] = there.rooms();

    for (const user of ['U0ADA', 'U0BEN']) there.workspace.channels.get(shared)?.members.add(user);

    // Said in the channel there, without a number: it is the incident from here.
    await there.types('U0BEN', shared, 'role crisis_lead @me');
    await there.types('U0BEN', shared, 'sitrep Both know');
    await there.types('U0ADA', shared, 'task add Look at it @me');
    // Slack takes so many messages a minute.
    await bot.later({ minutes: 2 });
    expect(await here.types('U0ADA', general, `${ours()} status`)).toContain('@ben (Slack)');
    for (const office of [here, there]) {
      expect(office.everything()).toContain('alphasecret');
      const rooms = [...office.workspace.channels.values()].flatMap(({ messages }) => messages);
      expect(rooms.filter((message) => textOf(message).includes('Both know'))).toHaveLength(1);
      expect(await office.types('U0EVE', general, 'list all')).toContain('alphasecret');
    }
    // A button pressed there.
    const { workspace, people } = there;
    const card = workspace.channels
      .get(shared)
      ?.messages.findLast((message) => buttonsOf(message).includes('Done'));
    await people.press({
      user: 'U0ADA',
      channel: shared,
      ts: card?.ts ?? '',
      label: 'Done',
    });
    await bot.app.settled();
    expect(bot.timeline()).toContain('Task 7 (Look at it) done by <@slack:T0THERE:U0ADA>');

    expect(here.everything()).not.toContain('betasecret');
    expect(there.everything()).not.toContain('gammasecret');
    for (const call of server.calls.slice(from)) {
      const isTheirs = call.token === there.workspace.token;
      expect([here.workspace.token, there.workspace.token]).toContain(call.token);
      expect(JSON.stringify(call.args)).not.toContain(isTheirs ? 'gammasecret' : 'betasecret');
    }
    expect(bot.problems()).toEqual([]);
  });
});

describe('A workspace that removes the app', () => {
  test('has its token destroyed, is called no more, loses nothing, and goes on after an installation', async () => {
    const { here, there } = offices;
    for (const { workspace } of [here, there]) await offices.install({ workspace });
    await here.types('U0ADA', general, 'declare Worm --level 2');
    const [room = ''] = here.rooms();
    await here.types('U0ADA', room, 'brief');
    await expect.poll(() => here.workspace.views.size).toBe(1);
    await offices.bot.later({ minutes: 10 });
    const oldToken = here.workspace.token;

    // The tokens go before the events, and the events come twice and in any order.
    await remove(here);
    await remove(here);
    expect(rowOf('slack:T:T0HERE')).toMatchObject({
      sealed: null,
      removedAt: expect.any(String) as unknown,
    });
    expect(allPauses(offices.bot.app.store.db)).toMatchObject([
      {
        tenant: 'slack:T0HERE',
        reason: 'app_uninstalled',
        remedy: `Somebody who may install apps in Slack can do that at ${publicUrl}/slack/install`,
      },
    ]);
    const asked = offices.server.calls.filter(({ token }) => token === oldToken).length;

    // People are told, wherever they turn.
    const sorry = /^ssirp-bot is not installed in this workspace, so nothing was done\./u;
    expect(await here.types('U0ADA', room, 'status')).toMatch(sorry);
    const { message, label } = withButton(here, room);
    await here.people.press({ user: 'U0ADA', channel: room, ts: message.ts, label });
    await settled();
    const told = () => here.workspace.ephemerals.filter((shown) => sorry.test(textOf(shown)));
    await expect.poll(() => told().length).toBe(2);
    const [view] = here.workspace.views.values();
    const submitted = await here.people.submitView({
      user: 'U0ADA',
      viewId: view?.id ?? '',
      values: { text: 'Late', tlp: 'GREEN' },
    });
    expect(submitted.outcome.action).toBe('updated');
    expect(
      (
        await here.people.reactionAdded({
          user: 'U0ADA',
          channel: room,
          ts: message.ts,
          name: 'pushpin',
        })
      ).status,
    ).toBe(200);

    const listed = await runCli(['workspaces', '--json'], offices.env);
    expect(JSON.parse(listed.output)).toMatchObject([
      { id: 'T0HERE', heldBack: { reason: 'app_uninstalled' } },
      { id: 'T0THERE', name: 'There', removedAt: null, missingScopes: [], heldBack: null },
    ]);
    const examined = await runCli(['doctor'], offices.env);
    expect(examined.output).toContain('T0THERE token: @ssirp (U0BOT) in There (T0THERE)');
    expect(listed.output + examined.output).not.toMatch(/xox|of-the-tests/u);

    // Time passes: reminders are due and wait. The other workspace goes on.
    await there.types('U0ADA', general, 'declare Theirs --level 4');
    await offices.bot.later({ hours: 8 });
    expect(there.rooms()).toHaveLength(1);
    expect(offices.server.calls.filter(({ token }) => token === oldToken)).toHaveLength(asked);
    expect(outboxCounts(offices.bot.app.store.db)).toMatchObject({ dead: 0 });
    const waiting = outboxCounts(offices.bot.app.store.db).waiting;
    expect(waiting).toBeGreaterThan(0);
    const before = here.workspace.channels.get(room)?.messages.length ?? 0;

    await offices.install({ workspace: here.workspace });
    await offices.bot.later({ minutes: 1 });
    expect(allPauses(offices.bot.app.store.db)).toEqual([]);
    expect(outboxCounts(offices.bot.app.store.db)).toMatchObject({ waiting: 0, dead: 0 });
    const messages = here.workspace.channels.get(room)?.messages.slice(before) ?? [];
    expect(messages.length).toBeGreaterThan(0);
    expect(new Set(messages.map(textOf)).size).toBe(messages.length);
    expect(await here.types('U0ADA', room, 'status')).toContain('Worm');
    expect(offices.server.calls.filter(({ token }) => token === oldToken)).toHaveLength(asked);
    expect(offices.bot.problems()).toEqual([]);
  });

  test('and has it installed again before Slack’s word of the removal arrives, keeps the new token', async () => {
    const { here } = offices;
    await offices.install({ workspace: here.workspace });
    await offices.bot.later({ hours: 1 });
    const removedAt = here.workspace.newTs();
    await offices.bot.later({ hours: 1 });
    await offices.install({ workspace: here.workspace });
    const late = { type: 'app_uninstalled', event_ts: removedAt };
    await here.people.event(late);
    // Within the doubt of two clocks Slack is asked: the token works.
    await here.people.event({ type: 'app_uninstalled' });
    // It could not be asked: the event is to come again, and then the token is dead.
    offices.server.fault('auth.test', '503');
    expect((await here.people.event({ type: 'app_uninstalled' })).status).toBe(500);
    // Tokens of people are none of ours.
    await here.people.event({ type: 'tokens_revoked', tokens: { oauth: ['U0ADA'], bot: [] } });

    expect(rowOf('slack:T:T0HERE')).toMatchObject({ removedAt: null });
    expect(await here.types('U0ADA', general, 'list')).toContain('incident');
    here.workspace.isTokenRevoked = true;
    await here.people.event({ type: 'tokens_revoked', tokens: { bot: ['U0BOT'] } });
    expect(rowOf('slack:T:T0HERE')).toMatchObject({ sealed: null });
  });
});

/** Slack gives people of organizations ids of their own kind. */
function addMember(workspace: Workspace): void {
  workspace.addUser({ id: 'W0GIL', name: 'gil', tz: 'UTC' });
  for (const channel of workspace.channels.values()) channel.members.add('W0GIL');
}

describe('An organization that installs the app for its workspaces', () => {
  test('has them served apart with its one token, each until it is taken away', async () => {
    const { here, there, server } = offices;
    const { oauth } = server;
    const organization = oauth.addOrganization({ id: 'E0ORG', name: 'The Org', domain: 'the-org' });
    for (const { workspace } of [here, there]) {
      Object.assign(workspace, { enterprise: { id: 'E0ORG', name: 'The Org' } });
      addMember(workspace);
    }
    const page = await offices.install({ organization });
    expect(page.text).toContain('installed in the organization The Org');
    expect(page.text).toContain(
      'https://the-org.enterprise.slack.com/manage/organization/apps/profile/A0SSIRP/workspaces/add',
    );
    const { token = '' } = organization;

    // One is told by an event; of the other nothing is known before somebody there speaks.
    oauth.give(organization, here.workspace);
    oauth.give(organization, there.workspace);
    const granted = { type: 'team_access_granted', team_ids: ['T0HERE'] };
    await here.people.event(granted);
    await here.types('W0GIL', general, 'declare alphasecret --level 2');
    await there.types('W0GIL', general, 'declare betasecret --level 2');
    await offices.bot.later({ minutes: 1 });
    expect([here.rooms().length, there.rooms().length]).toEqual([1, 1]);
    expect(here.everything()).not.toContain('betasecret');
    expect(there.everything()).not.toContain('alphasecret');
    const calls = server.calls.filter(({ method }) => !/^(oauth|response_url)/u.test(method));
    expect(tokensOf(calls)).toEqual(new Set([token]));
    const teams = calls
      .filter(({ method }) => method !== 'auth.test')
      .map(({ args }) => args['team_id']);
    expect(new Set(teams)).toEqual(new Set(['T0HERE', 'T0THERE']));
    const [room = ''] = here.rooms();
    expect(await here.types('W0GIL', room, 'role crisis_lead @me')).toContain('crisis lead');

    // Taken from one workspace: the other goes on, also when Slack's words come in the wrong order.
    await offices.bot.later({ minutes: 10 });
    const takenAt = here.workspace.newTs();
    const revoked = { type: 'team_access_revoked', team_ids: ['T0HERE'], event_ts: takenAt };
    oauth.give(organization, here.workspace, false);
    here.workspace.isOrganizationApp = true;
    await here.people.event(revoked);
    await here.people.event({ ...granted, event_ts: '1700000000.000001' });
    const from = server.calls.length;
    expect(await here.types('W0GIL', room, 'status')).toContain('not installed');
    await offices.bot.later({ hours: 3 });
    expect(server.calls.slice(from).map(({ args }) => args['team_id'])).not.toContain('T0HERE');
    expect(allPauses(offices.bot.app.store.db)).toMatchObject([
      {
        tenant: 'slack:T0HERE',
        reason: expect.stringMatching(/team_access_revoked|not_installed/u) as unknown,
      },
    ]);
    expect(await there.types('W0GIL', general, 'list')).toContain('betasecret');

    oauth.give(organization, here.workspace);
    await here.people.event({ type: 'team_access_granted', team_ids: ['T0HERE'] });
    await here.people.event(revoked);
    await offices.bot.later({ minutes: 1 });
    expect(allPauses(offices.bot.app.store.db)).toEqual([]);
    expect(await here.types('W0GIL', room, 'status')).toContain('alphasecret');

    // Removed for the whole organization, and installed again.
    organization.token = undefined;
    await there.people.event({ type: 'app_uninstalled' });
    expect(allPauses(offices.bot.app.store.db).map(({ tenant }) => tenant)).toEqual([
      'slack:T0HERE',
      'slack:T0THERE',
    ]);
    await offices.install({ organization });
    expect(allPauses(offices.bot.app.store.db)).toEqual([]);
    expect(await here.types('W0GIL', room, 'status')).toContain('alphasecret');
    expect(offices.bot.problems()).toEqual([]);
  });
});
