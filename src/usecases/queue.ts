// Where an effect goes: into which tenant's outbox, and into which lane there. An incident that is mirrored is shown in
// two tenants; each has lanes of its own, so that neither platform waits for the other.
import type { CardKey, Effect, Surface } from '#machines/effects.ts';
import type { PersonId } from '#machines/incident-types.ts';
import { siblingOf } from '#machines/siblings.ts';
import { cardOf, conversationOf } from '#db/conversations.ts';
import type { IncidentRow } from '#db/incidents.ts';
import { isKnownIn, mirrorOf, pairedWith, tenantOf } from '#db/mirrors.ts';
import type { Db } from '#db/open.ts';
import { enqueue, isOpening } from '#db/outbox.ts';
import { allPartsOf } from '#db/parts.ts';
import { pendingTasksOf } from '#db/tasks.ts';
import type { Work } from './work.ts';

/** Puts an effect into the outbox of every tenant that it is for. */
export function queue(work: Work, row: IncidentRow, effect: Effect): void {
  const paired = pairedWith(work.tx, row.tenant);
  if (paired === null) return queueIn(work, row, row.tenant, effect);
  const isElsewhere = (id: string): boolean => tenantOf(id) === paired;
  const own = partOf(effect, (id) => !isElsewhere(id));
  if (own !== null) queueIn(work, row, row.tenant, own);
  const other = isOfOneRoom(effect) ? null : partOf(effect, isElsewhere);
  if (other === null) return;
  if (isShownIn(work, row, paired, other)) {
    openMirror(work, row, paired);
    if (other.kind !== 'openChannel') queueIn(work, row, paired, other);
  } else if (other.kind === 'tell') queueIn(work, row, paired, other);
}

/** What was closed before the tenants were paired has no room there, until somebody there asks for something. */
function isShownIn({ tx }: Work, row: IncidentRow, tenant: string, { kind }: Effect): boolean {
  if (mirrorOf(tx, row) !== tenant) return false;
  return !row.closed || kind === 'upload' || hasMirror(tx, row, tenant);
}

function hasMirror(db: Db, { id }: IncidentRow, tenant: string): boolean {
  return conversationOf(db, id, tenant) !== undefined || isOpening(db, id, tenant);
}

const oneRoom: ReadonlySet<Effect['kind']> = new Set([
  'point',
  'lookAtRoom',
  'replaceRoom',
  'mail',
  'publish',
]);

/** Goes to the room in the incident's own tenant and no other, or to nobody's room. */
function isOfOneRoom({ kind }: Effect): boolean {
  return oneRoom.has(kind);
}

/** What of an effect is for these people: everybody is reached where they are. Null for nothing. */
function partOf(effect: Effect, isTheirs: (id: string) => boolean): Effect | null {
  switch (effect.kind) {
    case 'tell':
      return isTheirs(effect.person) ? effect : null;
    case 'upload':
      return isTheirs(effect.by ?? '') ? effect : null;
    case 'remove': {
      const people = effect.people.filter(isTheirs);
      return people.length === 0 ? null : { ...effect, people };
    }
    case 'invite': {
      const people = effect.people.filter(isTheirs);
      const groups = effect.groups?.filter(({ id }) => isTheirs(id)) ?? [];
      if (people.length + groups.length === 0) return null;
      return { kind: 'invite', people, ...(groups.length === 0 ? {} : { groups }) };
    }
    default:
      return effect;
  }
}

/** Opens the room in the paired tenant and shows there what stands, unless it is open or being opened. */
export function openMirror(work: Work, row: IncidentRow, tenant: string): void {
  const { tx } = work;
  if (hasMirror(tx, row, tenant)) return;
  const people = row.snapshot.context.members.filter((id) => tenantOf(id) === tenant);
  queueIn(work, row, tenant, { kind: 'openChannel' });
  queueIn(work, row, tenant, { kind: 'setTopic' });
  if (people.length > 0) queueIn(work, row, tenant, { kind: 'invite', people });
  const cards = standingCards(work, row);
  if (cardOf(tx, { incidentId: row.id, tenant: row.tenant }, 'roles')) cards.push('roles');
  for (const card of cards) queueIn(work, row, tenant, { kind: 'card', card });
}

/** The cards that matter in any room of the incident. */
export function standingCards({ tx }: Work, row: IncidentRow): CardKey[] {
  const { phase, epoch } = row.snapshot.context;
  const tasks = pendingTasksOf(tx, row.id).map(({ n }): CardKey => `task/${n}`);
  const parts = allPartsOf(tx, row.id);
  const cases = parts.case.flatMap(({ n, closed }): CardKey[] => (closed ? [] : [`case/${n}`]));
  const clocks = parts.clock.flatMap(({ n, snapshot }): CardKey[] =>
    siblingOf('clock').hasCard(snapshot.context) && snapshot.context.movedTo === null
      ? [`clock/${n}`]
      : [],
  );
  const documents = parts.document.flatMap(({ n, closed }): CardKey[] =>
    closed ? [] : [`document/${n}`],
  );
  const approvals = parts.approval.flatMap(({ n, closed }): CardKey[] =>
    closed ? [] : [`approval/${n}`],
  );
  const packages = parts.package.flatMap(({ n, closed }): CardKey[] =>
    closed ? [] : [`package/${n}`],
  );
  const trains = parts.train.flatMap(({ n, closed }): CardKey[] => (closed ? [] : [`train/${n}`]));
  return [
    'status',
    `checklist/${phase}/${epoch}`,
    ...cases,
    ...clocks,
    ...documents,
    ...approvals,
    ...packages,
    ...trains,
    ...tasks,
  ];
}

/** Puts an effect into its lane of one tenant; announcements only where there is a place for them. */
export function queueIn(
  { tx, now, rules }: Work,
  row: IncidentRow,
  tenant: string,
  effect: Effect,
): void {
  // An exercise is not told to real audiences.
  if (isAnnouncement(effect) && (row.drill || !rules.announces(tenant))) return;
  const surface = surfaceOf(effect);
  if (surface !== undefined && !rules.offers(tenant, surface)) return;
  enqueue(tx, {
    incidentId: row.id,
    tenant,
    lane: laneOf(row, tenant, effect),
    effect,
    key: rules.newId(),
    at: now,
  });
}

function isAnnouncement(effect: Effect): boolean {
  return effect.kind === 'announce' || (effect.kind === 'card' && effect.card === 'announcement');
}

/** What only some platforms have. */
function surfaceOf(effect: Effect): Surface | undefined {
  if (effect.kind === 'bookmark') return 'bookmarks';
  if (effect.kind === 'say' && effect.say.kind === 'taskProgress') return 'threads';
  return undefined;
}

type Home = Pick<IncidentRow, 'id' | 'tenant'>;

/** Where what is said and shown in an incident's room keeps its order. */
export const incidentLane = (home: Home, tenant: string): string => lane('incident', home, tenant);
/** Where an incident's room is looked at and replaced. */
export const roomLane = (home: Home, tenant: string): string => lane('room', home, tenant);

function lane(kind: string, { id, tenant: own }: Home, tenant: string): string {
  return tenant === own ? `${kind} ${id}` : `${kind} ${id} in ${tenant}`;
}

/** Effects of one lane are delivered in order; lanes do not wait for each other. */
function laneOf(row: IncidentRow, tenant: string, effect: Effect): string {
  if (effect.kind === 'tell') return `person ${effect.person}`;
  // One contact's mail server must not hold up another's.
  if (effect.kind === 'mail') return `mail ${effect.contact}`;
  // There is one tree, and what speaks of all documents in it is written by one at a time.
  if (effect.kind === 'publish') return 'publish';
  // What is nice to have must not hold up what people wait for.
  if (effect.kind === 'bookmark') return lane('bookmarks', row, tenant);
  if (isAnnouncement(effect)) return `announcements ${tenant}`;
  // Not behind what may wait for them.
  if (effect.kind === 'lookAtRoom' || effect.kind === 'replaceRoom') return roomLane(row, tenant);
  return incidentLane(row, tenant);
}

/** Where somebody is at home: in the incident's own tenant, or in the one paired with that. */
export function tenantFor(db: Db, row: IncidentRow, person: PersonId): string {
  const paired = pairedWith(db, row.tenant);
  return paired !== null && tenantOf(person) === paired ? paired : row.tenant;
}

/** May the person belong to the incident at all? People of the paired tenant only to what is shown there. */
export function mayBelong(db: Db, row: IncidentRow, person: PersonId): boolean {
  return isKnownIn(db, row, tenantFor(db, row, person));
}
