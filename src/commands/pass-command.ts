// What people say of test passes.
import type { IsoInstant } from '#machines/incident-types.ts';
import type { PassEvent } from '#machines/pass-types.ts';

type Said<Event> = Event extends unknown ? Omit<Event, 'at' | 'by'> : never;

/** What a person says of one pass. */
export type PassAct = Said<Exclude<PassEvent, { type: 'OVERDUE' | 'MOVED' }>>;

export type PassCommand =
  | { verb: 'passes' }
  | { verb: 'showPass'; pass: number }
  | { verb: 'openPass'; name: string; until: IsoInstant | null; updates: string[] }
  | { verb: 'pass'; pass: number; act: PassAct };
