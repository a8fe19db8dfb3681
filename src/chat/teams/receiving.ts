// What the receivers share about one request: who speaks and where, and what becomes of an error that nobody foresaw.
import { errorFacts, type Log } from '../../shared/log.ts';
import type { CardWords } from '../adaptive-card.ts';
import type { CommandSink, FileSource, Spoken } from '../port.ts';
import type { Background } from './background.ts';
import type { Answer, BotApi, Inbound, Place, Speaker } from './connector.ts';
import type { Rooms } from './delivering.ts';
import type { TeamsMemory } from './memory.ts';
import type { People } from './people.ts';

export interface Receiving {
  sink: CommandSink;
  people: People;
  memory: TeamsMemory;
  api: BotApi;
  background: Background;
  /** A GUID in lower case. */
  tenantId: string;
  rooms: Rooms;
  words: CardWords;
  /** Where files come from, and which are on their way to whom. */
  files: { files: FileSource; taken: Set<string> };
  /** ISO-8601 UTC. */
  now: () => string;
  log: Log;
}

/** A person at work. */
export interface Speaking {
  spoken: Spoken;
  who: Speaker;
  where: Place;
}

type Having<One, Kind> = One extends { kind: infer Own }
  ? [Own & Kind] extends [never]
    ? never
    : One
  : never;

/** What comes in of these kinds. */
export type Came<Kind extends Inbound['kind']> = Having<Inbound, Kind>;

export async function speaking(
  receiving: Receiving,
  { id, who, where }: Pick<Inbound, 'id' | 'who' | 'where'>,
  ...more: readonly string[]
): Promise<Speaking> {
  heard(receiving, where);
  const requestId = ['teams', id, where.conversationId, ...more].join(':');
  const actor = await receiving.people.actor(who, where);
  return { spoken: { actor, requestId, ...roomOf(receiving, where) }, who, where };
}

/**
 * The conversation that an incident may live in. A thread is one by itself, or what is said below a post of a channel
 * that is one. Direct messages with the bot are none.
 */
function roomOf(
  { memory, rooms }: Pick<Receiving, 'memory' | 'rooms'>,
  { kind, conversationId }: Place,
): Pick<Spoken, 'conversation' | 'thread'> {
  if (kind === 'personal') return { conversation: null };
  const [channel = conversationId, root] = conversationId.split(';messageid=');
  if (root === undefined || rooms === 'thread' || memory.place(conversationId) !== undefined)
    return { conversation: conversationId };
  return { conversation: channel, thread: root };
}

/** Where a place is reached may change, so the newest is kept; of some no installation ever told. */
function heard({ memory }: Pick<Receiving, 'memory'>, where: Place): void {
  const [conversationId = ''] = where.conversationId.split(';messageid=');
  const known = memory.place(conversationId);
  const { serviceUrl } = where;
  if (known?.serviceUrl === serviceUrl && known.goneAt === null) return;
  // Where somebody speaks to the bot, there it is.
  memory.savePlace({ name: null, ...known, ...where, conversationId, goneAt: null });
}

/**
 * Does the work of one request; when it breaks, logs it and answers that nothing was stored: the service asks again,
 * or tells the person that it failed.
 */
export async function attempt(
  { log }: Pick<Receiving, 'log'>,
  { kind, id }: Pick<Inbound, 'kind' | 'id'>,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    log.error({ kind, requestId: id, ...errorFacts(error) }, 'teams request failed');
    return { kind: 'broken' };
  }
}
