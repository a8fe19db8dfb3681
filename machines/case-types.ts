// The words of a case: one vulnerability within an incident. After the CERT/CC Vultron protocol: report management
// (rm), embargo management (em) and case state (cs) are three machines side by side.
import type { CaseFact, IncidentId, IsoInstant, PersonId } from './incident-types.ts';
import type { Investigation, InvestigationEvent } from './investigation-types.ts';

/** Report management: Start, Received, Invalid, Valid, Accepted, Deferred, Closed. */
export type RmState =
  | 'start'
  | 'received'
  | 'invalid'
  | 'valid'
  | 'accepted'
  | 'deferred'
  | 'closed';
/** Embargo management: None, Proposed, Active, Revise, eXited. */
export type EmState = 'none' | 'proposed' | 'active' | 'revise' | 'exited';

export const csCodes = ['V', 'F', 'D', 'P', 'X', 'A'] as const;
/** Vendor aware, Fix ready, fix Deployed, Public, eXploit public, Attacks observed. */
export type CsCode = (typeof csCodes)[number];
export type RmCode = 'r' | 'v' | 'i' | 'a' | 'd' | 'c';
export type EmCode = 'p' | 'a' | 'r' | 't';

/** One move of one of the three machines, in the order in which they were recorded. */
export type CaseMove =
  | { machine: 'rm'; code: RmCode; at: IsoInstant }
  | { machine: 'em'; code: EmCode; at: IsoInstant }
  /** `at`: when it happened in the world, which may be before it was recorded. */
  | { machine: 'cs'; code: CsCode; at: IsoInstant };

/** What CISA's catalogue of known exploited vulnerabilities says of a CVE. Days are as CISA writes them: 2021-11-03. */
export interface KevListing {
  cve: string;
  added: string;
  /** By when US federal agencies must have acted; may lie before `added`. */
  due: string;
  /** Known to be used in ransomware campaigns. */
  ransomware: boolean;
}

export interface EmbargoProposal {
  until: IsoInstant;
  by: PersonId;
  at: IsoInstant;
}

export interface CaseContext {
  incidentId: IncidentId;
  n: number;
  title: string;
  /** CVE-YYYY-NNNN…; null while none is assigned. */
  cve: string | null;
  /** Who reported it, as people write it; null when nobody was named. */
  reporter: string | null;
  openedAt: IsoInstant;
  openedBy: PersonId;
  /** The original, when this case was found to be the same vulnerability. */
  duplicateOf: number | null;
  /** The case whose fix this vulnerability gets around. */
  bypassOf: number | null;
  /** Not answered yet, the shortest first. */
  proposals: EmbargoProposal[];
  /** The end agreed upon while an embargo is in force; null otherwise. */
  embargoUntil: IsoInstant | null;
  /** It was said that there is to be no embargo, or the facts say so. */
  isWithoutEmbargo: boolean;
  history: CaseMove[];
  /** As the catalogue had it when it was last looked up; absent while it never listed the case's CVE. */
  kev?: KevListing;
  /** Where it went on when its incident was merged. */
  movedTo: { incidentId: IncidentId; n: number } | null;
  /** What was found out about it; absent while nothing was. */
  investigation?: Investigation;
}

export interface CaseInput {
  incidentId: IncidentId;
  n: number;
  title: string;
  cve: string | null;
  reporter: string | null;
  bypassOf: number | null;
  /** Does the vendor of what is vulnerable know? */
  vendorAware: boolean;
  at: IsoInstant;
  by: PersonId;
}

interface Stamp {
  at: IsoInstant;
  by: PersonId;
  /** The second person, of what needs two. */
  approvedBy?: PersonId;
}

export type CaseEvent = Stamp &
  (
    | { type: 'VALIDATE' }
    | { type: 'INVALIDATE'; reason: string }
    | { type: 'ACCEPT' }
    | { type: 'DEFER'; reason: string }
    | { type: 'CLOSE'; reason: string }
    | { type: 'DUPLICATE'; of: number }
    | { type: 'CVE'; cve: string }
    | { type: 'KEV'; listing: KevListing }
    | { type: 'PROPOSE_EMBARGO'; until: IsoInstant }
    | { type: 'REVISE_EMBARGO'; until: IsoInstant }
    | { type: 'ACCEPT_EMBARGO' }
    | { type: 'REJECT_EMBARGO'; reason: string }
    | { type: 'END_EMBARGO'; reason: string }
    | { type: 'NO_EMBARGO'; reason: string }
    | { type: 'EMBARGO_OVER' }
    | { type: 'VENDOR_AWARE' }
    | { type: 'FIX_READY' }
    | { type: 'FIX_DEPLOYED' }
    | { type: 'FACT'; fact: CaseFact; occurredAt: IsoInstant; text: string }
    | { type: 'MOVED'; to: IncidentId; n: number }
    | InvestigationEvent
  );

export type CaseEventType = CaseEvent['type'];

/** Where the three machines of a case stand; `cs` as Vultron writes it, e.g. `VfdpxA`. */
export interface CaseStates {
  rm: RmState;
  em: EmState;
  cs: string;
}
