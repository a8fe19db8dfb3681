// An organisation on a clock of its own: a strict Slack with its people, and one bot after another on the same record.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { App } from '#src/app.ts';
import { createApp } from '#src/app.ts';
import { readConfig } from '#src/config.ts';
import type { ManualClock } from '#src/shared/clock.ts';
import { manualClock } from '#src/shared/clock.ts';
import { openLog } from '#src/shared/log.ts';
import { sqliteOf } from '../bench/office.ts';
import { SlackClientSide } from '../slack-server/client-side.ts';
import { SlackServer } from '../slack-server/server.ts';
import { realNow } from '../support/bot.ts';
import { installedApp } from '../support/installed-app.ts';

export class Organisation implements AsyncDisposable {
  readonly server: SlackServer;
  readonly slack: SlackClientSide;
  readonly people: readonly string[];
  readonly #folder = mkdtempSync(join(tmpdir(), 'ssirp-soak-'));
  #clock: ManualClock;
  #app: App | undefined;
  #isDead = false;
  readonly #starts: number[] = [];

  private constructor(server: SlackServer, clock: ManualClock, people: number) {
    this.server = server;
    this.#clock = clock;
    this.slack = new SlackClientSide(server, {
      url: '',
      signingSecret: '',
      isSocketMode: true,
      // Whether somebody is answered, not how fast: machines stall.
      answerWithinMs: 30_000,
      // What the bot could not store comes again, without three real seconds in between.
      eventWithinMs: 150,
    });
    this.people = Array.from({ length: people }, (_none, index) => `U${1000 + index}`);
    for (const id of this.people) server.addUser({ id, realName: `Person ${id}` });
    server.fault('*', 'resetBefore', Infinity, { when: () => this.#isDead });
    const members = [...this.people, 'U0BOT'];
    server.addChannel({ id: 'CGENERAL', name: 'general', members });
    server.addChannel({ id: 'CANNOUNCE', name: 'incidents', members });
  }

  static async begin(people: number): Promise<Organisation> {
    const begunAt = realNow();
    const holder: { organisation?: Organisation } = {};
    const server = await SlackServer.start({
      ...installedApp,
      hasRateLimits: true,
      now: () => Temporal.Instant.from(holder.organisation?.now ?? begunAt).epochMilliseconds,
    });
    const organisation = new Organisation(server, manualClock(begunAt), people);
    holder.organisation = organisation;
    await organisation.#start();
    return organisation;
  }

  get now(): string {
    return this.#clock.now();
  }

  get app(): App {
    if (this.#app === undefined) throw new Error('the bot is not running');
    return this.#app;
  }

  /** When each process began, epoch milliseconds. */
  get starts(): readonly number[] {
    return this.#starts;
  }

  async later(duration: Temporal.DurationLike): Promise<void> {
    const { app } = this;
    const end = Temporal.Instant.from(this.now)
      .add(duration)
      .toString({ fractionalSecondDigits: 3 });
    await app.settled();
    for (
      let next = this.#clock.next();
      next !== undefined && next <= end;
      next = this.#clock.next()
    ) {
      this.#clock.advanceTo(next);
      await app.settled();
    }
    this.#clock.advanceTo(end);
    await app.settled();
  }

  /** Slack renews one of the two connections; it still sends down the old one until it closes it. */
  async renewsConnection(which: number): Promise<void> {
    await this.connected();
    this.server.sockets.refresh('refresh_requested', { graceMs: 10_000, only: which });
  }

  /** Slack closes what it wanted renewed, before the bot's clock runs on. */
  async renewed(): Promise<void> {
    this.server.sockets.closeLeaving();
    while (this.server.sockets.all > this.server.sockets.open) await setImmediate();
  }

  /** Both connections stand; one that could not be opened is tried again by the clock. */
  async connected(): Promise<void> {
    while (this.server.sockets.open < 2) {
      await this.later({ seconds: 1 });
      // Connections are opened in real time.
      await setImmediate();
    }
  }

  /**
   * The power fails: what Slack was just doing takes effect, and the next process finds the record as it was before
   * it heard of that.
   */
  async losesPower(): Promise<void> {
    const { app } = this;
    const next = this.#file(this.#starts.length + 1);
    sqliteOf(app.store).prepare('vacuum into ?').run(next);
    this.#app = undefined;
    // The dead do nothing more, however long it takes to take them down.
    this.#isDead = true;
    await app[Symbol.asyncDispose]();
    this.#isDead = false;
    this.#clock = manualClock(this.now);
    await this.#start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#app?.[Symbol.asyncDispose]();
    await this.server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #file(start: number): string {
    return join(this.#folder, `ssirp-${start}.db`);
  }

  async #start(): Promise<void> {
    this.#starts.push(Temporal.Instant.from(this.now).epochMilliseconds);
    const read = readConfig({
      PORT: '0',
      DATABASE_URL: `file:${this.#file(this.#starts.length)}`,
      LOG_LEVEL: 'silent',
      SLACK_APP_TOKEN: this.server.sockets.token,
      SLACK_BOT_TOKEN: 'xoxb-test-token',
      SLACK_API_URL: this.server.url,
      SSIRP_ANNOUNCE_CHANNEL: 'incidents',
    });
    if (!read.ok) throw new Error(read.problems.join('\n'));
    this.#app = await createApp({
      ...read,
      log: openLog('silent'),
      clock: this.#clock,
      random: () => 0.5,
    });
    // The power fails between two commits only: waiting for the disk would tell nothing more.
    sqliteOf(this.#app.store).prepare('pragma synchronous = off').run();
    await this.#app.serve();
    await this.connected();
  }
}
