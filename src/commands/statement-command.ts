// What people say of statements to audiences.
import type { Tlp } from '#machines/incident-types.ts';
import type { GivenHow, StatementKind } from '#machines/statement-types.ts';

export type StatementCommand =
  | { verb: 'statements' }
  /** `asFields`: what a regulator asks for, field by field as JSON. */
  | { verb: 'showStatement'; statement: number; asFields: boolean }
  /** `text` null: as the record gives it; `label` null: that of the incident. */
  | {
      verb: 'draftStatement';
      kind: StatementKind;
      clockNumber: number | null;
      label: Tlp | null;
      text: string | null;
    }
  | { verb: 'writeStatement'; statement: number; text: string }
  | { verb: 'labelStatement'; statement: number; label: Tlp }
  /** `as`: how it read when it was proposed; absent when it is said. */
  | { verb: 'approveStatement'; statement: number; as?: string }
  | { verb: 'giveStatement'; statement: number; how: GivenHow; to: string }
  | { verb: 'withdrawStatement'; statement: number; reason: string }
  | { verb: 'said'; all: boolean }
  | { verb: 'form'; form: 'statement'; statement: number };
