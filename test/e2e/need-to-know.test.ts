// Who can read an incident in Slack: who comes in and how, what becomes of those who leave, what the bot does when its
// channel is changed behind its back, and that nothing of a private incident is seen outside it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { conversationOf } from '#db/conversations.ts';
import { allIncidents, membersOf } from '#db/incidents.ts';
import { buttonsOf, textOf } from '../slack-server/reading.ts';
import type { SlackDoor } from '../support/slack-door.ts';
import { openSlackDoor } from '../support/slack-door.ts';

let door: SlackDoor;
beforeEach(async () => {
  door = await openSlackDoor({ SSIRP_ADMINS: 'UINES' });
  door.server.addUser({ id: 'UINES', name: 'ines' });
});
afterEach(async () => {
  const problems = door.verify();
  await door[Symbol.asyncDispose]();
  if (problems.length > 0) throw new Error(problems.join('\n'));
});

const user = (handle: string): string => `U${handle.toUpperCase()}`;
const settled = (): Promise<void> => door.bot.app.settled();
const incident = () => allIncidents(door.bot.app.store.db)[0]?.id ?? '';
const roomRow = () => conversationOf(door.bot.app.store.db, incident(), 'slack:T0SSIRP01');
const room = (): string => roomRow()?.conversation ?? '';
const list = (): string[] =>
  membersOf(door.bot.app.store.db, incident())
    .map((person) => person.split(':').at(-1) ?? '')
    .toSorted();
const inRoom = (): string[] =>
  [...door.server.channel(room()).members].filter((one) => one !== 'U0BOT').toSorted();
const told = (handle: string): string =>
  door.server.directMessages(user(handle)).map(textOf).join('\n').replaceAll(/[*`]/g, '');
const timeline = (): string => door.timeline().join('\n');

async function says(handle: string, text: string): Promise<string> {
  return (await door.types(handle, 'general', `INC-1 ${text}`)).text;
}

async function declared(how: string): Promise<void> {
  await door.types('ada', 'general', `declare Supplier breach at Contoso --level 2 ${how}`);
  await settled();
}

/** The bot hears what its own invitations and removals did. */
async function echoed(): Promise<void> {
  await settled();
  await door.slack.echoes();
  await settled();
}

/** Presses the button of that name in the newest direct message that has one. */
async function pressedInPrivate(handle: string, label: string): Promise<void> {
  const message = door.server
    .directMessages(user(handle))
    .findLast((one) => buttonsOf(one).includes(label));
  const channel = door.server.workspace.imWith(user(handle)).id;
  await door.slack.press({ user: user(handle), channel, ts: message?.ts ?? '', label });
  await settled();
}

describe('a restricted incident', () => {
  test('lets in whom its lead brings in, and takes everybody else out again', async () => {
    await declared('--restricted');
    await says('ada', 'invite @ben');
    await echoed();
    expect([list(), inRoom()]).toEqual([
      ['UADA', 'UBEN'],
      ['UADA', 'UBEN'],
    ]);

    expect(await says('ben', 'invite @dara')).toMatch(/Only these may do this/);
    expect(await says('ben', 'task add Look at the logs @dara')).toMatch(/Only these may/);

    await door.slack.joins({ user: 'UDARA', channel: room(), inviter: 'UBEN' });
    await echoed();

    expect([list(), inRoom()]).toEqual([
      ['UADA', 'UBEN'],
      ['UADA', 'UBEN'],
    ]);
    expect(timeline()).toMatch(
      /UDARA> came into the channel without being invited, added by .*UBEN/,
    );
    expect(told('ada')).toMatch(/UDARA> came into the channel.*Was that right/);
    expect(await says('dara', 'status')).toMatch(/There is no incident/);

    await pressedInPrivate('ada', 'Let them in');
    await echoed();
    expect(inRoom()).toContain('UDARA');
    expect(list()).toContain('UDARA');
  });

  test('shows admins only that it exists; they let themselves in on the record', async () => {
    await declared('--restricted');

    const listed = (await door.types('ines', 'general', 'list')).text;
    expect(listed).toMatch(/INC-\d+-0001 · restricted/);
    expect(listed).not.toMatch(/Contoso|L2|mobilize/);
    for (const line of ['status', 'who', 'timeline', 'health', 'export md', 'invite @ben'])
      expect(await says('ines', line)).toMatch(/is restricted.*join <reason>/s);

    await says('ines', 'join the lead is on a plane');
    await echoed();

    expect(inRoom()).toEqual(['UADA', 'UINES']);
    expect(timeline()).toMatch(/UINES> let themselves in as administrator: the lead is on a plane/);
    expect(door.server.messages(room()).map(textOf).join('\n')).toMatch(/let themselves in/);
    expect(await says('ines', 'status')).toMatch(/Contoso/);
    expect(await says('ben', 'join let me see')).toMatch(/There is no incident/);
  });
});

describe('a private incident', () => {
  test('takes in whom somebody who belongs adds in Slack; others in its channel are only found there', async () => {
    await declared('--private');
    door.server.addUser({ id: 'UGUS', name: 'gus', isGuest: true });

    await door.slack.joins({ user: 'UBEN', channel: room(), inviter: 'UADA' });
    await door.slack.joins({ user: 'UDARA', channel: room() });
    await door.slack.joins({ user: 'UGUS', channel: room(), inviter: 'UADA' });
    await echoed();

    expect(list()).toEqual(['UADA', 'UBEN']);
    expect(timeline()).toMatch(/UBEN> joined the channel, added by .*UADA/);
    expect(timeline()).toMatch(/without belonging to the incident, and able to read it: .*UDARA/);
    expect(timeline()).toMatch(/UGUS> \(guest\)/);
    expect(told('ada')).toMatch(/UDARA>.*they can read it|people who do not belong/s);

    const who = await says('ada', 'who');
    expect(who).toMatch(/Private: these people can read it/);
    expect(who).toMatch(/UADA>: declared it/);
    expect(who).toMatch(/UBEN>: added to the channel by <@UADA>/);
    expect(who).toMatch(/without belonging to the incident.*UDARA.*UGUS>: guest/s);
    expect(who).toMatch(/Administrators.*UINES/s);
    expect(await says('dara', 'who')).toMatch(/There is no incident/);
  });

  test('is over for whoever leaves: roles are free, tasks are shown to the lead, and nothing more is told to them', async () => {
    await declared('--private');
    await says('ada', 'role crisis_lead @me');
    await says('ada', 'role comms_lead @ben');
    await says('ada', 'invite @dara');
    await echoed();
    door.server.fault('chat.postMessage', '503', 400);
    await says('ada', 'task add Ask the supplier @ben');
    await door.slack.leaves({ user: 'UBEN', channel: room() });
    const before = door.server.directMessages('UBEN').length;
    door.server.clearFaults();
    await door.bot.later({ minutes: 30 });

    expect(list()).toEqual(['UADA', 'UDARA']);
    expect(timeline()).toMatch(/The role comms lead is free again/);
    expect(told('ada')).toMatch(
      /UBEN> left the channel.*Free again: comms lead.*Still theirs: task/is,
    );
    expect(door.server.directMessages('UBEN')).toHaveLength(before);
    expect(timeline()).toMatch(/Not delivered: tell \(.*UBEN> no longer belongs/);
    expect(await says('ben', 'tasks mine')).toMatch(/There is no incident/);
  });

  test('is over for whoever is removed, deactivated or made a guest', async () => {
    await declared('--private');
    await says('ada', 'role crisis_lead @me');
    for (const role of ['comms_lead @ben', 'scribe @dara']) await says('ada', `role ${role}`);
    await echoed();

    expect(await says('ben', 'remove @dara I say so')).toMatch(/Only these may do this/);
    await says('ada', 'remove @dara works elsewhere now');
    await echoed();
    await door.slack.deactivates('UBEN');
    await settled();

    expect([list(), inRoom()]).toEqual([['UADA'], ['UADA']]);
    expect(timeline()).toMatch(/UDARA> was removed from the incident: works elsewhere now/);
    expect(timeline()).toMatch(/UBEN> is no longer a member of the workspace/);
    expect(await says('ada', 'roles')).toMatch(/unfilled: .*comms lead.*scribe/is);
    expect(told('ada')).toMatch(/UBEN> is no longer in the workspace.*Free again: comms lead/is);
  });

  test('is reviewed on a rhythm: asked once more, confirmed, and on the status card while it is due', async () => {
    await declared('--private');
    await says('ada', 'role crisis_lead @me');
    await says('ada', 'invite @ben');
    await echoed();
    await door.bot.later({ hours: 24, minutes: 2 });

    expect(told('ada')).toMatch(
      /Access review.*INC-.*Is everybody on this list still needed.*UBEN>: invited by/s,
    );
    expect(timeline().match(/Who can read this incident is to be reviewed/g)).toHaveLength(1);
    expect(await says('ada', 'status')).toMatch(/Access review\n.*due since/s);
    const asked = (): number => told('ada').match(/Is everybody on this list/g)?.length ?? 0;
    const first = asked();
    await door.bot.later({ hours: 4, minutes: 2 });
    expect(asked()).toBeGreaterThan(first);

    await pressedInPrivate('ada', 'Confirm');

    expect(timeline()).toMatch(/Access reviewed by .*UADA>: 2 belong to the incident/);
    expect(timeline().match(/is to be reviewed/g)).toHaveLength(1);
    expect(await says('ada', 'status')).not.toMatch(/Access review\n/);
    expect(await says('ada', 'who')).toMatch(/Last reviewed .* by <@UADA>/);
  });
});

describe('the channel of a private incident', () => {
  test.each([
    [
      'is made public',
      (channel: string) => door.slack.converts({ by: 'UADA', channel, to: 'public' }),
    ],
    [
      'is shared with another organization',
      (channel: string) => door.slack.sharesExternally({ by: 'UADA', channel }),
    ],
  ])(
    '%s: nothing more is said there, and those who belong go on in another one',
    async (_what, change) => {
      await declared('--private');
      await says('ada', 'role crisis_lead @me');
      await says('ada', 'invite @ben');
      await echoed();
      const old = room();

      await change(old);
      const said = door.server.messages(old).length;
      await door.slack.joins({ user: 'UDARA', channel: old });
      await settled();
      await says('ada', 'brief The supplier was breached on Monday');
      await echoed();

      expect(door.server.messages(old)).toHaveLength(said);
      expect(room()).not.toBe(old);
      expect(door.server.channel(room()).kind).toBe('private');
      expect([list(), inRoom()]).toEqual([
        ['UADA', 'UBEN'],
        ['UADA', 'UBEN'],
      ]);
      expect(told('ada')).toMatch(/I post nothing more there.*opening another channel/s);
      expect(door.server.messages(room()).map(textOf).join('\n')).toMatch(/in place of inc-/);
      expect(door.server.messages(room()).map(textOf).join('\n')).toMatch(/breached on Monday/);
      expect(buttonsOf(door.server.pinned(room())[0] ?? {})).toContain('Sitrep');
      expect(await says('dara', 'status')).toMatch(/There is no incident/);
    },
  );

  test('is deleted: another one is opened once, however often Slack says so', async () => {
    await declared('--private');
    await echoed();
    const old = room();
    await door.slack.deletes({ by: 'UADA', channel: old }, { eventId: 'Ev1' });
    await door.slack.event({ type: 'group_deleted', channel: old }, { eventId: 'Ev2' });
    await echoed();

    expect(room()).not.toBe(old);
    expect(inRoom()).toEqual(['UADA']);
    expect(timeline().match(/was deleted/g)).toHaveLength(1);
    const rooms = [...door.server.workspace.channels.values()].filter(({ name }) =>
      name.startsWith('inc-'),
    );
    expect(rooms).toHaveLength(1);
  });

  test('has the bot taken out of it: what is said waits, and goes out in order when it is back', async () => {
    await declared('--private');
    await echoed();
    await door.slack.removes({ by: 'UADA', user: 'U0BOT', channel: room() });
    await settled();
    await says('ada', 'brief First');
    await says('ada', 'scope Second');
    await door.bot.later({ minutes: 5 });
    expect(told('ada')).toMatch(/no longer has me in it.*Add me to it again/s);
    expect(door.server.messages(room()).map(textOf).join('\n')).not.toMatch(/First|Second/);

    await door.slack.joins({ user: 'U0BOT', channel: room(), inviter: 'UADA' });
    await settled();

    expect(timeline()).toMatch(/The channel inc-\S+ can be used again/);
    expect(door.server.messages(room()).map(textOf).join('\n')).toMatch(/First.*Second/s);
  });
});

describe('the channel of an open incident', () => {
  test('is renamed: recorded once with both names, and the incident goes on in it', async () => {
    await declared('');
    const was = roomRow()?.name ?? '';
    const act = { by: 'UADA', channel: room(), name: 'contoso-war-room' };
    await door.slack.renames(act, { eventId: 'Ev1' });
    await door.slack.event(
      { type: 'channel_rename', channel: { id: room(), name: 'contoso-war-room' } },
      { eventId: 'Ev1', retryNum: 1 },
    );
    await settled();

    expect(
      door.timeline().filter((text) => text.includes(`renamed from ${was} to contoso-war-room`)),
    ).toHaveLength(1);
    expect(roomRow()?.name).toBe('contoso-war-room');
    expect(await says('ada', 'status')).toContain('contoso-war-room');
  });

  test('is archived: the lead is asked, and the incident goes on when it is unarchived or in another channel', async () => {
    await declared('');
    await says('ada', 'role crisis_lead @me');
    await settled();
    const old = room();
    // The event is lost: the next message finds it out.
    door.server.channel(old).isArchived = true;
    await says('ada', 'brief First');
    await door.bot.later({ minutes: 2 });
    expect(told('ada')).toMatch(/was archived.*Unarchive it in the chat.*room new <reason>/s);
    expect(timeline().match(/was archived/g)).toHaveLength(1);

    await door.slack.unarchives({ by: 'UADA', channel: old });
    await door.bot.later({ minutes: 2 });
    expect(door.server.messages(old).map(textOf).join('\n')).toMatch(/First/);
    expect(await says('ada', 'room new I like it better')).toMatch(/can be used, so no other/);

    await door.slack.archives({ by: 'UADA', channel: old });
    await settled();
    await says('ada', 'room new nobody may unarchive');
    await echoed();
    expect(room()).not.toBe(old);
    expect(inRoom()).toEqual(['UADA']);
  });

  test('is shared outside: nothing is said there until the others are out', async () => {
    await declared('');
    await door.slack.sharesExternally({ by: 'UADA', channel: room() });
    await settled();
    await says('ada', 'brief Only for us');
    await door.bot.later({ minutes: 2 });
    expect(door.server.messages(room()).map(textOf).join('\n')).not.toMatch(/Only for us/);
    expect(told('ada')).toMatch(/shared with another organization.*disconnected/s);

    await door.slack.unshares({ by: 'UADA', channel: room() });
    await settled();
    expect(door.server.messages(room()).map(textOf).join('\n')).toMatch(/Only for us/);
  });

  test('gets another id, is made private: recorded, and the incident goes on', async () => {
    await declared('');
    await door.slack.changesId(room(), 'C0MOVED0001');
    await door.slack.converts({ by: 'UADA', channel: 'C0MOVED0001', to: 'private' });
    await settled();
    await says('ada', 'brief It goes on');
    await settled();

    expect(room()).toBe('C0MOVED0001');
    expect(timeline()).toMatch(/is now|calls the channel C0MOVED0001/);
    expect(timeline()).toMatch(/The channel was made private \(was public\)/);
    expect(door.server.messages(room()).map(textOf).join('\n')).toMatch(/It goes on/);
  });
});
