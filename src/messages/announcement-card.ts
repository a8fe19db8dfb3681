// The card in the announcement channel, which everybody can read. A private or restricted incident shows its number
// and whom to ask, and nothing else: no title, level, phase, link or drill mark.
import type { IncidentView } from '../commands/view-types.ts';
import { compose } from './compose.ts';
import { drillMark } from './incident-card.ts';
import { plainTitle } from './list-items.ts';
import type { Message } from './message.ts';
import type { NameOf } from './rich.ts';
import { atName, bold, handleOf, link, plainLine, rich, who } from './rich.ts';
import { levelTag, phaseLine, phaseWord } from './words.ts';

export function renderAnnouncementCard(incident: IncidentView, nameOf: NameOf = handleOf): Message {
  return incident.context.visibility === 'open'
    ? openCard(incident, nameOf)
    : closedDoor(incident, nameOf);
}

function closedDoor({ context }: IncidentView, nameOf: NameOf): Message {
  const { roles, declaredBy, members } = context;
  // Whoever left could not answer.
  const inTurn = [roles.crisis_lead?.person, roles.deputy?.person, declaredBy, ...members];
  const person = inTurn.find((one) => one !== undefined && members.includes(one)) ?? declaredBy;
  return compose(`${context.id}: private incident. Ask ${atName(person, nameOf)}.`, [
    { kind: 'text', text: rich`${bold(context.id)}: private incident. Ask ${who(person)}.` },
  ]);
}

function openCard(incident: IncidentView, nameOf: NameOf): Message {
  const { context, closed, channel } = incident;
  const lead = context.roles.crisis_lead;
  const head = `${drillMark(incident)}${context.id} · ${levelTag(context.level)} · ${phaseWord(context, closed)}`;
  return compose(`${head}: ${plainLine(context.title, nameOf, 200)}`, [
    {
      kind: 'heading',
      text: `${drillMark(incident)}${context.id} · ${plainTitle(context.title, 110)}`,
    },
    {
      kind: 'facts',
      facts: [
        { label: 'Level', value: [levelTag(context.level)] },
        { label: 'Phase', value: phaseLine(context, closed) },
        { label: 'Crisis lead', value: [lead === undefined ? 'nobody yet' : who(lead.person)] },
        ...(channel === null
          ? []
          : [{ label: 'Channel', value: [link(channel.url, `#${channel.name}`)] }]),
      ],
    },
  ]);
}
