// What a case's card says of how bad it is and where, and the buttons for what comes next there.
import type { Assessment, Product, Side } from '#machines/assessment-types.ts';
import type { VexStatement } from '#machines/vex-types.ts';
import type { CaseView } from '../commands/view-types.ts';
import { findingNames, productLine, scoreWords, sideTeams } from './assessment-words.ts';
import { button } from './compose.ts';
import type { Block, Button, Rich } from './message.ts';
import { joined, rich, richOf, who } from './rich.ts';
import { line } from './tidy.ts';

interface Fact {
  label: string;
  value: Rich;
}

/** Nothing while nobody has said anything. */
export function assessmentBlocks({
  context: { investigation = {} },
  differs = [],
  remedy: { vex },
}: CaseView): Block[] {
  const facts = [
    ...severityFacts(investigation),
    ...productFacts('Affected', investigation, true),
    ...productFacts('Not affected', investigation, false),
    ...vexFacts(vex),
    ...sideFacts('response', investigation),
    ...sideFacts('product', investigation),
    ...settledFacts(investigation),
  ];
  if (facts.length === 0) return [];
  const notes = [
    ...(differs.length > 0 && (investigation.reconciled ?? null) === null
      ? [
          `The two teams differ in ${differs.map((finding) => findingNames[finding]).join(', ')}: what counts is for both to settle.`,
        ]
      : []),
    ...(isByOne(investigation)
      ? ['One person spoke for both teams, so nobody has looked a second time.']
      : []),
  ];
  return [
    { kind: 'text', text: ['Assessment'], tone: 'muted' },
    { kind: 'facts', facts },
    ...notes.map((note): Block => ({ kind: 'text', text: [note], tone: 'warning' })),
  ];
}

function severityFacts({ severity, bugBar, cvss, cwes = [] }: Assessment): Fact[] {
  const proposal = bugBar === undefined ? '' : `the bug bar proposes ${bugBar.proposed}`;
  const rated =
    severity === undefined
      ? proposal
      : `${severity.is}${proposal === '' || bugBar?.proposed === severity.is ? '' : ` (${proposal})`}`;
  return [
    ...(rated === '' ? [] : [{ label: 'Severity', value: [rated] }]),
    ...(cvss === undefined
      ? []
      : [{ label: `CVSS ${cvss.version}`, value: [`${scoreWords(cvss)}, ${cvss.vector}`] }]),
    ...(cwes.length === 0 ? [] : [{ label: 'Weakness', value: [cwes.join(', ')] }]),
  ];
}

function productFacts(label: string, { products = [] }: Assessment, isAffected: boolean): Fact[] {
  const named = products.filter((product) => product.isAffected === isAffected);
  return named.length === 0 ? [] : [{ label, value: productsRich(named) }];
}

/** What is said of products beyond the two lists, as VEX will say it. */
function vexFacts(said: readonly VexStatement[]): Fact[] {
  if (said.length === 0) return [];
  const each = said.slice(0, productsShown).map(({ product, versions, says }) => {
    const name = line(productLine({ name: product, versions }), 200);
    return rich`${richOf(name)} (${says.replaceAll('_', ' ')})`;
  });
  const more = said.length - each.length;
  return [
    { label: 'VEX', value: joined([...each, ...(more > 0 ? [[`${more} more`]] : [])], '; ') },
  ];
}

const productsShown = 10;

function productsRich(products: readonly Product[]): Rich {
  const shown = products.slice(0, productsShown).map((one) => richOf(line(productLine(one), 200)));
  const more = products.length - shown.length;
  return joined([...shown, ...(more > 0 ? [[`${more} more`]] : [])], '; ');
}

function sideFacts(side: Side, { assessments = {} }: Assessment): Fact[] {
  const found = assessments[side];
  if (found === undefined)
    return Object.keys(assessments).length === 0
      ? []
      : [{ label: sideTeams[side], value: ['has not assessed it yet'] }];
  const { severity, cvss, products, words, by } = found;
  const affected = products.filter(({ isAffected }) => isAffected);
  const said: Rich = words === '' ? [] : rich`: ${richOf(line(words, 300))}`;
  return [
    {
      label: sideTeams[side],
      value: rich`${severity}, CVSS ${scoreWords(cvss)}, ${productsRich(affected)} (${who(by)})${said}`,
    },
  ];
}

function settledFacts({ assessments = {}, reconciled, signedOff }: Assessment): Fact[] {
  if (Object.keys(assessments).length === 0) return [];
  const settled: Rich =
    reconciled === undefined || reconciled === null
      ? ['not yet']
      : rich`${{ at: reconciled.at }} by ${who(reconciled.by)}: ${richOf(line(reconciled.words, 300))}`;
  const signed: Rich =
    signedOff === undefined || signedOff === null
      ? ['not yet']
      : rich`${{ at: signedOff.at }} by ${who(signedOff.by)}${signedOff.note === '' ? [] : rich`: ${richOf(line(signedOff.note, 300))}`}`;
  return [
    { label: 'Reconciled', value: settled },
    { label: 'Signed off', value: signed },
  ];
}

function isByOne({ assessments = {} }: Assessment): boolean {
  const { response, product } = assessments;
  return response !== undefined && response.by === product?.by;
}

/** For a case that somebody works on. */
export function assessmentButtons(incidentId: string, { n, states, context }: CaseView): Button[] {
  const { severity, bugBar, assessments = {}, reconciled, signedOff } = context.investigation ?? {};
  const isWorkedOn = states !== null && ['received', 'valid', 'accepted'].includes(states.rm);
  if (!isWorkedOn) return [];
  const areBothHeard = assessments.response !== undefined && assessments.product !== undefined;
  const isSettled = (reconciled ?? null) !== null;
  const isSigned = (signedOff ?? null) !== null;
  const press = (words: string, label: string): Button =>
    button(incidentId, `case ${n} ${words}`, label);
  return [
    ...(severity === undefined && bugBar === undefined ? [press('bug-bar', 'Bug bar')] : []),
    ...(severity === undefined && bugBar !== undefined
      ? [press(`severity ${bugBar.proposed}`, `Severity: ${bugBar.proposed}`)]
      : []),
    ...(isSettled ? [] : [press('assess', 'Assessment')]),
    ...(areBothHeard && !isSettled ? [press('reconcile', 'Reconcile')] : []),
    ...(isSettled && !isSigned ? [press('sign-off', 'Sign off')] : []),
  ];
}
