// The parts of drizzle that the queries use. They come from its CommonJS files: for each of its ES modules Node reads
// the package's long package.json again, which makes them load six times as slowly as the rest of the bot.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type * as orm from 'drizzle-orm';
import type * as driver from 'drizzle-orm/better-sqlite3';
import type * as migrator from 'drizzle-orm/better-sqlite3/migrator';
import type * as files from 'drizzle-orm/migrator';
import type * as core from 'drizzle-orm/sqlite-core';

interface Load {
  (id: 'drizzle-orm'): typeof orm;
  (id: 'drizzle-orm/sqlite-core'): typeof core;
  (id: 'drizzle-orm/better-sqlite3'): typeof driver;
  (id: 'drizzle-orm/better-sqlite3/migrator'): typeof migrator;
  (id: 'drizzle-orm/migrator'): typeof files;
}

// drizzle-kit loads this file without import.meta, in the project's folder.
const here = import.meta.filename as string | undefined;
const load: Load = createRequire(here ?? resolve('package.json'));

export const {
  and,
  asc,
  between,
  count,
  desc,
  eq,
  exists,
  getTableColumns,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  like,
  lt,
  lte,
  max,
  min,
  ne,
  notInArray,
  or,
  sql,
} = load('drizzle-orm');

export const { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } =
  load('drizzle-orm/sqlite-core');

export const { drizzle } = load('drizzle-orm/better-sqlite3');
export const { migrate } = load('drizzle-orm/better-sqlite3/migrator');
export const { readMigrationFiles } = load('drizzle-orm/migrator');
