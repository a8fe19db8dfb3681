// The remedies of the cases in the postmortem: SSVC and release vehicle, exploitability ratings and how they held,
// mitigations and workarounds with every test, variants.
import { exploitabilityName, ratingHeld } from '#machines/exploitability.ts';
import type { CaseView } from '#src/commands/view-types.ts';
import { productLine } from '#src/messages/assessment-words.ts';
import {
  exploitationNames,
  impactNames,
  measureNames,
  priorityNames,
  safetyNames,
  utilityNames,
  vehicleNames,
} from '#src/messages/remedy-words.ts';
import type { Block, Material } from './report.ts';

type Investigation = NonNullable<CaseView['context']['investigation']>;

/** Tables without rows are left out by the section that they stand in. */
export function remedyBlocks(material: Material): Block[] {
  const { source } = material;
  const cases = source.incident.cases.map(({ n, context: { investigation = {} } }) => ({
    n: String(n),
    found: investigation,
  }));
  return [
    {
      kind: 'table',
      head: ['Case', 'SSVC', 'Rests on', 'Release vehicle', 'Reason', 'Released'],
      rows: cases.flatMap(({ n, found }) => decided(material, n, found)),
    },
    {
      kind: 'table',
      head: ['Case', 'Rated', 'Exploitability', 'Older releases', 'Note', 'Held for 30 days'],
      rows: cases.flatMap(({ n, found }) => ratings(material, n, found)),
    },
    {
      kind: 'table',
      head: ['Case', 'Mitigation or workaround', 'What', 'Tested on', 'Result', 'Side effects'],
      rows: cases.flatMap(({ n, found }) => measures(material, n, found)),
    },
    {
      kind: 'table',
      head: ['Case', 'Product', 'VEX'],
      rows: source.incident.cases.flatMap(({ n, remedy }) => said(material, String(n), remedy.vex)),
    },
    {
      kind: 'table',
      head: ['Case', 'Variants', 'What'],
      rows: cases.flatMap(({ n, found }) => variants(material, n, found)),
    },
  ];
}

function decided(
  { names, times }: Material,
  n: string,
  { ssvc, vehicle, releasedAt }: Investigation,
): string[][] {
  if (ssvc === undefined && releasedAt === undefined) return [];
  const goesOut =
    vehicle === undefined
      ? 'not decided'
      : `${vehicleNames[vehicle.vehicle]}${vehicle.releaseAt === null ? '' : ` of ${times.utc(vehicle.releaseAt)}`}`;
  const isOther = vehicle !== undefined && vehicle.vehicle !== vehicle.proposed;
  const other = isOther ? ` (proposed: ${vehicleNames[vehicle.proposed]})` : '';
  const values =
    ssvc === undefined
      ? ''
      : `exploitation ${exploitationNames[ssvc.exploitation]}, utility ${utilityNames[ssvc.utility]}, technical impact ${impactNames[ssvc.impact]}, public safety impact ${safetyNames[ssvc.safety]}`;
  return [
    [
      n,
      ssvc === undefined ? 'not evaluated' : priorityNames[ssvc.priority],
      values,
      `${goesOut}${other}`,
      names.inText(vehicle?.reason ?? ''),
      releasedAt === undefined ? 'no' : times.utc(releasedAt),
    ],
  ];
}

const heldWords = {
  none: '–',
  running: 'the 30 days run',
  held: 'yes',
  raised: 'no, revised upwards',
} as const;

/** What held is said of the rating in force at the release, which is judged by those after it. */
function ratings(
  { source, names, times }: Material,
  n: string,
  { ratings: all = [], releasedAt }: Investigation,
): string[][] {
  const atRelease =
    releasedAt === undefined ? undefined : all.findLast(({ at }) => at <= releasedAt);
  const judged = ratingHeld({ ratings: all, releasedAt: releasedAt ?? null }, source.exportedAt);
  return all.map((rating) => {
    const { latest, older, dos, note, at } = rating;
    const denial = dos === null ? '' : `, ${dos} denial of service`;
    return [
      n,
      times.utc(at),
      `${latest} ${exploitabilityName(latest, at)}${denial}`,
      older === null ? '–' : `${older} ${exploitabilityName(older, at)}`,
      names.inText(note),
      rating === atRelease ? heldWords[judged] : '–',
    ];
  });
}

function measures(
  { names }: Material,
  n: string,
  { measures: all = [], noMeasure }: Investigation,
): string[][] {
  const none = noMeasure ?? null;
  return [
    ...all.flatMap(({ m, kind, text, tests }) => {
      const head = [n, `${measureNames[kind]} ${m}`, names.inText(text)];
      if (tests.length === 0) return [[...head, 'not tested', '–', '–']];
      return tests.map(({ product, works, sideEffects }) => [
        ...head,
        names.inText(product),
        works ? 'works' : 'fails',
        sideEffects === '' ? 'none seen' : names.inText(sideEffects),
      ]);
    }),
    ...(none === null ? [] : [[n, 'none exists', names.inText(none.text), '–', '–', '–']]),
  ];
}

function said({ names }: Material, n: string, statements: CaseView['remedy']['vex']): string[][] {
  return statements.map(({ product, versions, says }) => [
    n,
    names.inText(productLine({ name: product, versions })),
    says.replaceAll('_', ' '),
  ]);
}

function variants(
  { names }: Material,
  n: string,
  { variants: all = [], noVariants }: Investigation,
): string[][] {
  return [
    ...all.map((one) => [n, String(one.n), names.inText(one.text)]),
    ...(noVariants === undefined ? [] : [[n, 'no more', names.inText(noVariants.text)]]),
  ];
}
