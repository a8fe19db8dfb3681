// Why a case may not move now: every guard of its chart, by the name that its refusal carries.
import type { CaseContext, CaseEvent, CsCode } from './case-types.ts';
import { unmetNeeds } from './investigation.ts';

interface GuardArgs {
  context: CaseContext;
  event: CaseEvent;
}

/** Has this happened to the case? */
export function has({ history }: CaseContext, code: CsCode): boolean {
  return history.some((move) => move.machine === 'cs' && move.code === code);
}

/** P or X: the world knows, so an embargo is over by itself. */
function isOvertaken(context: CaseContext): boolean {
  return has(context, 'P') || has(context, 'X');
}

/** P, X or A: no embargo may start. */
export function isBarred(context: CaseContext): boolean {
  return isOvertaken(context) || has(context, 'A');
}

/** Critical by its severity, and an embargo is proposed or in force. */
export function isCriticalSecret(context: CaseContext): boolean {
  const { embargoUntil, proposals, movedTo, investigation } = context;
  const isSecret = embargoUntil !== null || proposals.length > 0;
  return isSecret && movedTo === null && investigation?.severity?.is === 'critical';
}

export const caseGuards = {
  mayStartEmbargo: ({ context }: GuardArgs): boolean => !isBarred(context),
  endsInFuture: ({ event }: GuardArgs): boolean => 'until' in event && event.until > event.at,
  isProposalOpen: ({ context, event }: GuardArgs): boolean =>
    context.proposals.some(({ until }) => until > event.at),
  isAccepted: ({ context }: GuardArgs): boolean =>
    context.history.some((move) => move.machine === 'rm' && move.code === 'a'),
  isOtherCve: ({ context, event }: GuardArgs): boolean =>
    event.type === 'CVE' && event.cve !== context.cve,
  isNewListing: ({ context: { kev }, event }: GuardArgs): boolean =>
    event.type === 'KEV' &&
    (kev?.cve !== event.listing.cve ||
      kev.added !== event.listing.added ||
      kev.due !== event.listing.due ||
      kev.ransomware !== event.listing.ransomware),
  isOtherCase: ({ context, event }: GuardArgs): boolean =>
    event.type === 'DUPLICATE' && event.of !== context.n && event.of !== context.duplicateOf,
  /** Which of its needs is not met: `unmetNeeds` in investigation.ts. */
  hasAllItNeeds: ({ context, event }: GuardArgs): boolean =>
    unmetNeeds(context, event).length === 0,
} satisfies Record<string, (args: GuardArgs) => boolean>;

/** Predicates of the moves that happen by themselves; nobody is ever refused by these. */
export const caseConditions = {
  isFact: ({ event }: GuardArgs, params: { fact: string }): boolean =>
    event.type === 'FACT' && event.fact === params.fact,
  isDuplicate: ({ context }: GuardArgs): boolean => context.duplicateOf !== null,
  isAware: ({ context }: GuardArgs): boolean => has(context, 'V'),
  isPublic: ({ context }: GuardArgs): boolean => has(context, 'P'),
  isExploitPublic: ({ context }: GuardArgs): boolean => has(context, 'X'),
  isOvertaken: ({ context }: GuardArgs): boolean => isOvertaken(context),
  isBarred: ({ context }: GuardArgs): boolean => isBarred(context),
  hasLongerProposal: ({ context }: GuardArgs): boolean => context.proposals.length > 0,
};
