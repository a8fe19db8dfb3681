// What is due, in the words of calendars outside: the number of the incident and the name of the clock, nothing else.
import type { DueItem } from '../commands/due.ts';

/** `INC-2026-0001 · Sitrep due`, with DRILL in front for practice. */
export function dueTitle({ incidentId, drill, thing }: DueItem): string {
  return `${drill ? 'DRILL · ' : ''}${incidentId} · ${nameOf(thing)}`;
}

function nameOf(thing: DueItem['thing']): string {
  switch (thing.kind) {
    case 'sitrep':
      return 'Sitrep due';
    case 'embargo':
      return `Embargo of case ${thing.caseNumber} ends`;
    case 'task':
      return `Task ${thing.n} due`;
    case 'followUp':
      return `Follow-up ${thing.n} due`;
  }
}
