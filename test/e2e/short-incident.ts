// A short level 4 incident from declaration to export, played by people who do not give up: against a bot process that
// dies when the test wants it to, and is started again on the same database.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allIncidents } from '#db/incidents.ts';
import { openStore } from '#db/open.ts';
import { readTimeline } from '#db/timeline.ts';
import type { Delivery } from '../slack-server/app-connection.ts';
import { SlackClientSide } from '../slack-server/client-side.ts';
import { buttonsOf, textOf } from '../slack-server/reading.ts';
import { SlackServer } from '../slack-server/server.ts';
import { cast } from '../support/door.ts';
import { installedApp } from '../support/installed-app.ts';
import type { BotProcess } from '../support/process.ts';
import { runCli, startProcess } from '../support/process.ts';
import { standing, timeless } from './timeless.ts';

/** When the process dies. Asked at each call that reaches Slack, and after each deed that was answered. */
export interface Deaths {
  /** `before`: Slack never takes the call. `after`: it takes effect, and nobody hears the answer. */
  atCall?: (call: Call) => 'before' | 'after' | undefined;
  afterDeed?: (n: number) => boolean;
}

export interface Call {
  method: string;
  /** Counted over the whole run, from 1. */
  n: number;
  /** Counted among the calls of this method. */
  nth: number;
}

/** What remains of a run, without the ids and times that differ from run to run. */
export interface Remains {
  channels: readonly string[];
  messages: readonly string[];
  repeatedKeys: readonly string[];
  pinned: readonly string[];
  topic: string;
  files: readonly string[];
  timeline: readonly string[];
  complaints: readonly string[];
  /** The exit code of `ssirp verify --all`. */
  verified: number | null;
  /** How often the process was started. */
  starts: number;
  calls: readonly string[];
}

type Deed = (run: Run) => Promise<Delivery>;

const types =
  (who: string, where: 'general' | 'room', text: string): Deed =>
  (run) =>
    run.slack.slash({ user: userId(who), channel: run.channel(where), command: '/incident', text });

const presses =
  (who: string, label: string): Deed =>
  (run) => {
    const channel = run.channel('room');
    const message = run.server.messages(channel).findLast((one) => buttonsOf(one).includes(label));
    if (message === undefined) throw new Error(`no message has a button “${label}”`);
    return run.slack.press({ user: userId(who), channel, ts: message.ts, label });
  };

const deeds: readonly Deed[] = [
  types('ada', 'general', 'declare Stale cache shows foreign mail --level 4'),
  types('ada', 'room', 'role crisis_lead @me'),
  presses('ada', 'Acknowledge'),
  types('ada', 'room', 'role engineering_lead @ben'),
  types('ben', 'room', 'role engineering_lead @me'),
  types('ada', 'room', 'invite @dara'),
  types('ada', 'room', 'brief One customer saw the mail of another; one build.'),
  types('ada', 'room', 'tlp GREEN'),
  types('ada', 'room', 'advance'),
  types('ben', 'room', 'scope The cache in front of the mail store'),
  types('ben', 'room', 'affected Mail Server 2019'),
  types('ben', 'room', 'mitigation Cache switched off'),
  types('ben', 'room', 'decide advisory-only the cache stays off'),
  types('ada', 'room', 'advance'),
  types('ada', 'room', 'approve comms'),
  types('ada', 'room', 'advance'),
  types('ada', 'room', 'go'),
  types('ben', 'room', 'go'),
  types('ada', 'room', 'guidance Switch the cache off.'),
  types('ben', 'room', 'approve 1'),
  types('ada', 'room', 'monitoring waive telemetry is quiet'),
  types('ada', 'room', 'advance'),
  types('ada', 'room', 'postmortem One customer was hit for an hour.'),
  types('ada', 'room', 'close'),
  presses('ben', 'Approve'),
  types('ada', 'room', 'export md'),
];

const signingSecret = 'the-signing-secret-of-the-tests';
const userId = (handle: string): string => `U${handle.toUpperCase()}`;
const triesMax = 5;

/** Plays the incident to its end, however often the process dies on the way. */
export async function playShortIncident(deaths: Deaths): Promise<Remains> {
  await using run = await Run.begin(deaths);
  for (const [index, deed] of deeds.entries()) await run.does(index + 1, deed);
  return await run.end();
}

class Run implements AsyncDisposable {
  readonly server: SlackServer;
  readonly slack: SlackClientSide;
  readonly #folder = mkdtempSync(join(tmpdir(), 'ssirp-kill-'));
  readonly #deaths: Deaths;
  #bot: BotProcess | undefined;
  #kill: () => void = () => {};
  readonly #calls: string[] = [];
  #dying: 'before' | 'after' | undefined;
  #starts = 0;

  private constructor(server: SlackServer, deaths: Deaths) {
    this.server = server;
    this.#deaths = deaths;
    this.slack = new SlackClientSide(server, { url: '', signingSecret });
  }

  static async begin(deaths: Deaths): Promise<Run> {
    const server = await SlackServer.start(installedApp);
    for (const { handle, name, zone } of cast)
      server.addUser({ id: userId(handle), name: handle, realName: name, tz: zone });
    const members = [...cast.map(({ handle }) => userId(handle)), 'U0BOT'];
    server.addChannel({ id: 'CGENERAL', name: 'general', members });
    server.addChannel({ id: 'CANNOUNCE', name: 'incidents', members });
    const run = new Run(server, deaths);
    server.fault('*', 'resetBefore', Infinity, {
      when: (_args, method) => run.#dies(method) === 'before',
    });
    server.fault('*', 'resetAfter', Infinity, { when: () => run.#dying === 'after' });
    return run;
  }

  channel(where: 'general' | 'room'): string {
    if (where === 'general') return 'CGENERAL';
    const room = [...this.server.workspace.channels.values()].find(({ name }) =>
      name.startsWith('inc-'),
    );
    if (room === undefined) throw new Error('no incident channel was opened');
    return room.id;
  }

  /** Does it until it is answered, as a person would: each time anew, with a new trigger. */
  async does(n: number, deed: Deed): Promise<void> {
    for (let tries = 1; tries <= triesMax; tries += 1) {
      await this.#alive();
      const { error } = await deed(this);
      if (error === undefined) {
        if (this.#deaths.afterDeed?.(n) === true) this.#kill();
        await this.#settled();
        return;
      }
      if (error !== 'connection_failed') throw new Error(`deed ${n} was not answered: ${error}`);
      await this.#bot?.gone();
    }
    throw new Error(`deed ${n} was not answered after ${triesMax} tries`);
  }

  async end(): Promise<Remains> {
    await this.#settled();
    await this.#bot?.stop();
    const { server } = this;
    const room = this.channel('room');
    return {
      ...standing(server),
      pinned: server.pinned(room).map((message) => timeless(textOf(message))),
      topic: server.channel(room).topic.value,
      files: server.files(room).map(({ name }) => name.replace(/\d{4}-\d{4}-/, '')),
      timeline: this.#timeline(),
      complaints: server.lint,
      verified: (await runCli(['verify', '--all'], this.#env())).code,
      starts: this.#starts,
      calls: this.#calls,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#kill();
    await this.server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Killed now, the process cannot hear what Slack answers, whether or not the call takes effect. */
  #dies(method: string): 'before' | 'after' | undefined {
    this.#calls.push(method);
    const nth = this.#calls.filter((called) => called === method).length;
    this.#dying = this.#deaths.atCall?.({ method, n: this.#calls.length, nth });
    if (this.#dying !== undefined) this.#kill();
    return this.#dying;
  }

  async #alive(): Promise<void> {
    while (this.#bot?.isAlive() !== true) {
      this.#starts += 1;
      this.#bot = await startProcess(this.#env(), (kill) => {
        this.#kill = kill;
      });
      if (this.#bot !== undefined) this.slack.app.url = this.#bot.url;
    }
  }

  async #settled(): Promise<void> {
    do await this.#alive();
    while ((await this.#bot?.idle()) !== true);
  }

  #env(): Record<string, string> {
    return {
      DATABASE_URL: `file:${join(this.#folder, 'ssirp.db')}`,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_BOT_TOKEN: 'xoxb-test-token',
      SLACK_API_URL: this.server.url,
      SLACK_RATE_LIMITS: 'off',
      SSIRP_DIGEST: 'off',
      SSIRP_ANNOUNCE_CHANNEL: 'incidents',
    };
  }

  #timeline(): string[] {
    using store = openStore(this.#env()['DATABASE_URL'] ?? '');
    return allIncidents(store.db).flatMap(({ id }) =>
      [...readTimeline(store.db, id)].map((entry) => timeless(entry.text)),
    );
  }
}
