// The sections of a document, as people type them.
import type { CaseSection, Section, WholeSection } from '#machines/document-types.ts';
import { Problem } from './args.ts';
import { all } from './grammar-parts.ts';

const wholeSections = all<WholeSection>({
  title: true,
  summary: true,
  recommendation: true,
  knownIssues: true,
  faq: true,
  actions: true,
  deployment: true,
  acknowledgments: true,
  references: true,
});
const caseSections = all<CaseSection>({
  description: true,
  mitigations: true,
  workarounds: true,
  faq: true,
});

/** As it is typed, in any case: `Summary`, `case/1/workarounds`. */
export function sectionOf(word: string | undefined): Section {
  const typed = word?.toLowerCase() ?? '';
  const whole = wholeSections.find((name) => name.toLowerCase() === typed);
  if (whole !== undefined) return whole;
  const [, n, name] = /^case\/([1-9]\d{0,8})\/(\w+)$/.exec(typed) ?? [];
  const ofCase = caseSections.find((one) => one === name);
  if (n !== undefined && ofCase !== undefined) return `case/${Number(n)}/${ofCase}`;
  throw new Problem(
    `I need a section: ${wholeSections.join(', ')}, or of a case: ${caseSections.map((one) => `case/1/${one}`).join(', ')}.`,
  );
}
