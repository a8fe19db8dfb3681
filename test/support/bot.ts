// The whole bot in this process, on a clock that the test moves and a database of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allIncidents } from '#db/incidents.ts';
import { readTimeline } from '#db/timeline.ts';
import type { App } from '#src/app.ts';
import { createApp } from '#src/app.ts';
import { readConfig } from '#src/config.ts';
import type { ManualClock } from '#src/shared/clock.ts';
import { manualClock } from '#src/shared/clock.ts';
import type { Log } from '#src/shared/log.ts';
import { openLog } from '#src/shared/log.ts';
import { verifyIncident } from '#src/usecases/verify.ts';

export interface Bot extends AsyncDisposable {
  app: App;
  clock: ManualClock;
  port: number;
  later(duration: Temporal.DurationLike): Promise<void>;
  timeline(): readonly string[];
  problems(): readonly string[];
}

/** `env` as somebody would write it into .env; the port is any free one. */
export async function startBot(
  env: Readonly<Record<string, string>>,
  { now = realNow(), log }: { now?: string; log?: Log } = {},
): Promise<Bot> {
  const folder = mkdtempSync(join(tmpdir(), 'ssirp-test-'));
  const read = readConfig({
    PORT: '0',
    DATABASE_URL: `file:${join(folder, 'ssirp.db')}`,
    LOG_LEVEL: 'silent',
    ...env,
  });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const clock = manualClock(now);
  const app = await createApp({
    ...read,
    log: log ?? openLog(read.config.logLevel),
    clock,
    random: () => 0,
  });
  const { port } = await app.serve();
  return {
    app,
    clock,
    port,
    later: async (duration) => {
      const end = Temporal.Instant.from(clock.now())
        .add(duration)
        .toString({ fractionalSecondDigits: 3 });
      await app.settled();
      for (let next = clock.next(); next !== undefined && next <= end; next = clock.next()) {
        clock.advanceTo(next);
        await app.settled();
      }
      clock.advanceTo(end);
      await app.settled();
    },
    timeline: () =>
      allIncidents(app.store.db).flatMap(({ id }) =>
        [...readTimeline(app.store.db, id)].map(({ text }) => text),
      ),
    problems: () =>
      allIncidents(app.store.db).flatMap((row) => verifyIncident(app.store.db, row).problems),
    [Symbol.asyncDispose]: async () => {
      await app[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Slack's signatures are of the real time, so the clock starts there. */
export function realNow(): string {
  return Temporal.Now.instant().toString({ fractionalSecondDigits: 3 });
}
