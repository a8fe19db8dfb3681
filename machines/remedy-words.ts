// The words of the record about a case's remedy.
import type { CsCode } from './case-types.ts';
import type { ExploitabilityRating } from './exploitability.ts';
import { exploitabilityName } from './exploitability.ts';
import type { IsoInstant } from './incident-types.ts';
import type {
  Exploitation,
  Priority,
  Proposal,
  SsvcValues,
  Vehicle,
  VehicleDecision,
} from './ssvc.ts';

const priorityText: Record<Priority, string> = {
  defer: 'Defer',
  scheduled: 'Scheduled',
  'out-of-cycle': 'Out-of-Cycle',
  immediate: 'Immediate',
};

const exploitationText: Record<Exploitation, string> = {
  none: 'none',
  'public-poc': 'public proof of concept',
  active: 'active',
};

function vehicleText(vehicle: Vehicle, releaseAt: IsoInstant | null = null): string {
  switch (vehicle) {
    case 'next-version':
      return 'with the next version';
    case 'monthly':
      return releaseAt === null
        ? 'with a monthly release'
        : `with the monthly release of ${releaseAt}`;
    case 'out-of-band':
      return 'out of band';
    case 'advisory-only':
      return 'as an advisory only';
  }
}

function proposalText({ vehicle, releaseAt, isImmediate }: Proposal): string {
  const more = isImmediate ? ', level 1, and an advisory today' : '';
  return `release ${vehicleText(vehicle, releaseAt)}${more}`;
}

/** `byFacts`: what the facts say of exploitation. */
export function evaluated(
  {
    exploitation,
    utility,
    impact,
    safety,
    priority,
    proposal,
  }: SsvcValues & { priority: Priority; proposal: Proposal },
  byFacts: Exploitation,
): string {
  const differs = byFacts === exploitation ? '' : ` (by the facts: ${exploitationText[byFacts]})`;
  const values = [
    `exploitation ${exploitationText[exploitation]}${differs}`,
    `utility ${utility.replace('-', ' ')}`,
    `technical impact ${impact}`,
    `public safety impact ${safety}`,
  ].join(', ');
  return `SSVC says ${priorityText[priority]} (${values}). Proposed: ${proposalText(proposal)}`;
}

export function vehicleDecided({
  vehicle,
  releaseAt,
  proposed,
  reason,
}: Pick<VehicleDecision, 'vehicle' | 'releaseAt' | 'proposed' | 'reason'>): string {
  const other = vehicle === proposed ? '' : `, where SSVC proposes ${vehicleText(proposed)}`;
  const why = reason === '' ? '' : `: ${reason}`;
  return `decided to release ${vehicleText(vehicle, releaseAt)}${other}${why}`;
}

function ratingText({ latest, older, dos, at }: ExploitabilityRating): string {
  return [
    `${latest} (${exploitabilityName(latest, at)})`,
    ...(older === null ? [] : [`older releases ${older} (${exploitabilityName(older, at)})`]),
    ...(dos === null ? [] : [`${dos} denial of service`]),
  ].join(', ');
}

/** `isRated` false: it is not grave enough for a rating in public. */
export function rated(
  rating: ExploitabilityRating,
  before: ExploitabilityRating | undefined,
  isRated: boolean,
): string {
  const from = before === undefined ? '' : ` in place of ${ratingText(before)}`;
  const why = rating.note === '' ? '' : `: ${rating.note}`;
  const warning = isRated
    ? ''
    : ' (only Important and Critical vulnerabilities are rated in public)';
  return `exploitability ${ratingText(rating)}${from}${warning}${why}`;
}

export function windowBegins(rating: ExploitabilityRating, until: IsoInstant): string {
  return `released; the exploitability rating ${ratingText(rating)} is for the 30 days until ${until}`;
}

export function windowOver(held: boolean): string {
  return held
    ? 'within the 30 days after the release the exploitability rating was not revised upwards'
    : 'within the 30 days after the release the exploitability rating was revised upwards: it had been too low';
}

export function vehicleQuestion(n: number, { vehicle, releaseAt }: Proposal): string {
  return `release case ${n} ${vehicleText(vehicle, releaseAt)}, as SSVC proposes now? Say it with case ${n} vehicle.`;
}

export function immediateQuestion(n: number): string {
  return `raise to level 1 and publish an advisory today, because SSVC says Immediate of case ${n}?`;
}

export function ssvcQuestion(n: number, known: Exploitation): string {
  return `is the fix of case ${n} more urgent, because exploitation is now ${exploitationText[known]}? Evaluate again with case ${n} ssvc.`;
}

export function ratingQuestion(n: number, code: CsCode): string {
  return code === 'A'
    ? `is the exploitability of case ${n} now 0 (Exploitation Detected), because attacks are observed? Say it with case ${n} exploitability 0.`
    : `is the exploitability of case ${n} higher, because exploit code is public? Say it with case ${n} exploitability.`;
}
