// A room that was just made: an earlier attempt may have made it, and Teams may need a moment until the bot can write
// there.
import type { Deed, Delivery } from '../port.ts';
import { done, type Delivering } from './delivering.ts';
import { isRefused } from './find-earlier.ts';
import type { KnownPlace } from './memory.ts';
import { roomLink } from './message-link.ts';

type OpenRoom = Extract<Deed, { kind: 'openChannel' }>;

/** Clocks differ: a room made this long before the first attempt may still be ours. */
const clockSkew = { minutes: 5 };
const untilSettledMs = 5000;

/** Of that kind and one of these names, remembered by an attempt whose answer was lost on our side. */
export function rememberedRoom(
  { effect, memory }: Delivering,
  { former = [] }: OpenRoom,
  isWanted: (place: KnownPlace) => boolean,
): KnownPlace | undefined {
  if (effect.attempt === 1) return undefined;
  return memory
    .places()
    .find(
      (place) => isWanted(place) && place.goneAt === null && !former.includes(place.conversationId),
    );
}

/** From when on it can have been made by an attempt of this effect. */
export function madeFrom({ effect }: Pick<Delivering, 'effect'>): Temporal.Instant {
  return Temporal.Instant.from(effect.firstTriedAt).subtract(clockSkew);
}

/** The room is delivered once the bot reaches it; until then it is remembered, and asked for again. */
export async function opened(
  { api, tenantId }: Delivering,
  room: { place: KnownPlace; name: string; url: string | null; remark?: string | undefined },
): Promise<Delivery> {
  const { place, name, url, remark } = room;
  try {
    await api.members(place)[Symbol.asyncIterator]().next();
  } catch (error) {
    if (!isRefused(error)) throw error;
    return { outcome: 'retryLater', reason: 'room_settling', afterMs: untilSettledMs };
  }
  return {
    ...done(place.conversationId),
    conversation: place.conversationId,
    name,
    // Found again, Graph does not always say it.
    url: url ?? roomLink(place, name, tenantId),
    ...(remark === undefined ? {} : { remark }),
  };
}
