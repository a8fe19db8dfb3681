// Looks for what an earlier attempt of the same effect may have left in a conversation: the card that carries the
// effect's marker. Where the bot may not read, nobody knows.
import { classify, stopsDelivery } from './api-error.ts';
import type { Place } from './connector.ts';
import { markerOf, type Delivering } from './delivering.ts';
import { errorFacts } from '../../shared/log.ts';

export interface Earlier {
  activityId: string;
  conversationId: string;
}

/** `none`: certainly nothing, as always on the first attempt. Rejects with what stops the whole delivery. */
export async function findEarlier(
  { effect, graph, log }: Pick<Delivering, 'effect' | 'graph' | 'log'>,
  place: Place,
): Promise<Earlier | 'none' | 'unreadable'> {
  if (effect.attempt === 1) return 'none';
  // Graph does not know the chat of a person with a bot.
  if (place.kind === 'personal') return 'unreadable';
  try {
    return (await graph.findCard(place, markerOf(effect), effect.firstTriedAt)) ?? 'none';
  } catch (error) {
    if (!isRefused(error)) throw error;
    log.warn({ key: effect.key, ...errorFacts(error) }, 'teams history not readable');
    return 'unreadable';
  }
}

/** It would be refused again: not granted, not there, or not to be done. */
export function isRefused(error: unknown): boolean {
  return !stopsDelivery(classify(error));
}
