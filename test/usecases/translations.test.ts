// Documents in other languages: who translates, what the release waits for, and what goes out.
import { describe, expect, test } from 'vitest';
import { loadPart } from '#db/parts.ts';
import { tasksOf } from '#db/tasks.ts';
import type { DocumentContext } from '#machines/document-types.ts';
import { parse } from '#src/commands/parse.ts';
import { examplePublisher } from '#src/shared/publisher.ts';
import { Core } from '../support/core.ts';
import { answerTo, led, says } from './typed.ts';

const german = { ...examplePublisher, requiredLocales: ['de-DE'] };

function document(core: Core, incident: string, n = 1): DocumentContext {
  const found = loadPart(core.store.db, incident, 'document', n);
  if (found === undefined) throw new Error(`no document ${n}`);
  return found.snapshot.context;
}

/** An advisory with all that it needs, and its German words but one. */
const drafted = [
  'case add Overflow in the parser',
  'case 1 validate',
  'case 1 accept',
  'case 1 affected Contoso VPN: 4.2',
  'advisory draft Look out --case 1',
  'document 1 write summary Somebody can run code.',
  'document 1 write actions - Turn it off.',
  'document 1 write case/1/description The parser overflows.',
];
const translated = [
  'document 1 translation de write title Vorsicht',
  'document 1 translation de write summary Jemand kann Code ausführen.',
  'document 1 translation de write actions - Schalten Sie es ab.',
];
const approved = ['document 1 submit', 'document 1 approve'];

function openTasks(core: Core, incident: string): [string, string | null][] {
  return tasksOf(core.store.db, incident)
    .filter(({ template }) => template?.startsWith('document/') === true)
    .filter(({ state }) => state !== 'done' && state !== 'waived')
    .map(({ template, assignee }) => [template ?? '', assignee]);
}

describe('A release in several languages', () => {
  test('waits for what the publisher requires, and says what is left to translate', async () => {
    await using core = new Core({ publisher: german });
    const incident = led(core);

    const answer = answerTo(core, incident, [...drafted, ...approved, 'document 1 publish']);

    expect(answer.summary).toContain('waits for languages');
    expect(JSON.stringify(answer)).toContain('document 1 translation de-DE');
    expect(document(core, incident).releases).toEqual([]);
  });

  test('goes out with the words that were handed in for the English ones of now', async () => {
    await using core = new Core({ publisher: german });
    const incident = led(core);
    says(core, incident, ...drafted, ...translated);

    expect(says(core, incident, 'document 1 translation de done')).toContain('not there yet');
    const last = 'document 1 translation de write case/1/description Der Parser läuft über.';
    says(core, incident, last, 'document 1 translation de done', ...approved);

    expect(says(core, incident, 'document 1 publish')).toContain('version 1.0 is published');
    expect(document(core, incident).releases[0]?.translations).toEqual({
      'de-DE': {
        title: 'Vorsicht',
        summary: 'Jemand kann Code ausführen.',
        actions: '- Schalten Sie es ab.',
        'case/1/description': 'Der Parser läuft über.',
      },
    });
  });

  test('goes out without a language that somebody waived by name, with the reason on record', async () => {
    await using core = new Core({ publisher: german });
    const incident = led(core);
    says(core, incident, ...drafted, ...approved);

    const waived = says(core, incident, 'document 1 translation de waive attacks go on');

    expect(waived).toContain('waived de-DE: attacks go on');
    expect(says(core, incident, 'document 1 publish')).toContain('version 1.0 is published');
    expect(document(core, incident).translations['de-DE']?.waived).toMatchObject({
      by: 'slack:T1:ada',
      reason: 'attacks go on',
    });
  });
});

describe('A translator', () => {
  test('is given a task, which is done when the translation is handed in', async () => {
    await using core = new Core({ publisher: german });
    const incident = led(core);
    says(core, incident, ...drafted, 'document 1 submit');
    expect(openTasks(core, incident)).toEqual([['document/1 translators', 'slack:T1:ada']]);

    says(core, incident, 'document 1 translation de assign <@slack:T1:tom>');
    expect(openTasks(core, incident)).toEqual([['document/1 translate-de-DE', 'slack:T1:tom']]);

    const last = 'document 1 translation de write case/1/description Der Parser läuft über.';
    answerTo(core, incident, [...translated, last, 'document 1 translation de done'], 'tom');
    expect(document(core, incident).translations['de-DE']?.state).toBe('ready');
    expect(openTasks(core, incident)).toEqual([]);
  });

  test('is asked again once English words have changed', async () => {
    await using core = new Core({ publisher: german });
    const incident = led(core);
    const last = 'document 1 translation de write case/1/description Der Parser läuft über.';
    says(core, incident, ...drafted, ...translated, last, 'document 1 translation de done');

    says(core, incident, 'document 1 write summary Somebody can run code as an administrator.');

    expect(openTasks(core, incident)).toEqual([['document/1 translate-de-DE', 'slack:T1:ada']]);
    expect(says(core, incident, 'document 1 translation de')).toContain('outdated');
  });

  test('writes only in the language that is theirs', async () => {
    await using core = new Core({ publisher: german });
    const incident = led(core);
    says(core, incident, ...drafted);
    const [write = ''] = translated;

    expect(answerTo(core, incident, [write], 'tom').summary).toContain('Only these may do this');
    says(core, incident, 'document 1 translation de assign <@slack:T1:tom>');
    expect(answerTo(core, incident, [write], 'tom').summary).toContain('title written in de-DE');
    expect(answerTo(core, incident, ['document 1 translation fr want'], 'tom').summary).toContain(
      'Only these may do this',
    );
  });
});

test('A language that is not known, or means two, is said back with those that are', () => {
  const now = '2026-11-02T09:00:00.000Z';

  for (const word of ['xx', 'pt', 'en'])
    expect(parse(`document 1 translation ${word} want`, { now, zone: 'UTC' }).ok).toBe(false);
});
