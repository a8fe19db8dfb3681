// Who somebody is, by users.info, kept for an hour: their name for readers and their standing for authority. Somebody
// who cannot be looked up is `unknown`, never taken for a member.
import type { PersonId } from '#machines/incident-types.ts';
import type { Actor, Met } from '../port.ts';
import type { Background } from './background.ts';
import type { Identity } from './identity.ts';
import { at, listAt, textAt } from '../../shared/read.ts';
import type { Workspace } from './workspaces.ts';

const keptMs = 60 * 60 * 1000;
const keptMax = 20_000;

export interface People {
  /** The speaker, looked up when not known yet; at most a second and a half. */
  actor(user: string, workspace: Workspace): Promise<Actor>;
  /** Somebody whom nobody waits for; rejects with the Web API's error when Slack does not say who they are. */
  standing(user: string, workspace: Workspace): Promise<Actor['kind']>;
  /** Makes somebody known without anybody waiting for it. */
  learn(user: string, workspace: Workspace): void;
  /** What somebody is, asked for patiently; rejects when Slack does not answer now. */
  kindOf(user: string, workspace: Workspace): Promise<Actor['kind']>;
  /** Slack tells of a change: what it says of the person now. */
  changed(user: unknown, identity: Identity): Met | undefined;
  nameOf: (person: PersonId) => string | undefined;
}

export interface PeopleParts {
  background: Background;
  met: (person: Met) => void;
  now: () => number;
}

export function personId(team: string, user: string): PersonId {
  return `slack:${team}:${user}`;
}

export function createPeople({ background, met, now }: PeopleParts): People {
  const known = new Map<PersonId, { person: Met; until: number }>();

  const fresh = (id: PersonId): Met | undefined => {
    const entry = known.get(id);
    return entry && entry.until > now() ? entry.person : undefined;
  };

  /** A store that fails is not taken for a Slack that does not answer. */
  const keep = (person: Met): void => {
    met(person);
    known.delete(person.id);
    known.set(person.id, { person, until: now() + keptMs });
    if (known.size > keptMax) known.delete(known.keys().next().value ?? '');
  };

  return {
    actor: async (user, workspace) => {
      const { identity } = workspace;
      const id = personId(identity.team, user);
      const actor = { id, tenant: identity.tenant };
      const person = fresh(id);
      if (person) return { ...actor, kind: person.kind };
      let found: Met;
      try {
        found = await lookUp(user, workspace);
      } catch {
        // Rate limited, slow or gone: the use case is told that the standing is not known.
        return { ...actor, kind: 'unknown' };
      }
      keep(found);
      return { ...actor, kind: found.kind };
    },
    standing: async (user, workspace) => {
      const person = fresh(personId(workspace.identity.team, user));
      if (person) return person.kind;
      const found = await lookUp(user, workspace, workspace.web.patient);
      keep(found);
      return found.kind;
    },
    learn: (user, workspace) => {
      if (fresh(personId(workspace.identity.team, user))) return;
      background.run('users.info', async () => {
        keep(await lookUp(user, workspace));
      });
    },
    kindOf: async (user, workspace) => {
      const person = fresh(personId(workspace.identity.team, user));
      if (person) return person.kind;
      const found = await lookUp(user, workspace, workspace.web.patient);
      keep(found);
      return found.kind;
    },
    changed: (user, identity) => {
      const id = textAt(user, 'id');
      if (id === undefined) return undefined;
      const person = metOf(id, user, identity);
      known.delete(person.id);
      return person;
    },
    nameOf: (person) => known.get(person)?.person.name,
  };
}

/** Asks Slack. Rejects with the Web API's error. */
export async function lookUp(
  user: string,
  { identity, web }: Workspace,
  client = web.quick,
): Promise<Met> {
  const answer = await client.users.info({ user });
  return metOf(user, answer.user, identity);
}

function metOf(user: string, answer: unknown, identity: Identity): Met {
  const name =
    textAt(answer, 'profile', 'display_name') ??
    textAt(answer, 'profile', 'real_name') ??
    textAt(answer, 'real_name');
  const handle = textAt(answer, 'name') ?? user;
  return {
    id: personId(identity.team, user),
    tenant: identity.tenant,
    name: name ?? handle,
    handle,
    zone: textAt(answer, 'tz') ?? null,
    kind: kindOf(user, answer, identity.team),
  };
}

/** Only people of our own workspace are members; bots, workflows and other organisations' people are strangers. */
function kindOf(user: string, answer: unknown, team: string): Actor['kind'] {
  const is = (flag: string): boolean => at(answer, flag) === true;
  const home = textAt(answer, 'team_id');
  if (home === undefined) return 'unknown';
  const teams = [...listAt(answer, 'teams'), ...listAt(answer, 'enterprise_user', 'teams')];
  const isOurs = home === team || teams.includes(team);
  if (!isOurs || user === 'USLACKBOT' || is('is_stranger') || is('is_bot') || is('deleted'))
    return 'stranger';
  return is('is_restricted') || is('is_ultra_restricted') ? 'guest' : 'member';
}
