// One incident on a page that tells of several: where it stands, who leads, when the next sitrep comes.
import type { Glance } from '../commands/view-types.ts';
import { oneLine } from './list-items.ts';
import type { Rich, Span } from './message.ts';
import { bold, link, rich, who } from './rich.ts';
import { levelTag, phaseWord } from './words.ts';

/** `INC-2026-0001 · L1 Critical · assess · title · crisis lead @ada · next sitrep … · #channel` */
export function glanceItem(incident: Glance): Rich {
  const { context, closed, channel } = incident;
  const { roles } = context;
  const lead = roles.crisis_lead === undefined ? 'nobody yet' : who(roles.crisis_lead.person);
  const comms =
    roles.comms_lead === undefined ? [] : rich` · comms lead ${who(roles.comms_lead.person)}`;
  const clock = closed ? [] : rich` · ${nextSitrep(incident)}`;
  const room = channel === null ? [] : rich` · ${link(channel.url, `#${channel.name}`)}`;
  return rich`${context.drill ? 'DRILL · ' : ''}${bold(context.id)} · ${levelTag(context.level)} · ${phaseWord(context, closed)} · ${oneLine(context.title, 200)} · crisis lead ${lead}${comms}${clock}${room}`;
}

export function nextSitrep({ context, isSitrepOverdue }: Glance): Rich {
  const due: Span = { at: context.sitrepDueAt };
  return isSitrepOverdue ? rich`sitrep overdue since ${due}` : rich`next sitrep ${due}`;
}
