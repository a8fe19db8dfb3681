// Commands about test passes: which one is meant, the event of its chart, and why not. Participants outside read a
// pass's name and its updates, so neither may say what is under embargo.
import { blockersOf, passState } from '#machines/pass.ts';
import type { PassEvent } from '#machines/pass-types.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import type { PartRow } from '#db/parts.ts';
import { loadPart } from '#db/parts.ts';
import type { Opened, Work } from './apply-event.ts';
import { applyPartEvent, createPart } from './apply-event.ts';
import { refuseRevealingToTesters } from './embargo-guard.ts';
import { Refused } from './refused.ts';
import type { AboutIncident, Stamp } from './request.ts';

type Pass = PartRow<'pass'>;

/** Throws Refused when there is no such pass. */
export function passFor(db: Db, row: IncidentRow, n: number): Pass {
  const found = loadPart(db, row.id, 'pass', n);
  if (found === undefined) throw new Refused({ reason: 'unknownPass', n, incidentId: row.id });
  return found;
}

/** False when the command is about no test pass. */
export function changePass(
  work: Work,
  opened: Opened,
  command: AboutIncident,
  stamp: Stamp,
): boolean {
  const { row } = opened;
  switch (command.verb) {
    case 'openPass': {
      const { name, until, updates } = command;
      refuseRevealingToTesters(work, row, [name, ...updates].join('\n'));
      createPart(work, opened, 'pass', { name, until, updates, at: stamp.at, by: stamp.by });
      return true;
    }
    case 'pass': {
      const event = { at: stamp.at, by: stamp.by, ...command.act } as PassEvent;
      take(work, opened, passFor(work.tx, row, command.pass), event);
      return true;
    }
    default:
      return false;
  }
}

function take(work: Work, opened: Opened, pass: Pass, event: PassEvent): void {
  if (applyPartEvent(work, opened, pass, event) === null) return;
  const { context } = pass.snapshot;
  throw new Refused({
    reason: 'passNotNow',
    n: pass.n,
    state: passState(pass.snapshot),
    event: event.type,
    blockers: blockersOf(context).map(({ m }) => m),
    movedTo: context.movedTo,
    incidentId: opened.row.id,
  });
}
