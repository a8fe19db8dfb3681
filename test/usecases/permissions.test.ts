// Who may do what: every command against everybody, a refusal that changes nothing, and the page that says so.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { readTimeline } from '#db/timeline.ts';
import type { Store } from '#db/open.ts';
import type { IncidentCommand } from '#src/commands/command.ts';
import type { Outcome } from '#src/commands/outcome.ts';
import { handleCommands } from '#src/usecases/handle-command.ts';
import { about, Core, declaration, id, refusal, tenant } from '../support/core.ts';
import type { Column } from './authority.ts';
import { columns, rights } from './authority.ts';

type Where = 'led' | 'unled' | 'open';

interface Actor {
  name: string;
  where: Where;
  kind?: 'unknown';
  isAdmin?: true;
}

const actors: Record<Column, Actor> = {
  'not known': { name: 'una', where: 'open', kind: 'unknown' },
  workspace: { name: 'wes', where: 'open' },
  member: { name: 'max', where: 'led' },
  holder: { name: 'hal', where: 'led' },
  assignee: { name: 'tina', where: 'led' },
  author: { name: 'mia', where: 'led' },
  'declarer, nobody leads': { name: 'dora', where: 'unled' },
  'declarer, somebody leads': { name: 'dora', where: 'led' },
  deputy: { name: 'dep', where: 'led' },
  'crisis lead': { name: 'lea', where: 'led' },
  admin: { name: 'root', where: 'led', isAdmin: true },
  'engineering lead': { name: 'eng', where: 'led' },
  'product lead': { name: 'prod', where: 'led' },
  'comms lead': { name: 'com', where: 'led' },
  legal: { name: 'law', where: 'led' },
  scribe: { name: 'scr', where: 'led' },
};

const roles = [
  ['lea', 'crisis_lead'],
  ['dep', 'deputy'],
  ['eng', 'engineering_lead'],
  ['prod', 'product_lead'],
  ['com', 'comms_lead'],
  ['law', 'legal'],
  ['scr', 'scribe'],
  ['hal', 'support_liaison'],
] as const;

/** An incident at level 2 with one task of tina's and one note of mia's. */
function prepare(core: Core, where: Where): { incident: string; note: number } {
  const incident = core.declare('dora', {
    level: 2,
    visibility: where === 'open' ? 'open' : 'private',
  });
  core.done(
    'dora',
    about(incident, { verb: 'invite', people: ['max', 'tina', 'mia'].map((name) => id(name)) }),
  );
  core.done(
    'dora',
    about(incident, {
      verb: 'addTask',
      text: 'Look',
      assignee: id('tina'),
      by: null,
      phase: null,
      followUp: false,
    }),
  );
  core.done('mia', about(incident, { verb: 'note', text: 'seen', at: null }));
  const note = [...readTimeline(core.store.db, incident)].at(-1)?.seq ?? 0;
  if (where === 'unled') return { incident, note };
  for (const [name, role] of roles)
    core.done('dora', about(incident, { verb: 'role', roles: [role], person: id(name) }), {
      isAdmin: true,
    });
  for (const [name, role] of roles)
    core.done(name, about(incident, { verb: 'role', roles: [role], person: 'me' }));
  return { incident, note };
}

let core: Core;
let made: Record<Where, { incident: string; note: number }>;
let tries: Store;
beforeAll(() => {
  core = new Core();
  // The first one is what others are merged into.
  core.declare('dora');
  made = { led: prepare(core, 'led'), unled: prepare(core, 'unled'), open: prepare(core, 'open') };
  tries = withoutTrace(core.store);
});
afterAll(() => core[Symbol.asyncDispose]());

/** The same store, whose transactions are always rolled back: every question meets the same incident. */
function withoutTrace(store: Store): Store {
  return {
    ...store,
    transaction: (work) => {
      const held: { result?: ReturnType<typeof work> } = {};
      const rollback = new Error('rolled back');
      try {
        return store.transaction((tx) => {
          held.result = work(tx);
          throw rollback;
        });
      } catch (error) {
        if (error !== rollback) throw error;
        return held.result as ReturnType<typeof work>;
      }
    },
  };
}

type Person = Actor & { in: string; note: number };
const at = (actor: Actor): Person => ({
  ...actor,
  in: made[actor.where].incident,
  note: made[actor.where].note,
});

function ask(
  store: Store,
  person: Person,
  command: IncidentCommand,
  kind: 'member' | 'guest' | 'stranger' | 'unknown' = person.kind ?? 'member',
): Outcome {
  const asked = 'seq' in command ? { ...command, seq: person.note } : command;
  const request = {
    requestId: crypto.randomUUID(),
    person: id(person.name),
    tenant,
    kind,
    isAdmin: person.isAdmin === true,
    conversation: null,
  };
  return handleCommands(store, core.rules, core.clock.now(), request, [about(person.in, asked)]);
}

/** Refused for who asks, not for when. */
const isForbidden = (outcome: Outcome): boolean =>
  ['notAllowed', 'unknownIncident', 'guest', 'standingUnknown'].includes(refusal(outcome) ?? '');

const every = rights;

/** Every row of every table that a command may write. */
function contents(): string {
  const tables = [
    'incidents',
    'members',
    'tasks',
    'journal',
    'timeline',
    'outbox',
    'timers',
    'inbox',
    'captures',
    'conversations',
    'cards',
  ];
  return JSON.stringify(tables.map((name) => core.store.db.all(sql.raw(`select * from ${name}`))));
}

/** May somebody whom the platform calls that do what needs no incident? */
function isAllowed(
  verb: 'declare' | 'list' | 'help',
  kind: 'member' | 'unknown' | 'guest' | 'stranger',
): boolean {
  const command = {
    declare: declaration,
    list: { verb: 'list', which: 'open' },
    help: { verb: 'help', topic: null },
  } as const;
  const request = {
    requestId: crypto.randomUUID(),
    person: id('zoe'),
    tenant,
    kind,
    isAdmin: false,
    conversation: null,
  };
  return (
    refusal(handleCommands(tries, core.rules, core.clock.now(), request, [command[verb]])) ===
    undefined
  );
}

describe('Permissions', () => {
  test.each(every)('of %s are as the table says', (_name, { may, commands }) => {
    const marks = may.split(' ');
    for (const command of commands) {
      const found = columns.map((column) =>
        isForbidden(ask(tries, at(actors[column]), command)) ? '.' : '+',
      );

      expect(found.join(' ')).toBe(marks.join(' '));
    }
  });

  test.each(['guest', 'stranger'] as const)(
    'a %s gets nothing at all, even as crisis lead or admin',
    (kind) => {
      for (const [name, { commands }] of every) {
        for (const actor of [actors.workspace, actors['crisis lead'], actors.admin]) {
          for (const command of commands)
            expect([name, ask(tries, at(actor), command, kind)]).toEqual([
              name,
              { kind: 'refused', refusal: { reason: 'guest' } },
            ]);
        }
      }
    },
  );

  test('an outsider of a private incident gets the very answer that a number nobody has gives', () => {
    for (const [name, { commands }] of every) {
      for (const command of commands) {
        const real = ask(tries, at({ name: 'wes', where: 'led' }), command);
        const none = ask(
          tries,
          { ...at({ name: 'wes', where: 'led' }), in: 'INC-2026-9999' },
          command,
        );

        expect([name, real]).toEqual([
          name,
          { kind: 'refused', refusal: { reason: 'unknownIncident', id: made.led.incident } },
        ]);
        expect(none).toEqual({
          kind: 'refused',
          refusal: { reason: 'unknownIncident', id: 'INC-2026-9999' },
        });
      }
    }
  });

  test('a refusal leaves every table as it was', () => {
    const before = contents();
    let refused = 0;
    for (const [, { may, commands }] of every) {
      may.split(' ').forEach((mark, i) => {
        const column = columns[i];
        if (mark === '+' || column === undefined) return;
        for (const command of commands) {
          expect(isForbidden(ask(core.store, at(actors[column]), command))).toBe(true);
          refused += 1;
        }
      });
      for (const command of commands) ask(core.store, at({ name: 'wes', where: 'led' }), command);
    }

    expect(refused).toBeGreaterThan(400);
    expect(contents()).toBe(before);
  });

  test('a refusal by the chart leaves every table as it was', () => {
    const before = contents();
    const lead = at(actors['crisis lead']);
    const refused: IncidentCommand[] = [
      { verb: 'advance' },
      { verb: 'go', at: null },
      { verb: 'reopen', reason: 'x' },
      { verb: 'ack', n: 99 },
      { verb: 'correct', seq: 0, text: 'x' },
      { verb: 'retry', id: 99 },
      { verb: 'merge', into: lead.in, reason: 'x' },
      { verb: 'role', roles: ['crisis_lead'], person: 'me' },
      { verb: 'release', messageId: 'none' },
      { verb: 'level', level: 2, reason: 'x' },
    ];
    const reasons = refused.map((command) =>
      refusal(ask(core.store, command.verb === 'correct' ? { ...lead, note: 999 } : lead, command)),
    );

    expect(reasons).toEqual([
      'guard',
      'notNow',
      'notNow',
      'unknownTask',
      'unknownEntry',
      'unknownDelivery',
      'guard',
      'guard',
      'notCaptured',
      'guard',
    ]);
    expect(contents()).toBe(before);
  });

  test('declaring and looking need a known member of the workspace, help only no guest', () => {
    const kinds = ['member', 'unknown', 'guest', 'stranger'] as const;

    expect(kinds.map((kind) => isAllowed('declare', kind))).toEqual([true, false, false, false]);
    expect(kinds.map((kind) => isAllowed('list', kind))).toEqual([true, false, false, false]);
    expect(kinds.map((kind) => isAllowed('help', kind))).toEqual([true, true, false, false]);
  });
});

describe('docs/permissions.md', () => {
  const page = readFileSync(new URL('../../docs/permissions.md', import.meta.url), 'utf8');
  const told = page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => {
      const [, typed = '', who = ''] = line.split('|').map((cell) => cell.trim());
      return [...typed.matchAll(/`([^`]+)`/g)].map(([, command]) => [command, who]);
    });

  test('says for every typed command who may, and names no other', () => {
    const expected = new Map(
      every.flatMap(([, { typed, who }]) => (typed === '' ? [] : [[typed, who]])),
    );
    // These have rules of their own, in prose and in roles.test.ts.
    expected.set('role', 'Depends on the role: see below');
    for (const typed of ['followup', 'lesson']) expected.set(typed, 'Everybody who belongs');

    expect(new Map(told as [string, string][])).toEqual(expected);
    expect(told).toHaveLength(expected.size);
  });
});
