// A tenant in which nothing works until an administrator acts: its token was revoked, the app was removed. What is to
// be sent there is held back, tried by nobody, and goes out in order once the platform takes it again.
import { heldBack, hurryTenant } from '#db/outbox.ts';
import type { Db, Store } from '#db/open.ts';
import { endPause, pauseOf, savePause } from '#db/pauses.ts';
import { platformName } from '../shared/platform-name.ts';
import type { Rules, Work } from './apply-event.ts';
import { finish, openIncident } from './apply-event.ts';
import { note } from './note.ts';
import { queue } from './queue.ts';

export interface Trouble {
  tenant: string;
  /** The platform's code for it. */
  reason: string;
  /** What an administrator can do, in a sentence; empty when nobody knows. */
  remedy: string;
}

/**
 * Holds back every delivery to the tenant from now on. For one that is held back already the reason is renewed and
 * the platform asked later. Returns true when it was not held back before.
 */
export function pauseTenant(store: Store, now: string, trouble: Trouble): boolean {
  return store.transaction((tx) => holdBack(tx, now, trouble));
}

/** The same within a transaction that does more. */
export function holdBack(tx: Db, now: string, trouble: Trouble): boolean {
  const known = pauseOf(tx, trouble.tenant);
  const since = known?.since ?? now;
  savePause(tx, { ...trouble, since, nextTryAt: nextTryAt(since, now) });
  return known === undefined;
}

/**
 * Lets everything out that was held back, records it in each incident that it concerns, and tells the admins. Does
 * nothing and returns null for a tenant that is not held back.
 */
export function resumeTenant(
  store: Store,
  rules: Rules,
  now: string,
  tenant: string,
): { since: string; late: number } | null {
  return store.transaction((tx) => {
    const pause = pauseOf(tx, tenant);
    if (pause === undefined) return null;
    const { since, reason } = pause;
    endPause(tx, tenant);
    hurryTenant(tx, tenant, now);
    const work: Work = { tx, now, rules };
    const concerned = heldBack(tx, tenant);
    for (const { incidentId, waiting } of concerned)
      record(
        work,
        { incidentId, tenant },
        `${span(since, now)} (${reason}); ${waiting} went out late`,
      );
    const late = concerned.reduce((sum, { waiting }) => sum + waiting, 0);
    const [first] = concerned;
    if (first !== undefined) {
      const { row } = openIncident(work, first.incidentId);
      const say = { kind: 'heldBack', since, until: now, reason, late } as const;
      for (const person of rules.admins(tenant)) queue(work, row, { kind: 'tell', person, say });
    }
    return { since, late };
  });
}

function record(
  work: Work,
  { incidentId, tenant }: { incidentId: string; tenant: string },
  how: string,
): void {
  const opened = openIncident(work, incidentId);
  const where = tenant === opened.row.tenant ? 'the chat' : platformName(tenant);
  note(work, opened, `Deliveries to ${where} were held back ${how}`);
  finish(work, opened);
}

function span(since: string, until: string): string {
  return `from ${minuteOf(since)} to ${minuteOf(until)} UTC`;
}

function minuteOf(at: string): string {
  return at.slice(0, 16).replace('T', ' ');
}

const soonestMs = 60_000;
const latestMs = 15 * 60_000;

/** Asked again after as long as it has lasted: a minute at first, a quarter of an hour at most. */
function nextTryAt(since: string, now: string): string {
  const at = Temporal.Instant.from(now);
  const lasted = at.epochMilliseconds - Temporal.Instant.from(since).epochMilliseconds;
  return at
    .add({ milliseconds: Math.min(latestMs, Math.max(soonestMs, lasted)) })
    .toString({ fractionalSecondDigits: 3 });
}
