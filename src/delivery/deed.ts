// Outbox effect + current state → what the platform is asked to do. Cards and topics show the state of now, not of
// when they were queued; one-off sayings carry their own facts.
import type { Db } from '#db/open.ts';
import { cardOf, conversationOf, retiredRooms } from '#db/conversations.ts';
import type { IncidentRow } from '#db/incidents.ts';
import { loadIncident } from '#db/incidents.ts';
import { isKnownIn } from '#db/mirrors.ts';
import type { OutboxRow } from '#db/outbox.ts';
import { loadPeople, loadPerson } from '#db/people.ts';
import type { Deed } from '../chat/port.ts';
import type { CardKey, Effect, Saying } from '#machines/effects.ts';
import type { FileOf, PersonId } from '#machines/incident-types.ts';
import { whyNotOutside } from '#machines/outside.ts';
import { mayBeTold } from '#machines/rule-parts.ts';
import { renderAccessReview } from '../messages/access-view.ts';
import { channelNameOf, renderCard, topicOf } from '../messages/cards.ts';
import { messageFor } from '../messages/for-readers.ts';
import { renderHidden } from '../messages/hidden.ts';
import { datedWhenLate } from '../messages/late.ts';
import type { Message } from '../messages/message.ts';
import { renderPointer } from '../messages/pointer.ts';
import { renderSaying } from '../messages/sayings.ts';
import { accessView } from '../usecases/access-view.ts';
import { titleOutside } from '../usecases/embargo-guard.ts';
import { readersIn } from '../usecases/readers.ts';
import { threadOf } from './task-thread.ts';
import { incidentView } from '../usecases/view.ts';
import type { Hold } from './room-hold.ts';
import { beingLookedAt, isRoomBusy, notOpen, roomHold } from './room-hold.ts';

export interface ExportFile {
  filename: string;
  title: string;
  content: Uint8Array;
}

/** Makes a file at the moment it is delivered. */
export type MakeExport = (incidentId: string, file: FileOf) => ExportFile;

export type Plan =
  | { kind: 'do'; deed: Deed; card?: { card: CardKey; shown: string } }
  /** The platform already shows this. */
  | { kind: 'nothing' }
  /** Not now, or not any more. */
  | Hold;

/** What the plan of a delivery needs besides the database. */
export interface Planning {
  now: string;
  makeExport: MakeExport;
  admins: (tenant: string) => readonly PersonId[];
}

/** What the plans below are made of. */
interface Delivered extends Planning {
  db: Db;
  row: OutboxRow;
  incident: IncidentRow;
  view: ReturnType<typeof incidentView>;
  /** The incident's room in the tenant, once it is open. */
  room: string | undefined;
  /** Why nothing may be written there now. */
  hold: Hold | null;
  nameOf: (id: string) => string;
  /** As it is read in the tenant. */
  read: (message: Message) => Message;
}

export function planFor(db: Db, row: OutboxRow, planning: Planning): Plan {
  const incident = loadIncident(db, row.incidentId);
  if (incident === undefined) throw new Error(`outbox row ${row.id} without its incident`);
  const { tenant } = row;
  const view = incidentView(db, incident, tenant);
  const room = conversationOf(db, row.incidentId, tenant)?.conversation;
  const readers = readersIn(db, tenant);
  const names = new Map(loadPeople(db, view.context.members).map(({ id, name }) => [id, name]));
  const nameOf = (id: string): string =>
    readers.isElsewhere(id) ? readers.nameOf(id) : (names.get(id) ?? id.split(':').at(-1) ?? id);
  const hold = tenant === incident.tenant ? roomHold(db, incident) : null;
  const read = (message: Message): Message => messageFor(message, { ...readers, nameOf });
  const delivered: Delivered = {
    ...planning,
    db,
    row,
    incident,
    view,
    room,
    hold,
    nameOf,
    read,
  };
  if (!isKnownIn(db, incident, tenant)) return planHidden(delivered);

  const { effect } = row;
  switch (effect.kind) {
    case 'openChannel':
      return room === undefined ? openRoom(delivered) : { kind: 'nothing' };
    case 'replaceRoom':
      return (view.context.roomLost ?? null) === null ? { kind: 'nothing' } : openRoom(delivered);
    case 'lookAtRoom':
      return room === undefined
        ? { kind: 'nothing' }
        : { kind: 'do', deed: { kind: 'look', conversation: room } };
    case 'tell':
      return planTell(delivered, effect);
    case 'card':
      return planCard(delivered, effect.card);
    case 'say':
      return planSay(delivered, effect.say);
    case 'announce': {
      // What became private meanwhile is told to nobody; what is never open is never queued.
      if (whyNotOutside(view.context) !== null) return { kind: 'nothing' };
      const message = read(
        renderSaying(effect.say, seenOutside(delivered), { now: planning.now, nameOf }),
      );
      return { kind: 'do', deed: { kind: 'post', to: null, message, pin: false } };
    }
    case 'mail':
    case 'publish':
      throw new Error(`${effect.kind} goes by its courier`);
    case 'point': {
      if (view.context.visibility !== 'open') return { kind: 'nothing' };
      if (room === undefined) return notOpen;
      const { messageId, link } = effect;
      return {
        kind: 'do',
        deed: { kind: 'reply', messageId, link, message: read(renderPointer(view)) },
      };
    }
    default:
      if (room === undefined) return notOpen;
      return hold ?? { kind: 'do', deed: deedIn(room, delivered, effect) };
  }
}

/** The tenant no longer sees the incident: what stands there says so, and nothing else is said. */
function planHidden(delivered: Delivered): Plan {
  const { db, row, incident } = delivered;
  const { effect, tenant } = row;
  const message = renderHidden(incident.id);
  if (effect.kind === 'tell') {
    return forAdmins.has(effect.say.kind)
      ? tell(effect.person, said(delivered, effect.say))
      : { kind: 'withhold', why: `the incident is no longer shown to <@${effect.person}>` };
  }
  if (effect.kind === 'setTopic') {
    const conversation = retiredRooms(db, incident.id, tenant).at(-1);
    if (conversation === undefined) return { kind: 'nothing' };
    return { kind: 'do', deed: { kind: 'topic', conversation, topic: message.summary } };
  }
  if (effect.kind !== 'card') return { kind: 'nothing' };
  const { card } = effect;
  const shown = JSON.stringify(message);
  const posted = cardOf(db, row, card);
  if (posted === undefined || posted.shown === shown) return { kind: 'nothing' };
  const { conversation, externalId } = posted;
  const deed: Deed = { kind: 'update', conversation, externalId, message };
  return { kind: 'do', deed, card: { card, shown } };
}

function openRoom({ db, row, room, view: { context } }: Delivered): Plan {
  const former = retiredRooms(db, row.incidentId, row.tenant);
  if (room !== undefined) former.push(room);
  return {
    kind: 'do',
    deed: {
      kind: 'openChannel',
      name: channelNameOf(context),
      private: context.visibility !== 'open',
      purpose: `The room of ${context.id}. Everything about it is decided and recorded here.`,
      ...(context.visibility === 'open' ? {} : { people: context.members }),
      ...(former.length === 0 ? {} : { former }),
    },
  };
}

/** About the whole workspace: the incident is only where it is kept. */
const forAdmins = new Set<Saying['kind']>(['heldBack', 'unknownRefusal']);

function planTell(delivered: Delivered, { person, say }: Effect & { kind: 'tell' }): Plan {
  const { db, row, incident, view, now, nameOf, admins } = delivered;
  if (!mayBeTold(view.context, person) && !forAdmins.has(say.kind))
    return { kind: 'withhold', why: `<@${person}> no longer belongs to the incident` };
  if (say.kind !== 'accessReview') return tell(person, said(delivered, say));
  // Who is asked who can read it must be told who is there now.
  if (isRoomBusy(db, incident)) return beingLookedAt;
  const nameOfAnybody = (id: string): string => loadPerson(db, id)?.name ?? nameOf(id);
  const access = accessView(db, incident, { tenant: row.tenant, admins: admins(row.tenant) });
  return tell(person, renderAccessReview(access, say, { now, nameOf: nameOfAnybody }));
}

function said({ row, view, now, nameOf, read }: Delivered, saying: Saying): Message {
  return datedWhenLate(read(renderSaying(saying, view, { now, nameOf })), row.createdAt, now);
}

function tell(person: PersonId, message: Message): Plan {
  return { kind: 'do', deed: { kind: 'tell', person, message } };
}

function planSay(delivered: Delivered, say: Saying): Plan {
  const { db, row, room, hold } = delivered;
  if (room === undefined) return notOpen;
  if (hold !== null) return hold;
  const thread = threadOf(db, row, room, say);
  if (thread === undefined && say.kind === 'taskProgress') return { kind: 'nothing' };
  const message = said(delivered, say);
  return { kind: 'do', deed: { kind: 'post', to: room, message, pin: false, ...thread } };
}

function planCard(delivered: Delivered, card: CardKey): Plan {
  const { db, row, view, room, hold, now, nameOf, read } = delivered;
  const isAnnouncement = card === 'announcement';
  // Without a room there is nothing to announce; it is queued again when the room opens. Its lane serves every
  // incident of the tenant and must not wait for one of them.
  if (room === undefined) return isAnnouncement ? { kind: 'nothing' } : notOpen;
  if (hold !== null && !isAnnouncement) return hold;
  const seen = isAnnouncement ? seenOutside(delivered) : view;
  const message = read(renderCard(card, seen, now, nameOf));
  const shown = JSON.stringify(message);
  const posted = cardOf(db, row, card);
  if (posted?.shown === shown) return { kind: 'nothing' };
  const to = isAnnouncement ? null : room;
  const deed: Deed =
    posted === undefined
      ? { kind: 'post', to, message, pin: card === 'status', isCard: true }
      : {
          kind: 'update',
          conversation: posted.conversation,
          externalId: posted.externalId,
          message,
        };
  return { kind: 'do', deed, card: { card, shown } };
}

/** As everybody may read of it. */
function seenOutside({ db, incident, view }: Delivered): Delivered['view'] {
  return { ...view, context: { ...view.context, title: titleOutside(db, incident) } };
}

/** What is said and done in the room itself. */
type InRoom = Exclude<
  Effect,
  {
    kind:
      | 'openChannel'
      | 'replaceRoom'
      | 'lookAtRoom'
      | 'tell'
      | 'card'
      | 'say'
      | 'announce'
      | 'point'
      | 'mail'
      | 'publish';
  }
>;

function deedIn(room: string, delivered: Delivered, effect: InRoom): Deed {
  const { row, view, nameOf, makeExport } = delivered;
  switch (effect.kind) {
    case 'setTopic':
      return { kind: 'topic', conversation: room, topic: topicOf(view, nameOf) };
    case 'invite':
      return { ...effect, conversation: room };
    case 'bookmark':
      return { kind: 'bookmark', conversation: room, url: effect.url, title: effect.title };
    case 'upload': {
      const { kind: _, by, ...of } = effect;
      const file = makeExport(row.incidentId, of);
      // The same in each try, and another for an export that is asked for again.
      const title = `${file.title} · ${row.createdAt.slice(0, 19).replace('T', ' ')} UTC`;
      return {
        kind: 'upload',
        conversation: room,
        ...file,
        title,
        ...(by === undefined ? {} : { asked: { by, incidentId: row.incidentId, of } }),
      };
    }
    case 'archiveChannel':
      return { kind: 'archive', conversation: room };
    case 'remove':
      return { kind: 'remove', conversation: room, people: effect.people };
  }
}
