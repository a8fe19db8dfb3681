// May somebody have a file of an incident now? Asked when they take one that was offered to them before: they may have
// been taken out of the incident meanwhile.
import { findIncident } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import type { Refusal } from '../commands/refusal.ts';
import { lacking } from './authorize.ts';
import { askingOf } from './change-incident.ts';
import type { Request } from './request.ts';

/** Null when they may. Whoever may not see the incident learns nothing of it. */
export function whyNoFile(db: Db, request: Request, incidentId: string): Refusal | null {
  if (request.kind === 'guest' || request.kind === 'stranger') return { reason: 'guest' };
  if (request.kind === 'unknown') return { reason: 'standingUnknown' };
  const row = findIncident(db, request.tenant, incidentId);
  const command = { verb: 'export', format: 'md', incidentId } as const;
  const isAllowed = row !== undefined && lacking(command, askingOf(request, row)) === null;
  return isAllowed ? null : { reason: 'unknownIncident', id: incidentId };
}
