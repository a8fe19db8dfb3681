// One document in other languages: what its release waits for, what makes a translation outdated, and who is asked.
import { describe, expect, test } from 'vitest';
import { documentState } from '#machines/document-state.ts';
import { untranslated } from '#machines/document-translations.ts';
import type { DocumentEvent } from '#machines/document-events.ts';
import type { DocumentContext, TranslationState } from '#machines/document-types.ts';
import type { Step, Stored } from '#machines/step.ts';
import { startPart, stepPart } from '#machines/step.ts';
import { serverFacts } from '../support/documents.ts';

const t0 = '2026-11-02T09:00:00.000Z';
const ada = 'slack:T1:UADA';
const tom = 'slack:T1:UTOM';

type Said = DocumentEvent extends infer E
  ? E extends unknown
    ? Omit<E, 'at' | 'by'>
    : never
  : never;
type DocumentStep = Step<DocumentContext, DocumentEvent>;

function draft(requiredLocales: string[] = ['de-DE']): DocumentStep {
  return startPart('document', {
    incidentId: 'INC-2026-0001',
    n: 1,
    kind: 'advisory',
    id: 'SA26-001',
    cases: [1],
    texts: {
      title: 'A title',
      summary: 'A summary',
      actions: 'Act',
      'case/1/description': 'It is',
    },
    facts: [serverFacts],
    tlp: 'CLEAR',
    requiredLocales,
    at: t0,
    by: ada,
  });
}

const stepped = ({ snapshot }: { snapshot: Stored<DocumentContext> }, event: Said) =>
  stepPart('document', snapshot, { at: t0, by: ada, ...event });

/** Throws where an event is refused. */
function take(step: DocumentStep, ...events: Said[]): DocumentStep {
  return events.reduce((before, event) => {
    const taken = stepped(before, event);
    if (!taken.ok) throw new Error(`${event.type}: ${JSON.stringify(taken.refused)}`);
    return taken.step;
  }, step);
}

const isTaken = (step: DocumentStep, event: Said): boolean => stepped(step, event).ok;
const stateIn = ({ snapshot }: DocumentStep, locale = 'de-DE'): TranslationState | undefined =>
  snapshot.context.translations[locale]?.state;

const checked = { stale: [], failed: [] };
const submit: Said = { type: 'SUBMIT', ...checked };
const approve: Said = { type: 'APPROVE', ...checked };
const publish: Said = { type: 'PUBLISH', isRelease: false, embargoed: [], ...checked };
const german = { title: 'Titel', summary: 'Kurz', actions: 'Tun', 'case/1/description': 'So' };
const translate: Said = { type: 'TRANSLATE', locale: 'de-DE', texts: german };
const handIn: Said = { type: 'TRANSLATED', locale: 'de-DE' };
const assign = (to: string): Said => ({ type: 'ASSIGN_TRANSLATION', locale: 'de-DE', to });
const waive: Said = { type: 'WAIVE_TRANSLATION', locale: 'de-DE', reason: 'no time' };
const write = (text: string): Said => ({ type: 'WRITE', section: 'summary', text });

const recommend = (text: string): Said => ({ type: 'WRITE', section: 'recommendation', text });
const revise = (reason: string): Said => ({ type: 'REVISE', major: false, reason });
const why = (text: string): Said => ({
  type: 'TRANSLATE',
  locale: 'de-DE',
  texts: { revision: text },
});

/** What a step asks of tasks: who gets which, and which are settled. */
const asked = ({ consequences }: DocumentStep): unknown[] =>
  consequences.flatMap((one) => {
    if (one.kind === 'askDecision') return [[one.question, one.person ?? one.role]];
    return one.kind === 'settleDecisions' ? [['settled', ...(one.questions ?? [])]] : [];
  });

describe('A required language', () => {
  test('is waited for until it is handed in', () => {
    const approved = take(draft(), submit, approve);

    expect(isTaken(approved, publish)).toBe(false);

    const out = take(approved, translate, handIn, publish);
    expect(documentState(out.snapshot)).toBe('published');
    expect(out.snapshot.context.releases[0]?.translations).toEqual({ 'de-DE': german });
  });

  test('is waited for no longer once it is waived, and does not go out then', () => {
    const out = take(draft(), translate, waive, submit, approve, publish);

    expect(out.snapshot.context.releases[0]?.translations).toEqual({});
  });

  test('that was waived goes on where it was once it is wanted again', () => {
    const again: Said = { type: 'WANT_TRANSLATION', locale: 'de-DE', required: true };

    expect(isTaken(take(draft(), waive), translate)).toBe(false);
    expect(stateIn(take(draft(), waive, again))).toBe('wanted');
    expect(stateIn(take(draft(), translate, waive, again))).toBe('translating');
    expect(stateIn(take(draft(), translate, handIn, waive, again))).toBe('outdated');
  });
});

test('A language that is only wanted goes out if it is ready, and nothing waits for it', () => {
  const want: Said = { type: 'WANT_TRANSLATION', locale: 'de-DE', required: false };
  const wanted = take(draft([]), want);

  expect(isTaken(wanted, want)).toBe(false);
  expect(take(wanted, submit, approve, publish).snapshot.context.releases[0]?.translations).toEqual(
    {},
  );
});

describe('A translation', () => {
  test('is handed in when each section that has English words has its own', () => {
    const begun = take(draft(), {
      type: 'TRANSLATE',
      locale: 'de-DE',
      texts: { title: 'Titel', summary: 'Kurz' },
    });

    expect(stateIn(begun)).toBe('translating');
    expect(untranslated(begun.snapshot.context, 'de-DE')).toEqual([
      'actions',
      'case/1/description',
    ]);
    expect(isTaken(begun, handIn)).toBe(false);
    expect(stateIn(take(begun, translate, handIn))).toBe('ready');
  });

  test('has no section that English has not', () => {
    const faq: Said = { type: 'TRANSLATE', locale: 'de-DE', texts: { faq: '### Warum?' } };

    expect(isTaken(draft(), faq)).toBe(false);
  });

  test('is outdated once English words change, and says which', () => {
    const changed = take(draft(), translate, handIn, write('Another summary'));
    const { translations } = changed.snapshot.context;

    expect(translations['de-DE']).toMatchObject({ state: 'outdated', changed: ['summary'] });
    expect(stateIn(take(changed, handIn))).toBe('ready');
  });

  test('is not outdated by what is no word', () => {
    const label: Said = { type: 'LABEL', tlp: 'GREEN' };
    const { snapshot } = take(draft(), translate, handIn, label);

    expect(snapshot.context.translations['de-DE']).toMatchObject({
      state: 'ready',
      edition: snapshot.context.edition,
    });
  });

  test('goes out without what English has no longer', () => {
    const recommended: Said = {
      type: 'TRANSLATE',
      locale: 'de-DE',
      texts: { ...german, recommendation: 'Gleich' },
    };
    const both = take(draft(), recommend('At once'), recommended, handIn);

    const out = take(both, recommend(''), submit, approve, publish);

    expect(out.snapshot.context.releases[0]?.translations).toEqual({ 'de-DE': german });
  });

  test('of a revision says why there is another version, anew each time', () => {
    const out = take(draft(), translate, handIn, submit, approve, publish);

    const revised = take(out, revise('Added links'));
    expect(stateIn(revised)).toBe('outdated');
    expect(untranslated(revised.snapshot.context, 'de-DE')).toEqual(['revision']);

    const second = take(revised, why('Links ergänzt'), handIn, submit, approve, publish);
    expect(second.snapshot.context.releases[1]?.translations['de-DE']?.revision).toBe(
      'Links ergänzt',
    );

    const third = take(second, revise('Corrected a word'));
    expect(untranslated(third.snapshot.context, 'de-DE')).toEqual(['revision']);
  });
});

describe('Tasks', () => {
  test('one asks who translates, once the English words are handed in', () => {
    expect(asked(draft())).toEqual([]);
    expect(asked(take(draft(['de-DE', 'fr-FR']), submit))).toEqual([['translators', 'comms_lead']]);
  });

  test('whoever is given a translation has a task, and so has the next one', () => {
    const given = take(draft(), submit, assign(tom));

    expect(asked(given)).toEqual([
      ['translate-de-DE', tom],
      ['settled', 'translators'],
    ]);
    expect(asked(take(given, assign(ada)))).toEqual([['translate-de-DE', ada]]);
  });

  test('it is done when the translation is handed in or waived, and comes again when it is outdated', () => {
    const ready = take(draft(), assign(tom), translate, handIn);

    expect(asked(ready)).toEqual([['settled', 'translate-de-DE']]);
    expect(asked(take(ready, write('Another')))).toEqual([['translate-de-DE', tom]]);
    expect(asked(take(draft(), assign(tom), waive))).toEqual([['settled', 'translate-de-DE']]);
  });

  test('whoever writes in a language that nobody has, has it', () => {
    expect(asked(take(draft(), translate))).toEqual([['translate-de-DE', ada]]);
  });

  test('nothing is left to translate of what is withdrawn', () => {
    const withdrawn = take(draft(), assign(tom), { type: 'WITHDRAW', reason: 'a mistake' });

    expect(asked(withdrawn)).toEqual([['settled', 'translate-de-DE']]);
    expect(isTaken(withdrawn, translate)).toBe(false);
  });
});
