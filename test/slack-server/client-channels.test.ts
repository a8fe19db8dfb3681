// What people do to channels behind the bot's back: the workspace is changed, and the bot hears what Slack would tell.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiCaller, post } from './api-caller.ts';
import { SlackClientSide } from './client-side.ts';
import { FixedApp } from './fixed-app.ts';
import { objectAt, type Json } from './json.ts';
import { SlackServer } from './server.ts';

let server: SlackServer;
let api: ApiCaller;
let fixed: FixedApp;
let slack: SlackClientSide;

beforeEach(async () => {
  server = await SlackServer.start();
  api = new ApiCaller(server);
  fixed = await FixedApp.answering('');
  slack = new SlackClientSide(server, { url: fixed.url, signingSecret: 's' });
  server.addUser({ id: 'U1', name: 'ada' });
  server.addUser({ id: 'U2', name: 'bob' });
  server.addUser({ id: 'UX', name: 'eve', isStranger: true });
  server.addChannel({ id: 'C1', name: 'room', members: ['U1', 'U2', 'U0BOT'] });
  server.addChannel({ id: 'C2', name: 'public-other', members: ['U1'] });
  server.addChannel({ id: 'G1', name: 'secret', kind: 'private', members: ['U1', 'U0BOT'] });
  server.addChannel({ id: 'G2', name: 'secret-other', kind: 'private', members: ['U1'] });
});

afterEach(async () => {
  await fixed[Symbol.asyncDispose]();
  await server.close();
});

const heard = (): Json => objectAt(fixed.payload(), 'event') ?? {};
const infoOf = async (channel: string): Promise<Json> =>
  api.call('conversations.info', { channel });

describe('a channel', () => {
  test('that is renamed frees its old name', async () => {
    await slack.renames({ by: 'U1', channel: 'C1', name: 'room-2' });
    expect(heard()).toMatchObject({
      type: 'channel_rename',
      channel: { id: 'C1', name: 'room-2', is_channel: true },
    });
    await slack.renames({ by: 'U1', channel: 'G1', name: 'room' });
    expect(heard()).toMatchObject({ type: 'group_rename', channel: { id: 'G1', name: 'room' } });

    expect(await infoOf('C1')).toMatchObject({ channel: { previous_names: ['room'] } });
    expect(await api.errorOf('conversations.create', { name: 'room' })).toBe('name_taken');
    expect(await api.call('conversations.create', { name: 'secret' })).toMatchObject({ ok: true });
    await expect(slack.renames({ by: 'U1', channel: 'C2', name: 'room' })).rejects.toThrow('taken');
  });

  test('that is archived takes nothing more until it is unarchived', async () => {
    await slack.archives({ by: 'U1', channel: 'C1' });
    expect(heard()).toMatchObject({ type: 'channel_archive', channel: 'C1', user: 'U1' });
    expect(await api.errorOf('chat.postMessage', post('C1'))).toBe('is_archived');
    expect(await api.errorOf('conversations.unarchive', { channel: 'C1' })).toBe(
      'not_allowed_token_type',
    );
    await slack.unarchives({ by: 'U1', channel: 'C1' });
    expect(heard()).toMatchObject({ type: 'channel_unarchive', channel: 'C1', user: 'U1' });
    expect(await api.errorOf('chat.postMessage', post('C1'))).toBeUndefined();

    await slack.archives({ by: 'U1', channel: 'G1' });
    expect(heard()).toMatchObject({ type: 'group_archive', channel: 'G1' });
    await slack.unarchives({ by: 'U1', channel: 'G1' });
    expect(heard()).toMatchObject({ type: 'group_unarchive', channel: 'G1', actor_id: 'U1' });
  });

  test('that is deleted is gone with what was said in it', async () => {
    await slack.deletes({ by: 'U1', channel: 'C1' });
    expect(heard()).toMatchObject({ type: 'channel_deleted', channel: 'C1' });
    await slack.deletes({ by: 'U1', channel: 'G1' });
    expect(heard()).toMatchObject({ type: 'group_deleted', channel: 'G1', actor_id: 'U1' });

    expect(await api.errorOf('chat.postMessage', post('C1'))).toBe('channel_not_found');
    expect(await api.errorOf('conversations.info', { channel: 'G1' })).toBe('channel_not_found');
    expect(await api.call('conversations.create', { name: 'room' })).toMatchObject({ ok: true });
  });

  test('that is made private says so in a message, and outsiders see it no longer', async () => {
    const convert = { by: 'U1', to: 'private' as const };
    const told = await slack.converts({ ...convert, channel: 'C1' });

    expect(told.error).toBeUndefined();
    expect(heard()).toMatchObject({
      type: 'message',
      subtype: 'channel_convert_to_private',
      channel: 'C1',
      channel_type: 'group',
    });
    expect(await infoOf('C1')).toMatchObject({ channel: { id: 'C1', is_private: true } });
    expect((await slack.converts({ ...convert, channel: 'C2' })).error).toBe('not_delivered');
    expect(await infoOf('C2')).toMatchObject({ error: 'channel_not_found' });
    await slack.converts({ ...convert, channel: 'C1', to: 'public' });
    expect(heard()).toMatchObject({ subtype: 'channel_convert_to_public' });
  });

  test('that is shared lets strangers in, and events from it say so', async () => {
    await slack.sharesExternally({ by: 'U1', channel: 'C1' });
    expect(heard()).toMatchObject({ type: 'channel_shared', channel: 'C1' });
    expect(fixed.payload()).toMatchObject({ is_ext_shared_channel: true });
    await slack.joins({ user: 'UX', channel: 'C1' });
    expect(heard()).toMatchObject({ type: 'member_joined_channel', team: 'T0ELSEWHERE' });
    expect(await infoOf('C1')).toMatchObject({ channel: { is_shared: true, is_ext_shared: true } });

    await slack.unshares({ by: 'U1', channel: 'C1' });
    expect(heard()).toMatchObject({ type: 'channel_unshared', is_ext_shared: false });
    expect(server.channel('C1').members.has('UX')).toBe(false);
    expect(server.channel('C1').members.ever.has('UX')).toBe(true);
    await expect(slack.joins({ user: 'UX', channel: 'C1' })).rejects.toThrow('not shared');
  });

  test('that gets another id answers only to that', async () => {
    await slack.changesId('C1', 'C0NEW');

    expect(heard()).toMatchObject({
      type: 'channel_id_changed',
      old_channel_id: 'C1',
      new_channel_id: 'C0NEW',
    });
    expect(await api.errorOf('chat.postMessage', post('C1'))).toBe('channel_not_found');
    expect(await api.errorOf('chat.postMessage', post('C0NEW'))).toBeUndefined();
  });
});

describe('people', () => {
  test('that are removed have left; the bot hears of its own removal under another name', async () => {
    await slack.removes({ by: 'U1', user: 'U2', channel: 'C1' });
    expect(heard()).toMatchObject({ type: 'member_left_channel', user: 'U2', channel: 'C1' });

    await slack.removes({ by: 'U1', user: 'U0BOT', channel: 'C1' });
    expect(heard()).toMatchObject({ type: 'channel_left', channel: 'C1', actor_id: 'U1' });
    await slack.removes({ by: 'U1', user: 'U0BOT', channel: 'G1' });
    expect(heard()).toMatchObject({ type: 'group_left', channel: 'G1', actor_id: 'U1' });
    expect(await api.errorOf('chat.postMessage', post('C1'))).toBe('not_in_channel');
    expect(await api.errorOf('chat.postMessage', post('G1'))).toBe('channel_not_found');
  });

  test('that are deactivated or become guests have changed', async () => {
    await slack.userChanges('U2', { guest: 'single', realName: 'Bob R' });
    expect(heard()).toMatchObject({
      type: 'user_change',
      user: { id: 'U2', is_ultra_restricted: true, real_name: 'Bob R', deleted: false },
    });
    await slack.deactivates('U2');
    expect(heard()).toMatchObject({ type: 'user_change', user: { id: 'U2', deleted: true } });
    expect(server.channel('C1').members.has('U2')).toBe(false);
    expect(await api.errorOf('conversations.invite', { channel: 'C1', users: 'U2' })).toBe(
      'cant_invite',
    );
  });
});

test('of places where the bot is not, it hears what is public about channels and nothing else', async () => {
  const elsewhere = { by: 'U1', channel: 'C2' };
  const hidden = { by: 'U1', channel: 'G2' };
  expect((await slack.renames({ ...elsewhere, name: 'shown' })).status).toBe(200);
  expect((await slack.archives(elsewhere)).status).toBe(200);
  const untold = [
    await slack.renames({ ...hidden, name: 'hidden' }),
    await slack.archives(hidden),
    await slack.sharesExternally(hidden),
    await slack.changesId('G2', 'G3'),
    await slack.removes({ by: 'U1', user: 'U1', channel: 'C2' }),
  ];
  expect(new Set(untold.map(({ error }) => error))).toEqual(new Set(['not_delivered']));

  server.workspace.scopes.delete('groups:read');
  expect((await slack.archives({ by: 'U1', channel: 'G1' })).error).toBe('not_delivered');
  expect((await slack.archives({ by: 'U1', channel: 'C1' })).status).toBe(200);
});

test('what the bot does itself comes back to it as events, when the test wants it', async () => {
  const { channel } = await api.call('conversations.create', { name: 'inc-1', is_private: true });
  const id = String((channel as Json)['id']);
  await api.call('conversations.invite', { channel: id, users: 'U1,U2' });
  await api.call('conversations.kick', { channel: id, user: 'U2' });
  await api.call('conversations.rename', { channel: id, name: 'inc-1b' });
  await api.call('conversations.archive', { channel: id });
  expect(fixed.requests).toEqual([]);

  await slack.echoes();

  const events = fixed.requests.map(
    ({ body }) => (JSON.parse(body) as { event: { type: string; inviter?: string } }).event,
  );
  expect(events.map(({ type }) => type)).toEqual([
    'member_joined_channel',
    'member_joined_channel',
    'member_joined_channel',
    'member_left_channel',
    'group_rename',
    'group_archive',
  ]);
  expect(events[1]).toMatchObject({ user: 'U1', inviter: 'U0BOT' });
  expect(await slack.echoes()).toEqual([]);
});
