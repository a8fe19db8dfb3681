// Rules of people: roles, members, shifts.
import type { Saying } from './effects.ts';
import type { HeldRole } from './incident-types.ts';
import { levels } from './levels.ts';
import * as words from './entries.ts';
import type { Rules } from './rule-parts.ts';
import {
  rolesCard,
  rested,
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
    const held: HeldRole = {
      person: e.person,
      since: e.at,
      acknowledgedAt: claimed ? e.at : null,
      ...(e.onCall === undefined || claimed ? {} : { onCall: true }),
    };
    const offered: Saying = {
      kind: 'roleOffered',
      role: e.role,
      person: e.person,
      by: e.by,
      ...(e.onCall === undefined ? {} : { onCall: e.onCall }),
    };
    const wasAsked = former?.onCall === true && former.acknowledgedAt === null;
    const isPassed = wasAsked && ![e.by, e.person].includes(former.person);
    const entry = words.roleAssigned(e, former);
    const timer = `role.${e.role}` as const;
    return {
      set: {
        roles: { ...c.roles, [e.role]: held },
        members: withMember(c, e.person),
        ...rested(c, 'staffing', timer),
      },
      entries: [entry],
      effects: [
        ...inviteNew(c, [e.person]),
        claimed ? recorded(entry) : say(offered),
        ...(claimed ? [] : [offer(e.person, offered)]),
        ...(isPassed
          ? [
              offer(former.person, {
                kind: 'rolePassedOn',
                role: e.role,
                to: e.person,
                taken: claimed,
              }),
            ]
          : []),
        ...refresh(c),
        rolesCard,
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
      effects: [
        say({ kind: 'roleFree', role: e.role, text: entry.text }),
        ...refresh(c),
        rolesCard,
        ...leadChanged(e.role),
      ],
      cancel: [`role.${e.role}`],
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
    effects: [{ kind: 'invite', people: e.people, ...(e.groups ? { groups: e.groups } : {}) }],
  }),
  GROUP_INVITED: (c, e) => ({
    set: {
      members: e.people.reduce(
        (members, person) => withMember({ ...c, members }, person),
        c.members,
      ),
    },
    entries: [words.groupInvited(e)],
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
    const offered: Saying = {
      kind: 'handoverOffered',
      to: e.to,
      by: e.by,
      ...(e.brief ? { brief: e.brief } : {}),
    };
    return {
      set: { handoverTo: e.to, members: withMember(c, e.to), ...rested(c, 'handover') },
      entries: [words.handoverOffered(e)],
      effects: [...inviteNew(c, [e.to]), say(offered), offer(e.to, offered)],
      timers: [
        {
          id: 'handover',
          event: { type: 'HANDOVER_UNANSWERED', sent: 1, at: e.at, by: 'ssirp' },
          delayMs: levels[c.level].ackMs,
        },
      ],
    };
  },
  HANDOVER_DECLINE: (c, e) => {
    const entry = words.handoverDeclined(e, c.handoverTo ?? e.by, c.roles.crisis_lead);
    const lead = c.roles.crisis_lead?.person ?? c.declaredBy;
    return {
      set: { handoverTo: null, ...rested(c, 'handover') },
      entries: [entry],
      effects: [
        recorded(entry, 'warning'),
        ...(e.by === lead
          ? []
          : [offer(lead, { kind: 'recorded', text: entry.text, tone: 'warning' })]),
      ],
    };
  },
  HANDOVER_ACCEPT: (c, e) => {
    const former = c.roles.crisis_lead;
    const { shiftMs } = levels[c.level];
    const entry = words.handoverAccepted(e, former);
    return {
      set: {
        handoverTo: null,
        ...rested(c, 'handover', 'role.crisis_lead'),
        roles: { ...c.roles, crisis_lead: { person: e.by, since: e.at, acknowledgedAt: e.at } },
        shiftEndsAt: shiftMs === null ? null : after(e.at, shiftMs),
      },
      entries: [entry],
      effects: [recorded(entry, 'good'), ...refresh(c), rolesCard, ...leadChanged('crisis_lead')],
      // Whoever was asked before them need not answer any more.
      cancel: ['role.crisis_lead'],
      consequences: [
        { kind: 'giveRoleTasks', role: 'crisis_lead', person: e.by, from: former?.person ?? null },
      ],
    };
  },
} satisfies Partial<Rules>;
