// The remedy of a case: in full as an answer, and what of it stands on the card of the case.
import type { Reliability } from '#machines/exploitability.ts';
import type { Measure, MeasureTest } from '#machines/mitigations.ts';
import type { CaseView, IncidentView } from '../commands/view-types.ts';
import { button, compose } from './compose.ts';
import { drillMark } from './incident-card.ts';
import type { Block, Button, Message, Rich } from './message.ts';
import {
  denialNames,
  exploitationNames,
  impactNames,
  measureNames,
  priorityNames,
  ratingNames,
  safetyNames,
  utilityNames,
  vehicleText,
} from './remedy-words.ts';
import { bold, cmd, joined, rich, richOf, who } from './rich.ts';
import { firstItems, section, textOnly, buttonBlock, plural } from './view-blocks.ts';

interface Fact {
  label: string;
  value: Rich;
}

/** What of the remedy stands on the card of the case; nothing while nobody has said anything. */
export function remedyFacts({ context, remedy }: CaseView): Fact[] {
  const { ssvc, vehicle, ratings, measures = [], noMeasure } = context.investigation ?? {};
  const rating = ratings?.at(-1);
  return [
    ...(ssvc === undefined ? [] : [{ label: 'SSVC', value: priorityOf(ssvc) }]),
    ...(vehicle === undefined
      ? []
      : [
          {
            label: 'Vehicle',
            value: rich`${vehicleText(vehicle.vehicle, vehicle.releaseAt)}${
              remedy.isVehicleDecided ? '' : ', to be decided again'
            }`,
          },
        ]),
    ...(rating === undefined
      ? []
      : [{ label: 'Exploitability', value: [`${rating.latest} ${remedy.ratingName ?? ''}`] }]),
    ...(measures.length === 0 && (noMeasure ?? null) === null
      ? []
      : [{ label: 'Until then', value: [measuresInShort(measures, remedy.proven)] }]),
  ];
}

type Ssvc = NonNullable<NonNullable<CaseView['context']['investigation']>['ssvc']>;

function priorityOf({ priority, proposal }: Ssvc): Rich {
  const { vehicle, releaseAt, isImmediate } = proposal;
  const more = isImmediate ? ', level 1, advisory today' : '';
  return rich`${priorityNames[priority]}: ${vehicleText(vehicle, releaseAt)}${more}`;
}

function measuresInShort(measures: readonly Measure[], proven: number): string {
  if (measures.length === 0) return 'no mitigation or workaround exists';
  const counted = (['mitigation', 'workaround'] as const).flatMap((kind) => {
    const count = measures.filter((one) => one.kind === kind).length;
    return count === 0 ? [] : [`${count} ${plural(kind, count)}`];
  });
  return `${counted.join(', ')} (${proven === 0 ? 'none found to work' : `tested and works: ${proven}`})`;
}

/** The next steps of the remedy, as buttons say them; nothing for a case that nobody works on. */
export function remedyMoves({ n, states, context, remedy }: CaseView): {
  command: string;
  label: string;
}[] {
  if (states === null || (states.rm !== 'valid' && states.rm !== 'accepted')) return [];
  const { ratings, measures = [], severity } = context.investigation ?? {};
  const isToRate =
    remedy.isRated &&
    ((severity !== undefined && ratings === undefined) || remedy.exploitability !== null);
  return [
    ...(remedy.isSsvcEvaluated ? [] : [{ command: `case ${n} ssvc`, label: 'SSVC' }]),
    ...(remedy.isSsvcEvaluated && !remedy.isVehicleDecided
      ? [{ command: `case ${n} vehicle`, label: 'Release vehicle' }]
      : []),
    ...(isToRate ? [{ command: `case ${n} exploitability`, label: 'Exploitability' }] : []),
    ...(remedy.isMeasureSettled
      ? []
      : measures.length === 0
        ? [{ command: `case ${n} mitigation`, label: 'Mitigation' }]
        : [
            {
              command: `case ${n} mitigation ${measures.length} tested`,
              label: 'Test of mitigation',
            },
          ]),
  ];
}

/** All of the remedy, with a button for each thing that can be said of it. */
export function remedyView(incident: IncidentView, n: number): Message {
  const { id } = incident.context;
  const view = incident.cases.find((one) => one.n === n);
  if (view === undefined)
    return textOnly(rich`${id} has no case ${String(n)}. See ${cmd('cases')}.`);
  const head = `${drillMark(incident)}Remedy of case ${n}`;
  const { investigation = {}, title } = view.context;
  const { ssvc, vehicle, ratings = [], measures = [], variants = [] } = investigation;
  const { noMeasure, noVariants, releasedAt } = investigation;
  const blocks: Block[] = [
    { kind: 'text', text: rich`${bold(head)} · ${richOf(title)}` },
    { kind: 'facts', facts: remedyRows(view) },
    ...measureBlocks(n, measures, noMeasure ?? null),
    ...section(
      'Exploitability, the newest last',
      ratings.map(
        ({ latest, older, dos, note, at, by }) =>
          rich`${{ at }} ${who(by)}: ${bold(`${latest} ${ratingNames[latest]}`)}${
            older === null ? '' : `, older releases ${older}`
          }${dos === null ? '' : `, ${denialNames[dos]} denial of service`}${
            note === '' ? [] : rich`: ${richOf(note)}`
          }`,
      ),
    ),
    ...section('Variants', [
      ...variants.map(({ n: number, text }) => rich`${String(number)}: ${richOf(text)}`),
      ...(noVariants === undefined
        ? []
        : [rich`No ${variants.length === 0 ? '' : 'further '}ones: ${richOf(noVariants.text)}`]),
    ]),
    ...buttonBlock(everyButton(id, view)),
  ];
  const said = [
    ssvc === undefined ? 'SSVC not evaluated' : priorityNames[ssvc.priority],
    vehicle === undefined ? 'no vehicle decided' : `release ${vehicle.vehicle}`,
    view.remedy.ratingName ?? 'exploitability not rated',
    releasedAt === undefined ? 'not released' : 'released',
  ].join(', ');
  return compose(`${head}: ${said}`, blocks);
}

function remedyRows(view: CaseView): Fact[] {
  const { investigation = {} } = view.context;
  const { ssvc, vehicle, releasedAt } = investigation;
  return [
    {
      label: 'SSVC',
      value:
        ssvc === undefined
          ? rich`not evaluated: ${cmd(`case ${view.n} ssvc`)}`
          : rich`${priorityOf(ssvc)} (exploitation ${exploitationNames[ssvc.exploitation]}, utility ${utilityNames[ssvc.utility]}, technical impact ${impactNames[ssvc.impact]}, public safety impact ${safetyNames[ssvc.safety]})`,
    },
    {
      label: 'Vehicle',
      value:
        vehicle === undefined
          ? ['not decided']
          : rich`${vehicleText(vehicle.vehicle, vehicle.releaseAt)}, decided by ${who(vehicle.by)} ${{ at: vehicle.at }}${
              vehicle.reason === '' ? [] : rich`: ${richOf(vehicle.reason)}`
            }${view.remedy.isVehicleDecided ? '' : ' (SSVC proposes another one now: to be decided again)'}`,
    },
    ...(releasedAt === undefined
      ? []
      : [{ label: 'Released', value: rich`${{ at: releasedAt }}` }]),
  ];
}

function measureBlocks(
  n: number,
  measures: readonly Measure[],
  none: { text: string } | null,
): Block[] {
  if (measures.length === 0) {
    const text =
      none === null
        ? rich`No mitigation or workaround is known: ${cmd(`case ${n} mitigation add <text>`)} or ${cmd(`case ${n} mitigation none <reason>`)}.`
        : rich`No mitigation or workaround exists: ${richOf(none.text)}`;
    return [{ kind: 'text', text }];
  }
  const items = measures.map(
    ({ m, kind, text, tests }) =>
      rich`${bold(`${measureNames[kind]} ${m}`)} ${richOf(text)} · ${
        tests.length === 0 ? 'not tested' : joined(tests.map(testOf), '; ')
      }`,
  );
  const stated: Block[] =
    none === null
      ? []
      : [{ kind: 'text', text: rich`None that works exists: ${richOf(none.text)}` }];
  return [...firstItems(items, rich`All of them are in the export.`), ...stated];
}

function testOf({ product, works, sideEffects }: MeasureTest): Rich {
  return rich`${works ? 'works' : 'fails'} on ${richOf(product)}${
    sideEffects === '' ? [] : rich` (${richOf(sideEffects)})`
  }`;
}

function everyButton(id: string, { n, states, remedy, context }: CaseView): Button[] {
  if (states === null) return [];
  const { measures = [] } = context.investigation ?? {};
  return [
    button(id, `case ${n} ssvc`, 'SSVC'),
    ...(remedy.isSsvcEvaluated ? [button(id, `case ${n} vehicle`, 'Release vehicle')] : []),
    button(id, `case ${n} exploitability`, 'Exploitability'),
    button(id, `case ${n} mitigation`, 'Mitigation'),
    ...(measures.length === 0
      ? [button(id, `case ${n} mitigation none`, 'None exists')]
      : [button(id, `case ${n} mitigation ${measures.length} tested`, 'Test of mitigation')]),
    button(id, `case ${n} variant`, 'Variant'),
  ];
}

/** How reliable ratings were, in one sentence. */
export function reliabilityView({ rated, held, running }: Reliability): Message {
  const waiting = running === 0 ? '' : ` ${running} more are within their 30 days.`;
  if (rated === 0)
    return textOnly(
      rich`No exploitability rating has its 30 days after the release behind it yet.${waiting}`,
    );
  const percent = ((held / rated) * 100).toFixed(held === rated ? 0 : 1);
  return textOnly(
    rich`${bold(`${percent} %`)} of the exploitability ratings were reliable: ${String(held)} of ${String(rated)} were not revised upwards within 30 days of the release.${waiting}`,
  );
}
