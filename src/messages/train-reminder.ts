// What reminds of a release: the advance notice, the go of every lead, the webcast.
import type { TrainReminderSaying } from '#machines/effects.ts';
import type { IncidentView } from '../commands/view-types.ts';
import { about } from './about.ts';
import { button } from './compose.ts';
import type { Button, Rich, Tone } from './message.ts';
import { bold, cmd, joined, rich } from './rich.ts';
import { roleName } from './words.ts';

export function trainReminder(
  { n, what, name, releaseAt, webcastAt, missing }: TrainReminderSaying,
  incident: IncidentView,
): { text: Rich; tone: Tone; buttons: Button[] } {
  const { id } = incident.context;
  const goes = rich`${about(incident)} goes with the ${bold(name)} ${{ at: releaseAt }}.`;
  switch (what) {
    case 'notice':
      return {
        text: rich`${goes} The advance notice for customers is due: ${cmd(`${id} train ${n} notice`)}. It says how many bulletins, how grave, and which product families.`,
        tone: 'warning',
        buttons: [button(id, `train ${n} notice`, 'Advance notice', { style: 'primary' })],
      };
    case 'go':
      return {
        text: rich`${goes} It needs the go of ${joined(missing.map(roleName))}: ${cmd(`${id} go`)} or ${cmd(`${id} no-go <reason>`)}. It is held until its time.`,
        tone: 'warning',
        buttons: [
          button(id, 'go', 'Go', { style: 'primary' }),
          button(id, 'no-go', 'No go'),
          button(id, `train ${n} leave`, 'Take it off'),
        ],
      };
    case 'webcast':
      return {
        text: rich`${about(incident)}: the webcast for customers begins ${{ at: webcastAt }}. When it was held: ${cmd(`${id} train ${n} webcast`)}.`,
        tone: 'normal',
        buttons: [button(id, `train ${n} webcast`, 'Webcast was held')],
      };
  }
}
