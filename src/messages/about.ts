// An incident as it is named to somebody who may be elsewhere.
import type { IncidentView } from '../commands/view-types.ts';
import { oneLine } from './list-items.ts';
import type { Rich } from './message.ts';
import { link, rich } from './rich.ts';

/** Number, room and title; the title only where it is no secret. */
export function about({ context, channel }: IncidentView): Rich {
  const room =
    channel === null || channel.url === null
      ? []
      : rich` in ${link(channel.url, `#${channel.name}`)}`;
  const title = context.visibility === 'open' ? rich` (${oneLine(context.title, 150)})` : [];
  return rich`${context.id}${title}${room}`;
}
