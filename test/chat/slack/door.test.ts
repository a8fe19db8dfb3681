// What gets in at `/slack/events`, and what does not.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createReplays } from '#src/chat/slack/replays.ts';
import { says, SlackBench } from './harness.ts';

let bench: SlackBench;
const command = { user: 'U0ADA', channel: 'C0GEN', command: '/incident', text: 'status' };

beforeEach(async () => {
  bench = await SlackBench.start();
  bench.server.workspace.addChannel({ id: 'C0GEN', name: 'general', members: ['U0ADA', 'U0BOT'] });
});

afterEach(async () => {
  await bench[Symbol.asyncDispose]();
});

test.each([
  ['unsigned', { unsigned: true }, 401],
  ['signed with another secret', { signingSecret: 'other' }, 401],
  ['changed on the way', { tamper: (body: string) => body.replace('status', 'close') }, 401],
  ['an old timestamp', { secondsOff: -600 }, 401],
  ['a timestamp of the future', { secondsOff: 120 }, 401],
  ['a clock a little ahead', { secondsOff: 30 }, 200],
  ['null', { body: 'null', contentType: 'application/json' }, 400],
  ['null, unsigned', { body: 'null', contentType: 'application/json', unsigned: true }, 401],
  ['a payload of null', { body: 'payload=null' }, 400],
  ['a list', { body: '[1]', contentType: 'application/json' }, 400],
  ['no JSON', { body: '{', contentType: 'application/json' }, 400],
  ['an empty event', { body: '{"event":null}', contentType: 'application/json' }, 500],
  ['five megabytes', { body: 'x'.repeat(5 * 1024 * 1024) }, 413],
])('%s', async (_name, how, status) => {
  expect((await bench.people.slash(command, how)).status).toBe(status);
  expect(bench.sink.heard).toHaveLength(status === 200 ? 1 : 0);
});

test('Slack’s check of the address is answered', async () => {
  const answer = await bench.people.urlVerification('abc');
  expect(answer).toMatchObject({ status: 200, body: '{"challenge":"abc"}' });
});

test('other paths and methods are not found and not allowed', async () => {
  const { url } = bench.people.app;
  expect((await fetch(`${url}/slack/other`, { method: 'POST' })).status).toBe(404);
  const got = await fetch(`${url}/slack/events`);
  expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
});

test('another workspace is told so, and nothing of it is taken', async () => {
  const answer = await bench.people.event({
    type: 'member_joined_channel',
    user: 'U0ADA',
    channel: 'C0GEN',
  });
  expect(answer.status).toBe(200);
  const body = answer.request.body.replaceAll(bench.server.workspace.teamId, 'T0EVIL');
  const refused = await bench.people.event({}, { body });
  // Taken, so that Slack does not send it again and again.
  expect([refused.status, refused.body]).toEqual([200, '']);
  const typed = await bench.people.slash(command);
  const elsewhere = typed.request.body.replace(bench.server.workspace.teamId, 'T0EVIL');
  const told = await bench.people.slash(command, { body: elsewhere });
  expect(told.response?.text).toBe(
    'ssirp-bot is not installed in this workspace, so nothing was done. This bot serves another workspace.',
  );
  expect(bench.sink.heard).toHaveLength(2);
});

test('a Slack that is down at the start neither stops the start nor what comes later', async () => {
  bench.server.fault('auth.test', '503');
  await bench.adapter.start();
  expect((await bench.people.slash(command)).error).toBeUndefined();
  expect(bench.sink.heard).toHaveLength(1);
});

test('a signature is good once, also for the same second and across a restart', async () => {
  const first = await bench.people.slash(command);
  expect((await bench.people.send(first.request)).status).toBe(401);
  expect((await bench.people.sendAgain(first.request)).status).toBe(200);
  // Signed before this process was there: the one before it may have taken it.
  expect((await bench.people.slash(command, { secondsOff: -5 })).status).toBe(401);
  expect(bench.sink.heard).toHaveLength(2);
  expect(bench.logged.filter((line) => line.includes('replayed'))).toHaveLength(2);
});

test('what failed may come again within the same second', async () => {
  bench.sink.reply = () => says('Something went wrong', { refused: true, isBroken: true });
  const failed = await bench.people.joins({ user: 'U0BOB', channel: 'C0GEN' });
  expect(failed.status).toBe(500);

  bench.sink.reply = () => says('Done.');
  expect((await bench.people.send(failed.request)).status).toBe(200);
  expect((await bench.people.send(failed.request)).status).toBe(401);
});

test('signatures are kept for as long as they are good, and no longer', () => {
  const startS = 1_800_000_000;
  const replays = createReplays(startS * 1000);
  expect(replays.isNew('a', startS)).toBe(true);
  expect(replays.isNew('b', startS + 360)).toBe(true);
  expect(replays.isNew('a', startS)).toBe(false);

  expect(replays.isNew('c', startS + 400)).toBe(true);
  // Bolt refuses by its age what is forgotten here.
  expect(replays.isNew('a', startS)).toBe(true);
  expect(replays.isNew('b', startS + 360)).toBe(false);
});
