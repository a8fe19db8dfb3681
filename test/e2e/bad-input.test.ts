// Requests that Slack would never send, and texts that nobody should write: each is answered, and none does harm.
import { request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allIncidents } from '#db/incidents.ts';
import { outboxCounts } from '#db/outbox.ts';
import { verbs } from '#src/commands/grammar.ts';
import type { Delivery } from '../slack-server/app-connection.ts';
import type { SlashResult } from '../slack-server/client-side.ts';
import type { Readable } from '../slack-server/reading.ts';
import { mentionsIn, textOf } from '../slack-server/reading.ts';
import type { SlackDoor } from '../support/slack-door.ts';
import { unheard } from '../support/heard.ts';
import { openSlackDoor } from '../support/slack-door.ts';

let door: SlackDoor;
beforeEach(async () => {
  door = await openSlackDoor();
});
afterEach(async () => {
  await door[Symbol.asyncDispose]();
});

const slackWaitsMs = 3000;
const declaration = {
  user: 'UADA',
  channel: 'CGENERAL',
  command: '/incident',
  text: 'declare Token theft',
};
const declares = (how = {}): Promise<Delivery> => door.slack.slash(declaration, how);
const types = (text: string, channel = 'CGENERAL'): Promise<SlashResult> =>
  door.slack.slash({ user: 'UADA', channel, command: '/incident', text });
const presses = (action: object): Promise<Delivery> =>
  sendsPayload({
    type: 'block_actions',
    user: { id: 'UADA' },
    trigger_id: 'T.1',
    actions: [action],
  });
const sendsPayload = (payload: object): Promise<Delivery> => {
  const { workspace } = door.server;
  const full = { team: { id: workspace.teamId }, api_app_id: workspace.appId, ...payload };
  const body = new URLSearchParams({ payload: JSON.stringify(full) }).toString();
  return declares({ body });
};

/** Everything that a request could have changed. */
function state(): string {
  const { bot, server } = door;
  const { db } = bot.app.store;
  const channels = [...server.workspace.channels.values()].map(({ name, messages }) => [
    name,
    messages,
  ]);
  return JSON.stringify([allIncidents(db), bot.timeline(), outboxCounts(db), channels]);
}

async function answersAsEver(): Promise<void> {
  const { status, ms, response } = await types('help');
  expect(status).toBe(200);
  expect(response?.text).not.toBe('');
  expect(ms).toBeLessThan(slackWaitsMs);
}

/** The status that another method or path gets. */
function statusOf(method: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const url = new URL(path, `http://127.0.0.1:${door.bot.port}`);
    const outgoing = httpRequest(url, { method, agent: false }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

const form = 'application/x-www-form-urlencoded';
const refused: Record<string, [expected: number, send: () => Promise<Delivery>]> = {
  'an unsigned request': [401, () => declares({ unsigned: true })],
  'a signature with another secret': [401, () => declares({ signingSecret: 'guessed' })],
  'a request changed on the way': [
    401,
    () => declares({ tamper: (body: string) => `${body}+now` }),
  ],
  'a request older than five minutes': [401, () => declares({ secondsOff: -600 })],
  'a request from the future': [401, () => declares({ secondsOff: 3600 })],
  'a body of five megabytes': [413, () => declares({ body: `text=${'x'.repeat(5_000_000)}` })],
  'a form that names its charset': [400, () => declares({ contentType: `${form}; charset=utf-8` })],
  'malformed JSON': [400, () => door.slack.event({ type: 'app_mention' }, { body: '{"event":' })],
  'a body that is null': [400, () => door.slack.event({ type: 'app_mention' }, { body: 'null' })],
  'a body that is a list': [400, () => door.slack.event({ type: 'app_mention' }, { body: '[1]' })],
  'an interaction that is null': [400, () => declares({ body: 'payload=null' })],
};

describe('a request that Slack would not send', () => {
  test.each(Object.entries(refused))('%s is refused', async (_what, [expected, send]) => {
    const before = state();

    const { status, ms } = await send();

    expect(status).toBe(expected);
    expect(ms).toBeLessThan(slackWaitsMs);
    await door.bot.app.settled();
    expect(state()).toBe(before);
    await answersAsEver();
  });

  test('another path or method finds nothing', async () => {
    expect(await statusOf('POST', '/slack/commands')).toBe(404);
    expect(await statusOf('POST', '/')).toBe(404);
    expect(await statusOf('GET', '/slack/events')).toBe(405);
    expect(await statusOf('DELETE', '/slack/events')).toBe(405);
    await answersAsEver();
  });

  test('Slack’s check of the certificate is answered', async () => {
    const { status } = await declares({ unsigned: true, body: 'ssl_check=1&token=x' });
    expect(status).toBe(200);
    expect((await door.slack.urlVerification('abc')).body).toContain('abc');
  });

  test('a recorded request that is played back does nothing and tells nothing', async () => {
    const first = await declares();
    await door.bot.app.settled();
    const status = await door.slack.slash({
      user: 'UADA',
      channel: 'CGENERAL',
      command: '/incident',
      text: 'INC-1 status',
    });
    expect(status.body).toContain('Token theft');
    const before = state();

    for (const { request } of [first, status])
      expect(await door.slack.send(request)).toMatchObject({ status: 401, body: '' });

    await door.bot.app.settled();
    expect(state()).toBe(before);
    expect(allIncidents(door.bot.app.store.db)).toHaveLength(1);
  });

  test('what Slack itself sends again is answered again and declares nothing twice', async () => {
    const first = await declares();
    await door.bot.app.settled();
    const before = state();

    const again = await door.slack.sendAgain(first.request);

    expect(again).toMatchObject({ status: 200, body: first.body });
    await door.bot.app.settled();
    expect(state()).toBe(before);
    expect(allIncidents(door.bot.app.store.db)).toHaveLength(1);
  });
});

const unknown: Record<string, () => Promise<Delivery>> = {
  'a button of another app': () =>
    presses({ type: 'button', action_id: 'other', block_id: 'b', value: 'x', action_ts: '1' }),
  'a button whose value is no JSON': () =>
    presses({ type: 'button', action_id: 'say:x', block_id: 'b', value: '{', action_ts: '1' }),
  'a button that says a list': () =>
    presses({
      type: 'button',
      action_id: 'say:x',
      block_id: 'b',
      value: '{"c":["close"]}',
      action_ts: '1',
    }),
  'a shortcut nobody knows': () =>
    sendsPayload({
      type: 'shortcut',
      callback_id: 'other',
      user: { id: 'UADA' },
      trigger_id: 'T.1',
    }),
  'a form nobody knows': () =>
    sendsPayload({
      type: 'view_submission',
      user: { id: 'UADA' },
      view: {
        id: 'V1',
        type: 'modal',
        callback_id: 'x',
        private_metadata: '',
        blocks: [],
        state: { values: {} },
      },
    }),
  'another command': () => door.slack.slash({ ...declaration, command: '/other', text: 'x' }),
  'an event nobody asked for': () => door.slack.event({ type: 'star_added', user: 'UADA' }),
  'a reaction to nothing': () =>
    door.slack.event({
      type: 'reaction_added',
      user: 'UADA',
      reaction: 'pushpin',
      item: { type: 'message', channel: 'CNONE', ts: '1.1' },
    }),
  'a form about `__proto__`': () =>
    sendsPayload({
      type: 'view_submission',
      user: { id: 'UADA' },
      view: {
        id: 'V1',
        type: 'modal',
        callback_id: 'form:__proto__',
        blocks: [],
        state: { values: { ['__proto__']: {} } },
        private_metadata: '{"f":"__proto__","i":"__proto__","s":"","c":null}',
      },
    }),
};

describe('a signed request about what the bot does not know', () => {
  test.each(Object.entries(unknown))('%s changes nothing', async (_what, send) => {
    const before = state();

    const { status, ms } = await send();

    expect([200, 404]).toContain(status);
    expect(ms).toBeLessThan(slackWaitsMs);
    await door.bot.app.settled();
    expect(state()).toBe(before);
    await answersAsEver();
  });
});

const hostile: Record<string, string> = {
  'calls to a channel': '<!channel> <!here> <!everyone> @channel @everyone @here <!subteam^S123|x>',
  'mentions of nobody': '<@U123> <@UNOBODY|ben> <#C123|general>',
  'mrkdwn and links':
    '*bold* _it_ ~no~ `code` ```pre``` > quote <https://evil.example|bank> [x](https://evil.example)',
  'addresses of attackers': 'http://evil.example/a.exe HTTPS://evil.example javascript:alert(1)',
  'characters without room': 'pass\u200Bword \uFEFF\u2060 soft\u00ADhyphen',
  HTML: '<script>alert(1)</script><img src=x onerror=alert(1)>"\'><b>&lt;b&gt;',
  'marks that turn text around': 'invoice\u202Efdp.exe \u2066x\u2069 \u200Fabc',
  'control characters': 'nul\u0000bell\u0007esc\u001B[31m back\u0008',
  'floods of emoji': ':fire:'.repeat(20) + '🔥'.repeat(20) + '👩‍👩‍👧‍👦',
  'look-alikes of incidents': 'INC-2026-0001 INC-1 /incident close INC-9999-9999',
  'names of prototypes': '__proto__ constructor toString hasOwnProperty',
};

/** Links the bot itself makes: to its own channels and messages. */
const ownLink = /^<https:\/\/example-corp\.slack\.com\/archives\/[A-Z0-9]+(\/p\d+)?(\|[^<>]*)?>$/;
const ownMoment = /^<!date\^\d+\^[^<>|]*\|[\d :UTC-]*>$/;

function dangers(readable: Readable): string[] {
  return mentionsIn(readable).filter(
    (found) => !ownLink.test(found) && !ownMoment.test(found) && !/^<@U(ADA|BEN)>$/.test(found),
  );
}

function everythingShown(): Readable[] {
  const { workspace } = door.server;
  return [
    ...[...workspace.channels.values()].flatMap(({ messages }) => messages),
    ...workspace.ephemerals,
    ...[...workspace.views.values()].map(({ source, blocks }) => ({
      text: JSON.stringify(source['title'] ?? ''),
      blocks,
    })),
  ];
}

/** All but what people type into forms, which must come back as it is. */
function everythingSaid(): string {
  const { workspace } = door.server;
  const bots = [...workspace.channels.values()].flatMap(({ messages }) =>
    messages.filter(({ user }) => user === 'U0BOT'),
  );
  return [...bots, ...workspace.ephemerals].map((one) => `${one.text}\n${textOf(one)}`).join('\n');
}

describe('a text that nobody should write', () => {
  test.each(Object.entries(hostile))('%s stay text', async (_what, text) => {
    const lines = [
      `brief ${text}`,
      `note ${text}`,
      `task add ${text} @ben`,
      `scope ${text}`,
      `affected ${text}`,
      `sitrep ${text}`,
      `finding manual ${text}`,
      `link https://example.com/ ${text}`,
      `block 1 ${text}`,
      'assess',
      'status',
      'timeline',
      'tasks all',
      'roles',
      'checklist',
    ];
    await types(`declare ${text.slice(0, 100)}`);
    await door.bot.app.settled();
    const room =
      [...door.server.workspace.channels.values()].find(({ name }) => name.startsWith('inc-'))
        ?.id ?? '';
    for (const line of ['role crisis_lead @me', ...lines, text]) {
      const { status, ms, error } = await types(line, room);
      expect({ line, status, error }).toEqual({ line, status: 200, error: undefined });
      expect(ms).toBeLessThan(slackWaitsMs);
      await door.bot.app.settled();
    }
    for (const format of ['md', 'html', 'json', 'csv']) await types(`export ${format}`, room);
    await door.bot.app.settled();

    const allowed = /^<https:\/\/example\.com\/(\|[^<>]*)?>$/;
    const found = everythingShown()
      .flatMap(dangers)
      .filter((one) => !allowed.test(one));
    expect(found).toEqual([]);
    expect(everythingShown().map(textOf).join('\n')).not.toMatch(
      /(?![\n\t])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u,
    );
    expect(everythingSaid()).not.toMatch(/https?:\/\/evil/i);
    expect(unheard(door.server)).toEqual([]);
    expect(door.server.channel(room).topic.value).not.toMatch(/<[!@#]/);
    expect(door.server.lint).toEqual([]);
    expect(door.bot.problems()).toEqual([]);
    const html = (await door.files()).find(({ name }) => name.endsWith('.html'))?.content ?? '';
    expect(/^<!doctype html>/i.test(html)).toBe(true);
    expect(/<script|<img|href="(?!https:|#)|<[^>]* on\w+=/i.exec(html)).toBeNull();
    const json = (await door.files()).find(({ name }) => name.endsWith('.json'))?.content ?? '';
    expect(() => void JSON.parse(json)).not.toThrow();
  });

  test('the record keeps what was written', async () => {
    const text = 'see <!channel> & <b>bold</b> *stars* “INC-2026-0009” __proto__';
    await types('declare Odd texts');
    await door.bot.app.settled();

    await types(`INC-1 note ${text}`);

    expect(door.timeline().at(-1)).toContain(text);
  });

  test('a text of fifty thousand characters is answered, as a title and as a note', async () => {
    const long = 'lorem ipsum '.repeat(4200);
    const title = await types(`declare ${long}`);
    expect(title.response?.text).toMatch(/title has at most/);
    expect(allIncidents(door.bot.app.store.db)).toEqual([]);
    await types('declare Long texts');
    await door.bot.app.settled();
    const room =
      [...door.server.workspace.channels.values()].find(({ name }) => name.startsWith('inc-'))
        ?.id ?? '';
    for (const verb of [
      'note',
      'brief',
      'sitrep',
      'task add',
      'scope',
      'bogus',
      'role',
      'level',
      'help',
    ]) {
      const { status, ms, response } = await types(`${verb} ${long}`, room);
      expect(status).toBe(200);
      expect(response?.text).not.toBe('');
      expect(ms).toBeLessThan(slackWaitsMs);
    }
    await door.bot.app.settled();
    expect(door.verify()).toEqual([]);
    // The canvas gathers for a minute what there is to say.
    await door.later({ minutes: 2 });
    expect(outboxCounts(door.bot.app.store.db)).toMatchObject({ waiting: 0, dead: 0 });
  });

  test('the same texts in a form stay text', async () => {
    for (const [index, text] of Object.values(hostile).entries()) {
      await types('declare');
      await new Promise((resolve) => setTimeout(resolve, 20));
      const view = door.server.openViews('UADA').at(-1);
      const values = { title: text.slice(0, 140), brief: text, level: '3' };
      const { status, outcome } = await door.slack.submitView({
        user: 'UADA',
        viewId: view?.id ?? '',
        values,
      });
      expect(status).toBe(200);
      expect(outcome.action).toBe('cleared');
      await door.bot.app.settled();
      expect(allIncidents(door.bot.app.store.db)).toHaveLength(index + 1);
    }
    expect(everythingShown().flatMap(dangers)).toEqual([]);
    expect(door.verify()).toEqual([]);
  });
});

test('three hundred lines of any kind are each answered in time', async () => {
  await types('declare Any line at all');
  await door.bot.app.settled();
  const room =
    [...door.server.workspace.channels.values()].find(({ name }) => name.startsWith('inc-'))?.id ??
    '';
  const word = fc.oneof(
    fc.constantFrom(
      '@ben',
      '@me',
      '1',
      '3',
      '99',
      '--at',
      '14:05',
      'tomorrow',
      '--override',
      'crisis_lead',
      'INC-1',
      'mobilize',
      'add',
      'none',
      '--level',
      'open',
      'fix',
      'md',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );
  const verb = fc.oneof(
    fc.constantFrom(...verbs.flatMap(({ names }) => names)),
    fc.string({ maxLength: 8 }),
  );
  const line = fc
    .tuple(verb, fc.array(word, { maxLength: 5 }))
    .map(([first, rest]) => [first, ...rest].join(' '));
  for (const text of fc.sample(line, { numRuns: 300, seed: 20_261_122 })) {
    const { status, error, ms, body } = await types(text, room);
    expect({ text, status, error }).toEqual({ text, status: 200, error: undefined });
    expect(ms).toBeLessThan(slackWaitsMs);
    expect(body).not.toMatch(/went wrong/);
  }
  await door.bot.app.settled();
  expect(
    everythingShown()
      .flatMap(dangers)
      .filter((found) => !/^<@UBEN>$/.test(found)),
  ).toEqual([]);
  expect(door.verify()).toEqual([]);
  await answersAsEver();
});
