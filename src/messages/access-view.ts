// Who can read an incident and why: as a view, and as the question that comes to its lead on a rhythm.
import type { Saying } from '#machines/effects.ts';
import type { InRoom } from '#machines/incident-types.ts';
import type { AccessView, Reader, Why } from '../commands/view-types.ts';
import { button, compose } from './compose.ts';
import { drillMark } from './incident-card.ts';
import type { Block, Button, Message, Rich } from './message.ts';
import type { NameOf } from './rich.ts';
import { bold, cmd, joined, plainRich, rich, who } from './rich.ts';
import type { Telling } from './sayings.ts';
import { line } from './tidy.ts';
import { buttonBlock, firstItems, section } from './view-blocks.ts';
import { personKinds, roleNames } from './words.ts';

/** Persons whose removal a message offers by a button; for the others there is the command. */
const removableMax = 15;

export function whoView(access: AccessView, { nameOf }: Telling): Message {
  const { id } = access.incident.context;
  return composed(access, {
    heading: 'Who can read it',
    nameOf,
    buttons: [
      button(id, 'who look', 'Look into the channel again'),
      ...access.others.slice(0, removableMax).map((other) => removing(id, other, nameOf)),
    ],
  });
}

/** The same list, as the question whether it is right. */
export function renderAccessReview(
  access: AccessView,
  { dueAt }: Extract<Saying, { kind: 'accessReview' }>,
  { nameOf }: Telling,
): Message {
  const { context } = access.incident;
  const people = [...access.others, ...access.readers];
  return composed(access, {
    heading: 'Access review',
    nameOf,
    asked: rich`Is everybody on this list still needed, and is nobody in the channel who should not be? Due ${{ at: dueAt }}. If it is right, say so: ${cmd(`${context.id} who confirm`)}. To take somebody out: ${cmd(`${context.id} remove @user <reason>`)}.`,
    buttons: [
      button(context.id, 'who confirm', 'Confirm', { style: 'primary' }),
      ...people.slice(0, removableMax).map((one) => removing(context.id, one, nameOf)),
    ],
  });
}

function removing(id: string, { person }: Pick<InRoom, 'person'>, nameOf: NameOf): Button {
  return button(id, `remove <@${person}>`, `Remove ${line(nameOf(person), 50)}`);
}

interface Parts {
  heading: string;
  nameOf: NameOf;
  buttons: readonly Button[];
  asked?: Rich;
}

function composed(access: AccessView, { heading, nameOf, buttons, asked }: Parts): Message {
  const { incident, readers, others } = access;
  const { id } = incident.context;
  const about = rich`${audience(access)} ${looked(access)}${reviewed(access)}`;
  const list = readers.map(readerItem);
  const found = others.map(({ person, kind }) => rich`${who(person)}: ${personKinds[kind]}`);
  const spoken = joined([...found.map((one) => rich`NOT INVITED ${one}`), ...list], '; ');
  const blocks: Block[] = [
    { kind: 'heading', text: `${drillMark(incident)}${heading} · ${id}` },
    { kind: 'text', text: about },
    ...(asked === undefined ? [] : [{ kind: 'text' as const, text: asked }]),
    ...section('In the channel without belonging to the incident, and able to read it', found),
    { kind: 'text', text: [bold(`Belong to the incident (${readers.length})`)] },
    ...firstItems(list, rich`All who came in: ${cmd(`${id} timeline 50`)}.`),
    ...section(
      'Administrators of ssirp-bot',
      access.admins.map((person) => [who(person)]),
    ),
    ...buttonBlock(buttons),
  ];
  return compose(
    plainRich(
      rich`${drillMark(incident)}${heading}, ${id}. ${about}${asked === undefined ? [] : rich` ${asked}`} ${spoken}.`,
      nameOf,
    ),
    blocks,
  );
}

function audience({ incident: { context }, inRoom, admins }: AccessView): Rich {
  if (context.visibility === 'open') {
    const there = inRoom === null ? '' : `; ${inRoom} in its channel`;
    return [`Open: everybody in the workspace can read this incident${there}.`];
  }
  if (context.visibility === 'restricted')
    return rich`Restricted: only these people can read it. Administrators see that it exists, and can let themselves in on the record.`;
  return admins.length === 0
    ? ['Private: only these people can read it.']
    : rich`Private: these people can read it, and with commands the administrators of ssirp-bot.`;
}

function looked({ lookedAt, inRoom }: AccessView): Rich {
  if (lookedAt === null) return ['I have not looked into the channel yet.'];
  const people = inRoom ?? 0;
  return rich`When I last looked into the channel, ${{ at: lookedAt }}, ${String(people)} ${people === 1 ? 'person was' : 'people were'} in it.`;
}

function reviewed({ reviewed: last, incident: { context } }: AccessView): Rich {
  const since = context.accessReviewDueAt ?? null;
  const due = since === null ? [] : rich` A review is due since ${{ at: since }}.`;
  return last === null
    ? [...due]
    : rich` Last reviewed ${{ at: last.at }} by ${who(last.by)}.${due}`;
}

function readerItem({ person, kind, why, isInRoom }: Reader): Rich {
  const reasons = why.length === 0 ? ['brought in'] : joined(why.map(whyWords), '; ');
  const standing =
    kind === 'member' || kind === 'unknown' ? [] : rich` · ${bold(personKinds[kind])}`;
  const absent = isInRoom === false ? rich` · ${bold('not in the channel')}` : [];
  return rich`${who(person)}: ${reasons}${standing}${absent}`;
}

function whyWords(reason: Why): Rich {
  const at = rich` ${{ at: reason.at }}`;
  switch (reason.why) {
    case 'declared':
      return rich`declared it${at}`;
    case 'joined':
      return rich`joined the channel${at}`;
    case 'admin':
      return rich`let themselves in as administrator${at}`;
    case 'group':
      return rich`came in with a user group${at}`;
    case 'invited':
      return rich`invited by ${who(reason.by)}${at}`;
    case 'added':
      return rich`added to the channel by ${who(reason.by)}${at}`;
    case 'handover':
      return rich`asked by ${who(reason.by)} to take over${at}`;
    case 'role':
      return rich`${roleNames[reason.role]} since${at}`;
  }
}
