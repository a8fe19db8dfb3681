// The bot without a chat platform: store, use cases, dispatcher and scheduler on a clock that the test moves, and a
// chat port that answers as the test says. The port is the edge of the program, so it may be a fake.
import type { Effect } from '#machines/effects.ts';
import type { IncidentContext, Role } from '#machines/incident-types.ts';
import type { Playbook } from '#machines/playbook.ts';
import { allIncidents, loadIncident } from '#db/incidents.ts';
import type { Store } from '#db/open.ts';
import { openStore } from '#db/open.ts';
import { readTimeline } from '#db/timeline.ts';
import type { OutboxRow } from '#db/outbox.ts';
import { outbox } from '#db/schema.ts';
import type { ChatPort, Deed, Delivery, OutgoingEffect } from '#src/chat/port.ts';
import type { Command, IncidentCommand } from '#src/commands/command.ts';
import type { Outcome } from '#src/commands/outcome.ts';
import type { Courier, Couriers } from '#src/delivery/courier.ts';
import { Dispatcher } from '#src/delivery/dispatcher.ts';
import { Scheduler } from '#src/schedule/scheduler.ts';
import type { ManualClock } from '#src/shared/clock.ts';
import { manualClock } from '#src/shared/clock.ts';
import type { Log } from '#src/shared/log.ts';
import type { Publisher } from '#src/shared/publisher.ts';
import { readMarkdown } from '#src/disclosure/read-markdown.ts';
import { examplePublisher } from '#src/shared/publisher.ts';
import type { Rules } from '#src/usecases/apply-event.ts';
import { startMirrors } from '#src/usecases/mirror-room.ts';
import type { Request } from '#src/usecases/request.ts';
import { handleCommands } from '#src/usecases/handle-command.ts';
import { verifyIncident } from '#src/usecases/verify.ts';

export const start = '2026-03-02T10:00:00.000Z';
export const tenant = 'slack:T1';

/** `ada` → `slack:T1:ada`. */
export const id = (name: string, of = tenant): string => `${of}:${name}`;

/** One person leads through most tests; what needs two is told in approvals.test.ts. */
const noTasks: Playbook = { name: 'none', version: '1', tasks: [], approvals: {} };

export const after = (at: string, duration: Temporal.DurationLike): string =>
  Temporal.Instant.from(at).add(duration).toString({ fractionalSecondDigits: 3 });

/** Says how one delivery goes; undefined: it is delivered. */
export type Answer = (effect: OutgoingEffect) => Promise<Delivery> | Delivery | undefined;

export interface FakePort extends ChatPort {
  /** Every attempt, in order. */
  attempts: OutgoingEffect[];
  /** What the platform has taken, in order. */
  taken: OutgoingEffect[];
  answer: Answer;
}

export function fakePort(): FakePort {
  let ids = 0;
  const port: FakePort = {
    platform: 'slack',
    attempts: [],
    taken: [],
    answer: () => undefined,
    deliver: async (effect) => {
      port.attempts.push(effect);
      const given = await port.answer(effect);
      if (given !== undefined && given.outcome !== 'delivered') return given;
      port.taken.push(effect);
      ids += 1;
      return given ?? deliveredAs(effect, `x${ids}`);
    },
  };
  return port;
}

/** As a platform answers: a room is named after its key, a message has an id. */
export function deliveredAs({ deed, key }: OutgoingEffect, externalId: string): Delivery {
  if (deed.kind === 'openChannel') {
    return { outcome: 'delivered', externalId: '', conversation: `room-${key}`, name: deed.name };
  }
  if (deed.kind === 'post' && deed.to === null) {
    return { outcome: 'delivered', externalId, conversation: 'announcements' };
  }
  return { outcome: 'delivered', externalId };
}

/** One word per deed, with the message's text where there is one. */
export function told(deed: Deed): string {
  if ('message' in deed) return `${deed.kind}: ${deed.message.summary}`;
  return deed.kind;
}

export interface Asking {
  tenant?: string;
  kind?: Request['kind'];
  isAdmin?: boolean;
  conversation?: string;
  requestId?: string;
}

export interface CoreOptions {
  store?: Store;
  port?: FakePort;
  clock?: ManualClock;
  playbook?: Playbook;
  announces?: boolean;
  /** Tenants that show each other their open incidents. */
  mirrors?: readonly (readonly [string, string])[];
  /** Names, as in `ask`. */
  admins?: readonly string[];
  /** Names by role, as in `ask`. */
  onCall?: Partial<Record<Role, readonly string[]>>;
  publisher?: Publisher;
  /** Nothing, unless a test says otherwise: the validators take seconds to load. */
  fileProblems?: Rules['fileProblems'];
  checks?: Rules['checks'];
  couriers?: (store: Store) => Couriers;
  programme?: Rules['programme'];
  random?: () => number;
  makeExport?: () => { filename: string; title: string; content: Uint8Array };
}

export class Core implements AsyncDisposable {
  readonly store: Store;
  readonly port: FakePort;
  readonly clock: ManualClock;
  readonly rules: Rules;
  readonly errors: unknown[] = [];
  readonly warnings: unknown[] = [];
  /** What a mail server has taken, unless the test puts another in its place. */
  readonly mails: OutboxRow[] = [];
  mail: Courier['deliver'] = (row) => {
    this.mails.push(row);
    return Promise.resolve({ outcome: 'delivered' });
  };
  readonly dispatcher: Dispatcher;
  readonly scheduler: Scheduler;
  #pending: Promise<void> | undefined;

  constructor(options: CoreOptions = {}) {
    const { playbook = noTasks, announces = true, random = () => 0 } = options;
    this.store = options.store ?? openStore(':memory:');
    this.port = options.port ?? fakePort();
    this.clock = options.clock ?? manualClock(start);
    const { store, clock } = this;
    this.rules = {
      playbook,
      newId: () => crypto.randomUUID(),
      announces: () => announces,
      publicUrl: 'https://bot.example',
      zones: ['Europe/Berlin'],
      onCall: (of, role) => (options.onCall?.[role] ?? []).map((name) => id(name, of)),
      runsProcess: (of) => of.startsWith('console:'),
      publisher: options.publisher ?? examplePublisher,
      checks: options.checks ?? (() => []),
      fileProblems: options.fileProblems ?? (() => []),
      readDocument: (file, document, locale) =>
        readMarkdown(file, document, examplePublisher, locale),
      programme: options.programme ?? { partners: [], sendsMail: false },
      offers: () => false,
      admins: (of) => (options.admins ?? []).map((name) => id(name, of)),
    };
    const { rules } = this;
    const log: Log = {
      debug: () => {},
      info: () => {},
      warn: (...said: unknown[]) => this.warnings.push(said),
      error: (...said: unknown[]) => this.errors.push(said),
    };
    const afterChange = (): void => this.#wake();
    this.dispatcher = new Dispatcher({
      store,
      rules,
      clock,
      log,
      random,
      afterChange,
      // One platform in the place of two: what it is told carries the tenant.
      ports: new Map([
        ['slack', this.port],
        ['teams', this.port],
      ]),
      couriers: new Map([
        ['mail', { deliver: (row) => this.mail(row) }],
        ...(options.couriers?.(store) ?? []),
      ]),
      makeExport:
        options.makeExport ??
        (() => ({ filename: 'x.md', title: 'x', content: new Uint8Array([1]) })),
    });
    this.scheduler = new Scheduler({ store, rules, clock, log, afterChange });
    if (options.mirrors !== undefined) startMirrors(store, rules, clock.now(), options.mirrors);
  }

  /** Takes up what an earlier process left undone. */
  start(): this {
    this.dispatcher.start();
    this.scheduler.wake();
    return this;
  }

  /** One command, or several that belong together; nobody but the caller waits for its deliveries. */
  ask(name: string, commands: Command | Command[], asking: Asking = {}): Outcome {
    const { tenant: of = tenant, kind = 'member', isAdmin = false, conversation = null } = asking;
    const requestId = asking.requestId ?? crypto.randomUUID();
    const request: Request = {
      requestId,
      person: id(name, of),
      tenant: of,
      kind,
      isAdmin,
      conversation,
    };
    const all = Array.isArray(commands) ? commands : [commands];
    const outcome = handleCommands(this.store, this.rules, this.clock.now(), request, all);
    this.#wake();
    return outcome;
  }

  /** As `ask`, but a refusal is a mistake of the test. Returns the incident's id. */
  done(name: string, commands: Command | Command[], asking: Asking = {}): string {
    const outcome = this.ask(name, commands, asking);
    if ('incidentId' in outcome) return outcome.incidentId;
    throw new Error(`${name}: ${JSON.stringify(outcome)}`);
  }

  /** Each without a title of its own gets another one, so that nobody is asked whether it is the same. */
  declare(
    name = 'ada',
    input: Partial<Extract<Command, { verb: 'declare' }>> = {},
    asking: Asking = {},
  ): string {
    const known = allIncidents(this.store.db).length;
    const title = known === 0 ? declaration.title : `Alarm on host ${known}`;
    const command = { ...declaration, title, ...input };
    return this.done(name, command, asking);
  }

  async settle(): Promise<void> {
    do {
      await this.#pending;
      await this.dispatcher.idle();
    } while (this.#pending !== undefined || this.dispatcher.isBusy);
  }

  /** Moves the clock, stopping wherever something is due. */
  async later(duration: Temporal.DurationLike): Promise<void> {
    const end = after(this.clock.now(), duration);
    await this.settle();
    for (
      let next = this.clock.next();
      next !== undefined && next <= end;
      next = this.clock.next()
    ) {
      this.clock.advanceTo(next);
      await this.settle();
    }
    this.clock.advanceTo(end);
    await this.settle();
  }

  texts(incidentId: string): string[] {
    return [...readTimeline(this.store.db, incidentId)].map(({ text }) => text);
  }

  context(incidentId: string): IncidentContext {
    const row = loadIncident(this.store.db, incidentId);
    if (row === undefined) throw new Error(`no ${incidentId}`);
    return row.snapshot.context;
  }

  outbox(): (typeof outbox.$inferSelect)[] {
    return this.store.db.select().from(outbox).all();
  }

  /** What `verify --all` finds. */
  problems(): string[] {
    const { db } = this.store;
    return allIncidents(db).flatMap((row) => verifyIncident(db, row).problems);
  }

  #wake(): void {
    this.#pending ??= new Promise((done) => {
      setImmediate(() => {
        this.#pending = undefined;
        this.scheduler.wake();
        this.dispatcher.wake();
        done();
      });
    });
  }

  /** Stops dispatcher and scheduler; the store stays open for the next one. */
  async stop(): Promise<void> {
    await this.#pending;
    this.scheduler[Symbol.dispose]();
    await this.dispatcher[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    this.store[Symbol.dispose]();
  }
}

export const declaration: Extract<Command, { verb: 'declare' }> = {
  verb: 'declare',
  title: 'Print spooler runs foreign code',
  level: 3,
  kind: 'vulnerability',
  visibility: 'open',
  drill: false,
};

/** A command about one incident. */
export function about(incidentId: string | null, command: IncidentCommand): Command {
  return { ...command, incidentId };
}

/** Why it was refused; undefined when it was not. */
export function refusal(outcome: Outcome): string | undefined {
  return outcome.kind === 'refused' ? outcome.refusal.reason : undefined;
}

/** `say recorded`, `card status`, `openChannel`, … */
export function effectName(effect: Effect): string {
  if (effect.kind === 'card') return `card ${effect.card}`;
  return 'say' in effect ? `${effect.kind} ${effect.say.kind}` : effect.kind;
}
