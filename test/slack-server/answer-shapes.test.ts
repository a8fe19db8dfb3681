// Holds the keys of every answer against Slack's example for the method and its SDK's sample, where those lie beside
// the project: the stand-in may leave keys out, but must not invent any that a bot could come to rely on.

import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiCaller, post } from './api-caller.ts';
import { methodContracts } from './contract.ts';
import { declareForm } from './example-form.ts';
import { isObject, type Json } from './json.ts';
import { folder, invented, read } from './reference.ts';
import { SlackServer } from './server.ts';
import { usualScopes } from './workspace.ts';

const objectOf = (name: string, key: string): Json[] => {
  const value = read(`samples/${name}.json`)[key];
  return isObject(value) ? [value] : [];
};

/** An example shows some keys of a channel, another method's shows others: whatever bears the name is alike. */
const alike: Readonly<Record<string, Json[]>> = {
  channel: objectOf('api.conversations.info', 'channel'),
  channels: objectOf('api.conversations.info', 'channel'),
  message: objectOf('MessagePayload', 'event'),
  messages: objectOf('MessagePayload', 'event'),
  view: objectOf('api.views.open', 'view'),
  user: objectOf('api.users.info', 'user'),
  members: objectOf('api.users.info', 'user'),
};
describe.skipIf(!existsSync(folder))(
  'the answer of every method (skipped without ../shared/data/slack)',
  () => {
    const contract = read('slack-methods.contract.json');
    let server: SlackServer;
    let api: ApiCaller;

    beforeAll(async () => {
      server = await SlackServer.start({
        enterprise: { id: 'E1', name: 'Example' },
        scopes: [
          ...usualScopes,
          'canvases:write',
          'canvases:read',
          'channels:join',
          'pins:read',
          'reactions:write',
        ],
      });
      api = new ApiCaller(server);
      const { workspace } = server;
      server.addUser({ id: 'U1', name: 'ada', email: 'ada@example.com' });
      server.addChannel({ id: 'C1', name: 'room', members: ['U1', 'U0BOT'] });
      for (const name of ['leaving', 'archiving', 'kicking', 'foreign'])
        server.addChannel({
          id: `C${name}`,
          name,
          members: name === 'foreign' ? ['U1'] : ['U1', 'U0BOT'],
        });
      server.addChannel({ id: 'Cown', name: 'own', members: ['U0BOT'] });
      workspace.addUsergroup({ id: 'S1', handle: 'psirt', name: 'PSIRT', users: ['U1'] });
      for (const ts of ['1.000001', '2.000001', '3.000001'])
        workspace.store(server.channel('C1'), { user: 'U0BOT', text: 'x', ts });
      for (const id of ['C1', 'Cown']) {
        const link = { channel_id: id, title: 'Card', type: 'link', link: 'https://a.example' };
        await api.call('bookmarks.add', link);
      }
    });

    afterAll(async () => {
      await server.close();
    });

    const message = { channel: 'C1', timestamp: '1.000001' };
    const trigger_id = (): string => server.workspace.newTrigger('U1').id;
    const view = declareForm;
    const bookmark = (channel_id: string): Json => ({
      channel_id,
      bookmark_id: server.bookmarks(channel_id)[0]?.id,
    });
    const canvas_id = (): string => [...server.workspace.canvases.keys()][0] ?? '';
    const viewId = (): string => server.openViews('U1').at(-1)?.id ?? '';
    const uploaded = async (): Promise<string> => {
      const about = { filename: 'a.txt', length: 1 };
      const { upload_url, file_id } = await api.call('files.getUploadURLExternal', about);
      await fetch(String(upload_url), { method: 'POST', body: 'x' });
      return String(file_id);
    };

    /** In this order: later calls use what earlier ones made. */
    const calls: Readonly<Record<string, () => Json | Promise<Json>>> = {
      'auth.test': () => ({}),
      'team.info': () => ({}),
      'bots.info': () => ({ bot: 'B0BOT' }),
      'chat.postMessage': () => post('C1'),
      'chat.postEphemeral': () => ({ channel: 'C1', user: 'U1', text: 'x' }),
      'chat.update': () => ({ channel: 'C1', ts: '3.000001', text: 'y' }),
      'chat.delete': () => ({ channel: 'C1', ts: '3.000001' }),
      'chat.getPermalink': () => ({ channel: 'C1', message_ts: '1.000001' }),
      'pins.add': () => message,
      'pins.list': () => ({ channel: 'C1' }),
      'pins.remove': () => message,
      'bookmarks.add': () => ({
        channel_id: 'C1',
        title: 'Card',
        type: 'link',
        link: 'https://a.example',
      }),
      'bookmarks.list': () => ({ channel_id: 'C1' }),
      'bookmarks.edit': () => ({ ...bookmark('C1'), title: 'New' }),
      'bookmarks.remove': () => bookmark('Cown'),
      'reactions.add': () => ({ ...message, name: 'eyes' }),
      'reactions.get': () => message,
      'views.open': () => ({ view, trigger_id: trigger_id() }),
      'views.push': () => ({ view, trigger_id: server.workspace.newTrigger('U1', viewId()).id }),
      'views.update': () => ({ view, view_id: viewId() }),
      'views.publish': () => ({ user_id: 'U1', view: { type: 'home', blocks: [] } }),
      'files.getUploadURLExternal': () => ({ filename: 'a.txt', length: 1 }),
      'files.completeUploadExternal': async () => ({
        files: [{ id: await uploaded() }],
        channel_id: 'C1',
      }),
      'files.info': () => ({ file: server.files('C1')[0]?.id }),
      'conversations.create': () => ({ name: 'new' }),
      'conversations.invite': () => ({ channel: 'Cown', users: 'U1' }),
      'conversations.kick': () => ({ channel: 'Ckicking', user: 'U1' }),
      'conversations.join': () => ({ channel: 'Cforeign' }),
      'conversations.leave': () => ({ channel: 'Cleaving' }),
      'conversations.archive': () => ({ channel: 'Carchiving' }),
      'conversations.rename': () => ({ channel: 'Cown', name: 'renamed' }),
      'conversations.setTopic': () => ({ channel: 'C1', topic: 'x' }),
      'conversations.setPurpose': () => ({ channel: 'C1', purpose: 'x' }),
      'conversations.info': () => ({ channel: 'C1', include_num_members: true }),
      'conversations.list': () => ({}),
      'conversations.members': () => ({ channel: 'C1' }),
      'conversations.history': () => ({ channel: 'C1', limit: 1 }),
      'conversations.replies': () => ({ channel: 'C1', ts: '1.000001' }),
      'conversations.open': () => ({ users: 'U1', return_im: true }),
      'users.info': () => ({ user: 'U1', include_locale: true }),
      'users.list': () => ({ limit: 1 }),
      'users.lookupByEmail': () => ({ email: 'ada@example.com' }),
      'users.conversations': () => ({}),
      'usergroups.list': () => ({ include_count: true, include_users: true }),
      'usergroups.users.list': () => ({ usergroup: 'S1' }),
      'conversations.canvases.create': () => ({ channel_id: 'C1' }),
      'canvases.create': () => ({ title: 'x' }),
      'canvases.sections.lookup': () => ({
        canvas_id: canvas_id(),
        criteria: { contains_text: 'x' },
      }),
      'canvases.edit': () => ({
        canvas_id: canvas_id(),
        changes: [
          { operation: 'insert_at_end', document_content: { type: 'markdown', markdown: 'x' } },
        ],
      }),
      'canvases.delete': () => ({ canvas_id: canvas_id() }),
    };

    /** Real, but shown by neither source: Slack's pages on these objects describe them. */
    const documented =
      /\/(?:message|messages\/0)\/(?:app_id|files|reactions)$|\/usergroups\/0\/users$|^\/channel\/user$/u;

    test.each(Object.keys(calls))('%s', async (method) => {
      const { response_metadata, ...answer } = await api.call(method, await calls[method]?.());

      expect(answer).toMatchObject({ ok: true });
      const { example } = isObject(contract[method]) ? contract[method] : {};
      const theirs = [example, read(`samples/api.${method}.json`)].filter(isObject);
      const paging = isObject(response_metadata) ? Object.keys(response_metadata) : [];
      expect(invented(answer, theirs, alike).filter((path) => !documented.test(path))).toEqual([]);
      expect(paging.filter((key) => !['next_cursor', 'scopes', 'warnings'].includes(key))).toEqual(
        [],
      );
    });

    test('none is left out', () => {
      const refused = ['api.test', 'conversations.unarchive', 'reminders.add'];
      const elsewhere = ['apps.connections.open', 'oauth.v2.access'];
      const known = [...Object.keys(calls), ...refused, ...elsewhere];
      expect([...methodContracts.keys()].filter((method) => !known.includes(method))).toEqual([]);
    });
  },
);
