// What only one persona sees in one channel: their typed commands and the bot's answers. Kept in memory, as in Slack,
// where such messages vanish too.
import type { Message } from '../../messages/message.ts';

export interface EphemeralLine {
  id: string;
  at: string;
  author: 'me' | 'bot';
  said: { kind: 'said'; text: string } | { kind: 'message'; message: Message };
}

export interface Replies {
  of(person: string, channel: string): readonly EphemeralLine[];
  /** A repeat of the same request replaces its lines and adds none. */
  keep(
    person: string,
    channel: string,
    requestId: string,
    lines: readonly Omit<EphemeralLine, 'id'>[],
  ): void;
  find(person: string, channel: string, id: string): EphemeralLine | undefined;
}

const keptMax = 50;

export function createReplies(): Replies {
  const kept = new Map<string, EphemeralLine[]>();
  const of = (person: string, channel: string): EphemeralLine[] =>
    kept.get(`${person} ${channel}`) ?? [];
  return {
    of,
    keep: (person, channel, requestId, lines) => {
      const added = lines.map((line, index) => ({ ...line, id: `reply:${requestId}:${index}` }));
      const ids = new Set(added.map(({ id }) => id));
      const former = of(person, channel).filter(({ id }) => !ids.has(id));
      kept.set(`${person} ${channel}`, [...former, ...added].slice(-keptMax));
    },
    find: (person, channel, id) => of(person, channel).find((line) => line.id === id),
  };
}
