// Makes records long: timeline and journal rows as years of incidents would leave them, written with plain SQL in one
// transaction. Kinds, corrections and entries told late come in about the shares of a real record.
import Database from 'better-sqlite3';

const kinds = `case
  when n % 97 = 0 then 'correction'
  when n % 41 = 0 then 'sitrep'
  when n % 13 = 0 then 'link'
  when n % 11 = 0 then 'task.done'
  else 'note' end`;

const texts = `case
  when n % 97 = 0 then 'Entry ' || (n - 5) || ' corrected: four addresses in three networks'
  when n % 41 = 0 then 'Sitrep: exploitation is limited to ' || (n % 7) || ' tenants; detection is deployed; fix in test'
  when n % 5 = 0 then '<@' || actor || '> looked at host-' || (n % 50) || ' & found <nothing> new_yet (' || n || ')'
  else 'The proxy logs of host-' || (n % 50) || ' show the same request from four more addresses, line ' || n end`;

const data = `case
  when n % 97 = 0 then json_object('of', seq - 5, 'old', 'four addresses', 'new', 'four addresses in three networks')
  when n % 11 = 0 then json_object('n', 1)
  else '{}' end`;

/** Adds `count` entries to each incident, one a minute, with a journal row for each. */
export function lengthen(file: string, count: number): void {
  const sqlite = new Database(file);
  sqlite.pragma('journal_mode = WAL');
  sqlite.transaction(() => {
    sqlite.exec(`
      create temp table line as
        with recursive line(n) as (select 1 union all select n + 1 from line where n < ${count})
        select n from line;
      create temp table entry as
        select i.id as incident_id, n, i.last_seq + n as seq, i.last_journal + n as journal_n, i.declared_by as actor,
          strftime('%Y-%m-%dT%H:%M:%fZ', i.declared_at, printf('%+d minutes', n)) as recorded_at,
          strftime('%Y-%m-%dT%H:%M:%fZ', i.declared_at, printf('%+d minutes', n - (n % 53 = 0) * 90)) as occurred_at
        from incidents i cross join line;
      insert into timeline
        select incident_id, seq, occurred_at, recorded_at, actor, ${kinds}, ${texts}, ${data},
          case when n % 13 = 0 then 'https://tracker.example/issues/' || n end,
          lower(hex(randomblob(32)))
        from entry order by incident_id, seq;
      insert into journal
        select incident_id, journal_n, 'incident',
          json_object('at', recorded_at, 'by', actor, 'type', 'NOTE', 'text', ${texts}, 'occurredAt', occurred_at,
            'link', null, 'author', null),
          1, recorded_at, seq, seq
        from entry order by incident_id, journal_n;
      update incidents set last_seq = last_seq + ${count}, last_journal = last_journal + ${count};
    `);
  })();
  sqlite.close();
}
