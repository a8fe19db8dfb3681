// How a drill went: every measure beside what its scenario expects.
import type { Score, ScoreRow } from '#machines/score.ts';
import type { IncidentView } from '../commands/view-types.ts';
import { button, compose } from './compose.ts';
import { drillMark } from './incident-card.ts';
import type { Block, Message, Rich } from './message.ts';
import { bold, cmd, handleOf, plainRich, rich } from './rich.ts';
import { line } from './tidy.ts';
import { duration } from './time.ts';
import { buttonBlock, spoken, textOnly } from './view-blocks.ts';

export const measureNames: Readonly<Record<ScoreRow['measure'], string>> = {
  acknowledge: 'Crisis lead said yes',
  staff: 'Every role of the level said yes',
  guidance: 'First public guidance',
  overrides: 'Exit criteria overridden',
  clocksMissed: 'Clocks missed',
  desiderata: 'Vultron’s desired orders of events',
  injects: 'Injects answered in time',
};

const shortNames: Readonly<Partial<Record<ScoreRow['measure'], string>>> = {
  clocksMissed: 'clock',
  desiderata: 'case',
  injects: 'inject',
};

export function renderScoreCard(incident: IncidentView): Message {
  return incident.score === undefined
    ? textOnly(
        rich`${drillMark(incident)}The score of ${incident.context.id} is made when the drill is over. So far: ${cmd('drill score')}.`,
      )
    : scoreView(incident, incident.score);
}

/** Also while the drill runs: what is not over yet is not judged. */
export function scoreView(incident: IncidentView, score: Score): Message {
  const { context, closed } = incident;
  const items = score.rows.map((row) => rowInWords(row, closed));
  const judged =
    score.judged === 0
      ? 'nothing judged yet'
      : `${score.met} of ${score.judged} expectations met${closed ? '' : ' so far'}`;
  const head = `${drillMark(incident)}Score · ${context.id}`;
  const of =
    score.scenario === null
      ? 'No scenario: measured, not judged.'
      : `Scenario ${score.scenario}: ${judged}.`;
  const blocks: Block[] = [
    { kind: 'heading', text: head },
    { kind: 'text', text: [of], tone: closed && score.met === score.judged ? 'good' : 'normal' },
    {
      kind: 'list',
      items: items.map((text, index) => ({ mark: markOf(score.rows[index]), text })),
    },
    ...buttonBlock(
      closed
        ? [button(context.id, 'lesson', 'Lesson'), button(context.id, 'export', 'Export')]
        : [button(context.id, 'drill stop', 'Stop the drill')],
    ),
  ];
  return compose(`${head}. ${of} ${spoken(items, handleOf)}`, blocks);
}

function markOf(row: ScoreRow | undefined): 'done' | 'missing' | 'dot' {
  if (row?.met === true) return 'done';
  return row?.met === false ? 'missing' : 'dot';
}

function rowInWords(row: ScoreRow, closed: boolean): Rich {
  const judgement = row.met === null ? '' : row.met ? ' · met' : ' · NOT MET';
  return rich`${bold(measureNames[row.measure])}: ${valueOf(row, closed)}${expectedOf(row)}${judgement}${shortOf(row)}`;
}

/** `4 min`, `2 of 3`, `never`; `so far` is for what a running drill has not reached. */
export function valueOf({ measure, value, of }: ScoreRow, closed: boolean): string {
  if (value === null) {
    if (measure === 'desiderata') return 'no case';
    return closed ? 'never' : 'not yet';
  }
  if (isTime(measure)) return `after ${duration(value)}`;
  if (measure === 'injects' && of === 0) return 'none asked for an answer';
  return of === null ? String(value) : `${value} of ${of}`;
}

/** ` (expected: within 5 min)`, or nothing. */
export function expectedOf({ measure, expected }: ScoreRow): string {
  if (expected === null) return '';
  if (isTime(measure)) return ` (expected: within ${duration(expected)})`;
  const isLeast = measure === 'desiderata' || measure === 'injects';
  return ` (expected: ${isLeast ? 'at least' : 'at most'} ${expected})`;
}

function isTime(measure: ScoreRow['measure']): boolean {
  return measure === 'acknowledge' || measure === 'staff' || measure === 'guidance';
}

/** ` · clock 2, 5` */
export function shortOf({ measure, short }: ScoreRow): string {
  if (short.length === 0) return '';
  return ` · ${shortNames[measure] ?? ''} ${short.join(', ')}`;
}

/** Which scenarios there are, and how each is opened. */
export function scenariosView(
  scenarios: readonly { name: string; title: string }[],
  isScripted: boolean,
): Message {
  const items = scenarios.map(
    ({ name, title }) => rich`${line(title, 200)}: ${cmd(`drill ${line(name, 60)}`)}`,
  );
  const first = line(scenarios[0]?.name ?? '', 60);
  const how = rich`You and your team lead it in a channel of its own, marked DRILL; its outside world acts by clock, and it is scored at the end. Without a scenario: ${cmd('declare <title> --drill')}.${isScripted ? rich` To watch it played in two minutes: ${cmd(`drill ${first} --scripted`)}.` : []}`;
  return compose(`Drills: ${spoken(items, handleOf)}. ${plainRich(how, handleOf)}`, [
    { kind: 'heading', text: 'Drills' },
    { kind: 'list', items: items.map((text) => ({ mark: 'dot', text })) },
    { kind: 'text', text: how },
  ]);
}
