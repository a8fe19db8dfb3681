// The outcome of a delivery, in one transaction: the outbox row is settled and what the incident must know of it
// (its room is open, a message could not be sent) becomes an event.
import type { CardKey, Effect } from '#machines/effects.ts';
import type { RoomFacts } from '#machines/incident-types.ts';
import { lookAtRoom } from '#machines/rules-access.ts';
import {
  conversationOf,
  forgetCard,
  retireRoom,
  saveCard,
  saveConversation,
} from '#db/conversations.ts';
import type { Store } from '#db/open.ts';
import type { OutboxRow } from '#db/outbox.ts';
import { hurryLane, markDead, markDelivered, markWithheld, reschedule } from '#db/outbox.ts';
import { platformName } from '../shared/platform-name.ts';
import type { Opened, Rules, Work } from './apply-event.ts';
import { applyIncidentEvent, finish, openIncident } from './apply-event.ts';
import { mirrorOpened } from './mirror-room.ts';
import { incidentLane, queue, queueIn, standingCards, tenantFor } from './queue.ts';
import { seeRoom } from './see-room.ts';

/** Where a card stands, and what it shows. */
interface Posted {
  card: CardKey;
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
      /** What a look into a room found; null: there is none that the bot can see. */
      saw?: { conversation: string; facts: RoomFacts | null };
      /** What else the record must know of it. */
      record?: (work: Work) => void;
    }
  /** The message of a card is gone: it is posted anew. */
  | { outcome: 'cardLost'; card: CardKey }
  | { outcome: 'retryLater'; reason: string; notBefore: string }
  /** The tenant is held back; the row waits with it. */
  | { outcome: 'heldBack'; reason: string }
  /** Nothing was tried: the room is not open yet, or must not be written to now. */
  | { outcome: 'notYet'; notBefore: string; reason: string }
  /** Nothing was tried, and nothing will be: whoever it was for no longer belongs. */
  | { outcome: 'withheld'; reason: string }
  | {
      outcome: 'failed';
      reason: string;
      remedy: string | null;
      isUnforeseen?: boolean;
      /** It was for the incident's room, which is perhaps not what it was. */
      isRoomInDoubt?: boolean;
    };

/** So often the room is looked at on behalf of one delivery; then it has failed. */
const looksMax = 2;
const untilLookedMs = 60_000;
/** So long a look at a private room is trusted, as long as the platform tells of no change. */
const trustedMs = 60 * 60_000;

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
        if (row.effect.kind === 'lookAtRoom') looked(work, row, row.effect, result.saw);
        else if (isSaidInRoom(row.effect)) lookIfLongAgo(work, row);
        result.record?.(work);
        if (result.remark !== undefined) report(work, row, { reason: result.remark, partly: true });
        return;
      case 'cardLost':
        forgetCard(tx, row, result.card);
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
        reschedule(tx, row.id, { ...row, ...result });
        return;
      case 'withheld':
        markWithheld(tx, row.id, now, result.reason);
        report(work, row, { reason: result.reason, partly: false });
        return;
      case 'failed': {
        if (result.isRoomInDoubt === true && row.attempts <= looksMax) {
          // The platform may not have told that its channel is gone: that is found out before this is given up.
          queueIn(work, openIncident(work, row.incidentId).row, row.tenant, lookAtRoom);
          const notBefore = later(now, untilLookedMs);
          reschedule(tx, row.id, { ...row, notBefore, reason: result.reason });
          return;
        }
        const why = result.remedy === null ? result.reason : `${result.reason}. ${result.remedy}`;
        markDead(tx, row.id, now, why);
        report(work, row, { reason: why, partly: false });
        if (row.effect.kind === 'openChannel' || row.effect.kind === 'replaceRoom')
          tellDeclarer(work, row, why);
        if (result.isUnforeseen === true) tellAdmins(work, row, result.reason);
      }
    }
  });
}

function keepCard(tx: Work['tx'], { incidentId, tenant }: OutboxRow, posted: Posted): void {
  const { card, conversation, externalId, shown } = posted;
  saveCard(tx, { incidentId, tenant, card, conversation, externalId, shown });
}

function looked(
  work: Work,
  { incidentId, tenant }: OutboxRow,
  { hint, by }: Effect & { kind: 'lookAtRoom' },
  saw: { conversation: string; facts: RoomFacts | null } | undefined,
): void {
  if (saw === undefined) hurry(work, openIncident(work, incidentId), tenant);
  else seeRoom(work, { incidentId, tenant, hint, by, ...saw });
}

/** What waits for the room in the tenant may go at once. */
function hurry({ tx, now }: Work, { row }: Opened, tenant: string): void {
  hurryLane(tx, incidentLane(row, tenant), now);
}

function isSaidInRoom(effect: Effect): boolean {
  return effect.kind === 'say' || (effect.kind === 'card' && effect.card !== 'announcement');
}

/**
 * Where something private was just said, somebody looks who is there before more is said, even if the platform told
 * of no change: what it tells may be lost.
 */
function lookIfLongAgo(work: Work, { incidentId, tenant }: OutboxRow): void {
  const { row } = openIncident(work, incidentId);
  if (row.snapshot.context.visibility === 'open') return;
  const seenAt = conversationOf(work.tx, incidentId, tenant)?.seen?.at ?? '';
  if (seenAt < later(work.now, -trustedMs)) queue(work, row, lookAtRoom);
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
  const title = `${incident.id}: status`;
  queueIn(work, incident, row.tenant, { kind: 'bookmark', url, title });
}

function openRoom(
  work: Work,
  { incidentId, tenant }: OutboxRow,
  room: { conversation: string; name: string; url: string | null },
): void {
  const opened = openIncident(work, incidentId);
  if (tenant !== opened.row.tenant) return mirrorOpened(work, opened, tenant, room);
  const former = conversationOf(work.tx, incidentId, tenant);
  const stood = former === undefined ? [] : retireRoom(work.tx, former, work.now);
  saveConversation(work.tx, { tenant, incidentId, ...room });
  applyIncidentEvent(work, opened, {
    type: 'CHANNEL_OPENED',
    ...room,
    ...(former === undefined ? {} : { instead: former.name }),
    at: work.now,
    by: 'ssirp',
  });
  finish(work, opened);
  if (former !== undefined) moveIn(work, opened, { from: former.name, stood });
  queueIn(work, opened.row, tenant, { kind: 'card', card: 'announcement' });
  hurry(work, opened, tenant);
}

/** What stood in the former room and still matters, once more: who belongs, what it is about, and the cards. */
function moveIn(
  work: Work,
  { row }: Opened,
  { from, stood }: { from: string; stood: readonly string[] },
): void {
  const { members } = row.snapshot.context;
  const people = members.filter((person) => tenantFor(work.tx, row, person) === row.tenant);
  const cards: CardKey[] = [
    ...standingCards(work, row),
    ...(stood.includes('roles') ? (['roles'] as const) : []),
  ];
  const effects: Effect[] = [
    { kind: 'invite', people },
    { kind: 'say', say: { kind: 'roomMoved', from } },
    ...cards.map((card): Effect => ({ kind: 'card', card })),
    { kind: 'setTopic' },
  ];
  for (const effect of effects) queueIn(work, row, row.tenant, effect);
}

function report(
  work: Work,
  { incidentId, tenant, effect }: OutboxRow,
  how: { reason: string; partly: boolean },
): void {
  const opened = openIncident(work, incidentId);
  const isMirror = tenant !== opened.row.tenant;
  const what = `${effectName(effect)}${isMirror ? ` on ${platformName(tenant)}` : ''}`;
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

/** Without a room of its own nobody would ever see why: the declarer is told in person. */
function tellDeclarer(work: Work, row: OutboxRow, reason: string): void {
  const incident = openIncident(work, row.incidentId).row;
  if (row.tenant !== incident.tenant) return;
  queue(work, incident, {
    kind: 'tell',
    person: incident.declaredBy,
    say: { kind: 'channelFailed', reason },
  });
}

function later(now: string, ms: number): string {
  return Temporal.Instant.from(now)
    .add({ milliseconds: ms })
    .toString({ fractionalSecondDigits: 3 });
}
