// One incident in two tenants of one organisation: shown and led on both sides, and recorded once.
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type { Playbook } from '#machines/playbook.ts';
import { conversationOf, cardsIn } from '#db/conversations.ts';
import { pendingTasksFor } from '#db/tasks.ts';
import { conversations } from '#db/schema.ts';
import { readTimeline } from '#db/timeline.ts';
import { digestView } from '#src/usecases/digest-view.ts';
import { homeView } from '#src/usecases/home-view.ts';
import { startMirrors } from '#src/usecases/mirror-room.ts';
import { takeNotice } from '#src/usecases/take-notice.ts';
import { about, Core, declaration, id, refusal, tenant, told } from '../support/core.ts';
import {
  deedsIn,
  heard,
  meet,
  mirrored,
  onTeams,
  pair,
  seenBy,
  task,
  teams,
} from '../support/mirrored.ts';

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

describe('People of both sides', () => {
  test('are invited, told and given tasks on their own platform, and nobody twice', async () => {
    await using core = mirrored();
    const incident = core.declare('ada');
    core.done('ada', about(incident, { verb: 'invite', people: [id('bob'), id('mia', teams)] }));
    core.done('ada', about(incident, { ...task, assignee: id('mia', teams) }));
    core.done(
      'ada',
      about(incident, { verb: 'role', roles: ['scribe'], person: id('noa', teams) }),
    );
    core.done('ada', about(incident, { ...task, assignee: id('bob') }));
    await core.settle();

    const people = (of: string): string[] => [
      ...deedsIn(core, of, 'invite').flatMap((deed) => deed.people),
      ...deedsIn(core, of, 'tell').map(({ person }) => person),
    ];
    expect(people(tenant).every((person) => person.startsWith(`${tenant}:`))).toBe(true);
    expect(people(teams).every((person) => person.startsWith(`${teams}:`))).toBe(true);
    expect(deedsIn(core, tenant, 'tell').map(({ person }) => person)).toEqual([id('bob')]);
    expect(deedsIn(core, teams, 'tell').map(({ person }) => person)).toEqual([
      id('mia', teams),
      id('noa', teams),
    ]);
    expect(pendingTasksFor(core.store.db, teams, id('mia', teams))).toHaveLength(1);

    core.done('ada', about(incident, { verb: 'remove', person: id('mia', teams), reason: 'done' }));
    await core.settle();
    expect(deedsIn(core, teams, 'remove')).toMatchObject([{ people: [id('mia', teams)] }]);
    expect(deedsIn(core, tenant, 'remove')).toEqual([]);
  });

  test('are named with their platform where it cannot mention them', async () => {
    await using core = mirrored();
    const incident = core.declare('ada');
    core.done(
      'mia',
      about(incident, { verb: 'role', roles: ['crisis_lead'], person: 'me' }),
      onTeams,
    );
    await core.settle();

    const topics = (of: string): string => deedsIn(core, of, 'topic').at(-1)?.topic ?? '';
    expect(topics(tenant)).toContain('lead @MIA (Teams)');
    expect(topics(teams)).toContain('lead @MIA');
    expect(topics(teams)).not.toContain('(Teams)');
    const spans = (of: string): string =>
      JSON.stringify(deedsIn(core, of, 'post').map(({ message }) => message.blocks));
    expect(spans(tenant)).toContain('@MIA (Teams)');
    expect(spans(tenant)).not.toContain(`"person":"${id('mia', teams)}"`);
    expect(spans(teams)).toContain(`"person":"${id('mia', teams)}"`);
  });

  test('have there the authority that they would have here, and guests none', async () => {
    await using core = mirrored();
    const incident = core.declare('ada');
    const lower = about(incident, { verb: 'level', level: 4, reason: 'less' });

    expect(refusal(core.ask('mia', lower, onTeams))).toBe('notAllowed');
    expect(refusal(core.ask('mia', lower, { ...onTeams, kind: 'guest', isAdmin: true }))).toBe(
      'guest',
    );
    expect(core.ask('mia', lower, { ...onTeams, isAdmin: true })).toMatchObject({ kind: 'done' });
  });

  test('who become guests there are out of the incidents here', async () => {
    await using core = mirrored();
    const incident = core.declare('ada');
    core.done('mia', about(incident, { verb: 'role', roles: ['scribe'], person: 'me' }), onTeams);
    takeNotice(core.store, core.rules, core.clock.now(), {
      kind: 'person',
      person: {
        id: id('mia', teams),
        tenant: teams,
        name: 'MIA',
        handle: 'mia',
        zone: null,
        kind: 'guest',
      },
    });

    expect(core.context(incident).roles.scribe).toBeUndefined();
    expect(core.context(incident).members).not.toContain(id('mia', teams));
  });
});

describe('Lists, pages and digests of the other side', () => {
  test('show it with the channel that it has there', async () => {
    await using core = mirrored();
    const incident = core.declare('ada');
    await core.settle();
    const room = conversationOf(core.store.db, incident, teams);
    core.store.db
      .update(conversations)
      .set({ name: 'the-room-there' })
      .where(eq(conversations.conversation, room?.conversation ?? ''))
      .run();

    const { open } = digestView(core.store.db, teams);
    expect(open.map(({ channel }) => channel?.name)).toEqual(['the-room-there']);
    const looking = { tenant: teams, person: id('mia', teams), isAdmin: false } as const;
    const { others } = homeView(core.store.db, { ...looking, kind: 'member' });
    expect(others.map(({ channel }) => channel?.name)).toEqual(['the-room-there']);
    expect(core.ask('mia', { verb: 'list', which: 'open' }, onTeams)).toMatchObject({
      incidents: [{ id: incident, channelName: 'the-room-there' }],
    });
    expect(digestView(core.store.db, tenant).open[0]?.channel?.name).not.toBe('the-room-there');
  });

  test('have an export brought to whoever asked for it, where they are', async () => {
    await using core = mirrored();
    const incident = core.declare('ada');
    core.done('mia', about(incident, { verb: 'export', format: 'md' }), onTeams);
    core.done('ada', about(incident, { verb: 'export', format: 'csv' }));
    await core.settle();

    expect(deedsIn(core, teams, 'upload')).toHaveLength(1);
    expect(deedsIn(core, tenant, 'upload')).toHaveLength(1);
  });
});

describe('The pairing', () => {
  test('shows the open incidents that there are when it begins, and hides them when it ends', async () => {
    const playbook: Playbook = {
      name: 'two',
      version: '1',
      tasks: [],
      approvals: { override: [3] },
    };
    await using core = meet(new Core({ playbook, admins: ['zoe'] })).start();
    const incident = core.declare('ada');
    core.done('ada', [
      about(incident, { verb: 'role', roles: ['crisis_lead'], person: 'me' }),
      about(incident, { verb: 'override', reason: 'no time' }),
    ]);
    core.done('ada', about(incident, task));
    const closed = core.declare('ada');
    core.done('ada', about(closed, { verb: 'standDown', reason: 'a test' }));
    await core.settle();
    expect(heard(core, teams)).toEqual([]);

    startMirrors(core.store, core.rules, core.clock.now(), pair);
    core.dispatcher.wake();
    await core.settle();
    expect(cardsIn(core.store.db, { incidentId: incident, tenant: teams }).toSorted()).toEqual([
      'announcement',
      'approval/1',
      'checklist/mobilize/0',
      'roles',
      'status',
      'task/1',
    ]);
    expect(seenBy(core, teams)).toEqual([closed, incident]);
    expect(conversationOf(core.store.db, closed, teams)).toBeUndefined();

    startMirrors(core.store, core.rules, core.clock.now(), []);
    core.dispatcher.wake();
    await core.settle();
    const last = deedsIn(core, teams, 'update').slice(-6);
    expect(last.map((deed) => told(deed))).toEqual(
      last.map(() => `update: ${incident} is no longer shown here.`),
    );
    expect(seenBy(core, teams)).toEqual([]);
    const before = heard(core, teams).length;
    core.done('ada', about(incident, { verb: 'sitrep', text: 'Alone again' }));
    await core.settle();
    expect(heard(core, teams)).toHaveLength(before);

    startMirrors(core.store, core.rules, core.clock.now(), pair);
    core.dispatcher.wake();
    await core.settle();
    expect(deedsIn(core, teams, 'openChannel')).toHaveLength(2);
    const again = conversationOf(core.store.db, incident, teams)?.conversation;
    const posted = deedsIn(core, teams, 'post').filter(({ to }) => to === again);
    expect(posted.map(({ message }) => message.summary)).toHaveLength(5);
    expect(seenBy(core, teams)).toEqual([closed, incident]);
    expect(core.problems()).toEqual([]);
  });

  test('opens no room for what was closed before, unless somebody there asks for its export', async () => {
    await using core = meet(new Core()).start();
    const incident = core.declare('ada');
    core.done('ada', about(incident, { ...task, followUp: true }));
    core.done('ada', about(incident, { verb: 'standDown', reason: 'a test' }));
    await core.settle();
    startMirrors(core.store, core.rules, core.clock.now(), pair);

    core.done('ada', about(incident, { verb: 'assign', n: 1, to: id('mia', teams) }));
    core.done('mia', about(incident, { verb: 'done', n: 1, note: '' }), onTeams);
    await core.settle();
    expect(core.port.taken.filter((effect) => effect.tenant === teams)).toMatchObject([
      { deed: { kind: 'tell', person: id('mia', teams) } },
    ]);

    core.done('mia', about(incident, { verb: 'export', format: 'md' }), onTeams);
    await core.settle();
    expect(deedsIn(core, teams, 'openChannel')).toHaveLength(1);
    expect(deedsIn(core, teams, 'upload')).toHaveLength(1);
  });

  test('may change: what the former side sees ends, and the new side sees it', async () => {
    await using core = mirrored();
    const incident = core.declare('ada');
    await core.settle();
    const third = 'slack:T3';
    startMirrors(core.store, core.rules, core.clock.now(), [[tenant, third]]);
    core.dispatcher.wake();
    await core.settle();

    expect(
      told(deedsIn(core, teams, 'update').at(-1) ?? { kind: 'archive', conversation: '' }),
    ).toBe(`update: ${incident} is no longer shown here.`);
    expect(conversationOf(core.store.db, incident, teams)).toBeUndefined();
    expect(conversationOf(core.store.db, incident, third)).toBeDefined();
  });

  test('says nothing again at a restart', async () => {
    await using core = mirrored();
    core.declare('ada');
    await core.settle();
    const before = core.port.attempts.length;

    startMirrors(core.store, core.rules, core.clock.now(), pair);
    core.dispatcher.wake();
    await core.settle();
    expect(core.port.attempts).toHaveLength(before);
  });

  test('asks whoever declares what was just declared on the other side', async () => {
    await using core = mirrored();
    const first = core.declare('ada', { title: 'Worm in the build farm' });

    expect(
      core.ask('mia', { ...declaration, title: 'Worm in the build farm' }, onTeams),
    ).toMatchObject({ kind: 'similar', similar: [{ id: first }] });
  });
});
