// Reads an incident's channel as Slack shows it: its kind, whether it is shared or archived, and who is in it.
import type { InRoom } from '#machines/incident-types.ts';
import type { Deed, Delivery } from '../port.ts';
import { classify } from './api-error.ts';
import type { Delivering } from './delivering.ts';
import { pages } from './pages.ts';
import { personId } from './people.ts';
import { at, textAt } from '../../shared/read.ts';

const pageSize = 200;
/** So many people are asked about in one look; in a channel of thousands the others stay unknown until they act. */
const lookUpsMax = 200;
const gone = new Set(['channel_not_found', 'fetch_members_failed']);

export async function lookAtRoom(
  delivering: Delivering,
  { conversation }: Extract<Deed, { kind: 'look' }>,
): Promise<Delivery> {
  const { web, identity } = delivering;
  try {
    const { channel } = await web.patient.conversations.info({ channel: conversation });
    const users = await membersOf(delivering, conversation);
    const is = (flag: string): boolean => at(channel, flag) === true;
    return {
      outcome: 'delivered',
      externalId: '',
      saw: {
        name: textAt(channel, 'name') ?? conversation,
        isPrivate: is('is_private'),
        isShared: is('is_ext_shared'),
        isArchived: is('is_archived'),
        // An archived channel has no members any more, the bot included.
        hasBot: users.includes(identity.botUser) || is('is_archived'),
        people: await peopleAmong(delivering, users),
      },
    };
  } catch (error) {
    if (gone.has(classify(error).code)) return { outcome: 'delivered', externalId: '', saw: null };
    throw error;
  }
}

async function membersOf({ web }: Delivering, channel: string): Promise<string[]> {
  const lists = pages((cursor) =>
    web.patient.conversations.members({ channel, limit: pageSize, ...cursor }),
  );
  const users: string[] = [];
  for await (const { members = [] } of lists) users.push(...members);
  return users;
}

async function peopleAmong(
  { people, identity, web, log }: Delivering,
  users: readonly string[],
): Promise<InRoom[]> {
  const found: InRoom[] = [];
  for (const user of users) {
    if (user === identity.botUser) continue;
    const person = personId(identity.team, user);
    const kind =
      found.length < lookUpsMax ? await kindOf({ people, identity, web, log }, user) : 'unknown';
    found.push({ person, kind });
  }
  return found;
}

/** One whom Slack does not show is not known; when Slack does not answer, the whole look is tried again. */
async function kindOf(
  { people, identity, web, log }: Pick<Delivering, 'people' | 'identity' | 'web' | 'log'>,
  user: string,
): Promise<InRoom['kind']> {
  try {
    return await people.kindOf(user, { identity, web });
  } catch (error) {
    const { class: kind, code } = classify(error);
    if (kind !== 'permanent') throw error;
    log.warn({ code }, 'slack does not show somebody in a channel');
    return 'unknown';
  }
}
