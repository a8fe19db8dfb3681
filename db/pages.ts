// Reads long results page by page with a key, so that memory stays bounded and no cursor is held open.
import type { SQL, SQLWrapper } from 'drizzle-orm';
import { and, gt } from './drizzle.ts';

const pageSize = 1000;

type After = (where: SQL, key: SQLWrapper) => SQL | undefined;

/** `select` gets a limit and `after`, which narrows its condition to what lies behind the last page. */
export function* pages<Row>(
  select: (limit: number, after: After) => Row[],
  keyOf: (row: Row) => number,
): Generator<Row, void, undefined> {
  let last = 0;
  for (;;) {
    const page = select(pageSize, (where, key) => and(where, gt(key, last)));
    yield* page;
    const newest = page.at(-1);
    if (newest === undefined || page.length < pageSize) return;
    last = keyOf(newest);
  }
}
