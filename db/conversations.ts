// Where incidents live on their platform: rooms, cards, captured messages.
import type { CardKey } from '#machines/effects.ts';
import { and, asc, eq, isNotNull, isNull, like, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import type { RoomSeen } from './schema.ts';
import { captures, cards, conversations } from './schema.ts';

export type { RoomSeen } from './schema.ts';

const conversationByIncident = prepared((db) =>
  db
    .select()
    .from(conversations)
    .where(
      and(
        eq(conversations.incidentId, sql.placeholder('incidentId')),
        eq(conversations.tenant, sql.placeholder('tenant')),
        isNull(conversations.retiredAt),
      ),
    )
    .prepare(),
);

const allRooms = prepared((db) =>
  db
    .select()
    .from(conversations)
    .where(
      and(
        eq(conversations.incidentId, sql.placeholder('incidentId')),
        isNull(conversations.retiredAt),
      ),
    )
    .orderBy(asc(conversations.tenant))
    .prepare(),
);

const cardByKey = prepared((db) =>
  db
    .select()
    .from(cards)
    .where(
      and(
        eq(cards.incidentId, sql.placeholder('incidentId')),
        eq(cards.tenant, sql.placeholder('tenant')),
        eq(cards.card, sql.placeholder('card')),
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

/** The room of an incident in a tenant, once it is open. */
export function conversationOf(
  db: Db,
  incidentId: string,
  tenant: string,
): ConversationRow | undefined {
  return conversationByIncident(db).get({ incidentId, tenant });
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

function standsIn({ incidentId, tenant, conversation }: Room & { incidentId: string }) {
  return and(
    eq(cards.incidentId, incidentId),
    eq(cards.tenant, tenant),
    eq(cards.conversation, conversation),
  );
}

/** Stores what a look found; the name that the room has now goes with it. */
export function saveSeen(tx: Db, room: Room, seen: RoomSeen): void {
  tx.update(conversations).set({ seen, name: seen.name }).where(isRoom(room)).run();
}

/** The rooms of an incident: one, or two while it is mirrored. */
export function roomsOf(db: Db, incidentId: string): ConversationRow[] {
  return allRooms(db).all({ incidentId });
}

/** The room is the incident's no longer; its cards stand where they are. */
export function endRoom(tx: Db, room: Room, at: string): void {
  tx.update(conversations).set({ retiredAt: at }).where(isRoom(room)).run();
}

/** Another room takes the place of this one. Returns the cards that stood in it: they are to be posted anew. */
export function retireRoom(tx: Db, room: Room & { incidentId: string }, at: string): string[] {
  endRoom(tx, room, at);
  return tx
    .delete(cards)
    .where(standsIn(room))
    .returning({ card: cards.card })
    .all()
    .map(({ card }) => card);
}

/** The rooms that an incident had in a tenant before, the last of them last. */
export function retiredRooms(db: Db, incidentId: string, tenant: string): string[] {
  return db
    .select({ conversation: conversations.conversation })
    .from(conversations)
    .where(
      and(
        eq(conversations.incidentId, incidentId),
        eq(conversations.tenant, tenant),
        isNotNull(conversations.retiredAt),
      ),
    )
    .orderBy(asc(conversations.retiredAt))
    .all()
    .map(({ conversation }) => conversation);
}

/** The cards in an incident's former rooms are to be posted anew. */
export function forgetCardsInRetired(tx: Db, of: Which): void {
  for (const conversation of retiredRooms(tx, of.incidentId, of.tenant))
    tx.delete(cards)
      .where(standsIn({ ...of, conversation }))
      .run();
}

/** The platform gave the room another id: it keeps its cards. */
export function moveRoom(tx: Db, room: Room & { incidentId: string }, to: string): void {
  tx.update(conversations).set({ conversation: to }).where(isRoom(room)).run();
  tx.update(cards).set({ conversation: to }).where(standsIn(room)).run();
}

/** A card of an incident in a tenant. */
type Which = Pick<CardRow, 'incidentId' | 'tenant'>;

function isCard({ incidentId, tenant }: Which, card: CardKey) {
  return and(eq(cards.incidentId, incidentId), eq(cards.tenant, tenant), eq(cards.card, card));
}

export function cardOf(db: Db, { incidentId, tenant }: Which, card: CardKey): CardRow | undefined {
  return cardByKey(db).get({ incidentId, tenant, card });
}

/** The number of the task whose card is that message; undefined for any other message. */
export function taskOfMessage(
  db: Db,
  message: { tenant: string; conversation: string; messageId: string },
): number | undefined {
  const found = db
    .select({ card: cards.card })
    .from(cards)
    .where(
      and(
        eq(cards.tenant, message.tenant),
        eq(cards.conversation, message.conversation),
        eq(cards.externalId, message.messageId),
        like(cards.card, 'task/%'),
      ),
    )
    .get();
  return found === undefined ? undefined : Number(found.card.slice('task/'.length));
}

/** The keys of the cards that stand in a tenant. */
export function cardsIn(db: Db, { incidentId, tenant }: Which): CardKey[] {
  return db
    .select({ card: cards.card })
    .from(cards)
    .where(and(eq(cards.incidentId, incidentId), eq(cards.tenant, tenant)))
    .all()
    .map(({ card }) => card);
}

export function saveCard(tx: Db, row: CardRow): void {
  const { conversation, externalId, shown } = row;
  tx.insert(cards)
    .values(row)
    .onConflictDoUpdate({
      target: [cards.incidentId, cards.tenant, cards.card],
      set: { conversation, externalId, shown },
    })
    .run();
}

/** A card whose message is gone is posted anew. */
export function forgetCard(tx: Db, of: Which, card: CardKey): void {
  tx.delete(cards).where(isCard(of, card)).run();
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
