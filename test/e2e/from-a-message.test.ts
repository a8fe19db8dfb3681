// What people make of messages in Slack, and whom they bring in: the message shortcuts and user groups, through the whole
// bot.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { textOf } from '../slack-server/reading.ts';
import type { SlackDoor } from '../support/slack-door.ts';
import { openSlackDoor } from '../support/slack-door.ts';

let door: SlackDoor;

beforeEach(async () => {
  door = await openSlackDoor();
});
afterEach(async () => {
  await door[Symbol.asyncDispose]();
});

const general = 'CGENERAL';
const report = 'VPN gateways answer strangers since 13:02\nTwo customers called. <@UDARA> &amp; me';

/** Chooses a shortcut of a message; whatever it opens comes after Slack has its answer. */
async function shortcut(callbackId: string, ts: string, user = 'UADA'): Promise<void> {
  await door.slack.messageShortcut({ user, channel: general, ts, callbackId });
}

const opens = (title: string) => expect.poll(() => door.openForm('ada')).toBe(title);

const writtenBy = (user: string, more: Partial<{ text: string; files: { name: string }[] }> = {}) =>
  door.server.workspace.store(door.server.channel(general), { user, text: report, ...more });

const threadOf = (ts: string): string[] =>
  door.server
    .channel(general)
    .messages.filter(({ thread_ts: parent, ts: own }) => parent === ts && own !== ts)
    .map(textOf);

/** The record without what the chart itself adds. */
const said = (): string[] =>
  door.timeline().filter((text) => !/^(?:Phase|Task|Channel|Clock)/.test(text));

const shown = (user = 'UADA'): string => {
  const view = door.server.openViews(user).at(-1);
  return JSON.stringify(view?.source ?? {});
};

test('an incident is declared from a message, which is its first piece of evidence', async () => {
  const message = writtenBy('UBEN', { files: [{ name: 'gateway.pcap' }] });
  await shortcut('declare_from_message', message.ts);
  await opens('Declare an incident');
  expect(shown()).toContain('"initial_value":"VPN gateways answer strangers since 13:02"');

  expect(await door.submits('ada', { level: '2' })).toEqual({});

  const [declared, evidence, ...more] = said();
  expect(declared).toMatch(/Incident declared at level 2/);
  expect(evidence).toBe(
    'VPN gateways answer strangers since 13:02\nTwo customers called. <@slack:T0SSIRP01:UDARA> & me\n[file: gateway.pcap]',
  );
  expect(more[0]).toMatch(/^Initial brief: VPN gateways/);
  const record = await door.types('ada', 'incident', 'timeline');
  expect(record.text).toContain(`archives/CGENERAL/p${message.ts.replace('.', '')}`);
  await door.bot.app.settled();
  expect(threadOf(message.ts)).toEqual([
    expect.stringMatching(/INC-\d{4}-0001 was declared because of this message.*#inc-/),
  ]);
  expect(door.verify()).toEqual([]);
});

test('a private incident leaves no trace below the message that it was declared from', async () => {
  const message = writtenBy('UBEN');
  await shortcut('declare_from_message', message.ts);
  await opens('Declare an incident');
  expect(await door.submits('ada', { visibility: 'restricted', title: 'Hole' })).toEqual({});
  await door.later({ minutes: 5 });

  expect(said()[1]).toMatch(/^VPN gateways answer strangers/);
  expect(threadOf(message.ts)).toEqual([]);
  expect(door.verify()).toEqual([]);
});

test('where the bot may not write, declaring from a message goes on without the pointer', async () => {
  const message = writtenBy('UBEN');
  door.server.channel(general).members.delete('U0BOT');
  await shortcut('declare_from_message', message.ts);
  await opens('Declare an incident');
  expect(await door.submits('ada', {})).toEqual({});
  await door.later({ minutes: 5 });

  expect(threadOf(message.ts)).toEqual([]);
  expect(door.timeline().join('\n')).not.toMatch(/Not delivered/);
});

test('outside an incident’s channel a message is put where the person chooses', async () => {
  await door.types('ada', 'general', 'declare VPN hole');
  await door.types('ben', 'general', 'declare Payroll leak --restricted');
  const message = writtenBy('UBEN');

  await shortcut('add_to_timeline', message.ts);
  await opens('Add to timeline');
  expect(shown()).toContain('VPN hole');
  expect(shown()).not.toContain('Payroll');
  const [id = ''] = /INC-\d{4}-0001/.exec(shown()) ?? [];
  expect(await door.submits('ada', { incident: id })).toEqual({});
  expect(door.timeline().filter((text) => text.startsWith('VPN gateways'))).toHaveLength(1);

  await shortcut('task_from_message', message.ts);
  await opens('Task from a message');
  expect(await door.submits('ada', { incident: id, text: 'Call them back' })).toEqual({});
  const card = (await door.messages('incident')).find(({ text }) => /Call them back/.test(text));
  expect(card?.text).toMatch(/From\s+<https:[^|]+\/archives\/CGENERAL\/p\d+\|the message>/);
  await door.types('ada', 'incident', 'task add Ask Ben --link https://chat.example/p1');
  expect(door.timeline().join('\n')).toMatch(/Task \d+ added: Ask Ben/);
  expect(door.verify()).toEqual([]);
});

test('when Slack opens no form for a message, the person is told what to type', async () => {
  const message = writtenBy('UBEN');
  door.server.fault('views.open', 'error', 2, { error: 'expired_trigger_id' });
  await shortcut('declare_from_message', message.ts);
  await door.slack.globalShortcut({ user: 'UADA', callbackId: 'declare' });

  await expect
    .poll(() => door.server.ephemerals('UADA').map(textOf).join())
    .toContain('/incident declare <title> --level 2 --link https://');
  await expect
    .poll(() => door.server.messages(door.server.workspace.imWith('UADA').id).map(textOf).join())
    .toContain('/incident declare <title> --level 2');
});

test('a very long message is kept up to what a form can carry, and says where it goes on', async () => {
  const message = writtenBy('UBEN', { text: `${'"long" &amp;\n'.repeat(900)}end` });
  await shortcut('declare_from_message', message.ts);
  await opens('Declare an incident');
  expect(await door.submits('ada', { title: 'Long story' })).toEqual({});

  expect(said()[1]).toMatch(/^"long" &\n[\s\S]{700,}… \(cut: read the rest in the message\)$/);
});

test('the people of a user group come in, but for guests and those who left', async () => {
  const { workspace } = door.server;
  workspace.addUser({ id: 'UGUEST', name: 'guest', isGuest: true });
  workspace.addUser({ id: 'UGONE', name: 'gone', deleted: true });
  workspace.addUsergroup({
    id: 'S0ONCALL',
    name: 'On call',
    handle: 'oncall',
    users: ['UBEN', 'UGUEST', 'UGONE', 'UADA'],
  });
  await door.types('ada', 'general', 'declare Payroll leak --restricted');

  const { text } = await door.types('ada', 'incident', 'invite @oncall @dara');
  expect(text).toMatch(/Invited: <@UDARA>, @oncall \(user group\)/);
  expect(await door.members()).toEqual(['ada', 'ben', 'dara']);
  const record = door.timeline().join('\n');
  expect(record).toMatch(/Came in with @oncall \(user group\): .*UBEN>/);
  expect(record).toMatch(/Delivered in part: invite \(not invited: .*UGUEST> \(a guest.*UGONE>/);
  expect((await door.types('ben', 'incident', 'status')).text).toMatch(/Payroll leak/);

  door.server.fault('usergroups.users.list', 'error', 1, { error: 'missing_scope' });
  await door.types('ada', 'incident', 'invite @oncall');
  door.server.fault('usergroups.users.list', 'error', 1, { error: 'plan_upgrade_required' });
  await door.types('ada', 'incident', 'invite @oncall');
  const later = door.timeline().join('\n');
  expect(later).toMatch(/@oncall \(the bot lacks the optional Slack scope usergroups:read/);
  expect(later).toMatch(/@oncall \(user groups need a paid Slack plan/);
  expect(door.verify()).toEqual([]);
});
