// The secret calendar of each person: what is in it, who may read it, and what of it is kept where.
import ICAL from 'ical.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { savePerson } from '#db/people.ts';
import { inbox, calendars } from '#db/schema.ts';
import { calendarFile, calendarType } from '#src/export/calendar.ts';
import { calendarRoute } from '#src/http/calendar.ts';
import type { Listening } from '#src/http/server.ts';
import { listen } from '#src/http/server.ts';
import type { Outcome } from '#src/commands/outcome.ts';
import { calendarOf } from '#src/usecases/calendar-items.ts';
import { addClock, tellClock } from '../support/clocks.ts';
import type { Asking } from '../support/core.ts';
import { about, after, Core, id, refusal, start, tenant } from '../support/core.ts';
import { onTeams, pair, teams } from '../support/mirrored.ts';

let core: Core;
let server: Listening;
let logged: unknown[];

beforeEach(async () => {
  core = new Core({ admins: ['zoe'], mirrors: pair });
  for (const name of ['ada', 'ben', 'zoe']) met(name);
  met('mia', 'member', teams);
  logged = [];
  const note = (...said: unknown[]): void => void logged.push(said);
  const log = { debug: note, info: note, warn: note, error: note };
  const route = calendarRoute({
    now: () => core.clock.now(),
    calendarOf: (secret) => {
      const found = calendarOf(core.store.db, core.rules, secret);
      return found && { person: found.person, file: calendarFile(found.items) };
    },
    contentType: calendarType,
  });
  server = await listen({ host: '127.0.0.1', port: 0, log }, [route]);
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await core[Symbol.asyncDispose]();
});

function met(name: string, kind: 'member' | 'guest' = 'member', of = tenant): void {
  const person = { id: id(name, of), tenant: of, name, handle: name, zone: null, kind };
  savePerson(core.store.db, person);
}

function asks(
  name: string,
  renew = false,
  asking: Asking = {},
): Extract<Outcome, { kind: 'calendar' }> {
  const outcome = core.ask(name, { verb: 'calendar', renew }, asking);
  if (outcome.kind !== 'calendar') throw new Error(JSON.stringify(outcome));
  return outcome;
}

/** The path of somebody's address. */
function addressOf(name: string, renew = false, asking: Asking = {}): string {
  const { address } = asks(name, renew, asking);
  if (address === null) throw new Error(`${name} has one already`);
  return new URL(address).pathname;
}

const get = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${server.port}${path}`, init);

async function events(path: string): Promise<ICAL.Event[]> {
  const calendar = new ICAL.Component(ICAL.parse(await (await get(path)).text()) as unknown[]);
  return calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
}

/** `2026-03-02T14:00:00Z INC-2026-0001 · Sitrep due`, in order. */
const lines = async (path: string): Promise<string[]> =>
  (await events(path)).map((event) => `${event.startDate.toString()} ${event.summary}`);

/** How long before it is due it warns, in minutes. */
const warnings = (event: ICAL.Event): number[] =>
  event.component
    .getAllSubcomponents('valarm')
    .map((alarm) => ICAL.Duration.fromString(String(alarm.getFirstPropertyValue('trigger'))))
    .map((duration) => duration.toSeconds() / -60);

const task = (assignee: string | null, by: string, followUp = false) =>
  ({ verb: 'addTask', text: 'Secret hole', assignee, by, phase: null, followUp }) as const;

/** With an embargo of case 1 that ends in so many days. */
function embargo(incident: string, days: number): void {
  const adding = { verb: 'addCase', title: 'Secret hole', cve: null, reporter: null } as const;
  const deciding = { verb: 'embargo', caseNumber: 1, reason: '' } as const;
  core.done('ada', [
    about(incident, { ...adding, vendorAware: true }),
    about(incident, { ...deciding, step: 'propose', until: after(start, { hours: 24 * days }) }),
    about(incident, { ...deciding, step: 'accept', until: null }),
  ]);
}

describe('A calendar', () => {
  test('shows when sitreps, tasks, follow-ups and embargoes are due, by number and name alone', async () => {
    const incident = core.declare('ada', { title: 'Secret hole' });
    embargo(incident, 8);
    core.done('ada', about(incident, task(id('ada'), after(start, { hours: 2 }))));
    core.done('ada', about(incident, task(id('ada'), after(start, { hours: 48 }), true)));
    core.done('ada', about(incident, task(id('ben'), after(start, { hours: 3 }))));
    const path = addressOf('ada');

    expect(await lines(path)).toEqual([
      '2026-03-02T12:00:00Z INC-2026-0001 · Task 1 due',
      '2026-03-02T14:00:00Z INC-2026-0001 · Sitrep due',
      '2026-03-04T10:00:00Z INC-2026-0001 · Follow-up 2 due',
      '2026-03-10T10:00:00Z INC-2026-0001 · Embargo of case 1 ends',
    ]);
    expect(await (await get(path)).text()).not.toMatch(/secret|hole|slack/iu);
  });

  test('warns of what is theirs: once in the last quarter, of an embargo at half of it, too', async () => {
    const incident = core.declare();
    embargo(incident, 8);
    core.done('ada', about(incident, task(id('ben'), after(start, { hours: 4 }))));

    const day = 24 * 60;
    expect((await events(addressOf('ada'))).map(warnings)).toEqual([[60], [4 * day, 2 * day]]);
    expect((await events(addressOf('ben'))).map(warnings)).toEqual([
      [60],
      [60],
      [4 * day, 2 * day],
    ]);
    // She may see it and has no part in it.
    expect((await events(addressOf('zoe'))).map(warnings)).toEqual([[], []]);
  });

  test('moves what is due, and keeps its identity', async () => {
    const incident = core.declare();
    const path = addressOf('ada');
    const [before] = await events(path);
    core.clock.advanceTo(after(start, { hours: 1 }));
    core.done('ada', about(incident, { verb: 'sitrep', text: 'All is well' }));
    const [later] = await events(path);

    expect(later?.startDate.toString()).toBe('2026-03-02T15:00:00Z');
    expect(later?.uid).toBe(before?.uid);
    expect(later?.uid).toBe('inc-2026-0001.1772445600000.incident@ssirp');
    expect(Number(later?.sequence)).toBeGreaterThan(Number(before?.sequence));
    expect(String(later?.component.getFirstPropertyValue('last-modified'))).toBe(
      '2026-03-02T11:00:00Z',
    );
  });

  test('marks drills, and says of a closed incident only what outlives it', async () => {
    const drill = core.declare('ada', { drill: true });
    const path = addressOf('ada');
    expect(await lines(path)).toEqual(['2026-03-02T14:00:00Z DRILL · INC-2026-0001 · Sitrep due']);

    core.done('ada', about(drill, task(id('ada'), after(start, { hours: 48 }), true)));
    core.done('ada', about(drill, task(id('ada'), after(start, { hours: 48 }))));
    core.done('ada', about(drill, { verb: 'standDown', reason: 'enough' }));
    expect(await lines(path)).toEqual([
      '2026-03-04T10:00:00Z DRILL · INC-2026-0001 · Follow-up 1 due',
    ]);
  });
});

describe('A clock', () => {
  test('is there while it is to be decided and while it runs, and for its owner warns at half and in the last quarter', async () => {
    const incident = core.declare();
    const first = addClock(core, incident);
    const second = addClock(core, incident, { obligation: 'notification', group: first });
    addClock(core, incident, { obligation: 'finalReport', group: first });
    const path = addressOf('ada');
    const clocks = async (): Promise<string[]> =>
      (await lines(path)).filter((line) => line.includes('CRA'));

    // Whether all of them apply is decided on the first.
    expect(await clocks()).toEqual([
      '2026-03-03T10:00:00Z INC-2026-0001 · CRA early warning due, if it applies',
    ]);
    for (const n of [first, second, 3])
      tellClock(core, incident, n, { type: 'APPLIES', since: null, reason: '' });
    expect(await clocks()).toEqual([
      '2026-03-03T10:00:00Z INC-2026-0001 · CRA early warning due',
      '2026-03-05T10:00:00Z INC-2026-0001 · CRA notification due',
    ]);
    const [, warning] = await events(path);
    expect(warning && warnings(warning)).toEqual([12 * 60, 6 * 60]);

    tellClock(core, incident, first, { type: 'FILED', reference: 'SRP-77', filedAt: start });
    expect(await clocks()).toEqual(['2026-03-05T10:00:00Z INC-2026-0001 · CRA notification due']);
  });

  test('says that it is overdue, and goes on when its incident is closed', async () => {
    core.start();
    const incident = core.declare();
    const n = addClock(core, incident);
    tellClock(core, incident, n, { type: 'APPLIES', since: null, reason: '' });
    const path = addressOf('ada');
    const [, before] = await events(path);
    core.done('ada', about(incident, { verb: 'standDown', reason: 'another vendor has it' }));
    await core.later({ hours: 25 });

    expect(await lines(path)).toEqual([
      '2026-03-03T10:00:00Z INC-2026-0001 · CRA early warning overdue',
    ]);
    const [later] = await events(path);
    expect(later?.uid).toBe(before?.uid);
    expect(Number(later?.sequence)).toBeGreaterThan(Number(before?.sequence));
  });
});

describe('Of an incident that is not open', () => {
  test.each([
    ['private', 1],
    ['restricted', 0],
  ] as const)(
    'a %s one is in the calendars of those who may see it at that moment',
    async (visibility, admins) => {
      const incident = core.declare('ada', { visibility });
      embargo(incident, 8);
      addClock(core, incident);
      core.done('ada', about(incident, { verb: 'invite', people: [id('ben')] }));
      core.done('ada', about(incident, task(id('ben'), after(start, { hours: 2 }))));
      const [ada, ben, zoe] = [addressOf('ada'), addressOf('ben'), addressOf('zoe')];
      const mia = addressOf('mia', false, onTeams);

      expect(await lines(ada)).toHaveLength(3);
      expect(await lines(ben)).toHaveLength(4);
      expect(await lines(zoe)).toHaveLength(3 * admins);
      expect(await lines(mia)).toEqual([]);

      core.done('ada', about(incident, { verb: 'remove', person: id('ben'), reason: 'left' }));
      expect(await lines(ben)).toEqual([]);
    },
  );

  test('an open one is mirrored, and a drill is not', async () => {
    core.declare();
    core.declare('ada', { drill: true });

    expect(await lines(addressOf('mia', false, onTeams))).toEqual([
      '2026-03-02T14:00:00Z INC-2026-0001 · Sitrep due',
    ]);
  });
});

describe('The address', () => {
  test('is shown once, is nowhere in the database, and another ends it', async () => {
    const first = addressOf('ada');
    expect(asks('ada').address).toBeNull();
    const second = addressOf('ada', true);

    expect((await get(first)).status).toBe(404);
    expect((await get(second)).status).toBe(200);
    const { db } = core.store;
    const kept = JSON.stringify([db.select().from(calendars).all(), db.select().from(inbox).all()]);
    for (const path of [first, second])
      expect(kept).not.toContain(path.slice('/calendar/'.length, -'.ics'.length));
  });

  test('is made once of a delivery that comes twice', async () => {
    const path = addressOf('ada', true, { requestId: 'r1' });

    expect(asks('ada', true, { requestId: 'r1' }).address).toBeNull();
    expect((await get(path)).status).toBe(200);
  });

  test('shows nothing any more to whoever is no member, and nothing to guests', async () => {
    core.declare();
    const path = addressOf('ada');
    met('ada', 'guest');

    expect(await lines(path)).toEqual([]);
    expect(refusal(core.ask('eve', { verb: 'calendar', renew: false }, { kind: 'guest' }))).toBe(
      'guest',
    );
  });

  test('is refused where nobody could reach it', async () => {
    Object.assign(core.rules, { publicUrl: null });

    expect(refusal(core.ask('ada', { verb: 'calendar', renew: false }))).toBe('noCalendar');
  });

  test('unknown, misspelt or written to, it is a page that is not there, and in no log', async () => {
    const path = addressOf('ada');
    const answers = [
      await get(path.replace('.ics', 'x.ics')),
      await get('/calendar/.ics'),
      await get(`/calendar/${'x'.repeat(5000)}.ics`),
      await get(path, { method: 'POST' }),
    ];

    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(await answer.text()).toBe('Not found');
    }
    expect((await get(path)).status).toBe(200);
    expect(logged).toEqual([]);
  });

  test('answers that nothing is new, keeps nothing on the way, and limits how often it is asked', async () => {
    const incident = core.declare();
    const path = addressOf('ada');
    const first = await get(path);
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(first.headers.get('cache-control')).toBe('private, no-cache');

    const headers = { 'if-none-match': `"other", W/${etag}` };
    expect((await get(path, { headers })).status).toBe(304);
    const head = await get(path, { method: 'HEAD' });
    expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', etag]);
    core.done('ada', about(incident, { verb: 'sitrep', text: 'All is well' }));
    expect((await get(path, { headers })).status).toBe(200);

    for (let n = 5; n <= 60; n += 1) await get(path, { method: 'HEAD' });
    const limited = await get(path);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '600']);
    expect((await get(addressOf('ben'))).status).toBe(200);
    core.clock.advanceTo(after(start, { minutes: 10 }));
    expect((await get(path)).status).toBe(200);
  });
});
