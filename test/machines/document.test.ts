// The life of a document: what may happen when, and what never changes once it is out.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DocumentEvent } from '#machines/document-events.ts';
import { documentMoved, documentState, labelNow } from '#machines/document-state.ts';
import type { DocumentContext } from '#machines/document-types.ts';
import type { Stored } from '#machines/step.ts';
import { startPart, stepPart } from '#machines/step.ts';
import { bulletin } from '../support/documents.ts';

const ada = 'console:local:ada';
const grace = 'console:local:grace';
const at = '2026-11-05T17:00:00.000Z';

type Said = DocumentEvent extends infer E
  ? E extends unknown
    ? Omit<E, 'at' | 'by'>
    : never
  : never;

const fine = { stale: [], failed: [] };
const submit: Said = { type: 'SUBMIT', ...fine };
const approve: Said = { type: 'APPROVE', approvedBy: grace, ...fine };
const publish: Said = { type: 'PUBLISH', isRelease: true, embargoed: [], ...fine };
const minor: Said = { type: 'REVISE', major: false, reason: 'A word was wrong.' };
const major: Said = { type: 'REVISE', major: true, reason: 'The update was released again.' };
const back: Said = { type: 'RETURN', reason: 'too long' };
const write = (text: string): Said => ({ type: 'WRITE', section: 'summary', text });

function begun(): Stored<DocumentContext> {
  const { kind, id, cases, texts, facts, tlp } = bulletin;
  const input = { incidentId: 'INC-2026-0001', n: 1, kind, id, cases, texts, facts, tlp };
  const drafted = startPart('document', { ...input, requiredLocales: [], at, by: ada }).snapshot;
  return { ...drafted, context: { ...drafted.context, updates: bulletin.updates } };
}

/** What is refused changes nothing. */
function after(stored: Stored<DocumentContext>, ...said: Said[]): Stored<DocumentContext> {
  return said.reduce((now, one) => {
    const stepped = stepPart('document', now, { at, by: ada, ...one });
    return stepped.ok ? stepped.step.snapshot : now;
  }, stored);
}

test('it goes from its authors to review, approval and publication, and no step is left out', () => {
  expect(documentState(after(begun(), approve, publish))).toBe('drafting');
  expect(documentState(after(begun(), submit, publish))).toBe('inReview');
  expect(documentState(after(begun(), submit, approve))).toBe('approved');
  expect(documentState(after(begun(), submit, approve, publish))).toBe('published');
});

test('who changes a word takes it back from review first, and it is approved anew', () => {
  const approved = after(begun(), submit, approve);

  expect(after(approved, write('Another.')).context.texts).toEqual(bulletin.texts);
  expect(documentState(after(approved, back, write('Another.'), publish))).toBe('drafting');
});

test('what the record says now takes an approved document back to its authors', () => {
  const facts = bulletin.facts.map((one) => ({ ...one, cve: 'CVE-2026-2222' }));
  const refreshed = after(begun(), submit, approve, { type: 'REFRESH', facts });

  expect(documentState(refreshed)).toBe('drafting');
  expect(refreshed.context.facts[0]?.cve).toBe('CVE-2026-2222');
});

test('a minor revision raises the second number of its version, a major one the first', () => {
  const again = [submit, approve, publish];
  const out = after(begun(), ...again, minor, ...again, minor, ...again, major, ...again);

  expect(out.context.releases.map(({ version }) => version)).toEqual(['1.0', '1.1', '1.2', '2.0']);
});

test('a revision that is given up leaves what is out, in all of its languages', () => {
  const german = { title: 'Sicherheitslücke' };
  const wanted = after(begun(), { type: 'WANT_TRANSLATION', locale: 'de-DE', required: false });
  const handed = after(wanted, { type: 'TRANSLATE', locale: 'de-DE', texts: german });
  const translation = handed.context.translations['de-DE'];
  if (translation === undefined) throw new Error('nothing is translated');
  const ready = { ...translation, state: 'ready' as const };
  const context = { ...handed.context, translations: { 'de-DE': ready } };
  const out = after({ ...handed, context }, submit, approve, publish);

  const drafted = after(out, minor, write('Another.'), { type: 'LABEL', tlp: 'RED' });
  const given = after(drafted, { type: 'ABANDON', reason: 'not needed' });

  expect(drafted.context.translations['de-DE']?.state).toBe('outdated');
  expect(documentState(given)).toBe('published');
  expect(given.context).toMatchObject({
    texts: bulletin.texts,
    tlp: bulletin.tlp,
    revision: null,
    releases: out.context.releases,
    translations: { 'de-DE': { state: 'ready', texts: german, changed: [] } },
  });
  expect(given.context.edition).toBeGreaterThan(drafted.context.edition);
  expect(documentState(after(given, { type: 'ABANDON', reason: 'again' }))).toBe('published');
});

test('what is withdrawn goes out once more as it was out, and not as it was drafted', () => {
  const out = after(begun(), submit, approve, publish);
  const [first] = out.context.releases;

  const { context } = after(
    out,
    minor,
    write('Another.'),
    { type: 'LABEL', tlp: 'RED' },
    { type: 'WITHDRAW', reason: 'wrong' },
  );

  expect(context.releases.at(-1)).toEqual({
    ...first,
    by: ada,
    version: '2.0',
    reason: 'Bulletin withdrawn.',
  });
  expect(context).toMatchObject({ texts: bulletin.texts, tlp: bulletin.tlp, revision: null });
});

test('a draft is TLP:AMBER at least, and as strict as its incident, whatever it will be', () => {
  const { context } = begun();
  const out = after(begun(), submit, approve, publish);

  expect(labelNow(context, null)).toBe('AMBER');
  expect(labelNow(context, 'CLEAR')).toBe('AMBER');
  expect(labelNow(context, 'RED')).toBe('RED');
  expect(labelNow(out.context, 'RED')).toBe('CLEAR');
  expect(labelNow(after(out, minor).context, 'AMBER+STRICT')).toBe('AMBER+STRICT');
});

test('words that may not go along to a more open incident are translated anew there', () => {
  const { context } = after(
    begun(),
    { type: 'WANT_TRANSLATION', locale: 'de-DE', required: true },
    { type: 'TRANSLATE', locale: 'de-DE', texts: { title: 'Sicherheitslücke' } },
  );
  const moved = documentMoved(context, {
    to: { incidentId: 'INC-2026-0002', n: 1 },
    numbers: new Map(),
    renamed: new Map(),
    isWider: true,
  });

  expect(moved.translations['de-DE']).toMatchObject({ state: 'wanted', texts: {}, edition: null });
});

test('what was withdrawn stays so', () => {
  const withdrawn = after(begun(), { type: 'WITHDRAW', reason: 'not ours' });

  expect(documentState(after(withdrawn, submit, approve, publish, minor))).toBe('withdrawn');
});

test('whatever is said, what is out stays as it went out, was approved by two, and its numbers only rise', () => {
  const said = fc.oneof(
    fc.constantFrom(submit, approve, publish, minor, major, back),
    fc.constantFrom('One.', 'Two.', '').map(write),
    fc.constantFrom<Said>(
      { ...publish, isRelease: false } as Said,
      { type: 'SUBMIT', stale: [{ n: 1, what: ['cve'] }], failed: [] },
      { type: 'APPROVE', stale: [], failed: ['csaf 6.1.9'] },
    ),
  );
  fc.assert(
    fc.property(fc.array(said, { maxLength: 25 }), (events) => {
      let stored = begun();
      for (const event of events) {
        const { context: before } = stored;
        stored = after(stored, event);
        const { releases, edition, approved, texts } = stored.context;
        expect(releases.slice(0, before.releases.length)).toEqual(before.releases);
        expect(edition).toBeGreaterThanOrEqual(before.edition);
        if (releases.length === before.releases.length) continue;
        expect(approved).toMatchObject({ with: grace, edition });
        expect(releases.at(-1)).toMatchObject({ texts, approvedBy: grace });
        expect(Number(releases.at(-1)?.version)).toBeGreaterThan(
          Number(before.releases.at(-1)?.version ?? 0),
        );
      }
    }),
    { numRuns: 150 },
  );
});
