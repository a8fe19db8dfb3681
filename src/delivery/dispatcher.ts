// Delivers the outbox: lanes side by side, the rows of a lane in order, each tried until the platform has taken it
// or said that it never will. What came of it goes back as a use case. Nothing is tried for a tenant that is held
// back, and nothing that would go beyond a limit of its platform.
import type { OutboxRow } from '#db/outbox.ts';
import { laneHead, laneHeads, markSending, recoverSending } from '#db/outbox.ts';
import { allPauses, hurryPauses, pauseOf } from '#db/pauses.ts';
import type { ChatPort, Delivery, OutgoingEffect } from '../chat/port.ts';
import { backoffMs } from '../shared/backoff.ts';
import { errorFacts } from '../shared/log.ts';
import { pauseTenant } from '../usecases/pause-tenant.ts';
import type { Result } from '../usecases/record-delivery.ts';
import { recordDelivery } from '../usecases/record-delivery.ts';
import type { Carried, Courier } from './courier.ts';
import type { Plan } from './deed.ts';
import { planFor } from './deed.ts';
import type { DispatcherParts } from './parts.ts';
import { platformOf, portOf } from './parts.ts';
import { probe } from './probe.ts';
import { later, resultOf, resultOfCarried } from './result.ts';

const lanesMax = 16;
const waitForRoomMs = 60_000;
/** How long a lane rests when its outcome could not even be stored: disk full, database locked. */
const afterFailureMs = 30_000;
/** What cannot be made fails by a mistake of ours: after about four minutes the rest of its lane goes on without it. */
const triesToMakeMax = 8;

export class Dispatcher implements AsyncDisposable {
  readonly #parts: DispatcherParts;
  /** Lanes and probes under way. */
  readonly #running = new Map<string, Promise<void>>();
  /** Lanes that rest after a failure, or until there is room below the platform's limits, until when. */
  readonly #resting = new Map<string, string>();
  #alarm: Disposable | undefined;
  #stopped = false;
  /** More lanes are due than may run: each gives way after a row, so that none waits for a busy one. */
  #crowded = false;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
  }

  /** To be called once: what was being sent when the last process died has an unknown outcome. */
  start(): void {
    const { store, clock, log } = this.#parts;
    const recovered = store.transaction((tx) => {
      // Whoever mended what held a tenant back has perhaps started us anew for it.
      hurryPauses(tx, clock.now());
      return recoverSending(tx, clock.now());
    });
    if (recovered > 0) log.warn({ recovered }, 'deliveries with unknown outcome');
    this.wake();
  }

  /** Looks for work; cheap, and safe to call at any time. */
  wake(): void {
    if (this.#stopped) return;
    const { store, clock } = this.#parts;
    this.#alarm?.[Symbol.dispose]();
    this.#alarm = undefined;
    this.#crowded = false;
    const now = clock.now();
    let next: string | undefined;
    const isDue = (name: string, notBefore: string): boolean => {
      if (this.#running.has(name)) return false;
      const rest = this.#resting.get(name) ?? '';
      const at = rest > notBefore ? rest : notBefore;
      if (at <= now) return true;
      next = next === undefined || at < next ? at : next;
      return false;
    };
    const paused = new Set<string>();
    for (const { tenant, nextTryAt } of allPauses(store.db)) {
      paused.add(tenant);
      const name = `probe ${tenant}`;
      if (isDue(name, nextTryAt)) this.#run(name, () => probe(this.#parts, tenant));
    }
    for (const { lane, tenant, notBefore } of laneHeads(store.db)) {
      if ((paused.has(tenant) && !this.#isCarried(lane)) || !isDue(lane, notBefore)) continue;
      if (this.#running.size < lanesMax) this.#run(lane, () => this.#drain(lane));
      else this.#crowded = true;
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

  #run(name: string, work: () => Promise<void>): void {
    const { clock, log } = this.#parts;
    this.#resting.delete(name);
    const run = work()
      .catch((error: unknown) => {
        this.#resting.set(name, later(clock.now(), afterFailureMs));
        log.error({ lane: laneKind(name), ...errorFacts(error) }, 'dispatcher failed');
      })
      .finally(() => {
        this.#running.delete(name);
        this.wake();
      });
    this.#running.set(name, run);
  }

  async #drain(lane: string): Promise<void> {
    const { store, clock } = this.#parts;
    do {
      const row = laneHead(store.db, lane);
      if (row === undefined || row.notBefore > clock.now()) return;
      if (!this.#isCarried(lane) && pauseOf(store.db, row.tenant) !== undefined) return;
      const waitMs = await this.#deliver(row);
      if (waitMs > 0) {
        this.#resting.set(lane, later(clock.now(), waitMs));
        return;
      }
    } while (!this.#stopped && !this.#crowded);
  }

  /** Milliseconds until the platform's limits leave room for the row; 0 when it was tried. */
  async #deliver(waiting: OutboxRow): Promise<number> {
    const courier = this.#parts.couriers.get(waiting.effect.kind);
    if (courier !== undefined) return this.#carry(waiting, courier);
    const row = { ...waiting, attempts: waiting.attempts + 1 };
    const plan = this.#planOf(row);
    if ('outcome' in plan) this.#record(row, plan);
    else if (plan.kind === 'nothing') this.#record(waiting, { outcome: 'delivered' });
    else if (plan.kind === 'wait') {
      const notBefore = later(this.#parts.clock.now(), waitForRoomMs);
      this.#record(waiting, { outcome: 'notYet', notBefore, reason: plan.why });
    } else if (plan.kind === 'withhold') {
      this.#record(waiting, { outcome: 'withheld', reason: plan.why });
    } else return this.#send(waiting, plan);
    return 0;
  }

  async #send(waiting: OutboxRow, plan: Extract<Plan, { kind: 'do' }>): Promise<number> {
    const { store, clock, random } = this.#parts;
    const port = portOf(this.#parts, waiting.tenant);
    const effect: OutgoingEffect = {
      tenant: waiting.tenant,
      key: waiting.key,
      attempt: waiting.firstTriedAt === null ? 1 : waiting.attempts + 1,
      firstTriedAt: waiting.firstTriedAt ?? clock.now(),
      deed: plan.deed,
    };
    const waitMs = port?.reserve?.(effect) ?? 0;
    if (waitMs > 0) return waitMs;
    const row = store.transaction((tx) => markSending(tx, waiting, clock.now()));
    const delivery = await this.#tried(row, port, effect);
    if (delivery.outcome === 'tenantDown') this.#pause(row.tenant, delivery);
    const result = resultOf(plan, delivery, {
      now: clock.now(),
      backoffMs: backoffMs(row.attempts, random()),
    });
    this.#record({ ...row, ...notDone(waiting, delivery) }, result);
    return 0;
  }

  /** To no chat, so nothing of its tenant's platform holds it up. */
  #isCarried(lane: string): boolean {
    return this.#parts.couriers.has(laneKind(lane));
  }

  async #carry(waiting: OutboxRow, courier: Courier): Promise<number> {
    const { store, clock, random } = this.#parts;
    const row = store.transaction((tx) => markSending(tx, waiting, clock.now()));
    const carried = await courier.deliver(row).catch((error: unknown): Carried => {
      this.#failed(row, error, 'courier failed');
      return { outcome: 'retryLater', reason: 'ssirp-bot failed (its log says why)' };
    });
    const retryAt = later(clock.now(), backoffMs(row.attempts, random()));
    this.#record({ ...row, ...notDone(waiting, carried) }, resultOfCarried(carried, retryAt));
    return 0;
  }

  #pause(
    tenant: string,
    { reason, remedy = '' }: Extract<Delivery, { outcome: 'tenantDown' }>,
  ): void {
    const { store, clock, log } = this.#parts;
    if (pauseTenant(store, clock.now(), { tenant, reason, remedy }))
      log.error({ tenant, reason, remedy }, 'deliveries held back');
  }

  #record(row: OutboxRow, result: Result): void {
    const { store, clock, rules, log, afterChange } = this.#parts;
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

  #failed({ incidentId, id: outboxId }: OutboxRow, error: unknown, what: string): void {
    this.#parts.log.error({ incidentId, outboxId, ...errorFacts(error) }, what);
  }

  #planOf(row: OutboxRow): Plan | Result {
    const { store, clock, rules, log, random, makeExport } = this.#parts;
    try {
      return planFor(store.db, row, { now: clock.now(), makeExport, admins: rules.admins });
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

  async #tried(
    row: OutboxRow,
    port: ChatPort | undefined,
    effect: OutgoingEffect,
  ): Promise<Delivery> {
    const platform = platformOf(row.tenant);
    if (port === undefined) {
      return {
        outcome: 'retryLater',
        reason: `${platform} is not configured in this process`,
        afterMs: waitForRoomMs,
        nothingDone: true,
      };
    }
    try {
      return await port.deliver(effect);
    } catch (error) {
      // A port must not throw. If it does, what it did is unknown: the next attempt looks first.
      this.#failed(row, error, 'adapter failed');
      return {
        outcome: 'retryLater',
        reason: `the ${platform} adapter failed (the log of ssirp-bot says why)`,
      };
    }
  }
}

/** A try that left nothing behind gives the next one nothing to look for; one that was held back does not count. */
function notDone(before: OutboxRow, delivery: Delivery | Carried): Partial<OutboxRow> {
  if (!('nothingDone' in delivery && delivery.nothingDone)) return {};
  const { firstTriedAt, attempts } = before;
  return delivery.outcome === 'tenantDown' ? { firstTriedAt, attempts } : { firstTriedAt };
}

function laneKind(lane: string): string {
  return lane.split(' ')[0] ?? '';
}
