// What a document's chart is made of: every event by its rule, shown on the card, the record and, where it matters to
// all, in the room.
import { setup } from 'xstate';
import { courseRules } from './document-course.ts';
import { publishingRules } from './document-publishing.ts';
import { documentEntry } from './document-entries.ts';
import type { DocumentEvent, DocumentEventType, DocumentInput } from './document-events.ts';
import type { DocumentRule, DocumentRules } from './document-rule.ts';
import type { DocumentContext } from './document-types.ts';
import { translationRules, wantedTranslation } from './document-translations.ts';
import { writingRules } from './document-writing.ts';
import type { Consequence, Effect, EntryDraft } from './effects.ts';
import { mention } from './entries.ts';
import { recorded } from './rule-parts.ts';
import { translationsAfter, translationTasks } from './translation-course.ts';

const rules: DocumentRules<DocumentEventType> = {
  ...writingRules,
  ...courseRules,
  ...publishingRules,
  ...translationRules,
};

export const writingEvents = Object.keys(writingRules) as readonly (keyof typeof writingRules)[];

function ruleOf({ type }: DocumentEvent): DocumentRule<never> {
  return rules[type];
}

/** The needs that are not met, by name; empty when the event may be taken. */
export function unmetDocumentNeeds(context: DocumentContext, event: DocumentEvent): string[] {
  return Object.entries(ruleOf(event).needs ?? {}).flatMap(([name, isMet]) =>
    isMet(context, event as never) ? [] : [name],
  );
}

export const s = setup({
  types: {
    context: {} as DocumentContext,
    events: {} as DocumentEvent,
    input: {} as DocumentInput,
    emitted: {} as { type: 'entry'; entry: EntryDraft },
  },
  actions: {
    effect: (_args, _effect: Effect) => {},
    consequence: (_args, _consequence: Consequence) => {},
  },
  guards: {
    /** Which of its needs is not met: `unmetDocumentNeeds`. */
    hasAllItNeeds: ({ context, event }) => unmetDocumentNeeds(context, event).length === 0,
  },
});

const card = ({ n }: Pick<DocumentContext, 'n'>): Effect => ({
  kind: 'card',
  card: `document/${n}`,
});

/** The rule of the event at hand. */
export const act = s.enqueueActions(({ context, event, enqueue }) => {
  const change = ruleOf(event).change(context, event as never);
  const { set, kind, did, data, isSaid, tone, effects = [], consequences = [] } = change;
  const changed = { ...context, ...set };
  const after = { ...changed, translations: translationsAfter(context, changed) };
  enqueue.assign(after);
  const entry = documentEntry(context, event, kind, did, data);
  enqueue.emit({ type: 'entry', entry });
  if (isSaid) enqueue({ type: 'effect', params: recorded(entry, tone) });
  for (const effect of effects) enqueue({ type: 'effect', params: effect });
  for (const consequence of [...consequences, ...translationTasks(context, after)])
    enqueue({ type: 'consequence', params: consequence });
  enqueue({ type: 'effect', params: card(context) });
});

export const drafted = s.enqueueActions(({ context, enqueue }) => {
  const { createdAt: at, createdBy: by, cases } = context;
  const about = cases.length === 0 ? '' : ` about case ${cases.join(', ')}`;
  const entry = documentEntry(context, { at, by }, 'drafted', `drafted by ${mention(by)}${about}`, {
    cases,
  });
  enqueue.emit({ type: 'entry', entry });
  enqueue({ type: 'effect', params: recorded(entry) });
  enqueue({ type: 'effect', params: card(context) });
});

/** A document before its first step. */
export function initialDocument({
  at,
  by,
  requiredLocales,
  ...input
}: DocumentInput): DocumentContext {
  return {
    ...input,
    updates: [],
    impacts: {},
    createdAt: at,
    createdBy: by,
    edition: 1,
    translations: Object.fromEntries(requiredLocales.map((locale) => [locale, wantedTranslation])),
    revision: null,
    submitted: null,
    approved: null,
    releases: [],
    supersededBy: null,
    supersedes: null,
    withdrawn: null,
    movedTo: null,
  };
}
