// A person's own calendar address. It is shown once: of the secret in it only the hash is stored.
import { calendarSince, saveCalendar } from '#db/calendars.ts';
import { handledBefore, remember } from '#db/inbox.ts';
import type { Store } from '#db/open.ts';
import type { Outcome } from '../commands/outcome.ts';
import { Refused } from './refused.ts';
import type { Request } from './request.ts';
import type { Rules } from './work.ts';

/**
 * Makes an address for whoever has none; with `renew` another, and the former is nobody's from then on. A repeated
 * delivery makes none, and is only told that there is one.
 */
export function giveCalendar(
  store: Store,
  { newId, publicUrl }: Pick<Rules, 'newId' | 'publicUrl'>,
  now: string,
  { person, requestId }: Request,
  renew: boolean,
): Outcome {
  if (publicUrl === null) throw new Refused({ reason: 'noCalendar' });
  return store.transaction((tx): Outcome => {
    const key = `${person} ${requestId}`;
    const since = calendarSince(tx, person);
    if (since !== undefined && (!renew || handledBefore(tx, key) !== undefined))
      return { kind: 'calendar', address: null, since };
    const secret = newId();
    saveCalendar(tx, { person, secret, madeAt: now });
    // Without the address: the secret is kept nowhere.
    remember(tx, key, now, { kind: 'calendar', address: null, since: now });
    return { kind: 'calendar', address: `${publicUrl}/calendar/${secret}.ics`, since: now };
  });
}
