// What is found out about a case and decided for it beside Vultron's three machines: the words of that.
import type { Assessment, AssessmentEvent, AssessmentNeed } from './assessment-types.ts';
import type { PartnerWriting, PartnerWritingEvent } from './partner-types.ts';
import type { Remedy, RemedyEvent, RemedyNeed } from './remedy-types.ts';

/** Every member is optional: absent is what nobody has said yet. */
export type Investigation = Assessment & Remedy & PartnerWriting;

export type InvestigationEvent = AssessmentEvent | RemedyEvent | PartnerWritingEvent;
export type InvestigationEventType = InvestigationEvent['type'];

/** Why such an event is not taken now, by the name that its refusal carries. */
export type InvestigationNeed = AssessmentNeed | RemedyNeed;
