// Canvases of the stand-in: one in the tab of a channel, changed one step at a time, and not on every plan.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiCaller } from './api-caller.ts';
import { objectAt, objectsAt, type Json } from './json.ts';
import { SlackServer } from './server.ts';
import { usualScopes } from './workspace.ts';

let server: SlackServer;
let api: ApiCaller;

beforeEach(async () => {
  server = await SlackServer.start({ scopes: [...usualScopes, 'canvases:write', 'canvases:read'] });
  api = new ApiCaller(server);
  server.addUser({ id: 'U1', name: 'ada' });
  server.addChannel({ id: 'C1', name: 'room', members: ['U1', 'U0BOT'] });
  server.addChannel({ id: 'C2', name: 'elsewhere', members: ['U1'] });
  server.addChannel({ id: 'G1', name: 'secret', kind: 'private', members: ['U1'] });
});

afterEach(async () => {
  await server.close();
});

function document(markdown: string): Json {
  return { type: 'markdown', markdown };
}

async function created(markdown = '# Status\n\nUnder way'): Promise<string> {
  const args = { channel_id: 'C1', title: 'Incident', document_content: document(markdown) };
  return String((await api.call('conversations.canvases.create', args))['canvas_id']);
}

function change(operation: string, more: Json = {}): Json[] {
  return [{ operation, ...more }];
}

describe('the canvas of a channel', () => {
  test('is made once, read by people, and found again by its id', async () => {
    const canvas_id = await created();

    expect(server.canvas('C1')).toMatchObject({
      id: canvas_id,
      title: 'Incident',
      markdown: '# Status\n\nUnder way',
    });
    expect(server.canvas('C2')).toBeUndefined();
    expect(await api.errorOf('conversations.canvases.create', { channel_id: 'C1' })).toBe(
      'channel_canvas_already_exists',
    );
    expect(await api.call('conversations.info', { channel: 'C1' })).toMatchObject({
      channel: { properties: { canvas: { file_id: canvas_id, is_empty: false } } },
    });
  });

  test('is changed one step at a time', async () => {
    const canvas_id = await created();
    const edit = (changes: Json[]): Promise<string | undefined> =>
      api.errorOf('canvases.edit', { canvas_id, changes });
    const found = await api.call('canvases.sections.lookup', {
      canvas_id,
      criteria: { section_types: ['h1'], contains_text: 'Status' },
    });
    const section_id = objectsAt(found, 'sections')[0]?.['id'];
    const document_content = document('Done');

    expect(await edit(change('insert_at_end', { document_content }))).toBeUndefined();
    expect(await edit(change('insert_after', { section_id, document_content }))).toBeUndefined();
    expect(server.canvas('C1')?.markdown).toBe('# Status\n\nDone\n\nUnder way\n\nDone');
    expect(await edit(change('delete', { section_id }))).toBeUndefined();
    expect(await edit(change('delete', { section_id }))).toBe('canvas_editing_failed');
    expect(await edit(change('replace', { document_content }))).toBeUndefined();
    expect(await edit(change('rename', { title_content: document('Closed') }))).toBeUndefined();
    expect(server.canvas('C1')).toMatchObject({ markdown: 'Done', title: 'Closed' });

    const two = [...change('replace', { document_content }), ...change('delete', { section_id })];
    for (const changes of [two, [], change('shout'), change('insert_before'), change('replace')])
      expect(await edit(changes)).toBe('invalid_arguments');
  });

  test('takes no change while another is under way, none beyond its size, and none by outsiders', async () => {
    const canvas_id = await created();
    const edit = (markdown: string): Promise<string | undefined> =>
      api.errorOf('canvases.edit', {
        canvas_id,
        changes: change('replace', { document_content: document(markdown) }),
      });
    const canvas = server.workspace.canvases.get(canvas_id);
    if (!canvas) throw new Error('no canvas was made');

    canvas.isLocked = true;
    expect(await edit('x')).toBe('canvas_editing_locked');
    canvas.isLocked = false;
    server.fault('canvases.edit', 'error', 1, { error: 'canvas_editing_locked' });
    expect(await edit('x')).toBe('canvas_editing_locked');
    expect(await edit('x'.repeat(1024 * 1024))).toBeUndefined();
    expect(await edit('x'.repeat(1024 * 1024 + 1))).toBe('canvas_too_large');
    server.channel('C1').isArchived = true;
    expect(await edit('x')).toBe('restricted_action');
    server.channel('C1').isArchived = false;
    server.channel('C1').kind = 'private';
    server.channel('C1').members.delete('U0BOT');
    expect(await edit('x')).toBe('canvas_not_found');
  });

  test.each([
    ['C2', 'restricted_action'],
    ['G1', 'channel_canvas_creation_failed'],
    ['C9', 'channel_canvas_creation_failed'],
  ])('cannot be made in %s: %s', async (channel_id, error) => {
    expect(await api.errorOf('conversations.canvases.create', { channel_id })).toBe(error);
  });

  test('depends on the plan and on the administrator', async () => {
    server.workspace.plan = 'free';
    expect(await api.errorOf('conversations.canvases.create', { channel_id: 'C1' })).toBe(
      'team_tier_cannot_create_channel_canvases',
    );
    expect(await api.errorOf('canvases.create', { title: 'x' })).toBe(
      'free_teams_cannot_create_standalone_canvases',
    );
    expect(await api.call('canvases.create', { channel_id: 'C1' })).toMatchObject({ ok: true });
    expect(await api.errorOf('canvases.create', { channel_id: 'C1' })).toBe(
      'free_team_canvas_tab_already_exists',
    );

    server.workspace.hasCanvases = false;
    expect(await api.errorOf('conversations.canvases.create', { channel_id: 'C1' })).toBe(
      'canvas_disabled_user_team',
    );
    server.workspace.scopes.delete('canvases:write');
    expect(await api.errorOf('canvases.create')).toBe('missing_scope');
  });

  test('that was deleted is not found', async () => {
    const canvas_id = await created();

    expect(await api.call('canvases.delete', { canvas_id })).toMatchObject({ ok: true });
    expect(await api.errorOf('canvases.delete', { canvas_id })).toBe('canvas_not_found');
    expect(server.canvas('C1')).toBeUndefined();
    const info = objectAt(await api.call('conversations.info', { channel: 'C1' }), 'channel');
    expect(info).not.toHaveProperty('properties');
  });
});
