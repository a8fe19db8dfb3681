// What the first draft of a document says by itself: a title after the field's formula, tested measures, and thanks.
import { affectedOf } from '#machines/document-gaps.ts';
import type { CaseFacts, DocumentKind, Impact, Section, Texts } from '#machines/document-types.ts';

const impactTitles: Record<Impact, string> = {
  'remote-code-execution': 'Remote Code Execution',
  'elevation-of-privilege': 'Elevation of Privilege',
  'information-disclosure': 'Information Disclosure',
  'denial-of-service': 'Denial of Service',
  'security-feature-bypass': 'Security Feature Bypass',
  spoofing: 'Spoofing',
  tampering: 'Tampering',
};

/** The title of a case is for those who work on it: nothing of it gets into what the world reads. */
export function draftTexts(
  kind: DocumentKind,
  title: string | null,
  facts: readonly CaseFacts[],
  publisher: string,
): Texts {
  const texts: [Section, string][] = [
    ['title', title ?? titleOf(facts)],
    ['acknowledgments', kind === 'bulletin' ? thanks(facts, publisher) : ''],
    ...facts.flatMap(({ n, measures }): [Section, string][] => [
      [`case/${n}/mitigations`, listed(measures, 'mitigation')],
      [`case/${n}/workarounds`, listed(measures, 'workaround')],
    ]),
  ];
  return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}

/** “Vulnerabilities in Windows Could Allow Remote Code Execution”; empty while product or impact is not known. */
function titleOf(facts: readonly CaseFacts[]): string {
  const [product] = affectedOf({ facts: [...facts] });
  const impact = facts.find((one) => one.impact !== null)?.impact ?? null;
  if (product === undefined || impact === null) return '';
  const what = facts.length === 1 ? 'Vulnerability' : 'Vulnerabilities';
  return `${what} in ${product} Could Allow ${impactTitles[impact]}`;
}

/** What works somewhere, or was not tested yet. */
function listed(measures: CaseFacts['measures'], kind: 'mitigation' | 'workaround'): string {
  return measures
    .filter((one) => one.kind === kind && (one.works.length > 0 || one.fails.length === 0))
    .map(({ text }) => `- ${text.replaceAll('\n', ' ')}`)
    .join('\n');
}

function thanks(facts: readonly CaseFacts[], publisher: string): string {
  return facts
    .flatMap(({ reporter, cve }) =>
      reporter === null
        ? []
        : [`- ${publisher} thanks ${reporter} for reporting ${cve ?? 'a vulnerability'}.`],
    )
    .join('\n');
}
