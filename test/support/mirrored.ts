// A bot whose two tenants, one of Slack and one of Teams, mirror each other.
import { listIncidents } from '#db/incidents.ts';
import { savePerson } from '#db/people.ts';
import type { Deed } from '#src/chat/port.ts';
import { Core, id, tenant, told } from './core.ts';

export const teams = 'teams:6f1e2d3c-0000-4000-8000-000000000001';
export const pair = [[tenant, teams]] as const;
/** As a person of Teams asks. */
export const onTeams = { tenant: teams };

/** The names that people have on their platform. */
export function meet(core: Core): Core {
  for (const [of, name] of [
    [tenant, 'ada'],
    [tenant, 'bob'],
    [teams, 'mia'],
    [teams, 'noa'],
  ] as const)
    savePerson(core.store.db, {
      id: id(name, of),
      tenant: of,
      name: name.toUpperCase(),
      handle: name,
      zone: null,
      kind: 'member',
    });
  return core;
}

/** Slack and Teams in one bot, paired. */
export const mirrored = (): Core => meet(new Core({ mirrors: pair })).start();

/** What a tenant was told so far, as words. */
export function heard(core: Core, of: string): string[] {
  return core.port.taken.filter((effect) => effect.tenant === of).map(({ deed }) => told(deed));
}

/** The deeds of a kind that a tenant was asked for so far. */
export function deedsIn<K extends Deed['kind']>(
  core: Core,
  of: string,
  kind: K,
): Extract<Deed, { kind: K }>[] {
  return core.port.taken.flatMap(({ tenant: to, deed }) =>
    to === of && deed.kind === kind ? [deed as Extract<Deed, { kind: K }>] : [],
  );
}

/** A task that nobody has yet. */
export const task = {
  verb: 'addTask',
  text: 'Look at the spooler',
  by: null,
  phase: null,
  followUp: false,
  assignee: null,
} as const;

/** Every incident that an admin there may know of. */
export const seenBy = (core: Core, of: string, person = 'mia'): string[] =>
  listIncidents(core.store.db, {
    tenant: of,
    which: 'all',
    person: id(person, of),
    seesAll: true,
    limit: 50,
  }).map((row) => row.id);
