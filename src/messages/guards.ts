// Why the incident's chart said no, one sentence per guard, with the command that helps.
import type { GuardName, conditions } from '#machines/incident-guards.ts';
import type { IncidentId, Phase } from '#machines/incident-types.ts';
import type { Deed } from '../commands/view-types.ts';
import type { Rich } from './message.ts';
import { bold, byWhom, cmd, rich } from './rich.ts';

/** Automatic conditions that also guard an event, so that a person can meet them. */
type SelectingGuard = Extract<
  keyof typeof conditions,
  'regressesTo' | 'changesLevelTo' | 'rootCauseWrong' | 'snoozes'
>;
/** Guards of the task chart that a person can meet. */
type TaskGuard = 'isAnotherPerson' | 'takesItThemselves';

export interface GuardMet {
  incidentId: IncidentId;
  phase: Phase;
  /** Who did the same before. */
  last: Deed | null;
}

const sameLevel = ({ last }: GuardMet): Rich =>
  rich`The incident has that level already${byWhom(last)}. See ${cmd('status')}.`;

const onlyBack = ({ phase }: GuardMet): Rich =>
  rich`You can only go back to a phase before ${bold(phase)}: ${cmd('regress <phase> <reason>')}. The way forward is ${cmd('advance')}.`;

const sameAssignee = (): Rich =>
  rich`The task is with them already. See ${cmd('tasks')}, or name somebody else: ${cmd('assign <n> @user')}.`;

const notRinging = (): Rich =>
  rich`Only a reminder that rings can be put off, and not for ever: ${cmd('snooze sitrep|roles|role <role>|handover|task <n> 15m')}. See ${cmd('status')}.`;

export const guardSentences = {
  exitCriteriaMet: ({ phase }) =>
    rich`Something is still missing before you can leave ${bold(phase)}. See ${cmd('checklist')}.`,
  isEarlierPhase: onlyBack,
  regressesTo: onlyBack,
  isAnotherLevel: sameLevel,
  changesLevelTo: sameLevel,
  canStandDown: () =>
    rich`Guidance is already out or attacks are observed, so this incident can no longer be stood down. Lead it to its end with ${cmd('advance')}, or merge it with ${cmd('merge <INC> <reason>')}.`,
  canBeFalsePositive: () =>
    rich`A case is valid, a remedy is decided, guidance is out or attacks are observed, so this incident can no longer be called a false positive. Stop it with ${cmd('stand-down <reason>')}, or lead it to its end with ${cmd('advance')}.`,
  isAnotherIncident: () =>
    rich`An incident cannot be merged into itself. Name the other one: ${cmd('merge <INC> <reason>')}. See ${cmd('list')}.`,
  isNewFact: ({ last }) =>
    rich`That fact is on the record already${byWhom(last)}. If its time or words are wrong, correct the entry: ${cmd('correct <seq> <text>')}.`,
  isNewOfCase: () => rich`That is known of the case already. See ${cmd('cases')}.`,
  isHeld: () => rich`Nobody holds that role. See ${cmd('roles')}.`,
  isStillUnacknowledged: () =>
    rich`The role has been acknowledged or given to somebody else since. See ${cmd('roles')}.`,
  changesHolder: () =>
    rich`They hold that role already. See ${cmd('roles')}, or give it to somebody else: ${cmd('role <role> @user')}.`,
  isNewApproval: ({ last }) =>
    rich`That approval is already given${byWhom(last)}. See what is still missing: ${cmd('checklist')}.`,
  mayGo: () =>
    rich`Your go is in already, or you hold none of the roles that give it. See who is missing: ${cmd('checklist')}.`,
  isSomebodyElse: () =>
    rich`A handover goes from the present crisis lead to somebody else: ${cmd('handover @user')}. If there is no crisis lead, take the role: ${cmd('role crisis_lead @me')}.`,
  isOfferedToThem: () =>
    rich`The handover was offered to somebody else. To take over, have the crisis lead say ${cmd('handover @user')} with your name.`,
  mayDecline: () =>
    rich`Only whoever was asked may decline the handover, and the crisis lead may take the offer back. See ${cmd('roles')}.`,
  maySnooze: notRinging,
  snoozes: notRinging,
  mayGoOutside: () =>
    rich`Nothing about this incident is told outside its channel: it is private, restricted or TLP:RED. Tell those who are in it: ${cmd('sitrep <text>')}, or bring people in: ${cmd('invite @user')}.`,
  isReleaseAhead: () =>
    rich`The release is not held back for a later time. What still keeps it from going out is said in ${cmd('documents')}; without a document: ${cmd('guidance <text>')}.`,
  isMonitoring: ({ last }) =>
    rich`No monitoring window is running${byWhom(last)}. It begins when the release is published: ${cmd('guidance <text>')}.`,
  isNotMerged: () =>
    rich`This incident was merged into another, which took over its people and open tasks. Reopen or go on there: ${cmd('list all')}.`,
  isNotMember: () => rich`They are in the channel already. See ${cmd('roles')}.`,
  isMember: () => rich`They are not in the channel. Invite them: ${cmd('invite @user')}.`,
  isUninvited: () => rich`They belong to the incident already. See ${cmd('who')}.`,
  isNewcomer: () => rich`They belong to the incident already. See ${cmd('who')}.`,
  isInvolved: () => rich`They have no part in the incident. See ${cmd('who')}.`,
  isNeedToKnow: () =>
    rich`Everybody in the workspace may read this incident, so nobody reviews its list. See ${cmd('who')}.`,
  isOtherThanBefore: () => rich`The channel is as it was. See ${cmd('who')}.`,
  isNewLoss: () => rich`That is on the record already. See ${cmd('timeline')}.`,
  isRoomLost: () =>
    rich`The incident's channel can be used, so no other one is opened. See ${cmd('status')}.`,
  isDrill: () =>
    rich`This is no drill. A real incident ends with ${cmd('stand-down <reason>')}, ${cmd('false-positive <reason>')} or ${cmd('close')}.`,
  isNewInject: () => rich`The drill has no such inject, or it was played. See ${cmd('timeline')}.`,
  isInjectOpen: () =>
    rich`There is no such inject that waits for an answer: it has not come yet, or it was answered. See ${cmd('timeline')}.`,
  rootCauseWrong: () =>
    rich`Say whether the root cause was wrong, too: ${cmd('fix failed <reason>')}.`,
  isAnotherPerson: sameAssignee,
  takesItThemselves: sameAssignee,
} satisfies Record<GuardName | SelectingGuard | TaskGuard, (met: GuardMet) => Rich>;

/** The sentence for the guards that said no; the first one that has words speaks for all. */
export function whyGuarded(guards: readonly string[], met: GuardMet): Rich {
  const table: Readonly<Record<string, (met: GuardMet) => Rich>> = guardSentences;
  const known = guards.map((name) => table[name]).find((sentence) => sentence !== undefined);
  return (
    known?.(met) ??
    rich`That is not possible in ${bold(met.phase)} as things stand. See ${cmd('checklist')}.`
  );
}
