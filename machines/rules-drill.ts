// Rules of a drill: the outside world acts by clock, people answer it, and it can be stopped at any time.
import type { Consequence } from './effects.ts';
import type { Inject } from './incident-types.ts';
import { playedInject } from './exercise.ts';
import * as words from './entries-drill.ts';
import type { CaseFact, FactName, IncidentContext, IsoInstant } from './incident-types.ts';
import { caseFactNames } from './incident-types.ts';
import type { Rules } from './rule-parts.ts';
import { after, recorded, say } from './rule-parts.ts';
import { close } from './rules-course.ts';

export const drillRules = {
  INJECT: (c, e) => {
    const { exercise } = c;
    const inject = exercise?.injects.find(({ n }) => n === e.n);
    if (exercise === undefined || inject === undefined) return {};
    const { n, from, text, answerWithinMs } = inject;
    return {
      set: {
        exercise: { ...exercise, played: [...exercise.played, { n, at: e.at, answered: null }] },
      },
      entries: [words.injected(e, inject)],
      effects: [
        say({
          kind: 'inject',
          n,
          from,
          text,
          answerBy: answerWithinMs === null ? null : after(e.at, answerWithinMs),
        }),
      ],
      consequences: consequencesOf(c, inject, e.at),
    };
  },
  INJECT_ANSWERED: (c, e) => {
    const { exercise } = c;
    const inject = playedInject(c, e.n)?.inject;
    if (exercise === undefined || inject === undefined) return {};
    const answered = { at: e.at, by: e.by };
    const entry = words.injectAnswered(e, inject);
    return {
      set: {
        exercise: {
          ...exercise,
          played: exercise.played.map((one) => (one.n === e.n ? { ...one, answered } : one)),
        },
      },
      entries: [entry],
      effects: [recorded(entry)],
    };
  },
  DRILL_STOPPED: (c, e) => close(c, words.drillStopped(e), { outcome: 'stoodDown' }),
} satisfies Partial<Rules>;

/** What cannot happen now (nothing is being built, nobody holds the role) is only told. */
function consequencesOf(c: IncidentContext, { deed, text }: Inject, at: IsoInstant): Consequence[] {
  switch (deed?.kind) {
    case 'fact':
      return [
        ...(isCaseFact(deed.fact)
          ? [
              {
                kind: 'toParts' as const,
                part: 'case' as const,
                n: 'all' as const,
                event: { type: 'FACT' as const, fact: deed.fact, text, occurredAt: at },
              },
            ]
          : []),
        // Cases tell their incident, which then knows already.
        {
          kind: 'toIncident',
          event: { type: 'FACT', fact: deed.fact, text, occurredAt: at },
        },
      ];
    case 'unavailable':
      return c.roles[deed.role] === undefined
        ? []
        : [{ kind: 'toIncident', event: { type: 'ROLE_RELEASED', role: deed.role } }];
    case 'fixFails':
      return [
        {
          kind: 'toIncident',
          event: { type: 'FIX_FAILED', reason: text, rootCauseWrong: false },
        },
      ];
    case 'taskFails':
      return [{ kind: 'blockTask', template: deed.template, reason: text }];
    default:
      return [];
  }
}

function isCaseFact(fact: FactName): fact is CaseFact {
  return caseFactNames.some((name) => name === fact);
}
