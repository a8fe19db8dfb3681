// What everybody in a tenant may know of its incidents. Of a private or restricted one that is open there is only its
// number and whom to ask; in an order of their own, because a place among the others would tell how grave it is.
import { clockState } from '#machines/clock-state.ts';
import { askedOf } from '#machines/rule-parts.ts';
import type { IncidentRow, ListedRow } from '#db/incidents.ts';
import { lastClosed, listIncidents, loadIncident } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import { partsOf } from '#db/parts.ts';
import type { DigestView, Glance } from '../commands/view-types.ts';
import { titleOutside } from './embargo-guard.ts';
import { glance } from './view.ts';

const openMax = 15;
const closedMax = 5;
const listMax = 500;

export function digestView(db: Db, tenant: string): DigestView {
  const list = (seesAll: boolean): ListedRow[] =>
    listIncidents(db, { tenant, which: 'open', person: '', seesAll, limit: listMax }).filter(
      // Before its room is open nothing is said of an incident outside, and nothing ever of an exercise.
      ({ channelName, drill }) => channelName !== null && !drill,
    );
  const forAll = list(false).toSorted((a, b) => a.level - b.level);
  const known = new Set(forAll.map(({ id }) => id));
  return {
    open: forAll.slice(0, openMax).flatMap(({ id }) => {
      const row = loadIncident(db, id);
      if (row === undefined) return [];
      return [{ ...outside(db, row, tenant), guidanceDueAt: guidanceDueAt(db, id) }];
    }),
    moreOpen: Math.max(0, forAll.length - openMax),
    hidden: list(true)
      .filter(({ id }) => !known.has(id))
      .map(({ id }) => id)
      .toSorted()
      .flatMap((id) => {
        const context = loadIncident(db, id)?.snapshot.context;
        if (context === undefined) return [];
        return [{ incidentId: id, ask: askedOf(context) ?? context.declaredBy }];
      }),
    closed: lastClosed(db, tenant, closedMax)
      .map((row) => outside(db, row, tenant))
      .filter(({ channel }) => channel !== null),
  };
}

function outside(db: Db, row: IncidentRow, tenant: string): Glance {
  const seen = glance(db, row, tenant);
  return { ...seen, context: { ...seen.context, title: titleOutside(db, row) } };
}

/** What the law asks for is nobody's outside the incident. */
function guidanceDueAt(db: Db, incidentId: string): string | null {
  const running = partsOf(db, incidentId, 'clock').find(
    ({ snapshot }) => snapshot.context.regime === 'guidance' && clockState(snapshot) === 'running',
  );
  return running?.snapshot.context.dueAt ?? null;
}
