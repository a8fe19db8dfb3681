// SSVC for suppliers: how urgent a fix is, after CERT/CC's decision table "Supplier Patch Development Priority" 1.0.0,
// and the release vehicle that follows from it.
import type { IsoInstant, PersonId } from './incident-types.ts';
import { nextMonthlyRelease } from './release-calendar.ts';

/** Exploitation 1.1.0. */
export const exploitations = ['none', 'public-poc', 'active'] as const;
export type Exploitation = (typeof exploitations)[number];
/** Utility 1.0.1. */
export const utilities = ['laborious', 'efficient', 'super-effective'] as const;
export type Utility = (typeof utilities)[number];
/** Technical Impact 1.0.0. */
export const technicalImpacts = ['partial', 'total'] as const;
export type TechnicalImpact = (typeof technicalImpacts)[number];
/** Public Safety Impact 2.0.1. */
export const safetyImpacts = ['minimal', 'significant'] as const;
export type SafetyImpact = (typeof safetyImpacts)[number];
/** Defer, Scheduled, Out-of-Cycle, Immediate 1.0.0. */
export const priorities = ['defer', 'scheduled', 'out-of-cycle', 'immediate'] as const;
export type Priority = (typeof priorities)[number];

export interface SsvcValues {
  exploitation: Exploitation;
  utility: Utility;
  impact: TechnicalImpact;
  safety: SafetyImpact;
}

export interface SsvcEvaluation extends SsvcValues {
  priority: Priority;
  at: IsoInstant;
  by: PersonId;
}

/** A line for each exploitation and utility: partial minimal, partial significant, total minimal, total significant. */
const table: Record<
  Exploitation,
  Record<Utility, readonly [Priority, Priority, Priority, Priority]>
> = {
  none: {
    laborious: ['defer', 'scheduled', 'scheduled', 'out-of-cycle'],
    efficient: ['scheduled', 'out-of-cycle', 'scheduled', 'out-of-cycle'],
    'super-effective': ['scheduled', 'out-of-cycle', 'out-of-cycle', 'out-of-cycle'],
  },
  'public-poc': {
    laborious: ['scheduled', 'out-of-cycle', 'scheduled', 'immediate'],
    efficient: ['scheduled', 'immediate', 'out-of-cycle', 'immediate'],
    'super-effective': ['out-of-cycle', 'immediate', 'out-of-cycle', 'immediate'],
  },
  active: {
    laborious: ['out-of-cycle', 'immediate', 'out-of-cycle', 'immediate'],
    efficient: ['out-of-cycle', 'immediate', 'out-of-cycle', 'immediate'],
    'super-effective': ['immediate', 'immediate', 'immediate', 'immediate'],
  },
};

/** The table's answer for one row of it. */
export function supplierPriority({ exploitation, utility, impact, safety }: SsvcValues): Priority {
  const column = technicalImpacts.indexOf(impact) * 2 + safetyImpacts.indexOf(safety);
  return table[exploitation][utility][column] ?? 'immediate';
}

/** Utility from Automatable and Value Density, as its definition says. */
export function utilityOf(automatable: boolean, density: 'diffuse' | 'concentrated'): Utility {
  if (automatable && density === 'concentrated') return 'super-effective';
  return automatable || density === 'concentrated' ? 'efficient' : 'laborious';
}

/** What the facts say of exploitation: attacks are observed, or exploit code is public. */
export function exploitationFrom(facts: { attacks: boolean; exploit: boolean }): Exploitation {
  if (facts.attacks) return 'active';
  return facts.exploit ? 'public-poc' : 'none';
}

/** Is the first known to be further than the second? */
export function isBeyond(one: Exploitation, other: Exploitation): boolean {
  return exploitations.indexOf(one) > exploitations.indexOf(other);
}

/** How a fix reaches customers. `advisory-only`: there is none to release. */
export const vehicles = ['next-version', 'monthly', 'out-of-band', 'advisory-only'] as const;
export type Vehicle = (typeof vehicles)[number];

export interface VehicleDecision {
  vehicle: Vehicle;
  /** The planned instant of a monthly release; null for the other vehicles. */
  releaseAt: IsoInstant | null;
  /** What the evaluation proposed at the time of the decision. */
  proposed: Vehicle;
  reason: string;
  at: IsoInstant;
  by: PersonId;
}

export interface Proposal {
  vehicle: Vehicle;
  /** The next second Tuesday, for a monthly release. */
  releaseAt: IsoInstant | null;
  /** SSIRP level 1, and an advisory today. */
  isImmediate: boolean;
}

const vehicleFor: Record<Priority, Vehicle> = {
  defer: 'next-version',
  scheduled: 'monthly',
  'out-of-cycle': 'out-of-band',
  immediate: 'out-of-band',
};

/** The release vehicle that a priority asks for, as seen at an instant. */
export function proposalFor(priority: Priority, at: IsoInstant): Proposal {
  const vehicle = vehicleFor[priority];
  return {
    vehicle,
    releaseAt: vehicle === 'monthly' ? nextMonthlyRelease(at) : null,
    isImmediate: priority === 'immediate',
  };
}
