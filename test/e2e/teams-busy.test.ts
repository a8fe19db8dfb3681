// Many incidents at once, on a Teams that counts: everything is done, in order, and Microsoft never has to refuse a call.
import { describe, expect, test } from 'vitest';
import { allIncidents } from '#db/incidents.ts';
import { conversationOf } from '#db/conversations.ts';
import { outboxCounts } from '#db/outbox.ts';
import { outbox } from '#db/schema.ts';
import { openTeamsDoor, type TeamsDoor } from '../support/teams-door.ts';
import { keyOf } from './teams-remains.ts';

const says = async (door: TeamsDoor, text: string, where?: string): Promise<void> => {
  const by = door.person('ada').aadObjectId;
  const { status } = await door.teams.says({
    by,
    in: where ?? door.conversation('general'),
    text: `@ssirp ${text}`,
  });
  if (status !== 200) throw new Error(`the bot answered with status ${status}`);
};

/** Minutes until nothing waits for delivery any more. */
async function untilDelivered({ server, bot }: TeamsDoor, atMost: number): Promise<number> {
  const start = server.world.now();
  const minutes = (): number => (server.world.now() - start) / 60_000;
  await bot.app.settled();
  while (outboxCounts(bot.app.store.db).waiting > 0 && minutes() < atMost)
    await bot.later({ seconds: 1 });
  return minutes();
}

const refused = ({ server }: TeamsDoor): string[] =>
  server.calls
    .filter(({ status }) => status >= 400)
    .map(({ call, status, code }) => `${call}: ${status} ${code ?? ''}`);

describe('thirty incidents declared in the same minute', () => {
  test.each([
    ['in the threads of one channel', '', 3],
    ['in group chats', ' --private', 3],
  ])(
    'all complete, each in order, without one refused call, %s',
    async (_where, options, atMost) => {
      await using door = await openTeamsDoor();
      const { server, bot } = door;
      for (let n = 1; n <= 30; n += 1) {
        await says(door, `declare Worm number ${n} --level 2${options}`);
        await bot.later({ seconds: 2 });
      }

      const took = await untilDelivered(door, 30);

      process.stdout.write(
        `30 incidents${options}: ${server.calls.length} calls of Teams in ${took.toFixed(1)} more simulated minutes\n`,
      );
      const { db } = bot.app.store;
      expect(refused(door)).toEqual([]);
      expect(outboxCounts(db)).toEqual({ waiting: 0, failing: 0, dead: 0 });
      const incidents = allIncidents(db);
      expect(incidents).toHaveLength(30);
      for (const { id, tenant } of incidents) {
        const room = conversationOf(db, id, tenant)?.conversation ?? '';
        const posted = server.world.messagesIn(room).flatMap(keyOf);
        const queued = db
          .select()
          .from(outbox)
          .all()
          .filter(({ lane }) => lane === `incident ${id}`)
          .map(({ key }) => `ssirp-${key}`);
        expect(posted.filter((key) => queued.includes(key)).length).toBeGreaterThan(2);
        // The title shows what changed it last.
        const said = posted.slice(options === '' ? 1 : 0);
        expect(said).toEqual(queued.filter((key) => said.includes(key)));
      }
      expect(door.verify()).toEqual([]);
      expect(took).toBeLessThan(atMost);
    },
    120_000,
  );
});

test('an incident in which everybody types at once updates its cards seldom, with the newest last', async () => {
  await using door = await openTeamsDoor();
  const { server, bot } = door;
  await says(door, 'declare Busy --level 4');
  await untilDelivered(door, 5);
  const updates = (): number => server.callsOf('update').length;
  const before = updates();

  for (let n = 0; n < 20; n += 1) {
    await says(door, `tlp ${n % 2 === 0 ? 'RED' : 'GREEN'}`, door.room());
    await bot.later({ milliseconds: 1500 });
  }
  await untilDelivered(door, 10);

  expect(refused(door)).toEqual([]);
  expect(updates() - before).toBeLessThan(40);
  expect(JSON.stringify(await door.pinned())).toContain('GREEN');
}, 60_000);
