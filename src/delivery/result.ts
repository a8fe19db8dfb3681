// What a platform answered, as what is to be recorded of it.
import type { Deed, Delivery } from '../chat/port.ts';
import type { Result } from '../usecases/record-delivery.ts';
import type { Carried } from './courier.ts';
import type { Plan } from './deed.ts';

/** `retryAt`: when a delivery is tried again for which the platform named no time. */
export function resultOf(
  { deed, card }: Extract<Plan, { kind: 'do' }>,
  delivery: Delivery,
  { now, backoffMs }: { now: string; backoffMs: number },
): Result {
  switch (delivery.outcome) {
    case 'retryLater':
      return {
        outcome: 'retryLater',
        reason: delivery.reason,
        notBefore: later(now, delivery.afterMs ?? backoffMs),
      };
    case 'tenantDown':
      return { outcome: 'heldBack', reason: delivery.reason };
    case 'failed':
      // Only an update: a post that says so would go round and round.
      if (deed.kind === 'update' && delivery.isGone === true && card !== undefined)
        return { outcome: 'cardLost', card: card.card };
      return {
        outcome: 'failed',
        reason: delivery.reason,
        remedy: delivery.remedy ?? null,
        isUnforeseen: delivery.isUnforeseen === true,
        isRoomInDoubt: delivery.isRoomInDoubt === true && isInRoom(deed, card?.card),
      };
    case 'delivered': {
      const {
        conversation,
        externalId,
        name,
        url,
        remark,
        invited,
        wasThere = false,
        saw = null,
      } = delivery;
      const at =
        conversation ??
        ('conversation' in deed ? deed.conversation : deed.kind === 'post' ? deed.to : null) ??
        '';
      return {
        outcome: 'delivered',
        ...(remark === undefined ? {} : { remark }),
        ...(invited === undefined ? {} : { invited }),
        ...(deed.kind === 'openChannel'
          ? { room: { conversation: at, name: name ?? deed.name, url: url ?? null } }
          : {}),
        ...(deed.kind === 'look' && delivery.saw !== undefined
          ? { saw: { conversation: deed.conversation, facts: saw } }
          : {}),
        ...(card === undefined
          ? {}
          : {
              card: {
                ...card,
                conversation: at,
                externalId,
                wasThere,
                ...(url === undefined ? {} : { url }),
              },
            }),
      };
    }
  }
}

/** The same of what went to no chat. */
export function resultOfCarried(carried: Carried, retryAt: string): Result {
  switch (carried.outcome) {
    case 'delivered':
    case 'withheld':
      return carried;
    case 'retryLater':
      return { outcome: 'retryLater', reason: carried.reason, notBefore: retryAt };
    case 'failed':
      return { outcome: 'failed', reason: carried.reason, remedy: carried.remedy ?? null };
  }
}

/** Was it to happen in the room of the incident? */
function isInRoom(deed: Deed, card: string | undefined): boolean {
  if (card === 'announcement') return false;
  return deed.kind === 'post' ? deed.to !== null : 'conversation' in deed;
}

/** ISO-8601 UTC, so many milliseconds after `now`. */
export function later(now: string, ms: number): string {
  return Temporal.Instant.from(now)
    .add({ milliseconds: ms })
    .toString({ fractionalSecondDigits: 3 });
}
