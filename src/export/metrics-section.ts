// Response metrics in words: one row per measure, with what it counts.
import { phases } from '#machines/incident-types.ts';
import type { Material, Section } from './report.ts';
import { section } from './report.ts';
import { duration } from './times.ts';
import { phaseNames } from './wording.ts';

export function metricsSection({ digest: { metrics } }: Material): Section {
  const { tasks, sitreps, clocks } = metrics;
  const since = (ms: number | null): string => {
    if (ms !== null) return duration(ms);
    return metrics.running ? `not yet, ${duration(metrics.totalMs)} so far` : 'never';
  };
  const rows = [
    [
      'Total',
      `${duration(metrics.totalMs)}${metrics.running ? ', running' : ''}`,
      'Declared to closed',
    ],
    ...(metrics.activeMs < metrics.totalMs
      ? [
          [
            'Active',
            duration(metrics.activeMs),
            'Total without the time between closing and reopening',
          ],
        ]
      : []),
    ['First role claimed', since(metrics.firstRoleMs), 'Since declared'],
    ['Crisis lead in place', since(metrics.crisisLeadMs), 'Since declared'],
    ['Mobilized', since(metrics.mobilizedMs), 'Declared to the end of mobilize'],
    ['First sitrep', since(metrics.firstSitrepMs), 'Since declared'],
    ['First guidance to customers', since(metrics.firstGuidanceMs), 'Since declared'],
    ['Release', since(metrics.releaseMs), 'Declared to the first coordinated release'],
    ...phases.map((phase) => {
      const { ms, times, running } = metrics.phases[phase];
      const spent =
        times === 0
          ? 'not entered'
          : `${duration(ms)}${running && metrics.running ? ', running' : ''}`;
      return [
        `Time in ${phaseNames[phase].toLowerCase()}`,
        spent,
        times > 1 ? `Sum of ${times} stays` : '',
      ];
    }),
    ['Sitreps sent', String(sitreps.sent), ''],
    ['Sitreps overdue', String(sitreps.overdue), ''],
    ['Clocks met', String(clocks.met), 'Done by the time at which they were due'],
    ['Clocks missed', String(clocks.missed), 'Done late, or not at all'],
    ['Clocks running', String(clocks.running), ''],
    [
      'Tasks acknowledged',
      String(tasks.acknowledged),
      'Every time somebody was asked and said yes',
    ],
    ['Time to acknowledge, median', tasks.medianMs === null ? '–' : duration(tasks.medianMs), ''],
    ['Time to acknowledge, longest', tasks.maxMs === null ? '–' : duration(tasks.maxMs), ''],
    ['Acknowledged late', String(tasks.late), 'Later than the level in force allowed'],
    ['Waiting for an answer', String(tasks.waiting), `${tasks.waitingLate} of them too long`],
  ];
  return section('Response metrics', [
    ...(metrics.running
      ? [
          {
            kind: 'paragraph' as const,
            text: 'The incident is open: the figures run up to this export.',
          },
        ]
      : []),
    { kind: 'table', head: ['Measure', 'Value', 'Note'], rows },
  ]);
}
