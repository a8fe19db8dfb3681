// How a drill went, in the postmortem: every measure beside what its scenario expects.
import type { Score } from '#machines/score.ts';
import { scoreOf } from '#machines/score.ts';
import { expectedOf, measureNames, shortOf, valueOf } from '../messages/score-card.ts';
import type { Material, Section } from './report.ts';
import { section } from './report.ts';
import type { ExportSource } from './source.ts';

/** Undefined for what is no drill. */
export function scoreIn(source: ExportSource): Score | undefined {
  const { context, clocks, cases, closed } = source.incident;
  if (!context.drill) return undefined;
  return scoreOf({
    context,
    entries: source.entries(),
    clocks,
    cases,
    closed,
    now: source.exportedAt,
  });
}

export function scoreSections({ source }: Material): Section[] {
  const score = scoreIn(source);
  if (score === undefined) return [];
  const { closed } = source.incident;
  const said =
    score.scenario === null
      ? 'No scenario was played: measured, not judged.'
      : `Scenario ${score.scenario}: ${score.met} of ${score.judged} expectations met${closed ? '' : ' so far'}.`;
  return [
    section('Score of the drill', [
      { kind: 'paragraph', text: said },
      {
        kind: 'table',
        head: ['Measure', 'Result', 'Met'],
        rows: score.rows.map((row) => [
          measureNames[row.measure],
          `${valueOf(row, closed)}${expectedOf(row)}${shortOf(row)}`,
          row.met === null ? 'not judged' : row.met ? 'yes' : 'no',
        ]),
      },
    ]),
  ];
}
