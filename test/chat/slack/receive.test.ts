// What people do in Slack, as the use cases hear it, and what people see of the answers.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { textOf } from '../../slack-server/reading.ts';
import { SlackBench, briefForm as note, like, says } from './harness.ts';

let bench: SlackBench;
let channel: string;

beforeEach(async () => {
  bench = await SlackBench.start();
  const made = bench.server.workspace.addChannel({
    name: 'inc-1',
    kind: 'private',
    members: ['U0ADA', 'U0BOB', 'U0BOT'],
  });
  channel = made.id;
});

afterEach(async () => {
  await bench[Symbol.asyncDispose]();
});

test('a command is heard as it was typed, and answered for the speaker alone', async () => {
  const result = await bench.people.slash({
    user: 'U0ADA',
    channel,
    command: '/incident',
    text: 'note a <b> & @bob https://x.test/?a=1&b=2',
  });

  expect(result.response?.type).toBe('ephemeral');
  expect(textOf(result.response ?? {})).toBe('Done.');
  expect(bench.sink.heard).toEqual([
    {
      text: 'note a <b> & <@slack:T0SSIRP01:U0BOB> https://x.test/?a=1&b=2',
      spoken: {
        actor: { id: 'slack:T0SSIRP01:U0ADA', tenant: 'slack:T0SSIRP01', kind: 'member' },
        requestId: like(/^cmd:.+/u),
        conversation: channel,
      },
    },
  ]);
  expect(bench.sink.people).toEqual([
    {
      id: 'slack:T0SSIRP01:U0ADA',
      tenant: 'slack:T0SSIRP01',
      name: 'ada',
      handle: 'ada',
      zone: 'Europe/Berlin',
      kind: 'member',
    },
  ]);
});

test('guests, strangers and those whom Slack cannot name are told apart', async () => {
  const { workspace } = bench.server;
  workspace.addUser({ id: 'U0GUEST', isGuest: true });
  workspace.addUser({ id: 'U0OTHER', isStranger: true });
  bench.server.fault('users.info', 'hang', 1, { when: (args) => args['user'] === 'U0BOB' });
  const open = workspace.addChannel({ name: 'open', members: ['U0GUEST', 'U0OTHER', 'U0BOB'] });
  for (const user of ['U0GUEST', 'U0OTHER', 'U0BOB']) {
    const { error } = await bench.people.slash({
      user,
      channel: open.id,
      command: '/incident',
      text: 'status',
    });
    expect(error).toBeUndefined();
  }
  expect(bench.sink.heard.map(({ spoken }) => spoken.actor.kind)).toEqual([
    'guest',
    'stranger',
    'unknown',
  ]);
});

test('a direct message with the bot is no conversation', async () => {
  const im = bench.server.workspace.imWith('U0ADA');
  await bench.people.slash({ user: 'U0ADA', channel: im.id, command: '/incident', text: 'list' });
  expect(bench.sink.heard[0]?.spoken.conversation).toBeNull();
});

test('a form opens at once; what is written in it is heard; its answer comes into the channel', async () => {
  bench.sink.reply = () => says('Fill this in.', { form: note });
  const asked = await bench.people.slash({
    user: 'U0ADA',
    channel,
    command: '/incident',
    text: 'brief',
  });
  await bench.settled();
  expect(asked.response).toBeUndefined();
  const [view] = bench.server.openViews('U0ADA');

  const sent = await bench.people.submitView({
    user: 'U0ADA',
    viewId: view?.id ?? '',
    values: { text: 'A worm', who: 'U0BOB' },
  });
  await bench.settled();

  expect(sent.outcome).toEqual({ action: 'cleared' });
  expect(bench.sink.heard.at(-1)).toMatchObject({
    form: { id: 'brief', incidentId: 'INC-2026-0001', subject: '' },
    values: { text: 'A worm', who: 'slack:T0SSIRP01:U0BOB' },
    spoken: { conversation: channel },
  });
  expect(bench.server.ephemerals('U0ADA', channel).map(textOf)).toEqual(['Taken.']);
});

test('what is wrong in a form is said beside its input, and the form stays', async () => {
  bench.sink.reply = () => says('', { form: note });
  bench.sink.formReply = () => ({ ok: false, errors: { text: 'Too short', gone: 'Not now' } });
  await bench.people.slash({ user: 'U0ADA', channel, command: '/incident', text: 'brief' });
  await bench.settled();
  const submit = (text: string): ReturnType<typeof bench.people.submitView> =>
    bench.people.submitView({
      user: 'U0ADA',
      viewId: bench.server.openViews('U0ADA')[0]?.id ?? '',
      values: { text },
    });

  expect((await submit('a')).outcome).toEqual({
    action: 'errors',
    errors: { text: 'Too short Not now' },
  });
  bench.sink.formReply = () => ({
    ok: true,
    reply: says('The incident is closed.', { refused: true }),
  });
  expect((await submit('ab')).outcome).toEqual({
    action: 'errors',
    errors: { text: 'The incident is closed.' },
  });

  const [first, second] = bench.sink.heard.slice(-2).map(({ spoken }) => spoken.requestId);
  expect(first).not.toBe(second);
});

test('when the form does not open, the person learns what to type', async () => {
  bench.server.fault('views.open', 'error', 1, { error: 'expired_trigger_id' });
  bench.sink.reply = () => says('', { form: note });
  await bench.people.slash({ user: 'U0ADA', channel, command: '/incident', text: 'brief' });
  await bench.settled();
  expect(textOf(bench.server.ephemerals('U0ADA', channel)[0] ?? {})).toContain(
    '/incident INC-2026-0001 brief <text>',
  );
});

async function card(): Promise<string> {
  const buttons = ['ack 3', 'status'].map((command) => ({
    id: command,
    label: command,
    command,
    incidentId: 'INC-2026-0001',
  }));
  const posted = await bench.deliver({
    kind: 'post',
    to: channel,
    pin: false,
    message: { summary: 'Card', blocks: [{ kind: 'buttons', buttons }] },
  });
  return posted.outcome === 'delivered' ? posted.externalId : '';
}

test('a button says its command; on a card, only a refusal or a view is answered', async () => {
  const ts = await card();
  await bench.people.press({ user: 'U0ADA', channel, ts, label: 'ack 3' });
  await bench.settled();
  expect(bench.sink.heard.at(-1)?.text).toBe('INC-2026-0001 ack 3');
  expect(bench.server.ephemerals('U0ADA')).toEqual([]);

  await bench.people.press({ user: 'U0ADA', channel, ts, label: 'status' });
  bench.sink.reply = () => says('Not yours.', { refused: true });
  await bench.people.press({ user: 'U0ADA', channel, ts, label: 'ack 3' });
  await bench.settled();
  expect(bench.server.ephemerals('U0ADA').map(textOf).toSorted()).toEqual(['Done.', 'Not yours.']);
  expect(bench.server.lastMessage(channel).text).toBe('Card');
});

test('a button that nobody knows any more says so', async () => {
  const { workspace } = bench.server;
  const old = workspace.store(bench.server.channel(channel), {
    user: 'U0BOT',
    text: 'old',
    blocks: [
      {
        type: 'actions',
        elements: [
          { type: 'button', action_id: 'ancient', text: { type: 'plain_text', text: 'Go' } },
        ],
      },
    ],
  });
  await bench.people.press({ user: 'U0ADA', channel, ts: old.ts, label: 'Go' });
  await bench.settled();
  expect(textOf(bench.server.ephemerals('U0ADA')[0] ?? {})).toContain('no longer does anything');
  expect(bench.sink.heard).toEqual([]);
});

test('something that breaks is an apology with a reference, and nothing of it is logged but where', async () => {
  bench.sink.reply = () => {
    throw new Error('no such row: "secret worm"');
  };
  const result = await bench.people.slash({
    user: 'U0ADA',
    channel,
    command: '/incident',
    text: 'status',
  });
  const [, ref] = /\(ref (.+?)\)/u.exec(result.response?.text ?? '') ?? [];
  expect(bench.logged.join('\n')).toContain(`"ref":"${ref}"`);
  expect(bench.logged.join('\n')).not.toContain('secret worm');
});

test('a form or shortcut that nobody knows any more is answered, not ignored', async () => {
  const old = bench.server.workspace.makeView('U0ADA', {
    type: 'modal',
    title: { type: 'plain_text', text: 'Old' },
    submit: { type: 'plain_text', text: 'Go' },
    blocks: [],
  });
  bench.server.workspace.modals.set('U0ADA', [old.id]);
  const sent = await bench.people.submitView({ user: 'U0ADA', viewId: old.id });
  expect(sent.outcome).toMatchObject({ action: 'updated' });
  await bench.people.globalShortcut({ user: 'U0ADA', callbackId: 'ancient' });
  await bench.settled();
  expect(textOf(bench.server.openViews('U0ADA').at(-1) ?? {})).toContain('no longer does anything');
  expect(bench.sink.heard).toEqual([]);
});
