// Where incidents live on their platform: rooms, cards, captured messages.
import { and, eq, isNull, like, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import { captures, cards, conversations, incidents } from './schema.ts';

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
