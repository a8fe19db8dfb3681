// What went wrong in other incident bots, one test each, by the name of the bot and what happened there. The real bot
// against the strict Slack; the number behind a name is the report there.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allIncidents } from '#db/incidents.ts';
import { outboxCounts, unsettled } from '#db/outbox.ts';
import { buttonsOf, textOf } from '../slack-server/reading.ts';
import { startBot } from '../support/bot.ts';
import type { SlackDoor } from '../support/slack-door.ts';
import { openSlackDoor } from '../support/slack-door.ts';

const leak = 'declare Cache leak --level 4';
const secret = 'declare Supplier breach at Contoso --level 4 --private';
const nothingWaits = { waiting: 0, failing: 0, dead: 0 };

const roomsOf = ({ server }: SlackDoor): string[] =>
  [...server.workspace.channels.values()]
    .map(({ name }) => name)
    .filter((name) => name.startsWith('inc-'));
const incidents = ({ bot }: SlackDoor) => allIncidents(bot.app.store.db);
const year = ({ bot }: SlackDoor): string => bot.clock.now().slice(0, 4);
const roomId = (door: SlackDoor): string => door.server.channel(roomsOf(door)[0] ?? '').id;
const counted = (door: SlackDoor, words: RegExp): number =>
  door.timeline().filter((text) => words.test(text)).length;
/** After a minute, in which the canvas gathers what there is to say. */
const isWhole = async (door: SlackDoor): Promise<void> => {
  await door.later({ minutes: 2 });
  expect(outboxCounts(door.bot.app.store.db)).toEqual(nothingWaits);
  expect(door.verify()).toEqual([]);
};

const declares = (user: string) => ({
  user,
  channel: 'CGENERAL',
  command: '/incident',
  text: leak,
});

describe('rooms', () => {
  test('firefighter: a private channel that cannot be made is made public — here there is none, the declarer is told, and a retry completes all', async () => {
    await using door = await openSlackDoor();
    door.server.workspace.scopes.delete('groups:write');
    await door.types('ada', 'general', secret);
    await door.types('ada', 'general', 'INC-1 brief Contoso told us.');
    await door.later({ minutes: 10 });

    expect(roomsOf(door)).toEqual([]);
    expect(door.server.directMessages('UADA').map(textOf).join('\n')).toMatch(/groups:write/);
    expect(await door.messages('announcements')).toEqual([]);
    expect((await door.types('ada', 'general', 'INC-1 health')).text).toMatch(/groups:write/);
    const [dead] = unsettled(door.bot.app.store.db, incidents(door)[0]?.id ?? '').filter(
      ({ state }) => state === 'dead',
    );

    door.server.workspace.scopes.add('groups:write');
    await door.types('ada', 'general', `INC-1 retry ${dead?.id}`);
    await door.later({ minutes: 5 });

    expect(roomsOf(door)).toEqual([`inc-${year(door)}-0001`]);
    expect(door.server.channel(roomsOf(door)[0] ?? '').kind).toBe('private');
    const texts = (await door.messages('incident')).map(({ text }) => text);
    const brief = texts.findIndex((text) => text.startsWith('Initial brief'));
    const begins = texts.findIndex((text) => text.startsWith('Phase mobilize begins'));
    expect(brief).toBeGreaterThan(begins);
    expect(await door.members()).toEqual(['ada']);
    expect(await door.pinned()).toHaveLength(1);
    expect(await door.messages('announcements')).toHaveLength(1);
    await isWhole(door);
  });

  test.each([
    ['in use', {}],
    ['archived', { isArchived: true }],
    ['private and not to be seen', { kind: 'private' as const }],
  ])(
    'incidentbot: a channel of that name (%s) is taken over with whoever is in it — here it is left alone and the name gets a suffix',
    async (_how, kind) => {
      await using door = await openSlackDoor();
      const name = `inc-${year(door)}-0001-cache-leak`;
      const foreign = door.server.addChannel({ name, members: ['UBEN'], ...kind });
      door.server.fault('conversations.create', 'resetBefore');

      await door.types('ada', 'general', leak);
      await door.later({ minutes: 5 });

      expect(roomsOf(door).toSorted()).toEqual([name, `${name}-2`]);
      expect(foreign.messages).toEqual([]);
      expect([...foreign.members]).toEqual(['UBEN']);
      expect(foreign.isArchived).toBe('isArchived' in kind);
      expect(door.server.messages(`${name}-2`).length).toBeGreaterThan(2);
      expect(door.verify()).toEqual([]);
    },
  );

  test('mattermost-plugin-playbooks#24, incidentbot#273: a title that is too long for a channel’s name fails in silence — here it is cut at a word', async () => {
    await using door = await openSlackDoor();
    const title = 'Überlange Beschreibung eines Vorfalls in der Verwaltung '.repeat(2).trim();
    await door.types('ada', 'general', `declare ${title} --level 4`);

    expect(await door.channelName()).toMatch(
      /^inc-\d{4}-0001-uberlange-beschreibung-[a-z-]*[a-z]$/,
    );
    expect((await door.channelName()).length).toBeLessThanOrEqual(80);
    await isWhole(door);
  });

  test('incidentbot#408: after the channel was renamed its pins are no longer taken — here an incident is found by the channel’s id', async () => {
    await using door = await openSlackDoor();
    await door.types('ada', 'general', leak);
    const channel = roomId(door);
    door.server.channel(channel).name = 'inc-the-bad-day';
    const ts = await door.writes('ada', 'At 13:02 the proxy logs end.');

    await door.slack.reactionAdded({ user: 'UADA', channel, ts, name: 'pushpin' });
    expect((await door.types('ada', 'incident', 'status')).text).toMatch(/Cache leak/);
    expect(counted(door, /proxy logs end/)).toBe(1);
  });

  test('incident.io (camunda#60150): it acts before the channel is ready — here nothing is said or anybody invited before the room is there', async () => {
    await using door = await openSlackDoor();
    door.server.fault('conversations.create', '503', 2);
    await door.types('ada', 'general', leak);
    await door.types('ada', 'general', 'INC-1 brief One customer.');
    expect(door.server.calls.filter(({ method }) => /^chat|invite|pins/.test(method))).toEqual([]);

    await door.later({ minutes: 5 });
    expect(await door.pinned()).toHaveLength(1);
    expect(await door.members()).toEqual(['ada']);
    await isWhole(door);
  });
});

describe('half-made incidents', () => {
  test('Dispatch: an exception in the background is only logged and leaves half an incident — here the record names what is missing, and retry completes it', async () => {
    await using door = await openSlackDoor();
    door.server.fault('pins.add', 'error', 1, { error: 'too_many_pins' });
    door.server.fault('conversations.setTopic', 'error', 9, { error: 'too_long' });
    await door.types('ada', 'general', leak);
    await door.types('ada', 'incident', 'role crisis_lead @me');

    expect(counted(door, /^Not delivered: .*too_long/)).toBeGreaterThan(0);
    expect(await door.members()).toEqual(['ada']);
    const health = await door.types('ada', 'incident', 'health');
    expect(health.text).toMatch(/too_long/);

    door.server.clearFaults();
    const dead = unsettled(door.bot.app.store.db, incidents(door)[0]?.id ?? '');
    for (const { id } of dead) await door.types('ada', 'incident', `retry ${id}`);
    expect(await door.topic()).toMatch(/mobilize/);
    await isWhole(door);
  });

  test('Dispatch#1231, TEOC#145: a failure midway leaves artefacts behind or the whole incident undone — here it goes on where it was', async () => {
    await using door = await openSlackDoor();
    await door.types('ada', 'general', 'help');
    let calls = 0;
    // From the third call on nothing works for half an hour.
    door.server.fault('*', '503', Infinity, { when: () => (calls += 1) > 3 });
    await door.types('ada', 'general', leak);
    await door.later({ minutes: 30 });
    door.server.clearFaults();
    await door.later({ minutes: 6 });

    expect(roomsOf(door)).toHaveLength(1);
    expect(await door.pinned()).toHaveLength(1);
    expect(await door.members()).toEqual(['ada']);
    await isWhole(door);
  });

  test.each([
    ['is not there', { SSIRP_ANNOUNCE_CHANNEL: 'nowhere' }, /SSIRP_ANNOUNCE_CHANNEL/],
    ['does not have the bot in it', { SSIRP_ANNOUNCE_CHANNEL: 'elsewhere' }, /\/invite @ssirp/],
  ])(
    'firefighter#297, incidentbot#770: an announcement channel that %s stops the invitations, or the start — here the incident goes on, and health says what to do',
    async (_how, env, remedy) => {
      await using door = await openSlackDoor(env);
      door.server.addChannel({ name: 'elsewhere', members: ['UBEN'] });
      await door.types('ada', 'general', leak);
      await door.types('ada', 'incident', 'invite @ben');
      await door.later({ minutes: 5 });

      expect(await door.pinned()).toHaveLength(1);
      expect(await door.members()).toEqual(['ada', 'ben']);
      expect((await door.types('ada', 'incident', 'health')).text).toMatch(remedy);
      expect(door.verify()).toEqual([]);
    },
  );
});

describe('deliveries of Slack', () => {
  test('Grafana OnCall, monzo/response#50: a retry is logged and then done again — here it is answered and does nothing', async () => {
    await using door = await openSlackDoor();
    await door.types('ada', 'general', leak);
    const ts = await door.writes('ada', 'At 13:02 the proxy logs end.');
    const pinned = { user: 'UADA', channel: roomId(door), ts, name: 'pushpin' };

    await door.slack.reactionAdded(pinned, { eventId: 'Ev1' });
    for (const retryNum of [1, 2, 3]) {
      const { status } = await door.slack.reactionAdded(pinned, { eventId: 'Ev1', retryNum });
      expect(status).toBe(200);
    }
    expect(counted(door, /proxy logs end/)).toBe(1);
  });

  test('node-slack-sdk#2141: one thing that happened comes as eleven events with ids of their own — here it is on the record once', async () => {
    await using door = await openSlackDoor();
    await door.types('ada', 'general', leak);
    const ts = await door.writes('ada', 'At 13:02 the proxy logs end.');
    const joined = { user: 'UBEN', channel: roomId(door) };
    for (let event = 1; event <= 11; event += 1) {
      await door.slack.reactionAdded(
        { user: 'UADA', channel: roomId(door), ts, name: 'pushpin' },
        { eventId: `EvPin${event}` },
      );
      await door.slack.joins(joined, { eventId: `EvJoin${event}` });
    }
    expect(counted(door, /proxy logs end/)).toBe(1);
    expect(counted(door, /UBEN> joined/)).toBe(1);
  });

  test('agno#10073, vercel/chat#667: whoever drops every retry loses what the first delivery did not do — here it is done then', async () => {
    await using door = await openSlackDoor();
    await door.types('ada', 'general', leak);
    const ts = await door.writes('ada', 'At 13:02 the proxy logs end.');
    const pinned = { user: 'UADA', channel: roomId(door), ts, name: 'pushpin' };
    door.server.fault('conversations.history', '503');

    expect((await door.slack.reactionAdded(pinned, { eventId: 'Ev1' })).status).toBe(500);
    expect(counted(door, /proxy logs end/)).toBe(0);
    await door.slack.reactionAdded(pinned, { eventId: 'Ev1', retryNum: 1 });
    expect(counted(door, /proxy logs end/)).toBe(1);
  });

  test('incidental: the signing secret is read and never used — here nobody gets in without it', async () => {
    await using door = await openSlackDoor();
    for (const forged of [{ unsigned: true }, { signingSecret: 'guessed' }, { secondsOff: -600 }])
      expect((await door.slack.slash(declares('UADA'), forged)).status).toBe(401);
    expect(incidents(door)).toEqual([]);
  });

  test('incidentbot: its REST interface is open while no key is set — here there is none, and what there is tells nothing of incidents', async () => {
    await using door = await openSlackDoor();
    await door.types('ada', 'general', secret);
    const base = `http://127.0.0.1:${door.bot.port}`;
    const paths = ['/', '/api/incidents', '/incidents', '/console/state?as=ada', '/slack/events'];
    for (const path of paths) expect((await fetch(`${base}${path}`)).status).toBeGreaterThan(400);
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      const told = await (await fetch(`${base}${path}`)).text();
      expect(told).not.toMatch(/Contoso|Supplier|INC-\d/);
    }
  });
});

describe('two at once', () => {
  test('incidental: the number is one more than there are, so that of two declarations at once one fails — here each gets its own', async () => {
    await using door = await openSlackDoor();
    const titles = ['Mail down', 'Token theft', 'Phishing in Oslo', 'Stolen laptop', 'Cache leak'];
    const answers = await Promise.all(
      titles.map((title) =>
        door.slack.slash({
          user: 'UADA',
          channel: 'CGENERAL',
          command: '/incident',
          text: `declare ${title} --level 4`,
        }),
      ),
    );
    await door.bot.app.settled();

    const numbers = answers.map(({ response }) => /INC-\d+-\d+/.exec(response?.text ?? '')?.[0]);
    expect(new Set(numbers).size).toBe(titles.length);
    expect(roomsOf(door)).toHaveLength(titles.length);
    await isWhole(door);
  });

  test('firefighter#115: two people declare the same incident, in two channels — here the second is told and joins the first', async () => {
    await using door = await openSlackDoor();
    await Promise.all([door.slack.slash(declares('UADA')), door.slack.slash(declares('UBEN'))]);
    await door.bot.app.settled();

    expect(roomsOf(door)).toHaveLength(1);
    const [declarer, second] = incidents(door)[0]?.declaredBy.endsWith('UADA')
      ? ['ada', 'ben']
      : ['ben', 'ada'];
    await door.pressesOwn(second, 'general', `Join INC-${year(door)}-0001`);
    expect((await door.members()).toSorted()).toEqual([declarer, second].toSorted());
    await isWhole(door);
  });

  test('Dispatch#2410: a form overwrites in silence what somebody else has saved meanwhile — here it comes back and says what', async () => {
    await using door = await openSlackDoor();
    await door.types('ada', 'general', leak);
    await door.types('ben', 'incident', 'role engineering_lead @me');
    await door.types('ada', 'incident', 'brief');
    await door.types('ben', 'incident', 'brief Nine customers.');
    await door.submits('ada', { text: 'One customer.', tlp: 'GREEN' });

    expect(door.form('ada').says).toMatch(/Nine customers/);
    expect(counted(door, /One customer|GREEN/)).toBe(0);
  });
});

describe('waiting', () => {
  test('oncall#1214, goalert#4188: one limited call holds everything up for a quarter of an hour — here only what needs it waits', async () => {
    await using door = await openSlackDoor();
    door.server.fault('conversations.list', 'ratelimited', 1, { seconds: 900 });
    door.server.fault('chat.postMessage', 'ratelimited', 1, {
      seconds: 900,
      when: ({ channel }) => channel === 'CANNOUNCE',
    });
    await door.types('ada', 'general', leak);
    await door.types('ada', 'incident', 'brief One customer.');

    expect(await door.pinned()).toHaveLength(1);
    expect(await door.members()).toEqual(['ada']);
    expect((await door.messages('incident')).some(({ text }) => /One customer/.test(text))).toBe(
      true,
    );
    await door.later({ minutes: 31 });
    expect(await door.messages('announcements')).toHaveLength(1);
    await isWhole(door);
  });

  test('Dispatch#785: invitations hang on the making of the channel — here whoever cannot come in keeps nobody out', async () => {
    await using door = await openSlackDoor();
    await door.types('ada', 'general', leak);
    const dara = door.server.workspace.users.get('UDARA');
    if (dara !== undefined) dara.deleted = true;
    await door.types('ada', 'incident', 'invite @dara @ben');
    await door.types('ada', 'incident', 'note going on');
    await door.later({ minutes: 5 });

    expect(await door.members()).toEqual(['ada', 'ben']);
    expect(counted(door, /not invited.*UDARA/)).toBe(1);
    await isWhole(door);
  });

  test('bolt-js#1662, oncall#2049: the trigger is over before the form opens, and nothing is said — here the person reads what to type', async () => {
    await using door = await openSlackDoor();
    await door.types('ada', 'general', leak);
    door.server.fault('views.open', 'error', 1, { error: 'expired_trigger_id' });
    const { text } = await door.types('ada', 'incident', 'sitrep');

    expect(text).toMatch(/did not open the form/);
    expect(text).toMatch(/\/incident INC-\d{4}-0001 sitrep <text>/);
  });

  test('incidentbot: reminders are lost with a restart — here they ring at their time, also those that fell due meanwhile', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ssirp-peers-'));
    const env = { DATABASE_URL: `file:${join(folder, 'ssirp.db')}` };
    try {
      await using door = await openSlackDoor(env);
      await door.types('ada', 'general', 'declare Cache leak --level 3');
      await door.types('ada', 'incident', 'role crisis_lead @me');
      await door.bot[Symbol.asyncDispose]();
      const due = door.server.messages(roomId(door)).length;

      const hoursLater = Temporal.Instant.from(door.bot.clock.now())
        .add({ hours: 5 })
        .toString({ fractionalSecondDigits: 3 });
      await using again = await startBot({ ...door.env, ...env }, { now: hoursLater });
      await again.app.settled();

      const said = door.server.messages(roomId(door)).slice(due).map(textOf).join('\n');
      expect(said).toMatch(/sitrep was due/i);
      expect(said).toMatch(/not acknowledged/i);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('who hears and sees', () => {
  test('incidentbot#610, Dispatch#1627: what is private shows in the public digest — here its number does, and nothing else', async () => {
    await using door = await openSlackDoor();
    await door.types('ada', 'general', secret);
    await door.types('ada', 'incident', 'role crisis_lead @me');
    await door.types('ada', 'incident', 'brief Contoso told us at https://zoom.example/j/1');
    await door.types('ada', 'incident', 'export md');

    const outside = JSON.stringify(
      door.server.calls
        .filter(({ args }) => args['channel'] === 'CANNOUNCE' || args['channel'] === 'CGENERAL')
        .map(({ args }) => args),
    );
    expect(outside).toMatch(/INC-\d{4}-0001/);
    expect(outside).not.toMatch(/Contoso|Supplier|breach|zoom|Watch|Level|mobilize|archives/i);
  });

  test('incidentbot: an image is made public to copy it — here no file ever gets an address for everybody', async () => {
    await using door = await openSlackDoor();
    await door.types('ada', 'general', leak);
    const ts = await door.writes('ada', 'Screenshot of the console');
    await door.slack.reactionAdded({ user: 'UADA', channel: roomId(door), ts, name: 'pushpin' });
    await door.types('ada', 'incident', 'export html');

    expect(await door.files()).toHaveLength(1);
    expect(door.server.calls.filter(({ method }) => /public/i.test(method))).toEqual([]);
  });

  test('oncall#3849, incident-community#81: the channel drowns in repeats — here a card is updated in place, and reminders double', async () => {
    await using door = await openSlackDoor();
    await door.types('ada', 'general', 'declare Cache leak --level 4');
    await door.types('ada', 'incident', 'role crisis_lead,engineering_lead @me');
    for (const line of ['tlp GREEN', 'tlp AMBER', 'brief One.'])
      await door.types('ada', 'incident', line);
    const posted = (await door.messages('incident')).length;
    await door.later({ hours: 72 });

    const rung = (await door.messages('incident')).slice(posted);
    expect(rung.length).toBeLessThan(20);
    expect(await door.pinned()).toHaveLength(1);
    const cards = (await door.messages('incident')).filter(({ buttons }) =>
      buttons.some((label) => label === 'Timeline'),
    );
    expect(cards).toHaveLength(1);
  });

  test('Dispatch#4484: guests can do what members can — here they can do nothing', async () => {
    await using door = await openSlackDoor();
    door.server.addUser({ id: 'UGUS', name: 'gus', isGuest: true });
    door.server.channel('CGENERAL').members.add('UGUS');
    const { response } = await door.slack.slash(declares('UGUS'));
    expect(response?.text).toMatch(/Guests cannot/);
    expect(incidents(door)).toEqual([]);
    expect(buttonsOf(response ?? {})).toEqual([]);
  });
});
