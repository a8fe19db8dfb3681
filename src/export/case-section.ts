// The cases in the postmortem: where each stands, every move of its report, embargo and state, and how its course scores.
import type { CaseMove } from '#machines/case-types.ts';
import { desiderataOf } from '#machines/desiderata.ts';
import type { CaseView } from '#src/commands/view-types.ts';
import { csNames, emNames, epssText, kevText, rmNames, worldOf } from '#src/messages/case-words.ts';
import { assessmentBlocks } from './assessment-section.ts';
import { remedyBlocks } from './remedy-section.ts';
import type { Block, Material, Section } from './report.ts';
import { section } from './report.ts';

const moveNames: Record<CaseMove['machine'], Readonly<Record<string, string>>> = {
  rm: {
    r: 'received',
    v: 'validated',
    i: 'found invalid',
    a: 'accepted',
    d: 'deferred',
    c: 'closed',
  },
  em: {
    p: 'embargo proposed',
    a: 'embargo accepted',
    r: 'proposed embargo rejected',
    t: 'embargo ended',
  },
  cs: csNames,
};

const machineNames: Record<CaseMove['machine'], string> = {
  rm: 'Report',
  em: 'Embargo',
  cs: 'World',
};

export function casesSection(material: Material): Section {
  return section('Cases', [
    standing(material),
    ...assessmentBlocks(material),
    ...remedyBlocks(material),
    moves(material),
    embargoes(material),
    scores(material),
  ]);
}

function standing({ source: { incident }, names, times }: Material): Block {
  const isKnown = incident.cases.some(({ epss, context }) => context.kev ?? epss);
  return {
    kind: 'table',
    head: [
      'Case',
      'What',
      'CVE',
      ...(isKnown ? ['KEV and EPSS'] : []),
      'Reporter',
      'Report',
      'Embargo',
      'World',
    ],
    rows: incident.cases.map((view) => {
      const { n, states, context } = view;
      const { title, cve, reporter, embargoUntil, movedTo } = context;
      const moved = movedTo === null ? '' : `case ${movedTo.n} of ${movedTo.incidentId}`;
      const until = embargoUntil === null ? '' : ` until ${times.utc(embargoUntil)}`;
      return [
        String(n),
        `${names.inText(title)}${linkedTo(context)}`,
        cve ?? 'none',
        ...(isKnown ? [threatOf(view, times)] : []),
        reporter === null ? 'not named' : names.inText(reporter),
        states === null ? `went on as ${moved}` : rmNames[states.rm],
        states === null ? '–' : `${emNames[states.em]}${until}`,
        states === null ? '–' : worldOf(states.cs),
      ];
    }),
  };
}

function threatOf({ epss, context: { cve, kev } }: CaseView, times: Material['times']): string {
  return [
    ...(kev === undefined || kev.cve !== cve ? [] : [`KEV: ${kevText(kev)}`]),
    ...(epss === undefined ? [] : [`EPSS: ${epssText(epss)}, ${times.utc(epss.at)}`]),
  ].join('; ');
}

function linkedTo({ duplicateOf, bypassOf }: CaseView['context']): string {
  if (duplicateOf !== null) return ` (the same as case ${duplicateOf})`;
  return bypassOf === null ? '' : ` (a bypass of the fix of case ${bypassOf})`;
}

/** In the order of the record; `When` is when it happened. */
function moves({ source: { incident }, times }: Material): Block {
  return {
    kind: 'table',
    head: ['Case', 'Of', 'Move', 'When'],
    rows: incident.cases.flatMap(({ n, context }) =>
      context.history.map(({ machine, code, at }) => [
        String(n),
        machineNames[machine],
        moveNames[machine][code] ?? code,
        times.utc(at),
      ]),
    ),
  };
}

/** Who proposed, accepted and ended which embargo, until when and why. */
function embargoes({ digest, names, times }: Material): Block {
  const { lines } = digest.lists.of('embargoes');
  return {
    kind: 'table',
    head: ['When', 'Embargo', 'By', 'Entry'],
    rows: lines.map(({ seq, at, by, text }) => [
      times.utc(at),
      names.inText(text),
      names.of(by),
      String(seq),
    ]),
  };
}

/** What has not happened is later than what has; of two that have not, nothing is said. */
function scores({ source: { incident } }: Material): Block {
  return {
    kind: 'table',
    head: ['Case', 'Desired orders kept', 'Kept', 'Not kept'],
    rows: incident.cases.map(({ n, context }) => {
      const all = desiderataOf(context.history);
      const words = (met: boolean): string =>
        all
          .filter((one) => one.met === met)
          .map(({ first, second }) => `${csNames[first]} before ${csNames[second]}`)
          .join('; ') || 'none';
      const kept = all.filter(({ met }) => met === true).length;
      return [String(n), `${kept} of ${all.length}`, words(true), words(false)];
    }),
  };
}
