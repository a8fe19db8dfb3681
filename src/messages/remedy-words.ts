// The remedy of a case in words: names of its values, and why something is not taken now.
import type { Denial, Exploitability } from '#machines/exploitability.ts';
import type { IsoInstant } from '#machines/incident-types.ts';
import type { MeasureKind } from '#machines/mitigations.ts';
import type { RemedyNeed } from '#machines/remedy-types.ts';
import type {
  Exploitation,
  Priority,
  SafetyImpact,
  TechnicalImpact,
  Utility,
  Vehicle,
} from '#machines/ssvc.ts';
import type { Rich } from './message.ts';
import { cmd, rich } from './rich.ts';

export const priorityNames = {
  defer: 'Defer',
  scheduled: 'Scheduled',
  'out-of-cycle': 'Out-of-Cycle',
  immediate: 'Immediate',
} as const satisfies Record<Priority, string>;

export const vehicleNames = {
  'next-version': 'next version',
  monthly: 'monthly release',
  'out-of-band': 'out of band',
  'advisory-only': 'advisory only',
} as const satisfies Record<Vehicle, string>;

export const exploitationNames = {
  none: 'none known',
  'public-poc': 'public proof of concept',
  active: 'active',
} as const satisfies Record<Exploitation, string>;

export const utilityNames = {
  laborious: 'laborious',
  efficient: 'efficient',
  'super-effective': 'super effective',
} as const satisfies Record<Utility, string>;

export const impactNames = {
  partial: 'partial',
  total: 'total',
} as const satisfies Record<TechnicalImpact, string>;

export const safetyNames = {
  minimal: 'minimal',
  significant: 'significant',
} as const satisfies Record<SafetyImpact, string>;

/** As Microsoft words its index since August 2014. */
export const ratingNames = {
  0: 'Exploitation Detected',
  1: 'Exploitation More Likely',
  2: 'Exploitation Less Likely',
  3: 'Exploitation Unlikely',
} as const satisfies Record<Exploitability, string>;

export const denialNames = {
  permanent: 'permanent',
  temporary: 'temporary',
} as const satisfies Record<Denial, string>;

export const measureNames = {
  mitigation: 'Mitigation',
  workaround: 'Workaround',
} as const satisfies Record<MeasureKind, string>;

/** `monthly release of <date>`, `out of band`. */
export function vehicleText(vehicle: Vehicle, releaseAt: IsoInstant | null): Rich {
  return releaseAt === null
    ? [vehicleNames[vehicle]]
    : rich`${vehicleNames[vehicle]} of ${{ at: releaseAt }}`;
}

export const remedyNeeds: Record<RemedyNeed, (n: number) => Rich> = {
  hasSsvc: (n) =>
    rich`The vehicle follows from SSVC, and case ${String(n)} is not evaluated yet: ${cmd(`case ${n} ssvc`)} comes first.`,
  saysWhyOther: (n) =>
    rich`SSVC proposes another vehicle for case ${String(n)} (${cmd(`remedy ${n}`)}). To go another way is possible, with a reason: ${cmd(`case ${n} vehicle <vehicle> <reason>`)}.`,
  isMonthToCome: () => rich`The second Tuesday of that month has passed.`,
  isOtherVehicle: (n) => rich`That is the vehicle of case ${String(n)} already.`,
  isOtherRating: (n) =>
    rich`That is the rating of case ${String(n)} already. Exploit code that merely matches it is no revision.`,
  saysWhyRevised: (n) =>
    rich`Case ${String(n)} is rated already, and a revision says why: ${cmd(`case ${n} exploitability <0-3> <reason>`)}.`,
  isKnownMeasure: (n) =>
    rich`Case ${String(n)} has no mitigation or workaround of that number. See ${cmd(`remedy ${n}`)}.`,
  hasNoProven: (n) =>
    rich`A mitigation or workaround of case ${String(n)} was tested and works. See ${cmd(`remedy ${n}`)}; a test that fails is recorded, too.`,
  isUnaffected: (n) =>
    rich`Why a product is not affected is said of one that is on that list: ${cmd(`case ${n} not-affected <product>`)} comes first.`,
  isUndecided: (n) =>
    rich`Case ${String(n)} has that product on its list already. ${cmd(`case ${n} affected remove <product>`)} takes it off.`,
  isOtherStatement: () => rich`That is said of the product already.`,
  isFirstRelease: (n) => rich`Case ${String(n)} was released already.`,
};
