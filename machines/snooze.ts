// How far a reminder may be put off, and how often: what must not be missed is its bound.
import type { IncidentContext, IsoInstant, Level, ReminderId } from './incident-types.ts';
import { levels } from './levels.ts';
import { after } from './rule-parts.ts';

/** How often one reminder may be put off until what it asks for is done. */
export const snoozesMax = 3;

/** Longest rest in minutes at a level: no longer than the level lets the room go without a sitrep. */
export function snoozeMinutesMax(level: Level): number {
  return levels[level].sitrepMs / 60_000;
}

/** Why a reminder cannot be put off so far, or null. `latest` is the last instant it could rest until. */
export type NoSnooze = { why: 'nothing' } | { why: 'often' } | { why: 'long'; latest: IsoInstant };

export function whyNoSnooze(
  context: IncidentContext,
  { what, minutes, at }: { what: ReminderId; minutes: number; at: IsoInstant },
): NoSnooze | null {
  if (!rings(context, what)) return { why: 'nothing' };
  const former = context.snoozed?.[what];
  if (former !== undefined && former.count >= snoozesMax) return { why: 'often' };
  const latest = latestRest(context, what, at);
  return after(at, minutes * 60_000) > latest ? { why: 'long', latest } : null;
}

/** The same for the reminders of one task: nobody has said yes to it yet, or its date is past. */
export function whyNoTaskSnooze(
  {
    level,
    dueAt,
    closedAt,
    escalation,
    snoozes = 0,
  }: {
    level: Level;
    dueAt: IsoInstant | null;
    closedAt: IsoInstant | null;
    escalation: number;
    snoozes?: number;
  },
  { minutes, at, isOpen }: { minutes: number; at: IsoInstant; isOpen: boolean },
): NoSnooze | null {
  const isDue = dueAt !== null && dueAt <= at;
  if (closedAt !== null || !(isDue || (isOpen && escalation < 2))) return { why: 'nothing' };
  if (snoozes >= snoozesMax) return { why: 'often' };
  const latest = after(at, snoozeMinutesMax(level) * 60_000);
  return after(at, minutes * 60_000) > latest ? { why: 'long', latest } : null;
}

/** Is there anything the reminder would say? Whether it rings at the moment, the states of the chart know. */
function rings(context: IncidentContext, what: ReminderId): boolean {
  switch (what) {
    case 'sitrep':
      return context.reminders.sitrep > 0;
    case 'staffing':
      return levels[context.level].roles.some((role) => context.roles[role] === undefined);
    case 'handover':
      return context.handoverTo !== null;
    default:
      return context.roles[what.slice('role.'.length) as 'legal']?.acknowledgedAt === null;
  }
}

/** A handover must be answered before the shift ends. */
function latestRest(context: IncidentContext, what: ReminderId, at: IsoInstant): IsoInstant {
  const latest = after(at, snoozeMinutesMax(context.level) * 60_000);
  const { shiftEndsAt } = context;
  return what === 'handover' && shiftEndsAt !== null && shiftEndsAt > at && shiftEndsAt < latest
    ? shiftEndsAt
    : latest;
}
