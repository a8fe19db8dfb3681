// The words of the record about a clock. They say that something was submitted by somebody, never that the bot did.
import type { ClockContext, ClockMark } from './clock-types.ts';
import type { EntryDraft } from './effects.ts';
import { entry, mention } from './entries.ts';
import type { IsoInstant, PersonId } from './incident-types.ts';
import type { Awaited } from './regimes.ts';
import { regimes } from './regimes.ts';

interface Stamp {
  at: IsoInstant;
  by: PersonId;
}

const awaitedText: Record<Awaited, string> = {
  measure: 'a corrective or mitigating measure is available',
  notification: 'the notification is submitted',
  handled: 'the incident is handled',
  highRisk: 'a high risk to persons is found',
  information: 'information that was missing is available',
};

export function clockEntry(
  { n, name, regime, obligation }: ClockContext,
  stamp: Stamp,
  kind: string,
  did: string,
  data: Record<string, unknown> = {},
): EntryDraft {
  const text = `Clock ${n} (${name}): ${did}`;
  return entry(stamp, `clock.${kind}`, text, { n, regime, obligation, ...data });
}

/** What a clock that waits will count from, once it is said to have happened. */
export function awaitedEvent({ waitsFor, regime }: ClockContext): string {
  return waitsFor === null ? regimes[regime].startsWith : awaitedText[waitsFor];
}

export function proposed(c: ClockContext, stamp: Stamp): EntryDraft {
  const { name, source } = regimes[c.regime];
  const did = `${name} (${source}) may apply, because ${c.reason}; legal or the crisis lead decides`;
  return clockEntry(c, stamp, 'proposed', did, { due: c.dueAt });
}

export function applies(c: ClockContext, stamp: Stamp, reason: string): EntryDraft {
  const did = `applies${reason === '' ? '' : ` (${reason})`}, ${when(c)}`;
  return clockEntry(c, stamp, 'applies', did, { since: c.t0At, due: c.dueAt });
}

/** `due …, counted from …`, or what it waits for. */
function when({ waitsFor, dueAt, t0At, t0Event }: ClockContext): string {
  if (waitsFor !== null) return `it waits until ${awaitedText[waitsFor]}`;
  const due = dueAt === null ? 'due without undue delay' : `due ${dueAt}`;
  return `${due}, counted from ${t0At ?? ''} (${t0Event ?? ''})`;
}

export function decided(
  c: ClockContext,
  stamp: Stamp & { reason?: string },
  kind: 'notApplicable' | 'waived',
  did: string,
): EntryDraft {
  const { reason = '' } = stamp;
  return clockEntry(c, stamp, kind, `${did}${reason === '' ? '' : `: ${reason}`}`);
}

export function started(c: ClockContext, stamp: Stamp): EntryDraft {
  return clockEntry(c, stamp, 'started', `runs, ${when(c)}`, { since: c.t0At, due: c.dueAt });
}

export function since(c: ClockContext, stamp: Stamp, was: IsoInstant | null): EntryDraft {
  const before = was === null ? '' : `, not from ${was}`;
  return clockEntry(c, stamp, 'since', `${when(c)}${before}`, {
    from: was,
    since: c.t0At,
    due: c.dueAt,
  });
}

/** A person submitted it; this is what they say of it. */
export function filed(
  c: ClockContext,
  stamp: Stamp,
  { filedAt, reference }: { filedAt: IsoInstant; reference: string },
): EntryDraft {
  const late = c.dueAt !== null && filedAt > c.dueAt ? `, after it was due (${c.dueAt})` : '';
  const again = c.filedAt === null ? '' : ' again';
  const did = `done${again}, as ${mention(stamp.by)} says${late}: ${reference}`;
  const line = clockEntry(c, stamp, 'filed', did, { reference, due: c.dueAt });
  return { ...line, occurredAt: filedAt };
}

export function progress(c: ClockContext, stamp: Stamp & { reference?: string }): EntryDraft {
  const { reference = '' } = stamp;
  const did = `a progress report was given: ${reference}. The final report is due a month after the incident is handled`;
  return clockEntry(c, stamp, 'progress', did, { reference });
}

const markText: Record<ClockMark, string> = {
  half: 'half of its time is over',
  lastQuarter: 'the last quarter of its time has begun',
  passed: 'its time has passed and it is not done',
};

export function warned(c: ClockContext, stamp: Stamp, mark: ClockMark): EntryDraft {
  const open = c.decided === null ? 'nobody has decided whether it applies, and ' : '';
  const did = `${open}${markText[mark]}, due ${c.dueAt ?? ''}`;
  return clockEntry(c, stamp, mark === 'passed' ? 'passed' : 'warning', did, {
    mark,
    due: c.dueAt,
  });
}

/** It is for people to say whether users can have what was found. */
export function asked(c: ClockContext, stamp: Stamp): EntryDraft {
  const did = `counts from when the mitigation is available to users; if it is: clock ${c.n} since <time>`;
  return clockEntry(c, stamp, 'asked', did);
}

export function goesOn(c: ClockContext, stamp: Stamp): EntryDraft {
  const state = c.decided === null ? 'nobody has decided yet whether it applies, ' : '';
  return clockEntry(c, stamp, 'goesOn', `goes on after the incident: ${state}${when(c)}`);
}
