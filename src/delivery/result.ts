// What a platform answered, as what is to be recorded of it.
import type { Delivery } from '../chat/port.ts';
import type { Result } from '../usecases/record-delivery.ts';
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
      if (
        (deed.kind === 'update' || deed.kind === 'canvas') &&
        delivery.isGone === true &&
        card !== undefined
      )
        return { outcome: 'cardLost', card: card.card };
      return {
        outcome: 'failed',
        reason: delivery.reason,
        remedy: delivery.remedy ?? null,
        isUnforeseen: delivery.isUnforeseen === true,
      };
    case 'delivered': {
      const { conversation, externalId, name, url, remark, invited, wasThere = false } = delivery;
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

/** ISO-8601 UTC, so many milliseconds after `now`. */
export function later(now: string, ms: number): string {
  return Temporal.Instant.from(now)
    .add({ milliseconds: ms })
    .toString({ fractionalSecondDigits: 3 });
}
