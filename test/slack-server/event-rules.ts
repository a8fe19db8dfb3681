// Which events Slack tells the bot of: only those it has subscribed to and holds the scope for, and of private rooms and
// of what happens inside a conversation only while the bot is in it.

import type { ChannelKind, SlackChannel } from './model.ts';
import { textAt, type Json } from './json.ts';
import type { Workspace } from './workspace.ts';

const prefixes = {
  public: 'channels',
  private: 'groups',
  im: 'im',
  mpim: 'mpim',
} as const satisfies Record<ChannelKind, string>;

interface EventRule {
  /** `:read` and `:history` stand behind the prefix of the conversation's kind. */
  scope?: string;
  /** Told only to a bot that is in the conversation, whatever its kind. */
  isForMembers?: boolean;
  /** Told although the bot is in the conversation no longer. */
  isForLeavers?: boolean;
}

const rules: ReadonlyMap<string, EventRule> = new Map(
  Object.entries({
    app_mention: { scope: 'app_mentions:read', isForMembers: true },
    message: { scope: ':history', isForMembers: true },
    reaction_added: { scope: 'reactions:read', isForMembers: true },
    reaction_removed: { scope: 'reactions:read', isForMembers: true },
    member_joined_channel: { scope: ':read', isForMembers: true },
    member_left_channel: { scope: ':read', isForMembers: true },
    channel_rename: { scope: ':read' },
    channel_archive: { scope: ':read' },
    channel_unarchive: { scope: ':read' },
    channel_deleted: { scope: ':read' },
    channel_shared: { scope: ':read' },
    channel_unshared: { scope: ':read' },
    channel_id_changed: { scope: ':read' },
    group_rename: { scope: ':read', isForMembers: true },
    group_archive: { scope: ':read', isForMembers: true },
    group_unarchive: { scope: ':read', isForMembers: true },
    group_deleted: { scope: ':read', isForMembers: true },
    channel_left: { scope: 'channels:read', isForLeavers: true },
    group_left: { scope: 'groups:read', isForLeavers: true },
    user_change: { scope: 'users:read' },
    app_home_opened: {},
  }),
);

/** The name by which an app subscribes to an event: messages by the kind of their conversation. */
function subscriptionOf(type: string, kind: ChannelKind): string {
  return type === 'message' ? `message.${prefixes[kind]}` : type;
}

function neededScope({ scope }: EventRule, kind: ChannelKind): string | undefined {
  return scope?.startsWith(':') ? `${prefixes[kind]}${scope}` : scope;
}

function needsMembership(rule: EventRule, kind: ChannelKind): boolean {
  return rule.isForLeavers !== true && (rule.isForMembers === true || kind !== 'public');
}

/**
 * Whether Slack would send this event. `about` is the conversation it happened in, if any, and whether the bot was in
 * it at that moment. Throws for a type that no rule is written for.
 */
export function isTold(
  workspace: Workspace,
  inner: Json,
  about: { channel: SlackChannel; wasMember: boolean } | undefined,
): boolean {
  const type = textAt(inner, 'type') ?? '';
  const rule = rules.get(type);
  if (!rule) throw new Error(`no rule says to whom Slack tells ${type}`);
  const kind = about?.channel.kind ?? 'public';
  if (workspace.events?.has(subscriptionOf(type, kind)) === false) return false;

  const needed = neededScope(rule, kind);
  if (needed !== undefined && !workspace.scopes.has(needed)) return false;
  return about === undefined || about.wasMember || !needsMembership(rule, kind);
}
