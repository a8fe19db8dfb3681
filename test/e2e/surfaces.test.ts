// What stands beside the messages of an incident's channel: the canvas, the links above it, the threads of its tasks.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unsettled } from '#db/outbox.ts';
import { allIncidents } from '#db/incidents.ts';
import { canvasMarkdown, textOf } from '../slack-server/reading.ts';
import type { SlackDoor } from '../support/slack-door.ts';
import { openSlackDoor } from '../support/slack-door.ts';

let door: SlackDoor;

beforeEach(async () => {
  door = await openSlackDoor();
});

afterEach(async () => {
  await door[Symbol.asyncDispose]();
});

const room = (): string =>
  [...door.server.workspace.channels.values()].find(({ name }) => name.startsWith('inc-'))?.id ??
  '';
const canvases = (): string[] => [...door.server.workspace.canvases.values()].map(canvasMarkdown);
const stuck = (): unknown[] =>
  allIncidents(door.bot.app.store.db).flatMap(({ id }) => unsettled(door.bot.app.store.db, id));

async function declares(): Promise<void> {
  await door.types('ada', 'general', 'declare Token theft --level 4');
  await door.types('ada', 'incident', 'role crisis_lead @me');
}

describe('the canvas of the channel', () => {
  test('says where the incident stands, and follows within a minute or two by one edit', async () => {
    await declares();
    await door.later({ minutes: 2 });
    expect(canvases()).toHaveLength(1);
    for (const line of [
      'brief One customer *saw* the mail of another, see https://evil.example/x <!channel> ![](@UADA)',
      'sitrep The cache is off',
      'task add Collect the logs @ben',
      'link https://tracker.example/1 Tracker',
      'affected Mail Server 2019',
    ])
      await door.types('ada', 'incident', line);
    const before = door.server.callsOf('canvases.edit').length;
    await door.later({ minutes: 2 });

    const [summary = ''] = canvases();
    expect(door.server.callsOf('canvases.edit')).toHaveLength(before + 1);
    expect(summary).toMatch(/Token theft/);
    expect(summary).toContain('One customer \\*saw\\* the mail of another');
    expect(summary).toMatch(/The cache is off/);
    expect(summary).toMatch(/Collect the logs/);
    expect(summary).toContain('[Tracker');
    expect(summary).toContain('Mail Server 2019');
    // What people wrote calls nobody, shows nothing and unfolds nothing.
    expect(summary).not.toMatch(/https:\/\/evil|!\[|<!/);
    expect(door.verify()).toEqual([]);
  });

  test('of a first try that was not heard of is found again, and there is one', async () => {
    door.server.fault('conversations.canvases.create', 'resetAfter');
    await declares();
    await door.later({ minutes: 30 });

    expect(canvases()).toHaveLength(1);
    expect(canvases()[0]).toMatch(/Token theft/);
    expect(stuck()).toEqual([]);
  });

  test('that people wrote themselves stays as it is', async () => {
    // Before the bot had its own: it was not allowed to, at first.
    door.server.fault('conversations.canvases.create', 'error', 1, {
      error: 'channel_canvas_creation_failed',
    });
    await declares();
    const sections = [{ id: 'temp:C:1', markdown: 'Our own notes' }];
    const own = { id: 'F0OWN', title: '', sections, isLocked: false, channel: room() };
    door.server.workspace.canvases.set(own.id, own);
    await door.later({ minutes: 3 });
    await door.types('ada', 'incident', 'sitrep The cache is off');
    await door.types('ada', 'incident', 'sitrep The cache is on');
    await door.later({ hours: 1 });

    expect(canvases()).toEqual(['Our own notes']);
    expect(stuck()).toEqual([]);
    expect(door.server.callsOf('conversations.canvases.create').length).toBeLessThanOrEqual(3);
  });

  test('that somebody deleted is made anew', async () => {
    await declares();
    await door.later({ minutes: 2 });
    door.server.workspace.canvases.clear();
    await door.types('ada', 'incident', 'sitrep Still here');
    await door.later({ minutes: 3 });

    expect(canvases()).toHaveLength(1);
    expect(canvases()[0]).toMatch(/Still here/);
  });

  test('that somebody is editing is replaced later', async () => {
    await declares();
    await door.later({ minutes: 2 });
    door.server.fault('canvases.edit', 'error', 2, { error: 'canvas_editing_locked' });
    await door.types('ada', 'incident', 'sitrep Contained');
    await door.later({ minutes: 10 });

    expect(canvases()[0]).toMatch(/Contained/);
    expect(stuck()).toEqual([]);
  });

  test.each(['plan', 'scope', 'setting'])(
    'that the %s does not allow is done without: one look a day, the pinned card stays, nobody is bothered',
    async (what) => {
      const { workspace } = door.server;
      if (what === 'scope') workspace.scopes.delete('canvases:write');
      else
        door.server.fault('conversations.canvases.create', 'error', Infinity, {
          error:
            what === 'plan'
              ? 'team_tier_cannot_create_channel_canvases'
              : 'canvas_disabled_user_team',
        });
      await declares();
      for (const text of ['one', 'two', 'three']) {
        await door.types('ada', 'incident', `sitrep ${text}`);
        await door.later({ minutes: 5 });
      }

      expect(canvases()).toEqual([]);
      expect(door.server.callsOf('conversations.canvases.create')).toHaveLength(1);
      expect(await door.pinned()).toHaveLength(1);
      expect(stuck()).toEqual([]);
      expect(door.timeline().join('\n')).not.toMatch(/canvas/);
    },
  );
});

describe('the links above the channel', () => {
  test('lead to the card and to what people add, each once', async () => {
    door.server.fault('bookmarks.add', 'resetAfter', 2);
    await declares();
    await door.types('ada', 'incident', 'link https://tracker.example/1?a=1&b=2 Tracker');
    await door.types('ada', 'incident', 'link https://tracker.example/1?a=1&b=2 Ticket 1');
    await door.later({ minutes: 10 });

    const [status, tracker, ...more] = door.server.bookmarks(room());
    expect(more).toEqual([]);
    expect(status?.title).toMatch(/^INC-\d+-0001: status$/);
    expect(tracker).toMatchObject({ title: 'Ticket 1', link: 'https://tracker.example/1?a=1&b=2' });
    expect(door.verify()).toEqual([]);
  });

  test('are left out where the app may not set them', async () => {
    door.server.workspace.scopes.delete('bookmarks:write');
    await declares();
    await door.types('ada', 'incident', 'link https://tracker.example/1 Tracker');
    await door.later({ minutes: 10 });

    expect(door.server.bookmarks(room())).toEqual([]);
    expect(stuck()).toEqual([]);
  });
});

/** What stands below the task's card; `↗` for what the channel sees too. */
const replies = (): string[] => {
  const card = door.server
    .messages(room())
    .find((message) => message.thread_ts === undefined && /Collect the logs/.test(textOf(message)));
  return door.server
    .replies(room(), card?.ts ?? '')
    .map((message) => `${message.isBroadcast === true ? '↗ ' : ''}${textOf(message)}`);
};

const n = (): string =>
  /Task (\d+) added.*Collect the logs/.exec(door.timeline().join('\n'))?.[1] ?? '';

describe('the thread of a task', () => {
  beforeEach(async () => {
    await declares();
    await door.types('ada', 'incident', 'task add Collect the logs @ben');
  });

  test('tells what happens with it; the channel hears only of what is urgent', async () => {
    await door.types('ben', 'incident', `ack ${n()}`);
    await door.types('ben', 'incident', `block ${n()} no access to the proxy`);
    await door.types('ben', 'incident', `start ${n()}`);
    await door.types('ben', 'incident', `done ${n()} they are in the case folder`);

    const said = replies();
    for (const [index, expected] of [
      /^Task \d+: Acknowledged by/,
      /^↗ .*blocked: no access to the proxy/,
      /^Task \d+: Started by/,
      /^Task \d+: Done by .*they are in the case folder/,
    ].entries())
      expect(said[index]).toMatch(expected);
    expect(said).toHaveLength(4);
    expect(door.verify()).toEqual([]);
  });

  test('has each reply once and in order, whatever becomes of a try', async () => {
    door.server.fault('chat.postMessage', 'resetAfter', 2);
    await door.types('ben', 'incident', `ack ${n()}`);
    await door.types('ben', 'incident', `done ${n()}`);
    await door.later({ minutes: 10 });

    expect(replies().map((text) => /Acknowledged|Done/.exec(text)?.[0])).toEqual([
      'Acknowledged',
      'Done',
    ]);
  });

  test('knows its task: a command given there by mention needs no number', async () => {
    const card = door.server
      .messages(room())
      .find((message) => /Collect the logs/.test(textOf(message)));
    await door.slack.userPosts({
      user: 'UBEN',
      channel: room(),
      text: '<@U0BOT> done they are in the case folder',
      threadTs: card?.ts ?? '',
    });
    await door.bot.app.settled();

    expect(door.timeline().at(-1)).toMatch(/Collect the logs\) done by .*case folder/);
  });
});
