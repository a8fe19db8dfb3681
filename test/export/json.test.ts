// The JSON export: described by its schema, complete, the same for the same record.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect, test } from 'vitest';
import type { IncidentEvent } from '#machines/incident-types.ts';
import { declareIncident, stepIncident } from '#machines/step.ts';
import type { ExportSource, JournalView } from '#src/export/source.ts';
import type { EntryView } from '#src/commands/view-types.ts';
import { textOf } from './record.ts';
import { casesIncident, clocksIncident, longIncident, youngIncident } from './stories.ts';

interface Exported {
  schema: string;
  incident: { context: { id: string } };
  timeline: EntryView[];
  journal: (JournalView & { event: { input: never } })[];
  people: { id: string }[];
}

const schema = JSON.parse(
  readFileSync(new URL('../../docs/export.schema.json', import.meta.url), 'utf8'),
) as object;

/** The schema with every object closed, so that what is exported but not described is found. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const inner = Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, closed(value)]),
  );
  const isOpen = 'properties' in part && !('additionalProperties' in part) && 'type' in part;
  return isOpen ? { ...inner, additionalProperties: false } : inner;
}

function problems(against: object, source: ExportSource): unknown {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(against);
  validate(JSON.parse(textOf('json', source)));
  return validate.errors ?? [];
}

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const read = (source: ExportSource): Exported => JSON.parse(textOf('json', source)) as Exported;

test.for([
  ['a closed incident', longIncident()],
  ['an open one', youngIncident()],
  ['one with cases', casesIncident()],
  ['one with clocks', clocksIncident()],
] as const)('%s is as the schema says, and nothing more', ([, record]) => {
  expect(problems(schema, record.source())).toEqual([]);
  expect(problems(closed(schema) as object, record.source())).toEqual([]);
});

test('the same record gives the same bytes', () => {
  expect(textOf('json', longIncident().source())).toBe(textOf('json', longIncident().source()));
});

test('the chain can be checked from the file alone', () => {
  const { incident, timeline } = read(longIncident().source());
  let former = sha(incident.context.id);
  for (const { seq, occurredAt, recordedAt, actor, kind, text, data, link, hash } of timeline) {
    former = sha(
      JSON.stringify([former, seq, occurredAt, recordedAt, actor, kind, text, data, link]),
    );
    expect(hash).toBe(former);
  }
});

test('replaying the journal gives the same incident', () => {
  const { incident, journal } = read(longIncident().source());
  const [first, ...events] = journal.filter(({ instance }) => instance === 'incident');
  let snapshot = declareIncident(first?.event.input as never).snapshot;
  for (const { event } of events) {
    const stepped = stepIncident(snapshot, event as unknown as IncidentEvent);
    if (!stepped.ok) throw new Error(`${event.type} refused`);
    snapshot = stepped.step.snapshot;
  }
  expect(JSON.parse(JSON.stringify(snapshot.context))).toEqual(incident.context);
});

test('only people of the record are in it', () => {
  const { people } = read(longIncident().source());
  expect(people.map(({ id }) => id)).toEqual([
    'console:local:ada',
    'console:local:alan',
    'console:local:grace',
  ]);
});
