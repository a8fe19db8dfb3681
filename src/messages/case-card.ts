// The card of one case, with a button for each move that it may make now, and the lists of cases.
import type { CaseView, IncidentView } from '../commands/view-types.ts';
import { assessmentBlocks, assessmentButtons } from './assessment-card.ts';
import { caseLine, emNames, epssText, kevText, nextMoves, rmNames, worldOf } from './case-words.ts';
import { button, compose } from './compose.ts';
import { drillMark } from './incident-card.ts';
import type { Block, Message, Rich } from './message.ts';
import type { NameOf } from './rich.ts';
import { remedyFacts, remedyMoves } from './remedy-view.ts';
import { bold, cmd, handleOf, joined, plainLine, rich, richOf, who } from './rich.ts';
import { buttonBlock, firstItems, plural, spoken, textOnly } from './view-blocks.ts';

const buttonsMax = 10;

export function renderCaseCard(
  incident: IncidentView,
  n: number,
  nameOf: NameOf = handleOf,
): Message {
  const { id } = incident.context;
  const view = incident.cases.find((one) => one.n === n);
  if (view === undefined)
    return textOnly(rich`${id} has no case ${String(n)}. See ${cmd('cases')}.`);
  const { states } = view;
  const { title, movedTo } = view.context;
  const head = `${drillMark(incident)}Case ${n}`;
  if (states === null) {
    const where =
      movedTo === null ? 'another incident' : `${movedTo.incidentId} as case ${movedTo.n}`;
    return textOnly(rich`${bold(head)} went on in ${where}: ${richOf(title)}`);
  }
  const state = `${rmNames[states.rm]}, ${emNames[states.em]}, ${worldOf(states.cs)}`;
  const buttons = [...nextMoves(view), ...remedyMoves(view)].map(({ command, label }, index) =>
    button(id, command, label, index === 0 ? { style: 'primary' } : {}),
  );
  const blocks: Block[] = [
    { kind: 'text', text: rich`${bold(head)} · ${rmNames[states.rm]}`, tone: toneOf(view) },
    { kind: 'text', text: richOf(title) },
    { kind: 'facts', facts: factsOf(view) },
    ...assessmentBlocks(view),
    ...readByAll(incident, view),
    ...buttonBlock([...buttons.slice(0, buttonsMax), ...assessmentButtons(id, view)]),
  ];
  return compose(`${head}, ${state}: ${plainLine(title, nameOf, 300)}`, blocks);
}

/** Nothing about the case goes out, but whoever may read the incident reads it here. */
function readByAll(
  { context }: IncidentView,
  { context: { embargoUntil, proposals } }: CaseView,
): Block[] {
  const isSecret = embargoUntil !== null || proposals.length > 0;
  if (!isSecret || context.visibility !== 'open') return [];
  const text = rich`This incident is open: everybody here can read of the case. What only some may know belongs in a private incident.`;
  return [{ kind: 'text', text, tone: 'warning' }];
}

function toneOf(view: CaseView): 'normal' | 'good' | 'warning' | 'muted' {
  if (view.closed) return 'muted';
  const { embargoUntil, proposals } = view.context;
  return embargoUntil !== null || proposals.length > 0 ? 'warning' : 'normal';
}

function factsOf(view: CaseView): { label: string; value: Rich }[] {
  const { states } = view;
  const { cve, reporter, openedAt, openedBy, duplicateOf, bypassOf } = view.context;
  return [
    { label: 'State', value: [states === null ? '' : worldOf(states.cs)] },
    { label: 'Embargo', value: embargoOf(view) },
    { label: 'CVE', value: [cve ?? 'not assigned'] },
    ...threatFacts(view),
    ...remedyFacts(view),
    ...(reporter === null ? [] : [{ label: 'Reporter', value: richOf(reporter) }]),
    { label: 'Received', value: rich`${{ at: openedAt }} by ${who(openedBy)}` },
    ...(duplicateOf === null ? [] : [{ label: 'Same as', value: [`case ${duplicateOf}`] }]),
    ...(bypassOf === null ? [] : [{ label: 'Bypass of', value: [`case ${bypassOf}`] }]),
  ];
}

/** What the world's lists say of its CVE. A score is shown and decides nothing. */
function threatFacts({ epss, context: { cve, kev } }: CaseView): { label: string; value: Rich }[] {
  const isListed = kev !== undefined && kev.cve === cve;
  return [
    ...(isListed ? [{ label: 'KEV', value: [kevText(kev)] }] : []),
    ...(epss === undefined
      ? []
      : [{ label: 'EPSS', value: rich`${epssText(epss)}, ${{ at: epss.at }}` }]),
  ];
}

function embargoOf(view: CaseView): Rich {
  const em = view.states?.em ?? 'none';
  const { embargoUntil, proposals, isWithoutEmbargo } = view.context;
  const asked = proposals.map(
    ({ until, by }): Rich => rich`proposed until ${{ at: until }} by ${who(by)}`,
  );
  const standing: Rich =
    embargoUntil === null
      ? [em === 'none' && !isWithoutEmbargo ? 'nothing decided' : emNames[em]]
      : rich`until ${{ at: embargoUntil }}`;
  return joined([...(em === 'proposed' ? [] : [standing]), ...asked], '; ');
}

export function casesView(incident: IncidentView, nameOf: NameOf): Message {
  const { id } = incident.context;
  const { cases } = incident;
  if (cases.length === 0)
    return textOnly(
      rich`${id} has no cases. A case is one vulnerability: ${cmd('case add <title>')}.`,
    );
  const items = cases.map(caseLine);
  return compose(
    `${drillMark(incident)}${id} has ${cases.length} ${plural('case', cases.length)}: ${spoken(items, nameOf)}`,
    [
      { kind: 'heading', text: `${drillMark(incident)}Cases of ${id}` },
      ...firstItems(items, rich`One of them: ${cmd(`case show ${cases.length}`)}.`),
      ...buttonBlock([button(id, 'case add', 'Add case')]),
    ],
  );
}
