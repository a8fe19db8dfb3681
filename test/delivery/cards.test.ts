// Cards and announcements: what they show, when they are sent, and what they never tell.
import { describe, expect, test } from 'vitest';
import { cardOf } from '#db/conversations.ts';
import type { IncidentCommand } from '#src/commands/command.ts';
import { about, Core, tenant } from '../support/core.ts';

/** A declared incident whose first deliveries are done. */
async function declared(core: Core): Promise<string> {
  const incident = core.declare();
  await core.settle();
  core.port.attempts.length = 0;
  core.port.taken.length = 0;
  return incident;
}

const announced = (core: Core): string[] =>
  core.port.attempts
    .filter(
      ({ deed }) =>
        (deed.kind === 'post' && deed.to === null) ||
        (deed.kind === 'update' && deed.conversation === 'announcements'),
    )
    .map(({ deed }) => JSON.stringify(deed));
const cards = (core: Core): string[] =>
  core.port.attempts
    .filter(({ deed }) => deed.kind === 'update' || deed.kind === 'post')
    .map(({ deed }) => deed.kind);

describe('The announcement', () => {
  test('of an open incident is posted once, with its room, and updated in place', async () => {
    await using core = new Core().start();
    const incident = core.declare();
    await core.settle();
    expect(announced(core)).toHaveLength(1);
    expect(announced(core)[0]).toContain('#inc-2026-0001-print-spooler');

    core.done('ada', about(incident, { verb: 'level', level: 1, reason: 'it spreads' }));
    await core.settle();

    expect(announced(core)).toHaveLength(2);
    expect(announced(core)[1]).toContain('"kind":"update"');
  });

  test.each(['private', 'restricted'] as const)(
    'of a %s incident never has its title, level, product or room',
    async (visibility) => {
      await using core = new Core().start();
      const incident = core.declare('ada', {
        visibility,
        title: 'Secret hole in Spooler',
        level: 2,
      });
      await core.settle();
      for (const command of [
        { verb: 'affected', products: ['Spooler'] },
        { verb: 'level', level: 1, reason: 'Spooler burns' },
        { verb: 'role', roles: ['crisis_lead'], person: 'me' },
        { verb: 'override', reason: 'Spooler burns' },
        { verb: 'override', reason: 'Spooler burns' },
        { verb: 'standDown', reason: 'Spooler is fine' },
      ] satisfies IncidentCommand[]) {
        core.done('ada', about(incident, command));
        await core.settle();
      }

      expect(announced(core).length).toBeGreaterThan(0);
      for (const text of announced(core))
        expect(text).not.toMatch(/Secret|Spooler|Critical|High|L1|L2|#inc|room-/);
    },
  );
});

describe('Cards', () => {
  test('that changed several times before their turn are sent once, as they are then', async () => {
    await using core = new Core({ announces: false }).start();
    const incident = await declared(core);
    core.done('ada', about(incident, { verb: 'tlp', label: 'RED' }));
    core.done('ada', about(incident, { verb: 'tlp', label: 'GREEN' }));
    await core.settle();

    const updates = core.port.taken.flatMap(({ deed }) => (deed.kind === 'update' ? [deed] : []));
    expect(new Set(updates.map(({ externalId }) => externalId)).size).toBe(updates.length);
    expect(JSON.stringify(updates)).toContain('GREEN');
    expect(JSON.stringify(updates)).not.toContain('RED');
  });

  test('that look the same are not sent', async () => {
    await using core = new Core({ announces: false }).start();
    const incident = await declared(core);
    core.done('ada', about(incident, { verb: 'tlp', label: 'RED' }));
    await core.settle();
    const before = cards(core).filter((kind) => kind === 'update').length;

    core.done('ada', about(incident, { verb: 'tlp', label: 'RED' }));
    await core.settle();

    expect(cards(core).filter((kind) => kind === 'update')).toHaveLength(before);
    expect(core.outbox().every(({ state }) => state === 'delivered')).toBe(true);
  });

  test('whose message is gone are posted anew and live on there', async () => {
    await using core = new Core({ announces: false }).start();
    const incident = await declared(core);
    const old = cardOf(core.store.db, { incidentId: incident, tenant }, 'status')?.externalId;
    core.port.answer = ({ deed }) =>
      deed.kind === 'update' && deed.externalId === old
        ? { outcome: 'failed', reason: 'message_not_found', isGone: true }
        : undefined;

    core.done('ada', about(incident, { verb: 'role', roles: ['crisis_lead'], person: 'me' }));
    await core.settle();

    const anew = core.port.taken.find(({ deed }) => deed.kind === 'post' && deed.pin);
    expect(anew).toBeDefined();
    expect(cardOf(core.store.db, { incidentId: incident, tenant }, 'status')?.externalId).not.toBe(
      old,
    );
    expect(core.texts(incident).join()).not.toContain('Not delivered');
    expect(core.outbox().every(({ state }) => state === 'delivered')).toBe(true);
  });
});

describe('A card whose answer was lost', () => {
  test('shows the newest state, although an earlier try had posted an older one', async () => {
    await using core = new Core({ announces: false }).start();
    const shown: string[] = [];
    let isLost = true;
    core.port.answer = ({ deed, attempt }) => {
      if (deed.kind === 'update') shown.push(JSON.stringify(deed));
      if (deed.kind !== 'post' || !deed.pin) return undefined;
      if (isLost) {
        isLost = false;
        shown.push(JSON.stringify(deed.message));
        return { outcome: 'retryLater', reason: 'timed out' };
      }
      return attempt > 1 ? { outcome: 'delivered', externalId: 'x1', wasThere: true } : undefined;
    };
    const incident = core.declare();
    await core.settle();
    core.done('ada', about(incident, { verb: 'tlp', label: 'GREEN' }));
    await core.later({ minutes: 1 });

    expect(shown[0]).not.toContain('GREEN');
    expect(shown[1]).toContain('GREEN');
    expect(shown[1]).toContain('"externalId":"x1"');
    expect(shown).toHaveLength(2);
    expect(core.outbox().every(({ state }) => state === 'delivered')).toBe(true);
  });
});

describe('A card that fails for another reason', () => {
  test('is on the record, not posted a second time', async () => {
    await using core = new Core({ announces: false }).start();
    const incident = await declared(core);
    core.port.answer = ({ deed }) =>
      deed.kind === 'update' ? { outcome: 'failed', reason: 'edit_window_closed' } : undefined;

    core.done('ada', about(incident, { verb: 'role', roles: ['crisis_lead'], person: 'me' }));
    await core.settle();

    expect(core.port.taken.filter(({ deed }) => deed.kind === 'post' && deed.pin)).toEqual([]);
    expect(core.texts(incident).join()).toContain(
      'Not delivered: card status (edit_window_closed)',
    );
  });

  test('that was to be posted is not tried without end', async () => {
    await using core = new Core({ announces: false }).start();
    core.port.answer = ({ deed }) =>
      deed.kind === 'post' && deed.pin
        ? { outcome: 'failed', reason: 'gone', isGone: true }
        : undefined;

    core.declare();
    await core.settle();

    expect(core.outbox().filter(({ state }) => state === 'dead')).toHaveLength(1);
  });
});
