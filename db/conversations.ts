// Where incidents live on their platform: rooms, cards, captured messages.
import { and, eq, isNotNull, isNull, like, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import type { RoomSeen } from './schema.ts';
import { captures, cards, conversations, incidents } from './schema.ts';

export type { RoomSeen } from './schema.ts';

const conversationByIncident = prepared((db) =>
  db
    .select()
    .from(conversations)
    .where(
      and(
        eq(conversations.incidentId, sql.placeholder('incidentId')),
        isNull(conversations.retiredAt),
      ),
    )
    .prepare(),
);

export type ConversationRow = typeof conversations.$inferSelect;
export type CaptureRow = typeof captures.$inferSelect;
export type CardRow = typeof cards.$inferSelect;

/** A room that was just opened. */
export function saveConversation(
  tx: Db,
  row: Pick<ConversationRow, 'tenant' | 'conversation' | 'incidentId' | 'name' | 'url'>,
): void {
  tx.insert(conversations).values(row).onConflictDoNothing().run();
}

/** The room of an incident, once it is open. */
export function conversationOf(db: Db, incidentId: string): ConversationRow | undefined {
  return conversationByIncident(db).get({ incidentId });
}

/** The row of a room that is still an incident's; undefined for any other room and for one that was replaced. */
export function roomInUse(
  db: Db,
  tenant: string,
  conversation: string,
): ConversationRow | undefined {
  return db
    .select()
    .from(conversations)
    .where(and(isRoom({ tenant, conversation }), isNull(conversations.retiredAt)))
    .get();
}

type Room = Pick<ConversationRow, 'tenant' | 'conversation'>;

function isRoom({ tenant, conversation }: Room) {
  return and(eq(conversations.tenant, tenant), eq(conversations.conversation, conversation));
}

/** Stores what a look found; the name that the room has now goes with it. */
export function saveSeen(tx: Db, room: Room, seen: RoomSeen): void {
  tx.update(conversations).set({ seen, name: seen.name }).where(isRoom(room)).run();
}

/** Another room takes the place of this one. Returns the cards that stood in it: they are to be posted anew. */
export function retireRoom(tx: Db, room: Room & { incidentId: string }, at: string): string[] {
  tx.update(conversations).set({ retiredAt: at }).where(isRoom(room)).run();
  return tx
    .delete(cards)
    .where(and(eq(cards.incidentId, room.incidentId), eq(cards.conversation, room.conversation)))
    .returning({ card: cards.card })
    .all()
    .map(({ card }) => card);
}

/** The rooms that an incident had before. */
export function retiredRooms(db: Db, incidentId: string): string[] {
  return db
    .select({ conversation: conversations.conversation })
    .from(conversations)
    .where(and(eq(conversations.incidentId, incidentId), isNotNull(conversations.retiredAt)))
    .all()
    .map(({ conversation }) => conversation);
}

/** The platform gave the room another id: it keeps its cards. */
export function moveRoom(tx: Db, room: Room & { incidentId: string }, to: string): void {
  tx.update(conversations).set({ conversation: to }).where(isRoom(room)).run();
  tx.update(cards)
    .set({ conversation: to })
    .where(and(eq(cards.incidentId, room.incidentId), eq(cards.conversation, room.conversation)))
    .run();
}

export function cardOf(db: Db, incidentId: string, card: string): CardRow | undefined {
  return db
    .select()
    .from(cards)
    .where(and(eq(cards.incidentId, incidentId), eq(cards.card, card)))
    .get();
}

/** The number of the task whose card is that message; undefined for any other message. */
export function taskOfMessage(
  db: Db,
  message: { tenant: string; conversation: string; messageId: string },
): number | undefined {
  const found = db
    .select({ card: cards.card })
    .from(cards)
    .innerJoin(incidents, eq(incidents.id, cards.incidentId))
    .where(
      and(
        eq(incidents.tenant, message.tenant),
        eq(cards.conversation, message.conversation),
        eq(cards.externalId, message.messageId),
        like(cards.card, 'task/%'),
      ),
    )
    .get();
  return found === undefined ? undefined : Number(found.card.slice('task/'.length));
}

export function saveCard(tx: Db, row: CardRow): void {
  const { conversation, externalId, shown } = row;
  tx.insert(cards)
    .values(row)
    .onConflictDoUpdate({
      target: [cards.incidentId, cards.card],
      set: { conversation, externalId, shown },
    })
    .run();
}

/** A card whose message is gone is posted anew. */
export function forgetCard(tx: Db, incidentId: string, card: string): void {
  tx.delete(cards)
    .where(and(eq(cards.incidentId, incidentId), eq(cards.card, card)))
    .run();
}

export function captureOf(db: Db, incidentId: string, messageId: string): CaptureRow | undefined {
  return db
    .select()
    .from(captures)
    .where(and(eq(captures.incidentId, incidentId), eq(captures.messageId, messageId)))
    .get();
}

export function saveCapture(tx: Db, row: CaptureRow): void {
  const { seq, withdrawn } = row;
  tx.insert(captures)
    .values(row)
    .onConflictDoUpdate({
      target: [captures.incidentId, captures.messageId],
      set: { seq, withdrawn },
    })
    .run();
}

/** Incidents with this message on their record. */
export function incidentsCapturing(db: Db, messageId: string): string[] {
  return db
    .select({ id: captures.incidentId })
    .from(captures)
    .where(and(eq(captures.messageId, messageId), eq(captures.withdrawn, false)))
    .all()
    .map(({ id }) => id);
}
