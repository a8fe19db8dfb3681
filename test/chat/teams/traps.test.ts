// Every trap of Microsoft's SDK that was measured, by its number, and that the bot does not step into it.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createBotApi } from '#src/chat/teams/bot-api.ts';
import { ApiError, type Answer, type Inbound } from '#src/chat/teams/connector.ts';
import { node } from '../../support/process.ts';
import { TeamsServer } from '../../teams-server/server.ts';
import { appId, bot, invoke, message, openFront, tenantId, token, unsigned } from './front.ts';

const card = (text: string) => ({
  type: 'AdaptiveCard',
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  version: '1.5',
  fallbackText: text,
  body: [{ type: 'TextBlock', text, wrap: true }],
});
const press = (serviceUrl: string, other: Record<string, unknown> = {}) =>
  invoke(
    'adaptiveCard/action',
    { action: { type: 'Action.Execute', verb: 'ssirp', data: { i: 1 } }, trigger: 'manual' },
    { serviceUrl, replyToId: '1700000000002', ...other },
  );

/** What the SDK writes to standard error stays out of the test's output. */
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('Trap 1: what is no activity would end the process', () => {
  const malformed = ['{}', '[]', '"x"', '{"type":1}', 'null', '', '{', '\u0000'];
  const incomplete = ['{"type":"message"}', '{"type":"message","channelId":5}'];

  test.each([...malformed, ...incomplete])(
    '%j is answered 400 and nothing else, and the next message gets through',
    async (raw) => {
      await using front = await openFront();
      const bearer = await token();

      expect(await front.send(undefined, { raw, bearer })).toEqual({ status: 400, body: '' });
      expect(await front.send(undefined, { raw })).toEqual({ status: 401, body: '' });
      expect((await front.send(message(), { bearer })).status).toBe(200);
      expect(front.taken).toHaveLength(1);
    },
  );

  test.each([
    { from: 'x', entities: 3, attachments: {}, text: 7 },
    { timestamp: 'never', expiration: 'never', localTimestamp: 'never' },
    { conversation: { id: {}, tenantId }, recipient: [] },
    { entities: [{ type: 'mention', mentioned: 4, text: [] }] },
    { type: 'invoke', name: 'adaptiveCard/action', value: 'x' },
    { type: 'invoke', name: 'composeExtension/fetchTask', value: { messagePayload: [] } },
    { type: 'invoke' },
    {
      type: 'conversationUpdate',
      membersAdded: { id: 1 },
      channelData: { tenant: { id: tenantId } },
    },
  ])('an activity of an odd shape breaks nothing: %j', async (odd) => {
    await using front = await openFront();
    const bearer = await token();
    const { status, body } = await front.send(message(odd), { bearer });

    expect(body === '' || status === 200).toBe(true);
    expect(front.logged).not.toContainEqual(expect.objectContaining({ level: 50 }));
    expect((await front.send(message(), { bearer })).status).toBe(200);
  });

  test('without authentication too', async () => {
    await using front = await openFront({ isAuthenticated: false, serviceHosts: ['127.0.0.1'] });

    for (const raw of ['{}', '[]', '"x"', '{"type":1}']) {
      expect(await front.send(undefined, { raw })).toEqual({ status: 400, body: '' });
    }
    expect((await front.send(message({ serviceUrl: front.service }))).status).toBe(200);
  });
});

test('Trap 2: a bad signature, or none, is 401 and says nothing, where the SDK says 500 and why', async () => {
  await using front = await openFront();

  for (const bearer of [await token({}, 'foreign'), unsigned()]) {
    expect(await front.send(message(), { bearer })).toEqual({ status: 401, body: '' });
  }
});

test('Trap 3: a card that answers one person stays with them, also after one that refreshes itself', async () => {
  const refreshing = { ...card('first'), refresh: { userIds: ['29:ada'] } };
  const answers: Answer[] = [
    { kind: 'card', card: refreshing },
    { kind: 'card', card: card('for Ada alone') },
  ];
  await using front = await openFront({
    serviceHosts: ['127.0.0.1'],
    take: () => answers.shift() ?? { kind: 'none' },
  });
  const bearer = await token({ serviceurl: front.service });
  await front.send(press(front.service), { bearer });
  const second = await front.send(press(front.service), { bearer });

  expect(second.status).toBe(200);
  expect(JSON.parse(second.body)).toEqual({
    statusCode: 200,
    type: 'application/vnd.microsoft.card.adaptive',
    value: card('for Ada alone'),
  });
  expect(front.asked).toEqual(['/openid', '/keys']);
});

test('Trap 4: a press that names no card is answered, and no card without an id is updated', async () => {
  await using front = await openFront({
    serviceHosts: ['127.0.0.1'],
    take: () => ({ kind: 'card', card: card('done') }),
  });
  const sent = press(front.service, { replyToId: undefined });
  const answer = await front.send(sent, { bearer: await token({ serviceurl: front.service }) });

  expect(answer.status).toBe(200);
  expect(front.taken).toMatchObject([{ kind: 'pressed', verb: 'ssirp', messageId: undefined }]);
  expect(front.asked).toEqual(['/openid', '/keys']);
});

test('Trap 5: a word of a command in the middle of a sentence sets nothing off: the text comes whole', async () => {
  await using front = await openFront();
  const text = '<at>ssirp</at> note the http status code was 500, declare nothing';
  await front.send(message({ text }), { bearer: await token() });

  expect(front.taken).toMatchObject([
    { kind: 'said', text: 'note the http status code was 500, declare nothing' },
  ]);
});

describe('Trap 6: mentions of the bot are taken out, all of them, and what the client adds', () => {
  const botMention = { type: 'mention', mentioned: bot, text: '<at>ssirp</at>' };
  const grace = { id: '29:grace', name: 'Grace <b>Hopper</b>' };
  const person = { type: 'mention', mentioned: grace, text: '<at>Grace</at>' };

  test.each<[string, string, unknown[], string]>([
    ['twice', '<at>ssirp</at> status <at>ssirp</at>', [botMention, botMention], 'status'],
    ['with hard spaces', '<at>ssirp</at>&nbsp;\u00A0 status&nbsp;', [botMention], 'status'],
    ['with line ends of Windows', '<at>ssirp</at>\r\nstatus\r\nnow\r', [botMention], 'status\nnow'],
    [
      'with characters as HTML',
      '<at>ssirp</at> note a &lt; b &amp;&amp; c',
      [botMention],
      'note a < b && c',
    ],
    [
      'beside a person',
      '<at>ssirp</at> assign 1 <at>Grace</at>',
      [botMention, person],
      'assign 1 <at id="29:grace">',
    ],
    [
      'beside a channel',
      '<at>ssirp</at> note <at>General</at>',
      [
        botMention,
        { type: 'mention', mentioned: { id: '19:x@thread.tacv2' }, text: '<at>General</at>' },
      ],
      'note General',
    ],
    [
      'beside a mention without text',
      '<at>ssirp</at> status',
      [{ type: 'mention', mentioned: grace }, botMention, {}, null, 3],
      'status',
    ],
    [
      'beside a mention that is only typed',
      '<at>ssirp</at> note <at>Grace</at>',
      [botMention],
      'note Grace',
    ],
    [
      'beside an id that would break out',
      '<at>ssirp</at> note <at>X</at>',
      [botMention, { type: 'mention', mentioned: { id: '29:"><at id="29:y' }, text: '<at>X</at>' }],
      'note X',
    ],
  ])('%s', async (_, text, entities, plain) => {
    await using front = await openFront();
    await front.send(message({ text, entities }), { bearer: await token() });

    expect(front.taken).toMatchObject([{ kind: 'said', text: plain }]);
  });

  test('and two people of one name stay two', async () => {
    await using front = await openFront();
    const other = {
      type: 'mention',
      mentioned: { id: '29:other', name: 'Grace' },
      text: '<at>Grace</at>',
    };
    await front.send(
      message({
        text: '<at>ssirp</at> invite <at>Grace</at> <at>Grace</at>',
        entities: [botMention, person, other],
      }),
      { bearer: await token() },
    );

    expect(front.taken).toMatchObject([
      {
        text: 'invite <at id="29:grace"> <at id="29:other">',
        mentions: [grace, { id: undefined, teamsId: '29:other' }].map((one) => ({
          teamsId: 'teamsId' in one ? one.teamsId : one.id,
        })),
      },
    ]);
  });

  test('but where the app may read along, what does not mention it is not for it', async () => {
    await using front = await openFront();
    await front.send(message({ text: 'status', entities: [] }), { bearer: await token() });
    expect(front.taken).toEqual([]);
  });
});

test('Trap 7: a turn that takes long does not say “is typing”, whose timer all turns would share', async () => {
  await using front = await openFront({
    serviceHosts: ['127.0.0.1'],
    take: async () => {
      await vi.advanceTimersByTimeAsync(2500);
      // Time for what was begun to arrive.
      for (let turn = 0; turn < 9; turn += 1) await fetch(`${front.service}probe`);
      return { kind: 'none' };
    },
  });
  const bearer = await token({ serviceurl: front.service });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    await front.send(message({ serviceUrl: front.service }), { bearer });
  } finally {
    vi.useRealTimers();
  }

  expect(front.taken).toHaveLength(1);
  expect(front.asked.filter((path) => path.startsWith('/teams/v3'))).toEqual([]);
});

test('Trap 8: what nobody sent is answered early, and breaks nothing', async () => {
  await using front = await openFront();
  const bearer = await token();

  for (const from of [undefined, null, {}, { name: 'Ada' }]) {
    const event = message({ type: 'conversationUpdate', from, membersAdded: [{ id: '29:x' }] });
    expect(await front.send(event, { bearer })).toEqual({ status: 200, body: '' });
  }
  expect(front.taken).toEqual([]);
  expect(front.logged).toEqual([]);
});

describe('With the Bot Connector', () => {
  let cloud: TeamsServer;
  const sent = { card: card('status'), summary: 'Status.' };

  beforeEach(async () => {
    cloud = await TeamsServer.start({ appId, tenantId });
  });

  afterEach(async () => {
    await cloud.close();
  });

  function api() {
    return createBotApi({
      token: async () => cloud.login.issue('https://api.botframework.com'),
      appId,
      tenantId,
      isAuthenticated: true,
      serviceHosts: ['127.0.0.1'],
    });
  }

  function chat(topic: string) {
    const { aadObjectId } = cloud.world.addPerson({ name: `Ada of ${topic}` });
    const { id } = cloud.world.addChat({ topic, members: [aadObjectId] });
    return { serviceUrl: cloud.serviceUrl, conversationId: id };
  }

  test('Trap 9: a card can be updated only where it stands, so a press tells where that is', async () => {
    const [here, elsewhere] = [chat('here'), chat('elsewhere')];
    const { activityId } = await api().post(here, sent);

    await expect(api().update(elsewhere, activityId, sent)).rejects.toMatchObject({
      status: 404,
      code: 'ActivityNotFoundInConversation',
    });
    await using front = await openFront({ serviceHosts: ['127.0.0.1'] });
    await front.send(
      press(cloud.serviceUrl, {
        replyToId: activityId,
        conversation: { id: here.conversationId, conversationType: 'groupChat', tenantId },
      }),
      { bearer: await token({ serviceurl: cloud.serviceUrl }) },
    );
    const [pressed] = front.taken as Extract<Inbound, { kind: 'pressed' }>[];
    expect(pressed?.where).toEqual({ ...here, kind: 'groupChat' });
    await api().update(pressed?.where ?? elsewhere, pressed?.messageId ?? '', sent);
    expect(cloud.lint).toEqual([]);
  });

  test.each(['throttled', '502'] as const)(
    'Trap 10: nothing is sent twice by itself after %s',
    async (fault) => {
      const place = chat('here');
      cloud.fault('send', fault, 9);

      await expect(api().post(place, sent)).rejects.toBeInstanceOf(ApiError);
      expect(cloud.callsOf('send')).toHaveLength(1);
      expect(cloud.world.messagesIn(place.conversationId)).toEqual([]);
    },
  );
});

describe('Trap 11: no answer is an empty object, which some clients reject', () => {
  const payload = { id: '1700000000003', body: { contentType: 'html', content: '<p>x</p>' } };
  const said = { task: { type: 'message', value: 'Added to the timeline of INC-2026-0001.' } };

  test.each<[string, string, Answer, unknown]>([
    [
      'a message action done with words',
      'composeExtension/submitAction',
      { kind: 'dialogClosed', text: said.task.value },
      said,
    ],
    [
      'a message action done without',
      'composeExtension/submitAction',
      { kind: 'dialogClosed', text: '' },
      { task: { type: 'message', value: 'Done.' } },
    ],
    [
      'a message action that came to nothing',
      'composeExtension/fetchTask',
      { kind: 'none' },
      { task: { type: 'message', value: 'Done.' } },
    ],
    ['a dialog that closes', 'task/submit', { kind: 'dialogClosed', text: '' }, ''],
    [
      'a dialog that is to open, and does not',
      'task/fetch',
      { kind: 'none' },
      { task: { type: 'message', value: 'Done.' } },
    ],
    [
      'a button without words',
      'adaptiveCard/action',
      { kind: 'none' },
      { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Done.' },
    ],
  ])('%s', async (_, name, answer, body) => {
    await using front = await openFront({ take: () => answer });
    const value = { commandId: 'addToTimeline', messagePayload: payload, action: {}, data: {} };
    const got = await front.send(invoke(name, value), { bearer: await token() });

    expect(got.status).toBe(200);
    expect(got.body === '' ? '' : JSON.parse(got.body)).toEqual(body);
  });
});

test('Trap 12: the SDK wants a response of Express; a server of Node alone gives JSON with its type', async () => {
  await using front = await openFront({ take: () => ({ kind: 'notice', text: 'Done, Ada.' }) });
  const bearer = await token();

  expect(
    JSON.parse((await front.send(invoke('adaptiveCard/action', {}), { bearer })).body),
  ).toEqual({
    statusCode: 200,
    type: 'application/vnd.microsoft.activity.message',
    value: 'Done, Ada.',
  });
  expect(await front.send(invoke('unknown/thing', {}), { bearer })).toEqual({
    status: 501,
    body: '',
  });
});

test('A card that a client refreshes by itself is nobody’s press', async () => {
  await using front = await openFront();
  const value = { action: { verb: 'ssirp', data: {} }, trigger: 'automatic' };

  expect(
    (await front.send(invoke('adaptiveCard/action', value), { bearer: await token() })).status,
  ).toBe(200);
  expect(front.taken).toEqual([]);
});

test('The SDK brings no language model: no file of OpenAI and no tokenizer is loaded', async () => {
  const script = `
    import Module from 'node:module';
    await import('#src/chat/teams/teams-ai.ts');
    console.log(Object.keys(Module._cache).join('\\n'));`;
  const { stdout } = await promisify(execFile)(
    node,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script],
    { cwd: join(import.meta.dirname, '../../..') },
  );

  expect(stdout).toContain('/@microsoft/teams-ai/lib/Application.js');
  expect(stdout).not.toMatch(/node_modules\/(?:openai|gpt-tokenizer|@azure\/openai)\//u);
});
