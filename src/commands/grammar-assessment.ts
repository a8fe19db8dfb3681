// What follows `case <n>` where a case is assessed: severity, CVSS, weakness, products, and how both teams compare.
import type { BugBarAnswers, Findings, Product } from '#machines/assessment-types.ts';
import { readCvss } from '../shared/cvss.ts';
import type { Args } from './args.ts';
import { Problem } from './args.ts';
import { clip } from './clip.ts';
import type { IncidentCommand } from './command.ts';
import { needed, nothingMore, reasoned, text } from './grammar-parts.ts';

export const assessmentActions = [
  'severity',
  'cvss',
  'cwe',
  'affected',
  'not-affected',
  'bug-bar',
  'assess',
  'reconcile',
  'sign-off',
] as const;

type AssessmentAction = (typeof assessmentActions)[number];

export const severityNames = ['critical', 'important', 'moderate', 'low'] as const;
export const sideNames = ['response', 'product'] as const;

/** Every question of the bug bar with its answers, in the order in which they are typed. */
export const bugBarChoices = {
  pivot: ['server', 'client'],
  threat: ['elevation', 'denial', 'disclosure', 'spoofing', 'tampering'],
  access: ['anonymous', 'authenticated', 'local'],
  interaction: ['none', 'prompt', 'extensive'],
  scenario: ['default', 'specific'],
  extent: ['full', 'limited'],
} as const satisfies { [Q in keyof BugBarAnswers]: readonly BugBarAnswers[Q][] };

const productsMax = 50;
const versionsMax = 50;
const nameMax = 150;

export const assessmentUsage =
  'case <n> severity critical|important|moderate|low <reason> · case <n> bug-bar [server|client …] · case <n> cvss <vector> · case <n> cwe [remove] CWE-787 · case <n> affected|not-affected <product>[: version, version] · case <n> affected remove <product> · case <n> assess response|product [--severity …] [--cvss …] [words] [--affected …] · case <n> reconcile [--as response|product] <words> · case <n> sign-off [note]';

export const assessmentHelp =
  'How bad a case is and where. The response team and the product team each assess it (what a side does not say is as it stands for the case), then they reconcile what they found, and the engineering lead signs off; what changes later opens both again. The bug bar proposes the severity. Without words assess, reconcile and bug-bar open a form.';

export function assessmentCommand(
  args: Args,
  caseNumber: number,
  action: AssessmentAction,
): IncidentCommand {
  switch (action) {
    case 'severity': {
      const severity = args.choice(severityNames, 'a severity');
      return reasoned(args, `case ${caseNumber} severity ${severity}`, (reason) => ({
        verb: 'caseSeverity',
        caseNumber,
        severity,
        reason,
      }));
    }
    case 'cvss':
      return reasoned(args, `case ${caseNumber} cvss`, (vector) => ({
        verb: 'caseCvss',
        caseNumber,
        cvss: cvssOf(vector),
      }));
    case 'cwe': {
      const isRemoval = isNext(args, 'remove');
      return reasoned(args, `case ${caseNumber} cwe`, (written) => ({
        verb: 'caseCwe',
        caseNumber,
        cwes: cwesOf(written),
        isRemoval,
      }));
    }
    case 'affected':
    case 'not-affected':
      if (isNext(args, 'remove'))
        return { verb: 'removeProduct', caseNumber, name: needed(args, 'the name of the product') };
      return reasoned(args, `case ${caseNumber} ${action}`, (written) => ({
        verb: 'caseProducts',
        caseNumber,
        products: productsOf(written, action === 'affected'),
      }));
    case 'bug-bar':
      if (args.isEmpty) return { verb: 'form', form: 'bugBar', n: caseNumber };
      return { verb: 'bugBar', caseNumber, answers: answersOf(args) };
    case 'assess': {
      if (args.isEmpty) return { verb: 'form', form: 'assessment', n: caseNumber, as: null };
      const side = args.choice(sideNames, 'whose assessment it is');
      const said = findings(args);
      const words = text(args);
      if (words === '' && Object.values(said).every((one) => one === null))
        return { verb: 'form', form: 'assessment', n: caseNumber, as: side };
      return { verb: 'assessCase', caseNumber, side, ...said, words };
    }
    case 'reconcile': {
      if (args.isEmpty) return { verb: 'form', form: 'assessment', n: caseNumber, as: 'both' };
      const as = args.option('as');
      const side = sideNames.find((one) => one === as?.toLowerCase());
      if (as !== undefined && side === undefined)
        throw new Problem('--as takes response or product: whose findings count.');
      const said = findings(args);
      return {
        verb: 'reconcileCase',
        caseNumber,
        as: side ?? null,
        ...said,
        words: needed(args, 'a word on what was compared, and why this counts'),
      };
    }
    case 'sign-off':
      return { verb: 'signOffCase', caseNumber, note: text(args) };
  }
}

function isNext(args: Args, word: string): boolean {
  if (args.peek()?.toLowerCase() !== word) return false;
  args.word();
  return true;
}

/** `--severity`, `--cvss` and, behind all else, `--affected`. */
function findings(args: Args): { [F in keyof Findings]: Findings[F] | null } {
  const affected = args.after('affected');
  const severity = args.option('severity')?.toLowerCase();
  const cvss = args.option('cvss');
  const known = severityNames.find((name) => name === severity);
  if (severity !== undefined && known === undefined)
    throw new Problem(`--severity takes ${severityNames.join(', ')}.`);
  if (args.peek()?.startsWith('--') === true)
    throw new Problem(`I do not know ${clip(args.peek() ?? '')}.`);
  return {
    severity: known ?? null,
    cvss: cvss === undefined ? null : cvssOf(cvss),
    products: affected === undefined ? null : productsOf(affected, true),
  };
}

function cvssOf(written: string) {
  const read = readCvss(written);
  if (!read.ok) throw new Problem(read.error);
  return read.value;
}

function cwesOf(written: string): string[] {
  const words = written.split(/[\s,;]+/u).filter((word) => word !== '');
  const wrong = words.find((word) => !/^CWE-\d{1,5}$/i.test(word));
  if (wrong !== undefined || words.length > 10)
    throw new Problem(
      wrong === undefined
        ? 'A case has at most 10 weaknesses.'
        : `“${clip(wrong)}” is no CWE id. It is written CWE-787.`,
    );
  return [...new Set(words.map((word) => word.toUpperCase()))];
}

/** `Contoso VPN: 4.2, 4.3; Portal`, or a line for each product; without versions it is all of them. */
export function productsOf(written: string, isAffected: boolean): Product[] {
  const products = written
    .split(/[;\n]/u)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one): Product => {
      const [name = '', ...rest] = one.split(':');
      const versions = rest
        .join(':')
        .split(',')
        .map((version) => version.trim())
        .filter((version) => version !== '');
      return { name: name.trim(), versions: [...new Set(versions)], isAffected };
    });
  if (products.length === 0 || products.some(({ name }) => name === ''))
    throw new Problem('I need a product, as Contoso VPN: 4.2, 4.3.');
  if (products.length > productsMax)
    throw new Problem(`Name at most ${productsMax} products at once.`);
  for (const { name, versions } of products) {
    if ([name, ...versions].some((words) => words.length > nameMax))
      throw new Problem(`A product or version has at most ${nameMax} characters.`);
    if (versions.length > versionsMax)
      throw new Problem(`A product has at most ${versionsMax} versions.`);
  }
  return products;
}

function answersOf(args: Args): BugBarAnswers {
  const { pivot, threat, access, interaction, scenario, extent } = bugBarChoices;
  const answers = {
    pivot: args.choice(pivot, 'what is attacked'),
    threat: args.choice(threat, 'what an attacker achieves'),
    access: args.choice(access, 'how the attacker gets there'),
    interaction: args.choice(interaction, 'what the victim must do'),
    scenario: args.isEmpty ? 'default' : args.choice(scenario, 'how common it is'),
    extent: args.isEmpty ? 'full' : args.choice(extent, 'how far it goes'),
  } as const;
  nothingMore(args);
  return answers;
}
