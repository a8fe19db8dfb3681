// Rules of an incident's course: phases, level, ends and new beginnings.
import type { Consequence, Effect, EntryDraft } from './effects.ts';
import { injectsLeft } from './exercise.ts';
import type { IncidentContext, IsoInstant, ReminderId } from './incident-types.ts';
import { missingCriteria } from './criteria.ts';
import { raisedByFacts } from './level-rules.ts';
import * as words from './entries.ts';
import type { Change, Rules } from './rule-parts.ts';
import { askForAccessReview, nextAccessReview } from './rules-access.ts';
import { replaceRoom } from './rules-room.ts';
import {
  checklistCard,
  rolesCard,
  rested,
  recorded,
  say,
  refresh,
  newEpoch,
  rhythmFrom,
  withMember,
  inviteNew,
} from './rule-parts.ts';

/** The end of an incident, whatever led there. With a drill its injects and clocks end, too, and it is scored. */
export function close(
  context: IncidentContext,
  entry: EntryDraft,
  set: Partial<IncidentContext>,
): Change {
  return {
    set: { ...set, handoverTo: null, shiftEndsAt: null, ...withoutSnoozes(context) },
    entries: [entry],
    cancel: injectsLeft(context),
    consequences: [
      { kind: 'dropTasks', reason: entry.text },
      leaveTrains,
      ...(context.drill ? clocksEnd : []),
    ],
    effects: [
      recorded(entry, 'good'),
      ...refresh(context),
      rolesCard,
      { kind: 'card', card: 'announcement' },
      { kind: 'setTopic' },
      ...askForAccessReview(context, entry.occurredAt),
      ...(context.drill ? [score] : []),
    ],
  };
}

const score: Effect = { kind: 'card', card: 'score' };

/** What is over goes on no train. */
const leaveTrains: Consequence = {
  kind: 'toParts',
  part: 'train',
  n: 'all',
  event: { type: 'LEAVE', reason: 'the incident is closed' },
};

/** Nobody has to file anything for an exercise once it is over. */
const clocksEnd: Consequence[] = [
  {
    kind: 'toParts',
    part: 'clock',
    n: 'all',
    event: { type: 'WAIVE', reason: 'The drill is over' },
  },
  {
    kind: 'toParts',
    part: 'clock',
    n: 'all',
    event: { type: 'NOT_APPLICABLE', reason: 'The drill is over' },
  },
];

/** A closed incident has no reminders, so none is put off. */
function withoutSnoozes(context: IncidentContext): Pick<IncidentContext, 'snoozed'> {
  return rested(context, ...(Object.keys(context.snoozed ?? {}) as ReminderId[]));
}

export const courseRules = {
  ADVANCE: (c, e) =>
    c.phase === 'review'
      ? close(c, words.closed(e, 'Every phase is done'), { outcome: 'resolved' })
      : { entries: [words.advanced(e, c.phase)], effects: [checklistCard(c)] },
  OVERRIDE: (c, e) => {
    const missing = missingCriteria(c, e.outside).map(({ criterion }) => criterion);
    const entry = words.overridden(e, c.phase, missing);
    const overridden: Change = {
      entries: [entry],
      effects: [recorded(entry, 'warning'), checklistCard(c)],
    };
    if (c.phase !== 'review') return overridden;
    const closing = close(c, words.closed(e, `By override: ${e.reason}`), { outcome: 'resolved' });
    return {
      ...closing,
      entries: [entry, ...(closing.entries ?? [])],
      effects: [...(overridden.effects ?? []), ...(closing.effects ?? [])],
    };
  },
  REGRESS: (c, e) => ({
    set:
      c.releasedAt === null
        ? { goVotes: [], ...(e.to === 'communicate' ? {} : { fixReadyAt: null }) }
        : newEpoch(c),
    entries: [words.regressed(e, c.phase)],
    effects: [recorded(words.regressed(e, c.phase), 'warning'), checklistCard(c)],
  }),
  STAND_DOWN: (c, e) => close(c, words.stoodDown(e), { outcome: 'stoodDown' }),
  FALSE_POSITIVE: (c, e) => {
    const closing = close(c, words.falsePositive(e), { outcome: 'falsePositive' });
    const { reason } = e;
    const all = { kind: 'toParts', part: 'case', n: 'all' } as const;
    return {
      ...closing,
      // A report is closed from invalid, never as it came in.
      consequences: [
        ...(closing.consequences ?? []),
        { ...all, event: { type: 'INVALIDATE', reason } },
        { ...all, event: { type: 'CLOSE', reason } },
      ],
    };
  },
  MERGE: (c, e) => {
    const closing = close(c, words.merged(e), { outcome: 'merged', mergedInto: e.into });
    return {
      ...closing,
      effects: [...(closing.effects ?? []), { kind: 'archiveChannel' }],
      // The tasks move before the rest is dropped, so that nobody's open work is lost.
      consequences: [{ kind: 'mergeInto', into: e.into }, ...(closing.consequences ?? [])],
    };
  },
  MERGED_FROM: (c, e) => {
    const facts = { ...c.facts };
    for (const [name, at] of Object.entries(e.facts) as [keyof typeof facts, IsoInstant | null][]) {
      facts[name] ??= at;
    }
    const entry = words.mergedFrom(e);
    return {
      consequences: raisedByFacts(c, { ...c, facts }),
      set: {
        facts,
        members: e.members.reduce(
          (members, person) => withMember({ ...c, members }, person),
          c.members,
        ),
      },
      entries: [entry],
      effects: [...inviteNew(c, e.members), recorded(entry), ...refresh(c)],
    };
  },
  RELATED: (c, e) => ({
    entries: [words.related(e)],
    effects: [
      e.when === 'earlier'
        ? recorded(words.related(e), 'warning')
        : say({
            kind: 'related',
            to: e.to,
            by: e.by,
            lead: c.roles.crisis_lead?.person ?? c.declaredBy,
          }),
    ],
  }),
  REOPEN: (c, e) => ({
    set: { ...newEpoch(c), ...rhythmFrom(c, e.at) },
    entries: [words.reopened(e, c.outcome)],
    effects: [
      recorded(words.reopened(e, c.outcome), 'warning'),
      ...refresh(c),
      rolesCard,
      { kind: 'card', card: 'announcement' },
      ...(c.roomLost ? [replaceRoom] : []),
      ...askForAccessReview(c, e.at),
    ],
    timers: nextAccessReview(c),
  }),
} satisfies Partial<Rules>;
