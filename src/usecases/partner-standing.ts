// Who takes part in the partner programme: its file says on which terms, the database who is suspended. Suspending
// reaches every package of the partner in every incident, in one transaction.
import { ndaHolds } from '#machines/partner-policy.ts';
import { askedOf } from '#machines/rule-parts.ts';
import type { Partner } from '#machines/partner-types.ts';
import { incidentOfConversation, loadIncident } from '#db/incidents.ts';
import { handledBefore, remember } from '#db/inbox.ts';
import type { Db, Store } from '#db/open.ts';
import { addStanding, standingOf } from '#db/partners.ts';
import { loadPart, openPartsByKey } from '#db/parts.ts';
import type { ProgrammeCommand, PartnerView } from '../commands/partner-command.ts';
import type { Outcome } from '../commands/outcome.ts';
import { applyPartEvent, finish, openIncident } from './apply-event.ts';
import { isLead, maySee } from './authorize.ts';
import { Refused } from './refused.ts';
import type { Request } from './request.ts';
import type { Rules } from './work.ts';

/** Throws Refused when the programme has none of this id. */
export function partnerOf(
  { programme: { partners } }: Pick<Rules, 'programme'>,
  id: string,
): Partner {
  const found = partners.find((one) => one.id === id);
  if (found !== undefined) return found;
  const known = partners.map((one) => one.id);
  throw new Refused({ reason: 'unknownPartner', partner: id, known });
}

export function isSuspended(db: Db, partner: string): boolean {
  return standingOf(db, partner)?.suspended === true;
}

export function refuseSuspended(db: Db, partner: string): void {
  if (isSuspended(db, partner))
    throw new Refused({ reason: 'partnerStanding', partner, isSuspended: true });
}

/** Suspends a partner or lets it take part again. Admins may, and whoever leads the incident of the room. */
export function changeStanding(
  store: Store,
  rules: Rules,
  now: string,
  request: Request,
  command: Extract<ProgrammeCommand, { reason: string }>,
): Outcome {
  const { partner: id, reason } = command;
  const suspended = command.verb === 'suspendPartner';
  return store.transaction((tx): Outcome => {
    const key = `${request.person} ${request.requestId}`;
    const known = handledBefore(tx, key);
    if (known !== undefined) return known as unknown as Outcome;
    refuseUnlessLead(tx, request);
    const { name } = partnerOf(rules, id);
    if (isSuspended(tx, id) === suspended)
      throw new Refused({ reason: 'partnerStanding', partner: id, isSuspended: suspended });
    const by = request.person;
    addStanding(tx, { partner: id, suspended, by, at: now, reason });
    const work = { tx, now, rules };
    const stamp = { at: now, by };
    const packages = openPartsByKey(tx, 'package', id);
    for (const { incidentId, n } of packages) {
      const opened = openIncident(work, incidentId);
      const part = loadPart(tx, incidentId, 'package', n);
      if (part === undefined) continue;
      applyPartEvent(
        work,
        opened,
        part,
        suspended ? { type: 'SUSPEND', reason, ...stamp } : { type: 'RESUME', ...stamp },
      );
      finish(work, opened);
    }
    const outcome = {
      kind: 'standing',
      partner: name,
      suspended,
      packages: packages.length,
    } as const;
    remember(tx, key, now, { ...outcome });
    return outcome;
  });
}

function refuseUnlessLead(db: Db, { person, isAdmin, tenant, conversation }: Request): void {
  const here = conversation === null ? undefined : incidentOfConversation(db, tenant, conversation);
  const row = here === undefined ? undefined : loadIncident(db, here);
  const leads = row !== undefined && !row.closed && isLead(row.snapshot.context, person);
  if (!isAdmin && !leads)
    throw new Refused({
      reason: 'notAllowed',
      needs: ['lead', 'admin'],
      lead: row === undefined ? null : askedOf(row.snapshot.context),
      incidentId: row?.id ?? null,
    });
}

/** Everybody in the programme, as it stands. */
function partnerViews(db: Db, { programme }: Rules, now: string): PartnerView[] {
  return programme.partners.map(({ key, ...partner }) => {
    const standing = standingOf(db, partner.id);
    return {
      partner: { ...partner, hasKey: key !== null },
      isNdaOver: !ndaHolds(partner.ndaUntil, now),
      suspended:
        standing?.suspended === true
          ? { by: standing.by, at: standing.at, reason: standing.reason }
          : null,
    };
  });
}

/** What people see of the programme. */
export function lookAtPartners(
  db: Db,
  rules: Rules,
  now: string,
  { person, isAdmin }: Request,
  command: Extract<ProgrammeCommand, { verb: 'partners' | 'showPartner' }>,
): Outcome {
  const partners = partnerViews(db, rules, now);
  if (command.verb === 'partners') return { kind: 'view', view: 'partners', partners };
  const { id } = partnerOf(rules, command.partner);
  const packages = openPartsByKey(db, 'package', id).flatMap(({ incidentId, n, state }) => {
    const row = loadIncident(db, incidentId);
    const sees = row !== undefined && maySee({ person, isAdmin, context: row.snapshot.context });
    return sees ? [{ incidentId, n, state }] : [];
  });
  const [partner] = partners.filter((one) => one.partner.id === id);
  if (partner === undefined) throw new Error(`no view of partner ${id}`);
  return { kind: 'view', view: 'partner', partner, packages };
}
