// What is shown of statements to audiences.
import type { Said } from '#machines/said.ts';
import type { IncidentView } from './view-types.ts';

export type StatementScreen =
  | { view: 'statements'; incident: IncidentView }
  | { view: 'statement'; incident: IncidentView; n: number }
  /** What a regulator asks for, by field. */
  | {
      view: 'statementFields';
      incident: IncidentView;
      n: number;
      fields: Readonly<Record<string, string>>;
    }
  /** The newest last. */
  | { view: 'said'; incident: IncidentView; all: boolean; said: readonly Said[] };
