// What happens in an incident or to a case starts, stops and settles clocks. Pure: it compares before and after, so that
// it does not matter which command, form or other chart brought it about.
import type { CaseContext } from './case-types.ts';
import type { Consequence } from './effects.ts';
import type { IncidentContext, IsoInstant } from './incident-types.ts';
import type { RegimeId } from './regimes.ts';
import { regimes } from './regimes.ts';

/** A regime whose clocks are to be started, unless the incident has them already. */
export interface ClockStart {
  regime: RegimeId;
  /** Which of its stages; all of them where none is named. */
  obligation?: string;
  /** Runs at once; otherwise people are asked. */
  applies: boolean;
  since: IsoInstant | null;
  reason: string;
  caseNumber: number | null;
}

export interface ClockChanges {
  starts: ClockStart[];
  consequences: Consequence[];
}

/** The stages of a start, the first of them first. */
export function obligationsOf({ regime, obligation }: ClockStart): string[] {
  return obligation === undefined
    ? regimes[regime].stages.map((stage) => stage.obligation)
    : [obligation];
}

/**
 * `before` null: it was just declared. Proposals: attacks → CRA Article 14(1); a service or a supply chain at level 2
 * or 1 → NIS2, CRA Article 14(3), GDPR; level 1 → SEC. By our policy guidance is due 24 h after level 2 or 1 was
 * reached; at level 3 people are asked once a remedy is decided, and at level 4 none is due.
 */
export function clocksOfIncident(
  before: IncidentContext | null,
  after: IncidentContext,
  at: IsoInstant,
): ClockChanges {
  const starts = [...lawsOf(before, after, at), ...guidanceOf(before, after, at)];
  if (before === null) return { starts, consequences: [] };
  return { starts, consequences: happenedIn(before, after, at) };
}

const ask = (regime: RegimeId, reason: string, since: IsoInstant | null): ClockStart => ({
  regime,
  applies: false,
  since,
  reason,
  caseNumber: null,
});

function lawsOf(
  before: IncidentContext | null,
  after: IncidentContext,
  at: IsoInstant,
): ClockStart[] {
  const isNew = (level: number): boolean =>
    after.level <= level && (before === null || before.level > level);
  const isService = after.kind === 'service' || after.kind === 'supply-chain';
  const reason = `it is of the kind ${after.kind} and of level ${after.level}`;
  const laws = (['nis2', 'cra-incident', 'gdpr'] as const).map((law) => ask(law, reason, at));
  return [
    ...(after.facts.attacks !== null && (before?.facts.attacks ?? null) === null
      ? [ask('cra', 'attacks are observed', at)]
      : []),
    ...(isService && isNew(2) ? laws : []),
    ...(isNew(1) ? [ask('sec', 'it is of level 1', null)] : []),
  ];
}

function guidanceOf(
  before: IncidentContext | null,
  after: IncidentContext,
  at: IsoInstant,
): ClockStart[] {
  if (after.guidance !== null || after.outcome !== null) return [];
  const start = { regime: 'guidance', since: at, caseNumber: null } as const;
  if (after.level <= 2 && (before === null || before.level > 2))
    return [{ ...start, applies: true, reason: `level ${after.level}` }];
  const isDecided = after.decision !== null && before?.decision === null;
  return after.level === 3 && isDecided
    ? [{ ...start, applies: false, reason: 'a remedy is decided' }]
    : [];
}

function happenedIn(
  before: IncidentContext,
  after: IncidentContext,
  at: IsoInstant,
): Consequence[] {
  const { guidance, releasedAt, mitigation, outcome } = after;
  const of = { regime: 'guidance', caseNumber: null } as const;
  const isOver = outcome !== null && before.outcome === null && outcome !== 'merged';
  return [
    ...(guidance !== null && before.guidance === null
      ? [tell({ type: 'SETTLED', ...of, reference: 'customer guidance, first edition' })]
      : []),
    ...(releasedAt !== null && before.releasedAt === null
      ? [happened('measure', releasedAt, 'the release')]
      : []),
    ...(mitigation?.exists === true && mitigation.text !== before.mitigation?.text
      ? [tell({ type: 'MEASURE' })]
      : []),
    ...(isOver && outcome !== 'resolved'
      ? [tell({ type: 'DROPPED', ...of, reason: 'the incident is over' })]
      : []),
    ...(isOver ? [happened('handled', at, 'the end of the incident')] : []),
    ...(isOver ? [tell({ type: 'INCIDENT_CLOSED' })] : []),
  ];
}

/** `before` null: it was just received. A reporter is owed an answer in 24 h, and news until the case is closed. */
export function clocksOfCase(
  before: CaseContext | null,
  after: CaseContext,
  at: IsoInstant,
): ClockChanges {
  const { n: caseNumber, reporter } = after;
  return {
    starts:
      before === null && reporter !== null
        ? [
            {
              regime: 'reporter',
              obligation: 'answer',
              applies: true,
              since: at,
              reason: 'the report was received',
              caseNumber,
            },
          ]
        : [],
    consequences:
      before !== null && isClosed(after) && !isClosed(before)
        ? [
            tell({
              type: 'DROPPED',
              regime: 'reporter',
              obligation: 'update',
              caseNumber,
              reason: 'the case is closed',
            }),
          ]
        : [],
  };
}

function isClosed({ history }: CaseContext): boolean {
  return history.some(({ machine, code }) => machine === 'rm' && code === 'c');
}

type ToClocks = Extract<Consequence, { kind: 'toParts'; part: 'clock' }>;

const tell = (event: ToClocks['event']): Consequence => ({
  kind: 'toParts',
  part: 'clock',
  n: 'all',
  event,
});

const happened = (what: 'measure' | 'handled', t0At: IsoInstant, t0Event: string): Consequence =>
  tell({ type: 'HAPPENED', what, t0At, t0Event });
