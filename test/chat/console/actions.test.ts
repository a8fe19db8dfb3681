import { afterEach, beforeEach, expect, test } from 'vitest';
import { personas } from '#src/chat/console/personas.ts';
import { ConsoleHarness, messageWithButtons } from './harness.ts';

let console: ConsoleHarness;
beforeEach(async () => {
  console = await ConsoleHarness.start();
});
afterEach(async () => {
  await console[Symbol.asyncDispose]();
});

const said = (): string[] => console.heard.map(({ what }) => what);

test('every persona is made known at the start', () => {
  expect(console.met.map(({ id }) => id)).toEqual(personas.map(({ id }) => id));
  expect(console.met.filter(({ kind }) => kind === 'guest')).toHaveLength(1);
});

test.each([
  ['/incident status', 'status'],
  ['@ssirp status', 'status'],
  ['/incident', 'help'],
  [
    '/incident invite @ben @Dara @nobody',
    'invite <@console:local:ben> <@console:local:dara> @nobody',
  ],
  ['/incident note mail a@ada.example', 'note mail a@ada.example'],
])('%s is a command', async (typed, heard) => {
  await console.post('say', { channel: 'general', text: typed });

  expect(said()).toEqual([heard]);
});

test('a command and its answer are seen by the one who gave it', async () => {
  await console.post('say', { channel: 'general', text: '/incident status' });

  expect(await console.state('ada')).toContain('Done: status');
  expect(await console.state('ben')).not.toContain('Done: status');
});

test('other text is a message for all, and is no command', async () => {
  await console.post('say', { channel: 'general', text: 'an /incident for @ben' });

  expect(said()).toEqual([]);
  expect(await console.state('ben')).toContain('an /incident for @ben');
});

test('a message or command sent twice is there once', async () => {
  const requestId = crypto.randomUUID();
  for (const text of ['hello', 'hello', '/incident status', '/incident status']) {
    await console.post('say', { channel: 'general', text, requestId });
  }

  const state = await console.state();
  expect(state.match(/"hello"/g)).toHaveLength(1);
  expect(state.match(/"summary":"Done: status"/g)).toHaveLength(1);
});

test('a button says its command with its incident in front', async () => {
  await console.deliver({ kind: 'post', to: 'general', message: messageWithButtons(), pin: false });
  await console.post('press', {
    channel: 'general',
    messageId: '1',
    buttonId: 'inc-2026-0001-ack-1',
  });

  expect(said()).toEqual(['INC-2026-0001 ack 1']);
});

test('a disabled or unknown button does nothing and says why', async () => {
  await console.deliver({ kind: 'post', to: 'general', message: messageWithButtons(), pin: false });
  const press = async (buttonId: string): Promise<unknown> =>
    await (await console.post('press', { channel: 'general', messageId: '1', buttonId })).json();

  expect(await press('inc-2026-0001-done-1')).toMatchObject({
    refused: true,
    text: 'Acknowledge it first.',
  });
  expect(await press('wipe')).toMatchObject({ refused: true });
  expect(said()).toEqual([]);
});

test('a form opens, keeps its mistakes by field and is done when they are mended', async () => {
  const submit = async (title: string): Promise<unknown> => {
    const form = { id: 'declare', incidentId: null, subject: '' };
    return await (
      await console.post('submit', { channel: 'general', form, values: { title } })
    ).json();
  };
  const opened: unknown = await (
    await console.post('say', { channel: 'general', text: '/incident declare' })
  ).json();

  expect(opened).toMatchObject({
    form: { id: 'declare', fields: [{ name: 'title' }, {}, {}, {}, {}] },
  });
  expect(await submit('')).toMatchObject({ errors: { title: 'An incident needs a title.' } });
  expect(await submit('Worm')).toMatchObject({ errors: {}, refused: false });
});

test('a message goes to the timeline and is taken off again', async () => {
  const { conversation: channel } = await console.incident('Worm');
  await console.post('say', { channel, text: 'router 7 is down' });
  const messageId = String(console.chat.store.messages(channel, 1)[0]?.id);

  await console.post('capture', { channel, messageId });
  expect(await console.state('ada', channel)).toContain('"marked":true');
  await console.post('capture', { channel, messageId });
  expect(await console.state('ada', channel)).not.toContain('"marked":true');

  expect(said()).toEqual(['capture', 'release']);
});

test('whoever writes in an open incident channel joins it once', async () => {
  const { conversation: channel } = await console.incident('Worm');
  await console.post('say', { as: 'ben', channel, text: 'on it' });
  await console.post('say', { as: 'ben', channel, text: 'still on it' });

  expect(said()).toEqual(['joined']);
});

test('an archived channel takes commands only', async () => {
  const { conversation: channel } = await console.incident('Worm');
  await console.deliver({ kind: 'archive', conversation: channel });
  const said2 = await console.post('say', { channel, text: 'anybody here?' });

  expect(await said2.json()).toMatchObject({ refused: true });
  await console.post('say', { channel, text: '/incident reopen it is back' });
  expect(said()).toEqual(['reopen it is back']);
});
