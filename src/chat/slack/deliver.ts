// Delivers one effect to Slack: each deed to its calls, each failure to its meaning. It never throws.
import type { PersonId } from '#machines/incident-types.ts';
import type { ChatPort, Delivery, OutgoingEffect, Standing } from '../port.ts';
import { announceChannel, type AnnounceParts } from './announce.ts';
import { classify, failedDelivery } from './api-error.ts';
import { keepBookmark } from './bookmark.ts';
import { callsOf, type Known } from './calls.ts';
import { keepCanvas } from './canvas.ts';
import { archive, remove, setTopic } from './channel-deeds.ts';
import type { Delivering } from './delivering.ts';
import { teamOf } from './identity.ts';
import { publishHome } from './home.ts';
import { invite } from './invite.ts';
import { errorFields } from './log.ts';
import { lookAtRoom } from './look-at-room.ts';
import { openChannel } from './open-channel.ts';
import type { OptionalSurfaces } from './optional-surfaces.ts';
import type { Places } from '#src/shared/pacing.ts';
import type { SlackPacing } from './pacing.ts';
import type { People } from './people.ts';
import { post, tell, update } from './post.ts';
import { isTokenRefused } from './remedies.ts';
import { reply } from './reply.ts';
import { upload } from './upload.ts';
import { NotInstalled, type Workspaces } from './workspaces.ts';

export interface DeliverParts extends AnnounceParts {
  workspaces: Workspaces;
  people: People;
  /** The direct messages found so far, by person. */
  directMessages: Map<PersonId, string>;
  optional: OptionalSurfaces;
}

export function createDeliver(
  parts: DeliverParts,
): Required<Omit<ChatPort, 'platform' | 'surfaces'>> {
  /** Taken by `reserve` for the delivery of that key, which follows at once. */
  const reserved = new Map<string, { pacing: SlackPacing; places: Places }>();
  return {
    reserve: (effect) => {
      const team = teamOf(effect.tenant) ?? '';
      // Before it is known who the bot is there, the first call asks that.
      const pacing = parts.workspaces.known(team)?.web.pacing;
      if (pacing === undefined) return 0;
      const places = pacing.take(callsOf(effect, knownOf(parts, team)));
      if (typeof places === 'number') return places;
      reserved.set(effect.key, { pacing, places });
      return 0;
    },
    deliver: async (effect) => {
      const taken = reserved.get(effect.key);
      reserved.delete(effect.key);
      const delivery = await deliver(parts, effect, taken?.places ?? new Map());
      taken?.pacing.giveBack(taken.places);
      return delivery;
    },
    standing: createStanding(parts),
  };
}

function knownOf({ announced, directMessages }: DeliverParts, team: string): Known {
  return {
    announce: announced.get(team)?.id ?? null,
    directMessage: (person) => directMessages.get(person),
  };
}

async function deliver(
  parts: DeliverParts,
  effect: OutgoingEffect,
  places: Places,
): Promise<Delivery> {
  const team = teamOf(effect.tenant) ?? '';
  const progress = { isBegun: false };
  try {
    const workspace = await parts.workspaces.of(team, { patient: true });
    const web = { ...workspace.web, patient: workspace.web.within(places) };
    const readers = { team, nameOf: parts.people.nameOf };
    return await deliverDeed({ ...parts, ...workspace, web, readers, effect, progress });
  } catch (error) {
    if (error instanceof NotInstalled) return { ...notInstalled(error), nothingDone: true };
    parts.log.warn(
      { deed: effect.deed.kind, key: effect.key, attempt: effect.attempt, ...errorFields(error) },
      'slack delivery failed',
    );
    const delivery = failedIn(parts.workspaces, team, error);
    return progress.isBegun || delivery.outcome === 'failed'
      ? delivery
      : { ...delivery, nothingDone: true };
  }
}

function notInstalled({ remedy }: NotInstalled): Extract<Delivery, { outcome: 'tenantDown' }> {
  return { outcome: 'tenantDown', reason: 'not_installed', remedy };
}

/** Whether Slack takes our token for the workspace. */
function createStanding({
  workspaces,
}: Pick<DeliverParts, 'workspaces'>): (tenant: string) => Promise<Standing> {
  return async (tenant) => {
    const team = teamOf(tenant) ?? '';
    try {
      const { web } = await workspaces.of(team, { patient: true });
      await web.patient.auth.test();
      return { is: 'up' };
    } catch (error) {
      const delivery =
        error instanceof NotInstalled ? notInstalled(error) : failedIn(workspaces, team, error);
      if (delivery.outcome !== 'tenantDown') return { is: 'unknown' };
      const { reason, remedy } = delivery;
      return { is: 'down', reason, ...(remedy === undefined ? {} : { remedy }) };
    }
  };
}

function failedIn(
  workspaces: Workspaces,
  team: string,
  error: unknown,
): ReturnType<typeof failedDelivery> {
  const botName = workspaces.known(team)?.identity.botName ?? 'ssirp';
  const delivery = failedDelivery(classify(error), botName);
  const { tokenRemedy } = workspaces;
  return delivery.outcome === 'tenantDown' &&
    tokenRemedy !== undefined &&
    isTokenRefused(delivery.reason)
    ? { ...delivery, remedy: tokenRemedy }
    : delivery;
}

async function deliverDeed(delivering: Delivering): Promise<Delivery> {
  const { deed } = delivering.effect;
  switch (deed.kind) {
    case 'openChannel':
      return openChannel(delivering, deed);
    case 'topic':
      return setTopic(delivering, deed);
    case 'invite':
      return invite(delivering, deed);
    case 'post': {
      if (deed.to !== null) return post(delivering, deed, deed.to);
      const channel = await announceChannel(delivering, delivering);
      return 'outcome' in channel ? channel : post(delivering, deed, channel.id);
    }
    case 'reply':
      return reply(delivering, deed);
    case 'tell':
      return tell(delivering, deed);
    case 'update':
      return update(delivering, deed);
    case 'home':
      return publishHome(delivering, deed);
    case 'canvas':
      return keepCanvas(delivering, deed);
    case 'bookmark':
      return keepBookmark(delivering, deed);
    case 'upload':
      return upload(delivering, deed);
    case 'archive':
      return archive(delivering, deed);
    case 'remove':
      return remove(delivering, deed);
    case 'look':
      return lookAtRoom(delivering, deed);
  }
}
