// Keeps boards current. A board shows state and is no saying: nothing of it is queued. Whenever something has changed
// it is made anew; what would show the same is not sent, and many changes within a few seconds are one call. After a
// restart every board is made once. The tables say where a board stands; how often it was tried is in memory only.
import type { BoardRow } from '#db/boards.ts';
import { boardOf, forgetBoard, saveBoard } from '#db/boards.ts';
import type { Db } from '#db/open.ts';
import { pauseOf } from '#db/pauses.ts';
import type { ChatPort, Delivery, OutgoingEffect } from '../chat/port.ts';
import { backoffMs } from '../shared/backoff.ts';
import { errorFacts } from '../shared/log.ts';
import { pauseTenant } from '../usecases/pause-tenant.ts';
import type { BoardKind, BoardPlan } from './board-plans.ts';
import { planBoard } from './board-plans.ts';
import type { DispatcherParts } from './parts.ts';
import { portOf } from './parts.ts';
import { later } from './result.ts';
import type { WantedBoard } from './wanted-boards.ts';
import { wantedBoards } from './wanted-boards.ts';

export type BoardKeeperParts = Pick<
  DispatcherParts,
  'store' | 'rules' | 'ports' | 'clock' | 'log' | 'random'
>;

/** Looking for changes costs a little, so it is not done more often. */
const lookEveryMs = 1000;
/** The least time between two calls for the same board. */
const calmMs = {
  home: 3000,
  digest: 10_000,
  canvas: 60_000,
} as const satisfies Record<BoardKind, number>;
/** A board that was refused is tried again after so long, for somebody may have mended what was in the way. */
const afterRefusalMs = 3_600_000;
const afterFailureMs = 30_000;
const notYetMs = 60_000;
/** The same for what a workspace has not got. */
const unavailableHours = 24;

interface Failure {
  tries: number;
  notBefore: string;
}

export class BoardKeeper implements AsyncDisposable {
  readonly #parts: BoardKeeperParts;
  /** Which version of a board was last found or made current by this process, and when it was last sent. */
  readonly #current = new Map<string, { version: string; sentAt: string }>();
  readonly #failures = new Map<string, Failure>();
  /** Boards of one kind and tenant are made one after the other. */
  readonly #running = new Map<string, Promise<void>>();
  readonly #resting = new Map<string, string>();
  #lookedAt = '';
  #alarm: Disposable | undefined;
  #stopped = false;

  constructor(parts: BoardKeeperParts) {
    this.#parts = parts;
  }

  /** To be called after every change; cheap, and safe to call at any time. */
  wake(): void {
    if (this.#stopped) return;
    const { clock } = this.#parts;
    const notBefore = this.#lookedAt === '' ? '' : later(this.#lookedAt, lookEveryMs);
    if (clock.now() >= notBefore) this.look();
    else this.#ringAt(notBefore);
  }

  /** Looks at once what has changed: somebody is waiting. */
  look(): void {
    if (this.#stopped) return;
    const { clock } = this.#parts;
    const now = clock.now();
    this.#lookedAt = now;
    const lanes = new Map<string, WantedBoard[]>();
    let next: string | undefined;
    for (const board of this.#wanted(now)) {
      const lane = `${board.kind} ${board.tenant}`;
      const due = this.#dueAt(board);
      if (due === undefined || this.#running.has(lane)) continue;
      const at = laterOf(due, this.#resting.get(lane) ?? '');
      if (at <= now) lanes.set(lane, [...(lanes.get(lane) ?? []), board]);
      else next = next === undefined || at < next ? at : next;
    }
    for (const [lane, boards] of lanes) this.#run(lane, inOrder(boards, this.#current));
    this.#ringAt(next);
  }

  get isBusy(): boolean {
    return this.#running.size > 0;
  }

  /** Resolves when no board is being made. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    this.#alarm?.[Symbol.dispose]();
    await Promise.all(this.#running.values());
  }

  #ringAt(instant: string | undefined): void {
    this.#alarm?.[Symbol.dispose]();
    this.#alarm =
      instant === undefined ? undefined : this.#parts.clock.at(instant, () => this.look());
  }

  /** What is wanted where it can be had; what is wanted no more is forgotten. */
  #wanted(now: string): WantedBoard[] {
    const { store, rules } = this.#parts;
    const all = wantedBoards(store.db, rules, now);
    const keys = new Set(all.map(keyOf));
    for (const key of [...this.#current.keys(), ...this.#failures.keys()]) {
      if (keys.has(key)) continue;
      this.#current.delete(key);
      this.#failures.delete(key);
    }
    const closed = new Map<string, boolean>();
    return all.filter(({ tenant, kind }) => {
      const which = `${kind} ${tenant}`;
      const isClosed =
        closed.get(which) ??
        (pauseOf(store.db, tenant) !== undefined || this.#isUnavailable(tenant, kind, now));
      closed.set(which, isClosed);
      return !isClosed;
    });
  }

  #isUnavailable(tenant: string, kind: BoardKind, now: string): boolean {
    const since = boardOf(this.#parts.store.db, tenant, lackOf(kind))?.touchedAt;
    return since !== undefined && later(since, unavailableHours * 3_600_000) > now;
  }

  /** Since when, or from when on, a board is to be made; undefined while it is current. */
  #dueAt(board: WantedBoard): string | undefined {
    const key = keyOf(board);
    const current = this.#current.get(key);
    if (current?.version === board.version && !board.isUrgent) return undefined;
    const calm =
      current === undefined || current.sentAt === '' || board.isUrgent
        ? ''
        : later(current.sentAt, calmMs[board.kind]);
    return laterOf(this.#failures.get(key)?.notBefore ?? '', calm);
  }

  #run(lane: string, boards: readonly WantedBoard[]): void {
    const { clock, log } = this.#parts;
    this.#resting.delete(lane);
    const run = this.#makeAll(lane, boards)
      .catch((error: unknown) => {
        this.#resting.set(lane, later(clock.now(), afterFailureMs));
        log.error({ board: boards[0]?.kind, ...errorFacts(error) }, 'board could not be made');
      })
      .finally(() => {
        this.#running.delete(lane);
        this.wake();
      });
    this.#running.set(lane, run);
  }

  async #makeAll(lane: string, boards: readonly WantedBoard[]): Promise<void> {
    const { store, clock } = this.#parts;
    for (const board of boards) {
      // Whoever asks for something is answered between two boards.
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      if (this.#stopped || pauseOf(store.db, board.tenant) !== undefined) return;
      const waitMs = await this.#make(board);
      if (waitMs > 0) {
        this.#resting.set(lane, later(clock.now(), waitMs));
        return;
      }
    }
  }

  /** Milliseconds until the platform's limits leave room for the board; 0 when it was tried or is current. */
  async #make(board: WantedBoard): Promise<number> {
    const { store, rules, clock } = this.#parts;
    const row = boardOf(store.db, board.tenant, board.name);
    const port = portOf(this.#parts, board.tenant);
    const plan = planBoard(store.db, rules, board, row);
    if (plan === 'notYet') {
      this.#failures.set(keyOf(board), { tries: 0, notBefore: later(clock.now(), notYetMs) });
      return 0;
    }
    if (plan === 'nothing' || port === undefined || row?.shown === plan.shown) {
      this.#found(board);
      return 0;
    }
    const now = clock.now();
    const place = placeOf(plan) ?? null;
    // What was begun in another room was not begun in this one.
    const standing = row !== undefined && (row.conversation ?? place) === place ? row : undefined;
    const known = makesAnew(plan) ? standing : row;
    const isBegun = known !== undefined && known.externalId === null;
    const begun = { ...blank(board), conversation: place, touchedAt: now, ...known };
    const effect: OutgoingEffect = {
      tenant: board.tenant,
      // The same for each try to make it; another for one that is made anew.
      key: makesAnew(plan) ? `${keyOf(board)} ${begun.touchedAt}` : keyOf(board),
      attempt: makesAnew(plan) && isBegun ? 2 : 1,
      firstTriedAt: makesAnew(plan) ? begun.touchedAt : now,
      deed: plan.deed,
    };
    const waitMs = port.reserve?.(effect) ?? 0;
    if (waitMs > 0) return waitMs;
    // Stored before the call: after a crash it is looked for, not made twice.
    if (makesAnew(plan) && !isBegun) store.transaction((tx) => saveBoard(tx, begun));
    const delivery = await this.#tried(port, effect);
    this.#record(board, { row: begun, isFirst: !isBegun, plan, delivery });
    return 0;
  }

  async #tried(port: ChatPort, effect: OutgoingEffect): Promise<Delivery> {
    try {
      return await port.deliver(effect);
    } catch (error) {
      this.#parts.log.error(errorFacts(error), 'adapter failed');
      return { outcome: 'retryLater', reason: 'the adapter failed' };
    }
  }

  #record(
    board: WantedBoard,
    {
      row,
      isFirst,
      plan,
      delivery,
    }: { row: BoardRow; isFirst: boolean; plan: BoardPlan; delivery: Delivery },
  ): void {
    const { store, clock, log } = this.#parts;
    const now = clock.now();
    const facts = { tenant: board.tenant, board: board.kind, outcome: delivery.outcome };
    if (delivery.outcome === 'delivered') {
      const { conversation, externalId, wasThere = false } = delivery;
      const stands = {
        ...row,
        conversation: conversation ?? placeOf(plan) ?? row.conversation,
        externalId: externalId === '' ? row.externalId : externalId,
        // What an earlier try had made shows what it was to show then.
        shown: wasThere ? '' : plan.shown,
        touchedAt: now,
      };
      store.transaction((tx) =>
        saveBoard(tx, board.kind === 'home' ? seenHome(tx, stands, row) : stands),
      );
      this.#failures.delete(keyOf(board));
      if (!wasThere) this.#current.set(keyOf(board), { version: board.version, sentAt: now });
      log.info(facts, 'board shown');
      return;
    }
    log.warn({ ...facts, reason: delivery.reason }, 'board not shown');
    const hasLeftNothing = 'nothingDone' in delivery && delivery.nothingDone;
    if (makesAnew(plan) && isFirst && (hasLeftNothing || delivery.outcome === 'failed'))
      store.transaction((tx) => forgetBoard(tx, board.tenant, board.name));
    if (delivery.outcome === 'tenantDown') {
      const { reason, remedy = '' } = delivery;
      pauseTenant(store, now, { tenant: board.tenant, reason, remedy });
    } else if (delivery.outcome === 'failed' && delivery.isUnavailable === true)
      store.transaction((tx) => saveBoard(tx, lack(board, delivery.reason, now)));
    else if (delivery.outcome === 'failed' && delivery.isGone === true) {
      store.transaction((tx) => forgetBoard(tx, board.tenant, board.name));
      this.#fail(board, undefined);
    } else this.#fail(board, delivery);
  }

  #fail(board: WantedBoard, delivery: Delivery | undefined): void {
    const { clock, random } = this.#parts;
    const key = keyOf(board);
    const tries = (this.#failures.get(key)?.tries ?? 0) + 1;
    const afterMs =
      delivery?.outcome === 'failed'
        ? afterRefusalMs
        : delivery?.outcome === 'retryLater'
          ? delivery.afterMs
          : undefined;
    const notBefore = later(clock.now(), afterMs ?? backoffMs(tries, random()));
    this.#failures.set(key, { tries, notBefore });
  }

  /** It shows what it should already. */
  #found(board: WantedBoard): void {
    const key = keyOf(board);
    const sentAt = this.#current.get(key)?.sentAt ?? '';
    this.#current.set(key, { version: board.version, sentAt });
  }
}

const keyOf = ({ tenant, name }: WantedBoard): string => `${tenant} ${name}`;

/** When a page was opened stays; one that was opened meanwhile is made once more. */
function seenHome(tx: Db, shown: BoardRow, before: BoardRow): BoardRow {
  const { touchedAt } = boardOf(tx, shown.tenant, shown.board) ?? before;
  return touchedAt === before.touchedAt
    ? { ...shown, touchedAt }
    : { ...shown, touchedAt, shown: null };
}

/** The row that remembers what a workspace has not got. */
const lackOf = (kind: BoardKind): string => `no ${kind}`;

function lack({ tenant, kind }: WantedBoard, reason: string, now: string): BoardRow {
  const board = lackOf(kind);
  return { tenant, board, conversation: null, externalId: null, shown: reason, touchedAt: now };
}

function blank({ tenant, name }: WantedBoard): Omit<BoardRow, 'touchedAt'> {
  return { tenant, board: name, conversation: null, externalId: null, shown: null };
}

/** Makes something that must not be there twice. */
function makesAnew({ deed }: BoardPlan): boolean {
  return deed.kind === 'post' || (deed.kind === 'canvas' && deed.externalId === null);
}

function placeOf({ deed }: BoardPlan): string | undefined {
  return 'conversation' in deed ? deed.conversation : undefined;
}

/** Those that somebody may see wrongly first, then what has waited longest. */
function inOrder(
  boards: readonly WantedBoard[],
  current: ReadonlyMap<string, { sentAt: string }>,
): WantedBoard[] {
  const since = (board: WantedBoard): string => current.get(keyOf(board))?.sentAt ?? '';
  return boards.toSorted(
    (a, b) => Number(b.isUrgent) - Number(a.isUrgent) || since(a).localeCompare(since(b)),
  );
}

function laterOf(a: string, b: string): string {
  return a > b ? a : b;
}
