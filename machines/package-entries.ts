// The words of the record about a package. They say who got one and when, never what is in it.
import type { EntryDraft } from './effects.ts';
import { entry, mention } from './entries.ts';
import type { IsoInstant, PersonId } from './incident-types.ts';
import type {
  CaseExcerpt,
  DeniedBecause,
  PackageContext,
  PackageEvent,
  Piece,
} from './partner-types.ts';

interface Stamp {
  at: IsoInstant;
  by: PersonId;
  approvedBy?: PersonId;
}

type Of<T extends PackageEvent['type']> = Extract<PackageEvent, { type: T }>;

/** `data.n`, `data.partner` and `data.contact` are what exports read. */
export function packageEntry(
  { n, partner }: Pick<PackageContext, 'n' | 'partner'>,
  stamp: Stamp,
  kind: string,
  did: string,
  data: Record<string, unknown> = {},
): EntryDraft {
  const text = `Package ${n} (${partner.name}): ${did}`;
  return entry(stamp, `package.${kind}`, text, { n, partner: partner.id, ...data });
}

/** Of which cases it tells, and what. */
export function prepared(
  c: PackageContext,
  { at, by, content }: Stamp & { content: CaseExcerpt[] },
  edition: number,
): EntryDraft {
  const cases = content.map(({ n }) => n);
  const about = `${cases.length === 1 ? 'case' : 'cases'} ${cases.join(', ')}`;
  const again = edition === 1 ? '' : ' again, to be approved anew';
  const did = `prepared${again}, about ${about}: ${piecesOf(content).join(', ')}`;
  return packageEntry(c, { at, by }, 'prepared', did, { edition, cases });
}

const pieceNames: Record<Piece, string> = {
  summary: 'severity and products',
  description: 'description',
  measures: 'mitigations and workarounds',
  detection: 'detection guidance',
  repro: 'steps to reproduce it',
  poc: 'proof of concept',
};

/** What is in it, by name. */
function piecesOf(content: readonly CaseExcerpt[]): string[] {
  const pieces = Object.entries(pieceNames) as [Piece, string][];
  return pieces
    .filter(([piece]) => content.some((one) => one[piece] !== undefined))
    .map(([, name]) => name);
}

export const approved = (c: PackageContext, e: Stamp): EntryDraft =>
  packageEntry(c, e, 'approved', `may be offered, as ${mention(e.by)} says`);

export function offered(c: PackageContext, e: Of<'OFFER'>, until: IsoInstant): EntryDraft {
  const to = e.contacts.join(', ');
  const did = e.isDrill
    ? `would go to ${to} now; in a drill nothing is sent`
    : `offered to ${to} until ${until}`;
  const agreed = [c.approved?.by, c.approved?.with].filter((one) => typeof one === 'string');
  return packageEntry(c, e, 'offered', did, { contacts: e.contacts, until, approved: agreed });
}

export function sent(c: PackageContext, e: Of<'SENT'>): EntryDraft {
  const did = `mailed to ${e.contact}, ${e.how === 'encrypted' ? 'encrypted' : 'as a link'}`;
  return packageEntry(c, e, 'sent', did, { contact: e.contact, how: e.how });
}

export function linkTaken(c: PackageContext, e: Of<'LINKED'>): EntryDraft {
  const did = `${mention(e.by)} took the link for ${e.contact}`;
  return packageEntry(c, e, 'linked', did, { contact: e.contact });
}

export function opened(c: PackageContext, e: Of<'OPENED'>, times: number): EntryDraft {
  const again = times === 1 ? '' : ` (${times} times so far)`;
  const did = `opened by ${e.contact} from ${e.from}${again}`;
  return packageEntry(c, e, 'opened', did, { contact: e.contact, from: e.from });
}

const deniedBecause: Record<DeniedBecause, string> = {
  expired: 'its time is over',
  replaced: 'it was prepared again since',
  suspended: 'the partner is suspended',
  closed: 'it was taken back',
  nda: 'no non-disclosure agreement is in force',
};

export function denied(c: PackageContext, e: Of<'DENIED'>): EntryDraft {
  const did = `${e.contact} tried a link from ${e.from} that counts no longer: ${deniedBecause[e.why]}`;
  return packageEntry(c, e, 'denied', did, { contact: e.contact, from: e.from, why: e.why });
}

export const suspended = (c: PackageContext, e: Of<'SUSPEND'>): EntryDraft =>
  packageEntry(
    c,
    e,
    'suspended',
    `${c.partner.name} is suspended from the programme: ${e.reason}. Nothing of it can be opened`,
  );

export const resumed = (c: PackageContext, e: Of<'RESUME'>): EntryDraft =>
  packageEntry(
    c,
    e,
    'resumed',
    `${c.partner.name} takes part again; the package is to be approved anew`,
  );

export const revoked = (c: PackageContext, e: Of<'REVOKE'>): EntryDraft =>
  packageEntry(c, e, 'revoked', `taken back: ${e.reason}. No link opens it any more`);

export const expired = (c: PackageContext, e: Stamp): EntryDraft =>
  packageEntry(c, e, 'expired', 'its time is over, no link opens it any more');
