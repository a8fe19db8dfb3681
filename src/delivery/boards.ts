// Keeps boards current: the digest of each announcement channel, and the home pages that were opened lately. A board
// is state and no message: only the newest counts, so there is no queue. What each shows is on record, and after a
// start, a failure or a change it is compared with what it should show.
import { boardOf, homeBoard, homesOpenedSince, saveBoard, type BoardRow } from '#db/boards.ts';
import { tenantsWithIncidents } from '#db/incidents.ts';
import { pauseOf } from '#db/pauses.ts';
import { loadPerson } from '#db/people.ts';
import type { Deed, Delivery } from '../chat/port.ts';
import { renderDigest } from '../messages/digest.ts';
import { renderClosedHome, renderHome } from '../messages/home.ts';
import type { Message } from '../messages/message.ts';
import { errorFacts } from '../shared/log.ts';
import { digestView, homeView } from '../usecases/home.ts';
import type { DispatcherParts } from './parts.ts';
import { portOf } from './parts.ts';
import { later } from './result.ts';

/** Changes that follow each other within this time show as one. */
const quietMs = 2000;
const retryMs = 60_000;
/** A page that was not opened for so long is brought up to date when it is opened again. */
const openMs = 12 * 60 * 60 * 1000;
const digest = 'digest';

export class Boards implements AsyncDisposable {
  readonly #parts: DispatcherParts;
  #alarm: { at: string; bell: Disposable } | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
  }

  /** Something may have changed; cheap, and safe to call at any time. */
  wake(afterMs = quietMs): void {
    const { clock } = this.#parts;
    const at = later(clock.now(), afterMs);
    if (this.#stopped || (this.#alarm !== undefined && this.#alarm.at <= at)) return;
    this.#alarm?.bell[Symbol.dispose]();
    const bell = clock.at(at, () => {
      this.#alarm = undefined;
      this.#run();
    });
    this.#alarm = { at, bell };
  }

  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    this.#alarm?.bell[Symbol.dispose]();
    await this.#running;
  }

  #run(): void {
    if (this.#running !== undefined) return this.wake();
    const { log } = this.#parts;
    this.#running = this.#keepAll()
      .catch((error: unknown) => {
        log.error(errorFacts(error), 'boards failed');
        this.wake(retryMs);
      })
      .finally(() => {
        this.#running = undefined;
      });
  }

  async #keepAll(): Promise<void> {
    const { store, clock, rules } = this.#parts;
    const { db } = store;
    const since = later(clock.now(), -openMs);
    for (const { tenant, person } of homesOpenedSince(db, since)) {
      if (rules.offers(tenant, 'home')) await this.#keep(tenant, homeBoard(person));
    }
    for (const tenant of tenantsWithIncidents(db)) {
      if (rules.announces(tenant) && rules.offers(tenant, 'digest'))
        await this.#keep(tenant, digest);
    }
  }

  async #keep(tenant: string, board: string): Promise<void> {
    const { store, clock, log } = this.#parts;
    if (this.#stopped || pauseOf(store.db, tenant) !== undefined) return;
    const row = boardOf(store.db, tenant, board);
    const message = this.#messageOf(tenant, board);
    const shown = JSON.stringify(message);
    if (row?.shown === shown) return;
    // Written before the first try: whoever comes after a crash knows since when it may be there.
    const begun = row ?? {
      tenant,
      board,
      conversation: null,
      externalId: null,
      shown: null,
      touchedAt: clock.now(),
    };
    if (row === undefined) store.transaction((tx) => saveBoard(tx, begun));
    const delivery = await this.#deliver(begun, message, row !== undefined);
    if (delivery === 'later') return;
    const now = boardOf(store.db, tenant, board) ?? begun;
    if (delivery.outcome === 'delivered') {
      const { externalId, conversation = now.conversation } = delivery;
      store.transaction((tx) => saveBoard(tx, { ...now, externalId, conversation, shown }));
      return;
    }
    if (delivery.outcome === 'failed' && delivery.isGone === true)
      store.transaction((tx) =>
        saveBoard(tx, { ...now, externalId: null, conversation: null, touchedAt: clock.now() }),
      );
    log.warn({ tenant, board: board.split(' ')[0], reason: delivery.reason }, 'board not kept');
    const afterMs = delivery.outcome === 'retryLater' ? delivery.afterMs : undefined;
    this.wake(afterMs ?? retryMs);
  }

  #messageOf(tenant: string, board: string): Message {
    const { store, clock, rules } = this.#parts;
    const { db } = store;
    const nameOf = (id: string): string => loadPerson(db, id)?.name ?? id.split(':').at(-1) ?? id;
    if (board === digest) return renderDigest(digestView(db, tenant, clock.now()), nameOf);
    const person = board.slice('home '.length);
    if (loadPerson(db, person)?.kind !== 'member') return renderClosedHome();
    return renderHome(
      homeView(db, { tenant, person, isAdmin: rules.admins(tenant).includes(person) }),
    );
  }

  async #deliver(row: BoardRow, message: Message, isKnown: boolean): Promise<Delivery | 'later'> {
    const { tenant, board, touchedAt } = row;
    const port = portOf(this.#parts, tenant);
    if (port === undefined) return 'later';
    const effect = {
      tenant,
      key: `${board} ${touchedAt}`,
      attempt: isKnown ? 2 : 1,
      firstTriedAt: touchedAt,
      deed: deedOf(row, message),
    };
    const waitMs = port.reserve?.(effect) ?? 0;
    if (waitMs > 0) {
      this.wake(waitMs);
      return 'later';
    }
    return port.deliver(effect);
  }
}

function deedOf({ board, conversation, externalId }: BoardRow, message: Message): Deed {
  if (board !== digest) return { kind: 'home', person: board.slice('home '.length), message };
  if (externalId === null || conversation === null)
    return { kind: 'post', to: null, message, pin: true, isCard: true };
  return { kind: 'update', conversation, externalId, message };
}
