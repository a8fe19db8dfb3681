// The words of the record about a drill: what was played in, what was answered, and that it was stopped.
import type { EntryDraft } from './effects.ts';
import { entry } from './entries.ts';
import type { Inject } from './incident-types.ts';
import type { IncidentEvent } from './incident-types.ts';

type Of<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>;

const titled = (text: string): string => (text === '' ? '' : `: ${text}`);

export const injected = (e: Of<'INJECT'>, { n, from, text, deed }: Inject): EntryDraft =>
  entry(e, 'inject', `Inject ${n} (exercise), from ${from}: ${text}`, {
    n,
    from,
    deed: deed?.kind ?? null,
  });

export const injectAnswered = (e: Of<'INJECT_ANSWERED'>, { from }: Inject): EntryDraft =>
  entry(e, 'injectAnswered', `Inject ${e.n} (${from}) answered${titled(e.text)}`, { n: e.n });

export const drillStopped = (e: Of<'DRILL_STOPPED'>): EntryDraft =>
  entry(e, 'closed', `Drill stopped${titled(e.reason)}`, {
    outcome: 'stoodDown',
    reason: e.reason,
  });
