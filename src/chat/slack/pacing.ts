// Slack's limits, which count per method and minute in each workspace, and for posts per channel and second. A method
// that Slack limited all the same rests.
import { type Counted, type Limit, Pacing } from '#src/shared/pacing.ts';

export interface Call {
  method: string;
  /** Where the method is limited per channel too; null where it is not known yet. */
  channel?: string | null;
}

export type SlackPacing = Pacing<Call>;

/** Four fifths of Slack's tiers, in spans short enough that a wait is short too. */
const tiers = {
  /** 20 a minute. */
  two: { max: 8, ms: 30_000 },
  /** 50 a minute. */
  three: { max: 10, ms: 15_000 },
  /** 100 a minute. */
  four: { max: 20, ms: 15_000 },
} as const satisfies Record<string, Limit>;
/** Slack: about one a second in a channel, short bursts allowed; in a workspace "several hundred" a minute. */
const postsInChannel: Limit = { max: 3, ms: 3750 };
const postsInWorkspace: Limit = { max: 40, ms: 15_000 };

const methods: Readonly<Record<string, Limit>> = {
  ...of(
    tiers.two,
    `conversations.create conversations.setTopic conversations.setPurpose conversations.archive
    conversations.unarchive conversations.rename conversations.list users.list users.conversations
    usergroups.list usergroups.users.list pins.add pins.remove bookmarks.add bookmarks.edit bookmarks.remove
    canvases.create conversations.canvases.create`,
  ),
  ...of(
    tiers.three,
    `conversations.invite conversations.kick conversations.join conversations.info conversations.history
    conversations.replies conversations.open chat.update chat.delete reactions.add users.lookupByEmail
    canvases.edit files.delete bookmarks.list team.info bots.info`,
  ),
  ...of(
    tiers.four,
    `chat.postEphemeral views.open views.publish views.push views.update users.info conversations.members
    files.getUploadURLExternal files.completeUploadExternal`,
  ),
  'chat.postMessage': postsInWorkspace,
};

function of(limit: Limit, names: string): Record<string, Limit> {
  return Object.fromEntries(names.split(/\s+/u).map((name) => [name, limit]));
}

/** For one workspace; `now` in epoch milliseconds. */
export function createPacing(now: () => number): SlackPacing {
  return new Pacing(now, { countedOf, restingOf: ({ method }) => method });
}

function countedOf({ method, channel }: Call): Counted[] {
  const limit = methods[method];
  if (limit === undefined) return [];
  const whole = { name: method, limit };
  if (method !== 'chat.postMessage' || channel === undefined || channel === null) return [whole];
  return [whole, { name: `${method} ${channel}`, limit: postsInChannel }];
}
