// The home tab of the stand-in: what the bot publishes there, what people see and press, and what the bot hears of it.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiCaller } from './api-caller.ts';
import { SlackClientSide } from './client-side.ts';
import { takeOverRow } from './example-form.ts';
import { FixedApp } from './fixed-app.ts';
import { isObject, objectAt, type Json } from './json.ts';
import { buttonsOf, textOf } from './reading.ts';
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
});

afterEach(async () => {
  await fixed[Symbol.asyncDispose]();
  await server.close();
});

function homeOf(text: string): Json {
  return {
    type: 'home',
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }, ...takeOverRow],
  };
}

async function publish(text: string, more: Json = {}): Promise<Json> {
  return api.call('views.publish', { user_id: 'U1', view: homeOf(text), ...more });
}

const opened = (): Json => objectAt(fixed.payload(), 'event') ?? {};

describe('a home tab', () => {
  test('opens with the view the person has now, and with none at first', async () => {
    await slack.homeOpened('U1');
    expect(opened()).toMatchObject({ type: 'app_home_opened', user: 'U1', tab: 'home' });
    expect(opened()).not.toHaveProperty('view');

    const { view } = await publish('two tasks');
    await slack.homeOpened('U1');
    const hash = isObject(view) ? view['hash'] : '';
    expect(opened()).toMatchObject({ view: { type: 'home', hash, callback_id: '' } });

    await slack.homeOpened('U1', { tab: 'messages' });
    expect(opened()).not.toHaveProperty('view');
    await slack.homeOpened('U2');
    expect(opened()).not.toHaveProperty('view');
  });

  test('is replaced only with the hash of what is there, and nobody else sees it', async () => {
    const first = objectAt(await publish('one'), 'view') ?? {};
    const second = objectAt(await publish('two', { hash: first['hash'] }), 'view') ?? {};

    expect(second['id']).toBe(first['id']);
    expect(await publish('late', { hash: first['hash'] })).toMatchObject({
      error: 'hash_conflict',
    });
    expect(textOf(server.home('U1') ?? {})).toContain('two');
    expect(server.home('U2')).toBeUndefined();
    expect(await publish('third')).toMatchObject({ ok: true });
  });

  test('has buttons that people press; the bot gets a view, no message and no response_url', async () => {
    await publish('tasks');
    expect(buttonsOf(server.home('U1') ?? {})).toEqual(['Take over']);

    const { triggerId } = await slack.pressInHome({ user: 'U1', label: 'Take over' });

    expect(fixed.payload()).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: server.home('U1')?.id },
      view: { type: 'home' },
      actions: [{ action_id: 'take' }],
    });
    for (const key of ['response_url', 'message', 'channel'])
      expect(fixed.payload()).not.toHaveProperty(key);
    const modal = { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [] };
    const call = { trigger_id: triggerId, view: modal };
    expect(await api.errorOf('views.push', call)).toBe('not_found');
    await expect(slack.pressInHome({ user: 'U2', label: 'Take over' })).rejects.toThrow('empty');
    await expect(slack.pressInHome({ user: 'U1', label: 'Go' })).rejects.toThrow('no button');
  });

  test.each([
    ['no input without a submit is asked for', { type: 'home', blocks: [] }, undefined],
    ['a title', { ...homeOf('x'), title: { type: 'plain_text', text: 'T' } }, 'invalid_arguments'],
    ['markdown', { type: 'home', blocks: [{ type: 'markdown', text: 'x' }] }, 'invalid_arguments'],
    ['a modal', { type: 'modal', blocks: [] }, 'invalid_arguments'],
    [
      'more than 100 blocks',
      { type: 'home', blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) },
      'invalid_arguments',
    ],
  ])('%s', async (_name, view, error) => {
    expect(await api.errorOf('views.publish', { user_id: 'U1', view })).toBe(error);
  });

  test('that is switched off takes nothing and opens for nobody', async () => {
    server.workspace.hasHomeTab = false;

    expect(await publish('x')).toMatchObject({ error: 'not_enabled' });
    expect(await api.errorOf('views.publish', { user_id: 'U9', view: homeOf('x') })).toBe(
      'not_enabled',
    );
    await expect(slack.homeOpened('U1', { tab: 'home' })).rejects.toThrow('no home tab');
    await slack.homeOpened('U1');
    expect(opened()).toMatchObject({ tab: 'messages' });
  });
});
