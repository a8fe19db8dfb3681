// What the deeds of one delivery share: the effect, who we are there, and the way to Slack.
import type { PersonId } from '#machines/incident-types.ts';
import type { OutgoingEffect } from '../port.ts';
import type { AnnounceParts } from './announce.ts';
import { classify } from './api-error.ts';
import type { Readers } from './mrkdwn.ts';
import type { OptionalSurfaces } from './optional-surfaces.ts';
import type { People } from './people.ts';
import type { Workspace } from './workspaces.ts';

export interface Delivering extends AnnounceParts, Workspace {
  readers: Readers;
  people: People;
  directMessages: Map<PersonId, string>;
  optional: OptionalSurfaces;
  effect: OutgoingEffect;
  /** Set once this try has, or may have, left something behind that must not be there twice. */
  progress: { isBegun: boolean };
}

/** Makes a call that must not be repeated blindly: only a clear refusal leaves nothing behind. */
export async function makeOnce<Answer>(
  { progress }: Pick<Delivering, 'progress'>,
  call: () => Promise<Answer>,
): Promise<Answer> {
  try {
    const answer = await call();
    progress.isBegun = true;
    return answer;
  } catch (error) {
    if (classify(error).class === 'ambiguous') progress.isBegun = true;
    throw error;
  }
}

export function firstTriedMs(effect: OutgoingEffect): number {
  return Temporal.Instant.from(effect.firstTriedAt).epochMilliseconds;
}
