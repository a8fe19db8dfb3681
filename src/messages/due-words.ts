// What is due, by name: words that may stand in calendars outside, so there is nothing of the incident in them.
import type { DueItem, DueThing } from '../commands/due.ts';

/** `INC-2026-0001 · Sitrep due`, with DRILL in front for practice. */
export function dueTitle({ incidentId, drill, thing }: DueItem): string {
  return `${drill ? 'DRILL · ' : ''}${incidentId} · ${dueName(thing)}`;
}

/** `Embargo of case 1 ends`, to stand before the moment. */
export function dueName(thing: DueThing): string {
  switch (thing.kind) {
    case 'sitrep':
      return 'Sitrep due';
    case 'embargo':
      return `Embargo of case ${thing.caseNumber} ends`;
    case 'clock':
      return `${capital(thing.name)} ${thing.isOverdue ? 'overdue' : 'due'}${thing.isProposed ? ', if it applies' : ''}`;
    case 'train':
      return `${stopNames[thing.stop]} (booking ${thing.n})`;
    case 'task':
      return `Task ${thing.n} due`;
    case 'followUp':
      return `Follow-up ${thing.n} due`;
  }
}

const stopNames: Record<Extract<DueThing, { kind: 'train' }>['stop'], string> = {
  freeze: 'Scope of the release frozen',
  notice: 'Advance notice for customers due',
  release: 'Release',
  webcast: 'Webcast for customers',
};

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
