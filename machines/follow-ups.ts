// Reminders of a follow-up, which outlives its incident: one before it is due, one at the time, and then ever more
// seldom until it is done. They go to people in person: the room of a closed incident is read by nobody.
import type { Effect, EntryDraft, FollowUpReminder } from './effects.ts';
import { entry, mention } from './entries.ts';
import type { IsoInstant, PersonId } from './incident-types.ts';

const dayMs = 24 * 60 * 60_000;
const slowestMs = 7 * dayMs;

/** How long before it is due its owner is reminded. */
export const noticeMs = dayMs;
/** How long its owner has to say yes, at any level: it is not of the hour. */
export const followUpAckMs = dayMs;
/** From which reminder on the owner alone is not trusted to act: who led the incident is told, then the admins. */
const leadAt = 3;
const adminsAt = 4;

/** From reminder `sent - 1` to reminder `sent`, 2 being the first after the due date: a day, then twice as long each time, at most a week. */
export function followUpWaitMs(sent: number): number {
  return Math.min(dayMs * 2 ** (sent - 2), slowestMs);
}

/** What the use case looks up when the reminder is due. */
export interface FollowUpPeople {
  /** Who led the incident, or whoever is asked about it now; null when nobody belongs to it any more. */
  lead?: PersonId | null;
  admins?: readonly PersonId[];
  /** The owner has left the incident or the workspace: somebody else has to be told. */
  isOwnerGone?: boolean;
}

interface FollowUp {
  n: number;
  text: string;
  assignee: PersonId | null;
  dueAt: IsoInstant | null;
}

interface Reminder extends FollowUpPeople {
  at: IsoInstant;
  by: PersonId;
  /** 0 before it is due, 1 at the time, then one more each time. */
  sent: number;
}

/** Whom a reminder is told to; on the record at the due date and whenever somebody new is told. */
export function followUpReminder(
  { n, text, assignee, dueAt }: FollowUp,
  { at, by, sent, lead = null, admins = [], isOwnerGone = false }: Reminder,
): { entry?: EntryDraft; effects: Effect[] } {
  const owner = isOwnerGone ? null : assignee;
  const asks = owner === null || sent >= leadAt;
  const above = asks && lead !== null && lead !== owner ? [lead] : [];
  // Above whoever led and does it themselves are only the admins, and so where there is nobody else to tell.
  const isLast = sent === adminsAt || (above.length === 0 && (owner === null || sent === leadAt));
  if (isLast) above.push(...admins.filter((admin) => admin !== owner && admin !== lead));
  const reminder = { n, text, owner: assignee, dueAt, sent };
  const tell = (person: PersonId, to: FollowUpReminder['to']): Effect => ({
    kind: 'tell',
    person,
    say: { kind: 'followUpReminder', ...reminder, to },
  });
  const draft = entryFor({ n, text, dueAt }, { at, by, sent, told: above });
  return {
    ...(draft === null ? {} : { entry: draft }),
    effects: [
      ...(owner === null ? [] : [tell(owner, 'owner')]),
      ...above.map((person) => tell(person, 'lead')),
    ],
  };
}

function entryFor(
  { n, text, dueAt }: Pick<FollowUp, 'n' | 'text' | 'dueAt'>,
  { at, by, sent, told }: { at: IsoInstant; by: PersonId; sent: number; told: PersonId[] },
): EntryDraft | null {
  const stamp = { at, by };
  if (sent === 1) return entry(stamp, 'task.due', `Task ${n} (${text}) is due and not done`, { n });
  if (sent !== leadAt && sent !== adminsAt) return null;
  const whom =
    told.length === 0 ? 'nobody is there to be told' : `told ${told.map(mention).join(', ')}`;
  return entry(
    stamp,
    'task.overdue',
    `Task ${n} (${text}) was due ${dueAt ?? ''} and is not done, ${whom}`,
    { n, told },
  );
}
