// A case in words: its states, what may come next, and why something may not happen now.
import type {
  CaseEventType,
  CaseStates,
  CsCode,
  EmState,
  KevListing,
  RmState,
} from '#machines/case-types.ts';
import type { Refusal } from '../commands/refusal.ts';
import type { CaseView, EpssView } from '../commands/view-types.ts';
import { whyNotFound } from './investigation-words.ts';
import type { Rich } from './message.ts';
import { bold, cmd, joined, rich, richOf } from './rich.ts';
import { line } from './tidy.ts';

export const rmNames = {
  start: 'not received',
  received: 'received',
  invalid: 'invalid',
  valid: 'valid',
  accepted: 'accepted',
  deferred: 'deferred',
  closed: 'closed',
} as const satisfies Record<RmState, string>;

export const emNames = {
  none: 'no embargo',
  proposed: 'embargo proposed',
  active: 'embargo in force',
  revise: 'embargo in force, a new end proposed',
  exited: 'embargo over',
} as const satisfies Record<EmState, string>;

export const csNames = {
  V: 'vendor aware',
  F: 'fix ready',
  D: 'fix deployed',
  P: 'public',
  X: 'exploit public',
  A: 'attacks observed',
} as const satisfies Record<CsCode, string>;

/** What has happened, in Vultron's order, from a state such as `VfdpxA`. */
export function worldOf(cs: string): string {
  const known = Object.entries(csNames).flatMap(([code, name]) =>
    cs.includes(code) ? [name] : [],
  );
  return known.length === 0 ? 'nothing known, the vendor is unaware' : known.join(', ');
}

/** `listed 2021-11-03, to be mended by 2021-04-16, used in ransomware campaigns` */
export function kevText({ added, due, ransomware }: KevListing): string {
  return `listed ${added}, to be mended by ${due}${ransomware ? ', used in ransomware campaigns' : ''}`;
}

/** `91.2 % likely to be exploited within 30 days, likelier than 99.8 % of all CVEs` */
export function epssText({ score, percentile }: EpssView): string {
  return `${percent(score)} % likely to be exploited within 30 days, likelier than ${percent(percentile)} % of all CVEs`;
}

/** Rounded down, so that nothing is ever above all. */
function percent(part: number): string {
  return String(Math.floor(part * 1000) / 10);
}

/** A legal next move: what it says as a command, and as a button. */
export interface NextMove {
  command: string;
  label: string;
  event: CaseEventType;
}

/** The moves that the case may make now, report first, then fix, embargo and facts. */
export function nextMoves({ n, states, context }: CaseView): NextMove[] {
  if (states === null) return [];
  const { rm, em, cs } = states;
  const wasAccepted = context.history.some(({ machine, code }) => machine === 'rm' && code === 'a');
  const move = (words: string, label: string, event: CaseEventType): NextMove => ({
    command: words.startsWith('embargo ')
      ? words.replace('embargo ', `embargo case ${n} `)
      : `case ${n} ${words}`,
    label,
    event,
  });
  const isKnown = /[PXA]/.test(cs);
  return [
    ...(rm === 'received' || rm === 'invalid' ? [move('validate', 'Valid', 'VALIDATE')] : []),
    ...(rm === 'received' ? [move('invalidate', 'Invalid', 'INVALIDATE')] : []),
    ...(rm === 'valid' || rm === 'deferred' ? [move('accept', 'Accept', 'ACCEPT')] : []),
    ...(rm === 'valid' || rm === 'accepted' ? [move('defer', 'Defer', 'DEFER')] : []),
    ...(cs.startsWith('v') ? [move('vendor-aware', 'Vendor aware', 'VENDOR_AWARE')] : []),
    ...(cs.startsWith('Vfd') && wasAccepted ? [move('fix-ready', 'Fix ready', 'FIX_READY')] : []),
    ...(cs.startsWith('VFd') ? [move('fix-deployed', 'Fix deployed', 'FIX_DEPLOYED')] : []),
    ...(em === 'proposed' || em === 'revise'
      ? [
          move('embargo accept', 'Accept embargo', 'ACCEPT_EMBARGO'),
          move('embargo reject', 'Reject embargo', 'REJECT_EMBARGO'),
        ]
      : []),
    ...(em === 'none' && !isKnown
      ? [move('embargo propose', 'Propose embargo', 'PROPOSE_EMBARGO')]
      : []),
    ...(em === 'active' ? [move('embargo revise', 'Revise embargo', 'REVISE_EMBARGO')] : []),
    ...(em === 'active' || em === 'revise'
      ? [move('embargo end', 'End embargo', 'END_EMBARGO')]
      : []),
    ...(rm === 'invalid' || rm === 'accepted' || rm === 'deferred'
      ? [move('close', 'Close case', 'CLOSE')]
      : []),
    ...(context.cve === null && rm !== 'closed' ? [move('cve', 'CVE', 'CVE')] : []),
  ];
}

type CaseNotNow = Extract<Refusal, { reason: 'caseNotNow' }>;

/** Which rule says no, and what would be possible. */
export function whyCaseNotNow(refusal: CaseNotNow): Rich {
  const { n, states, movedTo, incidentId } = refusal;
  if (states === null) {
    const there = movedTo === null ? 'cases' : `${movedTo.incidentId} case ${movedTo.n}`;
    return rich`Case ${String(n)} of ${incidentId} went on in another incident: ${cmd(there)}.`;
  }
  return rich`${rule(refusal, states)} See ${cmd(`case show ${n}`)}.`;
}

function rule({ n, event, guards }: CaseNotNow, states: CaseStates): Rich {
  const { rm, em, cs } = states;
  const report = rich`Case ${String(n)} is ${bold(rmNames[rm])}.`;
  const embargo = rich`Case ${String(n)}: ${bold(emNames[em])}.`;
  switch (event) {
    case 'VALIDATE':
      return rich`${report} Only what is received or was found invalid can be validated.`;
    case 'INVALIDATE':
      return rich`${report} Only what was just received can be found invalid; later it is deferred: ${cmd(`case ${n} defer <reason>`)}.`;
    case 'ACCEPT':
      return rich`${report} Work is accepted on a valid or a deferred case: ${cmd(`case ${n} validate`)} comes first.`;
    case 'DEFER':
      return rich`${report} Only a valid or an accepted case can be deferred.`;
    case 'CLOSE':
      return rm === 'valid'
        ? rich`${report} A valid report is never closed as it is: accept it (${cmd(`case ${n} accept`)}) or defer it (${cmd(`case ${n} defer <reason>`)}) first.`
        : rich`${report} Only an invalid, accepted or deferred case can be closed.`;
    case 'DUPLICATE':
      return guards.length > 0
        ? rich`A case cannot be a duplicate of itself, nor of its own duplicate, nor of the same case twice.`
        : rich`${report} A closed case is linked to no other.`;
    case 'CVE':
      return rich`Case ${String(n)} has that CVE id already.`;
    case 'PROPOSE_EMBARGO':
    case 'REVISE_EMBARGO':
      if (/[PXA]/.test(cs) && em === 'none')
        return rich`No embargo may start for case ${String(n)}: ${worldOf(cs.replace(/[VFD]/g, ''))}.`;
      if (em === 'exited')
        return rich`The embargo of case ${String(n)} is over, and an embargo that is over never starts again. A bypass of the fix is a case of its own: ${cmd(`case ${n} bypass <title>`)}.`;
      if (guards.length > 0) return rich`An embargo must end in the future.`;
      return rich`${embargo} There is nothing to revise: ${cmd(`embargo case ${n} propose until <time>`)}.`;
    case 'ACCEPT_EMBARGO':
      return guards.length > 0
        ? rich`The end that was proposed has passed. Propose a new one: ${cmd(`embargo case ${n} propose until <time>`)}.`
        : rich`${embargo} Nothing is proposed that could be accepted.`;
    case 'REJECT_EMBARGO':
      return rich`${embargo} Nothing is proposed that could be rejected.`;
    case 'END_EMBARGO':
    case 'EMBARGO_OVER':
      return rich`${embargo} Only an embargo in force can be ended.`;
    case 'NO_EMBARGO':
      return rich`${embargo} That there is none is said before one is proposed; otherwise reject or end it.`;
    case 'VENDOR_AWARE':
      return rich`The vendor of case ${String(n)} knows already.`;
    case 'FIX_READY':
      if (guards.length > 0)
        return rich`${report} A fix is for a case that was accepted: ${cmd(`case ${n} accept`)} comes first.`;
      return cs.startsWith('v')
        ? rich`The vendor must know before there can be a fix: ${cmd(`case ${n} vendor-aware`)}.`
        : rich`A fix for case ${String(n)} is ready already.`;
    case 'FIX_DEPLOYED':
      return cs.includes('D')
        ? rich`The fix for case ${String(n)} is deployed already.`
        : rich`A fix is deployed only after it is ready: ${cmd(`case ${n} fix-ready`)}.`;
    case 'FACT':
      return rich`That fact is known of case ${String(n)} already. What happened in the world is never undone.`;
    case 'KEV':
    case 'MOVED':
      return report;
    default:
      return whyNotFound(n, guards);
  }
}

/** `Case 2, accepted, embargo until …: title` in one line. */
export function caseLine(view: CaseView): Rich {
  const { states } = view;
  const { title, cve, movedTo, embargoUntil } = view.context;
  const name = rich`${bold(`Case ${view.n}`)} ${richOf(line(title, 150))}${cve === null ? '' : ` (${cve})`}`;
  if (states === null)
    return rich`${name}: went on in ${movedTo?.incidentId ?? 'another incident'}`;
  const until: Rich = embargoUntil === null ? [] : rich` until ${{ at: embargoUntil }}`;
  return joined(
    [name, [rmNames[states.rm]], rich`${emNames[states.em]}${until}`, [worldOf(states.cs)]],
    ' · ',
  );
}
