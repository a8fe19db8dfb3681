// Links to packages: made for one contact and shown once, and opened. Whether one opens anything is asked at that
// moment of the package, its partner's standing and agreement; each try is on the record.
import { packageState } from '#machines/package-state.ts';
import { linkMs, ndaHolds } from '#machines/partner-policy.ts';
import type { DeniedBecause, PackageContext } from '#machines/partner-types.ts';
import { after } from '#machines/rule-parts.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Store } from '#db/open.ts';
import type { PartnerLink } from '#db/partners.ts';
import { addLink, copyOf, linkBySecret } from '#db/partners.ts';
import type { PartRow } from '#db/parts.ts';
import { loadPart } from '#db/parts.ts';
import { handledBefore, remember } from '#db/inbox.ts';
import type { Outcome } from '../commands/outcome.ts';
import { newMark } from '../shared/copy-mark.ts';
import type { Opened, Work } from './apply-event.ts';
import { applyPartEvent, finish, forChange, openIncident } from './apply-event.ts';
import { lacking } from './authorize.ts';
import { askingOf } from './change-incident.ts';
import { notNow, packageFor } from './change-package.ts';
import { isSuspended } from './partner-standing.ts';
import { Refused, refuseNeeds } from './refused.ts';
import type { AboutIncident, Request } from './request.ts';
import type { Rules } from './work.ts';

/** One contact's copy, as it is written out. */
export interface PackageCopy {
  context: PackageContext;
  contact: string;
  /** Tells whose copy it is. */
  mark: string;
  isDrill: boolean;
}

/** A link for one contact. The secret in it has 32 bytes and is kept nowhere. */
export function makeLink(
  { tx, now, rules }: Work,
  { n, incidentId, edition }: PackageContext,
  contact: string,
): { url: string; until: string } {
  const secret = `${rules.newId()}${rules.newId()}`;
  const expiresAt = after(now, linkMs);
  addLink(tx, { secret, incidentId, package: n, edition, contact, madeAt: now, expiresAt });
  return { url: `${rules.publicUrl ?? ''}/partners/${secret}`, until: expiresAt };
}

/** Gives somebody of us the link of a contact. A repeated delivery makes none. */
export function giveLink(
  work: Work,
  request: Request,
  command: Extract<AboutIncident, { verb: 'linkPackage' }>,
  row: IncidentRow,
): Outcome {
  const { tx, now, rules } = work;
  const key = `${request.person} ${request.requestId}`;
  const known = handledBefore(tx, key);
  if (known !== undefined) return known as unknown as Outcome;
  const lacks = lacking(command, askingOf(request, row));
  if (lacks !== null) refuseNeeds(lacks, row);
  const { packageNumber: n, contact } = command;
  const part = packageFor(tx, row, n);
  const { context } = part.snapshot;
  const incidentId = row.id;
  if (row.drill) throw new Refused({ reason: 'noWayOut', n, lacks: 'drill', incidentId });
  if (rules.publicUrl === null)
    throw new Refused({ reason: 'noWayOut', n, lacks: 'publicUrl', incidentId });
  const state = packageState(part.snapshot);
  if (state !== 'offered' && state !== 'opened') throw notNow(row, part, 'LINKED');
  const opened = forChange(row);
  const event = { type: 'LINKED', contact, at: now, by: request.person } as const;
  if (applyPartEvent(work, opened, part, event) !== null) {
    const contacts = context.recipients.map((one) => one.contact);
    throw new Refused({ reason: 'noSuchContact', n, contacts, incidentId });
  }
  finish(work, opened);
  const { url, until } = makeLink(work, context, contact);
  const told = { kind: 'packageLink', incidentId, n, contact, until } as const;
  // Without the link: the secret is kept nowhere.
  remember(tx, key, now, { ...told, url: null });
  return { ...told, url };
}

/** Is there such a link at all? Looking opens nothing and records nothing: mail scanners look. */
export function isLink({ db }: Store, secret: string): boolean {
  return linkBySecret(db, secret) !== undefined;
}

/** Opens a package, or says nothing of why not; both are recorded. `from`: the network that the request came from. */
export function openLink(
  store: Store,
  rules: Rules,
  now: string,
  { secret, from }: { secret: string; from: string },
): PackageCopy | null {
  return store.transaction((tx): PackageCopy | null => {
    const link = linkBySecret(tx, secret);
    if (link === undefined) return null;
    const work: Work = { tx, now, rules };
    const { opened, part } = packageOf(work, { ...link, n: link.package });
    const { contact } = link;
    const stamp = { at: now, by: 'ssirp' };
    const why = whyDenied(work, link, part);
    const refused =
      why === null
        ? applyPartEvent(work, opened, part, { type: 'OPENED', contact, from, ...stamp })
        : applyPartEvent(work, opened, part, { type: 'DENIED', contact, from, why, ...stamp });
    finish(work, opened);
    return why === null && refused === null
      ? copyFor(work, part.snapshot.context, contact, opened.row)
      : null;
  });
}

export function copyFor(
  { tx, now, rules }: Work,
  context: PackageContext,
  contact: string,
  { drill }: IncidentRow,
): PackageCopy {
  const { incidentId, n } = context;
  const wanted = { mark: newMark(rules.newId), incidentId, package: n, contact, madeAt: now };
  return { context, contact, mark: copyOf(tx, wanted).mark, isDrill: drill };
}

/** Where the package is now, if its incident was merged into another. */
function packageOf(
  work: Work,
  { incidentId, n }: { incidentId: string; n: number },
): { opened: Opened; part: PartRow<'package'> } {
  const part = loadPart(work.tx, incidentId, 'package', n);
  if (part === undefined)
    throw new Error(`a link to package ${n} of ${incidentId}, which is not there`);
  const { movedTo } = part.snapshot.context;
  if (movedTo === null) return { opened: openIncident(work, incidentId), part };
  return packageOf(work, movedTo);
}

function whyDenied(
  { tx, now, rules }: Work,
  { edition, expiresAt }: PartnerLink,
  { snapshot }: PartRow<'package'>,
): DeniedBecause | null {
  const { context } = snapshot;
  const partner = rules.programme.partners.find(({ id }) => id === context.partner.id);
  const state = packageState(snapshot);
  if (state === 'suspended' || isSuspended(tx, context.partner.id)) return 'suspended';
  if (state === 'closed' || context.content === null) return 'closed';
  if (edition !== context.edition || (state !== 'offered' && state !== 'opened')) return 'replaced';
  if (now >= expiresAt) return 'expired';
  // Who is no longer in the programme has no agreement with it either.
  return partner === undefined || !ndaHolds(partner.ndaUntil, now) ? 'nda' : null;
}
