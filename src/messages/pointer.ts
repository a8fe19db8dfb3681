// What stands below a message that led to a declaration: which incident it became, for those who read on there.
import type { IncidentView } from '../commands/view-types.ts';
import { drillMark } from './incident-card.ts';
import type { Message } from './message.ts';
import { link, rich } from './rich.ts';
import { textOnly } from './view-blocks.ts';

/** Only about open incidents: nobody else may learn of the others. */
export function renderPointer(incident: IncidentView): Message {
  const { context, channel } = incident;
  const where = channel === null ? [] : rich` Go on in ${link(channel.url, `#${channel.name}`)}.`;
  return textOnly(
    rich`${drillMark(incident)}${context.id} was declared because of this message.${where}`,
  );
}
