// The events of a case's investigation, which the chart of the case takes in its region `record`: none of them moves one
// of Vultron's machines. What each needs and changes stands in a file for each concern.
import { assessmentRules } from './assessment.ts';
import type { CaseContext, CaseEvent } from './case-types.ts';
import type {
  InvestigationChange,
  InvestigationRule,
  InvestigationRules,
} from './investigation-rule.ts';
import type { InvestigationEvent, InvestigationEventType } from './investigation-types.ts';
import { partnerWritingRules } from './partner-writing.ts';
import { remedyRules } from './remedy.ts';

const rules: InvestigationRules<InvestigationEvent> = {
  ...assessmentRules,
  ...remedyRules,
  ...partnerWritingRules,
};

export const investigationEvents = Object.keys(rules) as readonly InvestigationEventType[];

function ruleOf(event: CaseEvent | InvestigationEvent): InvestigationRule<never> | undefined {
  return (rules as Partial<Record<string, InvestigationRule<never>>>)[event.type];
}

/** The needs that are not met, by name; empty when the event may be taken. */
export function unmetNeeds({ investigation = {} }: CaseContext, event: CaseEvent): string[] {
  return Object.entries(ruleOf(event)?.needs ?? {}).flatMap(([name, isMet]) =>
    isMet(investigation, event as never) ? [] : [name],
  );
}

/** What the event changes, with all that has to be done again because of it. Undefined for any other event. */
export function investigated(
  context: CaseContext,
  event: CaseEvent,
): InvestigationChange | undefined {
  const { investigation: now = {} } = context;
  const change = ruleOf(event)?.change(now, event as never, context);
  if (change?.reopens === undefined) return change;
  const { reopens, set, did, data } = change;
  const isUnsettled = reopens === 'reconciliation' && (now.reconciled ?? null) !== null;
  const isUnsigned = (now.signedOff ?? null) !== null;
  const again = [
    ...(isUnsettled ? ['to be reconciled again'] : []),
    ...(isUnsigned ? ['the technical sign-off counts no longer'] : []),
  ];
  return {
    ...change,
    set: {
      ...(isUnsettled ? { reconciled: null } : {}),
      ...(isUnsigned ? { signedOff: null } : {}),
      ...set,
    },
    did: again.length === 0 ? did : `${did} (${again.join('; ')})`,
    data: again.length === 0 ? (data ?? {}) : { ...data, again },
    ...(again.length === 0 ? {} : { tone: 'warning' }),
  };
}
