// Queries that every command runs are built once per database: drizzle takes many times longer to build a query and
// SQLite to compile it than it takes to run.
import type { SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { getTableColumns, sql } from './drizzle.ts';
import type { Db } from './open.ts';

/** Calls `build`, which ends in `.prepare()`, at the first use with a database. */
export function prepared<Query>(build: (db: Db) => Query): (db: Db) => Query {
  const built = new WeakMap<Db, Query>();
  return (db) => {
    const known = built.get(db);
    if (known !== undefined) return known;
    const query = build(db);
    built.set(db, query);
    return query;
  };
}

/** A placeholder for each column, named as the column and encoded like it: what is run takes rows of the table. */
export function columnsOf<T extends SQLiteTable>(table: T): Record<keyof T['_']['columns'], SQL>;
export function columnsOf(table: SQLiteTable): Record<string, SQL> {
  const columns = Object.entries(getTableColumns(table));
  return Object.fromEntries(
    columns.map(([name, column]) => [name, sql`${sql.param(sql.placeholder(name), column)}`]),
  );
}
