// What the deeds of one delivery share: the effect, who we are there, and the way to Slack.
import type { OutgoingEffect } from '../port.ts';
import type { AnnounceParts } from './announce.ts';
import type { Readers } from './mrkdwn.ts';
import type { Workspace } from './workspaces.ts';

export interface Delivering extends AnnounceParts, Workspace {
  readers: Readers;
  effect: OutgoingEffect;
}

export function firstTriedMs(effect: OutgoingEffect): number {
  return Temporal.Instant.from(effect.firstTriedAt).epochMilliseconds;
}
