// What the strict Slack was told that somebody who does not belong to the incident may see.
import { conversations } from '#db/schema.ts';
import { textOf } from '../slack-server/reading.ts';
import type { SlackDoor } from './slack-door.ts';

/** Every room the incident has had, the present one last. */
export function rooms(door: SlackDoor): string[] {
  return door.bot.app.store.db
    .select()
    .from(conversations)
    .all()
    .toSorted((a, b) => Number(a.retiredAt === null) - Number(b.retiredAt === null))
    .map(({ conversation }) => conversation);
}

/** The arguments that say where somebody reads what a call says. */
const places = ['channel', 'channel_id', 'canvas_id', 'user_id'];

/** What Slack was told that somebody outside may see, a line each. */
export function outside(door: SlackDoor, members: readonly string[]): string[] {
  const { server } = door;
  const own = new Set<unknown>([
    ...rooms(door),
    ...members.flatMap((user) => [user, server.workspace.imWith(user).id]),
  ]);
  // What stands in the tab of a room is read by whoever is in it.
  for (const [id, { channel }] of server.workspace.canvases) if (own.has(channel)) own.add(id);
  const calls = server.calls
    .filter(({ args }) => !places.some((place) => own.has(args[place])))
    .filter(({ method }) => !method.startsWith('files.') && method !== 'views.open')
    .map(({ method, args }) => `${method} ${JSON.stringify(args)}`);
  const strangers = ['UDARA', 'UINES'].filter((user) => !members.includes(user));
  const answers = strangers.flatMap((user) =>
    server.ephemerals(user).map((message) => `answer to ${user}: ${textOf(message)}`),
  );
  return [...calls, ...answers];
}
