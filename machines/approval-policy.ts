// Who may approve what, and for how long a proposal stands. SSIRP's own rules were never published: policy defaults.
import type { ApprovalAct } from './approval-types.ts';
import type { IncidentContext, Level, PersonId, Role } from './incident-types.ts';

const hour = 60 * 60_000;

/** Longest time for an answer by level, in milliseconds: what waits longer than this has been overtaken by events. */
export const approvalMs: Record<Level, number> = {
  1: hour,
  2: 4 * hour,
  3: 24 * hour,
  4: 24 * hour,
};

const leaders: readonly Role[] = [
  'crisis_lead',
  'deputy',
  'engineering_lead',
  'comms_lead',
  'case_manager',
  'legal',
  'exec_liaison',
];

/** A holder of any of these roles may approve, if it is not who proposed; admins may, too. */
export const approverRoles: Record<ApprovalAct, readonly Role[]> = {
  override: leaders,
  'lower-level-1': leaders.filter((role) => role !== 'case_manager'),
  close: leaders,
  'embargo-end': ['crisis_lead', 'deputy', 'case_manager', 'engineering_lead', 'legal'],
  disclosure: leaders,
};

/** May this person approve it, if they have not proposed it? `isAdmin`: of their workspace. */
export function mayApprove(
  { roles }: Pick<IncidentContext, 'roles'>,
  act: ApprovalAct,
  { person, isAdmin }: { person: PersonId; isAdmin: boolean },
): boolean {
  return isAdmin || approverRoles[act].some((role) => roles[role]?.person === person);
}

/** Everybody whose role lets them approve this now, but who proposes it. */
export function approversOf(
  { roles }: Pick<IncidentContext, 'roles'>,
  act: ApprovalAct,
  proposer: PersonId,
): PersonId[] {
  const people = approverRoles[act].flatMap((role) => roles[role]?.person ?? []);
  return [...new Set(people)].filter((person) => person !== proposer);
}
