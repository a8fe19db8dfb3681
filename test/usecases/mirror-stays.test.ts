// Of two tenants that mirror each other one learns nothing of what is not open in the other.
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { cardsIn } from '#db/conversations.ts';
import { loadIncident } from '#db/incidents.ts';
import { incidents } from '#db/schema.ts';
import { pendingTasksFor } from '#db/tasks.ts';
import type { IncidentCommand } from '#src/commands/command.ts';
import { digestView } from '#src/usecases/digest-view.ts';
import { homeView } from '#src/usecases/home-view.ts';
import type { Core } from '../support/core.ts';
import { about, id, told } from '../support/core.ts';
import { deedsIn, heard, mirrored, onTeams, seenBy, task, teams } from '../support/mirrored.ts';

describe('What is not open, and a drill', () => {
  test.each([{ visibility: 'private' }, { visibility: 'restricted' }, { drill: true }] as const)(
    'stays where it was declared: %o',
    async (how) => {
      await using core = mirrored();
      const incident = core.declare('ada', how);
      core.done('ada', about(incident, task));
      await core.later({ hours: 30 });

      expect(heard(core, teams)).toEqual([]);
      expect(seenBy(core, teams)).toEqual([]);
      const status = about(incident, { verb: 'status' });
      expect(core.ask('mia', status, { ...onTeams, isAdmin: true })).toEqual({
        kind: 'refused',
        refusal: { reason: 'unknownIncident', id: incident },
      });
      const looking = { tenant: teams, person: id('mia', teams), isAdmin: true } as const;
      expect(homeView(core.store.db, { ...looking, kind: 'member' }).moreOpen).toBe(0);
      const { open, hidden } = digestView(core.store.db, teams);
      expect([open, hidden]).toEqual([[], []]);
    },
  );

  test('takes in nobody of the other side', async () => {
    await using core = mirrored();
    const incident = core.declare('ada', { visibility: 'private' });
    const mia = id('mia', teams);

    for (const command of [
      { verb: 'invite', people: [id('bob'), mia] },
      { verb: 'role', roles: ['scribe'], person: mia },
      { verb: 'handover', to: mia },
      { ...task, assignee: mia },
    ] satisfies IncidentCommand[])
      expect(core.ask('ada', about(incident, command))).toMatchObject({
        refusal: { reason: 'notShownThere', person: mia },
      });
    expect(core.context(incident).members).toEqual([id('ada')]);
  });

  test('takes in nobody of the other side by a merger either', async () => {
    await using core = mirrored();
    const open = core.declare('ada');
    const hidden = core.declare('ada', { visibility: 'private' });
    core.done('ada', about(open, { verb: 'invite', people: [id('bob'), id('mia', teams)] }));
    core.done('ada', about(open, { ...task, assignee: id('mia', teams) }));
    core.done('ada', about(open, { verb: 'merge', into: hidden, reason: 'the same' }));
    await core.settle();

    expect(core.context(hidden).members.toSorted()).toEqual([id('ada'), id('bob')]);
    expect(pendingTasksFor(core.store.db, teams, id('mia', teams))).toEqual([]);
    expect(core.problems()).toEqual([]);
  });
});

/** No command makes it so today: the record is changed as one would. */
function becomesPrivate(core: Core, incident: string): void {
  const row = loadIncident(core.store.db, incident);
  if (row === undefined) throw new Error('no incident');
  const { snapshot } = row;
  const context = { ...snapshot.context, visibility: 'private' as const };
  core.store.db
    .update(incidents)
    .set({ visibility: 'private', snapshot: { ...snapshot, context } })
    .where(eq(incidents.id, incident))
    .run();
}

describe('An incident that is no longer open to all', () => {
  test('stops on the other side at once: its cards say only that it is not shown, and nobody gets in', async () => {
    await using core = mirrored();
    const incident = core.declare('ada');
    core.done('ada', about(incident, { ...task, assignee: id('mia', teams) }));
    await core.settle();
    const cards = cardsIn(core.store.db, { incidentId: incident, tenant: teams });
    const before = core.port.taken.length;

    becomesPrivate(core, incident);
    core.done('ada', about(incident, { verb: 'sitrep', text: 'A secret' }));
    await core.settle();
    await core.later({ hours: 30 });

    const after = core.port.taken.slice(before).filter((effect) => effect.tenant === teams);
    expect(after.map(({ deed }) => told(deed)).toSorted()).toEqual(
      ['topic', ...cards.map(() => `update: ${incident} is no longer shown here.`)].toSorted(),
    );
    expect(JSON.stringify(after)).not.toMatch(/secret|spooler/i);
    expect(core.ask('mia', about(incident, { verb: 'ack', n: 1 }), onTeams)).toMatchObject({
      refusal: { reason: 'unknownIncident' },
    });
    expect(seenBy(core, teams)).toEqual([]);
    expect(pendingTasksFor(core.store.db, teams, id('mia', teams))).toEqual([]);
  });

  test('delivers nothing that was waiting there', async () => {
    await using core = mirrored();
    const incident = core.declare('ada');
    await core.settle();
    core.port.answer = ({ tenant: of }) =>
      of === teams ? { outcome: 'retryLater', reason: 'busy' } : undefined;
    core.done('ada', about(incident, { verb: 'sitrep', text: 'Said while it was open' }));
    core.done('ada', about(incident, { ...task, assignee: id('mia', teams) }));
    await core.settle();

    becomesPrivate(core, incident);
    core.done('ada', about(incident, { verb: 'sitrep', text: 'A secret' }));
    core.port.answer = () => undefined;
    const before = core.port.taken.length;
    await core.later({ hours: 1 });

    const after = core.port.taken.slice(before).filter((effect) => effect.tenant === teams);
    expect(JSON.stringify(after)).not.toMatch(/secret|Said while/i);
    expect(deedsIn(core, teams, 'tell')).toEqual([]);
    expect(core.outbox().filter(({ settledAt }) => settledAt === null)).toEqual([]);
  });
});
