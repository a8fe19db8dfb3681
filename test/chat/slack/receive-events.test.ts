// What happens in channels: pins, comings and goings, mentions, shortcuts.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { elementsOf, textOf } from '../../slack-server/reading.ts';
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

test('a pin puts a message on the timeline, also one in a thread; taking it off releases it', async () => {
  const said = bench.people.stores({ user: 'U0BOB', channel, text: 'root cause <found> @ada' });
  const reply = bench.people.stores({
    user: 'U0BOB',
    channel,
    text: 'in a thread',
    threadTs: said.ts,
  });
  const on = { user: 'U0ADA', channel, name: 'pushpin' };
  await bench.people.reactionAdded({ ...on, ts: said.ts });
  await bench.people.reactionAdded({ ...on, ts: reply.ts });
  await bench.people.reactionAdded({ ...on, ts: said.ts, name: 'eyes' });
  await bench.people.reactionRemoved({ ...on, ts: said.ts });

  expect(bench.sink.heard.map(({ command }) => command)).toMatchObject([
    {
      verb: 'capture',
      messageId: `${channel}:${said.ts}`,
      author: 'slack:T0SSIRP01:U0BOB',
      text: 'root cause <found> <@slack:T0SSIRP01:U0ADA>',
      link: `https://example-corp.slack.com/archives/${channel}/p${said.ts.replace('.', '')}`,
      at: like(/^\d{4}-.*\.\d{3}Z$/u),
    },
    {
      verb: 'capture',
      text: 'in a thread',
      link: like(/\?thread_ts=/u),
    },
    { verb: 'release', messageId: `${channel}:${said.ts}` },
  ]);
  expect(bench.server.ephemerals('U0ADA')).toEqual([]);
});

test('an event that cannot be stored now is asked for again', async () => {
  const said = bench.people.stores({ user: 'U0BOB', channel, text: 'evidence' });
  bench.server.fault('conversations.history', '503');
  const first = await bench.people.reactionAdded({
    user: 'U0ADA',
    channel,
    ts: said.ts,
    name: 'pushpin',
  });
  expect(first.status).toBe(500);
  expect((await bench.people.sendAgain(first.request)).status).toBe(200);

  bench.sink.reply = () => {
    throw new Error('database is locked: secret worm');
  };
  expect((await bench.people.joins({ user: 'U0BOB', channel })).status).toBe(500);
  expect(bench.logged.join('\n')).not.toContain('secret worm');
});

test('joining and leaving are heard, the bot’s own coming is not', async () => {
  await bench.people.joins({ user: 'U0BOB', channel });
  await bench.people.joins({ user: 'U0BOT', channel });
  await bench.people.leaves({ user: 'U0BOB', channel });
  expect(bench.sink.heard.map(({ command }) => command)).toEqual([
    { verb: 'joined', incidentId: null, person: 'slack:T0SSIRP01:U0BOB' },
    { verb: 'left', incidentId: null, person: 'slack:T0SSIRP01:U0BOB' },
  ]);
});

test('a message that begins with the bot’s name is a command; a form then comes behind a button', async () => {
  bench.sink.reply = () => says('Fill this in.', { form: note });
  await bench.people.userPosts({ user: 'U0ADA', channel, text: '<@U0BOT> brief' });
  await bench.people.userPosts({ user: 'U0ADA', channel, text: 'ask <@U0BOT> about it' });
  await bench.settled();
  expect(bench.sink.heard.map(({ text }) => text)).toEqual(['brief']);
  const [shown] = bench.server.ephemerals('U0ADA', channel);
  expect(elementsOf(shown ?? {})).toMatchObject([{ value: '{"i":"","c":"brief"}' }]);

  await bench.people.press({ user: 'U0ADA', channel, ts: shown?.ts ?? '', label: 'Open the form' });
  await bench.settled();
  expect(bench.server.openViews('U0ADA')).toHaveLength(1);
});

test('the shortcuts: a message to the timeline, and declaring from anywhere', async () => {
  const said = bench.people.stores({ user: 'U0BOB', channel, text: 'evidence' });
  await bench.people.messageShortcut({
    user: 'U0ADA',
    channel,
    ts: said.ts,
    callbackId: 'add_to_timeline',
  });
  await bench.settled();
  expect(bench.sink.heard.at(-1)?.command).toMatchObject({
    verb: 'capture',
    text: 'evidence',
    messageId: `${channel}:${said.ts}`,
  });
  expect(bench.server.ephemerals('U0ADA').map(textOf)).toEqual(['Done.']);

  bench.sink.reply = () => says('', { form: { ...note, id: 'declare', incidentId: null } });
  await bench.people.globalShortcut({ user: 'U0ADA', callbackId: 'declare' });
  await bench.settled();
  expect(bench.sink.heard.at(-1)).toMatchObject({
    text: 'declare',
    spoken: { conversation: null },
  });
  const viewId = bench.server.openViews('U0ADA')[0]?.id ?? '';
  await bench.people.submitView({ user: 'U0ADA', viewId, values: { text: 'Worm' } });
  await bench.settled();
  expect(bench.server.directMessages('U0ADA').map(textOf)).toEqual(['Taken.']);
});
