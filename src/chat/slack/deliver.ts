// Delivers one effect to Slack: each deed to its calls, each failure to its meaning. It never throws.
import type { Delivery, OutgoingEffect } from '../port.ts';
import { announceChannel, type AnnounceParts } from './announce.ts';
import { classify, failed, failedDelivery } from './api-error.ts';
import { archive, setTopic } from './channel-deeds.ts';
import type { Delivering } from './delivering.ts';
import { teamOf } from './identity.ts';
import { invite } from './invite.ts';
import { errorFields } from './log.ts';
import { openChannel } from './open-channel.ts';
import type { People } from './people.ts';
import { post, tell, update } from './post.ts';
import { upload } from './upload.ts';
import { NotInstalled, type Workspaces } from './workspaces.ts';

export interface DeliverParts extends AnnounceParts {
  workspaces: Workspaces;
  people: People;
}

export function createDeliver(parts: DeliverParts): (effect: OutgoingEffect) => Promise<Delivery> {
  return async (effect) => {
    const team = teamOf(effect.tenant) ?? '';
    try {
      const workspace = await parts.workspaces.of(team, { patient: true });
      const readers = { team, nameOf: parts.people.nameOf };
      return await deliverDeed({ ...parts, ...workspace, readers, effect });
    } catch (error) {
      if (error instanceof NotInstalled)
        return failed('other_workspace', 'This bot is not installed in that Slack workspace.');
      const problem = classify(error);
      parts.log.warn(
        { deed: effect.deed.kind, key: effect.key, attempt: effect.attempt, ...errorFields(error) },
        'slack delivery failed',
      );
      return failedDelivery(problem, parts.workspaces.known(team)?.identity.botName ?? 'ssirp');
    }
  };
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
    case 'tell':
      return tell(delivering, deed);
    case 'update':
      return update(delivering, deed);
    case 'upload':
      return upload(delivering, deed);
    case 'archive':
      return archive(delivering, deed);
  }
}
