// All that a short incident leaves behind in Teams and in the record: what every run must leave alike, whatever
// Microsoft did in between.
import { allIncidents } from '#db/incidents.ts';
import { outboxCounts } from '#db/outbox.ts';
import { objectsAt, textAt } from '../slack-server/json.ts';
import type { TeamsMessage } from '../teams-server/model.ts';
import { cardOf, textOf } from '../teams-server/reading.ts';
import type { TeamsDoor } from '../support/teams-door.ts';
import { heldBack } from './remains.ts';
import { timeless } from './timeless.ts';

/** Each conversation in the order in which people read it. */
export async function remains(door: TeamsDoor): Promise<object> {
  const { server, bot, team } = door;
  const { world } = server;
  const places = [...world.channels.values(), ...world.chats.values()];
  const chat = places.find(({ kind }) => kind === 'groupChat');
  const files = await door.files();
  return {
    inOrder: places.map((place) => [
      nameOf(door, place.id),
      world.messagesIn(place.id).map((message) => timeless(words(message))),
    ]),
    repeatedKeys: repeated(places.flatMap(({ id }) => world.messagesIn(id).flatMap(keyOf))),
    files: files.map(({ name, content }) => [name, content.length > 100]),
    topic: timeless(await door.topic()),
    members: await door.members(),
    inChat: chat && [...world.membersOf(chat)].map((id) => world.person(id).name).toSorted(),
    inTeam: [...team.members].length,
    timeline: bot
      .timeline()
      .filter((text) => !text.startsWith(heldBack))
      .map(timeless),
    outbox: outboxCounts(bot.app.store.db),
    incidents: allIncidents(bot.app.store.db).length,
    problems: door.verify(),
  };
}

function nameOf({ server: { world } }: TeamsDoor, id: string): string {
  const chat = world.chats.get(id);
  if (chat === undefined) return world.channels.get(id)?.name ?? '';
  const names = [...chat.members].map((member) => world.person(member).name).toSorted();
  return `${chat.kind} of ${names.join(', ')}`;
}

/** Files have a place of their own in what remains. */
function words(message: TeamsMessage): string {
  const card = cardOf(message);
  // Who is mentioned is told when it is posted, and no more when it is updated.
  if (card !== undefined) return textOf(card).replace(/\nMentioned: .*$/u, '');
  const [file] = objectsAt(message.activity, 'attachments');
  return file ? (textAt(file, 'name') ?? '') : message.html.replaceAll(/<[^>]*>/gu, '');
}

/** What the bot finds its own card by. */
export function keyOf(message: TeamsMessage): string[] {
  const [first] = objectsAt(cardOf(message) ?? {}, 'body');
  const id = first && textAt(first, 'id');
  return id === undefined ? [] : [id];
}

function repeated(keys: readonly string[]): string[] {
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}
