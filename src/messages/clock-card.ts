// The card of a regime: whether it applies is asked there, and its clocks stand on it until all are done.
import type { ClockView, IncidentView } from '../commands/view-types.ts';
import { clockStateNames, whenDue } from './clock-words.ts';
import { button, compose } from './compose.ts';
import { drillMark } from './incident-card.ts';
import type { Block, Button, Message, Rich, Tone } from './message.ts';
import type { NameOf } from './rich.ts';
import { bold, cmd, handleOf, plainRich, rich, richOf, who } from './rich.ts';
import { line } from './tidy.ts';
import { buttonBlock, dots, textOnly } from './view-blocks.ts';

/** `n`: any clock of the regime; the card shows all of them. */
export function renderClockCard(
  incident: IncidentView,
  n: number,
  nameOf: NameOf = handleOf,
): Message {
  const { id } = incident.context;
  const named = incident.clocks.find((one) => one.n === n);
  const group = incident.clocks.filter(({ context }) => context.group === named?.context.group);
  const [first] = group;
  if (named === undefined || first === undefined)
    return textOnly(rich`${id} has no clock ${String(n)}. See ${cmd('clock list')}.`);
  const { about, context, state } = first;
  const head = `${drillMark(incident)}${about.name}`;
  const text = rich`${bold(head)} · ${stateOf(group)}`;
  const items = group.map(
    (view): Rich => rich`${bold(`Clock ${view.n}`)} ${view.context.name}: ${whenDue(view)}`,
  );
  const blocks: Block[] = [
    { kind: 'text', text, tone: toneOf(group) },
    ...(state === 'proposed' ? question(first) : decision(first)),
    { kind: 'list', items: dots(items) },
    ...buttonBlock(buttonsOf(id, group)),
    // Below the buttons: on a telephone these fill a screen of their own.
    ...notes(first, group),
  ];
  const said = items.map((item) => plainRich(item, nameOf)).join('; ');
  return compose(line(`${head} (${context.name}), ${stateOf(group)}: ${said}`, 2000), blocks);
}

function stateOf(group: readonly ClockView[]): string {
  const states = group.map(({ state }) => state);
  const state = (['proposed', 'running', 'waiting', 'filed'] as const).find((one) =>
    states.includes(one),
  );
  return clockStateNames[state ?? states[0] ?? 'proposed'];
}

function toneOf(group: readonly ClockView[]): Tone {
  if (group.some(({ state, context }) => state === 'running' && context.warned === 'passed'))
    return 'bad';
  if (group.every(({ closed }) => closed)) return 'muted';
  return group.some(({ state }) => state !== 'waiting') ? 'warning' : 'normal';
}

/** What legal or the crisis lead has to decide, and from when it would count. */
function question({ about, context }: ClockView): Block[] {
  const { t0At, n } = context;
  const since: Rich =
    t0At === null
      ? rich`It would count from ${about.startsWith}.`
      : rich`It would count from ${{ at: t0At }} (${about.startsWith}); if that was earlier: ${cmd(`clock ${n} since <time>`)}.`;
  return [
    {
      kind: 'text',
      text: rich`Proposed, because ${richOf(line(context.reason, 300))}. ${about.trigger}`,
    },
    { kind: 'text', text: rich`Legal or the crisis lead decides (${about.source}). ${since}` },
  ];
}

function decision({ about, context: { t0At, t0Event, decided } }: ClockView): Block[] {
  const since: Rich =
    t0At === null ? [] : rich` Counted from ${{ at: t0At }} (${t0Event ?? about.startsWith}).`;
  return [{ kind: 'text', text: rich`${about.source}.${since}${decidedBy(decided)}` }];
}

function decidedBy(decided: ClockView['context']['decided']): Rich {
  if (decided === null) return [];
  const { by, at, reason } = decided;
  const why = richOf(line(reason, 300));
  if (by === 'ssirp') return reason === '' ? [] : rich` It applies because of this: ${why}.`;
  return reason === ''
    ? rich` Decided by ${who(by)}, ${{ at }}.`
    : rich` Decided by ${who(by)}, ${{ at }}: ${why}`;
}

/** As long as something is to be done. */
function notes({ about, state }: ClockView, group: readonly ClockView[]): Block[] {
  if (about.notes.length === 0 || state === 'notApplicable' || group.every(({ closed }) => closed))
    return [];
  const submits = about.isLaw
    ? 'I submit nothing anywhere: a person does, and says so here with the reference. '
    : '';
  return [{ kind: 'text', text: [`${submits}${about.notes.join(' ')}`], tone: 'muted' }];
}

function buttonsOf(id: string, group: readonly ClockView[]): Button[] {
  const [first] = group;
  if (first?.state === 'proposed')
    return [
      button(id, `clock ${first.n} applies`, 'Applies', { style: 'primary' }),
      button(id, `clock ${first.n} not-applicable`, 'Does not apply'),
    ];
  return group
    .filter(({ state, context }) => state === 'running' || (state === 'waiting' && isFree(context)))
    .slice(0, 4)
    .map(({ n, context, state }) =>
      state === 'running'
        ? button(id, `clock ${n} filed`, `Done: ${context.name}`)
        : button(id, `clock ${n} since`, `Start: ${context.name}`),
    );
}

/** Nothing else starts it but somebody who says so. */
function isFree({ waitsFor }: ClockView['context']): boolean {
  return waitsFor !== null && waitsFor !== 'notification';
}
