// What holds the release of an incident, kind by kind: looked up when somebody says go, and for its checklist.
import { whyNotPassed } from '#machines/pass.ts';
import type { Unready } from '#machines/incident-types.ts';
import type { PartRow } from '#db/parts.ts';

/** Undefined where the incident has nothing that could hold its release: then it goes on as ever. */
export function unreadyOf({ pass }: { pass: readonly PartRow<'pass'>[] }): Unready[] | undefined {
  if (pass.length === 0) return undefined;
  return pass.flatMap(({ n, snapshot }) => {
    const words = whyNotPassed(snapshot);
    return words === null ? [] : [{ what: 'pass' as const, n, words }];
  });
}
