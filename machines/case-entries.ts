// The words of the record about a case. People stand in it as `<@person-id>`.
import type { CaseContext, CaseEvent, CsCode, KevListing } from './case-types.ts';
import type { EntryDraft } from './effects.ts';
import { entry } from './entries.ts';
import type { IsoInstant, PersonId } from './incident-types.ts';

interface Stamp {
  at: IsoInstant;
  by: PersonId;
  approvedBy?: PersonId;
}

export const csText: Record<CsCode, string> = {
  V: 'the vendor knows',
  F: 'a fix is ready',
  D: 'the fix is deployed',
  P: 'the vulnerability is public',
  X: 'exploit code is public',
  A: 'attacks are observed',
};

/** `code`: the Vultron message type, e.g. RV for a validated report. */
export function caseEntry(
  { n, title }: CaseContext,
  stamp: Stamp,
  kind: string,
  did: string,
  { code, ...data }: { code?: string } & Record<string, unknown> = {},
): EntryDraft {
  return entry(stamp, `case.${kind}`, `Case ${n} (${title}): ${did}`, {
    n,
    ...(code === undefined ? {} : { vultron: code }),
    ...data,
  });
}

export function opened(c: CaseContext): EntryDraft {
  const about = [
    ...(c.cve === null ? [] : [c.cve]),
    ...(c.reporter === null ? [] : [`reported by ${c.reporter}`]),
    ...(c.bypassOf === null ? [] : [`a bypass of the fix of case ${c.bypassOf}`]),
  ];
  const { cve, reporter, bypassOf } = c;
  const did = ['received', ...about].join(', ');
  return caseEntry(c, { at: c.openedAt, by: c.openedBy }, 'received', did, {
    code: 'RS',
    cve,
    reporter,
    bypassOf,
  });
}

/** What happened to the case in the world; `because`: the event it follows from at once. */
export function happened(
  c: CaseContext,
  event: CaseEvent,
  code: CsCode,
  { at, text = '', because }: { at: IsoInstant; text?: string; because?: CsCode },
): EntryDraft {
  const why = because === undefined ? '' : `, because ${csText[because]}`;
  const line = caseEntry(c, event, 'state', `${csText[code]}${why}${text && `: ${text}`}`, {
    code: `C${code}`,
  });
  return { ...line, occurredAt: at };
}

/** New in the catalogue, or what it says of it has changed. */
export function listedInKev(c: CaseContext, at: IsoInstant, listing: KevListing): EntryDraft {
  const { cve, added, due, ransomware } = listing;
  const isChange = c.kev?.cve === cve;
  const did = `${cve} is in CISA’s catalogue of known exploited vulnerabilities since ${added}, to be mended by ${due}`;
  const used = ransomware ? '; known to be used in ransomware campaigns' : '';
  const told = `${isChange ? 'CISA has changed its entry: ' : ''}${did}${used}`;
  return caseEntry(c, { at, by: 'ssirp' }, 'kev', told, { ...listing });
}
