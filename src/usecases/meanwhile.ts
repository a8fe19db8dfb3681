// What others changed between the opening of a form and its submission, read from the record in the transaction of
// the submission: of two who submit in the same instant one is first, and the other learns of it.
import type { IncidentContext } from '#machines/incident-types.ts';
import type { TaskContext } from '#machines/task.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import { loadTask } from '#db/tasks.ts';
import type { Sought } from '#db/timeline.ts';
import { entriesSince, newestEntry } from '#db/timeline.ts';
import type { ChangedThing, EntryView } from '../commands/view-types.ts';
import { courseKinds } from './refused.ts';
import type { AboutIncident } from './request.ts';
import { entryView } from './view.ts';

interface Touched extends Sought {
  /** It stands already as this command would have it: nothing is overwritten. */
  isSo: (context: IncidentContext, task: TaskContext | undefined) => boolean;
}

const never = (): boolean => false;

/** A new phase, an end or a new beginning: whatever was meant for another one. */
const course: Touched = { kinds: courseKinds, isSo: never };

/** What a command sets that somebody else may have set since. Notes, tasks and sitreps add; they overwrite nothing. */
function touchedBy(command: AboutIncident): Touched | null {
  switch (command.verb) {
    case 'brief':
      return { kinds: ['brief'], isSo: ({ brief }) => brief === command.text };
    case 'tlp':
      return { kinds: ['tlp'], isSo: ({ tlp }) => tlp === command.label };
    case 'scope':
      return { kinds: ['scope'], isSo: ({ scope }) => scope === command.text };
    case 'affected':
      return {
        kinds: ['affected'],
        isSo: ({ affected }) => affected.join('\n') === command.products.join('\n'),
      };
    case 'mitigation':
      return {
        kinds: ['mitigation'],
        isSo: ({ mitigation }) =>
          mitigation?.text === command.text && mitigation.exists === command.exists,
      };
    case 'decide':
      return {
        kinds: ['decision'],
        isSo: ({ decision }) =>
          decision?.remedy === command.remedy && decision.reason === command.reason,
      };
    case 'guidance':
      return {
        kinds: ['guidance', 'released'],
        isSo: ({ guidance }) => guidance?.text === command.text,
      };
    case 'postmortem':
      return {
        kinds: ['postmortem'],
        isSo: ({ postmortem }) => postmortem?.summary === command.summary,
      };
    case 'assessCase':
      return {
        kinds: ['case.assessed'],
        data: { n: command.caseNumber, side: command.side },
        isSo: never,
      };
    case 'reconcileCase':
      return {
        kinds: ['case.assessed', 'case.reconciled', 'case.severity', 'case.cvss', 'case.products'],
        data: { n: command.caseNumber },
        isSo: never,
      };
    case 'remedy':
      return touchedByRemedy(command);
    case 'level':
      return { kinds: ['level'], isSo: ({ level }) => level === command.level };
    case 'assign':
      return { ...ofTask(command.n), isSo: (_context, task) => task?.assignee === command.to };
    case 'due':
      return {
        ...ofTask(command.n, ['task.due_date']),
        isSo: (_context, task) => task?.dueAt === command.at,
      };
    case 'block':
    case 'waive':
      return { ...ofTask(command.n), isSo: never };
    case 'override':
    case 'regress':
    case 'noGo':
    case 'pullIn':
    case 'fixFailed':
    case 'standDown':
    case 'falsePositive':
    case 'reopen':
      return course;
    default:
      return null;
  }
}

function touchedByRemedy({
  caseNumber,
  act,
}: Extract<AboutIncident, { verb: 'remedy' }>): Touched | null {
  const kinds = {
    SSVC: ['case.ssvc'],
    // What is decided rests on the evaluation.
    VEHICLE: ['case.vehicle', 'case.ssvc'],
    EXPLOITABILITY: ['case.exploitability'],
    MEASURE: null,
    MEASURE_TESTED: null,
    NO_MEASURE: ['case.measure', 'case.noMeasure'],
    VARIANT: null,
    NO_VARIANTS: ['case.variant', 'case.noVariants'],
    VEX: null,
  }[act.type];
  return kinds === null ? null : { kinds, data: { n: caseNumber }, isSo: never };
}

/** How a task stands: who has it, and how far it is. */
function ofTask(
  n: number,
  kinds = ['task.assign', 'task.start', 'task.done', 'task.block', 'task.waive', 'task.reopen'],
): Sought {
  return { kinds, data: { n } };
}

/** What a command would overwrite that was changed behind entry `seen`, or null when it overwrites nothing unseen. */
export function changedSince(
  db: Db,
  row: IncidentRow,
  command: AboutIncident,
  seen: number,
): ChangedThing | null {
  if (row.lastSeq <= seen) return null;
  const touched = touchedBy(command);
  if (touched === null) return null;
  const latest = entriesSince(db, row.id, { ...touched, after: seen }).at(-1);
  if (latest === undefined) return null;
  const task = 'n' in command ? loadTask(db, row.id, command.n)?.snapshot.context : undefined;
  if (touched.isSo(row.snapshot.context, task)) return null;
  const before = newestEntry(db, row.id, { ...touched, upTo: seen });
  return { latest: entryView(latest), before: before === undefined ? null : entryView(before) };
}

/** Sitreps that others sent while somebody wrote theirs: no conflict, but worth knowing. */
export function sitrepsSince(
  db: Db,
  row: IncidentRow,
  command: AboutIncident,
  { seen, person }: { seen: number; person: string },
): EntryView[] {
  if (command.verb !== 'sitrep') return [];
  return sitrepsOfOthers(db, row, { seen, person });
}

export function sitrepsOfOthers(
  db: Db,
  row: IncidentRow,
  { seen, person }: { seen: number; person: string },
): EntryView[] {
  if (row.lastSeq <= seen) return [];
  return entriesSince(db, row.id, { kinds: ['sitrep'], after: seen })
    .filter(({ actor }) => actor !== person)
    .map(entryView);
}
