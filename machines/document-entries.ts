// The words of the record about a document. What is written in it stands in the journal, not here.
import type { DocumentContext, Section } from './document-types.ts';
import type { EntryDraft } from './effects.ts';
import { entry } from './entries.ts';
import type { IsoInstant, PersonId } from './incident-types.ts';

export interface Stamp {
  at: IsoInstant;
  by: PersonId;
  approvedBy?: PersonId;
}

/** `data.n` and `data.id` are what exports read. */
export function documentEntry(
  { n, id, kind }: Pick<DocumentContext, 'n' | 'id' | 'kind'>,
  stamp: Stamp,
  what: string,
  did: string,
  data: Record<string, unknown> = {},
): EntryDraft {
  return entry(stamp, `document.${what}`, `Document ${n} (${kind} ${id}): ${did}`, {
    n,
    id,
    document: kind,
    ...(stamp.approvedBy === undefined ? {} : { approvedBy: stamp.approvedBy }),
    ...data,
  });
}

const wholeNames: Record<string, string> = {
  title: 'title',
  summary: 'executive summary',
  recommendation: 'recommendation',
  knownIssues: 'known issues',
  faq: 'frequently asked questions',
  actions: 'suggested actions',
  deployment: 'update information',
  acknowledgments: 'acknowledgments',
  references: 'references',
  description: 'description',
  mitigations: 'mitigating factors',
  workarounds: 'workarounds',
};

/** `case/1/workarounds` → “workarounds of case 1”. */
export function sectionName(section: Section): string {
  const [, n, name = ''] = /^case\/(\d+)\/(\w+)$/u.exec(section) ?? [];
  return n === undefined
    ? (wholeNames[section] ?? section)
    : `${wholeNames[name] ?? name} of case ${n}`;
}
