// Rules of the record: sitreps, notes, corrections, and what came of deliveries.
import { levels } from './levels.ts';
import * as words from './entries.ts';
import type { Rules } from './rule-parts.ts';
import { status, after, say } from './rule-parts.ts';

export const recordRules = {
  SITREP: (c, e) => {
    const dueAt = after(e.at, levels[c.level].sitrepMs);
    return {
      set: { lastSitrepAt: e.at, sitrepDueAt: dueAt, reminders: { ...c.reminders, sitrep: 0 } },
      entries: [words.sitrep(e)],
      effects: [say({ kind: 'sitrep', text: e.text, by: e.by, nextDueAt: dueAt }), status],
    };
  },
  SITREP_OVERDUE: (c, e) => ({
    set: { reminders: { ...c.reminders, sitrep: c.reminders.sitrep + 1 } },
    // Once on the record; further reminders only ring.
    entries: c.reminders.sitrep === 0 ? [words.sitrepOverdue(e, c.sitrepDueAt)] : [],
    effects: [
      say({
        kind: 'sitrepOverdue',
        dueAt: c.sitrepDueAt,
        lead: c.roles.comms_lead?.person ?? c.roles.crisis_lead?.person ?? c.declaredBy,
      }),
      status,
    ],
  }),
  NOTE: (_c, e) => ({ entries: [words.note(e)] }),
  LINK: (_c, e) => ({ entries: [words.link(e)] }),
  CORRECT: (_c, e) => ({ entries: [words.correction(e)] }),
  WITHDRAW: (_c, e) => ({ entries: [words.withdrawal(e)] }),
  EXPORTED: (_c, e) => ({
    entries: [words.exported(e)],
    effects: [{ kind: 'upload', format: e.format }],
  }),
  CHANNEL_OPENED: (_c, e) => ({ entries: [words.channelOpened(e)] }),
  DELIVERY_FAILED: (_c, e) => ({ entries: [words.deliveryFailed(e)] }),
} satisfies Partial<Rules>;
