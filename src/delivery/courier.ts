// What goes out and to no chat: mail, files. Rows of the outbox like all others, tried again like all others; a tenant
// whose chat is down does not hold them up.
import type { OutboxRow } from '#db/outbox.ts';
import type { Delivery } from '../chat/port.ts';
import type { Work } from '../usecases/apply-event.ts';

/** What came of one try; `record`: what the record must know of it, written in the same transaction. */
export type Carried =
  | { outcome: 'delivered'; record?: (work: Work) => void }
  /** It must not go out any more. */
  | { outcome: 'withheld'; reason: string }
  | Extract<Delivery, { outcome: 'retryLater' | 'failed' }>;

/** Delivers one kind of effect. It never throws: what went wrong is part of the answer. */
export interface Courier {
  deliver(row: OutboxRow): Promise<Carried>;
}

/** Couriers by the kind of effect that they carry, which is the first word of their lanes, too. */
export type Couriers = ReadonlyMap<string, Courier>;
