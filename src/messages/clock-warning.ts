// What warns of a clock, in the room and in person, with its due time in every zone that the organization works in.
import type { ClockWarning } from '#machines/effects.ts';
import type { IncidentView } from '../commands/view-types.ts';
import { about } from './about.ts';
import { button } from './compose.ts';
import type { Button, Rich, Tone } from './message.ts';
import { bold, cmd, rich } from './rich.ts';
import { inZones, relative } from './time.ts';

const marks: Record<ClockWarning['mark'], string> = {
  half: 'Half of its time is over',
  lastQuarter: 'The last quarter of its time has begun',
  passed: 'Its time has passed',
};

export function clockWarning(
  { n, name, mark, dueAt, doneBy, isProposal, zones }: ClockWarning,
  incident: IncidentView,
  now: string,
): { text: Rich; tone: Tone; buttons: Button[] } {
  const { id } = incident.context;
  const head = rich`Clock ${String(n)} of ${about(incident)}: ${bold(name)}. ${marks[mark]}: it ${mark === 'passed' ? 'was' : 'is'} due ${inZones(dueAt, zones)} (${relative(dueAt, now)}).`;
  const tone = mark === 'half' ? 'normal' : mark === 'lastQuarter' ? 'warning' : 'bad';
  if (isProposal)
    return {
      text: rich`${head} Nobody has decided whether it applies; legal or the crisis lead does: ${cmd(`${id} clock ${n} applies`)} or ${cmd(`${id} clock ${n} not-applicable <reason>`)}.`,
      tone,
      buttons: [
        button(id, `clock ${n} applies`, 'Applies', { style: 'primary' }),
        button(id, `clock ${n} not-applicable`, 'Does not apply'),
      ],
    };
  const { done, command, label } = doing(doneBy, n);
  return {
    text: rich`${head} ${done}: ${cmd(`${id} ${command}`)}; if it is not needed: ${cmd(`${id} clock ${n} waive <reason>`)}.`,
    tone,
    buttons: [button(id, command.replace(/ <.*/u, ''), label, { style: 'primary' })],
  };
}

/** What settles it. Of the law: a person submits, and says so. */
function doing(
  doneBy: ClockWarning['doneBy'],
  n: number,
): { done: string; command: string; label: string } {
  if (doneBy === 'filing')
    return {
      done: 'I submit nothing. When somebody has done it',
      command: `clock ${n} filed <reference>`,
      label: 'Done',
    };
  if (doneBy === 'guidance')
    return { done: 'When it is out', command: 'guidance <text>', label: 'Guidance' };
  const { answerCase } = doneBy;
  return {
    done: 'When the reporter has heard from us',
    command: `case ${answerCase} answered`,
    label: 'Answered',
  };
}
