// Deliveries of an incident that is mirrored: the two platforms do not wait for each other, and the room of the other
// tenant is a copy that is replaced.
import { describe, expect, test } from 'vitest';
import { conversationOf } from '#db/conversations.ts';
import { outboxCounts } from '#db/outbox.ts';
import { allPauses } from '#db/pauses.ts';
import type { RoomFacts } from '#machines/incident-types.ts';
import type { IncidentCommand } from '#src/commands/command.ts';
import { resumeTenant } from '#src/usecases/pause-tenant.ts';
import { takeNotice } from '#src/usecases/take-notice.ts';
import { about, Core, id, tenant } from '../support/core.ts';
import { deedsIn, heard, meet, mirrored, onTeams, pair, task, teams } from '../support/mirrored.ts';

const scribe: IncidentCommand = { verb: 'role', roles: ['scribe'], person: 'me' };
const openRows = (core: Core, of: string): number => outboxCounts(core.store.db, of).waiting;

describe.each([
  { name: 'the incident’s own platform', down: tenant, up: teams },
  { name: 'the other platform', down: teams, up: tenant },
])('While $name does not answer', ({ down, up }) => {
  test('everything goes on in the other, and later all is there once and in order', async () => {
    await using core = mirrored();
    const incident = core.declare('ada');
    await core.settle();

    core.port.answer = ({ tenant: of }) =>
      of === down ? { outcome: 'retryLater', reason: 'no answer' } : undefined;
    core.done('ada', about(incident, { verb: 'sitrep', text: 'First words' }));
    core.done('mia', about(incident, scribe), onTeams);
    core.done('mia', about(incident, { verb: 'sitrep', text: 'Second words' }), onTeams);
    await core.settle();

    const words = (of: string): string[] =>
      heard(core, of).flatMap((text) => /First words|Second words/.exec(text)?.[0] ?? []);
    expect(words(up)).toEqual(['First words', 'Second words']);
    expect(openRows(core, up)).toBe(0);
    expect(words(down)).toEqual([]);
    expect(openRows(core, down)).toBeGreaterThan(0);

    core.port.answer = () => undefined;
    await core.later({ minutes: 10 });
    expect(words(down)).toEqual(['First words', 'Second words']);
    expect(openRows(core, down)).toBe(0);
    expect(core.problems()).toEqual([]);
  });

  test('only what is meant for it is held back, and only its admins are told', async () => {
    await using core = meet(new Core({ mirrors: pair, admins: ['root'] })).start();
    const incident = core.declare('ada');
    await core.settle();

    core.port.answer = ({ tenant: of }) =>
      of === down ? { outcome: 'tenantDown', reason: 'app_uninstalled' } : undefined;
    core.done('ada', about(incident, { verb: 'sitrep', text: 'Words' }));
    await core.settle();
    expect(allPauses(core.store.db).map((pause) => pause.tenant)).toEqual([down]);
    expect(heard(core, up).filter((text) => text.includes('Words'))).toHaveLength(1);

    core.port.answer = () => undefined;
    resumeTenant(core.store, core.rules, core.clock.now(), down);
    core.dispatcher.wake();
    await core.settle();
    expect(deedsIn(core, down, 'tell').map(({ person }) => person)).toEqual([id('root', down)]);
    expect(deedsIn(core, up, 'tell')).toEqual([]);
    expect(core.texts(incident).filter((text) => text.includes('were held back'))).toEqual([
      expect.stringContaining(down === tenant ? 'to the chat' : 'to Teams'),
    ]);
  });
});

describe('What the other platform refuses', () => {
  test('is given up, shown and tried again by either side', async () => {
    await using core = mirrored();
    const incident = core.declare('ada');
    await core.settle();
    core.port.answer = ({ tenant: of, deed }) =>
      of === teams && deed.kind === 'post' ? { outcome: 'failed', reason: 'too_long' } : undefined;
    core.done('ada', about(incident, { verb: 'sitrep', text: 'Words' }));
    await core.settle();

    expect(core.texts(incident)).toContain('Not delivered: say on Teams (too_long)');
    for (const asking of [{}, onTeams])
      expect(core.ask('ada', about(incident, { verb: 'health' }), asking)).toMatchObject({
        dead: [{ what: 'say sitrep on Teams' }],
      });

    core.port.answer = () => undefined;
    core.done('ada', about(incident, { verb: 'retry', id: 'all' }));
    await core.settle();
    expect(heard(core, teams).filter((text) => text.includes('Words'))).toHaveLength(1);
    expect(heard(core, tenant).filter((text) => text.includes('Words'))).toHaveLength(1);
  });

  test('when it is a room, leaves the incident’s own as it is, and everything else waits for another try', async () => {
    await using core = mirrored();
    core.port.answer = ({ tenant: of, deed }) =>
      of === teams && deed.kind === 'openChannel'
        ? { outcome: 'failed', reason: 'Graph says no', remedy: 'Grant it' }
        : undefined;
    const incident = core.declare('ada');
    core.done('ada', about(incident, { verb: 'sitrep', text: 'Words' }));
    await core.settle();

    expect(heard(core, tenant).filter((text) => text.includes('Words'))).toHaveLength(1);
    expect(heard(core, teams)).toEqual([]);
    expect(deedsIn(core, tenant, 'tell')).toEqual([]);
    expect(core.texts(incident)).toContain(
      'Not delivered: openChannel on Teams (Graph says no. Grant it)',
    );

    core.port.answer = () => undefined;
    core.done('ada', about(incident, { verb: 'retry', id: 'all' }));
    await core.later({ minutes: 2 });
    expect(deedsIn(core, teams, 'openChannel')).toHaveLength(1);
    expect(heard(core, teams).filter((text) => text.includes('Words'))).toHaveLength(1);
  });
});

describe('The room in the other tenant', () => {
  const usable: RoomFacts = {
    name: 'inc',
    isPrivate: false,
    isShared: false,
    isArchived: false,
    hasBot: true,
    people: [],
  };

  test.each([
    ['deleted', null],
    ['archived', { ...usable, isArchived: true }],
    ['shared with another organisation', { ...usable, isShared: true }],
    ['without the bot', { ...usable, hasBot: false }],
  ] as const)('that is %s is replaced by another that shows what stands', async (_, saw) => {
    await using core = mirrored();
    const incident = core.declare('ada');
    core.done('ada', about(incident, { ...task, assignee: id('mia', teams) }));
    await core.settle();
    const first = conversationOf(core.store.db, incident, teams)?.conversation ?? '';
    core.port.answer = ({ deed }) =>
      deed.kind === 'look' && deed.conversation === first
        ? { outcome: 'delivered', externalId: '', saw }
        : undefined;
    const before = core.port.taken.length;

    takeNotice(core.store, core.rules, core.clock.now(), {
      kind: 'room',
      tenant: teams,
      conversation: first,
      hint: saw === null ? 'deleted' : null,
      by: null,
    });
    core.dispatcher.wake();
    await core.settle();

    const second = conversationOf(core.store.db, incident, teams)?.conversation;
    expect(second).not.toBe(first);
    const since = core.port.taken.slice(before);
    expect(since.filter(({ tenant: of }) => of === tenant)).toEqual([]);
    expect(deedsIn(core, teams, 'openChannel').at(-1)?.former).toEqual([first]);
    const posted = since.flatMap(({ deed }) =>
      deed.kind === 'post' && deed.to === second ? [deed.message.summary] : [],
    );
    expect(posted).toHaveLength(4);
    expect(since).toContainEqual(
      expect.objectContaining({
        deed: { kind: 'invite', conversation: second, people: [id('mia', teams)] },
      }),
    );
    expect(core.context(incident).roomLost ?? null).toBeNull();
    expect(core.problems()).toEqual([]);
  });

  test('goes on while the incident’s own is lost', async () => {
    await using core = mirrored();
    const incident = core.declare('ada');
    await core.settle();
    const own = conversationOf(core.store.db, incident, tenant)?.conversation ?? '';
    core.port.answer = ({ deed }) =>
      deed.kind === 'look'
        ? { outcome: 'delivered', externalId: '', saw: { ...usable, isArchived: true } }
        : undefined;
    takeNotice(core.store, core.rules, core.clock.now(), {
      kind: 'room',
      tenant,
      conversation: own,
      hint: null,
      by: null,
    });
    core.dispatcher.wake();
    await core.settle();
    expect(core.context(incident).roomLost).toBe('archived');

    core.done('mia', about(incident, scribe), onTeams);
    core.done('mia', about(incident, { verb: 'sitrep', text: 'Words' }), onTeams);
    await core.settle();
    expect(heard(core, teams).filter((text) => text.includes('Words'))).toHaveLength(1);
    expect(heard(core, tenant).filter((text) => text.includes('Words'))).toHaveLength(0);
  });
});
