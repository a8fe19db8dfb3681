// What Slack keeps showing without being asked: the home tab of a person, and the digest of the announcement channel.
// Both show the state of now, to nobody who may not see it, and cost few calls.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FaultKind } from '../slack-server/faults.ts';
import { buttonsOf, elementsOf, mentionsIn, textOf } from '../slack-server/reading.ts';
import type { SlackMessage } from '../slack-server/model.ts';
import type { SlackDoor } from '../support/slack-door.ts';
import { openSlackDoor } from '../support/slack-door.ts';

let door: SlackDoor;
beforeEach(async () => {
  door = await openSlackDoor({ SSIRP_DIGEST: 'on' });
});
afterEach(async () => {
  const problems = door.verify();
  await door[Symbol.asyncDispose]();
  if (problems.length > 0) throw new Error(problems.join('\n'));
});

async function opensHome(user: string): Promise<void> {
  await door.slack.homeOpened(user);
  await door.later({ seconds: 1 });
}
function homeOf(user: string): string {
  const view = door.server.home(user);
  return view === undefined ? '' : textOf(view);
}
async function pressesInHome(user: string, label: string): Promise<void> {
  await door.slack.pressInHome({ user, label });
  await door.later({ seconds: 1 });
}
const window = (user: string): string => door.server.openViews(user).map(textOf).join('\n');
const digests = (): readonly SlackMessage[] =>
  door.server.messages('incidents').filter(({ text }) => text.startsWith('Digest'));
const digest = (): string => digests().map(textOf).join('\n');
const calls = (method: string): number => door.server.callsOf(method).length;

describe('the home tab', () => {
  test('tells a newcomer how to begin, and the button opens the form', async () => {
    await opensHome('UADA');

    expect(homeOf('UADA')).toMatch(/Nothing waits for you.*\/incident declare <title>/s);
    await pressesInHome('UADA', 'Declare an incident');
    expect(door.openForm('ada')).toBe('Declare an incident');
    await door.submits('ada', { title: 'Token theft', level: '3' });
    await door.later({ seconds: 5 });
    expect(homeOf('UADA')).toContain('Token theft');
  });

  test('shows what waits for a person, and their buttons do it before their eyes', async () => {
    await door.types('ada', 'general', 'declare Token theft --level 3');
    await door.types('ada', 'incident', 'role comms_lead @ben');
    await door.types('ada', 'incident', 'task add Ask the vendor @ben --by in 2h');
    await opensHome('UBEN');

    expect(homeOf('UBEN')).toMatch(/You are asked to be \*comms lead\* of INC-\d{4}-0001/);
    expect(homeOf('UBEN')).toMatch(
      /Your tasks \(1\).*open, not acknowledged · Ask the vendor · due/s,
    );
    expect(homeOf('UBEN')).toMatch(/Next clocks.*Task \d+ of .* is due.*Next sitrep/s);
    expect(homeOf('UBEN')).toMatch(
      /Open incidents.*L3 Elevated · mobilize · Token theft · crisis lead nobody yet · comms lead <@UBEN>/s,
    );
    const view = door.server.home('UBEN');
    const spoken = elementsOf(view ?? {}).map(({ element }) => element['accessibility_label']);
    expect(spoken).toContainEqual(expect.stringMatching(/^Done: task \d+ of INC-/));

    expect(homeOf('UBEN')).toMatch(
      /Your answer to comms lead of INC-.* is expected by.*Your answer to task \d+ of INC-/s,
    );

    await pressesInHome('UBEN', 'Take comms lead');
    await pressesInHome('UBEN', 'Acknowledge');
    expect(homeOf('UBEN')).not.toMatch(/You are asked|Your answer to comms lead/);
    expect(homeOf('UBEN')).toMatch(/Your roles.*comms lead of INC-/s);
    expect(homeOf('UBEN')).toMatch(/Your tasks \(\d+\).*acknowledged · Ask the vendor/s);
    expect(door.server.openViews('UBEN')).toEqual([]);
    expect(door.timeline().join('\n')).toMatch(/Ask the vendor\) acknowledged/);
  });

  test('answers a press that changes nothing on it in a window, or else in a direct message', async () => {
    await door.types('ada', 'general', 'declare Token theft --level 3');
    await door.types('ada', 'incident', 'task add Ask the vendor @ben');
    await opensHome('UBEN');
    await door.types('ada', 'incident', 'waive 1 Not needed');
    await pressesInHome('UBEN', 'All incidents');
    expect(window('UBEN')).toContain('Token theft');

    await door.later({ seconds: 5 });
    door.server.fault('views.open', 'error', 1, { error: 'expired_trigger_id' });
    await pressesInHome('UBEN', 'Help');
    const dm = door.server.directMessages('UBEN');
    expect(dm.map(textOf).join('\n')).toContain('/incident');
    door.server.fault('views.open', 'error', 1, { error: 'expired_trigger_id' });
    await pressesInHome('UBEN', 'Block');
    expect(textOf(dm.at(-1) ?? {})).toMatch(/block \d+ <reason>/);
  });

  test('shows nobody what they may not see, and takes it away within a second from whoever leaves', async () => {
    await door.types('ada', 'general', 'declare A very secret thing --private --level 1');
    await door.types('ada', 'incident', 'invite @ben');
    await door.types('ada', 'incident', 'task add Silent work @ben');
    for (const user of ['UADA', 'UBEN', 'UDARA']) await opensHome(user);
    expect(homeOf('UADA')).toContain('A very secret thing');
    expect(homeOf('UBEN')).toContain('Silent work');
    expect(homeOf('UDARA')).toContain('Nothing waits for you');
    expect(homeOf('UDARA')).not.toMatch(/secret|INC-/);
    await door.later({ minutes: 1 });

    const room = [...door.server.workspace.channels.values()].find(({ name }) =>
      name.startsWith('inc-'),
    );
    await door.slack.leaves({ user: 'UBEN', channel: room?.id ?? '' });
    await door.later({ seconds: 1 });
    expect(homeOf('UBEN')).not.toMatch(/secret|Silent|INC-/);

    door.server.workspace.addUser({ id: 'UGUEST', name: 'gus', isGuest: true });
    await opensHome('UGUEST');
    expect(homeOf('UGUEST')).toMatch(/^Incidents are led by the members/);
  });

  test('is made once for thirty changes in a burst, and not at all for what it does not show', async () => {
    await door.types('ada', 'general', 'declare Token theft --level 3');
    await opensHome('UADA');
    await door.later({ minutes: 1 });
    const before = calls('views.publish');
    for (let n = 0; n < 30; n += 1)
      await door.types('ada', 'incident', `level ${n % 2 === 0 ? 2 : 3} worse or better`);
    await door.types('ada', 'incident', 'level 1 at last');
    await door.later({ minutes: 1 });

    expect(calls('views.publish') - before).toBeLessThanOrEqual(2);
    expect(homeOf('UADA')).toContain('L1 Critical');
    const after = calls('views.publish');
    await door.types('ada', 'incident', 'note Nothing that the page shows.');
    await door.later({ minutes: 1 });
    expect(calls('views.publish')).toBe(after);
  });

  test('where the workspace has none is not asked for again and again', async () => {
    door.server.workspace.hasHomeTab = true;
    await opensHome('UADA');
    door.server.workspace.hasHomeTab = false;
    const before = calls('views.publish');
    await door.types('ada', 'general', 'declare Token theft --level 3');
    await door.types('ada', 'incident', 'task add Look @ada');
    await door.later({ hours: 3 });
    expect(calls('views.publish') - before).toBe(1);
  });

  test('says in a window why a press was refused, and shows how it is now', async () => {
    await door.types('ada', 'general', 'declare Token theft --level 3');
    await door.types('ada', 'incident', 'task add Ask the vendor @ben');
    await opensHome('UBEN');
    const n = /Task (\d+) added for .*Ask the vendor/.exec(door.timeline().join('\n'))?.[1] ?? '';
    await door.types('ada', 'incident', `waive ${n} not needed`);
    // As it still stands there.
    await door.slack.pressInHome({ user: 'UBEN', label: 'Done' });
    await door.bot.app.settled();
    expect(window('UBEN')).toMatch(/waived/);
    await door.later({ seconds: 1 });
    expect(homeOf('UBEN')).toContain('You have no open tasks.');
  });

  test('is a message where it is asked for by a command', async () => {
    await door.types('ada', 'general', 'declare Token theft --level 3');
    const { text } = await door.types('ada', 'general', 'home');
    expect(text).toMatch(/Your page.*Token theft/s);
  });
});

describe('the digest', () => {
  test('is one pinned message that follows what is open and what was closed', async () => {
    await door.types('ada', 'general', 'declare Token theft --level 3');
    await door.later({ minutes: 1 });
    await door.types('ada', 'incident', 'role crisis_lead @me');
    await door.types('ada', 'incident', 'level 2 It spreads');
    await door.later({ minutes: 1 });

    expect(digests()).toHaveLength(1);
    expect(door.server.pinned('incidents').map(({ ts }) => ts)).toEqual([digests()[0]?.ts]);
    expect(digest()).toMatch(/1 open incident.*L2 High · mobilize · Token theft · crisis lead @/s);
    expect(digests()[0]?.text).toMatch(
      /^Digest\. 1 open incident\. INC-.*Token theft.*next sitrep \d{4}/,
    );

    await door.types('ada', 'incident', 'false-positive A test of ours');
    await door.later({ minutes: 1 });
    expect(digests()).toHaveLength(1);
    expect(digest()).toMatch(/no open incidents.*Closed last.*false positive.*Token theft/s);
  });

  test('calls nobody, and of a closed door shows the number and whom to ask', async () => {
    await door.types(
      'ada',
      'general',
      'declare <!channel> ask @ben about https://evil.example --level 4',
    );
    await door.types('ben', 'general', 'declare A very secret thing --private --level 1');
    await door.later({ minutes: 1 });

    const links = mentionsIn(digests()[0] ?? {}).filter(
      (link) => !/^<(!date|https:\/\/example-corp)/.test(link),
    );
    expect(links).toEqual([]);
    expect(digest()).not.toMatch(/secret|L1|<@/);
    expect(digest()).toMatch(/INC-\d+-0001.*INC-\d+-0002\*?: private incident\. Ask @ben\./s);
  });

  test('costs few calls in a burst, and stands again when somebody deletes it', async () => {
    await door.types('ada', 'general', 'declare Token theft --level 3');
    await door.later({ minutes: 1 });
    const inAnnouncements = (): number =>
      door.server.callsOf('chat.update').filter(({ args }) => args['ts'] === digests()[0]?.ts)
        .length;
    const before = inAnnouncements();
    for (let n = 0; n < 31; n += 1)
      await door.types('ada', 'incident', `level ${n % 2 === 0 ? 2 : 3} worse or better`);
    await door.later({ minutes: 1 });
    expect(inAnnouncements() - before).toBeLessThanOrEqual(2);
    expect(digest()).toContain('L2 High');

    const channel = door.server.channel('incidents');
    channel.messages = channel.messages.filter(({ text }) => !text.startsWith('Digest'));
    await door.types('ada', 'incident', 'level 4 over');
    await door.later({ minutes: 1 });
    expect(digests()).toHaveLength(1);
    expect(digest()).toContain('L4 Watch');
  });

  test('is not there where nothing is announced', async () => {
    await using quiet = await openSlackDoor({ SSIRP_DIGEST: 'on', SSIRP_ANNOUNCE_CHANNEL: '' });
    await quiet.types('ada', 'general', 'declare Token theft --level 3');
    await quiet.later({ minutes: 1 });
    expect(quiet.server.messages('incidents')).toEqual([]);
  });
});

const kinds = ['resetAfter', 'resetBefore', '503', 'html', 'ratelimited'] satisfies FaultKind[];

describe('a Slack that fails', () => {
  test.each(kinds)('with %s leaves one home and one digest, and both are right', async (kind) => {
    await opensHome('UADA');
    for (const method of ['views.publish', 'chat.postMessage', 'chat.update', 'pins.add'])
      door.server.fault(method, kind, 2);
    await door.types('ada', 'general', 'declare Token theft --level 3');
    await door.later({ minutes: 15 });
    await door.types('ada', 'incident', 'level 2 It spreads');
    await door.later({ minutes: 15 });

    expect(homeOf('UADA')).toContain('L2 High');
    expect(digests()).toHaveLength(1);
    expect(digest()).toContain('L2 High');
    expect(door.server.pinned('incidents')).toHaveLength(1);
    expect(buttonsOf(door.server.home('UADA') ?? {})).toContain('Declare an incident');
  });
});
