// Commands that several tests say, and the tables they look at.
import { sql } from 'drizzle-orm';
import type { Core } from '../support/core.ts';

export const note = (text: string) => ({ verb: 'note', text, at: null }) as const;
export const task = (text: string, assignee: string | null = null) =>
  ({ verb: 'addTask', text, assignee, by: null, phase: null, followUp: false }) as const;

/** The whole content of the tables. */
export const rows = (core: Core, ...tables: string[]): string =>
  JSON.stringify(tables.map((table) => core.store.db.all(sql.raw(`select * from ${table}`))));

export const everything = [
  'incidents',
  'members',
  'tasks',
  'journal',
  'timeline',
  'outbox',
  'timers',
  'inbox',
  'captures',
];
