// Rules of need-to-know: who comes in, who is out, and the review of both on a rhythm.
import type { Effect } from './effects.ts';
import * as words from './entries-access.ts';
import type { IncidentContext, IncidentEvent, IsoInstant, PersonId } from './incident-types.ts';
import { levels } from './levels.ts';
import type { Change, Rules } from './rule-parts.ts';
import {
  askedOf,
  leadChanged,
  offer,
  recorded,
  refresh,
  repeated,
  rolesOf,
  status,
  withMember,
} from './rule-parts.ts';

const hour = 60 * 60_000;
/** A review that nobody answers is asked for again after this, then after twice as long, and so on. */
const unansweredMs = 4 * hour;

export const lookAtRoom: Effect = { kind: 'lookAtRoom', hint: null, by: null };

const isNeedToKnow = ({ visibility }: IncidentContext): boolean => visibility !== 'open';

/** The timer of the next review; none for an incident that everybody may read. */
export function nextAccessReview(
  context: IncidentContext,
  delayMs: number = levels[context.level].accessReviewMs,
): { id: string; event: IncidentEvent; delayMs: number }[] {
  if (!isNeedToKnow(context)) return [];
  return [{ id: 'access', event: { type: 'ACCESS_REVIEW_DUE', at: '', by: 'ssirp' }, delayMs }];
}

/** The room is looked at first, so that whoever is asked sees who is in it now. */
export function askForAccessReview(context: IncidentContext, dueAt: IsoInstant): Effect[] {
  const asked = askedOf(context);
  if (!isNeedToKnow(context) || asked === null) return [];
  return [lookAtRoom, offer(asked, { kind: 'accessReview', dueAt })];
}

/** Somebody no longer belongs: whatever they held is free again. */
function out(context: IncidentContext, person: PersonId): Required<Pick<Change, 'set' | 'cancel'>> {
  const held = rolesOf(context, person);
  const kept = Object.entries(context.roles).filter(([, role]) => role.person !== person);
  return {
    set: {
      members: context.members.filter((member) => member !== person),
      ...(held.length === 0 ? {} : { roles: Object.fromEntries(kept) }),
    },
    cancel: held.map((role) => `role.${role}`),
  };
}

export const accessRules = {
  CAME_UNINVITED: (c, e) => {
    const asked = askedOf(c);
    return {
      entries: [words.cameUninvited(e)],
      effects: [
        { kind: 'remove', people: [e.person] },
        ...(asked === null
          ? []
          : [offer(asked, { kind: 'cameUninvited', person: e.person, inviter: e.inviter })]),
      ],
    };
  },
  FOUND_IN_ROOM: (c, e) => {
    const asked = askedOf(c);
    return {
      entries: [words.foundInRoom(e)],
      effects: asked === null ? [] : [offer(asked, { kind: 'foundInRoom', people: e.people })],
    };
  },
  ADMIN_JOINED: (c, e) => {
    const entry = words.adminJoined(e);
    return {
      set: { members: withMember(c, e.person) },
      entries: [entry],
      effects: [recorded(entry, 'warning'), { kind: 'invite', people: [e.person] }],
    };
  },
  REMOVED: (c, e) => {
    const entry = words.removed(e);
    return {
      ...out(c, e.person),
      entries: [entry],
      effects: [
        { kind: 'remove', people: [e.person] },
        recorded(entry, 'warning'),
        ...refresh(c),
        ...rolesOf(c, e.person).flatMap(leadChanged),
      ],
    };
  },
  STANDING_LOST: (c, e) => {
    const entry = words.standingLost(e);
    return {
      ...out(c, e.person),
      entries: [entry],
      effects: [
        recorded(entry, 'warning'),
        ...refresh(c),
        ...rolesOf(c, e.person).flatMap(leadChanged),
      ],
    };
  },
  ACCESS_REVIEW_DUE: (c, e) => {
    const asked = c.reminders.access ?? 0;
    const dueAt = c.accessReviewDueAt ?? e.at;
    return {
      set: { accessReviewDueAt: dueAt, reminders: { ...c.reminders, access: asked + 1 } },
      // Once on the record; further reminders only ring.
      entries: asked === 0 ? [words.accessReviewDue(e)] : [],
      effects: [...askForAccessReview(c, dueAt), status],
      timers: nextAccessReview(c, repeated(unansweredMs, asked + 1)),
    };
  },
  ACCESS_REVIEWED: (c, e) => ({
    set: { accessReviewDueAt: null, reminders: { ...c.reminders, access: 0 } },
    entries: [words.accessReviewed(e)],
    effects: [status],
    cancel: ['access'],
    timers: c.outcome === null ? nextAccessReview(c) : [],
  }),
} satisfies Partial<Rules>;
