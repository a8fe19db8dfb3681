// Somebody opens their page: from now on it is kept current for them.
import { boardOf, homeOf, saveBoard } from '#db/boards.ts';
import type { Store } from '#db/open.ts';

/** `shown` is forgotten, so that the page is made anew for whoever looks at it. */
export function openHome(
  store: Store,
  now: string,
  { tenant, person }: { tenant: string; person: string },
): void {
  store.transaction((tx) => {
    const board = homeOf(person);
    const known = boardOf(tx, tenant, board);
    const fresh = { tenant, board, conversation: null, externalId: null };
    saveBoard(tx, { ...fresh, ...known, shown: null, touchedAt: now });
  });
}
