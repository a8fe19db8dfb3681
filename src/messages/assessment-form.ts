// The forms that assess a case: what one team found or both agree upon, and the questions of the bug bar.
import type { Assessment, Finding, Findings } from '#machines/assessment-types.ts';
import type { FormRequest } from '../commands/outcome.ts';
import type { CaseView } from '../commands/view-types.ts';
import { bugBarChoices, severityNames } from '../commands/grammar-assessment.ts';
import {
  answerNames,
  productLine,
  questionNames,
  scoreWords,
  severityMeanings,
} from './assessment-words.ts';
import type { FormDraft } from './form-fields.ts';
import { choice, multiline, text } from './form-fields.ts';
import type { Field } from './message.ts';

type Request = Extract<FormRequest, { form: 'assessment' }>;

/** Filled in with what stands for that side, or for the case; what both differ in is left for people to choose. */
export function assessmentDraft({ incident, n, as }: Request): FormDraft {
  const view = incident.cases.find((one) => one.n === n);
  const standing = view === undefined ? {} : standingFor(view, as);
  const { severity, cvss, products = [] } = standing;
  const list = (isAffected: boolean): string =>
    products
      .filter((product) => product.isAffected === isAffected)
      .map(productLine)
      .join('\n');
  return {
    title: `Assessment of case ${n}`,
    submit: 'Record',
    subject: `${n} ${as ?? ''}`.trim(),
    fields: [
      choice(
        'as',
        'Whose assessment?',
        [
          { value: 'response', label: 'The response team’s' },
          { value: 'product', label: 'The product team’s' },
          { value: 'both', label: 'Both: what they agree upon' },
        ],
        { initial: as, hint: 'Each team looks by itself; then both compare and agree.' },
      ),
      choice(
        'severity',
        'Severity (bug bar)',
        severityNames.map((value) => ({ value, label: `${value}: ${severityMeanings[value]}` })),
        { initial: severity ?? null, hint: differs(view, 'severity', (found) => found.severity) },
      ),
      text('cvss', 'CVSS vector', {
        maxLength: 500,
        initial: cvss?.vector ?? null,
        placeholder: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
        hint: differs(view, 'cvss', (found) => scoreWords(found.cvss)) || 'Version 4.0 or 3.1.',
      }),
      multiline('affected', 'Affected products', {
        initial: list(true),
        hint: `${differs(view, 'products', ({ products: all }) => `${all.length} named`)} A line for each: Contoso VPN: 4.2, 4.3`.trim(),
      }),
      multiline('notAffected', 'Not affected', {
        required: false,
        initial: list(false),
        hint: 'What was looked at and is not affected, written the same way.',
      }),
      multiline('words', 'In words', {
        hint: 'What was looked at, how sure it is, and why this is right.',
      }),
    ],
  };
}

function standingFor(
  { context: { investigation = {} }, differs: open = [] }: CaseView,
  as: Request['as'],
): Partial<Findings> {
  const ofCase = standingOf(investigation);
  if (as === 'response' || as === 'product') return investigation.assessments?.[as] ?? ofCase;
  const found = investigation.assessments?.response;
  if (as === null || found === undefined) return ofCase;
  const { revised = [] } = investigation;
  const isClear = (finding: Finding): boolean =>
    revised.includes(finding) || !open.includes(finding);
  const standing = (finding: Finding): Partial<Findings> =>
    revised.includes(finding) ? ofCase : found;
  const { severity } = standing('severity');
  const { cvss } = standing('cvss');
  const { products } = standing('products');
  return {
    ...(severity !== undefined && isClear('severity') ? { severity } : {}),
    ...(cvss !== undefined && isClear('cvss') ? { cvss } : {}),
    ...(products !== undefined && isClear('products') ? { products } : {}),
  };
}

function standingOf({ severity, cvss, products }: Assessment): Partial<Findings> {
  return {
    ...(severity === undefined ? {} : { severity: severity.is }),
    ...(cvss === undefined ? {} : { cvss }),
    ...(products === undefined ? {} : { products }),
  };
}

/** `The response team: critical. The product team: important.` where they differ. */
function differs(
  view: CaseView | undefined,
  finding: Finding,
  words: (found: Findings) => string,
): string {
  const { response, product } = view?.context.investigation?.assessments ?? {};
  if (view?.differs?.includes(finding) !== true || !response || !product) return '';
  return `Response team: ${words(response)}. Product team: ${words(product)}.`;
}

function question(name: keyof typeof bugBarChoices): Field {
  return choice(
    name,
    questionNames[name],
    bugBarChoices[name].map((value) => ({ value, label: answerNames[name][value] ?? value })),
  );
}

export function bugBarDraft(n: number): FormDraft {
  return {
    title: `Bug bar for case ${n}`,
    submit: 'Propose severity',
    subject: String(n),
    fields: [
      question('pivot'),
      question('threat'),
      question('access'),
      question('interaction'),
      question('scenario'),
      question('extent'),
    ],
  };
}
