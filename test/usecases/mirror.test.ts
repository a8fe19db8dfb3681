// One incident in two tenants of one organisation: shown and led on both sides, recorded once, and nothing of what is
// not open leaves its own.
import { describe, expect, test } from 'vitest';
import { cardsIn, conversationOf } from '#db/conversations.ts';
import { savePerson } from '#db/people.ts';
import { readTimeline } from '#db/timeline.ts';
import type { Deed } from '#src/chat/port.ts';
import { about, Core, id, tenant, told } from '../support/core.ts';

const teams = 'teams:6f1e2d3c-0000-4000-8000-000000000001';
const pair = [[tenant, teams]] as const;
const onTeams = { tenant: teams };

/** The names that people have on their platform. */
function meet(core: Core): Core {
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

const mirrored = (): Core => meet(new Core({ mirrors: pair })).start();

/** What a tenant was told so far, as words. */
function heard(core: Core, of: string): string[] {
  return core.port.taken.filter((effect) => effect.tenant === of).map(({ deed }) => told(deed));
}

function deedsIn<K extends Deed['kind']>(core: Core, of: string, kind: K) {
  return core.port.taken.flatMap(({ tenant: to, deed }) =>
    to === of && deed.kind === kind ? [deed as Extract<Deed, { kind: K }>] : [],
  );
}

const task = {
  verb: 'addTask',
  text: 'Look at the spooler',
  by: null,
  phase: null,
  followUp: false,
  assignee: null,
} as const;

describe('An open incident of a paired tenant', () => {
  test('has a room, its cards and an announcement on both sides, each once', async () => {
    await using core = mirrored();
    const incident = core.declare('ada');
    core.done('ada', about(incident, task));
    await core.settle();

    for (const of of [tenant, teams]) {
      expect(deedsIn(core, of, 'openChannel')).toHaveLength(1);
      expect(cardsIn(core.store.db, { incidentId: incident, tenant: of }).toSorted()).toEqual([
        'announcement',
        'checklist/mobilize/0',
        'roles',
        'status',
        'task/1',
      ]);
      const room = conversationOf(core.store.db, incident, of)?.conversation;
      const posted = deedsIn(core, of, 'post').filter(({ to }) => to !== null);
      expect(new Set(posted.map(({ to }) => to))).toEqual(new Set([room]));
      expect(deedsIn(core, of, 'post').filter(({ pin }) => pin)).toHaveLength(1);
    }
    expect(core.texts(incident)).toContain(
      `Mirrored to Teams: channel ${conversationOf(core.store.db, incident, teams)?.name} opened`,
    );
    expect(core.problems()).toEqual([]);
  });

  test('is led from either side, and each side sees what the other does', async () => {
    await using core = mirrored();
    const incident = core.declare('ada');
    core.done('ada', about(incident, task));
    await core.settle();
    const room = conversationOf(core.store.db, incident, teams)?.conversation ?? '';

    core.done('mia', about(null, { verb: 'ack', n: 1 }), { ...onTeams, conversation: room });
    core.done(
      'mia',
      about(incident, { verb: 'role', roles: ['crisis_lead'], person: 'me' }),
      onTeams,
    );
    core.done('mia', about(incident, { verb: 'sitrep', text: 'The spooler is off' }), onTeams);
    core.done('bob', about(incident, { verb: 'note', text: 'Seen here too', at: null }));
    await core.settle();

    for (const of of [tenant, teams])
      expect(heard(core, of).filter((text) => text.includes('The spooler is off'))).toHaveLength(1);
    const actors = [...readTimeline(core.store.db, incident)].map(({ kind, actor }) => [
      kind,
      actor,
    ]);
    expect(actors).toEqual(
      expect.arrayContaining([
        ['task.ack', id('mia', teams)],
        ['sitrep', id('mia', teams)],
        ['note', id('bob')],
      ]),
    );
    expect(actors.filter(([kind]) => kind === 'sitrep')).toHaveLength(1);
    expect(core.context(incident).roles.crisis_lead?.person).toBe(id('mia', teams));
    expect(core.problems()).toEqual([]);
  });
});
