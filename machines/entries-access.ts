// The words of the record about who can read an incident, and about its room.
import { entry, mention } from './entries.ts';
import type { EntryDraft } from './effects.ts';
import type { IncidentEvent, IncidentEventType, PersonKind, RoomLoss } from './incident-types.ts';

type Of<T extends IncidentEventType> = Extract<IncidentEvent, { type: T }>;

const addedBy = (inviter: string | null): string =>
  inviter === null ? '' : `, added by ${mention(inviter)}`;

const kindNames: Record<PersonKind, string> = {
  member: 'member of the workspace',
  guest: 'guest',
  stranger: 'deactivated, an app, or of another organization',
  unknown: 'not known',
};

export const cameUninvited = (e: Of<'CAME_UNINVITED'>): EntryDraft =>
  entry(
    e,
    'cameUninvited',
    `${mention(e.person)} came into the channel without being invited${addedBy(e.inviter)}; they are taken out again`,
    { person: e.person, inviter: e.inviter },
  );

export const foundInRoom = (e: Of<'FOUND_IN_ROOM'>): EntryDraft =>
  entry(
    e,
    'foundInRoom',
    `In the channel without belonging to the incident, and able to read it: ${e.people
      .map(({ person, kind }) => `${mention(person)} (${kindNames[kind]})`)
      .join(', ')}`,
    { people: e.people },
  );

export const adminJoined = (e: Of<'ADMIN_JOINED'>): EntryDraft =>
  entry(e, 'adminJoined', `${mention(e.person)} let themselves in as administrator: ${e.reason}`, {
    person: e.person,
    reason: e.reason,
  });

export const removed = (e: Of<'REMOVED'>): EntryDraft =>
  entry(e, 'removed', `${mention(e.person)} was removed from the incident: ${e.reason}`, {
    person: e.person,
    reason: e.reason,
  });

export const standingLost = (e: Of<'STANDING_LOST'>): EntryDraft =>
  entry(
    e,
    'standingLost',
    `${mention(e.person)} is no longer a member of the workspace (${kindNames[e.kind]})`,
    { person: e.person, kind: e.kind },
  );

export const accessReviewDue = (e: Of<'ACCESS_REVIEW_DUE'>): EntryDraft =>
  entry(e, 'accessReviewDue', 'Who can read this incident is to be reviewed');

export const accessReviewed = (e: Of<'ACCESS_REVIEWED'>): EntryDraft =>
  entry(
    e,
    'accessReviewed',
    `Access reviewed by ${mention(e.by)}: ${e.people.length} belong to the incident (${e.people.map(mention).join(', ')})`,
    { people: e.people },
  );

const changes: Record<Of<'ROOM_CHANGED'>['what'], (from: string, to: string) => string> = {
  name: (from, to) => `The channel was renamed from ${from} to ${to}; the incident goes on in it`,
  kind: (from, to) => `The channel was made ${to} (was ${from})`,
  use: (_from, to) => `The channel is ${to} now`,
  id: (from, to) =>
    `The platform calls the channel ${to} now (was ${from}); the incident goes on in it`,
};

export const roomChanged = (e: Of<'ROOM_CHANGED'>): EntryDraft =>
  entry(e, 'roomChanged', changes[e.what](e.from, e.to), { what: e.what, from: e.from, to: e.to });

const losses: Record<RoomLoss, string> = {
  archived: 'was archived',
  deleted: 'was deleted',
  public: 'was made public',
  shared: 'is shared with another organization',
  outside: 'no longer has ssirp-bot in it',
  unseen: 'cannot be found: it was deleted, or ssirp-bot was removed from it',
};

export const roomLost = (e: Of<'ROOM_LOST'>, replaced: boolean): EntryDraft =>
  entry(
    e,
    'roomLost',
    `The channel ${e.name} ${losses[e.why]}. Nothing more is posted there${replaced ? '; another channel is being opened' : ''}`,
    { why: e.why, name: e.name },
  );

export const roomBack = (e: Of<'ROOM_BACK'>): EntryDraft =>
  entry(e, 'roomBack', `The channel ${e.name} can be used again`);

export const roomWanted = (e: Of<'ROOM_WANTED'>): EntryDraft =>
  entry(e, 'roomWanted', `Another channel is wanted: ${e.reason}`, { reason: e.reason });
