// A short level 4 incident on one bot, and all that it leaves behind: what every run must leave alike, whatever Slack
// did in between.
import { allIncidents } from '#db/incidents.ts';
import { outboxCounts } from '#db/outbox.ts';
import { textOf } from '../slack-server/reading.ts';
import type { Door } from '../support/door.ts';
import type { SlackDoor } from '../support/slack-door.ts';
import { standing, timeless } from './timeless.ts';

/**
 * Declared, staffed, briefed and exported, with a quarter of an hour after each step for whatever must be repeated;
 * `minutes` until the room is there.
 */
export async function playsShortly(door: Door, options = '', minutes = 15): Promise<void> {
  await door.types('ada', 'general', `declare Cache leak --level 4${options}`);
  await door.later({ minutes });
  for (const line of [
    'role crisis_lead @me',
    'role engineering_lead @ben',
    'tlp GREEN',
    'export md',
  ]) {
    await door.types('ada', 'incident', line);
    await door.later({ minutes: 15 });
  }
}

/** What a pause of the workspace leaves in the record, and nothing else may. */
export const heldBack = 'Deliveries to the chat were held back';

/** Everything that stands in Slack and in the record, each conversation in the order in which people read it. */
export async function remains(door: SlackDoor): Promise<object> {
  const { server, bot } = door;
  const channels = [...server.workspace.channels.values()];
  const inOrder = channels.map(({ name, messages }) => [
    name,
    messages.map((message) => timeless(textOf(message))),
  ]);
  const room = channels.find(({ name }) => name.startsWith('inc-'));
  return {
    ...standing(server),
    inOrder: Object.fromEntries(inOrder) as object,
    pinned: (await door.pinned()).map(({ text }) => timeless(text)),
    bookmarks: room?.bookmarks.map(({ title, link }) => [title, timeless(link)]),
    canvas: timeless(server.canvas(room?.id ?? '')?.markdown ?? ''),
    files: (await door.files()).map(({ name }) => name),
    topic: await door.topic(),
    kind: room?.kind,
    members: await door.members(),
    everMembers: room && [...room.members.ever].toSorted(),
    timeline: bot
      .timeline()
      .filter((text) => !text.startsWith(heldBack))
      .map(timeless),
    outbox: outboxCounts(bot.app.store.db),
    incidents: allIncidents(bot.app.store.db).length,
    problems: door.verify(),
  };
}
