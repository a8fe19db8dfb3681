// The strict side of Socket Mode: whom Slack lets in, what it takes for an acknowledgement, and what it does without.

import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { SlackClientSide } from './client-side.ts';
import { isObject, parseJson, type Json } from './json.ts';
import { SlackServer } from './server.ts';

let server: SlackServer;
let slack: SlackClientSide;
const sockets: WebSocket[] = [];
const says = { user: 'U0ADA', channel: 'C0GEN', command: '/incident', text: 'status' };

beforeEach(async () => {
  server = await SlackServer.start();
  server.addUser({ id: 'U0ADA', name: 'ada' });
  server.addChannel({ id: 'C0GEN', name: 'general', members: ['U0ADA', 'U0BOT'] });
  slack = new SlackClientSide(server, {
    url: '',
    signingSecret: '',
    isSocketMode: true,
    answerWithinMs: 60,
  });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await server.close();
});

async function ask(token: string): Promise<Json> {
  const response = await fetch(`${server.url}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  const answer: unknown = await response.json();
  return isObject(answer) ? answer : {};
}

async function address(): Promise<string> {
  return String((await ask(server.sockets.token))['url']);
}

/** Opens a connection; `answer` says what to send back for each envelope. */
async function connect(
  answer: (envelope: Json) => readonly Json[] = () => [],
): Promise<{ first: Json; heard: Json[] }> {
  const socket = new WebSocket(await address());
  sockets.push(socket);
  const heard: Json[] = [];
  socket.on('message', (data: Buffer) => {
    const frame = parseJson(data.toString());
    if (!isObject(frame)) return;
    heard.push(frame);
    if ('envelope_id' in frame)
      for (const reply of answer(frame)) socket.send(JSON.stringify(reply));
  });
  await once(socket, 'message');
  return { first: heard[0] ?? {}, heard };
}

const id = (envelope: Json): Json => ({ envelope_id: envelope['envelope_id'] });

test('only the app’s own token with connections:write opens a connection, and an address once', async () => {
  expect(await ask('')).toMatchObject({ error: 'not_authed' });
  expect(await ask('xoxb-test-token')).toMatchObject({ error: 'not_allowed_token_type' });
  expect(await ask('xapp-other')).toMatchObject({ error: 'invalid_auth' });
  const url = await address();
  const first = new WebSocket(url);
  sockets.push(first);
  await once(first, 'message');
  const second = new WebSocket(url);
  sockets.push(second);
  await expect(once(second, 'open')).rejects.toThrow('404');

  server.sockets.scopes.delete('connections:write');
  expect(await ask(server.sockets.token)).toMatchObject({
    error: 'missing_scope',
    needed: 'connections:write',
  });
});

test('there are ten connections at most, and none when Socket Mode is off', async () => {
  for (let n = 1; n <= 10; n += 1)
    expect((await connect()).first).toMatchObject({ type: 'hello', num_connections: n });
  expect((await connect()).first).toMatchObject({ reason: 'too_many_websockets' });
  expect(server.sockets.open).toBe(10);
  server.sockets.isEnabled = false;
  expect((await connect()).first).toMatchObject({ type: 'disconnect', reason: 'link_disabled' });
});

test('a command goes down any connection, and its acknowledgement is the answer', async () => {
  const both = [1, 2].map(() =>
    connect((envelope) => [{ ...id(envelope), payload: { text: 'All quiet.' } }]),
  );
  const [one, two] = await Promise.all(both);

  for (let n = 0; n < 4; n += 1)
    expect((await slack.slash(says)).response?.text).toBe('All quiet.');

  expect([one?.heard.length, two?.heard.length]).toEqual([3, 3]);
  expect(one?.heard[1]).toMatchObject({ type: 'slash_commands', accepts_response_payload: true });
  expect(server.lint).toEqual([]);
});

test('without an acknowledgement in time a command has failed, and is not sent again', async () => {
  expect((await slack.slash(says)).error).toBe('connection_failed');
  const { heard } = await connect();
  expect((await slack.slash(says)).error).toBe('operation_timeout');
  expect(heard).toHaveLength(2);
});

test('an event without an acknowledgement is sent again, down another connection', async () => {
  const deaf = await connect();
  const { heard } = await connect((envelope) =>
    envelope['retry_attempt'] === 1 ? [id(envelope)] : [],
  );
  const joined = await slack.joins({ user: 'U0ADA', channel: 'C0GEN' });

  expect(joined.error).toBeUndefined();
  expect(deaf.heard.at(-1)).toMatchObject({ retry_attempt: 0, accepts_response_payload: false });
  expect(heard.at(-1)).toMatchObject({ retry_attempt: 1, retry_reason: 'timeout' });
});

test('what acknowledges nothing, or answers what takes no answer, is noted', async () => {
  await connect((envelope) => [
    { envelope_id: 'other' },
    { hello: 'there' },
    { ...id(envelope), payload: { text: 'Thanks' } },
  ]);
  await slack.joins({ user: 'U0ADA', channel: 'C0GEN' });
  expect(server.lint).toEqual([
    'socket: the app acknowledged the unknown other',
    'socket: the app sent a message that acknowledges nothing',
    'socket: the app answered an envelope that takes no answer',
  ]);
});
