// Pins, bookmarks, people, views and files of the stand-in for Slack, spoken to through @slack/web-api.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiCaller } from './api-caller.ts';
import { isObject, objectAt, objectsAt, textAt, type Json } from './json.ts';
import { SlackServer } from './server.ts';

let server: SlackServer;
let api: ApiCaller;
let nowMs: number;

beforeEach(async () => {
  nowMs = Date.parse('2026-11-22T08:00:00Z');
  server = await SlackServer.start({ now: () => nowMs });
  api = new ApiCaller(server);
  server.addUser({ id: 'U1', name: 'ada', realName: 'Ada L', email: 'ada@example.com' });
  server.addChannel({ id: 'C1', name: 'war-room', members: ['U1', 'U0BOT'] });
  server.addChannel({ id: 'C2', name: 'public-other', members: ['U1'] });
});

afterEach(async () => {
  await server.close();
});

describe('marks', () => {
  test('pins', async () => {
    const ts = await api.say('C1');
    const pin = { channel: 'C1', timestamp: ts };

    expect(await api.call('pins.add', pin)).toMatchObject({ ok: true });
    expect(await api.errorOf('pins.add', pin)).toBe('already_pinned');
    expect(await api.errorOf('pins.add', { ...pin, timestamp: '1.000001' })).toBe(
      'message_not_found',
    );
    expect(await api.errorOf('pins.add', { channel: 'C2', timestamp: ts })).toBe('not_in_channel');
    expect(server.pinned('C1').map((message) => message.ts)).toEqual([ts]);
    expect(await api.call('pins.remove', pin)).toMatchObject({ ok: true });
    expect(await api.errorOf('pins.remove', pin)).toBe('no_pin');
  });

  test('bookmarks', async () => {
    const link = { channel_id: 'C1', title: 'Card', type: 'link', link: 'https://a.example' };

    const { bookmark } = await api.call('bookmarks.add', link);
    const bookmark_id = isObject(bookmark) ? bookmark['id'] : '';
    expect(await api.errorOf('bookmarks.add', { ...link, link: 'ftp://a' })).toBe('invalid_link');
    await api.call('bookmarks.edit', { channel_id: 'C1', bookmark_id, title: 'Status' });
    expect(await api.call('bookmarks.list', { channel_id: 'C1' })).toMatchObject({
      bookmarks: [{ title: 'Status', link: 'https://a.example' }],
    });
    expect(await api.call('bookmarks.remove', { channel_id: 'C1', bookmark_id })).toMatchObject({
      ok: true,
    });
    expect(await api.errorOf('bookmarks.remove', { channel_id: 'C1', bookmark_id })).toBe(
      'not_found',
    );
  });

  test('reactions need their scope and count once', async () => {
    const ts = await api.say('C1');
    const reaction = { channel: 'C1', timestamp: ts, name: 'eyes' };
    expect(await api.errorOf('reactions.add', reaction)).toBe('missing_scope');

    server.workspace.scopes.add('reactions:write');
    expect(await api.call('reactions.add', reaction)).toMatchObject({ ok: true });
    expect(await api.errorOf('reactions.add', reaction)).toBe('already_reacted');
    expect(await api.call('reactions.get', { channel: 'C1', timestamp: ts })).toMatchObject({
      message: { reactions: [{ name: 'eyes', count: 1, users: ['U0BOT'] }] },
    });
  });
});

describe('people', () => {
  test('users by id and by address', async () => {
    server.addUser({ id: 'U4', isGuest: 'single', tz: 'Asia/Tokyo' });

    expect(await api.call('users.info', { user: 'U1' })).toMatchObject({
      user: { real_name: 'Ada L', tz: 'Europe/Berlin', tz_offset: 3600, is_restricted: false },
    });
    expect(await api.call('users.info', { user: 'U4' })).toMatchObject({
      user: { is_restricted: true, is_ultra_restricted: true, tz_offset: 32_400 },
    });
    expect(await api.errorOf('users.info', { user: 'U9' })).toBe('user_not_found');
    expect(await api.call('users.lookupByEmail', { email: 'ADA@example.com' })).toMatchObject({
      user: { id: 'U1', profile: { email: 'ada@example.com' } },
    });
    expect(await api.errorOf('users.lookupByEmail', { email: 'no@example.com' })).toBe(
      'users_not_found',
    );
  });

  test('everybody comes in pages, the deactivated and Slackbot among them', async () => {
    server.addUser({ id: 'U5', deleted: true });

    const first = await api.call('users.list', { limit: 2 });
    const cursor = objectAt(first, 'response_metadata')?.['next_cursor'];
    const second = await api.call('users.list', { limit: 2, cursor });

    expect([first, second].flatMap((page) => objectsAt(page, 'members'))).toMatchObject([
      { id: 'U0BOT', is_bot: true },
      { id: 'USLACKBOT', is_bot: false },
      { id: 'U1', deleted: false },
      { id: 'U5', deleted: true },
    ]);
    expect(objectAt(second, 'response_metadata')).toEqual({
      next_cursor: '',
      scopes: expect.anything() as unknown,
    });
    for (let n = 0; n < 1000; n += 1) server.addUser({ id: `U1${n}` });
    expect(await api.errorOf('users.list')).toBe('limit_required');
    expect(await api.call('users.list', { limit: 1000 })).toMatchObject({ ok: true });
  });

  test('user groups with their members, without those switched off, and only on a paid plan', async () => {
    server.workspace.addUsergroup({ id: 'S1', handle: 'psirt', name: 'PSIRT', users: ['U1'] });
    server.workspace.addUsergroup({
      id: 'S2',
      handle: 'former',
      name: 'Former',
      users: ['U1'],
      isDisabled: true,
    });

    expect(await api.call('usergroups.users.list', { usergroup: 'S1' })).toMatchObject({
      users: ['U1'],
    });
    expect(await api.errorOf('usergroups.users.list', { usergroup: 'S2' })).toBe('no_such_subteam');
    expect(await api.errorOf('usergroups.users.list', { usergroup: 'S9' })).toBe('no_such_subteam');
    const { usergroups } = await api.call('usergroups.list');
    expect(usergroups).toMatchObject([{ id: 'S1', handle: 'psirt', date_delete: 0 }]);
    expect(JSON.stringify(usergroups)).not.toMatch(/"users"|user_count/);
    const all = { include_disabled: true, include_users: true, include_count: true };
    expect(await api.call('usergroups.list', all)).toMatchObject({
      usergroups: [{ users: ['U1'] }, { id: 'S2', user_count: 1 }],
    });
    expect(await api.errorOf('usergroups.list', { team_id: 'T9' })).toBe('invalid_team');

    server.workspace.plan = 'free';
    expect(await api.errorOf('usergroups.list')).toBe('plan_upgrade_required');
    server.workspace.scopes.delete('usergroups:read');
    expect(await api.errorOf('usergroups.users.list', { usergroup: 'S1' })).toBe('missing_scope');
  });

  test('the members of a channel come in pages, and outsiders make it a shared one', async () => {
    for (let n = 0; n < 150; n += 1) {
      server.addUser({ id: `U2${n}` });
      server.channel('C1').members.add(`U2${n}`);
    }
    const first = await api.call('conversations.members', { channel: 'C1' });
    const cursor = objectAt(first, 'response_metadata')?.['next_cursor'];
    const second = await api.call('conversations.members', { channel: 'C1', cursor });
    expect([first['members'], second['members']]).toMatchObject([{ length: 100 }, { length: 52 }]);

    server.channel('C1').isExternallyShared = true;
    const asked = { channel: 'C1', include_num_members: true };
    expect(await api.call('conversations.info', asked)).toMatchObject({
      channel: {
        is_private: false,
        is_archived: false,
        is_ext_shared: true,
        connected_team_ids: ['T0ELSEWHERE'],
        num_members: 152,
      },
    });
  });
});

const modal = {
  type: 'modal',
  title: { type: 'plain_text', text: 'Form' },
  blocks: [{ type: 'divider' }],
};

describe('views', () => {
  test('a trigger works once, for three seconds', async () => {
    const view = modal;
    const good = server.workspace.newTrigger('U1').id;
    const late = server.workspace.newTrigger('U1').id;

    expect(await api.call('views.open', { view, trigger_id: good })).toMatchObject({ ok: true });
    expect(await api.errorOf('views.open', { view, trigger_id: good })).toBe(
      'exchanged_trigger_id',
    );
    expect(await api.errorOf('views.open', { view, trigger_id: 'x' })).toBe('invalid_trigger_id');
    nowMs += 3001;
    expect(await api.errorOf('views.open', { view, trigger_id: late })).toBe('expired_trigger_id');
    expect(server.openViews('U1')).toHaveLength(1);
  });

  test('a bad view is refused with pointers', async () => {
    const view = { ...modal, title: { type: 'plain_text', text: 'x'.repeat(25) } };
    const trigger_id = server.workspace.newTrigger('U1').id;

    expect(await api.call('views.open', { view, trigger_id })).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
      },
    });
  });

  test('three views on the stack, and an update needs the right hash', async () => {
    const view = modal;
    const opened = await api.call('views.open', {
      view,
      trigger_id: server.workspace.newTrigger('U1').id,
    });
    const { id = '', hash = '' } = (opened['view'] ?? {}) as { id?: string; hash?: string };
    const push = async (): Promise<string | undefined> =>
      api.errorOf('views.push', { view, trigger_id: server.workspace.newTrigger('U1', id).id });

    expect([await push(), await push(), await push()]).toEqual([
      undefined,
      undefined,
      'push_limit_reached',
    ]);
    expect(await api.errorOf('views.update', { view_id: id, view, hash: 'old' })).toBe(
      'hash_conflict',
    );
    expect(await api.call('views.update', { view_id: id, view, hash })).toMatchObject({ ok: true });
    expect(await api.errorOf('views.update', { view_id: 'V9', view })).toBe('not_found');
  });

  test('the home tab is per user', async () => {
    const view = { type: 'home', blocks: [{ type: 'divider' }] };

    expect(await api.call('views.publish', { user_id: 'U1', view })).toMatchObject({ ok: true });
    expect(await api.errorOf('views.publish', { user_id: 'U1', view, hash: 'old' })).toBe(
      'hash_conflict',
    );
    expect(server.home('U1')?.blocks).toHaveLength(1);
    expect(server.home('U2')).toBeUndefined();
  });
});

describe('files', () => {
  test('web-api uploads in three steps and the file appears in the channel', async () => {
    const content = Buffer.from('a,b\n1,2\n');

    await api.client().filesUploadV2({
      channel_id: 'C1',
      filename: 'facts.csv',
      title: 'Facts',
      file: content,
      initial_comment: 'here',
    });

    expect(server.calls.map((one) => one.method)).toEqual([
      'files.getUploadURLExternal',
      'upload',
      'files.completeUploadExternal',
    ]);
    expect(server.files('C1')).toMatchObject([{ name: 'facts.csv', title: 'Facts', content }]);
    expect(server.lastMessage('C1')).toMatchObject({ text: 'here', files: [{ title: 'Facts' }] });
    const [file] = server.files('C1');
    const info = await api.call('files.info', { file: file?.id });
    const address = textAt((info['file'] ?? {}) as Json, 'url_private') ?? '';
    const read = await fetch(address, { headers: { authorization: `Bearer xoxb-test-token` } });
    expect(await read.text()).toBe('a,b\n1,2\n');
    expect((await fetch(address)).status).toBe(404);
    expect(server.lint).toEqual([]);
  });

  test('an upload of another length and a file without bytes are refused', async () => {
    const { upload_url, file_id } = await api.call('files.getUploadURLExternal', {
      filename: 'a.txt',
      length: 3,
    });
    const complete = { files: [{ id: file_id }], channel_id: 'C1' };

    expect(await api.errorOf('files.completeUploadExternal', complete)).toBe('file_not_found');
    expect((await fetch(String(upload_url), { method: 'POST', body: 'four' })).status).toBe(400);
    expect(server.lint).toHaveLength(1);
    expect((await fetch(String(upload_url), { method: 'POST', body: 'abc' })).status).toBe(200);
    expect(
      await api.errorOf('files.completeUploadExternal', { ...complete, channel_id: 'C2' }),
    ).toBe('not_in_channel');
    expect(await api.call('files.completeUploadExternal', complete)).toMatchObject({ ok: true });
  });
});
