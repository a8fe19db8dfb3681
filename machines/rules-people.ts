// Rules of people: roles, members, shifts.
import type { Saying } from './effects.ts';
import type { HeldRole, Role } from './incident-types.ts';
import { missingCriteria } from './criteria.ts';
import { levels } from './levels.ts';
import * as words from './entries.ts';
import type { Rules } from './rule-parts.ts';
import {
  after,
  say,
  recorded,
  refresh,
  withMember,
  inviteNew,
  leadChanged,
  offer,
} from './rule-parts.ts';

export const peopleRules = {
  ROLE_ASSIGNED: (c, e) => {
    const former = c.roles[e.role];
    const claimed = e.by === e.person;
    const held: HeldRole = { person: e.person, since: e.at, acknowledgedAt: claimed ? e.at : null };
    const entry = words.roleAssigned(e, former);
    const timer = `role.${e.role}`;
    return {
      set: { roles: { ...c.roles, [e.role]: held }, members: withMember(c, e.person) },
      entries: [entry],
      effects: [
        ...inviteNew(c, [e.person]),
        claimed
          ? recorded(entry)
          : say({ kind: 'roleOffered', role: e.role, person: e.person, by: e.by }),
        ...(claimed
          ? []
          : [offer(e.person, { kind: 'roleOffered', role: e.role, person: e.person, by: e.by })]),
        ...refresh(c),
        ...leadChanged(e.role),
      ],
      consequences:
        former?.person === e.person
          ? []
          : [
              {
                kind: 'giveRoleTasks',
                role: e.role,
                person: e.person,
                from: former?.person ?? null,
              },
            ],
      cancel: [timer],
      timers: claimed
        ? []
        : [
            {
              id: timer,
              event: { type: 'ROLE_UNACKNOWLEDGED', role: e.role, at: e.at, by: 'ssirp' },
              delayMs: levels[c.level].ackMs,
            },
          ],
    };
  },
  ROLE_RELEASED: (c, e) => {
    const { [e.role]: former, ...rest } = c.roles;
    const entry = words.roleReleased(e, former);
    return {
      set: { roles: rest },
      entries: [entry],
      effects: [recorded(entry, 'warning'), ...refresh(c), ...leadChanged(e.role)],
      cancel: [`role.${e.role}`],
    };
  },
  ROLE_UNACKNOWLEDGED: (c, e) => {
    const held = c.roles[e.role];
    if (held === undefined) return {};
    const lead = c.roles.crisis_lead?.person ?? c.declaredBy;
    return {
      entries: [words.roleUnacknowledged(e, held)],
      effects: [say({ kind: 'roleUnacknowledged', role: e.role, person: held.person, lead })],
    };
  },
  STAFFING_OVERDUE: (c, e) => {
    const missing = missingCriteria(c, { followUpsNotOwned: [] }).flatMap(({ criterion, what }) =>
      criterion === 'rolesClaimed' ? (what as Role[]) : [],
    );
    if (missing.length === 0) return {};
    return {
      set: { reminders: { ...c.reminders, staffing: c.reminders.staffing + 1 } },
      entries: c.reminders.staffing === 0 ? [words.staffingOverdue(e, missing)] : [],
      effects: [
        say({ kind: 'staffingOverdue', missing, lead: c.roles.crisis_lead?.person ?? null }),
      ],
    };
  },
  INVITED: (c, e) => ({
    set: {
      members: e.people.reduce(
        (members, person) => withMember({ ...c, members }, person),
        c.members,
      ),
    },
    entries: [words.invited(e)],
    // Also people who belong already: they may have been removed from the room by hand.
    effects: [{ kind: 'invite', people: e.people }],
  }),
  MEMBER_JOINED: (c, e) => ({
    set: { members: withMember(c, e.person) },
    entries: [words.memberJoined(e)],
  }),
  MEMBER_LEFT: (c, e) => ({
    set: { members: c.members.filter((person) => person !== e.person) },
    entries: [words.memberLeft(e)],
  }),
  SHIFT_ENDING: (c) => ({
    effects: [
      say({
        kind: 'shiftEnding',
        lead: c.roles.crisis_lead?.person ?? null,
        endsAt: c.shiftEndsAt ?? c.declaredAt,
      }),
    ],
  }),
  HANDOVER: (c, e) => {
    const offered: Saying = { kind: 'handoverOffered', to: e.to, by: e.by };
    return {
      set: { handoverTo: e.to, members: withMember(c, e.to) },
      entries: [words.handoverOffered(e)],
      effects: [...inviteNew(c, [e.to]), say(offered), offer(e.to, offered)],
    };
  },
  HANDOVER_ACCEPT: (c, e) => {
    const former = c.roles.crisis_lead;
    const { shiftMs } = levels[c.level];
    const entry = words.handoverAccepted(e, former);
    return {
      set: {
        handoverTo: null,
        roles: { ...c.roles, crisis_lead: { person: e.by, since: e.at, acknowledgedAt: e.at } },
        shiftEndsAt: shiftMs === null ? null : after(e.at, shiftMs),
      },
      entries: [entry],
      effects: [recorded(entry, 'good'), ...refresh(c), ...leadChanged('crisis_lead')],
      // Whoever was asked before them need not answer any more.
      cancel: ['role.crisis_lead'],
      consequences: [
        { kind: 'giveRoleTasks', role: 'crisis_lead', person: e.by, from: former?.person ?? null },
      ],
    };
  },
} satisfies Partial<Rules>;
