// Each exit criterion in words: what it asks for, what exactly is missing, and the command that supplies it.
import type { Criterion, CriterionState } from '#machines/criteria.ts';
import type { IncidentView } from '../commands/view-types.ts';
import type { Rich } from './message.ts';
import { joined, rich, who } from './rich.ts';
import { levelRoles, roleName } from './words.ts';

export const criteria = {
  rolesClaimed: { text: 'every role held', remedy: '/incident role open @me' },
  rolesAcknowledged: {
    text: 'every role acknowledged by its holder',
    remedy: '/incident role crisis_lead @me',
  },
  brief: { text: 'initial brief', remedy: '/incident brief <text>' },
  tlp: { text: 'TLP label', remedy: '/incident tlp <label>' },
  scope: { text: 'scope', remedy: '/incident scope <text>' },
  affectedProducts: {
    text: 'affected products',
    remedy: '/incident affected <product>, <product>',
  },
  mitigation: {
    text: 'tested mitigation, or the statement that none exists',
    remedy: '/incident mitigation <text>',
  },
  decision: { text: 'decision on the remedy', remedy: '/incident decide fix <reason>' },
  fixReady: { text: 'fix ready', remedy: '/incident fix ready' },
  commsApproval: { text: 'approval by communications', remedy: '/incident approve comms' },
  legalApproval: { text: 'approval by legal', remedy: '/incident approve legal' },
  releaseGo: { text: 'go of the release quorum', remedy: '/incident go' },
  guidanceOut: { text: 'customer guidance published', remedy: '/incident guidance <text>' },
  monitoringOver: {
    text: 'monitoring window over',
    remedy: '/incident monitoring waive <reason>',
  },
  postmortemHeld: { text: 'postmortem held', remedy: '/incident postmortem' },
  followUpsOwned: {
    text: 'every follow-up with an owner and a due date',
    remedy: '/incident assign <n> @user',
  },
  embargoPosture: {
    text: 'embargo decided for each case',
    remedy: '/incident embargo case <n> propose until <time>',
  },
  clocksInTime: {
    text: 'no clock overdue',
    remedy: '/incident clock <n> filed <reference>',
  },
  documentsApproved: {
    text: 'every advisory and bulletin approved',
    remedy: '/incident documents',
  },
  translationsReady: {
    text: 'every required language ready or waived',
    remedy: '/incident document <n> translation',
  },
  passesSettled: {
    text: 'no test pass that holds the release',
    remedy: '/incident pass <n> done',
  },
  casesJudged: {
    text: 'every case judged, and one of them valid',
    remedy: '/incident case <n> validate',
  },
  casesRated: {
    text: 'severity of each case, by the bug bar',
    remedy: '/incident case <n> bug-bar',
  },
  casesScored: { text: 'CVSS vector of each case', remedy: '/incident case <n> cvss <vector>' },
  casesLocated: {
    text: 'affected products of each case',
    remedy: '/incident case <n> affected <product>: <versions>',
  },
  casesAssessed: {
    text: 'each case assessed by both teams',
    remedy: '/incident case <n> assess',
  },
  casesReconciled: {
    text: 'both assessments of each case reconciled',
    remedy: '/incident case <n> reconcile',
  },
  casesPrioritized: { text: 'SSVC evaluation of each case', remedy: '/incident case <n> ssvc' },
  casesScheduled: {
    text: 'release vehicle of each case',
    remedy: '/incident case <n> vehicle <vehicle>',
  },
  casesNumbered: { text: 'CVE id of each case', remedy: '/incident case <n> cve <id>' },
  casesSignedOff: {
    text: 'technical sign-off of each case',
    remedy: '/incident case <n> sign-off',
  },
} as const satisfies Record<Criterion, { text: string; remedy: string }>;

/** The command for this very gap: the first missing role, the first follow-up that lacks something. */
export function remedyOf(state: CriterionState, incident: IncidentView | null): string {
  const [first] = state.what;
  const usual = criteria[state.criterion].remedy;
  const free = freeRole(state, incident);
  if (state.next !== undefined) return `/incident ${state.next}`;
  if (free !== undefined) return `/incident role ${free} @user`;
  if (state.criterion === 'casesJudged') return judgementRemedy(state.what, incident);
  if (first === undefined) return usual;
  if (state.criterion === 'rolesClaimed') return `/incident role ${first} @user`;
  if (state.criterion === 'rolesAcknowledged') return `/incident role ${first} @me`;
  if (state.criterion === 'followUpsOwned') return followUpRemedy(first, incident);
  if (state.criterion === 'mitigation') return mitigationRemedy(first, incident);
  if (isOfCases(state) || state.criterion === 'clocksInTime') return usual.replace('<n>', first);
  return usual;
}

/** What was put off is taken up again; where all are closed, what the incident is about now is another case. */
function judgementRemedy(what: readonly string[], incident: IncidentView | null): string {
  const [first] = what;
  const rmOf = (n: string) => incident?.cases.find((one) => String(one.n) === n)?.states?.rm;
  const unjudged = what.find((n) => rmOf(n) !== 'deferred');
  if (unjudged !== undefined) return `/incident case ${unjudged} validate`;
  return first === undefined ? '/incident case add <title>' : `/incident case ${first} accept`;
}

/** What is there and untested is to be tested before anything is added. */
function mitigationRemedy(n: string, incident: IncidentView | null): string {
  const found = incident?.cases.find((one) => String(one.n) === n);
  const measures = found?.context.investigation?.measures ?? [];
  const untested = measures.find(({ tests }) => tests.length === 0);
  return untested === undefined
    ? `/incident case ${n} mitigation add <text>`
    : `/incident case ${n} ${untested.kind} ${untested.m} tested <product> ok`;
}

/** A role that has to speak and that nobody holds: somebody must get it before anything else helps. */
function freeRole(state: CriterionState, incident: IncidentView | null): string | undefined {
  if (incident === null) return undefined;
  const { level, roles } = incident.context;
  const speaking: Partial<Record<Criterion, readonly string[]>> = {
    releaseGo: state.what,
    commsApproval: levelRoles[level].filter((role) => role === 'comms_lead'),
    legalApproval: levelRoles[level].filter((role) => role === 'legal'),
  };
  return speaking[state.criterion]?.find((role) => !Object.hasOwn(roles, role));
}

/** What is missing in particular: `crisis lead, legal`, `task 12`; empty where the criterion says it all. */
export function missingIn(state: CriterionState, incident: IncidentView | null): Rich {
  if (state.criterion === 'followUpsOwned') return joined(state.what.map((n) => `task ${n}`));
  if (isOfCases(state)) return joined(state.what.map((n) => `case ${n}`));
  if (state.criterion === 'clocksInTime') return joined(state.what.map((n) => `clock ${n}`));
  if (state.criterion === 'documentsApproved' || state.criterion === 'translationsReady')
    return joined(state.what.map((n) => `document ${n}`));
  if (state.criterion === 'passesSettled') return joined(state.what.map((n) => `test pass ${n}`));
  if (state.criterion !== 'rolesAcknowledged') return joined(state.what.map(roleName));
  return joined(
    state.what.map((role) => {
      const holder = holderOf(role, incident);
      return holder === null ? roleName(role) : rich`${roleName(role)} (${who(holder)})`;
    }),
  );
}

/** One line of a checklist, with the command when something is missing. */
export function criterionLine(state: CriterionState, incident: IncidentView | null): Rich {
  const { text } = criteria[state.criterion];
  if (state.met) return [text];
  const missing = missingIn(state, incident);
  const what = missing.length === 0 ? [] : rich`: ${missing}`;
  if (state.criterion === 'rolesAcknowledged') {
    const one = state.what.length === 1 ? remedyOf(state, incident) : '/incident role <role> @me';
    return rich`${text}${what} · each says ${{ code: one }}`;
  }
  return rich`${text}${what} · ${{ code: remedyOf(state, incident) }}`;
}

/** All that is missing in one plain line: `every role held (crisis lead, legal), scope`. */
export function missingWords(states: readonly CriterionState[]): string {
  return states
    .filter(({ met }) => !met)
    .map(({ criterion, what }) => {
      const names = what.map((one) =>
        criterion === 'followUpsOwned'
          ? `task ${one}`
          : isOfCases({ criterion })
            ? `case ${one}`
            : criterion === 'clocksInTime'
              ? `clock ${one}`
              : criterion === 'documentsApproved' || criterion === 'translationsReady'
                ? `document ${one}`
                : criterion === 'passesSettled'
                  ? `test pass ${one}`
                  : roleName(one),
      );
      return names.length === 0
        ? criteria[criterion].text
        : `${criteria[criterion].text} (${names.join(', ')})`;
    })
    .join(', ');
}

function isOfCases({ criterion }: Pick<CriterionState, 'criterion'>): boolean {
  return (
    criterion === 'embargoPosture' || criterion === 'mitigation' || criterion.startsWith('cases')
  );
}

function holderOf(role: string, incident: IncidentView | null): string | null {
  if (incident === null) return null;
  const held = Object.entries(incident.context.roles).find(([name]) => name === role);
  return held?.[1].person ?? null;
}

function followUpRemedy(n: string, incident: IncidentView | null): string {
  const task = incident?.tasks.find((one) => String(one.n) === n);
  const onlyDate = task !== undefined && task.context.assignee !== null;
  return onlyDate ? `/incident due ${n} <time>` : `/incident assign ${n} @user`;
}
