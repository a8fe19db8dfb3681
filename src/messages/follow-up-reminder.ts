// What reminds of a follow-up, to its owner or to whoever has to see to it that it is done.
import type { FollowUpReminder } from '#machines/effects.ts';
import type { IncidentView } from '../commands/view-types.ts';
import { about } from './about.ts';
import { button } from './compose.ts';
import { oneLine } from './list-items.ts';
import type { Button, Rich, Tone } from './message.ts';
import { cmd, rich, who } from './rich.ts';

/** `sent` counts from the due date: 0 is before it. */
export function followUpReminder(
  { n, text, owner, dueAt, sent, to }: FollowUpReminder,
  incident: IncidentView,
): { text: Rich; tone: Tone; buttons: Button[] } {
  const { id } = incident.context;
  const at: Rich = dueAt === null ? ['now'] : [{ at: dueAt }];
  const due =
    sent === 0 ? rich`is due ${at}` : rich`${sent === 1 ? 'is' : 'was'} due ${at} and not done`;
  const head = rich`Follow-up ${String(n)} of ${about(incident)} ${due}: ${oneLine(text, 500)}.`;
  const more = rich`for more time: ${cmd(`${id} due ${n} <time>`)}`;
  const moreButton = button(id, `due ${n}`, 'More time');
  const assignButton = button(id, `assign ${n}`, 'Assign');
  if (to === 'owner') {
    return {
      text: rich`${head} When it is done: ${cmd(`${id} done ${n}`)}; ${more}.`,
      tone: sent === 0 ? 'normal' : 'warning',
      buttons: [button(id, `done ${n}`, 'Done', { style: 'primary' }), moreButton, assignButton],
    };
  }
  const whose = owner === null ? rich`Nobody has it.` : rich`It is with ${who(owner)}.`;
  return {
    text: rich`${head} ${whose} Give it to somebody else: ${cmd(`${id} assign ${n} @user`)}; ${more}; if it is not needed any more: ${cmd(`${id} waive ${n} <reason>`)}.`,
    tone: 'warning',
    buttons: [assignButton, moreButton, button(id, `waive ${n}`, 'Waive')],
  };
}
