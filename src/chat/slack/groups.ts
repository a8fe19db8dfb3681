// User groups, resolved when an invitation is delivered: who is in them, as far as Slack says and as they may come in.
// Guests never come in with a group, and neither does anybody whom Slack does not vouch for.
import type { Group } from '#machines/incident-types.ts';
import { classify, isTransient, stopsDelivery } from './api-error.ts';
import type { Delivering } from './delivering.ts';
import { personId } from './people.ts';

/** More people than this are not brought in at once: need-to-know is for people, not for crowds. */
const peopleMax = 200;

const reasons = new Map([
  ['plan_upgrade_required', 'user groups need a paid Slack plan: invite the people by name'],
  [
    'missing_scope',
    'the bot lacks the optional Slack scope usergroups:read: add it and reinstall the app, or invite the people by name',
  ],
  ['no_such_subteam', 'there is no such user group in this workspace any more'],
  ['otherPlatform', 'not of this Slack workspace'],
]);

export interface Resolved {
  /** Slack's ids of the people to invite. */
  users: readonly string[];
  /** What could not be resolved, in words. */
  problems: readonly string[];
}

export function groupId(team: string, group: string): string {
  return `slack:${team}:${group}`;
}

/** Rejects only when the whole delivery is to be tried again later. */
export async function resolveGroups(
  delivering: Delivering,
  groups: readonly Group[],
): Promise<Resolved> {
  const users = new Set<string>();
  const problems: string[] = [];
  for (const group of groups) {
    const found = await usersOf(delivering, group);
    if (typeof found === 'string') problems.push(`${group.name} (${found})`);
    else if (found.length === 0) problems.push(`${group.name} (nobody is in it)`);
    else if (found.length > peopleMax)
      problems.push(
        `${group.name} (${found.length} people, more than ${peopleMax}: invite by name)`,
      );
    else for (const user of found) users.add(user);
  }
  users.delete(delivering.identity.botUser);
  const kept: string[] = [];
  for (const user of users) {
    const problem = await problemWith(delivering, user);
    if (problem === undefined) kept.push(user);
    else problems.push(`<@${personId(delivering.identity.team, user)}> (${problem})`);
  }
  return { users: kept, problems };
}

/** Who is in a group, or why nobody can say. */
async function usersOf({ web, identity }: Delivering, { id }: Group): Promise<string[] | string> {
  const prefix = groupId(identity.team, '');
  if (!id.startsWith(prefix)) return reasons.get('otherPlatform') ?? '';
  try {
    const answer = await web.patient.usergroups.users.list({ usergroup: id.slice(prefix.length) });
    return answer.users ?? [];
  } catch (error) {
    const problem = classify(error);
    if (stopsDelivery(problem)) throw error;
    return reasons.get(problem.code) ?? problem.code;
  }
}

async function problemWith(delivering: Delivering, user: string): Promise<string | undefined> {
  try {
    const kind = await delivering.people.standing(user, delivering);
    if (kind === 'member') return undefined;
    if (kind === 'guest') return 'a guest: invite them by name if they are to come in';
    return 'deactivated, an app, or of another organisation';
  } catch (error) {
    const problem = classify(error);
    if (isTransient(problem) || stopsDelivery(problem)) throw error;
    return problem.code;
  }
}
