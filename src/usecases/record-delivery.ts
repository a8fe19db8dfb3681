// The outcome of a delivery, in one transaction: the outbox row is settled and what the incident must know of it
// (its room is open, a message could not be sent) becomes an event.
import { forgetCard, saveCard, saveConversation } from '#db/conversations.ts';
import type { Store } from '#db/open.ts';
import type { OutboxRow } from '#db/outbox.ts';
import { hurryLane, markDead, markDelivered, reschedule } from '#db/outbox.ts';
import type { Rules, Work } from './apply-event.ts';
import { applyIncidentEvent, finish, openIncident, queue } from './apply-event.ts';

/** What came of one try, as the dispatcher reports it. */
export type Result =
  | {
      outcome: 'delivered';
      room?: { conversation: string; name: string; url: string | null };
      card?: { card: string; conversation: string; externalId: string; shown: string };
      remark?: string;
    }
  /** The message of a card is gone: it is posted anew. */
  | { outcome: 'cardLost'; card: string }
  | { outcome: 'retryLater'; reason: string; notBefore: string }
  /** Nothing was tried: the room is not open yet. */
  | { outcome: 'notYet'; notBefore: string }
  | { outcome: 'failed'; reason: string; remedy: string | null };

export function recordDelivery(
  store: Store,
  rules: Rules,
  now: string,
  row: OutboxRow,
  result: Result,
): void {
  store.transaction((tx) => {
    const work: Work = { tx, now, rules };
    switch (result.outcome) {
      case 'delivered':
        markDelivered(tx, row.id, now, result.remark ?? null);
        if (result.card !== undefined) saveCard(tx, { incidentId: row.incidentId, ...result.card });
        if (result.room !== undefined) openRoom(work, row, result.room);
        if (result.remark !== undefined) report(work, row, { reason: result.remark, partly: true });
        return;
      case 'cardLost':
        forgetCard(tx, row.incidentId, result.card);
        reschedule(tx, row.id, {
          notBefore: now,
          reason: 'The card was gone.',
          attempts: row.attempts - 1,
        });
        return;
      case 'retryLater':
        reschedule(tx, row.id, { ...result, attempts: row.attempts });
        return;
      case 'notYet':
        reschedule(tx, row.id, {
          ...result,
          reason: 'The channel is not open yet.',
          attempts: row.attempts - 1,
        });
        return;
      case 'failed': {
        const why = result.remedy === null ? result.reason : `${result.reason}. ${result.remedy}`;
        markDead(tx, row.id, now, why);
        report(work, row, { reason: why, partly: false });
        if (row.effect.kind === 'openChannel') tellDeclarer(work, row, why);
      }
    }
  });
}

function openRoom(
  work: Work,
  { incidentId, tenant, lane }: OutboxRow,
  room: { conversation: string; name: string; url: string | null },
): void {
  saveConversation(work.tx, { tenant, incidentId, ...room });
  const opened = openIncident(work, incidentId);
  applyIncidentEvent(work, opened, { type: 'CHANNEL_OPENED', ...room, at: work.now, by: 'ssirp' });
  finish(work, opened);
  queue(work, opened.row, { kind: 'card', card: 'announcement' });
  hurryLane(work.tx, lane, work.now);
}

function report(
  work: Work,
  { incidentId, effect }: OutboxRow,
  how: { reason: string; partly: boolean },
): void {
  const opened = openIncident(work, incidentId);
  const what = effect.kind === 'card' ? `card ${effect.card}` : effect.kind;
  applyIncidentEvent(work, opened, {
    type: 'DELIVERY_FAILED',
    what,
    ...how,
    at: work.now,
    by: 'ssirp',
  });
  finish(work, opened);
}

/** Without a room nobody would ever see why: the declarer is told in person. */
function tellDeclarer(work: Work, row: OutboxRow, reason: string): void {
  const incident = openIncident(work, row.incidentId).row;
  queue(work, incident, {
    kind: 'tell',
    person: incident.declaredBy,
    say: { kind: 'channelFailed', reason },
  });
}
