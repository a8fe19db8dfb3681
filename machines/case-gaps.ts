// What a case still lacks before its incident may go on: the exit criteria of phases, case by case.
import { has } from './case-guards.ts';
import type { CaseContext } from './case-types.ts';
import type { CaseGap } from './incident-types.ts';
import { remedyStanding } from './remedy.ts';

/** In the order in which it is usually found out. */
export function gapsOf(context: CaseContext): CaseGap[] {
  const { cve, investigation = {} } = context;
  const remedy = remedyStanding(context);
  const { severity, cvss, products = [], assessments = {} } = investigation;
  const { reconciled = null, signedOff = null } = investigation;
  const lacking: Record<CaseGap, boolean> = {
    severity: severity === undefined,
    cvss: cvss === undefined,
    products: !products.some(({ isAffected }) => isAffected),
    assessments: assessments.response === undefined || assessments.product === undefined,
    reconciliation: reconciled === null,
    priority: !remedy.isSsvcEvaluated,
    vehicle: !remedy.isVehicleDecided,
    mitigation: has(context, 'A') && !remedy.isMeasureSettled,
    cve: cve === null,
    signOff: signedOff === null,
  };
  return (Object.keys(lacking) as CaseGap[]).filter((gap) => lacking[gap]);
}
