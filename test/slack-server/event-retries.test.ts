// An event that the app does not take comes again three times, at the moments and with the headers of Slack.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ServerResponse } from 'node:http';
import { SlackClientSide } from './client-side.ts';
import { FixedApp } from './fixed-app.ts';
import { SlackServer } from './server.ts';

let server: SlackServer;
let app: FixedApp | undefined;
let slack: SlackClientSide;
let nowMs: number;

beforeEach(async () => {
  nowMs = Date.parse('2026-11-22T08:00:00Z');
  server = await SlackServer.start({ now: () => nowMs });
  server.addUser({ id: 'U1', name: 'ada' });
  server.addUser({ id: 'U2', name: 'bob' });
  server.addChannel({ id: 'C1', name: 'room', members: ['U1', 'U0BOT'] });
});

afterEach(async () => {
  await app?.[Symbol.asyncDispose]();
  await server.close();
});

/** An app that answers so, one answer after the other, and then always as in the last. */
async function answering(...answers: ((response: ServerResponse) => unknown)[]): Promise<FixedApp> {
  app = await FixedApp.start((response) => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer?.(response);
  });
  slack = new SlackClientSide(server, { url: app.url, signingSecret: 's', answerWithinMs: 100 });
  return app;
}

const failing = (response: ServerResponse): unknown => response.writeHead(500).end();
const taking = (response: ServerResponse): unknown => response.end();
const silent = (): unknown => undefined;
const breaking = (response: ServerResponse): unknown => response.destroy();

const joining = { user: 'U2', channel: 'C1' };

function headersOf(fixed: FixedApp): unknown[] {
  return fixed.requests.map(({ headers }) => [
    headers['x-slack-retry-num'],
    headers['x-slack-retry-reason'],
  ]);
}

describe('an event that is not taken', () => {
  test('comes at once, a minute later and five minutes later, and then never again', async () => {
    const fixed = await answering(failing, silent, breaking, failing);

    await slack.joins(joining);
    expect(await slack.dueRetries()).toHaveLength(1);
    expect(slack.nextRetryAt()).toBe(nowMs + 60_000);
    nowMs += 59_999;
    expect(await slack.dueRetries()).toEqual([]);
    nowMs += 1;
    expect(await slack.dueRetries()).toHaveLength(1);
    nowMs += 299_999;
    expect(await slack.dueRetries()).toEqual([]);
    nowMs += 1;
    expect(await slack.dueRetries()).toHaveLength(1);
    nowMs += 86_400_000;
    expect(await slack.dueRetries()).toEqual([]);

    expect(headersOf(fixed)).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_timeout'],
      ['3', 'connection_failed'],
    ]);
    const bodies = fixed.requests.map(
      ({ body }) => JSON.parse(body) as { event_id: string; event: unknown },
    );
    expect(new Set(bodies.map(({ event_id }) => event_id)).size).toBe(1);
    expect(bodies[3]?.event).toEqual(bodies[0]?.event);
  });

  test('comes no more once it is taken', async () => {
    const fixed = await answering(failing, taking);

    await slack.joins(joining);
    await slack.dueRetries();
    nowMs += 86_400_000;

    expect(slack.nextRetryAt()).toBeUndefined();
    expect(await slack.dueRetries()).toEqual([]);
    expect(fixed.requests).toHaveLength(2);
  });

  test('comes no more when the app asks for that; commands and clicks never do', async () => {
    const fixed = await answering(
      (response) => response.writeHead(404, { 'x-slack-no-retry': '1' }).end(),
      failing,
    );

    await slack.joins(joining);
    await slack.slash({ user: 'U1', channel: 'C1', command: '/incident' });
    nowMs += 86_400_000;

    expect(await slack.dueRetries()).toEqual([]);
    expect(fixed.requests).toHaveLength(2);
  });
});
