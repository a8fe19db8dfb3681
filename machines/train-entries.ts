// The words of the record about a booking on a release train.
import type { Severity } from './assessment-types.ts';
import type { EntryDraft } from './effects.ts';
import { entry, mention } from './entries.ts';
import type { IsoInstant, PersonId } from './incident-types.ts';
import type { AdvanceNotice, TrainContext } from './train-types.ts';

interface Stamp {
  at: IsoInstant;
  by: PersonId;
  approvedBy?: PersonId;
}

/** `release train 2026-12`, or `out-of-band release`. */
export const trainName = ({ month }: Pick<TrainContext, 'month'>): string =>
  month === null ? 'out-of-band release' : `release train ${month}`;

/** `1 security bulletin` or `5 security bulletins`. */
export const bulletinsCounted = (bulletins: number): string =>
  `${bulletins} security ${bulletins === 1 ? 'bulletin' : 'bulletins'}`;

const severityName = (severity: Severity): string =>
  `${severity.slice(0, 1).toUpperCase()}${severity.slice(1)}`;

/** What customers read beforehand, in Microsoft's manner: how many, how grave, which families. */
export function noticeText(
  { releaseAt, month }: Pick<TrainContext, 'releaseAt' | 'month'>,
  { bulletins, severity, families }: Pick<AdvanceNotice, 'bulletins' | 'severity' | 'families'>,
): string {
  const what = month === null ? 'an out-of-band release' : 'the monthly release';
  return `Advance notice of ${what} at ${releaseAt}: ${bulletinsCounted(bulletins)}, maximum severity ${severityName(severity)}, for ${families}`;
}

export function trainEntry(
  c: TrainContext,
  stamp: Stamp,
  kind: string,
  did: string,
  data: Record<string, unknown> = {},
): EntryDraft {
  const text = `Booking ${c.n} (${trainName(c)}): ${did}`;
  return entry(stamp, `train.${kind}`, text, { n: c.n, releaseAt: c.releaseAt, ...data });
}

const because = (reason: string): string => (reason === '' ? '' : `: ${reason}`);

/** `case 1`, `cases 1 and 2`; empty for none. */
function casesNamed(cases: readonly number[]): string {
  const last = cases.at(-1);
  if (last === undefined) return '';
  if (cases.length === 1) return `case ${last}`;
  return `cases ${cases.slice(0, -1).join(', ')} and ${last}`;
}

export function booked(c: TrainContext, stamp: Stamp): EntryDraft {
  const with_ = c.cases.length === 0 ? '' : ` with ${casesNamed(c.cases)}`;
  const again =
    c.rereleaseOf === null ? '' : `, a re-release of what went with booking ${c.rereleaseOf}`;
  const late = c.frozenAt === null ? '' : ', after its scope was frozen';
  const did = `booked for ${c.releaseAt}${with_}${again}${late}${because(c.reason)}`;
  return trainEntry(c, stamp, 'booked', did, { cases: c.cases, rereleaseOf: c.rereleaseOf });
}

export function caseOn(c: TrainContext, stamp: Stamp, caseNumber: number): EntryDraft {
  const late = c.frozenAt === null ? '' : ', after its scope was frozen';
  return trainEntry(c, stamp, 'caseOn', `case ${caseNumber} comes along${late}`, { caseNumber });
}

export function caseOff(
  c: TrainContext,
  stamp: Stamp,
  { caseNumber, reason }: { caseNumber: number; reason: string },
): EntryDraft {
  const did = `case ${caseNumber} does not come along${because(reason)}`;
  return trainEntry(c, stamp, 'caseOff', did, { caseNumber });
}

export const frozen = (c: TrainContext, stamp: Stamp): EntryDraft =>
  trainEntry(c, stamp, 'frozen', 'its scope is frozen');

/** What was told to customers, whole: statements of record are read from here. */
export function noticed(c: TrainContext, stamp: Stamp, notice: AdvanceNotice): EntryDraft {
  const again = c.notice === null ? '' : 'corrected: ';
  const second = notice.approvedBy === null ? '' : ` (approved by ${mention(notice.approvedBy)})`;
  const { bulletins, severity, families } = notice;
  const data = { bulletins, severity, families, text: noticeText(c, notice) };
  return trainEntry(c, stamp, 'notice', `${again}${data.text}${second}`, data);
}

export const reminded = (c: TrainContext, stamp: Stamp, did: string): EntryDraft =>
  trainEntry(c, stamp, 'reminder', did);

export function pulledIn(c: TrainContext, stamp: Stamp, reason: string): EntryDraft {
  const did = `goes out of band and not at ${c.releaseAt}: ${reason}`;
  return trainEntry(c, stamp, 'pulledIn', did, { was: c.releaseAt, releaseAt: stamp.at });
}

export function departed(c: TrainContext, stamp: Stamp, webcastAt: IsoInstant): EntryDraft {
  const did = `released; the webcast for customers is at ${webcastAt}`;
  return trainEntry(c, stamp, 'departed', did, { webcastAt });
}

export const missed = (c: TrainContext, stamp: Stamp): EntryDraft =>
  trainEntry(c, stamp, 'missed', `the train of ${c.releaseAt} went without it`);

export const webcastHeld = (c: TrainContext, stamp: Stamp, note: string): EntryDraft =>
  trainEntry(c, stamp, 'webcast', `the webcast for customers was held${because(note)}`);

export const left = (c: TrainContext, stamp: Stamp, reason: string): EntryDraft =>
  trainEntry(c, stamp, 'left', `taken off${because(reason)}`);
