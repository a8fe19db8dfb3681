// Nothing that names a case under an embargo goes to people outside its incident before the embargo ends.
import type { Embargoed } from '#machines/embargoed.ts';
import { embargoedOf, revealed } from '#machines/embargoed.ts';
import { isReleaseTime, missingVotes } from '#machines/criteria.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import { partsOf } from '#db/parts.ts';
import type { Work } from './apply-event.ts';
import { Refused } from './refused.ts';
import { waitingDocuments } from './release-documents.ts';
import type { AboutIncident } from './request.ts';

/** What is secret of the cases of an incident; of another incident nobody here need know even that it has secrets. */
function embargoedIn(db: Db, incidentId: string): Embargoed[] {
  return partsOf(db, incidentId, 'case').flatMap(
    ({ snapshot }) => embargoedOf(snapshot.context) ?? [],
  );
}

/** Throws Refused when a text for people outside names a case under an embargo. */
export function refuseRevealing({ tx }: Work, row: IncidentRow, text: string): void {
  refuse(row, text, embargoedIn(tx, row.id));
}

/** The same of what testers read: they know products by their updates, and nothing of what is wrong with them. */
export function refuseRevealingToTesters({ tx }: Work, row: IncidentRow, text: string): void {
  const secrets = partsOf(tx, row.id, 'case').flatMap(({ snapshot: { context } }) => {
    const { investigation: _products, ...rest } = context;
    return embargoedOf(rest) ?? [];
  });
  refuse(row, text, secrets);
}

function refuse({ id }: IncidentRow, text: string, secrets: readonly Embargoed[]): void {
  const found = revealed(text, secrets);
  if (found.length > 0) throw new Refused({ reason: 'underEmbargo', found, incidentId: id });
}

/** The same of a command that tells people outside something, or records that they were told. */
export function refuseRevealingCommand(work: Work, row: IncidentRow, command: AboutIncident): void {
  if (command.verb === 'stakeholderSitrep' || command.verb === 'holding')
    refuseRevealing(work, row, command.text);
  // With every go given, its time come and no document that waits, the guidance is the release, which ends the embargo.
  if (command.verb === 'guidance' && !isRelease(work, row))
    refuseRevealing(work, row, command.text);
}

function isRelease({ tx, now }: Work, { id, snapshot: { context } }: IncidentRow): boolean {
  const isReady = context.phase === 'communicate' && missingVotes(context).length === 0;
  return isReady && isReleaseTime(context, now) && waitingDocuments(tx, id).length === 0;
}

/** What an incident is called where everybody reads it. */
export function titleOutside(db: Db, { id, snapshot: { context } }: IncidentRow): string {
  const isSafe = revealed(context.title, embargoedIn(db, id)).length === 0;
  return isSafe ? context.title : '(title withheld until an embargo ends)';
}
