// What `verify` finds when somebody has changed the database behind the bot's back.
import Database from 'better-sqlite3';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allIncidents } from '#db/incidents.ts';
import { openStore } from '#db/open.ts';
import { entryHash, firstHash, readTimeline } from '#db/timeline.ts';
import { verifyIncident } from '#src/usecases/verify.ts';
import { builtInPlaybookPath, loadPlaybook } from '#src/playbook-file.ts';
import { about, Core, id, start } from '../support/core.ts';

let folder: string;
let sound: string;
const one = 'INC-2026-0001';
const two = 'INC-2026-0002';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ssirp-verify-'));
  sound = join(folder, 'sound.db');
  await using core = new Core({
    store: openStore(sound),
    playbook: loadPlaybook(builtInPlaybookPath),
  });
  for (const incident of [core.declare('ada'), core.declare('ada', { visibility: 'private' })]) {
    core.done(
      'ada',
      about(incident, { verb: 'role', roles: ['crisis_lead', 'scribe'], person: 'me' }),
    );
    core.done('ada', about(incident, { verb: 'note', text: 'It crashed', at: null }));
    core.done(
      'ada',
      about(incident, {
        verb: 'addTask',
        text: 'Look',
        assignee: id('bob'),
        by: null,
        phase: null,
        followUp: false,
      }),
    );
    core.done('ada', about(incident, { verb: 'level', level: 2, reason: 'it spreads' }));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What verify says of each incident after the change; every time on a fresh copy. */
function found(change: (db: Database.Database) => void): Record<string, string[]> {
  const path = join(folder, `${crypto.randomUUID()}.db`);
  copyFileSync(sound, path);
  const db = new Database(path);
  db.pragma('foreign_keys = off');
  change(db);
  db.close();
  using store = openStore(path);
  return Object.fromEntries(
    allIncidents(store.db).map((row) => [row.id, verifyIncident(store.db, row).problems]),
  );
}

const problems = (sql: string): string => found((db) => db.exec(sql))[one]?.join(' ') ?? '';

describe('Verifying', () => {
  test('finds nothing in an untouched record', () => {
    expect(found(() => {})).toEqual({ [one]: [], [two]: [] });
  });

  test('finds a changed text', () => {
    expect(
      problems(`update timeline set text = 'It did not crash' where text = 'It crashed'`),
    ).toMatch(/Timeline entry \d+ was changed: its hash does not fit\./);
  });

  test('finds a changed text though the whole chain was made anew', () => {
    const said = found((db) => {
      db.exec(`update timeline set text = 'It did not crash' where text = 'It crashed'`);
      rechain(db);
    });

    expect(said[one]?.join(' ')).toMatch(/Timeline entry \d+ is not what the journal says\./);
    expect(said[one]?.join(' ')).not.toContain('hash');
  });

  test.each([
    ['first', 'seq = 1'],
    ['middle', "text = 'It crashed'"],
    ['last', `seq = (select max(seq) from timeline where incident_id = '${one}')`],
  ])('finds that the %s entry was deleted', (_which, where) => {
    expect(problems(`delete from timeline where ${where} and incident_id = '${one}'`)).toMatch(
      /Timeline entry \d+ is missing/,
    );
  });

  test('finds an inserted entry', () => {
    expect(
      problems(
        `insert into timeline select incident_id, seq + 1, occurred_at, recorded_at, actor, kind, 'planted', data, link, hash
         from timeline where incident_id = '${one}' order by seq desc limit 1`,
      ),
    ).toMatch(/Timeline entries after \d+ have no event in the journal/);
  });

  test('finds a changed snapshot', () => {
    expect(
      problems(`update incidents set snapshot = json_set(snapshot, '$.context.tlp', 'CLEAR')`),
    ).toBe('The stored state of the incident is not what its journal gives.');
    expect(
      problems(
        `update tasks set snapshot = json_set(snapshot, '$.context.assignee', 'slack:T1:eve') where n = 1`,
      ),
    ).toBe('The stored state of task 1 is not what its journal gives.');
    expect(problems(`update tasks set state = 'done' where n = 1`)).toContain('state of task 1');
    expect(problems(`update tasks set assignee = 'slack:T1:eve' where n = 1`)).toContain(
      'state of task 1',
    );
    expect(problems(`delete from tasks where n = 1`)).toContain('number of tasks');
  });

  test.each([
    ['visibility', "update incidents set visibility = 'restricted'"],
    ['title', "update incidents set title = 'Nothing'"],
    ['closing', 'update incidents set closed = 1'],
    ['members', "insert into members select id, 'slack:T1:eve' from incidents"],
    ['lost members', 'delete from members'],
  ])('finds what lists and permissions would read wrongly: %s', (_what, sql) => {
    expect(problems(sql)).toBe(
      'What lists and permissions read of the incident is not what its journal gives.',
    );
  });

  test.each([
    [
      'what was noted',
      `update journal set event = json_set(event, '$.text', 'x') where event ->> '$.type' = 'NOTE'`,
    ],
    [
      'who did it',
      `update journal set event = json_set(event, '$.by', 'slack:T1:eve') where event ->> '$.type' = 'LEVEL'`,
    ],
    [
      'when it was recorded',
      `update journal set recorded_at = '2026-03-02T09:00:00.000Z' where event ->> '$.type' = 'NOTE'`,
    ],
    [
      'which entries it made',
      `update journal set first_seq = 1, last_seq = 1 where event ->> '$.type' = 'NOTE'`,
    ],
    ['that it happened', `delete from journal where event ->> '$.type' = 'NOTE'`],
    ['a later event', `delete from journal where event ->> '$.type' = 'LEVEL'`],
  ])('finds a journal row that was changed: %s', (_what, sql) => {
    expect(problems(sql)).not.toBe('');
  });

  test('finds that two incidents exchanged their records', () => {
    const said = found((db) => {
      for (const table of ['timeline', 'journal']) {
        db.exec(
          `update ${table} set incident_id = case incident_id when '${one}' then 'x' else '${one}' end`,
        );
        db.exec(`update ${table} set incident_id = '${two}' where incident_id = 'x'`);
      }
    });

    expect(said[one]?.[0]).toBe('Timeline entry 1 was changed: its hash does not fit.');
    expect(said[two]?.[0]).toBe('Timeline entry 1 was changed: its hash does not fit.');
  });

  test('finds a last hash that belongs to another record', () => {
    expect(problems(`update incidents set last_hash = 'abc' where id = '${one}'`)).toBe(
      'The last hash of the incident does not fit its timeline.',
    );
  });

  test('names ten problems at most', () => {
    expect(found((db) => db.exec("update timeline set hash = 'abc'"))[one]).toHaveLength(10);
  });
});

describe('Replaying the journal', () => {
  test('gives the same incident after a whole response', async () => {
    await using core = new Core({ playbook: loadPlaybook(builtInPlaybookPath) }).start();
    const incident = core.declare('ada', { level: 4 });
    const say = (...commands: Parameters<typeof about>[1][]): void => {
      for (const command of commands) core.done('ada', about(incident, command));
    };
    say(
      { verb: 'role', roles: 'open', person: 'me' },
      { verb: 'brief', text: 'It is bad' },
      { verb: 'tlp', label: 'AMBER' },
      { verb: 'advance' },
      { verb: 'fact', fact: 'attacks', at: start, text: '' },
    );
    await core.later({ hours: 30 });
    say(
      { verb: 'role', roles: ['deputy'], person: id('bob') },
      { verb: 'override', reason: 'no time' },
    );
    core.done('bob', about(incident, { verb: 'approveAct', approval: 1 }));
    say(
      { verb: 'regress', to: 'assess', reason: 'wrong cause' },
      { verb: 'role', roles: ['engineering_lead'], person: 'none' },
    );
    await core.settle();

    expect(core.problems()).toEqual([]);
  });
});

/** Seals the timeline of every incident anew, as somebody would who knows how. */
function rechain(db: Database.Database): void {
  const path = db.name;
  for (const incident of [one, two]) {
    let hash = firstHash(incident);
    using store = openStore(path);
    for (const entry of readTimeline(store.db, incident)) {
      hash = entryHash(hash, entry);
      db.prepare('update timeline set hash = ? where incident_id = ? and seq = ?').run(
        hash,
        incident,
        entry.seq,
      );
    }
    db.prepare('update incidents set last_hash = ? where id = ?').run(hash, incident);
  }
}
