// Slack on its bad days: what the bot wants to do there is done once and in order, or somebody is told what to mend.
import { describe, expect, test } from 'vitest';
import { allIncidents } from '#db/incidents.ts';
import { outboxCounts } from '#db/outbox.ts';
import { SlackClientSide } from '../slack-server/client-side.ts';
import { mentionsIn } from '../slack-server/reading.ts';
import { SlackServer } from '../slack-server/server.ts';
import { startBot } from '../support/bot.ts';
import type { SlackDoor } from '../support/slack-door.ts';
import { openSlackDoor } from '../support/slack-door.ts';
import { playsShortly } from './remains.ts';
import { timeless } from './timeless.ts';

const roomsOf = ({ server }: SlackDoor): string[] =>
  [...server.workspace.channels.values()]
    .map(({ name }) => name)
    .filter((name) => name.startsWith('inc-'));

describe('what is repeated', () => {
  test.concurrent('an export asked for again is not taken for the one before it', async () => {
    await using door = await openSlackDoor();
    await playsShortly(door);
    await door.types('ada', 'incident', 'export md');
    await door.later({ seconds: 2 });
    door.server.fault('files.completeUploadExternal', 'resetBefore');
    await door.types('ada', 'incident', 'note One more thing.');
    await door.types('ada', 'incident', 'export md');
    await door.later({ minutes: 5 });

    expect(await door.files()).toHaveLength(3);
    expect((await door.files()).at(-1)?.content).toContain('One more thing.');
  });

  test('a purpose that cannot be set leaves the room open and nobody bothered', async () => {
    await using door = await openSlackDoor();
    door.server.fault('conversations.setPurpose', '503');
    await door.types('ada', 'general', 'declare Cache leak --level 4');

    expect(await door.pinned()).toHaveLength(1);
    expect(door.timeline().join('\n')).not.toMatch(/delivered/);
    expect(door.verify()).toEqual([]);
  });
});

describe('a rate limit', () => {
  test('on posting delays what is said, in order and once', async () => {
    await using calm = await openSlackDoor();
    await playsShortly(calm);
    await using door = await openSlackDoor();
    door.server.fault('chat.postMessage', 'ratelimited', 1, {
      seconds: 30,
      when: ({ channel }) => channel !== 'CANNOUNCE',
    });
    await door.types('ada', 'general', 'declare Cache leak --level 4');
    expect(await door.messages('incident')).toEqual([]);

    await door.later({ seconds: 29 });
    expect(await door.messages('incident')).toEqual([]);
    await door.later({ seconds: 2 });

    const texts = (await door.messages('incident')).map(({ text }) => timeless(text));
    const [first] = await calm.messages('incident');
    expect(texts[0]?.split('\n')[0]).toBe(first?.text.split('\n')[0]);
    expect(new Set(texts).size).toBe(texts.length);
    expect(await door.pinned()).toHaveLength(1);
  });

  test('on creating channels delays the room', async () => {
    await using door = await openSlackDoor();
    door.server.fault('conversations.create', 'ratelimited', 2, { seconds: 20 });
    await door.types('ada', 'general', 'declare Cache leak --level 4');
    await door.later({ seconds: 19 });
    expect(roomsOf(door)).toEqual([]);
    await door.later({ seconds: 22 });

    expect(roomsOf(door)).toHaveLength(1);
    expect(await door.members()).toEqual(['ada']);
    expect(door.verify()).toEqual([]);
  });
});

describe('what Slack refuses', () => {
  test('a revoked token is named in health, and once it works again everything can be sent', async () => {
    await using door = await openSlackDoor();
    await door.types('ada', 'general', 'declare Cache leak --level 4');
    await door.types('ada', 'incident', 'role crisis_lead @me');
    door.server.workspace.isTokenRevoked = true;

    await door.types('ada', 'incident', 'brief One customer.');
    await door.types('ada', 'incident', 'tlp GREEN');
    await door.later({ minutes: 10 });
    const { text } = await door.types('ada', 'incident', 'health');
    expect(text).toMatch(/token_revoked|no longer accepts the bot token/);
    expect(text).toMatch(/reinstall/);

    door.server.workspace.isTokenRevoked = false;
    await door.later({ minutes: 10 });

    const texts = (await door.messages('incident')).map((message) => message.text);
    expect(texts.filter((one) => one.startsWith('Initial brief'))).toHaveLength(1);
    expect(texts.filter((one) => one.startsWith('TLP label set'))).toHaveLength(1);
    const [card, ...more] = await door.pinned();
    expect(more).toEqual([]);
    expect(card?.text).toMatch(/GREEN/);
    expect(outboxCounts(door.bot.app.store.db)).toEqual({ waiting: 0, failing: 0, dead: 0 });
    expect(door.verify()).toEqual([]);
  });
});

test('a bot that starts while Slack is down answers, and delivers when Slack is back', async () => {
  const signingSecret = 'the-signing-secret-of-the-tests';
  await using server = await SlackServer.start();
  server.addUser({ id: 'UADA', name: 'ada', realName: 'Ada Reyes' });
  server.addChannel({ id: 'CGENERAL', name: 'general', members: ['UADA', 'U0BOT'] });
  server.fault('*', '503', Infinity);
  await using bot = await startBot({
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_BOT_TOKEN: 'xoxb-test-token',
    SLACK_API_URL: server.url,
    SLACK_RATE_LIMITS: 'off',
  });
  const slack = new SlackClientSide(server, { url: `http://127.0.0.1:${bot.port}`, signingSecret });
  const declares = {
    user: 'UADA',
    channel: 'CGENERAL',
    command: '/incident',
    text: 'declare Cache leak',
  };

  const down = await slack.slash(declares);
  expect(down.status).toBe(200);
  expect(down.response?.text).toMatch(/cannot reach Slack/);
  expect(down.ms).toBeLessThan(3000);
  expect(allIncidents(bot.app.store.db)).toEqual([]);

  server.clearFaults();
  expect((await slack.slash(declares)).response?.text).toMatch(/INC-/);
  await bot.app.settled();
  expect(
    [...server.workspace.channels.values()].filter(({ name }) => name.startsWith('inc-')),
  ).toHaveLength(1);
});

test('an incident declared just before Slack goes down is opened when it is back', async () => {
  await using door = await openSlackDoor();
  await door.types('ada', 'general', 'help');
  door.server.fault('*', '503', Infinity);

  expect((await door.types('ada', 'general', 'declare Cache leak --level 4')).text).toMatch(/INC-/);
  expect((await door.types('ada', 'general', 'INC-1 brief One customer.')).text).toMatch(
    /Initial brief/,
  );
  await door.later({ minutes: 30 });
  expect(roomsOf(door)).toEqual([]);
  expect((await door.types('ada', 'general', 'INC-1 health')).text).toMatch(/http_503|503/);

  door.server.clearFaults();
  await door.later({ minutes: 6 });
  expect(roomsOf(door)).toHaveLength(1);
  expect(
    (await door.messages('incident')).filter(({ text }) => text.startsWith('Initial brief')),
  ).toHaveLength(1);
  expect(outboxCounts(door.bot.app.store.db)).toEqual({ waiting: 0, failing: 0, dead: 0 });
  expect(door.verify()).toEqual([]);
});

test('thirty incidents declared in the same minute all get their rooms and cards', async () => {
  await using door = await openSlackDoor();
  const said = Array.from({ length: 30 }, (_none, n) => ({
    user: n % 2 === 0 ? 'UADA' : 'UBEN',
    channel: 'CGENERAL',
    command: '/incident',
    text: `declare Wave ${n} --level 3`,
  }));
  const answers = await Promise.all(said.map((one) => door.slack.slash(one)));
  await door.later({ minutes: 1 });

  expect(
    new Set(answers.map(({ response }) => /INC-\d+-\d+/.exec(response?.text ?? '')?.[0])).size,
  ).toBe(30);
  expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(3000);
  expect(roomsOf(door)).toHaveLength(30);
  for (const name of roomsOf(door)) expect(door.server.pinned(name)).toHaveLength(1);
  expect((await door.messages('announcements')).length).toBe(30);
  expect(
    door.server
      .messages('CANNOUNCE')
      .flatMap(mentionsIn)
      .filter((one) => /<!(channel|here)/.test(one)),
  ).toEqual([]);
  expect(outboxCounts(door.bot.app.store.db)).toEqual({ waiting: 0, failing: 0, dead: 0 });
  expect(door.verify()).toEqual([]);
});
