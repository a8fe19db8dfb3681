// Why a clock takes no such word now, and what would be possible.
import type { Refusal } from '../commands/refusal.ts';
import { clockStateNames } from './clock-words.ts';
import type { Rich } from './message.ts';
import { bold, cmd, rich } from './rich.ts';

type ClockNotNow = Extract<Refusal, { reason: 'clockNotNow' }>;

export function whyClockNotNow(refusal: ClockNotNow): Rich {
  const { n, movedTo, state, incidentId } = refusal;
  if (state === 'moved')
    return rich`Clock ${String(n)} of ${incidentId} went on in another incident: ${cmd(`${movedTo?.incidentId ?? ''} clock ${movedTo?.n ?? ''}`)}.`;
  return rich`${rule(refusal)} See ${cmd(`clock ${n}`)}.`;
}

function rule({ n, name, regime, state, event, guards }: ClockNotNow): Rich {
  const is = rich`Clock ${String(n)} (${name}) is ${bold(clockStateNames[state])}.`;
  if (guards.includes('isPast'))
    return rich`A clock counts from, and is done at, a time that is past.`;
  if (guards.includes('isOngoing'))
    return rich`Only the final report of NIS2 lets a progress report take its place while the incident goes on.`;
  if (state === 'proposed')
    return rich`Nobody has decided yet whether ${regime} applies: ${cmd(`clock ${n} applies`)} or ${cmd(`clock ${n} not-applicable <reason>`)} comes first.`;
  switch (event) {
    case 'APPLIES':
      return state === 'filed'
        ? rich`${is} What is done is done; another one is proposed anew: ${cmd('clock <regime> propose')}.`
        : rich`${is} That it applies was said already. If it counts from another time: ${cmd(`clock ${n} since <time>`)}.`;
    case 'FILED':
    case 'PROGRESS':
    case 'WAIVE':
    case 'NOT_APPLICABLE':
    case 'SINCE':
      return state === 'filed'
        ? rich`${is} Only its reference can be corrected: ${cmd(`clock ${n} filed <reference>`)}.`
        : state === 'waiting'
          ? rich`${is} It begins with ${cmd(`clock ${n} since <time>`)}.`
          : rich`${is} To take it up again: ${cmd(`clock ${n} applies`)}.`;
    case 'HAPPENED':
    case 'SETTLED':
    case 'DROPPED':
    case 'WARN':
    case 'MEASURE':
    case 'INCIDENT_CLOSED':
    case 'MOVED':
      return is;
  }
}
