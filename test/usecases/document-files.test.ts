// Documents as files: out into the room, and back with the words that somebody changed.
import { expect, test } from 'vitest';
import { loadPart } from '#db/parts.ts';
import type { DocumentContext } from '#machines/document-types.ts';
import { formCommands } from '#src/commands/forms.ts';
import { documentFile, documentFileProblems } from '#src/disclosure/document-file.ts';
import { markdownFile } from '#src/disclosure/markdown.ts';
import { renderOutcome } from '#src/messages/reply.ts';
import { handleOf } from '#src/messages/rich.ts';
import { examplePublisher } from '#src/shared/publisher.ts';
import { about, Core } from '../support/core.ts';
import { led, says } from './typed.ts';

function document(core: Core, incident: string): DocumentContext {
  const found = loadPart(core.store.db, incident, 'document', 1);
  if (found === undefined) throw new Error('no document');
  return found.snapshot.context;
}

/** An advisory that Ada wrote a summary of. */
function drafted(core: Core): string {
  const incident = led(core);
  says(core, incident, 'advisory draft Look out', 'document 1 write summary It is bad.');
  return incident;
}

const fileOf = (core: Core, incident: string): string =>
  markdownFile(document(core, incident), examplePublisher, { locale: 'en-US', tlp: 'AMBER' });

/** Submits the form as every platform does, and reads the answer. */
function handIn(core: Core, incident: string, file: string, by = 'ada'): string {
  const form = { id: 'importDocument', incidentId: incident, subject: '1 en-US', seen: '' };
  const now = core.clock.now();
  const read = formCommands(form, { file }, { now, zone: 'UTC' });
  if (!read.ok) return Object.values(read.error).join(' ');
  const [command] = read.value.commands;
  if (command?.verb !== 'importDocument') throw new Error('nothing is handed in');
  const outcome = core.ask(by, about(incident, command));
  return renderOutcome(outcome, { now, nameOf: handleOf }).message.summary;
}

test('the file is put into the room, which is on the record', async () => {
  await using core = new Core();
  const incident = drafted(core);

  says(core, incident, 'document 1 export html');

  expect(core.texts(incident).at(-1)).toBe('Document 1 exported as html (en-US)');
  expect(core.outbox().at(-1)?.effect).toMatchObject({
    kind: 'upload',
    document: 1,
    format: 'html',
    locale: 'en-US',
  });
});

test('a form for programs is put into the room only if it passes its tests; else the test is named', async () => {
  await using core = new Core({
    fileProblems: (one, format, locale) =>
      format === 'csaf'
        ? []
        : documentFileProblems(one, examplePublisher, {
            format,
            locale,
            isDrill: false,
            tlp: null,
          }),
  });
  const incident = drafted(core);

  const answer = says(core, incident, 'document 1 export vex');

  expect(answer).toContain('is not handed over as vex');
  expect(answer).toContain('its cases name no product');
  expect(core.outbox().filter(({ effect }) => effect.kind === 'upload')).toEqual([]);

  says(core, incident, 'document 1 export csaf');

  expect(core.outbox().at(-1)?.effect).toMatchObject({ kind: 'upload', format: 'csaf' });
});

test('what is not out is marked as a draft, under a label of its own', async () => {
  await using core = new Core();
  const incident = drafted(core);
  says(core, incident, 'tlp RED');
  const asked = { locale: 'en-US', isDrill: false, tlp: 'RED' } as const;
  const [page, file] = (['html', 'md'] as const).map((format) => {
    const made = documentFile(document(core, incident), examplePublisher, { ...asked, format });
    return made.ok ? made.value.text : '';
  });

  expect(page).toContain('TLP:RED');
  expect(page).not.toContain('TLP:CLEAR');
  expect(file).toMatch(/TLP:RED · .*DRAFT/u);
});

test('what was changed in the file is written, each section on the record', async () => {
  await using core = new Core();
  const incident = drafted(core);
  const file = fileOf(core, incident)
    .replace('It is bad.', 'It is **worse**.')
    .replace(/(<!-- section recommendation .*-->\n)/u, '$1\nPull the plug.\n');

  const answer = handIn(core, incident, file);

  expect(answer).toContain('executive summary');
  expect(document(core, incident).texts).toMatchObject({
    title: 'Look out',
    summary: 'It is **worse**.',
    recommendation: 'Pull the plug.',
  });
  expect(fileOf(core, incident)).toContain('It is **worse**.');
});

test('a file without changes says so', async () => {
  await using core = new Core();
  const incident = drafted(core);

  expect(handIn(core, incident, fileOf(core, incident))).toContain('already');
});

test('of a file that is not right nothing is taken, and the lines are named', async () => {
  await using core = new Core();
  const incident = drafted(core);
  const before = document(core, incident);
  const file = fileOf(core, incident)
    .replace('It is bad.', 'It is worse.')
    .replace('# Security Advisory SA26-001', '# Security Advisory SA26-002');

  const answer = handIn(core, incident, file);

  expect(answer).toContain('This file is not taken');
  expect(answer).toContain('SA26-002');
  expect(document(core, incident)).toEqual(before);
});

test('a file that is older than the document says what changed since', async () => {
  await using core = new Core();
  const incident = drafted(core);
  const file = fileOf(core, incident).replace('It is bad.', 'It is worse.');
  says(core, incident, 'document 1 write recommendation Pull the plug.');

  const answer = handIn(core, incident, file);

  expect(answer).toContain('changed since: recommendation');
  expect(answer).toContain('carry over what you wrote (summary)');
});

test('whoever may not write a document may not hand in its file', async () => {
  await using core = new Core();
  const incident = drafted(core);
  core.done('eve', about(incident, { verb: 'join', reason: '' }));
  const file = fileOf(core, incident).replace('It is bad.', 'It is good.');

  expect(handIn(core, incident, file, 'eve')).toMatch(/comms lead/u);
});

test('a language that nobody asked for has no file', async () => {
  await using core = new Core();
  const incident = drafted(core);

  expect(says(core, incident, 'document 1 export md de')).toContain('is not wanted in de-DE');
  expect(says(core, incident, 'document 1 import de')).toContain('is not wanted in de-DE');
});

test('no file is no form filled in', async () => {
  await using core = new Core();
  const incident = drafted(core);

  expect(handIn(core, incident, '')).toContain('Choose the file');
});

test('the file of a translation changes that language only', async () => {
  await using core = new Core({ publisher: { ...examplePublisher, requiredLocales: ['de-DE'] } });
  const incident = drafted(core);
  const before = document(core, incident).texts;
  const german = markdownFile(document(core, incident), examplePublisher, {
    locale: 'de-DE',
    tlp: 'AMBER',
  });
  const text = german.replace('It is bad.', 'Es ist schlimm.');
  const command = { verb: 'importDocument', documentNumber: 1, locale: 'de-DE', text } as const;

  expect(core.ask('ada', about(incident, command)).kind).not.toBe('refused');
  expect(document(core, incident).texts).toEqual(before);
  expect(document(core, incident).translations['de-DE']?.texts).toEqual({
    summary: 'Es ist schlimm.',
  });
});
