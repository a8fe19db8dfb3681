// Invites people to a channel. Those who cannot be invited do not stop the others: they are named in the remark.
import { WebAPIPlatformError } from '@slack/web-api';
import type { PersonId } from '#machines/incident-types.ts';
import type { Deed, Delivery } from '../port.ts';
import { classify } from './api-error.ts';
import type { Delivering } from './delivering.ts';
import { resolveGroups } from './groups.ts';
import { limits } from './limits.ts';
import { slackUser } from './mrkdwn.ts';
import { personId } from './people.ts';
import { at, listAt, textAt } from '../../shared/read.ts';

/** Codes about one of the invited, not about the channel or the bot. */
const aboutThePerson = new Set([
  'already_in_channel',
  'app_cannot_join_channel',
  'cant_invite',
  'cant_invite_self',
  'invitee_cant_see_channel',
  'no_external_invite_permission',
  'no_user',
  'org_user_not_in_team',
  'ura_max_channels',
  'user_is_restricted',
  'user_not_found',
]);
const fulfilled = new Set(['already_in_channel', 'cant_invite_self']);

const reasons = new Map([
  ['otherPlatform', 'not in this Slack workspace'],
  ['user_not_found', 'not in this Slack workspace'],
  ['org_user_not_in_team', 'in another workspace of the organisation'],
  ['user_is_restricted', 'a guest'],
  ['ura_max_channels', 'a guest of one channel only'],
  ['cant_invite', 'deactivated or not to be invited'],
  ['app_cannot_join_channel', 'an app'],
]);

type Uninvited = { person: PersonId; code: string };

export async function invite(
  delivering: Delivering,
  deed: Extract<Deed, { kind: 'invite' }>,
): Promise<Delivery> {
  const { identity } = delivering;
  const users = new Set<string>();
  const uninvited: Uninvited[] = [];
  for (const person of deed.people) {
    const user = slackUser(person, identity.team);
    if (user === undefined) uninvited.push({ person, code: 'otherPlatform' });
    else if (user !== identity.botUser) users.add(user);
  }

  const groups = deed.groups ?? [];
  const { users: ofGroups, problems } = await resolveGroups(delivering, groups);
  const wanted = [...new Set([...users, ...ofGroups])];
  for (let start = 0; start < wanted.length; start += limits.inviteesPerCall) {
    const batch = wanted.slice(start, start + limits.inviteesPerCall);
    uninvited.push(...(await inviteBatch(delivering, deed.conversation, batch)));
  }
  return {
    outcome: 'delivered',
    externalId: '',
    ...(groups.length === 0 ? {} : { invited: cameIn(delivering, ofGroups, uninvited) }),
    ...(uninvited.length === 0 && problems.length === 0
      ? {}
      : { remark: remarkOn(uninvited, problems) }),
  };
}

function cameIn(
  { identity }: Delivering,
  users: readonly string[],
  uninvited: readonly Uninvited[],
): PersonId[] {
  const out = new Set(uninvited.map(({ person }) => person));
  return users.map((user) => personId(identity.team, user)).filter((person) => !out.has(person));
}

/** Everybody whom Slack would not let in. Problems with the channel or the bot itself are thrown on. */
async function inviteBatch(
  delivering: Delivering,
  channel: string,
  users: readonly string[],
): Promise<Uninvited[]> {
  const { web, identity } = delivering;
  try {
    const answer = await web.patient.conversations.invite({
      channel,
      users: users.join(','),
      force: true,
    });
    return uninvitedIn(answer, identity.team);
  } catch (error) {
    const { code } = classify(error);
    if (!aboutThePerson.has(code)) throw error;
    if (error instanceof WebAPIPlatformError && listAt(error.data, 'errors').length > 0)
      return uninvitedIn(error.data, identity.team);
    const [only, ...others] = users;
    if (only !== undefined && others.length === 0)
      return fulfilled.has(code) ? [] : [{ person: personId(identity.team, only), code }];
    // Slack does not say who: one at a time then.
    const each: Uninvited[] = [];
    for (const user of users) each.push(...(await inviteBatch(delivering, channel, [user])));
    return each;
  }
}

function uninvitedIn(answer: unknown, team: string): Uninvited[] {
  return listAt(answer, 'errors').flatMap((entry) => {
    const user = textAt(entry, 'user');
    const code = textAt(entry, 'error') ?? 'cant_invite';
    const isIn = at(entry, 'ok') === true || fulfilled.has(code);
    return user === undefined || isIn ? [] : [{ person: personId(team, user), code }];
  });
}

function remarkOn(uninvited: readonly Uninvited[], problems: readonly string[]): string {
  const each = uninvited.map(({ person, code }) => `<@${person}> (${reasons.get(code) ?? code})`);
  return `not invited: ${[...problems, ...each].join(', ')}`;
}
