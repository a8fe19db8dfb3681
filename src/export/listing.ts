// The short lists of a postmortem (overrides, failed fixes, findings …), gathered from the stream of entries.
// Each list is capped: the total is exact, and whatever is cut is still in the sequence of events.
import type { EntryView } from '#src/commands/view-types.ts';
import type { FindingCategory, IsoInstant, PersonId, Phase } from '#machines/incident-types.ts';
import { findingCategories, phases } from '#machines/incident-types.ts';
import { clip } from './visible.ts';

const linesMax = 200;
const textMax = 2000;

export interface Listed {
  seq: number;
  at: IsoInstant;
  recordedAt: IsoInstant;
  by: PersonId;
  /** The second person, of what needed two. */
  approvedBy: PersonId | null;
  kind: string;
  text: string;
  /** A correction's or withdrawal's target, and what was said there. */
  of: number | null;
  was: string | null;
  /** The new level of a change of level. */
  to: number | null;
  /** The words of the newest correction of this entry. */
  correctedTo: string | null;
}

export interface Listing {
  total: number;
  lines: Listed[];
}

type Topic =
  | 'overrides'
  | 'regressions'
  | 'reopenings'
  | 'unacknowledgedRoles'
  | 'staffing'
  | 'escalations'
  | 'failedFixes'
  | 'noGos'
  | 'pullIns'
  | 'waivers'
  | 'waivedTasks'
  | 'blockedTasks'
  | 'pastDue'
  | 'undelivered'
  | 'facts'
  | 'levels'
  | 'fixSteps'
  | 'publications'
  | 'roleChanges'
  | 'corrections'
  | 'embargoes';

export type ListName =
  | Topic
  | `finding.${Exclude<FindingCategory, 'lesson'>}`
  /** The phase in which the lesson was told. */
  | `lesson.${Phase | 'closed'}`;

const topicOf = new Map<string, Topic>([
  ['overridden', 'overrides'],
  ['regressed', 'regressions'],
  ['reopened', 'reopenings'],
  ['roleUnacknowledged', 'unacknowledgedRoles'],
  ['staffingOverdue', 'staffing'],
  ['task.ack_overdue', 'escalations'],
  ['task.overdue', 'escalations'],
  ['fixFailed', 'failedFixes'],
  ['noGo', 'noGos'],
  ['pulledIn', 'pullIns'],
  ['monitoringWaived', 'waivers'],
  ['task.waive', 'waivedTasks'],
  ['task.block', 'blockedTasks'],
  ['task.due', 'pastDue'],
  ['deliveryFailed', 'undelivered'],
  ['fact', 'facts'],
  ['level', 'levels'],
  ['fixBuilt', 'fixSteps'],
  ['fixVerified', 'fixSteps'],
  ['fixReady', 'fixSteps'],
  ['holding', 'publications'],
  ['guidance', 'publications'],
  ['released', 'publications'],
  ['roleClaimed', 'roleChanges'],
  ['roleAssigned', 'roleChanges'],
  ['roleAcknowledged', 'roleChanges'],
  ['roleReleased', 'roleChanges'],
  ['handover', 'roleChanges'],
  ['correction', 'corrections'],
  ['withdrawal', 'corrections'],
  ['case.embargo', 'embargoes'],
]);

/** Kinds of which only the newest entry holds. */
const statements = ['brief', 'scope', 'affected', 'mitigation', 'decision', 'postmortem'] as const;
export type Statement = (typeof statements)[number];

export interface Listings {
  take(entry: EntryView): void;
  of(name: ListName): Listing;
  newest(statement: Statement): Listed | null;
}

export function startListings(): Listings {
  const lists = new Map<ListName, Listing>();
  const bySeq = new Map<number, Listed>();
  const newest = new Map<Statement, Listed>();
  let phase: Phase | 'closed' = 'mobilize';

  return {
    take(entry) {
      const statement = statements.find((kind) => kind === entry.kind);
      if (statement !== undefined) state(statement, listed(entry));
      if (entry.kind === 'closed') phase = 'closed';
      if (entry.kind === 'phaseEntered') phase = phaseIn(entry) ?? phase;
      const name = entry.kind === 'finding' ? findingList(entry, phase) : topicOf.get(entry.kind);
      if (name === undefined) return;
      if (entry.kind === 'correction') noteCorrection(bySeq, entry);
      const list = lists.get(name) ?? { total: 0, lines: [] };
      lists.set(name, list);
      list.total += 1;
      if (list.lines.length >= linesMax) return;
      const line = listed(entry);
      list.lines.push(line);
      bySeq.set(line.seq, line);
    },
    of: (name) => lists.get(name) ?? { total: 0, lines: [] },
    newest: (statement) => newest.get(statement) ?? null,
  };

  function state(statement: Statement, line: Listed): void {
    bySeq.delete(newest.get(statement)?.seq ?? 0);
    newest.set(statement, line);
    bySeq.set(line.seq, line);
  }
}

export function textIn(data: Record<string, unknown>, key: string): string | null {
  const value = data[key];
  return typeof value === 'string' ? value : null;
}

export function numberIn(data: Record<string, unknown>, key: string): number | null {
  const value = data[key];
  return typeof value === 'number' ? value : null;
}

/** A finding of no known category is still somebody's lesson. */
function findingList({ data }: EntryView, phase: Phase | 'closed'): ListName {
  const category = findingCategories.find((known) => known === data['category']) ?? 'lesson';
  return category === 'lesson' ? `lesson.${phase}` : `finding.${category}`;
}

function phaseIn({ data }: EntryView): Phase | undefined {
  return phases.find((known) => known === data['phase']);
}

function listed({ seq, occurredAt, recordedAt, actor, kind, text, data }: EntryView): Listed {
  const words = kind === 'finding' ? (textIn(data, 'text') ?? text) : text;
  const was = textIn(data, 'old');
  return {
    seq,
    at: occurredAt,
    recordedAt,
    by: actor,
    approvedBy: textIn(data, 'approvedBy'),
    kind,
    text: clip(kind === 'correction' ? (textIn(data, 'new') ?? text) : words, textMax),
    of: numberIn(data, 'of'),
    was: was === null ? null : clip(was, textMax),
    to: numberIn(data, 'to'),
    correctedTo: null,
  };
}

function noteCorrection(bySeq: Map<number, Listed>, { data }: EntryView): void {
  const target = bySeq.get(numberIn(data, 'of') ?? 0);
  const words = textIn(data, 'new');
  if (target !== undefined && words !== null) target.correctedTo = clip(words, textMax);
}
