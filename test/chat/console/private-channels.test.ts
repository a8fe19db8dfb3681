// A private incident does not exist for those who are not its members: no name, title, message, export or file.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConsoleHarness } from './harness.ts';

let console: ConsoleHarness;
let channel: string;
beforeEach(async () => {
  console = await ConsoleHarness.start();
  ({ conversation: channel } = await console.incident('Secret worm', {
    isPrivate: true,
    name: 'inc-2026-0001-secret',
    by: 'ada',
  }));
});
afterEach(async () => {
  await console[Symbol.asyncDispose]();
});

test('a member sees it', async () => {
  expect(await console.state('ada', channel)).toContain('Secret worm');
});

test.each(['general', 'the channel itself'])(
  'somebody else sees nothing of it in %s',
  async (where) => {
    const state = await console.state('ben', where === 'general' ? where : channel);

    expect(state).not.toMatch(/secret/i);
    expect(state).not.toContain('INC-2026-0001');
  },
);

test.each([
  ['say', { text: 'hello' }],
  ['say', { text: '/incident status' }],
  ['press', { messageId: '1', buttonId: 'x' }],
  ['capture', { messageId: '1' }],
  ['submit', { form: { id: 'sitrep' }, values: {} }],
])('somebody else cannot %s in it', async (deed, body) => {
  expect((await console.post(deed, { as: 'ben', channel, ...body })).status).toBe(404);
  expect(console.heard).toEqual([]);
});

test('a message of it cannot be reached from another channel', async () => {
  const answer = await console.post('capture', { as: 'ben', channel: 'general', messageId: '1' });

  expect(await answer.json()).toMatchObject({ refused: true });
});

test('exports and files are for members', async () => {
  const content = new TextEncoder().encode('secret');
  await console.deliver({
    kind: 'upload',
    conversation: channel,
    filename: 'x.md',
    title: 'x',
    content,
  });
  const status = async (path: string, as: string): Promise<number> =>
    (await fetch(`${console.url}/console/${path}?as=${as}`)).status;

  expect(await status('export/INC-2026-0001.md', 'ada')).toBe(200);
  expect(await status('export/INC-2026-0001.md', 'ben')).toBe(404);
  expect(await status('files/2', 'ada')).toBe(200);
  expect(await status('files/2', 'ben')).toBe(404);
});

test('an invitation opens it', async () => {
  await console.deliver({ kind: 'invite', conversation: channel, people: ['console:local:ben'] });

  expect(await console.state('ben', channel)).toContain('Secret worm');
});
