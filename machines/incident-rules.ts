// What each event does to the context, the timeline and the outside world. The chart (incident.ts) says when.
import type { CardKey, Consequence, Effect, EntryDraft, Saying } from './effects.ts';
import type {
  HeldRole,
  IncidentContext,
  IncidentEvent,
  IncidentEventType,
  IsoInstant,
  Phase,
  Role,
} from './incident-types.ts';
import { roles } from './incident-types.ts';
import { isReleaseTime, missingCriteria, missingVotes } from './criteria.ts';
import { levels } from './levels.ts';
import * as words from './entries.ts';

export interface Change {
  set?: Partial<IncidentContext>;
  entries?: EntryDraft[];
  effects?: Effect[];
  consequences?: Consequence[];
  timers?: { id: string; event: IncidentEvent; delayMs: number }[];
  cancel?: string[];
}

type Of<T extends IncidentEventType> = Extract<IncidentEvent, { type: T }>;
type Rule<T extends IncidentEventType> = (context: IncidentContext, event: Of<T>) => Change;

const status: Effect = { kind: 'card', card: 'status' };

/** The checklist card of the phase and epoch that the incident is in. */
function checklistCard(context: Pick<IncidentContext, 'phase' | 'epoch'>): Effect {
  return { kind: 'card', card: `checklist/${context.phase}/${context.epoch}` satisfies CardKey };
}

/** Adds milliseconds to an instant; the only arithmetic on time in the charts. */
export function after(at: IsoInstant, ms: number): IsoInstant {
  return Temporal.Instant.from(at)
    .add({ milliseconds: ms })
    .toString({ fractionalSecondDigits: 3 });
}

const say = (saying: Saying): Effect => ({ kind: 'say', say: saying });
const recorded = (
  entry: EntryDraft,
  tone: 'normal' | 'good' | 'warning' | 'bad' = 'normal',
): Effect => say({ kind: 'recorded', text: entry.text, tone });
const refresh = (context: IncidentContext): Effect[] => [status, checklistCard(context)];

/** A fact or decision that belongs on the record and on the checklist, and is read out in the channel. */
function record(
  context: IncidentContext,
  set: Partial<IncidentContext>,
  entry: EntryDraft,
): Change {
  return { set, entries: [entry], effects: [recorded(entry), ...refresh(context)] };
}

/** Work starts again after release or closing: what was decided for the old fix no longer counts. */
function newEpoch(context: IncidentContext): Partial<IncidentContext> {
  return {
    epoch: context.epoch + 1,
    decision: null,
    fixReadyAt: null,
    approvals: { comms: null, legal: null },
    goVotes: [],
    releaseAt: null,
    releasedAt: null,
    monitoring: 'notStarted',
    monitoringUntil: null,
    postmortem: null,
    outcome: null,
    mergedInto: null,
  };
}

/** A closed incident comes back: sitreps and shifts are counted from now. */
function rhythmFrom(context: IncidentContext, at: IsoInstant): Partial<IncidentContext> {
  const { shiftMs, sitrepMs } = levels[context.level];
  return {
    lastSitrepAt: at,
    sitrepDueAt: after(at, sitrepMs),
    shiftEndsAt: shiftMs === null ? null : after(at, shiftMs),
    reminders: { sitrep: 0, staffing: 0 },
  };
}

function withMember(context: IncidentContext, person: string): string[] {
  return context.members.includes(person) ? context.members : [...context.members, person];
}

function close(context: IncidentContext, entry: EntryDraft, set: Partial<IncidentContext>): Change {
  return {
    set: { ...set, handoverTo: null, shiftEndsAt: null },
    entries: [entry],
    consequences: [{ kind: 'dropTasks', reason: entry.text }],
    effects: [
      recorded(entry, 'good'),
      ...refresh(context),
      { kind: 'card', card: 'announcement' },
      { kind: 'setTopic' },
    ],
  };
}

export const rules: { [T in IncidentEventType]: Rule<T> } = {
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
  BRIEF: (c, e) => record(c, { brief: e.text }, words.brief(e)),
  TLP: (c, e) => record(c, { tlp: e.label }, words.tlp(e, c.tlp)),
  SCOPE: (c, e) => record(c, { scope: e.text }, words.scope(e)),
  AFFECTED: (c, e) => record(c, { affected: e.products }, words.affected(e, c.affected)),
  MITIGATION: (c, e) =>
    record(c, { mitigation: { text: e.text, exists: e.exists } }, words.mitigation(e)),
  DECIDE: (c, e) =>
    record(c, { decision: { remedy: e.remedy, reason: e.reason } }, words.decide(e, c.decision)),
  FIX_BUILT: (c, e) =>
    record(c, {}, words.fixMoved(e, 'A fix is built and goes to verification', 'fixBuilt')),
  FIX_VERIFIED: (c, e) =>
    record(c, {}, words.fixMoved(e, 'The fix is verified and goes to validation', 'fixVerified')),
  FIX_READY: (c, e) =>
    record(c, { fixReadyAt: e.at }, words.fixMoved(e, 'The fix is ready for release', 'fixReady')),
  FIX_FAILED: (c, e) => {
    const released = c.releasedAt !== null;
    const entry = words.fixFailed(e, released);
    const unfinished: Partial<IncidentContext> = {
      fixReadyAt: null,
      approvals: { comms: null, legal: null },
      goVotes: [],
      releaseAt: null,
      ...(e.rootCauseWrong ? { decision: null } : {}),
    };
    return {
      set: {
        ...(released || c.outcome !== null ? newEpoch(c) : unfinished),
        ...(c.outcome === null ? {} : rhythmFrom(c, e.at)),
      },
      entries: [entry],
      effects: [recorded(entry, 'bad'), ...refresh(c)],
    };
  },
  APPROVE: (c, e) => record(c, { approvals: { ...c.approvals, [e.as]: e.by } }, words.approved(e)),
  GO: (c, e) =>
    record(
      c,
      {
        goVotes: [...new Set([...c.goVotes, ...e.roles])],
        releaseAt: e.releaseAt ?? c.releaseAt,
      },
      words.go(e),
    ),
  NO_GO: (c, e) => ({
    set: { goVotes: [], releaseAt: null },
    entries: [words.noGo(e)],
    effects: [recorded(words.noGo(e), 'bad'), ...refresh(c)],
  }),
  PULL_IN: (c, e) => record(c, { releaseAt: e.at }, words.pullIn(e, c.releaseAt)),
  RELEASE_DUE: (c, e) => ({
    entries: [words.releaseDue(e)],
    effects: [recorded(words.releaseDue(e), 'warning'), ...refresh(c)],
  }),
  HOLDING: (c, e) => record(c, {}, words.holding(e)),
  GUIDANCE: (c, e) => {
    const revision = (c.guidance?.revision ?? 0) + 1;
    const release =
      c.phase === 'communicate' &&
      c.releasedAt === null &&
      missingVotes(c).length === 0 &&
      isReleaseTime(c, e.at);
    const policy = levels[c.level];
    return record(
      c,
      {
        guidance: { text: e.text, at: e.at, revision },
        ...(release
          ? {
              releasedAt: e.at,
              monitoring: 'running' as const,
              monitoringUntil: after(e.at, policy.monitoringMs),
              facts: { ...c.facts, public: c.facts.public ?? e.at },
            }
          : {}),
      },
      words.guidance(e, revision, release),
    );
  },
  MONITORING_OVER: (c, e) => ({
    set: { monitoring: 'over' },
    entries: [words.monitoringOver(e)],
    effects: [recorded(words.monitoringOver(e), 'good'), ...refresh(c)],
  }),
  WAIVE_MONITORING: (c, e) => record(c, { monitoring: 'waived' }, words.monitoringWaived(e)),
  POSTMORTEM: (c, e) =>
    record(c, { postmortem: { heldAt: e.at, summary: e.summary } }, words.postmortem(e)),
  FINDING: (_c, e) => ({ entries: [words.finding(e)], effects: [recorded(words.finding(e))] }),
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
  LEVEL: (c, e) => {
    const entry = words.level(e, c.level);
    const policy = levels[e.level];
    const { shiftMs } = policy;
    return {
      set: {
        level: e.level,
        sitrepDueAt: after(c.lastSitrepAt, policy.sitrepMs),
        shiftEndsAt: shiftMs === null ? null : after(e.at, shiftMs),
      },
      entries: [entry],
      effects: [
        recorded(entry, e.level < c.level ? 'warning' : 'normal'),
        ...refresh(c),
        { kind: 'setTopic' },
        { kind: 'card', card: 'announcement' },
      ],
      consequences: [
        { kind: 'changeTaskLevel', level: e.level },
        { kind: 'addPlaybookTasks', phase: c.phase, level: e.level },
      ],
    };
  },
  FACT: (c, e) => {
    const entry = words.fact(e);
    return {
      set: { facts: { ...c.facts, [e.fact]: e.occurredAt } },
      entries: [entry],
      effects: [recorded(entry, 'bad'), ...refresh(c)],
    };
  },
  STAND_DOWN: (c, e) => close(c, words.stoodDown(e), { outcome: 'stoodDown' }),
  FALSE_POSITIVE: (c, e) => close(c, words.falsePositive(e), { outcome: 'falsePositive' }),
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
  REOPEN: (c, e) => ({
    set: { ...newEpoch(c), ...rhythmFrom(c, e.at) },
    entries: [words.reopened(e, c.outcome)],
    effects: [
      recorded(words.reopened(e, c.outcome), 'warning'),
      ...refresh(c),
      { kind: 'card', card: 'announcement' },
    ],
  }),
  SITREP: (c, e) => {
    const dueAt = after(e.at, levels[c.level].sitrepMs);
    return {
      set: { lastSitrepAt: e.at, sitrepDueAt: dueAt, reminders: { ...c.reminders, sitrep: 0 } },
      entries: [words.sitrep(e)],
      effects: [say({ kind: 'sitrep', text: e.text, by: e.by, nextDueAt: dueAt }), status],
    };
  },
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
  NOTE: (_c, e) => ({ entries: [words.note(e)] }),
  LINK: (_c, e) => ({ entries: [words.link(e)] }),
  CORRECT: (_c, e) => ({ entries: [words.correction(e)] }),
  WITHDRAW: (_c, e) => ({ entries: [words.withdrawal(e)] }),
  EXPORTED: (_c, e) => ({
    entries: [words.exported(e)],
    effects: [{ kind: 'upload', format: e.format }],
  }),
  CHANNEL_OPENED: (_c, e) => ({ entries: [words.channelOpened(e)] }),
  DELIVERY_FAILED: (_c, e) => ({ entries: [words.deliveryFailed(e)] }),
};

/** Whoever belongs already is in the room. */
function inviteNew({ members }: IncidentContext, people: readonly string[]): Effect[] {
  const newcomers = people.filter((person) => !members.includes(person));
  return newcomers.length === 0 ? [] : [{ kind: 'invite', people: newcomers }];
}

/** The crisis lead is named in the topic and to the outside. */
function leadChanged(role: Role): Effect[] {
  return role === 'crisis_lead'
    ? [{ kind: 'setTopic' }, { kind: 'card', card: 'announcement' }]
    : [];
}

function offer(person: string, saying: Saying): Effect {
  return { kind: 'tell', person, say: saying };
}

/** Runs on entering a phase, whatever led there; the rule that led there brings the former checklist up to date. */
export function enterPhase(
  context: IncidentContext,
  phase: Phase,
  event: Partial<IncidentEvent>,
): Change {
  const from = event.type === undefined || context.phase === phase ? null : context.phase;
  const entered: Saying = {
    kind: 'phaseEntered',
    phase,
    from,
    reason: 'reason' in event && typeof event.reason === 'string' ? event.reason : null,
  };
  return {
    set: { phase },
    consequences: [{ kind: 'addPlaybookTasks', phase, level: context.level }],
    effects: [
      say(entered),
      checklistCard({ phase, epoch: context.epoch }),
      status,
      { kind: 'setTopic' },
      { kind: 'card', card: 'announcement' },
    ],
  };
}

/** The declaration itself: the room, its people, and the first entry of the record. */
export function declared(context: IncidentContext): Change {
  return {
    entries: [words.declared(context)],
    effects: [
      { kind: 'openChannel' },
      { kind: 'card', card: 'status' },
      { kind: 'invite', people: [context.declaredBy] },
    ],
  };
}

/** All roles held by one person, for handing on and for authority. */
export function rolesOf(context: Pick<IncidentContext, 'roles'>, person: string): Role[] {
  return roles.filter((role) => context.roles[role]?.person === person);
}
