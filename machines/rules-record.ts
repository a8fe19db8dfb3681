// Rules of the record: sitreps, notes, corrections, and what came of deliveries.
import type { Saying } from './effects.ts';
import type { FileOf, IncidentContext } from './incident-types.ts';
import { levels } from './levels.ts';
import * as words from './entries.ts';
import type { Of, Rules } from './rule-parts.ts';
import { status, rested, after, say } from './rule-parts.ts';

function fileOf(e: FileOf): FileOf {
  return e.document === undefined
    ? { format: e.format }
    : { format: e.format, document: e.document, locale: e.locale };
}

function stakeholders(c: IncidentContext, e: Of<'STAKEHOLDER_SITREP'>): Saying {
  return { kind: 'stakeholderSitrep', text: e.text, by: e.by, nextDueAt: c.sitrepDueAt };
}

export const recordRules = {
  SITREP: (c, e) => {
    const dueAt = after(e.at, levels[c.level].sitrepMs);
    return {
      set: {
        lastSitrepAt: e.at,
        sitrepDueAt: dueAt,
        reminders: { ...c.reminders, sitrep: 0 },
        ...rested(c, 'sitrep'),
      },
      entries: [words.sitrep(e)],
      effects: [say({ kind: 'sitrep', text: e.text, by: e.by, nextDueAt: dueAt }), status],
    };
  },
  STAKEHOLDER_SITREP: (c, e) => ({
    entries: [words.stakeholderSitrep(e)],
    effects: [
      { kind: 'announce', say: stakeholders(c, e) },
      // The room reads what the others were told.
      say(stakeholders(c, e)),
    ],
  }),
  NOTE: (_c, e) => ({ entries: [words.note(e)] }),
  LINK: (_c, e) => ({
    entries: [words.link(e)],
    effects: [{ kind: 'bookmark', url: e.url, title: e.text === '' ? e.url : e.text }],
  }),
  CORRECT: (_c, e) => ({ entries: [words.correction(e)] }),
  WITHDRAW: (_c, e) => ({ entries: [words.withdrawal(e)] }),
  EXPORTED: (_c, e) => ({
    entries: [words.exported(e)],
    effects: [{ kind: 'upload', ...fileOf(e), by: e.by }],
  }),
  DELIVERY_FAILED: (_c, e) => ({ entries: [words.deliveryFailed(e)] }),
} satisfies Partial<Rules>;
