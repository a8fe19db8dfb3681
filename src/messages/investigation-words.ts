// Why a finding about a case is not taken now, and what would help.
import type { InvestigationNeed } from '#machines/investigation-types.ts';
import type { Rich } from './message.ts';
import { remedyNeeds } from './remedy-words.ts';
import { cmd, rich } from './rich.ts';

const needs: Record<InvestigationNeed, (n: number) => Rich> = {
  isOtherScore: (n) => rich`That is the CVSS vector of case ${String(n)} already.`,
  isOtherClass: (n) => rich`Case ${String(n)} has just these weaknesses already.`,
  isListed: (n) => rich`Case ${String(n)} has no such product on its list.`,
  isComplete: (n) =>
    rich`An assessment names a severity, a CVSS vector and at least one affected product. Say what is missing, for this side (${cmd(`case ${n} assess`)}) or for the case as a whole (${cmd(`case ${n} severity critical|important|moderate|low <reason>`)}, ${cmd(`case ${n} cvss <vector>`)}, ${cmd(`case ${n} affected <product>: <versions>`)}): what a side does not say is as it stands for the case.`,
  areBothHeard: (n) =>
    rich`Both teams assess the case before they compare: ${cmd(`case ${n} assess response`)} and ${cmd(`case ${n} assess product`)}.`,
  isChosen: (n) =>
    rich`The two teams differ, so say what counts: all that one of them found (${cmd(`case ${n} reconcile --as response <words>`)}), or each thing (${cmd(`case ${n} reconcile --severity important --cvss <vector> <words>`)}).`,
  isReconciled: (n) =>
    rich`Signed off is what both teams agree upon: ${cmd(`case ${n} reconcile <words>`)} comes first.`,
  ...remedyNeeds,
  isToSignOff: (n) => rich`Case ${String(n)} is signed off already, and nothing has changed since.`,
};

/** `unmet`: the names of needs, as the refusal carries them. */
export function whyNotFound(n: number, unmet: readonly string[]): Rich {
  const [, words] = Object.entries(needs).find(([name]) => unmet.includes(name)) ?? [];
  return words?.(n) ?? [];
}
