// What Slack is told was taken is stored: while the store fails, people read that nothing was done, and events are
// asked for again. The same over HTTP and in Socket Mode.
import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allIncidents } from '#db/incidents.ts';
import { sql } from '#db/drizzle.ts';
import type { Delivery } from '../slack-server/app-connection.ts';
import { textOf } from '../slack-server/reading.ts';
import type { SlackDoor } from '../support/slack-door.ts';
import { openSlackDoor } from '../support/slack-door.ts';

type Happening = () => Promise<Delivery>;

/** How each transport lets an event happen while the store fails and after; what Slack sees of it. */
const transports = {
  HTTP: {
    env: {},
    sees: [500, 500, 200, 200],
    play: async ({ slack }: SlackDoor, happens: Happening, heal: () => void) => {
      const { status, request } = await happens();
      const still = await slack.sendAgain(request);
      heal();
      const taken = await slack.sendAgain(request);
      const repeated = await slack.sendAgain(request);
      return [status, still.status, taken.status, repeated.status];
    },
  },
  'Socket Mode': {
    env: { SLACK_APP_TOKEN: 'xapp-1-A0APP-1111111111-test' },
    sees: ['sent again', 200, 200],
    play: async ({ slack }: SlackDoor, happens: Happening, heal: () => void) => {
      const happening = happens();
      await pause(slack.app.answerWithinMs);
      heal();
      const { status, request } = await happening;
      const isRepeat = /"retry_attempt":[1-3]/.test(request.body);
      const repeated = await slack.send(request);
      return [isRepeat ? 'sent again' : 'sent once', status, repeated.status];
    },
  },
};
const wrong = /Something went wrong \(ref [\w-]+\)/;

describe.each(Object.entries(transports))('while the store fails, over %s', (_name, transport) => {
  let door: SlackDoor;
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ssirp-durable-'));
    door = await openSlackDoor({
      ...transport.env,
      DATABASE_URL: `file:${join(folder, 'ssirp.db')}`,
    });
    await door.types('ada', 'general', 'declare Cache leak --level 4');
    await door.types('ada', 'incident', 'role crisis_lead @me');
  });
  afterEach(async () => {
    await door[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const storeFails = (fails: boolean): void => {
    door.bot.app.store.db.run(fails ? sql`pragma query_only = on` : sql`pragma query_only = off`);
  };
  const roomId = (): string =>
    [...door.server.workspace.channels.values()].find(({ name }) => name.startsWith('inc-'))?.id ??
    '';
  const count = (pattern: RegExp): number =>
    door.timeline().filter((text) => pattern.test(text)).length;

  test('a command, a button, a form and a shortcut say that nothing was done, and then do it once', async () => {
    const at = { user: 'UADA', channel: roomId() };
    await door.types('ada', 'general', 'declare');
    const viewId = door.server.openViews('UADA').at(-1)?.id ?? '';
    const message = door.slack.stores({ ...at, text: 'evidence' });
    storeFails(true);

    expect((await door.types('ada', 'incident', 'note seen at noon')).text).toMatch(wrong);
    expect((await door.presses('ada', 'Acknowledge')).text).toMatch(wrong);
    const form = { user: 'UADA', viewId, values: { title: 'Token theft' } };
    const failed = await door.slack.submitView(form);
    expect(JSON.stringify(failed.outcome)).toMatch(wrong);
    const told = door.server.ephemerals('UADA').length;
    await door.captures('ada', message.ts);
    await expect.poll(() => door.server.ephemerals('UADA').slice(told).map(textOf)).toHaveLength(1);
    expect(door.server.ephemerals('UADA').slice(told).map(textOf)[0]).toMatch(wrong);
    expect(count(/noon|acknowledged|evidence/)).toBe(0);

    storeFails(false);
    await door.types('ada', 'incident', 'note seen at noon');
    await door.presses('ada', 'Acknowledge');
    expect((await door.slack.submitView(form)).outcome.action).toBe('cleared');
    await door.captures('ada', message.ts);
    expect([count(/noon/), count(/acknowledged/), count(/evidence/)]).toEqual([1, 1, 1]);
    expect(allIncidents(door.bot.app.store.db)).toHaveLength(2);
    expect(door.verify()).toEqual([]);
  });

  test('events are not acknowledged, come again, and are done once', async () => {
    const at = { user: 'UBEN', channel: roomId() };
    await door.slack.joins(at);
    const message = door.slack.stores({ ...at, text: 'evidence' });
    const events: Record<string, Happening> = {
      left: () => door.slack.leaves({ user: 'UBEN', channel: roomId() }),
      pinned: () =>
        door.slack.reactionAdded({ ...at, user: 'UADA', ts: message.ts, name: 'pushpin' }),
      mentioned: () =>
        door.slack.event({
          type: 'app_mention',
          user: 'UADA',
          channel: roomId(),
          text: '<@U0BOT> note seen at noon',
          ts: door.server.workspace.newTs(),
        }),
    };
    const seen = (): string[] => door.server.ephemerals('UADA').map(textOf);

    // Slack waits three seconds before it asks again; here it need not.
    door.slack.app.answerWithinMs = 250;
    for (const [what, happens] of Object.entries(events)) {
      const before = door.timeline().length;
      storeFails(true);
      const saw = await transport.play(door, happens, () => {
        storeFails(false);
      });
      expect([what, ...saw]).toEqual([what, ...transport.sees]);
      expect(door.timeline()).toHaveLength(before + 1);
    }

    await door.bot.app.settled();
    await expect
      .poll(() => seen().filter((text) => /not be stored yet/.test(text)))
      .toHaveLength(1);
    await expect.poll(() => seen().filter((text) => /noon/.test(text)).length).toBeGreaterThan(0);
    expect(door.verify()).toEqual([]);
  });
});

test('a database that another program holds locked is told within the three seconds', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ssirp-durable-'));
  await using door = await openSlackDoor({ DATABASE_URL: `file:${join(folder, 'ssirp.db')}` });
  await door.types('ada', 'general', 'declare Cache leak --level 4');
  const other = new Database(join(folder, 'ssirp.db'));
  other.exec('begin immediate');

  const answer = await door.types('ada', 'incident', 'note seen at noon');

  expect(answer.text).toMatch(wrong);
  other.exec('rollback');
  other.close();
  await door.types('ada', 'incident', 'note seen at noon');
  expect(door.timeline().filter((text) => text.includes('noon'))).toHaveLength(1);
  rmSync(folder, { recursive: true, force: true });
});
