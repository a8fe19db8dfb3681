// The level that the facts ask for: one table, first match. SSIRP's own levels were never published; these rules follow
// Microsoft's distinction of limited, targeted and broad attacks (MSRC, 2006-12-08) and the severity of bulletins.
import type { Consequence } from './effects.ts';
import type { FactName, IncidentContext, Level } from './incident-types.ts';

export type LevelRuleId =
  | 'worm'
  | 'broad'
  | 'kevUnfixed'
  | 'attacks'
  | 'exploitUnfixed'
  | 'publicUnfixed'
  | 'leakUnfixed'
  | 'criticalEmbargo'
  | 'watch';

/** What a rule reads. */
type Known = Pick<IncidentContext, 'facts' | 'criticalCases' | 'releasedAt' | 'decision'>;

/** What the facts ask for, and why. */
export interface LevelRuling {
  level: Level;
  rule: LevelRuleId;
  /** The rule in words, as the reason of a change reads. */
  text: string;
  /** The facts it rests on; none where cases or nothing decide. */
  facts: readonly FactName[];
}

interface LevelRule extends LevelRuling {
  holds: (known: Known) => boolean;
}

const isAttacked = ({ facts }: Known): boolean =>
  [facts.attacks, facts.broad, facts.kev].some((at) => (at ?? null) !== null);
const is = ({ facts }: Known, fact: FactName): boolean => (facts[fact] ?? null) !== null;

/**
 * Nothing that fixes it is released: no coordinated release in the present epoch, or one of an advisory alone. When
 * work starts again after the release (the fix failed, regress, reopen), what was released does not count any more.
 */
function isUnfixed({ releasedAt, decision }: Known): boolean {
  return releasedAt === null || decision?.remedy === 'advisory-only';
}

const rules: readonly LevelRule[] = [
  {
    level: 1,
    rule: 'worm',
    text: 'attacks are observed, and it spreads by itself',
    facts: ['attacks', 'wormable'],
    holds: (known) => isAttacked(known) && is(known, 'wormable'),
  },
  {
    level: 1,
    rule: 'broad',
    text: 'attacks are broad, no longer limited and targeted',
    facts: ['broad'],
    holds: (known) => is(known, 'broad'),
  },
  {
    level: 1,
    rule: 'kevUnfixed',
    text: 'CISA lists it as exploited (KEV), and no fix is released',
    facts: ['kev'],
    holds: (known) => is(known, 'kev') && isUnfixed(known),
  },
  {
    level: 2,
    rule: 'attacks',
    text: 'attacks are observed, limited and targeted',
    facts: ['attacks'],
    holds: isAttacked,
  },
  {
    level: 2,
    rule: 'exploitUnfixed',
    text: 'exploit code is public, and no fix is released',
    facts: ['exploit'],
    holds: (known) => is(known, 'exploit') && isUnfixed(known),
  },
  {
    level: 3,
    rule: 'publicUnfixed',
    text: 'the vulnerability is public, and no fix is released',
    facts: ['public'],
    holds: (known) => is(known, 'public') && isUnfixed(known),
  },
  {
    // As if it were public: whoever has it may use it, and nobody knows yet.
    level: 3,
    rule: 'leakUnfixed',
    text: 'what partners were told may have leaked, and no fix is released',
    facts: ['leak'],
    holds: (known) => is(known, 'leak') && isUnfixed(known),
  },
  {
    level: 3,
    rule: 'criticalEmbargo',
    text: 'a case is Critical by the bug bar, with an embargo',
    facts: [],
    holds: ({ criticalCases = [] }) => criticalCases.length > 0,
  },
];

const watch: LevelRuling = {
  level: 4,
  rule: 'watch',
  text: 'no attacks are known, and nothing is public without a fix',
  facts: [],
};

/** The level by the first rule that holds. Facts only ever ask: people may keep another level. */
export function levelRule(known: Known): LevelRuling {
  const found = rules.find(({ holds }) => holds(known));
  if (found === undefined) return watch;
  const { level, rule, text, facts } = found;
  return { level, rule, text, facts };
}

/** Raises the level by itself, when what became known asks for a stricter one than before and than the present. */
export function raisedByFacts(before: IncidentContext, after: IncidentContext): Consequence[] {
  const { level, text: reason } = levelRule(after);
  if (level >= levelRule(before).level || level >= after.level) return [];
  const event = { type: 'LEVEL', level, reason, because: 'facts' } as const;
  return [{ kind: 'toIncident', event }];
}
