// The whole record as JSON, `ssirp-export/1` (docs/export.schema.json): what replay needs, exactly as stored.
// Texts keep their `<@person-id>`; the order of keys and rows depends on the record alone.
import type { PersonId } from '#machines/incident-types.ts';
import { approvalsOf } from '#src/messages/approval-card.ts';
import type { DigestInProgress } from './digest.ts';
import { startDigest } from './digest.ts';
import { mentioned } from './names.ts';
import { scoreIn } from './score-section.ts';
import type { ExportSource } from './source.ts';

export function* json(source: ExportSource): Generator<string> {
  const { exportedAt, incident } = source;
  const { context, states, closed, checklist, ruling, channel } = incident;
  const digest = startDigest(source);
  const seen = concerned(source);

  yield `{"schema":"ssirp-export/1",\n"exportedAt":${JSON.stringify(exportedAt)},\n`;
  yield `"incident":${JSON.stringify({ context, states, closed, checklist, ruling, channel })},\n`;
  yield* array('tasks', tasks(source));
  yield* array('parts', parts(source));
  yield* array('timeline', timeline(source, digest, seen));
  yield* array('journal', journal(source));
  yield* array('people', people(source, seen));
  // Last, because it is known only when every entry has gone by.
  const score = scoreIn(source);
  if (score !== undefined) yield `"score":${JSON.stringify(score)},\n`;
  yield `"metrics":${JSON.stringify(digest.finish().metrics)}}\n`;
}

function* array(name: string, rows: Iterable<unknown>): Generator<string> {
  yield `"${name}":[`;
  let separator = '\n';
  for (const row of rows) {
    yield separator + JSON.stringify(row);
    separator = ',\n';
  }
  yield '],\n';
}

/** Only who is part of the record: the source may hold everybody the bot knows. */
function people({ people: known }: ExportSource, seen: ReadonlySet<PersonId>): unknown[] {
  return [...seen].toSorted().flatMap((id) => {
    const person = known.get(id);
    return person === undefined ? [] : [{ id, name: person.name, handle: person.handle }];
  });
}

/** Who is named by the incident, its tasks and approvals; the entries add theirs as they go by. */
function concerned({ incident }: ExportSource): Set<PersonId> {
  const { declaredBy, members, roles } = incident.context;
  const holders = Object.values(roles).map(({ person }) => person);
  const assignees = incident.tasks.flatMap(({ context }) => context.assignee ?? []);
  const asked = approvalsOf(incident).flatMap(({ snapshot }) => snapshot.context.asked);
  return new Set([declaredBy, ...members, ...holders, ...assignees, ...asked]);
}

function tasks({ incident }: ExportSource): unknown[] {
  return incident.tasks
    .toSorted((a, b) => a.n - b.n)
    .map(({ n, state, text, context }) => ({ n, state, text, context }));
}

function parts({ incident }: ExportSource): unknown[] {
  return incident.parts.map(({ kind, n, state, closed, snapshot }) => ({
    kind,
    n,
    state,
    closed,
    value: snapshot.value,
    context: snapshot.context,
  }));
}

function* timeline(source: ExportSource, digest: DigestInProgress, seen: Set<PersonId>): Generator {
  for (const entry of source.entries()) {
    digest.take(entry);
    seen.add(entry.actor);
    for (const person of mentioned(entry.text)) seen.add(person);
    const { seq, occurredAt, recordedAt, actor, kind, text, data, link, hash } = entry;
    yield { seq, occurredAt, recordedAt, actor, kind, text, data, link, hash };
  }
}

function* journal(source: ExportSource): Generator {
  for (const row of source.journal()) {
    const { n, instance, event, chartVersion, recordedAt, firstSeq, lastSeq } = row;
    yield { n, instance, event, chartVersion, recordedAt, firstSeq, lastSeq };
  }
}
