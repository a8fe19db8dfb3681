// Rules of the level: what a change of it counts anew. It never moves the phase.
import * as words from './entries.ts';
import type { IncidentContext, IncidentEvent, Level, Role } from './incident-types.ts';
import { levelRule } from './level-rules.ts';
import { levels } from './levels.ts';
import type { Change, Of, Rules, TimerMove } from './rule-parts.ts';
import { after, msBetween, recorded, refresh, rolesCard, say } from './rule-parts.ts';

export const levelRules = {
  LEVEL: (c, e) => {
    const entry = words.level(e, c.level, levelRule(c));
    const missing = newlyNeeded(c, e.level);
    return {
      ...recounted(c, e),
      entries: [entry],
      effects: [
        recorded(entry, e.level < c.level ? 'warning' : 'normal'),
        ...(missing.length === 0 ? [] : [say({ kind: 'rolesNeeded', level: e.level, missing })]),
        ...refresh(c),
        rolesCard,
        { kind: 'setTopic' },
        { kind: 'card', card: 'announcement' },
      ],
      consequences: [
        { kind: 'changeTaskLevel', level: e.level },
        { kind: 'addPlaybookTasks', phase: c.phase, level: e.level },
        ...(e.level < c.level ? [{ kind: 'offerRoles' } as const] : []),
      ],
    };
  },
} satisfies Partial<Rules>;

/** The roles that only the stricter level needs and that nobody holds. */
function newlyNeeded({ level, roles }: IncidentContext, to: Level): Role[] {
  return levels[to].roles.filter(
    (role) => !levels[level].roles.includes(role) && roles[role] === undefined,
  );
}

/**
 * Everything that runs, by the new level: what somebody must answer counts from when it was asked, sitreps from the
 * last one, a shift from its beginning, the monitoring window from the release. After a raise nothing is due later
 * than before; only the window in which customers are watched grows.
 */
function recounted(c: IncidentContext, e: Of<'LEVEL'>): Change {
  const policy = levels[e.level];
  const set = {
    level: e.level,
    sitrepDueAt: after(c.lastSitrepAt, policy.sitrepMs),
    shiftEndsAt: shiftEnd(c, e),
  };
  if (e.because === undefined) return { set };
  // Once the phase is left, nothing rings when the window ends.
  const isWatching = c.phase === 'communicate' && c.monitoring === 'running';
  if (!isWatching || c.releasedAt === null) return { set, moves: moves(c, e) };
  const monitoringUntil = after(c.releasedAt, policy.monitoringMs);
  return {
    set: { ...set, monitoringUntil },
    timers: [monitoringOver(msBetween(e.at, monitoringUntil))],
    moves: moves(c, e),
  };
}

function shiftEnd(c: IncidentContext, e: Of<'LEVEL'>): string | null {
  const { shiftMs } = levels[e.level];
  const formerMs = levels[c.level].shiftMs;
  if (shiftMs === null) return null;
  if (e.because === undefined || c.shiftEndsAt === null || formerMs === null)
    return after(e.at, shiftMs);
  return after(c.shiftEndsAt, shiftMs - formerMs);
}

function monitoringOver(delayMs: number): { id: string; event: IncidentEvent; delayMs: number } {
  const event = { type: 'MONITORING_OVER', at: '', by: 'ssirp' } as const;
  return { id: 'monitoring', event, delayMs: Math.max(0, delayMs) };
}

function moves(c: IncidentContext, e: Of<'LEVEL'>): TimerMove[] {
  const { ackMs, accessReviewMs } = levels[e.level];
  const only = e.level < c.level ? 'sooner' : 'later';
  const roles = Object.entries(c.roles).flatMap(([role, { acknowledgedAt, since }]) => {
    const delayMs = Math.max(0, msBetween(e.at, after(since, ackMs)));
    return acknowledgedAt === null ? [{ id: `role.${role}`, delayMs, only } as const] : [];
  });
  // A review that nobody has answered is asked for again at its own pace.
  const isReviewAhead = (c.accessReviewDueAt ?? null) === null;
  return [
    ...roles,
    // Who is missing now, and who was asked to take over.
    { id: 'staffing', delayMs: ackMs, only },
    { id: 'handover', delayMs: ackMs, only },
    ...(isReviewAhead ? [{ id: 'access', delayMs: accessReviewMs, only } as const] : []),
  ];
}
