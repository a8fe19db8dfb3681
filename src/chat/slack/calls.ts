// Which calls of Slack's Web API a delivery makes, as far as it is known beforehand: what places are taken for.
import type { OutgoingEffect } from '../port.ts';
import { conversationAndTs } from './capture.ts';
import { limits } from './limits.ts';
import type { Call } from './pacing.ts';

export interface Known {
  /** The announcement channel, once it was found. */
  announce: string | null;
  /** The direct message with a person, once it was opened. */
  directMessage: (person: string) => string | undefined;
}

export function callsOf({ deed, attempt }: OutgoingEffect, where: Known): Call[] {
  // From the second attempt on, what an earlier one left is looked for.
  const looked = attempt > 1 ? [{ method: 'conversations.history' }] : [];
  switch (deed.kind) {
    case 'openChannel':
      return [{ method: 'conversations.create' }, { method: 'conversations.setPurpose' }];
    case 'topic':
      return [{ method: 'conversations.setTopic' }];
    case 'invite': {
      const batches = Math.ceil(deed.people.length / limits.inviteesPerCall);
      const groups = (deed.groups ?? []).map(() => ({ method: 'usergroups.users.list' }));
      const invites = Array.from({ length: batches }, () => ({ method: 'conversations.invite' }));
      return [...groups, ...invites];
    }
    case 'post': {
      const post = { method: 'chat.postMessage', channel: deed.to ?? where.announce };
      return [...looked, post, ...(deed.pin ? [{ method: 'pins.add' }] : [])];
    }
    case 'reply': {
      const channel = conversationAndTs(deed.messageId)?.channel ?? null;
      return [{ method: 'chat.postMessage', channel }];
    }
    case 'tell': {
      const channel = where.directMessage(deed.person);
      const open = channel === undefined ? [{ method: 'conversations.open' }] : [];
      return [...looked, ...open, { method: 'chat.postMessage', channel: channel ?? null }];
    }
    case 'update':
      return [{ method: 'chat.update' }];
    case 'canvas':
      return [
        {
          method: deed.externalId === null ? 'conversations.canvases.create' : 'canvases.edit',
        },
      ];
    case 'bookmark':
      return [{ method: 'bookmarks.list' }, { method: 'bookmarks.add' }];
    case 'upload':
      return [
        ...looked,
        { method: 'files.getUploadURLExternal' },
        { method: 'files.completeUploadExternal' },
      ];
    case 'home':
      return [{ method: 'views.publish' }];
    case 'archive':
      return [{ method: 'conversations.archive' }];
    case 'remove':
      return deed.people.map(() => ({ method: 'conversations.kick' }));
    case 'look':
      return [{ method: 'conversations.info' }, { method: 'conversations.members' }];
  }
}
