// Many incidents at once, on a Slack that counts: everything is done, in order, and Slack never has to refuse a call.
import { describe, expect, test } from 'vitest';
import { allIncidents } from '#db/incidents.ts';
import { conversationOf } from '#db/conversations.ts';
import { outboxCounts } from '#db/outbox.ts';
import { outbox } from '#db/schema.ts';
import { SlackClientSide } from '../slack-server/client-side.ts';
import { SlackServer } from '../slack-server/server.ts';
import type { Bot } from '../support/bot.ts';
import { startBot } from '../support/bot.ts';
import { installedApp } from '../support/installed-app.ts';

const signingSecret = 'the-signing-secret-of-the-tests';
const tenant = 'slack:T0SSIRP01';

interface Busy extends AsyncDisposable {
  server: SlackServer;
  bot: Bot;
  types: (text: string, channel?: string) => Promise<void>;
  minutes: () => number;
}

async function busySlack(): Promise<Busy> {
  const holder: { bot?: Bot } = {};
  const now = (): number =>
    holder.bot === undefined
      ? Date.now()
      : Temporal.Instant.from(holder.bot.clock.now()).epochMilliseconds;
  const server = await SlackServer.start({ ...installedApp, now, hasRateLimits: true });
  server.addUser({ id: 'UADA', name: 'ada', realName: 'Ada Reyes' });
  server.addChannel({ id: 'CGENERAL', name: 'general', members: ['UADA', 'U0BOT'] });
  server.addChannel({ id: 'CANNOUNCE', name: 'incidents', members: ['UADA', 'U0BOT'] });
  const bot = await startBot({
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_BOT_TOKEN: 'xoxb-test-token',
    SLACK_API_URL: server.url,
    SSIRP_ANNOUNCE_CHANNEL: 'incidents',
  });
  holder.bot = bot;
  const slack = new SlackClientSide(server, { url: `http://127.0.0.1:${bot.port}`, signingSecret });
  const start = now();
  return {
    server,
    bot,
    types: async (text, channel = 'CGENERAL') => {
      const { error } = await slack.slash({ user: 'UADA', channel, command: '/incident', text });
      if (error !== undefined) throw new Error(`the command was not answered: ${error}`);
    },
    minutes: () => (now() - start) / 60_000,
    [Symbol.asyncDispose]: async () => {
      await bot[Symbol.asyncDispose]();
      await server.close();
    },
  };
}

const refused = ({ server }: Busy): string[] =>
  server.calls.filter(({ ok }) => !ok).map(({ method, error }) => `${method}: ${String(error)}`);

/** Minutes until nothing waits for delivery any more. */
async function untilDelivered(busy: Busy, atMost: number): Promise<number> {
  const { bot } = busy;
  await bot.app.settled();
  while (outboxCounts(bot.app.store.db).waiting > 0 && busy.minutes() < atMost)
    await bot.later({ seconds: 1 });
  return busy.minutes();
}

/** The idempotency keys of a channel's messages, as they stand there. */
const keysIn = (server: SlackServer, channel: string): string[] =>
  server
    .messages(channel)
    .map(({ metadata }) => JSON.stringify(metadata ?? {}))
    .flatMap((text) => /"k":"([^"]+)"/u.exec(text)?.[1] ?? []);

describe('thirty incidents declared in the same minute', () => {
  test('all complete, each in order, without one refused call, in less than three minutes', async () => {
    await using busy = await busySlack();
    const { server, bot } = busy;
    for (let n = 1; n <= 30; n += 1) await busy.types(`declare Worm number ${n} --level 2`);

    const took = await untilDelivered(busy, 30);

    process.stdout.write(
      `30 incidents: ${server.calls.length} calls of Slack in ${took.toFixed(1)} simulated minutes\n`,
    );
    const { db } = bot.app.store;
    expect(outboxCounts(db)).toEqual({ waiting: 0, failing: 0, dead: 0 });
    expect(refused(busy)).toEqual([]);
    expect(server.lint).toEqual([]);
    const incidents = allIncidents(db);
    expect(incidents).toHaveLength(30);
    for (const { id } of incidents) {
      const room = conversationOf(db, id, tenant)?.conversation ?? '';
      expect(server.pinned(room)).toHaveLength(1);
      expect(server.channel(room).topic.value).not.toBe('');
      expect(server.channel(room).members.has('UADA')).toBe(true);
      const posted = keysIn(server, room);
      const queued = db
        .select()
        .from(outbox)
        .all()
        .filter(({ lane }) => lane === `incident ${id}`)
        .map(({ key }) => key);
      expect(posted.length).toBeGreaterThan(2);
      expect(posted).toEqual(queued.filter((key) => posted.includes(key)));
    }
    // And the digest.
    expect(keysIn(server, 'CANNOUNCE')).toHaveLength(31);
    expect(bot.problems()).toEqual([]);
    // Slack lets an app make twenty channels a minute; the bot makes sixteen.
    expect(took).toBeLessThan(3);
  }, 60_000);
});

describe('an incident in which everybody types at once', () => {
  test('updates its cards seldom, with the newest last, and lets another incident through', async () => {
    await using busy = await busySlack();
    const { server, bot } = busy;
    await busy.types('declare Busy --level 4');
    await busy.types('declare Calm --level 4');
    await untilDelivered(busy, 5);
    const [calm, loud] = allIncidents(bot.app.store.db).map(({ id }) => ({
      id,
      room: conversationOf(bot.app.store.db, id, tenant)?.conversation ?? '',
    }));
    const updates = (room = ''): number =>
      server.callsOf('chat.update').filter(({ args }) => args['channel'] === room).length;
    const posts = (): number =>
      server.callsOf('chat.postMessage').filter(({ args }) => args['channel'] !== 'CANNOUNCE')
        .length;
    const posted = posts();

    for (let n = 0; n < 50; n += 1)
      await busy.types(`${loud?.id ?? ''} tlp ${n % 2 === 0 ? 'RED' : 'GREEN'}`);
    await busy.types(`${calm?.id ?? ''} tlp CLEAR`);
    const since = busy.minutes();
    while (updates(calm?.room) === 0) await bot.later({ seconds: 1 });

    // Not behind the fifty of the other, which take over a minute: Slack lets about one a second into a channel.
    expect(busy.minutes() - since).toBeLessThanOrEqual(0.3);
    expect(await untilDelivered(busy, 10)).toBeLessThan(since + 2);
    expect(updates(loud?.room)).toBeLessThanOrEqual(12);
    expect(JSON.stringify(server.pinned(loud?.room ?? ''))).toContain('GREEN');
    // What is said is said each time.
    expect(posts() - posted).toBe(51);
    expect(refused(busy)).toEqual([]);
  }, 60_000);
});
