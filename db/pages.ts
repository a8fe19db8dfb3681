// Reads long results page by page with a key, so that memory stays bounded and no cursor is held open.

const pageSize = 1000;

/** `select` gives the rows behind a key, in its order; keys count from 1. */
export function* pages<Row>(
  select: (range: { after: number; limit: number }) => Row[],
  keyOf: (row: Row) => number,
): Generator<Row, void, undefined> {
  let after = 0;
  for (;;) {
    const page = select({ after, limit: pageSize });
    yield* page;
    const newest = page.at(-1);
    if (newest === undefined || page.length < pageSize) return;
    after = keyOf(newest);
  }
}
