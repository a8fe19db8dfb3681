// Socket Mode: the same bot without an address that Slack could reach, on connections that come and go.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allIncidents } from '#db/incidents.ts';
import { openStore } from '#db/open.ts';
import { readTimeline } from '#db/timeline.ts';
import { SlackClientSide } from '../slack-server/client-side.ts';
import { SlackServer } from '../slack-server/server.ts';
import { startProcess } from '../support/process.ts';
import type { SlackDoor } from '../support/slack-door.ts';
import { openSlackDoor } from '../support/slack-door.ts';

const appToken = 'xapp-1-A0APP-1111111111-test';
const says = (text: string) => ({
  user: 'UADA',
  channel: 'CGENERAL',
  command: '/incident',
  text,
});

describe('a bot in Socket Mode', () => {
  let door: SlackDoor;
  beforeEach(async () => {
    door = await openSlackDoor({ SLACK_APP_TOKEN: appToken });
  });
  afterEach(async () => {
    await door[Symbol.asyncDispose]();
  });

  const shown = (user: string): string[] =>
    door.server.ephemerals(user).map(({ via, text }) => `${via}: ${text}`);
  const notes = (): string[] => door.timeline().filter((text) => text.includes('noon'));
  const ready = async (): Promise<number> =>
    (await fetch(`http://127.0.0.1:${door.bot.port}/readyz`)).status;

  test('leads an incident without an address of its own', async () => {
    expect((await door.types('ada', 'general', 'declare Cache leak --level 4')).text).toMatch(
      /INC-/,
    );
    await door.types('ada', 'incident', 'role crisis_lead @me');
    await door.presses('ada', 'Acknowledge');
    await door.types('ben', 'general', 'declare');
    expect(await door.submits('ben', { title: 'Token theft', level: '2' })).toEqual({});
    await door.captures('ada', await door.writes('ada', 'evidence'));

    expect(door.timeline().join('\n')).toMatch(/acknowledged[^]*evidence/);
    expect(allIncidents(door.bot.app.store.db)).toHaveLength(2);
    const unsigned = await fetch(`http://127.0.0.1:${door.bot.port}/slack/events`, {
      method: 'POST',
    });
    expect(unsigned.status).toBe(404);
    expect(door.server.callsOf('apps.connections.open')).toHaveLength(2);
    expect(door.verify()).toEqual([]);
  });

  test('does nothing twice, whichever connection an envelope comes down again', async () => {
    await door.types('ada', 'general', 'declare Cache leak --level 4');
    const first = await door.slack.slash(says('INC-1 note seen at noon'));

    const again = await Promise.all([1, 2].map(() => door.slack.send(first.request)));

    expect(again.map(({ body }) => body)).toEqual([first.body, first.body]);
    expect(notes()).toHaveLength(1);
  });

  test('lives through frames that are no envelopes', async () => {
    for (const frame of ['null', '[]', '{', '{"type":"events_api","envelope_id":"x"}', '{"a":1}'])
      door.server.sockets.say(frame);

    expect((await door.slack.slash(says('help'))).error).toBeUndefined();
    expect(door.server.sockets.open).toBe(2);
  });

  test('answers otherwise when the connection breaks before the answer', async () => {
    await door.types('ada', 'general', 'declare Cache leak --level 4');
    door.server.fault('users.info', 'hang');
    door.slack.app.answerWithinMs = 500;
    const said = door.slack.slash({ ...says('INC-1 status'), user: 'UBEN' });
    await expect.poll(() => door.server.callsOf('users.info').at(-1)?.fault).toBe('hang');

    door.server.sockets.breakOff();

    expect((await said).error).toBe('operation_timeout');
    await expect.poll(() => shown('UBEN'), { timeout: 4000 }).toHaveLength(1);
    expect(shown('UBEN')[0]).toMatch(/^response_url: /);
  });

  test('lets answers go out before it stops', async () => {
    door.server.fault('users.info', 'hang');
    const said = door.slack.slash(says('help'));
    await expect.poll(() => door.server.callsOf('users.info').at(-1)?.fault).toBe('hang');

    await door.bot[Symbol.asyncDispose]();

    expect((await said).response?.text).toMatch(/incident/i);
    await expect.poll(() => door.server.sockets.all).toBe(0);
  });

  test('is not ready while nothing connects it, and never gives up', async () => {
    const { sockets } = door.server;
    sockets.isEnabled = false;
    sockets.refresh('link_disabled', { graceMs: 0 });
    await expect.poll(() => sockets.all).toBe(0);
    expect(await ready()).toBe(200);
    await door.later({ seconds: 31 });
    expect(await ready()).toBe(503);
    sockets.isEnabled = true;
    for (const kind of ['503', 'resetBefore', 'html', 'ratelimited'] as const) {
      door.server.fault('apps.connections.open', kind, 4);
      for (let n = 0; n < 60; n += 1) await door.later({ seconds: 1 });
    }
    sockets.token = 'xapp-revoked';
    for (let n = 0; n < 40; n += 1) await door.later({ minutes: 10 });
    expect(await ready()).toBe(503);

    sockets.token = appToken;
    await expect
      .poll(async () => {
        await door.later({ seconds: 10 });
        return sockets.open;
      })
      .toBe(2);
    expect(await ready()).toBe(200);
    expect((await door.slack.slash(says('help'))).error).toBeUndefined();
  });
});

test.concurrent('a connection whose other end is gone is noticed and replaced', async () => {
  await using door = await openSlackDoor({ SLACK_APP_TOKEN: appToken });
  door.server.sockets.goSilent(0);
  await expect
    .poll(
      async () => {
        await door.later({ seconds: 1 });
        return door.server.callsOf('apps.connections.open').length;
      },
      { timeout: 8000 },
    )
    .toBe(3);
  await door.server.sockets.opened(2);
});

test.concurrent(
  'two hundred commands through refreshes, broken connections and a killed process: each answered, each done once',
  { timeout: 60_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ssirp-socket-'));
    await using server = await SlackServer.start();
    server.addUser({ id: 'UADA', name: 'ada', realName: 'Ada Reyes' });
    server.addChannel({ id: 'CGENERAL', name: 'general', members: ['UADA', 'U0BOT'] });
    const env = {
      DATABASE_URL: `file:${join(folder, 'ssirp.db')}`,
      SLACK_BOT_TOKEN: 'xoxb-test-token',
      SLACK_APP_TOKEN: appToken,
      SLACK_API_URL: server.url,
    };
    const { sockets } = server;
    const slack = new SlackClientSide(server, {
      url: '',
      signingSecret: '',
      isSocketMode: true,
      answerWithinMs: 1500,
    });
    const recorded = (): string[] => {
      using store = openStore(env.DATABASE_URL, { readOnly: true });
      return allIncidents(store.db).flatMap(({ id }) =>
        [...readTimeline(store.db, id)].map(({ text }) => text),
      );
    };
    const isRecorded = (text: string): boolean => recorded().some((one) => one.endsWith(text));
    let failed = 0;
    /** As a person does it: after an error they look, and say it again where it was not done. */
    const insists = async (text: string): Promise<void> => {
      for (;;) {
        const { error } = await slack.slash(says(`INC-1 note ${text}`));
        if (error === undefined || isRecorded(text)) return;
        failed += 1;
        await sockets.opened(1);
      }
    };
    const refreshes = [
      () => sockets.refresh('refresh_requested', { graceMs: 150 }),
      () => sockets.refresh('warning', { graceMs: 150, only: 1 }),
    ];
    const breaks = [
      () => sockets.breakOff(0),
      () => sockets.refresh('refresh_requested', { graceMs: 0 }),
      () => sockets.breakOff(),
    ];
    const sayEight = async (batch: number, trouble?: () => unknown): Promise<void> => {
      const lines = Array.from({ length: 8 }, (_none, n) => `line ${batch * 8 + n}.`);
      // Half of them are under way when it happens, half are said while it does.
      const said = lines.slice(0, 4).map(insists);
      await trouble?.();
      said.push(...lines.slice(4).map(insists));
      await Promise.all(said);
    };

    let bot = await startProcess(env);
    await sockets.opened(2);
    await slack.slash(says('declare Cache leak --level 4'));
    for (let batch = 0; batch < 21; batch += 1) {
      await sockets.opened(2);
      await sayEight(batch, refreshes[batch % refreshes.length]);
    }
    expect(failed).toBe(0);

    for (let batch = 21; batch < 24; batch += 1) {
      await sockets.opened(1);
      await sayEight(batch, breaks[batch % breaks.length]);
    }
    await sayEight(24, async () => {
      bot?.kill();
      await bot?.gone();
      bot = await startProcess(env);
    });
    await bot?.stop();

    const counts = Array.from(
      { length: 200 },
      (_none, n) => recorded().filter((text) => text.endsWith(`line ${n}.`)).length,
    );
    expect(counts).toEqual(Array.from({ length: 200 }, () => 1));
    expect(server.lint).toEqual([]);
    rmSync(folder, { recursive: true, force: true });
  },
);
