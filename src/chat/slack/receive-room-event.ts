// Events about channels: renamed, archived, deleted, shared, made public, the bot taken out. Slack may send them late,
// twice or not at all, and of every public channel in the workspace; so an event only says where to look.
import type { RoomHint } from '#machines/effects.ts';
import { personId } from './people.ts';
import { textAt } from '../../shared/read.ts';
import type { Receiving } from './receiving.ts';

/** What the bot cannot see for itself afterwards. */
const hints: Readonly<Record<string, RoomHint>> = {
  channel_deleted: 'deleted',
  group_deleted: 'deleted',
  channel_left: 'left',
  group_left: 'left',
};

/** In the channel's own messages Slack says that it was made public or private. */
const conversions = new Set(['channel_convert_to_private', 'channel_convert_to_public']);

export function receiveRoomEvent(receiving: Receiving, event: unknown): void {
  const channel = textAt(event, 'channel', 'id') ?? textAt(event, 'channel');
  noticeRoom(receiving, channel, {
    hint: hints[textAt(event, 'type') ?? ''] ?? null,
    user: textAt(event, 'user') ?? textAt(event, 'actor_id'),
  });
}

export function receiveMessage(receiving: Receiving, event: unknown): void {
  if (!conversions.has(textAt(event, 'subtype') ?? '')) return;
  noticeRoom(receiving, textAt(event, 'channel'), { hint: null, user: textAt(event, 'user') });
}

export function noticeRoom(
  { sink, identity }: Receiving,
  conversation: string | undefined,
  { hint, user }: { hint: RoomHint | null; user: string | undefined },
): void {
  if (conversation === undefined) return;
  const by = user === undefined ? null : personId(identity.team, user);
  sink.notice({ kind: 'room', tenant: identity.tenant, conversation, hint, by });
}

/** Slack gives a channel another id, e.g. when it becomes private or is shared. */
export function receiveIdChange({ sink, identity }: Receiving, event: unknown): void {
  const from = textAt(event, 'old_channel_id');
  const to = textAt(event, 'new_channel_id');
  if (from !== undefined && to !== undefined)
    sink.notice({ kind: 'roomMoved', tenant: identity.tenant, from, to });
}

/** Sent for everybody in the workspace and every change of a status; only standing matters. */
export function receivePersonChange({ sink, people, identity }: Receiving, event: unknown): void {
  const user: unknown =
    typeof event === 'object' && event !== null && 'user' in event ? event.user : undefined;
  const person = people.changed(user, identity);
  if (person !== undefined) sink.notice({ kind: 'person', person });
}
