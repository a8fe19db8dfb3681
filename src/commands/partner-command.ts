// What people say of the partner programme and of packages, and what they get to see of them.
import type { IncidentId, IsoInstant, PersonId } from '#machines/incident-types.ts';
import type { OfferNeed } from '#machines/package-guards.ts';
import type {
  PackageEventType,
  PackageState,
  Partner,
  PartnerText,
} from '#machines/partner-types.ts';
import type { IncidentView } from './view-types.ts';

/** About the programme, in no incident. */
export type ProgrammeCommand =
  | { verb: 'partners' }
  | { verb: 'showPartner'; partner: string }
  | { verb: 'suspendPartner'; partner: string; reason: string }
  | { verb: 'resumePartner'; partner: string; reason: string };

export type PackageCommand =
  /** `caseNumber` null: the only one. */
  | { verb: 'partnerText'; caseNumber: number | null; text: PartnerText; words: string }
  /** `cases` null: all that are worked on. */
  | { verb: 'preparePackage'; partner: string; cases: number[] | null }
  | { verb: 'packages' }
  | { verb: 'showPackage'; packageNumber: number }
  /** `edition`: what its proposer saw; absent until it is proposed. */
  | { verb: 'approvePackage'; packageNumber: number; edition?: number }
  /** `release`: when what it is about is to be released, where the record does not say. */
  | { verb: 'offerPackage'; packageNumber: number; release: IsoInstant | null }
  | { verb: 'linkPackage'; packageNumber: number; contact: string }
  | { verb: 'revokePackage'; packageNumber: number; reason: string };

export interface PartnerView {
  partner: Omit<Partner, 'key'> & { hasKey: boolean };
  isNdaOver: boolean;
  suspended: { by: PersonId; at: IsoInstant; reason: string } | null;
}

export type PartnerViews =
  | { view: 'partners'; partners: readonly PartnerView[] }
  /** `packages`: those of incidents that the person may see. */
  | {
      view: 'partner';
      partner: PartnerView;
      packages: readonly { incidentId: IncidentId; n: number; state: string }[];
    }
  | { view: 'packages'; incident: IncidentView }
  | { view: 'package'; incident: IncidentView; n: number };

export type PartnerRefusal =
  /** `known`: ids. */
  | { reason: 'unknownPartner'; partner: string; known: readonly string[] }
  | { reason: 'partnerStanding'; partner: string; isSuspended: boolean }
  | { reason: 'unknownPackage'; n: number; incidentId: IncidentId }
  | {
      reason: 'textsMissing';
      partner: string;
      missing: readonly { n: number; text: PartnerText }[];
      incidentId: IncidentId;
    }
  /** What the record says is not what was approved. */
  | { reason: 'packageStale'; n: number; partner: string; incidentId: IncidentId }
  /** `tlp`: why the label of the incident keeps partners out. */
  | { reason: 'notForPartners'; because: string; incidentId: IncidentId }
  | { reason: 'noReleaseTime'; n: number; incidentId: IncidentId }
  /** Mail cannot be sent, a link not be reached, or nothing leaves the room at all. */
  | {
      reason: 'noWayOut';
      n: number;
      lacks: 'mail' | 'publicUrl' | 'drill';
      incidentId: IncidentId;
    }
  | {
      reason: 'offerNotNow';
      n: number;
      lacks: readonly OfferNeed[];
      notBefore: IsoInstant;
      ndaUntil: string;
      incidentId: IncidentId;
    }
  | { reason: 'noSuchContact'; n: number; contacts: readonly string[]; incidentId: IncidentId }
  | {
      reason: 'packageNotNow';
      n: number;
      event: PackageEventType;
      state: PackageState;
      movedTo: { incidentId: IncidentId; n: number } | null;
      incidentId: IncidentId;
    };
