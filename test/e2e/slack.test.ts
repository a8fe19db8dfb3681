// What responders meet in Slack besides typed commands: pins, shortcuts, forms, buttons, and doors that stay shut.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allIncidents } from '#db/incidents.ts';
import { buttonsOf, textOf } from '../slack-server/reading.ts';
import type { SlackDoor } from '../support/slack-door.ts';
import { openSlackDoor } from '../support/slack-door.ts';

let door: SlackDoor;
beforeEach(async () => {
  door = await openSlackDoor();
});
afterEach(async () => {
  await door[Symbol.asyncDispose]();
});

const declare = (line = 'Token theft --level 3'): Promise<{ text: string }> =>
  door.types('ada', 'general', `declare ${line}`);
const settled = (): Promise<void> => door.bot.app.settled();
const rooms = (): string[] =>
  [...door.server.workspace.channels.values()]
    .map(({ name }) => name)
    .filter((name) => name.startsWith('inc-'));
function room(): string {
  const [name = ''] = rooms();
  return door.server.channel(name).id;
}
const shownTo = (user: string): string => door.server.ephemerals(user).map(textOf).join('\n');

const pin = { name: 'pushpin' };
const on = (user: string, ts: string) => ({ user, channel: room(), ts });
const entries = (): readonly string[] =>
  door.timeline().filter((text) => text.includes('proxy logs end'));
const withdrawals = (): readonly string[] =>
  door.timeline().filter((text) => /withdrawn/i.test(text));

async function writtenAndSeenByTwo(): Promise<string> {
  await declare();
  await door.types('ben', 'incident', 'status');
  return door.writes('ada', 'At 13:02 the proxy logs end.');
}

describe('a message pinned with 📌', () => {
  test('is on the timeline once, however many pin it', async () => {
    const ts = await writtenAndSeenByTwo();

    await door.slack.reactionAdded({ ...on('UADA', ts), ...pin });
    await door.slack.reactionAdded({ ...on('UBEN', ts), ...pin });

    expect(entries()).toHaveLength(1);
    expect(door.verify()).toEqual([]);
  });

  test('stays while one of two who pinned it takes the pin off', async () => {
    const ts = await writtenAndSeenByTwo();
    await door.slack.reactionAdded({ ...on('UADA', ts), ...pin });
    await door.slack.reactionAdded({ ...on('UBEN', ts), ...pin });

    await door.slack.reactionRemoved({ ...on('UADA', ts), ...pin });
    expect(withdrawals()).toEqual([]);

    await door.slack.reactionRemoved({ ...on('UBEN', ts), ...pin });
    expect(withdrawals()).toHaveLength(1);
    expect(door.verify()).toEqual([]);
  });

  test('is withdrawn by a new entry when it is unpinned, and taken again when it is pinned again', async () => {
    const ts = await writtenAndSeenByTwo();
    await door.slack.reactionAdded({ ...on('UADA', ts), ...pin });

    await door.slack.reactionRemoved({ ...on('UADA', ts), ...pin });

    expect(withdrawals()).toHaveLength(1);
    expect(entries()).toHaveLength(1);
    await door.slack.reactionAdded({ ...on('UBEN', ts), ...pin });
    expect(entries()).toHaveLength(2);
    expect(withdrawals()).toHaveLength(1);
    expect(door.verify()).toEqual([]);
  });

  test('is there once when Slack delivers the pin twice, and other reactions do nothing', async () => {
    const ts = await writtenAndSeenByTwo();
    await door.slack.reactionAdded({ ...on('UADA', ts), name: 'eyes' });
    expect(entries()).toEqual([]);

    await door.slack.reactionAdded({ ...on('UADA', ts), ...pin }, { eventId: 'Ev1' });
    await door.slack.reactionAdded({ ...on('UADA', ts), ...pin }, { eventId: 'Ev1', retryNum: 1 });
    expect(entries()).toHaveLength(1);

    await door.slack.reactionRemoved({ ...on('UADA', ts), ...pin }, { eventId: 'Ev2' });
    await door.slack.event(
      {
        type: 'reaction_removed',
        user: 'UADA',
        reaction: 'pushpin',
        item: { type: 'message', channel: room(), ts },
      },
      { eventId: 'Ev2', retryNum: 1 },
    );
    expect(withdrawals()).toHaveLength(1);
    expect(door.verify()).toEqual([]);
  });

  test('and by the shortcut is on the timeline once', async () => {
    const ts = await writtenAndSeenByTwo();
    await door.slack.reactionAdded({ ...on('UADA', ts), ...pin });

    await door.captures('ben', ts);

    await expect.poll(() => shownTo('UBEN')).toMatch(/on the record already/);
    expect(entries()).toHaveLength(1);
  });
});

describe('people who come and go', () => {
  test('are on the record once, in whatever order and however often Slack tells it', async () => {
    await declare();
    const joined = { user: 'UBEN', channel: room() };
    await door.slack.joins(joined, { eventId: 'Ev1' });
    await door.slack.joins(joined, { eventId: 'Ev1', retryNum: 1 });
    await door.slack.joins(joined, { eventId: 'Ev3' });
    await settled();

    expect(door.timeline().filter((text) => /UBEN.*joined/.test(text))).toHaveLength(1);
    await door.slack.leaves(joined, { eventId: 'Ev4' });
    await door.slack.event({ type: 'member_left_channel', ...joined }, { eventId: 'Ev5' });
    await settled();
    expect(door.timeline().filter((text) => /UBEN.*left/.test(text)).length).toBeLessThanOrEqual(1);
    expect(door.verify()).toEqual([]);
  });
});

describe('the declaration form', () => {
  test('shows what is wrong beside its fields and keeps what was written', async () => {
    await door.types('ada', 'general', 'declare');

    expect(await door.submits('ada', { title: '   ', level: '2' })).toHaveProperty('title');
    await expect(door.submits('ada', { title: 'x'.repeat(500) })).rejects.toThrow(
      'Slack would not submit',
    );
    expect(door.openForm('ada')).toMatch(/declare/i);
    expect(rooms()).toEqual([]);
    expect(await door.submits('ada', { title: 'Token theft', level: '2' })).toEqual({});
    expect(rooms()).toHaveLength(1);
    expect(door.openForm('ada')).toBeUndefined();
  });

  test('submitted twice declares once', async () => {
    await door.types('ada', 'general', 'declare');
    const view = door.server.openViews('UADA').at(-1);
    const { request } = await door.slack.submitView({
      user: 'UADA',
      viewId: view?.id ?? '',
      values: { title: 'Token theft' },
    });

    await door.slack.sendAgain(request);
    await settled();

    expect(rooms()).toHaveLength(1);
  });

  test.each(['expired_trigger_id', 'exchanged_trigger_id'])(
    'that Slack does not open (%s) can be typed instead',
    async (error) => {
      door.server.fault('views.open', 'error', 1, { error });

      const { text } = await door.types('ada', 'general', 'declare');

      expect(text).toMatch(/did not open the form/);
      expect(text).toContain('/incident declare <title>');
    },
  );
});

describe('buttons', () => {
  test('Advance says to the one who pressed it what is missing, and to nobody else', async () => {
    await declare();
    await door.types('ben', 'incident', 'status');
    const checklist = door.server
      .messages(room())
      .findLast((message) => buttonsOf(message).some((label) => /advance/i.test(label)));
    const label = buttonsOf(checklist ?? {}).find((one) => /advance/i.test(one)) ?? '';
    const posted = door.server.messages(room()).length;
    const benSaw = shownTo('UBEN');

    const { text } = await door.presses('ada', label);

    expect(text).toMatch(/still need.*crisis lead/is);
    expect(door.server.messages(room())).toHaveLength(posted);
    expect(shownTo('UBEN')).toBe(benSaw);
    expect(door.verify()).toEqual([]);
  });

  test('work in direct messages', async () => {
    await declare();
    await door.types('ada', 'incident', 'role crisis_lead @me');
    await door.types('ada', 'incident', 'role engineering_lead @ben');
    const message = door.server
      .directMessages('UBEN')
      .find((one) => buttonsOf(one).includes('Take the role'));

    await door.slack.press({
      user: 'UBEN',
      channel: door.server.workspace.imWith('UBEN').id,
      ts: message?.ts ?? '',
      label: 'Take the role',
    });
    await settled();

    expect(door.timeline().join('\n')).toMatch(/UBEN> acknowledged the role engineering lead/);
    await expect.poll(() => shownTo('UBEN')).toMatch(/acknowledged the role/);
  });

  test('pressed twice act once', async () => {
    await declare();
    await door.types('ada', 'incident', 'role crisis_lead @me');
    const card = door.server
      .messages(room())
      .findLast((message) => buttonsOf(message).includes('Acknowledge'));
    const press = { user: 'UADA', channel: room(), ts: card?.ts ?? '', label: 'Acknowledge' };

    const { request } = await door.slack.press(press);
    await door.slack.sendAgain(request);
    await settled();

    expect(door.timeline().filter((text) => /acknowledged by/.test(text))).toHaveLength(1);
  });
});

describe('a private incident', () => {
  test('tells somebody who is not in it the same as if it did not exist', async () => {
    await declare('Supplier breach at Contoso --level 3 --private');
    const lines = [
      'status',
      'timeline',
      'note x',
      'advance',
      'role crisis_lead @me',
      'tasks all',
      'export md',
      'health',
      'ack 1',
      'invite @me',
      'assess',
    ];

    for (const line of lines) {
      const there = await door.types('ben', 'general', `INC-1 ${line}`);
      const nowhere = await door.types('ben', 'general', `INC-7 ${line}`);
      expect([line, there.text]).toEqual([line, nowhere.text.replaceAll('INC-7', 'INC-1')]);
    }
    const { text } = await door.types('ben', 'general', 'list all');
    expect(text).not.toMatch(/INC-|Contoso/);
    expect(door.server.openViews('UBEN')).toEqual([]);
    expect(await door.members()).toEqual(['ada']);
  });

  test('is not opened by a button that was passed on', async () => {
    await declare('Supplier breach at Contoso --level 3 --private');
    const before = door.timeline();
    const [card] = door.server.pinned(room());
    const copied = door.server.workspace.store(door.server.channel('CGENERAL'), {
      user: 'U0BOT',
      text: 'x',
      blocks: [...(card?.blocks ?? [])],
    });
    const said = shownTo('UBEN');

    for (const label of ['Sitrep', 'Tasks', 'Checklist', 'Timeline']) {
      await door.slack.press({ user: 'UBEN', channel: 'CGENERAL', ts: copied.ts, label });
      await settled();
    }

    expect(shownTo('UBEN').slice(said.length)).not.toMatch(/Contoso|Supplier|Page an on-call/);
    expect(door.server.openViews('UBEN')).toEqual([]);
    expect(door.timeline()).toEqual(before);
  });
});

describe('guests and strangers', () => {
  test.each([
    ['a guest', { isGuest: true }],
    ['a single-channel guest', { isGuest: 'single' as const }],
    ['somebody of another organisation', { isStranger: true }],
  ])('%s can neither declare nor look', async (_who, kind) => {
    await declare('Known to members');
    door.server.addUser({ id: 'UGUS', name: 'gus', ...kind });
    door.server.channel('CGENERAL').members.add('UGUS');

    for (const text of [
      'declare Token theft',
      'INC-1 status',
      'list all',
      'INC-1 note x',
      'declare',
    ]) {
      const { status, response } = await door.slack.slash({
        user: 'UGUS',
        channel: 'CGENERAL',
        command: '/incident',
        text,
      });
      expect(status).toBe(200);
      expect(`${text}: ${response?.text}`).toMatch(/Guests cannot/);
    }
    await settled();
    expect(allIncidents(door.bot.app.store.db)).toHaveLength(1);
  });

  test('somebody whose standing Slack does not tell reads and changes nothing and is told to try again', async () => {
    door.server.fault('users.info', '503', 2);

    expect((await declare()).text).toMatch(/could not find out whether you are a member/);
    expect((await door.types('ada', 'general', 'list all')).text).toMatch(/could not find out/);
    expect(allIncidents(door.bot.app.store.db)).toEqual([]);
    expect((await declare()).text).toMatch(/INC-/);
  });

  test('somebody who joins while Slack does not tell who they are is recorded when it does', async () => {
    await declare();
    door.server.addUser({ id: 'UNEW', name: 'newcomer' });
    const channel = room();
    door.server.fault('users.info', '503');

    const first = await door.slack.joins({ user: 'UNEW', channel });
    const again = await door.slack.send(first.request);
    await settled();

    expect([first.status, again.status]).toEqual([500, 200]);
    expect(door.timeline().filter((text) => /joined/.test(text))).toHaveLength(1);
  });

  test('members whom Slack has vouched for go on while it does not answer', async () => {
    await declare();
    await door.later({ hours: 2 });
    door.server.fault('users.info', '503', Infinity);

    const { text } = await door.types('ada', 'incident', 'note Slack is down, we are not');

    expect(text).toMatch(/Slack is down, we are not/);
  });
});
