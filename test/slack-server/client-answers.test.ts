// What Slack, as the stand-in plays it, makes of an app's answers: it shows the good ones and complains of the others.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SlackClientSide } from './client-side.ts';
import { declareForm as form } from './example-form.ts';
import { FixedApp } from './fixed-app.ts';
import { textOf } from './reading.ts';
import { SlackServer } from './server.ts';

const signingSecret = 'the signing secret';
const command = { user: 'U1', channel: 'G1', command: '/incident' };
let server: SlackServer;
let slack: SlackClientSide;
let app: FixedApp | undefined;

/** Puts an app that always answers so at the other end. */
async function answering(body: unknown): Promise<FixedApp> {
  return connected(await FixedApp.answering(body));
}

function connected(fixed: FixedApp): FixedApp {
  app = fixed;
  slack = new SlackClientSide(server, { url: fixed.url, signingSecret, answerWithinMs: 300 });
  return fixed;
}

beforeEach(async () => {
  server = await SlackServer.start();
  server.addUser({ id: 'U1', name: 'ada' });
  server.addChannel({ id: 'G1', name: 'inc-1', kind: 'private', members: ['U1', 'U0BOT'] });
});

afterEach(async () => {
  await app?.[Symbol.asyncDispose]();
  app = undefined;
  await server.close();
});

function openForm(): string {
  const view = server.workspace.makeView('U1', form);
  server.workspace.modals.set('U1', [view.id]);
  return view.id;
}

async function use(url: string, message: unknown = { text: 'x' }): Promise<string> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(message) });
  return answer.text();
}

describe('what Slack makes of answers', () => {
  test('after the time is up the user sees operation_timeout', async () => {
    connected(await FixedApp.start(() => undefined));

    const result = await slack.slash(command);

    expect(result).toMatchObject({ status: 0, error: 'operation_timeout' });
    expect(result.ms).toBeGreaterThanOrEqual(295);
  });

  test('an app that is away', async () => {
    slack = new SlackClientSide(server, { url: 'http://127.0.0.1:1', signingSecret });

    expect(await slack.slash(command)).toMatchObject({ status: 0, error: 'connection_failed' });
  });

  test.each<[string, unknown]>([
    ['an unknown response_type', { response_type: 'loud', text: 'x' }],
    ['bad blocks', { text: 'x', blocks: [{ type: 'banner' }] }],
    ['an unknown key', { txt: 'x' }],
    ['nothing to show', { response_type: 'ephemeral' }],
  ])('a command answered with %s', async (_name, answer) => {
    await answering(answer);

    expect(await slack.slash(command)).toMatchObject({ error: 'invalid_answer' });

    expect(server.lint).not.toEqual([]);
    expect(server.ephemerals('U1')).toEqual([]);
  });

  test('an answer to all is a message in the channel', async () => {
    await answering({ response_type: 'in_channel', text: 'all' });

    expect(await slack.slash(command)).toMatchObject({ response: { type: 'in_channel' } });

    expect(textOf(server.lastMessage('G1'))).toBe('all');
  });

  test.each<[string, unknown]>([
    ['errors beside no input', { response_action: 'errors', errors: { nowhere: 'x' } }],
    ['errors without text', { response_action: 'errors', errors: { title: '' } }],
    ['an unknown action', { response_action: 'dance' }],
    ['a bad view', { response_action: 'update', view: { type: 'modal', blocks: [] } }],
    ['no JSON', 'thanks'],
  ])('a form answered with %s stays open', async (_name, answer) => {
    await answering(answer);
    const on = { user: 'U1', viewId: openForm(), values: { title: 'x' } };

    expect(await slack.submitView(on)).toMatchObject({
      error: 'invalid_answer',
      outcome: { action: 'failed' },
    });

    expect(server.openViews('U1')).toHaveLength(1);
    expect(server.lint).not.toEqual([]);
  });

  test('a form can be replaced, stacked and cleared', async () => {
    const values = { title: 'x' };
    const viewId = openForm();
    const pushing = await answering({ response_action: 'push', view: form });
    await slack.submitView({ user: 'U1', viewId, values });
    expect(server.openViews('U1')).toHaveLength(2);
    await expect(slack.submitView({ user: 'U1', viewId, values })).rejects.toThrow('visible');
    await pushing[Symbol.asyncDispose]();

    await answering({ response_action: 'clear' });
    const top = server.openViews('U1').at(-1)?.id ?? '';
    await slack.submitView({ user: 'U1', viewId: top, values });
    expect(server.openViews('U1')).toEqual([]);
  });

  test('a response_url works five times, for half an hour', async () => {
    let nowMs = 1_800_000_000_000;
    await server.close();
    server = await SlackServer.start({ now: () => nowMs });
    server.addUser({ id: 'U1' });
    server.addChannel({ id: 'G1', name: 'inc-1', members: ['U1'] });
    await answering('');
    const { responseUrl } = await slack.slash(command);
    const late = (await slack.slash(command)).responseUrl;
    for (let times = 0; times < 5; times += 1) expect(await use(responseUrl)).toBe('ok');
    expect(await use(responseUrl)).toBe('used_url');
    expect(server.ephemerals('U1')).toHaveLength(5);
    expect(await use(late, { text: '' })).toBe('invalid_payload');
    expect(server.lint).toEqual(['response_url: no_text']);
    nowMs += 30 * 60_000 + 1;
    expect(await use(late)).toBe('expired_url');
  });
});
