// Queries of the local console's channels and messages. Inserts ignore what is already there, so that a delivery
// may be repeated.
import { and, asc, desc, eq, max } from './drizzle.ts';
import type { Db } from './open.ts';
import { consoleChannels, consoleMessages } from './schema.ts';

type Channel = typeof consoleChannels.$inferSelect;
type Message = typeof consoleMessages.$inferSelect;

interface ConsoleTables {
  channels(): Channel[];
  channel(id: string): Channel | undefined;
  addChannel(row: Channel): boolean;
  changeChannel(id: string, change: Partial<Pick<Channel, 'topic' | 'archived' | 'members'>>): void;
  messages(channel: string, limit: number): Message[];
  pinned(channel: string): Message[];
  message(id: number): Message | undefined;
  addMessage(row: Omit<Message, 'id' | 'edited'>): Message;
  changeMessage(id: number, body: Message['body']): void;
  lastIds(): Map<string, number>;
}

export function consoleStore(db: Db): ConsoleTables {
  const message = (id: number): Message | undefined =>
    db.select().from(consoleMessages).where(eq(consoleMessages.id, id)).get();
  return {
    channels: () => db.select().from(consoleChannels).orderBy(asc(consoleChannels.name)).all(),

    channel: (id) => db.select().from(consoleChannels).where(eq(consoleChannels.id, id)).get(),

    addChannel: (row) =>
      db.insert(consoleChannels).values(row).onConflictDoNothing().run().changes > 0,

    changeChannel: (id, change) => {
      db.update(consoleChannels).set(change).where(eq(consoleChannels.id, id)).run();
    },

    messages: (channel, limit) =>
      db
        .select()
        .from(consoleMessages)
        .where(eq(consoleMessages.channel, channel))
        .orderBy(desc(consoleMessages.id))
        .limit(limit)
        .all()
        .toReversed(),

    pinned: (channel) =>
      db
        .select()
        .from(consoleMessages)
        .where(and(eq(consoleMessages.channel, channel), eq(consoleMessages.pinned, true)))
        .orderBy(asc(consoleMessages.id))
        .all(),

    message,

    addMessage: (row) => {
      const added = db
        .insert(consoleMessages)
        .values({ ...row, edited: 0 })
        .onConflictDoNothing()
        .returning()
        .get() as Message | undefined;
      const found =
        added ??
        db
          .select()
          .from(consoleMessages)
          .where(eq(consoleMessages.key, row.key ?? ''))
          .get();
      if (found === undefined) throw new Error('a message was neither added nor found by its key');
      return found;
    },

    changeMessage: (id, body) => {
      const edited = (message(id)?.edited ?? 0) + 1;
      db.update(consoleMessages).set({ body, edited }).where(eq(consoleMessages.id, id)).run();
    },

    lastIds: () => {
      const rows = db
        .select({ channel: consoleMessages.channel, last: max(consoleMessages.id) })
        .from(consoleMessages)
        .groupBy(consoleMessages.channel)
        .all();
      return new Map(rows.map(({ channel, last }) => [channel, last ?? 0]));
    },
  };
}
