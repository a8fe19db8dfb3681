// What the console needs of the database, and who may see which channel. db/console-chat.ts has the same shape
// without knowing of this file.

export interface ChannelRow {
  id: string;
  name: string;
  private: boolean;
  topic: string;
  archived: boolean;
  /** Person ids. */
  members: string[];
}

export interface MessageRow {
  id: number;
  channel: string;
  /** Person id, or `ssirp` for the bot. */
  author: string;
  at: string;
  body: Record<string, unknown>;
  key: string | null;
  pinned: boolean;
  edited: number;
}

export interface ConsoleStore {
  channels(): ChannelRow[];
  channel(id: string): ChannelRow | undefined;
  /** False, and nothing happens, when the id or the name is taken. */
  addChannel(row: ChannelRow): boolean;
  changeChannel(
    id: string,
    change: Partial<Pick<ChannelRow, 'topic' | 'archived' | 'members'>>,
  ): void;
  /** The newest `limit` messages of a channel, oldest first. */
  messages(channel: string, limit: number): MessageRow[];
  /** Oldest first. */
  pinned(channel: string): MessageRow[];
  message(id: number): MessageRow | undefined;
  /** The new message, or the one that already has this key: a repeat adds nothing. */
  addMessage(row: Omit<MessageRow, 'id' | 'edited'>): MessageRow;
  changeMessage(id: number, body: Record<string, unknown>): void;
  /** The newest message id of each channel that has any. */
  lastIds(): Map<string, number>;
}

export const bot = 'ssirp';
export const announcements = 'announcements';
export const general = 'general';

/** Need to know: a private channel and its incident exist only for its members. */
export function maySee(channel: ChannelRow, person: string): boolean {
  return !channel.private || channel.members.includes(person);
}

export const isDirect = (channel: { id: string }): boolean => channel.id.startsWith('dm:');
