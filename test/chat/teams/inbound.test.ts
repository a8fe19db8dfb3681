// What an activity means, where the service says it in a way of its own; that each kind arrives at all is shown in
// test/teams-server/front-door.test.ts.
import { expect, test } from 'vitest';
import { readInbound } from '#src/chat/teams/inbound.ts';
import { ada, bot, channelId, invoke, message, serviceUrl, tenantId } from './front.ts';

type Json = Record<string, unknown>;

const team = {
  id: channelId,
  name: 'Security',
  aadGroupId: 'ABCDEF01-2345-4678-89AB-CDEF01234567',
};
const teamId = team.aadGroupId.toLowerCase();
const read = (activity: Json) => readInbound(activity, { isAuthenticated: true });
const event = (other: Json, data: Json = {}): Json =>
  message({
    type: 'conversationUpdate',
    conversation: { id: channelId, conversationType: 'channel', tenantId },
    channelData: { tenant: { id: tenantId }, team, ...data },
    ...other,
  });
const personal = { id: 'a:1', conversationType: 'personal', tenantId };

test('an upgrade of the app is told once: when the new one is there', () => {
  const updates = ['add', 'add-upgrade', 'remove-upgrade', 'remove'].map((action) =>
    event({ type: 'installationUpdate', action }),
  );

  expect(updates.map((update) => read(update)?.kind)).toEqual([
    'installed',
    'installed',
    undefined,
    'uninstalled',
  ]);
});

test('an installation names the team, and the channel that was chosen for it', () => {
  const chosen = '19:incidents@thread.tacv2';
  const installed = read(
    event(
      { type: 'installationUpdate', action: 'add' },
      { settings: { selectedChannel: { id: chosen } } },
    ),
  );

  expect(installed?.where).toEqual({
    serviceUrl,
    conversationId: channelId,
    kind: 'channel',
    teamId,
    channelId: chosen,
  });
});

test('an event of a channel is about that channel, though it comes in the general one', () => {
  const renamed = { id: '19:x@thread.tacv2', name: 'inc-2026-0001' };

  expect(read(event({}, { eventType: 'channelRenamed', channel: renamed }))).toMatchObject({
    kind: 'roomChanged',
    what: 'channelRenamed',
    name: 'inc-2026-0001',
    where: { conversationId: renamed.id, channelId: renamed.id, teamId },
  });
  expect(read(event({}, { eventType: 'teamRenamed' }))).toMatchObject({
    what: 'teamRenamed',
    name: 'Security',
    where: { conversationId: channelId, channelId },
  });
  expect(read(event({}, { eventType: 'channelCreated', channel: renamed }))).toBeUndefined();
});

test('who came is told apart from the bot that came', () => {
  const came = event({ membersAdded: [{ id: '29:ben' }, bot, {}, null] });

  expect(read(came)).toMatchObject({ kind: 'membersAdded', people: ['29:ben'], isBot: true });
  expect(read(event({ membersRemoved: [{ id: '29:ben' }] }))).toMatchObject({
    kind: 'membersRemoved',
    people: ['29:ben'],
    isBot: false,
  });
});

test('an event needs nobody, except in the chat with one person', () => {
  const from = { id: channelId };

  expect(read(event({ from, membersAdded: [bot] }))?.who).toEqual({
    aadObjectId: '',
    teamsId: channelId,
    name: '',
  });
  expect(read(event({ from, membersAdded: [bot], conversation: personal }))).toBeUndefined();
});

test('a thread belongs to its channel, a chat to none', () => {
  expect(read(message())?.where).toMatchObject({
    conversationId: `${channelId};messageid=1700000000000`,
    channelId,
  });
  expect(read(message({ conversation: personal }))?.where).toEqual({
    serviceUrl,
    conversationId: 'a:1',
    kind: 'personal',
  });
});

test('in a chat with one person all is for the bot, and what a slash menu wrote is for it everywhere', () => {
  expect(read(message({ entities: [], text: 'status', conversation: personal }))).toMatchObject({
    kind: 'said',
    text: 'status',
    isTargeted: false,
  });
  expect(
    read(message({ entities: [], text: 'status', recipient: { ...bot, isTargeted: true } })),
  ).toMatchObject({ kind: 'said', isTargeted: true });
});

test('a message without any text, as cards of old send it, is no command', () => {
  expect(read(message({ text: undefined, value: { c: 'close' }, conversation: personal }))).toBe(
    undefined,
  );
});

test('edits, reactions and typing are nothing to answer', () => {
  for (const type of ['messageUpdate', 'messageDelete', 'messageReaction', 'typing', 'event'])
    expect(read(message({ type }))).toBeUndefined();
});

function quote(payload: Json) {
  return read(
    invoke('composeExtension/fetchTask', {
      commandId: 'addToTimeline',
      messagePayload: { id: '1', body: { content: '<p>hi</p>' }, ...payload },
    }),
  );
}

test('a quoted message keeps author, time and link as far as they are good', () => {
  const written = '2026-11-26T12:00:00.000Z';

  expect(
    quote({
      from: { user: { id: ada.toUpperCase(), displayName: 'Ada' } },
      createdDateTime: written,
      linkToMessage: 'https://teams.microsoft.com/l/message/1',
    }),
  ).toMatchObject({
    kind: 'messageAction',
    command: 'addToTimeline',
    message: {
      id: '1',
      html: '<p>hi</p>',
      author: { aadObjectId: ada, name: 'Ada' },
      at: written,
      link: 'https://teams.microsoft.com/l/message/1',
    },
  });
  expect(
    quote({
      from: { user: null, application: { id: 'x', displayName: 'Another app' } },
      createdDateTime: 'yesterday',
      linkToMessage: 'javascript:alert(1)',
    }),
  ).toHaveProperty('message', { id: '1', html: '<p>hi</p>' });
});

test('a file that was refused has nowhere to go', () => {
  const uploadInfo = { uploadUrl: 'https://x.sharepoint.com/up', name: 'a.md' };
  const answered = (action: string) =>
    read(invoke('fileConsent/invoke', { action, context: { i: 1 }, uploadInfo }));

  expect(answered('accept')).toMatchObject({
    accepted: true,
    upload: uploadInfo,
    context: { i: 1 },
  });
  expect(answered('decline')).toMatchObject({ accepted: false });
  expect(answered('decline')).not.toHaveProperty('upload');
});
