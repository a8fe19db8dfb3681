// What a command about who is in the incident's room means beside its own event: whether somebody who came belongs,
// what those leave behind who are out, and that the last look stays true.
import type { IncidentContext } from '#machines/incident-types.ts';
import { conversationOf, saveSeen } from '#db/conversations.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import type { Opened, Work } from './apply-event.ts';
import { endAccess, holdingsOf } from './end-access.ts';
import { tenantFor } from './queue.ts';
import type { AboutIncident } from './request.ts';

/** Our own invitation arrived: who came in by it is recorded by the invitation. */
export function isBroughtByUs(
  command: AboutIncident,
  { visibility, members }: IncidentContext,
): boolean {
  if (command.verb !== 'joined' || visibility === 'open') return false;
  return command.inviter === 'ssirp' && !members.includes(command.person);
}

/**
 * Whoever comes into the room of a private incident belongs to it when somebody who belongs let them in. Anybody else
 * is only found there, by a look: they can read what is said, and that is all.
 */
export function isUninvited(
  command: AboutIncident,
  { visibility, members, roomLost = null }: IncidentContext,
): boolean {
  if (command.verb !== 'joined' || visibility !== 'private') return false;
  const { person, inviter } = command;
  if (members.includes(person)) return false;
  return roomLost !== null || inviter === undefined || !members.includes(inviter);
}

/** What the last look found is kept true by whoever comes and goes since. */
function cameOrWent(
  tx: Db,
  row: IncidentRow,
  { verb, person }: Extract<AboutIncident, { verb: 'joined' | 'left' }>,
): void {
  const room = conversationOf(tx, row.id, tenantFor(tx, row, person));
  if (room?.seen === null || room?.seen === undefined) return;
  const others = room.seen.people.filter((one) => one.person !== person);
  const people = verb === 'left' ? others : [...others, { person, kind: 'member' as const }];
  saveSeen(tx, room, { ...room.seen, people });
}

/** Takes the command's event, and sees to what follows for the person it is about. */
export function takeWithAccess(
  work: Work,
  opened: Opened,
  command: AboutIncident,
  take: () => void,
): void {
  if (command.verb !== 'left' && command.verb !== 'remove') {
    take();
    if (command.verb === 'joined') cameOrWent(work.tx, opened.row, command);
    return;
  }
  if (command.verb === 'left') cameOrWent(work.tx, opened.row, command);
  // Whoever was found there and taken out again leaves nothing behind.
  const { members } = opened.row.snapshot.context;
  if (command.verb === 'left' && !members.includes(command.person)) return;
  const held = holdingsOf(work, opened, command.person);
  take();
  endAccess(work, opened, held, command.verb === 'left' ? 'left' : 'removed');
}
