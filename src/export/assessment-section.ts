// How the cases were assessed, in the postmortem: severity and scores, products, what each team found, and what both
// settled.
import type { Assessment, Product } from '#machines/assessment-types.ts';
import { sides } from '#machines/assessment-types.ts';
import {
  findingNames,
  productLine,
  scoreWords,
  sideTeams,
} from '#src/messages/assessment-words.ts';
import type { Block, Material } from './report.ts';

/** Tables without rows are left out by the section that they stand in. */
export function assessmentBlocks(material: Material): Block[] {
  const cases = material.source.incident.cases.map(({ n, context, differs = [] }) => ({
    n: String(n),
    found: context.investigation ?? {},
    differs: differs.map((finding) => findingNames[finding]).join(', '),
  }));
  return [
    {
      kind: 'table',
      head: ['Case', 'Severity', 'Reason', 'Bug bar', 'CVSS', 'Vector', 'Weakness'],
      rows: cases.flatMap(({ n, found }) => rated(material, n, found)),
    },
    {
      kind: 'table',
      head: ['Case', 'Affected', 'Not affected'],
      rows: cases.flatMap(({ n, found: { products = [] } }) =>
        products.length === 0
          ? []
          : [[n, listed(material, products, true), listed(material, products, false)]],
      ),
    },
    {
      kind: 'table',
      head: ['Case', 'Assessed by', 'Severity', 'CVSS', 'Affected', 'In words'],
      rows: cases.flatMap(({ n, found }) => bySides(material, n, found)),
    },
    {
      kind: 'table',
      head: ['Case', 'Teams differed in', 'Reconciled', 'In words', 'Technical sign-off', 'Note'],
      rows: cases.flatMap(({ n, found, differs }) => settled(material, n, found, differs)),
    },
  ];
}

function rated(
  { names }: Material,
  n: string,
  { severity, bugBar, cvss, cwes = [] }: Assessment,
): string[][] {
  if ([severity, bugBar, cvss].every((one) => one === undefined) && cwes.length === 0) return [];
  const proposed =
    bugBar === undefined
      ? 'not asked'
      : `${bugBar.proposed} (table ${bugBar.version}: ${bugBar.pivot}, ${bugBar.threat}, ${bugBar.access}, interaction ${bugBar.interaction}, ${bugBar.scenario}, ${bugBar.extent})`;
  return [
    [
      n,
      severity?.is ?? 'not set',
      names.inText(severity?.reason ?? ''),
      proposed,
      cvss === undefined ? 'not scored' : scoreWords(cvss),
      cvss?.vector ?? '',
      cwes.join(', '),
    ],
  ];
}

function bySides({ names, times }: Material, n: string, found: Assessment): string[][] {
  return sides.flatMap((side) => {
    const one = found.assessments?.[side];
    if (one === undefined) return [];
    return [
      [
        n,
        `${sideTeams[side]}: ${names.of(one.by)}, ${times.utc(one.at)}`,
        one.severity,
        `${scoreWords(one.cvss)}, ${one.cvss.vector}`,
        one.products
          .filter(({ isAffected }) => isAffected)
          .map((product) => names.inText(productLine(product)))
          .join('; '),
        names.inText(one.words),
      ],
    ];
  });
}

function settled(
  { names, times }: Material,
  n: string,
  { assessments = {}, reconciled, signedOff }: Assessment,
  differs: string,
): string[][] {
  if (Object.keys(assessments).length === 0) return [];
  const stamp = (done: { by: string; at: string } | null | undefined): string =>
    done === undefined || done === null ? 'no' : `${names.of(done.by)}, ${times.utc(done.at)}`;
  return [
    [
      n,
      differs === '' ? 'nothing' : differs,
      stamp(reconciled),
      names.inText(reconciled?.words ?? ''),
      stamp(signedOff),
      names.inText(signedOff?.note ?? ''),
    ],
  ];
}

function listed({ names }: Material, products: readonly Product[], isAffected: boolean): string {
  return products
    .filter((product) => product.isAffected === isAffected)
    .map((product) => names.inText(productLine(product)))
    .join('; ');
}
