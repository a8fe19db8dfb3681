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
import { pendingTasksOf } from '#db/tasks.ts';
import type { Opened, Rules, Work } from './apply-event.ts';
import { applyIncidentEvent, finish, openIncident, queue } from './apply-event.ts';
import { seeRoom } from './see-room.ts';

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
      /** What a look into a room found; null: there is none that the bot can see. */
      saw?: { conversation: string; facts: RoomFacts | null };
    }
  /** The message of a card is gone: it is posted anew. */
  | { outcome: 'cardLost'; card: string }
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
        else if (isSaidInRoom(row.effect)) lookIfLongAgo(work, row.incidentId);
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
        reschedule(tx, row.id, { ...row, ...result });
        return;
      case 'withheld':
        markWithheld(tx, row.id, now, result.reason);
        report(work, row, { reason: result.reason, partly: false });
        return;
      case 'failed': {
        if (result.isRoomInDoubt === true && row.attempts <= looksMax) {
          // The platform may not have told that its channel is gone: that is found out before this is given up.
          queue(work, openIncident(work, row.incidentId).row, lookAtRoom);
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

function keepCard(tx: Work['tx'], { incidentId }: OutboxRow, posted: Posted): void {
  const { card, conversation, externalId, shown } = posted;
  saveCard(tx, { incidentId, card, conversation, externalId, shown });
}

function looked(
  work: Work,
  { incidentId }: OutboxRow,
  { hint, by }: Effect & { kind: 'lookAtRoom' },
  saw: { conversation: string; facts: RoomFacts | null } | undefined,
): void {
  if (saw === undefined) hurryLane(work.tx, `incident ${incidentId}`, work.now);
  else seeRoom(work, { incidentId, hint, by, ...saw });
}

function isSaidInRoom(effect: Effect): boolean {
  return effect.kind === 'say' || (effect.kind === 'card' && effect.card !== 'announcement');
}

/**
 * Where something private was just said, somebody looks who is there before more is said, even if the platform told
 * of no change: what it tells may be lost.
 */
function lookIfLongAgo(work: Work, incidentId: string): void {
  const { row } = openIncident(work, incidentId);
  if (row.snapshot.context.visibility === 'open') return;
  const seenAt = conversationOf(work.tx, incidentId)?.seen?.at ?? '';
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
  queue(work, incident, { kind: 'bookmark', url, title: `${incident.id}: status` });
}

function openRoom(
  work: Work,
  { incidentId, tenant }: OutboxRow,
  room: { conversation: string; name: string; url: string | null },
): void {
  const former = conversationOf(work.tx, incidentId);
  const stood = former === undefined ? [] : retireRoom(work.tx, former, work.now);
  saveConversation(work.tx, { tenant, incidentId, ...room });
  const opened = openIncident(work, incidentId);
  applyIncidentEvent(work, opened, {
    type: 'CHANNEL_OPENED',
    ...room,
    ...(former === undefined ? {} : { instead: former.name }),
    at: work.now,
    by: 'ssirp',
  });
  finish(work, opened);
  if (former !== undefined) moveIn(work, opened, { from: former.name, stood });
  queue(work, opened.row, { kind: 'card', card: 'announcement' });
  hurryLane(work.tx, `incident ${incidentId}`, work.now);
}

/** What stood in the former room and still matters, once more: who belongs, what it is about, and the cards. */
function moveIn(
  work: Work,
  { row }: Opened,
  { from, stood }: { from: string; stood: readonly string[] },
): void {
  const { members, phase, epoch } = row.snapshot.context;
  const cards: CardKey[] = [
    'status',
    `checklist/${phase}/${epoch}`,
    ...(stood.includes('roles') ? (['roles'] as const) : []),
    ...pendingTasksOf(work.tx, row.id).map(({ n }): CardKey => `task/${n}`),
  ];
  const effects: Effect[] = [
    { kind: 'invite', people: members },
    { kind: 'say', say: { kind: 'roomMoved', from } },
    ...cards.map((card): Effect => ({ kind: 'card', card })),
    { kind: 'setTopic' },
  ];
  for (const effect of effects) queue(work, row, effect);
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

function later(now: string, ms: number): string {
  return Temporal.Instant.from(now)
    .add({ milliseconds: ms })
    .toString({ fractionalSecondDigits: 3 });
}
