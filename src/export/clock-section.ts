// The clocks in the postmortem: what started each, when it was due, when a person said that it was done, and with which
// margin. Nothing was submitted by the bot.
import type { ClockView } from '#src/commands/view-types.ts';
import type { IsoInstant } from '#machines/incident-types.ts';
import { whenDue } from '#src/messages/clock-words.ts';
import { plainRich } from '#src/messages/rich.ts';
import { clockOutcome } from '#machines/clock-outcome.ts';
import type { Block, Line, Material, Section } from './report.ts';
import { section } from './report.ts';
import { duration, msOf } from './times.ts';

export function clocksSection(material: Material): Section {
  const { clocks } = material.source.incident;
  const how: Block[] =
    clocks.length === 0
      ? []
      : [
          {
            kind: 'paragraph',
            text: 'People submit, and say here that they did and under which reference; the bot submits nothing.',
          },
        ];
  return section('Clocks', [
    ...how,
    {
      kind: 'table',
      head: ['Clock', 'What', 'Trigger', 'Counted from', 'Due', 'Done', 'Reference', 'Margin'],
      rows: clocks.map((clock) => rowOf(material, clock)),
    },
  ]);
}

function rowOf({ source, names, times }: Material, clock: ClockView): string[] {
  const { n, context, about } = clock;
  const { name, reason, t0Event, t0At, dueAt, filedAt, filedBy, reference } = context;
  const by = filedBy === null ? '' : ` by ${names.of(filedBy)}`;
  return [
    String(n),
    `${name} (${about.source})`,
    names.inText(reason),
    t0At === null ? 'not yet' : `${times.utc(t0At)} (${names.inText(t0Event ?? about.startsWith)})`,
    dueAt === null ? 'no time' : times.full(dueAt),
    filedAt === null ? '–' : `${times.utc(filedAt)}${by}`,
    reference === null ? '–' : names.inText(reference),
    marginOf({ source, names }, clock),
  ];
}

function marginOf(
  { source: { exportedAt }, names }: Pick<Material, 'source' | 'names'>,
  clock: ClockView,
): string {
  const { state, context } = clock;
  const { dueAt, filedAt, decided, movedTo } = context;
  const decision =
    decided === null
      ? ''
      : `, ${names.of(decided.by)}${decided.reason === '' ? '' : `: ${names.inText(decided.reason)}`}`;
  switch (state) {
    case 'filed':
      if (dueAt === null || filedAt === null) return 'done';
      return filedAt > dueAt
        ? `missed, done ${between(dueAt, filedAt)} late`
        : `met, ${between(filedAt, dueAt)} before it was due`;
    case 'running':
      if (dueAt === null) return 'running, without undue delay';
      return exportedAt > dueAt
        ? `missed, not done, ${between(dueAt, exportedAt)} overdue`
        : `running, ${between(exportedAt, dueAt)} left`;
    case 'waived': {
      const isMissed = clockOutcome(clock, exportedAt) === 'overdue';
      return `${isMissed ? 'missed, waived later' : 'waived'}${decision}`;
    }
    case 'notApplicable':
      return `does not apply${decision}`;
    case 'proposed':
      return 'nobody has decided whether it applies';
    case 'waiting':
      return `waits: ${plainRich(whenDue(clock), (person) => names.of(person))}`;
    case 'moved':
      return movedTo === null ? 'went on elsewhere' : `went on in ${movedTo.incidentId}`;
  }
}

const between = (from: IsoInstant, to: IsoInstant): string => duration(msOf(to) - msOf(from));

/** What was missed, for the list of what went wrong. */
export function missedClocks(material: Material): Block {
  const { source } = material;
  const missed = source.incident.clocks.filter((clock) =>
    ['late', 'overdue'].includes(clockOutcome(clock, source.exportedAt) ?? ''),
  );
  return {
    kind: 'lines',
    caption: 'Clocks missed',
    total: missed.length,
    lines: missed.map((clock): Line => ({
      at: clock.context.dueAt,
      seq: null,
      text: `${clock.context.name}: ${marginOf(material, clock)}`,
      note: null,
    })),
  };
}
