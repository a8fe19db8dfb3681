// A copy of a package for one contact, as Markdown: what the partner may have, whose copy it is, and how it may be used.
// The mark stands where a reader sees it, below each section, and unseen in the prose; never in code that is copied.
import type { CaseExcerpt, PartnerText } from '#machines/partner-types.ts';
import { hiddenMark } from '../shared/copy-mark.ts';
import type { PackageCopy } from '../usecases/package-link.ts';

/** Need to know, within the partner (TLP 2.0). */
export const packageLabel = 'TLP:AMBER';

const headings: readonly [PartnerText, string][] = [
  ['description', 'Description'],
  ['detection', 'Detection guidance'],
  ['repro', 'Steps to reproduce'],
  ['poc', 'Proof of concept'],
];

const rules = [
  'Covered by your non-disclosure agreement.',
  'Publish protections only with or after our release, and nothing about the vulnerability before it.',
  'Use it to protect customers and for nothing else. Give it to nobody outside the team that builds protections.',
];

export function packageText({ context, contact, mark, isDrill }: PackageCopy): string {
  const { incidentId, n, partner, content } = context;
  const seen = `Copy of ${contact} (${partner.name}) · ${mark}`;
  const lines = [
    ...(isDrill ? ['**DRILL — nothing here is real**', ''] : []),
    `# ${packageLabel} · Package ${n} of ${incidentId}`,
    '',
    `${hiddenMark(mark)}${seen}`,
    '',
    ...rules.map((rule) => `- ${rule}`),
    '',
    ...(content ?? []).flatMap((excerpt) => [...caseLines(excerpt, mark), '']),
    seen,
    '',
  ];
  return lines.join('\n');
}

function caseLines(excerpt: CaseExcerpt, mark: string): string[] {
  const { n, summary, facts, measures = [] } = excerpt;
  const products = summary.products.length === 0 ? 'to be said' : summary.products.join(', ');
  return [
    `## Vulnerability ${n}${typeof facts?.cve === 'string' ? `: ${facts.cve}` : ''}`,
    '',
    `${hiddenMark(mark)}Severity: ${summary.severity ?? 'not rated yet'}. Affected: ${products}.`,
    ...(facts === undefined ? [] : ['', ...factLines(facts)]),
    ...headings.flatMap(([text, title]) => section(title, excerpt[text], mark)),
    ...(measures.length === 0
      ? []
      : section(
          'Mitigations and workarounds',
          measures.map(({ kind, text }) => `- ${kind}: ${text}`).join('\n'),
          mark,
        )),
  ];
}

function factLines({
  cwes,
  impact,
  cvss,
  products,
  publiclyDisclosed,
  exploited,
}: NonNullable<CaseExcerpt['facts']>): string[] {
  const versions = products.map(
    ({ name, versions: of, isAffected }) =>
      `${name}${of.length === 0 ? '' : ` ${of.join(', ')}`}${isAffected ? '' : ' (not affected)'}`,
  );
  return [
    ...(cvss === null ? [] : [`- CVSS: ${cvss.score} (${cvss.vector})`]),
    ...(cwes.length === 0 ? [] : [`- Weakness: ${cwes.join(', ')}`]),
    ...(impact === null ? [] : [`- Impact: ${impact.replaceAll('-', ' ')}`]),
    ...(versions.length === 0 ? [] : [`- Products: ${versions.join('; ')}`]),
    `- Publicly disclosed: ${publiclyDisclosed ? 'yes' : 'no'}. Exploited: ${exploited ? 'yes' : 'no'}.`,
  ];
}

function section(title: string, body: string | undefined, mark: string): string[] {
  return body === undefined ? [] : ['', `### ${title}`, '', body, '', `(${mark})`];
}
