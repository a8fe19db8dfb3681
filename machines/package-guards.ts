// Why a package may not move now: every guard of its chart, by the name that its refusal carries.
import { ndaHolds } from './partner-policy.ts';
import type { PackageContext, PackageEvent } from './partner-types.ts';

interface GuardArgs {
  context: PackageContext;
  event: PackageEvent;
}

/** Why a package cannot be offered: what is in it was left in a private incident, its partner's terms, nobody to offer it to. */
export type OfferNeed = 'content' | 'nda' | 'time' | 'contacts';

/** What an offer lacks, the gravest first; empty when it may be made. */
export function offerLacks({ content }: PackageContext, event: PackageEvent): OfferNeed[] {
  if (event.type !== 'OFFER') return [];
  const { at, notBefore, ndaUntil, contacts } = event;
  return [
    ...(content === null ? (['content'] as const) : []),
    ...(ndaHolds(ndaUntil, at) ? [] : (['nda'] as const)),
    ...(at < notBefore ? (['time'] as const) : []),
    ...(contacts.length === 0 ? (['contacts'] as const) : []),
  ];
}

export const packageGuards = {
  mayOffer: ({ context, event }: GuardArgs): boolean => offerLacks(context, event).length === 0,
  /** What came from a private incident stays there. */
  isWhole: ({ context }: GuardArgs): boolean => context.content !== null,
  isRecipient: ({ context, event }: GuardArgs): boolean =>
    'contact' in event && context.recipients.some(({ contact }) => contact === event.contact),
} satisfies Record<string, (args: GuardArgs) => boolean>;
