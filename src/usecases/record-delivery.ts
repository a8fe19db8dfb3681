// The outcome of a delivery, in one transaction: the outbox row is settled and what the incident must know of it
// (its room is open, a message could not be sent) becomes an event.
import type { Effect } from '#machines/effects.ts';
import { forgetCard, saveCard, saveConversation } from '#db/conversations.ts';
import type { Store } from '#db/open.ts';
import type { OutboxRow } from '#db/outbox.ts';
import { hurryLane, markDead, markDelivered, reschedule } from '#db/outbox.ts';
import type { Rules, Work } from './apply-event.ts';
import { applyIncidentEvent, finish, openIncident, queue } from './apply-event.ts';

/** Where a card stands, and what it shows. */
interface Posted {
  card: string;
  conversation: string;
  externalId: string;
  shown: string;
  /** Where people can open it. */
  url?: string;
}

/** What came of one try, as the dispatcher reports it. */
export type Result =
  | {
      outcome: 'delivered';
      room?: { conversation: string; name: string; url: string | null };
      card?: Posted & {
        /** An earlier try posted it, showing what it was to show then. */
        wasThere: boolean;
      };
      remark?: string;
      /** Of the groups of an invitation, who is in the room now. */
      invited?: readonly string[];
    }
  /** The message of a card is gone: it is posted anew. */
  | { outcome: 'cardLost'; card: string }
  | { outcome: 'retryLater'; reason: string; notBefore: string }
  /** The tenant is held back; the row waits with it. */
  | { outcome: 'heldBack'; reason: string }
  /** Nothing was tried: the room is not open yet. */
  | { outcome: 'notYet'; notBefore: string }
  | { outcome: 'failed'; reason: string; remedy: string | null; isUnforeseen?: boolean };

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
        if (result.card?.wasThere === true) adoptCard(work, row, result.card);
        else {
          markDelivered(tx, row.id, now, result.remark ?? null);
          if (result.card) keepCard(tx, row, result.card);
        }
        if (result.card?.card === 'status') bookmarkStatus(work, row, result.card.url);
        if (result.room !== undefined) openRoom(work, row, result.room);
        if (result.invited !== undefined) admitGroups(work, row, result.invited);
        if (result.remark !== undefined) report(work, row, { reason: result.remark, partly: true });
        return;
      case 'cardLost':
        forgetCard(tx, row.incidentId, result.card);
        reschedule(tx, row.id, {
          notBefore: now,
          reason: 'The card was gone.',
          attempts: row.attempts - 1,
          firstTriedAt: null,
        });
        return;
      case 'retryLater':
        reschedule(tx, row.id, { ...row, ...result });
        return;
      case 'heldBack':
        reschedule(tx, row.id, {
          ...row,
          notBefore: now,
          reason: result.reason,
        });
        return;
      case 'notYet':
        reschedule(tx, row.id, { ...row, ...result, reason: 'The channel is not open yet.' });
        return;
      case 'failed': {
        const why = result.remedy === null ? result.reason : `${result.reason}. ${result.remedy}`;
        markDead(tx, row.id, now, why);
        report(work, row, { reason: why, partly: false });
        if (row.effect.kind === 'openChannel') tellDeclarer(work, row, why);
        if (result.isUnforeseen === true) tellAdmins(work, row, result.reason);
      }
    }
  });
}

function keepCard(tx: Work['tx'], { incidentId }: OutboxRow, posted: Posted): void {
  const { card, conversation, externalId, shown } = posted;
  saveCard(tx, { incidentId, card, conversation, externalId, shown });
}

/** What it shows is not known, so the same row goes on as an update of what was found. */
function adoptCard({ tx, now }: Work, row: OutboxRow, { card, conversation, externalId }: Posted) {
  keepCard(tx, row, { card, conversation, externalId, shown: '' });
  reschedule(tx, row.id, {
    notBefore: now,
    reason: 'It was posted by an earlier try.',
    attempts: row.attempts,
    firstTriedAt: null,
  });
}

/** Whoever came in with a group belongs from then on; whoever did not is not on the list. */
function admitGroups(
  work: Work,
  { incidentId, effect }: OutboxRow,
  invited: readonly string[],
): void {
  if (effect.kind !== 'invite') return;
  const opened = openIncident(work, incidentId);
  applyIncidentEvent(work, opened, {
    type: 'GROUP_INVITED',
    groups: effect.groups ?? [],
    people: [...invited],
    at: work.now,
    by: 'ssirp',
  });
  finish(work, opened);
}

/** The status card stands far up soon: a link in the room's bar leads to it. */
function bookmarkStatus(work: Work, row: OutboxRow, url: string | undefined): void {
  if (url === undefined) return;
  const { row: incident } = openIncident(work, row.incidentId);
  queue(work, incident, { kind: 'bookmark', url, title: `${incident.id}: status` });
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
  const what = effectName(effect);
  applyIncidentEvent(work, opened, {
    type: 'DELIVERY_FAILED',
    what,
    ...how,
    at: work.now,
    by: 'ssirp',
  });
  finish(work, opened);
}

/** Nobody foresaw it, so nobody but an administrator can find out what it means. */
function tellAdmins(work: Work, row: OutboxRow, reason: string): void {
  const { row: incident } = openIncident(work, row.incidentId);
  const say = { kind: 'unknownRefusal', what: effectName(row.effect), reason } as const;
  // What could not be told to an admin is not told to the admins: it would go round and round.
  if (row.effect.kind === 'tell' && row.effect.say.kind === 'unknownRefusal') return;
  for (const person of work.rules.admins(row.tenant))
    queue(work, incident, { kind: 'tell', person, say });
}

function effectName(effect: Effect): string {
  return effect.kind === 'card' ? `card ${effect.card}` : effect.kind;
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
