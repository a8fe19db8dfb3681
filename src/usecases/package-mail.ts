// A package on its way to one contact by mail: what the letter may have in it at that moment, and that it is gone.
import type { Effect } from '#machines/effects.ts';
import { packageState } from '#machines/package-state.ts';
import { ndaHolds } from '#machines/partner-policy.ts';
import { loadIncident } from '#db/incidents.ts';
import type { Store } from '#db/open.ts';
import { loadPart } from '#db/parts.ts';
import type { Work } from './apply-event.ts';
import { applyPartEvent, finish, openIncident } from './apply-event.ts';
import type { PackageCopy } from './package-link.ts';
import { copyFor, makeLink } from './package-link.ts';
import { isSuspended } from './partner-standing.ts';
import type { Rules } from './work.ts';

interface Addressed {
  incidentId: string;
  n: number;
  /** Mail address. */
  contact: string;
}

/** With the partner's key the copy itself; without one a link to it. */
export type Letter = Addressed &
  (
    | { how: 'encrypted'; copy: PackageCopy; key: string }
    | { how: 'link'; url: string; until: string }
  );

type Mail = Extract<Effect, { kind: 'mail' }>;

/** What is to be sent now, or why nothing may be. Each try has a link of its own: the former may have arrived. */
export function letterFor(
  store: Store,
  rules: Rules,
  now: string,
  { incidentId, effect }: { incidentId: string; effect: Mail },
): { ok: true; letter: Letter } | { ok: false; reason: string } {
  const { package: n, contact } = effect;
  return store.transaction((tx) => {
    const work: Work = { tx, now, rules };
    const row = loadIncident(tx, incidentId);
    const part = loadPart(tx, incidentId, 'package', n);
    if (row === undefined || part === undefined)
      throw new Error(`no package ${n} of ${incidentId}`);
    const { context } = part.snapshot;
    const partner = rules.programme.partners.find(({ id }) => id === context.partner.id);
    const state = packageState(part.snapshot);
    if (state !== 'offered' && state !== 'opened')
      return { ok: false, reason: `the package is ${state} now` } as const;
    if (partner === undefined || isSuspended(tx, partner.id) || !ndaHolds(partner.ndaUntil, now))
      return { ok: false, reason: 'the partner may get nothing any more' } as const;
    const to = { incidentId, n, contact };
    const letter: Letter =
      partner.key === null
        ? { ...to, how: 'link', ...makeLink(work, context, contact) }
        : { ...to, how: 'encrypted', key: partner.key, copy: copyFor(work, context, contact, row) };
    return { ok: true, letter } as const;
  });
}

/** The mail server has taken it. */
export function letterSent(work: Work, { incidentId, n, contact, how }: Letter): void {
  const part = loadPart(work.tx, incidentId, 'package', n);
  if (part === undefined) throw new Error(`no package ${n} of ${incidentId}`);
  const opened = openIncident(work, incidentId);
  const { now: at } = work;
  // Ended meanwhile, it has nobody any more to whom it is said to have gone.
  applyPartEvent(work, opened, part, { type: 'SENT', contact, how, at, by: 'ssirp' });
  finish(work, opened);
}
