// The words of the partner programme: who takes part on which terms, and a package for one partner, after Microsoft's
// Active Protections Program (MAPP).
import type { CaseFacts } from './document-types.ts';
import type { IncidentId, IsoInstant, PersonId } from './incident-types.ts';

/**
 * `ans`: learns what an advance notification says; `entry` and `standard`: build protections; `validate`: tests the
 * detection guidance for the others, and so has all of it first.
 */
export const partnerTiers = ['ans', 'entry', 'standard', 'validate'] as const;
export type PartnerTier = (typeof partnerTiers)[number];

/** A partner as the programme's file has it. */
export interface Partner {
  /** Lower-case words joined by `-`. */
  id: string;
  name: string;
  tier: PartnerTier;
  /** Mail addresses in small letters; each gets a copy of its own. */
  contacts: string[];
  /** The law where it sits obliges it to report vulnerabilities to the government. */
  mustReport: boolean;
  /** The last day of its non-disclosure agreement, `2027-03-31`. */
  ndaUntil: string;
  /** Armored OpenPGP public key; null: it is sent a link in place of the text. */
  key: string | null;
}

/** What is written about a case for partners alone. */
export const partnerTexts = ['description', 'detection', 'repro', 'poc'] as const;
export type PartnerText = (typeof partnerTexts)[number];
export type PartnerTexts = Partial<Record<PartnerText, string>>;

/** What a package can have of a case; `summary` and `measures` come from its record. */
export type Piece = 'summary' | 'measures' | PartnerText;

/** A case in a package: what the partner's terms leave out is absent. */
export interface CaseExcerpt extends PartnerTexts {
  n: number;
  summary: Pick<CaseFacts, 'severity'> & { products: string[] };
  /** With the description. */
  facts?: Pick<
    CaseFacts,
    'cve' | 'cwes' | 'impact' | 'cvss' | 'products' | 'publiclyDisclosed' | 'exploited'
  >;
  measures?: CaseFacts['measures'];
}

/**
 * `prepared`: to be approved by two people; `approved`: may be offered from its time on; `offered`: on its way, nobody
 * has opened it; `opened`: somebody has; `suspended`: with its partner; `closed`: taken back, or its time is over.
 */
export type PackageState =
  | 'prepared'
  | 'approved'
  | 'offered'
  | 'opened'
  | 'suspended'
  | 'closed'
  | 'moved';

/** Somebody whom a package was offered to. */
export interface Recipient {
  /** Their mail address. */
  contact: string;
  /** How the mail went out; null while it has not. */
  sent: { at: IsoInstant; how: 'encrypted' | 'link' } | null;
  /** How often they opened it, and last when. */
  opened: number;
  openedAt: IsoInstant | null;
}

export interface PackageContext {
  incidentId: IncidentId;
  n: number;
  /** As they stood when it was prepared. */
  partner: Pick<Partner, 'id' | 'name' | 'tier' | 'mustReport'>;
  /** Null once it went to an incident that more people see. */
  content: CaseExcerpt[] | null;
  /** Raised each time it is prepared: what was approved and offered was of an edition. */
  edition: number;
  preparedAt: IsoInstant;
  preparedBy: PersonId;
  /** `with`: the second person, where two were needed. */
  approved: { by: PersonId; with: PersonId | null; at: IsoInstant } | null;
  /** `until`: when links to it end. */
  offered: { by: PersonId; at: IsoInstant; until: IsoInstant } | null;
  recipients: Recipient[];
  closed: { by: PersonId; at: IsoInstant; reason: string } | null;
  movedTo: { incidentId: IncidentId; n: number } | null;
}

export interface PackageInput {
  incidentId: IncidentId;
  n: number;
  partner: PackageContext['partner'];
  content: CaseExcerpt[];
  at: IsoInstant;
  by: PersonId;
}

interface Stamp {
  at: IsoInstant;
  by: PersonId;
  /** The second person, of what needs two. */
  approvedBy?: PersonId;
}

export type PackageEvent = Stamp &
  /** Anew, from the record of now. */
  (
    | { type: 'PREPARE'; partner: PackageContext['partner']; content: CaseExcerpt[] }
    | { type: 'APPROVE' }
    /** `notBefore`, `ndaUntil`: its terms, as they were looked up. */
    | {
        type: 'OFFER';
        contacts: string[];
        notBefore: IsoInstant;
        ndaUntil: string;
        isDrill: boolean;
      }
    | { type: 'SENT'; contact: string; how: 'encrypted' | 'link' }
    /** Somebody of us took a link for a contact, to hand over in another way. */
    | { type: 'LINKED'; contact: string }
    /** `from`: the network that it was opened from, without the last part of its address. */
    | { type: 'OPENED'; contact: string; from: string }
    /** A link that counts no longer was tried. */
    | { type: 'DENIED'; contact: string; from: string; why: DeniedBecause }
    /** The partner is suspended; `reason` as whoever did it said. */
    | { type: 'SUSPEND'; reason: string }
    | { type: 'RESUME' }
    | { type: 'REVOKE'; reason: string }
    | { type: 'EXPIRED' }
    | { type: 'MOVED'; to: IncidentId; n: number }
  );

export type PackageEventType = PackageEvent['type'];

/** Why a link opens nothing. */
export type DeniedBecause = 'expired' | 'replaced' | 'suspended' | 'closed' | 'nda';

/** What is written about a case for partners alone; absent is what nobody has written yet. */
export interface PartnerWriting {
  forPartners?: PartnerTexts;
}

export type PartnerWritingEvent = { type: 'PARTNER_TEXT'; text: PartnerText; words: string };
