// Commands about packages for partners: what one is made of, on whose terms it goes out, and why not.
import { offerLacks } from '#machines/package-guards.ts';
import { packageState } from '#machines/package-state.ts';
import type { CaseMaterial } from '#machines/partner-policy.ts';
import { excerptsFor, missingTexts, offerFrom } from '#machines/partner-policy.ts';
import type { CaseExcerpt, PackageEvent, Partner } from '#machines/partner-types.ts';
import { whyNot } from '#machines/audiences.ts';
import type { IsoInstant } from '#machines/incident-types.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import type { PartRow } from '#db/parts.ts';
import { loadPart, partsOf } from '#db/parts.ts';
import type { Opened, Work } from './apply-event.ts';
import { applyPartEvent, createPart } from './apply-event.ts';
import { caseFor, onlyCase } from './change-case.ts';
import { factsOf } from './document-facts.ts';
import { partnerOf, refuseSuspended } from './partner-standing.ts';
import { Refused } from './refused.ts';
import type { AboutIncident, Stamp } from './request.ts';

type Package = PartRow<'package'>;
type Offer = Extract<PackageEvent, { type: 'OFFER' }>;

/** Throws Refused when there is no such package. */
export function packageFor(db: Db, row: IncidentRow, n: number): Package {
  const found = loadPart(db, row.id, 'package', n);
  if (found === undefined) throw new Refused({ reason: 'unknownPackage', n, incidentId: row.id });
  return found;
}

/** False when the command is about no package. */
export function changePackage(
  work: Work,
  opened: Opened,
  command: AboutIncident,
  stamp: Stamp,
): boolean {
  const { tx } = work;
  const { row } = opened;
  switch (command.verb) {
    case 'partnerText': {
      const { caseNumber, text, words } = command;
      const part =
        caseNumber === null
          ? onlyCase(tx, row, `partner ${text} case <n> <text>`)
          : caseFor(tx, row, caseNumber);
      applyPartEvent(work, opened, part, { ...stamp, type: 'PARTNER_TEXT', text, words });
      return true;
    }
    case 'preparePackage':
      prepare(work, opened, command, stamp);
      return true;
    case 'approvePackage': {
      const part = packageFor(tx, row, command.packageNumber);
      const { edition, partner } = part.snapshot.context;
      if (command.edition !== undefined && command.edition !== edition)
        throw new Refused({
          reason: 'packageStale',
          n: part.n,
          partner: partner.id,
          incidentId: row.id,
        });
      refuseStale(work, row, part);
      take(work, opened, part, { ...stamp, type: 'APPROVE' });
      return true;
    }
    case 'offerPackage':
      offer(work, opened, command, stamp);
      return true;
    case 'revokePackage': {
      const { packageNumber, reason } = command;
      take(work, opened, packageFor(tx, row, packageNumber), { ...stamp, type: 'REVOKE', reason });
      return true;
    }
    default:
      return false;
  }
}

/** One package of a partner at a time: what it had before is replaced. */
function prepare(
  work: Work,
  opened: Opened,
  { partner: id, cases }: Extract<AboutIncident, { verb: 'preparePackage' }>,
  { at, by }: Stamp,
): void {
  const { tx } = work;
  const { row } = opened;
  const partner = partnerOf(work.rules, id);
  refuseSuspended(tx, id);
  refuseLabel(row);
  const material =
    cases === null ? allCases(tx, row) : cases.map((n) => materialOf(caseFor(tx, row, n)));
  const missing = missingTexts(partner, material);
  if (missing.length > 0)
    throw new Refused({ reason: 'textsMissing', partner: id, missing, incidentId: row.id });
  const content = excerptsFor(partner, material);
  const terms = termsIn(partner);
  const former = partsOf(tx, row.id, 'package').findLast(
    ({ key, state }) => key === id && state !== 'moved',
  );
  if (former === undefined)
    createPart(work, opened, 'package', { partner: terms, content, at, by });
  else take(work, opened, former, { type: 'PREPARE', partner: terms, content, at, by });
}

const termsIn = ({ id, name, tier, mustReport }: Partner) => ({ id, name, tier, mustReport });

/** Every case that is worked on; there must be one. */
function allCases(db: Db, row: IncidentRow): CaseMaterial[] {
  const open = partsOf(db, row.id, 'case').filter(
    ({ closed, state }) => !closed && state !== 'invalid',
  );
  if (open.length === 0) onlyCase(db, row, 'partner prepare <partner> case <n>');
  return open.map(materialOf);
}

function materialOf({ snapshot: { context } }: PartRow<'case'>): CaseMaterial {
  return { facts: factsOf(context), texts: context.investigation?.forPartners ?? {} };
}

function offer(
  work: Work,
  opened: Opened,
  { packageNumber: n, release }: Extract<AboutIncident, { verb: 'offerPackage' }>,
  stamp: Stamp,
): void {
  const { tx, rules } = work;
  const { row } = opened;
  const part = packageFor(tx, row, n);
  if (part.state !== 'approved') throw notNow(row, part, 'OFFER');
  const { context } = part.snapshot;
  const partner = partnerOf(rules, context.partner.id);
  refuseSuspended(tx, partner.id);
  refuseLabel(row);
  refuseStale(work, row, part);
  if (!row.drill) refuseNoWay(work, row, n, partner);
  const releaseAt = releaseOf(tx, row, context.content ?? []) ?? release;
  if (releaseAt === null) throw new Refused({ reason: 'noReleaseTime', n, incidentId: row.id });
  const { contacts, ndaUntil } = partner;
  const notBefore = offerFrom(partner, releaseAt);
  const event: Offer = {
    ...stamp,
    type: 'OFFER',
    contacts,
    notBefore,
    ndaUntil,
    isDrill: row.drill,
  };
  const lacks = offerLacks(context, event);
  if (lacks.length > 0)
    throw new Refused({ reason: 'offerNotNow', n, lacks, notBefore, ndaUntil, incidentId: row.id });
  take(work, opened, part, event);
}

/** When what it is about goes out: the instant of the go, or the first monthly release of its cases; null: not known. */
function releaseOf(
  db: Db,
  { id, snapshot: { context } }: IncidentRow,
  content: readonly CaseExcerpt[],
): IsoInstant | null {
  const agreed = context.releasedAt ?? context.releaseAt;
  if (agreed !== null) return agreed;
  const planned = content.flatMap(({ n }) => {
    const { investigation } = loadPart(db, id, 'case', n)?.snapshot.context ?? {};
    return investigation?.releasedAt ?? investigation?.vehicle?.releaseAt ?? [];
  });
  return planned.toSorted()[0] ?? null;
}

/** Without a key there is only a link, and a link must be reached from outside. */
function refuseNoWay({ rules }: Work, row: IncidentRow, n: number, { key }: Partner): void {
  const lacks = !rules.programme.sendsMail
    ? 'mail'
    : key === null && rules.publicUrl === null
      ? 'publicUrl'
      : null;
  if (lacks !== null) throw new Refused({ reason: 'noWayOut', n, lacks, incidentId: row.id });
}

function refuseLabel({ id, snapshot }: IncidentRow): void {
  const because = whyNot(snapshot.context.tlp, 'partners');
  if (because !== null) throw new Refused({ reason: 'notForPartners', because, incidentId: id });
}

/** What two people agree to is what the record says, on the terms of now. */
function refuseStale({ tx, rules }: Work, row: IncidentRow, { n, snapshot }: Package): void {
  const { partner: terms, content } = snapshot.context;
  if (content === null) return;
  const partner = partnerOf(rules, terms.id);
  const now = excerptsFor(
    partner,
    content.map((one) => materialOf(caseFor(tx, row, one.n))),
  );
  const isSame = JSON.stringify([termsIn(partner), now]) === JSON.stringify([terms, content]);
  if (!isSame)
    throw new Refused({ reason: 'packageStale', n, partner: terms.id, incidentId: row.id });
}

function take(work: Work, opened: Opened, part: Package, event: PackageEvent): void {
  if (applyPartEvent(work, opened, part, event) === null) return;
  throw notNow(opened.row, part, event.type);
}

export function notNow(
  { id: incidentId }: IncidentRow,
  { n, snapshot }: Package,
  event: PackageEvent['type'],
): Refused {
  const { movedTo } = snapshot.context;
  const state = packageState(snapshot);
  return new Refused({ reason: 'packageNotNow', n, event, state, movedTo, incidentId });
}
