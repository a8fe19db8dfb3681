// What Slack would take and we do not want fails a test too: it stands in the server's lint.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiCaller, post } from './api-caller.ts';
import { SlackClientSide } from './client-side.ts';
import { FixedApp } from './fixed-app.ts';
import type { Json } from './json.ts';
import { SlackServer } from './server.ts';
import { usualScopes } from './workspace.ts';

let server: SlackServer;
let api: ApiCaller;

beforeEach(async () => {
  server = await SlackServer.start({ scopes: [...usualScopes, 'canvases:write'] });
  api = new ApiCaller(server);
  server.addUser({ id: 'U1', name: 'ada' });
  server.addChannel({ id: 'C1', name: 'room', members: ['U1', 'U0BOT'] });
});

afterEach(async () => {
  await server.close();
});

function section(text: string, type = 'mrkdwn'): Json {
  return { type: 'section', text: { type, text } };
}

const broadcast: Json = {
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'broadcast', range: 'everyone' }] }],
};
const home = (...blocks: Json[]): Json => ({ user_id: 'U1', view: { type: 'home', blocks } });

describe('a call to a whole channel', () => {
  test.each<[string, string, Json]>([
    ['in a text', 'chat.postMessage', post('C1', { text: 'look <!here>' })],
    ['with a label', 'chat.postMessage', post('C1', { text: 'look <!channel|@channel>' })],
    ['in a block', 'chat.postMessage', post('C1', { blocks: [section('<!channel>')] })],
    ['in rich text', 'chat.postMessage', post('C1', { blocks: [broadcast] })],
    [
      'in markdown',
      'chat.postMessage',
      post('C1', { blocks: [{ type: 'markdown', text: '<!everyone>' }] }),
    ],
    [
      'in an attachment',
      'chat.postMessage',
      post('C1', { attachments: [{ text: 'look <!here>' }] }),
    ],
    [
      'for one person',
      'chat.postEphemeral',
      { channel: 'C1', user: 'U1', text: '<!channel> look' },
    ],
    ['in a topic', 'conversations.setTopic', { channel: 'C1', topic: '<!channel>' }],
    ['in a home tab', 'views.publish', home(section('<!here>'))],
    [
      'in a canvas',
      'conversations.canvases.create',
      { channel_id: 'C1', document_content: { type: 'markdown', markdown: '<!here>' } },
    ],
  ])('%s', async (_where, method, args) => {
    expect(await api.call(method, args)).toMatchObject({ ok: true });
    expect(server.lint).toEqual([`${method}: calls a whole channel`]);
  });

  test('that is written about, not made, is none', async () => {
    const plain = section('<!here>', 'plain_text');
    const text = 'people typed &lt;!here&gt; and <@U1>';
    await api.call('chat.postMessage', post('C1', { text, blocks: [plain, section(text)] }));

    expect(server.lint).toEqual([]);
  });
});

test('blocks without text, previews not switched off, a text that is cut off', async () => {
  await api.call('chat.postMessage', { channel: 'C1', blocks: [{ type: 'divider' }] });
  await api.call('chat.postMessage', post('C1', { text: 'x'.repeat(40_001) }));

  expect(server.lint).toEqual([
    'chat.postMessage: blocks without text; screen readers and notifications need it',
    'chat.postMessage: unfurl_links is not false',
    'chat.postMessage: unfurl_media is not false',
    'chat.postMessage: the text is cut off',
  ]);
  expect(server.lastMessage('C1').text).toHaveLength(40_000);
});

test('an answer that everybody sees must not unfurl links, one for a single person cannot', async () => {
  const forAll = { response_type: 'in_channel', text: 'see https://a.example' };
  const blocks = [section('<!here>')];
  const answers = [
    forAll,
    { ...forAll, unfurl_links: false, unfurl_media: false },
    { text: 'see https://a.example' },
    { text: '', blocks },
  ];
  await using app = await FixedApp.start((response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answers.shift())),
  );
  const slack = new SlackClientSide(server, { url: app.url, signingSecret: 's' });
  const says = { user: 'U1', channel: 'C1', command: '/incident' };

  for (let n = 0; n < 4; n += 1) await slack.slash(says);
  const { responseUrl } = await slack.slash(says);
  await fetch(responseUrl, { method: 'POST', body: JSON.stringify(forAll) });

  expect(server.lint).toEqual([
    'command answer: a link in it would unfurl',
    'command answer: blocks without text; screen readers and notifications need it',
    'command answer: calls a whole channel',
    'response_url: a link in it would unfurl',
  ]);
});

test('a comment beside a file cannot keep its links from unfurling', async () => {
  const upload = { channel_id: 'C1', filename: 'a.txt', file: Buffer.from('x') };
  await api.client().filesUploadV2({ ...upload, initial_comment: 'the export' });
  expect(server.lint).toEqual([]);

  await api.client().filesUploadV2({ ...upload, initial_comment: 'of https://a.example' });
  expect(server.lint).toEqual(['files.completeUploadExternal: a link in it would unfurl']);
});
