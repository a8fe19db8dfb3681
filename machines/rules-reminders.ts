// Rules of reminders: what is still open, said again after twice the time, and put off by whoever answers for it.
import { missingCriteria } from './criteria.ts';
import type { Effect, Saying } from './effects.ts';
import * as words from './entries.ts';
import type { IncidentEvent, Role } from './incident-types.ts';
import { levels } from './levels.ts';
import type { Of, Rules } from './rule-parts.ts';
import { after, offer, recorded, repeated, say, status } from './rule-parts.ts';

/** From this many reminders on the room alone does not help: somebody is told in person. */
const escalatedAt = 3;

export const reminderRules = {
  SITREP_OVERDUE: (c, e) => ({
    set: { reminders: { ...c.reminders, sitrep: c.reminders.sitrep + 1 } },
    // Once on the record; further reminders only ring.
    entries: c.reminders.sitrep === 0 ? [words.sitrepOverdue(e, c.sitrepDueAt)] : [],
    effects: [
      say({
        kind: 'sitrepOverdue',
        dueAt: c.sitrepDueAt,
        lead: c.roles.comms_lead?.person ?? c.roles.crisis_lead?.person ?? c.declaredBy,
      }),
      status,
    ],
  }),
  STAFFING_OVERDUE: (c, e) => {
    const missing = missingCriteria(c, { followUpsNotOwned: [] }).flatMap(({ criterion, what }) =>
      criterion === 'rolesClaimed' ? (what as Role[]) : [],
    );
    if (missing.length === 0) return {};
    const reminders = c.reminders.staffing + 1;
    const escalated: Saying = { kind: 'staffingEscalated', missing, reminders };
    const isTooMuch = reminders === escalatedAt;
    return {
      set: { reminders: { ...c.reminders, staffing: reminders } },
      entries: reminders === 1 ? [words.staffingOverdue(e, missing)] : [],
      effects: [
        say({ kind: 'staffingOverdue', missing, lead: c.roles.crisis_lead?.person ?? null }),
        ...(isTooMuch ? [offer(c.declaredBy, escalated)] : []),
      ],
      consequences: isTooMuch ? [{ kind: 'tellAdmins', say: escalated }] : [],
    };
  },
  ROLE_UNACKNOWLEDGED: (c, e) => {
    const held = c.roles[e.role];
    if (held === undefined) return {};
    const lead = c.roles.crisis_lead?.person ?? c.declaredBy;
    const sent = e.sent ?? 1;
    const saying: Saying = { kind: 'roleUnacknowledged', role: e.role, person: held.person, lead };
    const { role, next } = e;
    if (next !== undefined && next !== null) {
      const onCall = { after: held.person };
      return {
        entries: [words.roleUnacknowledged(e, held)],
        consequences: [
          { kind: 'toIncident', event: { type: 'ROLE_ASSIGNED', role, person: next, onCall } },
        ],
      };
    }
    // Of the crisis lead itself nobody is above but who declared, and the admins.
    const above = lead === held.person ? c.declaredBy : lead;
    const ended: Saying = { kind: 'onCallEnded', role, person: held.person };
    const isEnd = next === null && sent === 1;
    return {
      consequences: isEnd ? [{ kind: 'tellAdmins', say: ended }] : [],
      entries: sent === 1 ? [words.roleUnacknowledged(e, held)] : [],
      effects: [
        say(saying),
        ...(sent === escalatedAt && lead !== held.person ? [offer(lead, saying)] : []),
        ...(isEnd && above !== held.person ? [offer(above, ended)] : []),
      ],
      timers: [
        {
          id: `role.${e.role}`,
          event: { ...timed('ROLE_UNACKNOWLEDGED'), role: e.role, sent: sent + 1 },
          delayMs: repeated(levels[c.level].ackMs, sent + 1),
        },
      ],
    };
  },
  HANDOVER_UNANSWERED: (c, e) => {
    if (c.handoverTo === null) return {};
    const lead = c.roles.crisis_lead?.person ?? c.declaredBy;
    const { sent } = e;
    const saying: Saying = { kind: 'handoverUnanswered', to: c.handoverTo, lead, sent };
    const told = new Set([c.handoverTo]);
    if (sent > 1) told.add(lead);
    if (sent > 1 && c.roles.deputy !== undefined) told.add(c.roles.deputy.person);
    return {
      entries: sent === 1 ? [words.handoverUnanswered(e, c.handoverTo)] : [],
      effects: [say(saying), ...[...told].map((person): Effect => offer(person, saying))],
      consequences: sent === escalatedAt ? [{ kind: 'tellAdmins', say: saying }] : [],
      timers: [
        {
          id: 'handover',
          event: { ...timed('HANDOVER_UNANSWERED'), sent: sent + 1 },
          delayMs: repeated(levels[c.level].ackMs, sent + 1),
        },
      ],
    };
  },
  SNOOZE: (c, e) => {
    const until = after(e.at, e.minutes * 60_000);
    const entry = words.snoozed(e, until);
    const count = (c.snoozed?.[e.what]?.count ?? 0) + 1;
    return {
      set: { snoozed: { ...c.snoozed, [e.what]: { by: e.by, until, count } } },
      entries: [entry],
      effects: [recorded(entry)],
      cancel: [e.what],
      timers: [{ id: e.what, event: reminderOf(e), delayMs: e.minutes * 60_000 }],
    };
  },
} satisfies Partial<Rules>;

/** Timers carry a placeholder stamp: whoever fires them puts in the instant. */
function timed<T extends IncidentEvent['type']>(type: T) {
  return { type, at: '', by: 'ssirp' } as const;
}

/** What the timer says when the rest is over: the reminder that was put off, and not a first one. */
function reminderOf({ what, sent = 2 }: Of<'SNOOZE'>): IncidentEvent {
  switch (what) {
    case 'sitrep':
      return timed('SITREP_OVERDUE');
    case 'staffing':
      return timed('STAFFING_OVERDUE');
    case 'handover':
      return { ...timed('HANDOVER_UNANSWERED'), sent };
    default:
      return { ...timed('ROLE_UNACKNOWLEDGED'), role: what.slice('role.'.length) as Role, sent };
  }
}
