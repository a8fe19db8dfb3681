// What the rules of an incident are made of: the shape of a change, and the effects many of them share.
import type { CardKey, Consequence, Effect, EntryDraft, Saying } from './effects.ts';
import type {
  IncidentContext,
  IncidentEvent,
  IncidentEventType,
  IsoInstant,
  PersonId,
  ReminderId,
  Role,
} from './incident-types.ts';
import { roles } from './incident-types.ts';
import { levels } from './levels.ts';

export interface Change {
  set?: Partial<IncidentContext>;
  entries?: EntryDraft[];
  effects?: Effect[];
  consequences?: Consequence[];
  timers?: { id: string; event: IncidentEvent; delayMs: number }[];
  cancel?: string[];
  moves?: TimerMove[];
}

/** A timer that runs comes `delayMs` after the step instead, with the same event, if that is sooner (or later). */
export interface TimerMove {
  id: string;
  delayMs: number;
  only: 'sooner' | 'later';
}

export type Of<T extends IncidentEventType> = Extract<IncidentEvent, { type: T }>;

export type Rule<T extends IncidentEventType> = (context: IncidentContext, event: Of<T>) => Change;

export const status: Effect = { kind: 'card', card: 'status' };
/** Who holds which role, with a button for each that nobody holds. */
export const rolesCard: Effect = { kind: 'card', card: 'roles' };

/** The checklist card of the phase and epoch that the incident is in. */
export function checklistCard(context: Pick<IncidentContext, 'phase' | 'epoch'>): Effect {
  return { kind: 'card', card: `checklist/${context.phase}/${context.epoch}` satisfies CardKey };
}

/** Milliseconds from one instant to another, negative when that is past. */
export function msBetween(from: IsoInstant, to: IsoInstant): number {
  return (
    Temporal.Instant.from(to).epochMilliseconds - Temporal.Instant.from(from).epochMilliseconds
  );
}

/** Adds milliseconds to an instant; the only arithmetic on time in the charts. */
export function after(at: IsoInstant, ms: number): IsoInstant {
  return Temporal.Instant.from(at)
    .add({ milliseconds: ms })
    .toString({ fractionalSecondDigits: 3 });
}

export const say = (saying: Saying): Effect => ({ kind: 'say', say: saying });

export const recorded = (
  entry: EntryDraft,
  tone: 'normal' | 'good' | 'warning' | 'bad' = 'normal',
): Effect => say({ kind: 'recorded', text: entry.text, tone });

export const refresh = (context: IncidentContext): Effect[] => [status, checklistCard(context)];

/** A fact or decision that belongs on the record and on the checklist, and is read out in the channel. */
export function record(
  context: IncidentContext,
  set: Partial<IncidentContext>,
  entry: EntryDraft,
): Change {
  return { set, entries: [entry], effects: [recorded(entry), ...refresh(context)] };
}

/** Work starts again after release or closing: what was decided for the old fix no longer counts. */
export function newEpoch(context: IncidentContext): Partial<IncidentContext> {
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
export function rhythmFrom(context: IncidentContext, at: IsoInstant): Partial<IncidentContext> {
  const { shiftMs, sitrepMs } = levels[context.level];
  return {
    lastSitrepAt: at,
    sitrepDueAt: after(at, sitrepMs),
    shiftEndsAt: shiftMs === null ? null : after(at, shiftMs),
    reminders: { sitrep: 0, staffing: 0 },
  };
}

/** A reminder that nobody heeds comes back after twice the time, at most a day: nagging must not become noise. */
export function repeated(intervalMs: number, sent: number): number {
  return Math.min(intervalMs * 2 ** Math.max(0, sent - 1), 24 * 60 * 60_000);
}

/** What a reminder was about is done: it may be put off afresh the next time. Nothing is set that was not there. */
export function rested(
  { snoozed }: IncidentContext,
  ...done: ReminderId[]
): Pick<IncidentContext, 'snoozed'> {
  if (snoozed === undefined || !done.some((what) => what in snoozed)) return {};
  const left = Object.entries(snoozed).filter(([what]) => !done.includes(what as ReminderId));
  return { snoozed: Object.fromEntries(left) };
}

export function withMember(context: IncidentContext, person: string): string[] {
  return context.members.includes(person) ? context.members : [...context.members, person];
}

/** Whoever belongs already is in the room. */
export function inviteNew({ members }: IncidentContext, people: readonly string[]): Effect[] {
  const newcomers = people.filter((person) => !members.includes(person));
  return newcomers.length === 0 ? [] : [{ kind: 'invite', people: newcomers }];
}

/** The crisis lead is named in the topic and to the outside. */
export function leadChanged(role: Role): Effect[] {
  return role === 'crisis_lead'
    ? [{ kind: 'setTopic' }, { kind: 'card', card: 'announcement' }]
    : [];
}

export function offer(person: string, saying: Saying): Effect {
  return { kind: 'tell', person, say: saying };
}

/**
 * Whom to ask and tell about the incident: its crisis lead, else the deputy, else who declared it, else whoever has
 * belonged to it longest. Of a private or restricted incident nobody is told who does not belong to it. Null when
 * nobody does.
 */
export function askedOf(context: IncidentContext): PersonId | null {
  return askedInTurn(context)[0] ?? null;
}

/** The same, with whoever is asked when the first is not there any more. */
export function askedInTurn(context: IncidentContext): PersonId[] {
  const { crisis_lead: lead, deputy } = context.roles;
  const leads = [lead, deputy].flatMap((held) => held?.person ?? []);
  return [...leads, context.declaredBy, ...context.members].filter((person) =>
    mayBeTold(context, person),
  );
}

/** What is private is told to those who belong. */
export function mayBeTold(
  { visibility, members }: Pick<IncidentContext, 'visibility' | 'members'>,
  person: PersonId,
): boolean {
  return visibility === 'open' || members.includes(person);
}

/** All roles held by one person, for handing on and for authority. */
export function rolesOf(context: Pick<IncidentContext, 'roles'>, person: string): Role[] {
  return roles.filter((role) => context.roles[role]?.person === person);
}

/** One rule for each event of the chart. */
export type Rules = { [T in IncidentEventType]: Rule<T> };
