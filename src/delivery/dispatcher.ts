// Delivers the outbox: lanes side by side, the rows of a lane in order, each tried until the platform has taken it
// or said that it never will. What came of it goes back as a use case.
import type { Store } from '#db/open.ts';
import type { OutboxRow } from '#db/outbox.ts';
import { laneHead, laneHeads, markSending, recoverSending } from '#db/outbox.ts';
import type { ChatPort, Delivery } from '../chat/port.ts';
import { backoffMs } from '../shared/backoff.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { errorFacts } from '../shared/log.ts';
import type { Rules } from '../usecases/apply-event.ts';
import type { Result } from '../usecases/record-delivery.ts';
import { recordDelivery } from '../usecases/record-delivery.ts';
import type { MakeExport, Plan } from './deed.ts';
import { planFor } from './deed.ts';

export interface DispatcherParts {
  store: Store;
  rules: Rules;
  /** Adapters by platform, the first part of a tenant id. */
  ports: ReadonlyMap<string, ChatPort>;
  clock: Clock;
  log: Log;
  random: () => number;
  makeExport: MakeExport;
  /** Called after each outcome is stored: timers or new effects may have come of it. */
  afterChange: () => void;
}

const lanesMax = 16;
const waitForRoomMs = 60_000;
/** How long a lane rests when its outcome could not even be stored: disk full, database locked. */
const afterFailureMs = 30_000;
/** What cannot be made fails by a mistake of ours: after about four minutes the rest of its lane goes on without it. */
const triesToMakeMax = 8;

export class Dispatcher implements AsyncDisposable {
  readonly #parts: DispatcherParts;
  readonly #running = new Map<string, Promise<void>>();
  /** Lanes that rest after a failure, until when. */
  readonly #resting = new Map<string, string>();
  #alarm: Disposable | undefined;
  #stopped = false;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
  }

  /** To be called once: what was being sent when the last process died has an unknown outcome. */
  start(): void {
    const { store, clock, log } = this.#parts;
    const recovered = store.transaction((tx) => recoverSending(tx, clock.now()));
    if (recovered > 0) log.warn({ recovered }, 'deliveries with unknown outcome');
    this.wake();
  }

  /** Looks for work; cheap, and safe to call at any time. */
  wake(): void {
    if (this.#stopped) return;
    const { store, clock } = this.#parts;
    this.#alarm?.[Symbol.dispose]();
    this.#alarm = undefined;
    const now = clock.now();
    let next: string | undefined;
    for (const { lane, notBefore } of laneHeads(store.db)) {
      if (this.#running.has(lane)) continue;
      const rest = this.#resting.get(lane) ?? '';
      const at = rest > notBefore ? rest : notBefore;
      if (at > now) next = next === undefined || at < next ? at : next;
      else if (this.#running.size < lanesMax) this.#run(lane);
    }
    if (next !== undefined) this.#alarm = clock.at(next, () => this.wake());
  }

  get isBusy(): boolean {
    return this.#running.size > 0;
  }

  /** Resolves when nothing is due and nothing is under way. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    this.#alarm?.[Symbol.dispose]();
    await Promise.all(this.#running.values());
  }

  #run(lane: string): void {
    const { clock, log } = this.#parts;
    this.#resting.delete(lane);
    const run = this.#drain(lane)
      .catch((error: unknown) => {
        this.#resting.set(lane, later(clock.now(), afterFailureMs));
        log.error({ lane: laneKind(lane), ...errorFacts(error) }, 'dispatcher failed');
      })
      .finally(() => {
        this.#running.delete(lane);
        this.wake();
      });
    this.#running.set(lane, run);
  }

  async #drain(lane: string): Promise<void> {
    const { store, clock } = this.#parts;
    while (!this.#stopped) {
      const row = laneHead(store.db, lane);
      if (row === undefined || row.notBefore > clock.now()) return;
      await this.#deliver(row);
    }
  }

  async #deliver(waiting: OutboxRow): Promise<void> {
    const { store, clock, rules, log, afterChange } = this.#parts;
    let row = { ...waiting, attempts: waiting.attempts + 1 };
    let result: Result;
    const plan = this.#planOf(row);
    if ('outcome' in plan) result = plan;
    else if (plan.kind === 'nothing') result = { outcome: 'delivered' };
    else if (plan.kind === 'wait')
      result = { outcome: 'notYet', notBefore: later(clock.now(), waitForRoomMs) };
    else {
      row = store.transaction((tx) => markSending(tx, waiting, clock.now()));
      result = this.#resultOf(row, plan, await this.#send(row, plan));
    }
    recordDelivery(store, rules, clock.now(), row, result);
    const facts = {
      incidentId: row.incidentId,
      outboxId: row.id,
      effect: row.effect.kind,
      attempt: row.attempts,
    };
    if (result.outcome === 'failed')
      log.error({ ...facts, outcome: 'dead', reason: result.reason }, 'delivery');
    else if (result.outcome === 'retryLater')
      log.warn({ ...facts, outcome: 'retry', reason: result.reason }, 'delivery');
    else log.info({ ...facts, outcome: result.outcome }, 'delivery');
    afterChange();
  }

  #planOf(row: OutboxRow): Plan | Result {
    const { store, clock, log, random, makeExport } = this.#parts;
    try {
      return planFor(store.db, row, clock.now(), makeExport);
    } catch (error) {
      log.error(
        { incidentId: row.incidentId, outboxId: row.id, ...errorFacts(error) },
        'effect could not be made',
      );
      const reason = 'ssirp-bot could not make it (its log says why)';
      return row.attempts < triesToMakeMax
        ? {
            outcome: 'retryLater',
            reason,
            notBefore: later(clock.now(), backoffMs(row.attempts, random())),
          }
        : { outcome: 'failed', reason, remedy: `Tell whoever runs the bot, then: retry ${row.id}` };
    }
  }

  async #send(row: OutboxRow, { deed }: Extract<Plan, { kind: 'do' }>): Promise<Delivery> {
    const platform = row.tenant.split(':')[0] ?? '';
    const port = this.#parts.ports.get(platform);
    if (port === undefined) {
      return {
        outcome: 'retryLater',
        reason: `${platform} is not configured in this process`,
        afterMs: waitForRoomMs,
      };
    }
    try {
      return await port.deliver({
        tenant: row.tenant,
        key: row.key,
        attempt: row.attempts,
        firstTriedAt: row.firstTriedAt ?? row.createdAt,
        deed,
      });
    } catch (error) {
      // A port must not throw. If it does, what it did is unknown: the next attempt looks first.
      this.#parts.log.error(
        { incidentId: row.incidentId, outboxId: row.id, ...errorFacts(error) },
        'adapter failed',
      );
      return {
        outcome: 'retryLater',
        reason: `the ${platform} adapter failed (the log of ssirp-bot says why)`,
      };
    }
  }

  #resultOf(
    row: OutboxRow,
    { deed, card }: Extract<Plan, { kind: 'do' }>,
    delivery: Delivery,
  ): Result {
    const { clock, random } = this.#parts;
    switch (delivery.outcome) {
      case 'retryLater': {
        const waitMs = delivery.afterMs ?? backoffMs(row.attempts, random());
        return {
          outcome: 'retryLater',
          reason: delivery.reason,
          notBefore: later(clock.now(), waitMs),
        };
      }
      case 'failed':
        // Only an update: a post that says so would go round and round.
        if (deed.kind === 'update' && delivery.isGone === true && card !== undefined)
          return { outcome: 'cardLost', card: card.card };
        return { outcome: 'failed', reason: delivery.reason, remedy: delivery.remedy ?? null };
      case 'delivered': {
        const { conversation, externalId, name, url, remark } = delivery;
        const at =
          conversation ??
          ('conversation' in deed ? deed.conversation : deed.kind === 'post' ? deed.to : null) ??
          '';
        return {
          outcome: 'delivered',
          ...(remark === undefined ? {} : { remark }),
          ...(deed.kind === 'openChannel'
            ? { room: { conversation: at, name: name ?? deed.name, url: url ?? null } }
            : {}),
          ...(card === undefined ? {} : { card: { ...card, conversation: at, externalId } }),
        };
      }
    }
  }
}

function later(now: string, ms: number): string {
  return Temporal.Instant.from(now)
    .add({ milliseconds: ms })
    .toString({ fractionalSecondDigits: 3 });
}

function laneKind(lane: string): string {
  return lane.split(' ')[0] ?? '';
}
