// Microsoft's limits: the bot service counts in each conversation what the bot says there, Graph in each chat, channel
// and team. Kept four fifths full, so that what somebody waits for still goes through.
import { type Counted, type Limit, Pacing } from '../../shared/pacing.ts';

export interface Call {
  /** `say`: posts, updates and new threads alike. `members`: who is put into a chat, or taken out of it. */
  kind: 'say' | 'roster' | 'graph' | 'members';
  /** The conversation, or the team; null where it is not known yet. */
  place: string | null;
}

export type TeamsPacing = Pacing<Call>;

/** 30 a second for one bot in one tenant; Graph's the same. */
const inTenant: Limit = { max: 24, ms: 1000 };
/** 7 in 1 s, 8 in 2 s, 60 in 30 s, 1800 in an hour. */
const said: readonly Limit[] = [
  { max: 5, ms: 1000 },
  { max: 6, ms: 2000 },
  { max: 48, ms: 30_000 },
  { max: 1440, ms: 3_600_000 },
];
/** Twice as much. */
const rosters: readonly Limit[] = said.map(({ max, ms }) => ({ max: max * 2, ms }));
/** One a second in a chat or channel, which is kept for a team too: it has four. */
const graphInPlace: Limit = { max: 1, ms: 1250 };
/** 4 a minute in a chat; never two in the same second, which is the limit of all else there. */
const memberChanges: Limit = { max: 1, ms: 16_000 };

/** For one tenant; `now` in epoch milliseconds. */
export function createPacing(now: () => number): TeamsPacing {
  return new Pacing(now, { countedOf, restingOf: ({ kind, place }) => `${kind} ${at(place)}` });
}

function countedOf({ kind, place }: Call): Counted[] {
  const whole = { name: api(kind), limit: inTenant };
  if (place === null) return [whole];
  return [
    whole,
    ...limitsOf(kind).map((limit) => ({ name: `${kind} ${limit.ms} ${at(place)}`, limit })),
  ];
}

function limitsOf(kind: Call['kind']): readonly Limit[] {
  switch (kind) {
    case 'say':
      return said;
    case 'roster':
      return rosters;
    case 'graph':
      return [graphInPlace];
    case 'members':
      return [memberChanges];
  }
}

const api = (kind: Call['kind']): string =>
  kind === 'graph' || kind === 'members' ? 'graph' : 'bot';

/** The threads of a channel are counted together. */
const at = (place: string | null): string => place?.split(';', 1)[0] ?? '';
