// The stand-in for Slack refuses what Slack refuses and remembers what it was told: tokens and scopes, channels and
// messages. Spoken to through @slack/web-api, as the bot does.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiCaller, post } from './api-caller.ts';
import { isObject, type Json } from './json.ts';
import { mentionsIn, textOf } from './reading.ts';
import { SlackServer, type SlackServerOptions } from './server.ts';

let server: SlackServer;
let api: ApiCaller;
let nowMs: number;

async function restart(options: SlackServerOptions): Promise<void> {
  await server.close();
  server = await SlackServer.start({ now: () => nowMs, ...options });
  api = new ApiCaller(server);
}

beforeEach(async () => {
  nowMs = Date.parse('2026-11-22T08:00:00Z');
  server = await SlackServer.start({ now: () => nowMs });
  api = new ApiCaller(server);
  server.addUser({ id: 'U1', name: 'ada', realName: 'Ada L', email: 'ada@example.com' });
  server.addUser({ id: 'U2', name: 'bob' });
  server.addChannel({ id: 'C1', name: 'war-room', members: ['U1', 'U0BOT'] });
  server.addChannel({ id: 'C2', name: 'public-other', members: ['U1'] });
  server.addChannel({ id: 'G1', name: 'secret', kind: 'private', members: ['U1'] });
  server.addChannel({ id: 'C3', name: 'old', members: ['U0BOT'], isArchived: true });
});

afterEach(async () => {
  await server.close();
});

describe('who may call what', () => {
  test('a call needs a known, living bot token', async () => {
    expect(await api.call('auth.test')).toMatchObject({
      ok: true,
      user_id: 'U0BOT',
      bot_id: 'B0BOT',
    });
    expect(await api.call('auth.test', {}, 'xoxb-other')).toMatchObject({ error: 'invalid_auth' });
    expect(await api.call('auth.test', {}, 'xapp-1')).toMatchObject({
      error: 'not_allowed_token_type',
    });
    expect(await api.call('auth.test', {}, 'xoxp-1')).toMatchObject({
      error: 'not_allowed_token_type',
    });
    expect(await api.call('auth.test', {}, '')).toMatchObject({ error: 'not_authed' });
    expect(await api.errorOf('reminders.add', { text: 'x', time: '1' })).toBe(
      'not_allowed_token_type',
    );

    server.workspace.isTokenRevoked = true;
    expect(await api.errorOf('auth.test')).toBe('token_revoked');
  });

  test('an unknown method, a missing argument and an unknown one', async () => {
    expect(await api.errorOf('chat.shout')).toBe('unknown_method');
    expect(await api.call('conversations.setTopic', { channel: 'C1' })).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] missing required field: topic'] },
    });
    expect(await api.call('auth.test', { team_id: 'T1', foo: 1 })).toMatchObject({ ok: true });
    expect(server.lint).toEqual([
      expect.stringMatching(/^chat.shout: unknown_method/u),
      expect.stringMatching(/^conversations.setTopic: invalid_arguments .*topic/u),
      'auth.test: unknown argument foo',
    ]);
  });

  test.each([
    ['conversations.create', { name: 'x', is_private: 'yes' }],
    ['conversations.list', { limit: 'many' }],
    ['bookmarks.add', { channel_id: 'C1', title: 'x', type: 'link', access_level: 'owner' }],
  ])('%s with an argument of another type', async (method, args) => {
    expect(await api.errorOf(method, args)).toBe('invalid_arguments');
  });

  test('an argument that is too long', async () => {
    const bookmark = {
      channel_id: 'C1',
      type: 'link',
      link: 'https://a.b',
      title: 'x'.repeat(257),
    };

    expect(await api.errorOf('bookmarks.add', bookmark)).toBe('invalid_arguments');
  });

  test('a missing scope is named, and private channels need groups:*', async () => {
    await restart({ scopes: ['channels:manage', 'channels:read'] });

    expect(await api.call('chat.postMessage', post('C1'))).toMatchObject({
      error: 'missing_scope',
      needed: 'chat:write',
      provided: 'channels:manage,channels:read',
    });
    expect(await api.call('conversations.create', { name: 'open' })).toMatchObject({ ok: true });
    expect(
      await api.call('conversations.create', { name: 'shut', is_private: true }),
    ).toMatchObject({
      error: 'missing_scope',
      needed: 'groups:write',
    });
    expect(
      await api.call('conversations.list', { types: 'public_channel,private_channel' }),
    ).toMatchObject({ error: 'missing_scope', needed: 'groups:read' });
  });

  test('each workspace has its own token', async () => {
    server.addWorkspace({ teamId: 'T2', token: 'xoxb-second' });

    expect(await api.call('auth.test', {}, 'xoxb-second')).toMatchObject({ team_id: 'T2' });
    expect(server.calls.map((one) => one.token)).toEqual(['xoxb-second']);
  });
});

describe('channels', () => {
  test.each([
    ['', 'invalid_arguments'],
    ['Upper', 'invalid_name_specials'],
    ['with space', 'invalid_name_specials'],
    ['---', 'invalid_name_punctuation'],
    ['x'.repeat(81), 'invalid_name_maxlength'],
    ['war-room', 'name_taken'],
    ['old', 'name_taken'],
    ['secret', 'name_taken'],
  ])('the name "%s" is refused with %s', async (name, error) => {
    const args = name === '' ? {} : { name };

    expect(await api.errorOf('conversations.create', args)).toBe(error);
  });

  test('the creator is a member, and the name it got comes back', async () => {
    const answer = await api.call('conversations.create', { name: 'inc-1', is_private: true });

    expect(answer).toMatchObject({ ok: true, channel: { name: 'inc-1', is_private: true } });
    expect([...server.channel('inc-1').members]).toEqual(['U0BOT']);
  });

  test('private channels do not exist for those outside', async () => {
    expect(await api.errorOf('conversations.info', { channel: 'G1' })).toBe('channel_not_found');
    expect(await api.errorOf('chat.postMessage', post('G1'))).toBe('channel_not_found');
    expect(await api.errorOf('chat.postMessage', post('C2'))).toBe('not_in_channel');
    expect(await api.errorOf('chat.postMessage', post('C3'))).toBe('is_archived');
    expect(await api.errorOf('conversations.join', { channel: 'C2' })).toBe('missing_scope');
    server.workspace.scopes.add('channels:join');
    expect(await api.call('conversations.join', { channel: 'C2' })).toMatchObject({ ok: true });
    expect(await api.call('chat.postMessage', post('C2'))).toMatchObject({ ok: true });
  });

  test('one bad invitee fails all, unless forced', async () => {
    server.addUser({ id: 'U3', deleted: true });
    const users = 'U2,U9,U1,U3,U0BOT';

    expect(await api.call('conversations.invite', { channel: 'C1', users })).toMatchObject({
      error: 'user_not_found',
    });
    expect(server.channel('C1').members.has('U2')).toBe(false);

    const forced = await api.call('conversations.invite', { channel: 'C1', users, force: true });
    expect(forced).toMatchObject({
      ok: true,
      errors: [
        { user: 'U9', error: 'user_not_found' },
        { user: 'U1', error: 'already_in_channel' },
        { user: 'U3', error: 'cant_invite' },
        { user: 'U0BOT', error: 'cant_invite_self' },
      ],
    });
    expect(server.channel('C1').members.has('U2')).toBe(true);
    expect(await api.errorOf('conversations.invite', { channel: 'C1', users: 'U2' })).toBe(
      'already_in_channel',
    );
  });

  test('topics end at 250, archived channels and foreign names stay as they are', async () => {
    const topic = { channel: 'C1', topic: 'x'.repeat(251) };

    expect(await api.errorOf('conversations.setTopic', topic)).toBe('too_long');
    expect(await api.errorOf('conversations.setTopic', { channel: 'C3', topic: 'x' })).toBe(
      'is_archived',
    );
    expect(await api.errorOf('conversations.archive', { channel: 'C3' })).toBe('already_archived');
    expect(await api.errorOf('conversations.rename', { channel: 'C1', name: 'new' })).toBe(
      'not_authorized',
    );
  });

  test('kick, leave and rename of an own channel', async () => {
    const { channel } = await api.call('conversations.create', { name: 'inc-2' });
    const id = isObject(channel) ? channel['id'] : '';
    await api.call('conversations.invite', { channel: id, users: 'U1' });

    expect(await api.call('conversations.kick', { channel: id, user: 'U1' })).toMatchObject({
      ok: true,
    });
    expect(await api.errorOf('conversations.kick', { channel: id, user: 'U0BOT' })).toBe(
      'cant_kick_self',
    );
    expect(await api.call('conversations.rename', { channel: id, name: 'inc-2x' })).toMatchObject({
      channel: { name: 'inc-2x', previous_names: ['inc-2'] },
    });
    expect(await api.call('conversations.leave', { channel: id })).toMatchObject({ ok: true });
  });

  test('a direct message opens once', async () => {
    const first = await api.call('conversations.open', { users: 'U1' });
    const second = await api.call('conversations.open', { users: 'U1' });

    expect(first['channel']).toEqual(second['channel']);
    expect(await api.errorOf('conversations.open', { users: 'U9' })).toBe('user_not_found');
    await api.say('U1', { text: 'psst' });
    expect(server.directMessages('U1').map(textOf)).toEqual(['psst']);
  });
});

function metadataOf(length: number): Json {
  return { event_type: 'outbox', event_payload: { k: 'x'.repeat(length) } };
}

describe('messages', () => {
  test('timestamps are unique and rise while the clock stands still', async () => {
    const stamps = [await api.say('C1'), await api.say('C1'), await api.say('C1')];

    expect(new Set(stamps).size).toBe(3);
    expect(stamps).toEqual(stamps.toSorted());
  });

  test('bad contents are refused, and each refusal fails a test', async () => {
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }];
    const long = Array.from({ length: 5 }, () => ({
      type: 'section',
      text: { type: 'mrkdwn', text: 'x'.repeat(2700) },
    }));

    expect(await api.call('chat.postMessage', post('C1', { blocks }))).toMatchObject({
      error: 'invalid_blocks',
      errors: ['must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
    });
    expect(await api.errorOf('chat.postMessage', post('C1', { blocks: '{' }))).toBe(
      'invalid_blocks_format',
    );
    expect(await api.errorOf('chat.postMessage', post('C1', { blocks: long }))).toBe(
      'msg_blocks_too_long',
    );
    expect(await api.errorOf('chat.postMessage', post('C1', { text: '' }))).toBe('no_text');
    expect(await api.errorOf('chat.postMessage', post('C1', { metadata: { a: 1 } }))).toBe(
      'invalid_metadata_schema',
    );
    expect(await api.errorOf('chat.postMessage', post('C1', { metadata: metadataOf(8000) }))).toBe(
      'metadata_too_large',
    );
    expect(server.lint).toHaveLength(6);
  });

  test('history is newest first, metadata only on request, replies stay in their thread', async () => {
    const metadata = { event_type: 'outbox', event_payload: { k: '7' } };
    const parent = await api.say('C1', { metadata });
    nowMs += 1000;
    await api.say('C1', { thread_ts: parent, text: 'reply' });
    const last = await api.say('C1', { text: 'later' });

    const plain = await api.call('conversations.history', { channel: 'C1' });
    expect(plain['messages']).toMatchObject([{ ts: last }, { ts: parent, reply_count: 1 }]);
    expect(JSON.stringify(plain)).not.toContain('outbox');
    const asked = { channel: 'C1', include_all_metadata: true, latest: last };
    expect(await api.call('conversations.history', asked)).toMatchObject({
      messages: [{ metadata }],
    });
    const inclusive = { channel: 'C1', oldest: last, inclusive: true };
    expect(await api.call('conversations.history', inclusive)).toMatchObject({
      messages: [{ ts: last }],
    });
    const thread = await api.call('conversations.replies', { channel: 'C1', ts: parent });
    expect(thread['messages']).toMatchObject([{ ts: parent }, { text: 'reply' }]);
    expect(await api.errorOf('conversations.replies', { channel: 'C1', ts: '1.000001' })).toBe(
      'thread_not_found',
    );
    expect(await api.errorOf('chat.postMessage', post('C1', { thread_ts: '1.000001' }))).toBe(
      'cannot_reply_to_message',
    );
  });

  test('history comes in pages', async () => {
    for (const text of ['a', 'b', 'c']) await api.say('C1', { text });

    const first = await api.call('conversations.history', { channel: 'C1', limit: 2 });
    const metadata = first['response_metadata'];
    const cursor = isObject(metadata) ? metadata['next_cursor'] : '';
    const second = await api.call('conversations.history', { channel: 'C1', limit: 2, cursor });

    expect(first).toMatchObject({ has_more: true, messages: [{ text: 'c' }, { text: 'b' }] });
    expect(second).toMatchObject({ has_more: false, messages: [{ text: 'a' }] });
    expect(await api.errorOf('conversations.history', { channel: 'C1', cursor: 'x' })).toBe(
      'invalid_cursor',
    );
  });

  test('only own messages can be changed; text without blocks takes the blocks away', async () => {
    const foreign = server.workspace.store(server.channel('C1'), { user: 'U1', text: 'mine' });
    const ts = await api.say('C1', { blocks: [{ type: 'divider' }] });
    const update = { channel: 'C1', ts, text: 'new' };

    expect(await api.errorOf('chat.update', { ...update, ts: foreign.ts })).toBe(
      'cant_update_message',
    );
    expect(await api.errorOf('chat.update', { ...update, ts: '1.000001' })).toBe(
      'message_not_found',
    );
    expect(await api.errorOf('chat.update', { ...update, text: 'x'.repeat(4001) })).toBe(
      'msg_too_long',
    );
    expect(await api.call('chat.update', update)).toMatchObject({ ok: true, ts, text: 'new' });
    expect(server.lastMessage('C1')).toMatchObject({ text: 'new', edited: { user: 'U0BOT' } });
    expect(server.lastMessage('C1').blocks).toBeUndefined();
    expect(await api.errorOf('chat.delete', { channel: 'C1', ts: foreign.ts })).toBe(
      'cant_delete_message',
    );
    expect(await api.call('chat.delete', { channel: 'C1', ts })).toMatchObject({ ok: true });
  });

  test('an ephemeral message reaches only a member', async () => {
    const args = { channel: 'C1', user: 'U1', text: 'only you' };

    expect(await api.call('chat.postEphemeral', args)).toMatchObject({ ok: true });
    expect(await api.errorOf('chat.postEphemeral', { ...args, user: 'U2' })).toBe(
      'user_not_in_channel',
    );
    expect(server.ephemerals('U1', 'C1').map(textOf)).toEqual(['only you']);
    expect(server.messages('C1')).toEqual([]);
  });

  test('reading shows what people see and which mentions are live', async () => {
    const text = 'a &lt;@U1&gt; is not <@U2> &amp; co';
    await api.say('C1', { blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] });

    expect(textOf(server.lastMessage('C1'))).toBe('a <@U1> is not <@U2> & co');
    expect(mentionsIn(server.lastMessage('C1'))).toEqual(['<@U2>']);
  });

  test('a permalink leads to the message', async () => {
    const ts = await api.say('C1');

    expect(await api.call('chat.getPermalink', { channel: 'C1', message_ts: ts })).toMatchObject({
      permalink: `https://example-corp.slack.com/archives/C1/p${ts.replace('.', '')}`,
    });
  });
});
