// The people's side of the stand-in: signatures, payloads, and that nobody can do what Slack would not let them do.

import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FixedApp } from './fixed-app.ts';
import type { Json } from './json.ts';
import { buttonsOf, findButton, textOf } from './reading.ts';
import { SlackClientSide } from './client-side.ts';
import { declareForm as form, takeOverRow as buttons } from './example-form.ts';
import { SlackServer } from './server.ts';
import { usualScopes } from './workspace.ts';

const signingSecret = 'the signing secret';
let server: SlackServer;
let slack: SlackClientSide;

beforeEach(async () => {
  server = await SlackServer.start();
  server.addUser({ id: 'U1', name: 'ada' });
  server.addUser({ id: 'U2', name: 'bob' });
  server.addChannel({ id: 'C1', name: 'general', members: ['U1', 'U2', 'U0BOT'] });
  server.addChannel({ id: 'G1', name: 'inc-1', kind: 'private', members: ['U1', 'U0BOT'] });
});

afterEach(async () => {
  await app?.[Symbol.asyncDispose]();
  app = undefined;
  await server.close();
});

let app: FixedApp | undefined;

/** Puts an app that always answers so at the other end. */
async function answering(body: unknown): Promise<FixedApp> {
  return connected(await FixedApp.answering(body));
}

function connected(fixed: FixedApp): FixedApp {
  app = fixed;
  slack = new SlackClientSide(server, { url: fixed.url, signingSecret, answerWithinMs: 300 });
  return fixed;
}

const command = { user: 'U1', channel: 'G1', command: '/incident' };
function bySlack(blocks: Json[] = buttons): string {
  const channel = server.channel('G1');
  return server.workspace.store(channel, { user: 'U0BOT', text: 'card', blocks }).ts;
}

function openForm(source: Json = form): string {
  const view = server.workspace.makeView('U1', source);
  server.workspace.modals.set('U1', [view.id]);
  return view.id;
}

describe('what Slack sends', () => {
  test('the signature is the one that Slack documents', async () => {
    const fixed = await answering('');

    await slack.slash(command);

    const [request] = fixed.requests;
    const at = String(request?.headers['x-slack-request-timestamp']);
    const base = `v0:${at}:${request?.body ?? ''}`;
    const expected = createHmac('sha256', signingSecret).update(base).digest('hex');
    expect(request?.headers['x-slack-signature']).toBe(`v0=${expected}`);
    expect(Math.abs(Number(at) - Date.now() / 1000)).toBeLessThan(5);
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  test('choices have the shape of their element, and only what was rendered can be used', async () => {
    const fixed = await answering('');
    const ts = bySlack();
    const on = { user: 'U1', channel: 'G1', ts };

    await slack.click({ ...on, actionId: 'severity', value: 'high' });
    expect(fixed.payload()).toMatchObject({
      type: 'block_actions',
      container: { type: 'message', message_ts: ts, is_ephemeral: false },
      message: { ts },
      actions: [{ type: 'static_select', block_id: 'row', selected_option: { value: 'high' } }],
    });
    await slack.click({ ...on, actionId: 'lead', value: 'U2' });
    expect(fixed.payload()).toMatchObject({ actions: [{ selected_user: 'U2' }] });

    await expect(slack.click({ ...on, actionId: 'nothing' })).rejects.toThrow(
      'there is no nothing',
    );
    await expect(slack.click({ ...on, actionId: 'severity', value: 'x' })).rejects.toThrow(
      'option',
    );
    await expect(slack.click({ ...on, actionId: 'take', value: '8' })).rejects.toThrow('value');
    await expect(slack.click({ ...on, user: 'U2', actionId: 'take' })).rejects.toThrow('not in');
    expect(buttonsOf(server.lastMessage('G1'))).toEqual(['Take over']);
    expect(findButton(server.lastMessage('G1'), 'HIGH')).toMatchObject({
      actionId: 'severity',
      value: 'high',
    });
  });

  test('a button of a command answer can be clicked by its ts', async () => {
    const fixed = await answering({ text: 'card', blocks: buttons });
    const { ephemeral } = await slack.slash(command);
    if (!ephemeral) throw new Error('no answer was shown');

    await slack.click({ user: 'U1', channel: 'G1', ts: ephemeral.ts, actionId: 'take' });

    expect(fixed.payload()).toMatchObject({ container: { is_ephemeral: true } });
    expect(fixed.payload()['message']).toBeUndefined();
    // The fixed app answers the click with a message as well, which Slack would ignore.
    expect(server.lint).toHaveLength(1);
  });

  test('the values of a form are sent under block and action', async () => {
    const fixed = await answering('');
    const viewId = openForm();

    const values = { title: { type: 'plain_text_input', value: 'T' }, severity: 'high' };
    await slack.submitView({ user: 'U1', viewId, values });

    expect(fixed.payload()).toMatchObject({
      type: 'view_submission',
      view: {
        callback_id: 'declare',
        state: {
          values: {
            title: { title_input: { type: 'plain_text_input', value: 'T' } },
            severity: { severity_input: { selected_option: { value: 'high' } } },
          },
        },
      },
    });
  });

  test('a form that Slack would not submit is not submitted', async () => {
    const fixed = await answering('');
    const on = { user: 'U1', viewId: openForm() };

    await expect(slack.submitView(on)).rejects.toThrow('title is empty');
    await expect(slack.submitView({ ...on, values: { title: 'x'.repeat(11) } })).rejects.toThrow(
      'too long',
    );
    await expect(slack.submitView({ ...on, values: { other: 'x' } })).rejects.toThrow('no input');
    expect(fixed.requests).toEqual([]);
  });

  test('reactions change the message, retries carry their headers', async () => {
    const fixed = await answering('');
    const ts = bySlack();
    const on = { user: 'U1', channel: 'G1', ts, name: 'eyes' };

    await slack.reactionAdded(on, { eventId: 'Ev1', retryNum: 2 });
    expect(server.lastMessage('G1').reactions).toEqual([{ name: 'eyes', users: ['U1'] }]);
    expect(fixed.payload()).toMatchObject({
      event_id: 'Ev1',
      event: { type: 'reaction_added', item: { channel: 'G1', ts } },
    });
    expect(fixed.requests[0]?.headers['x-slack-retry-num']).toBe('2');
    await slack.reactionRemoved(on);
    expect(server.lastMessage('G1').reactions).toEqual([]);
  });

  test('Slack tells the bot nothing of places where it is not, or has no scope for', async () => {
    const fixed = await answering('');
    server.addChannel({ id: 'C9', name: 'elsewhere', members: ['U1'] });

    const elsewhere = await slack.userPosts({ user: 'U1', channel: 'C9', text: 'x' });
    server.workspace.scopes.clear();
    for (const scope of usualScopes.filter((one) => one !== 'groups:history'))
      server.workspace.scopes.add(scope);
    const unread = await slack.userPosts({ user: 'U1', channel: 'G1', text: 'x' });

    expect([elsewhere.error, unread.error]).toEqual(['not_delivered', 'not_delivered']);
    expect(server.messages('C9').map(textOf)).toEqual(['x']);
    expect(fixed.requests).toEqual([]);
  });

  test('people press labels; the same action in two blocks is told apart', async () => {
    const fixed = await answering('');
    const [row] = buttons;
    const ts = bySlack([row ?? {}, { ...row, block_id: 'second' }]);
    const on = { user: 'U1', channel: 'G1', ts };

    await slack.press({ ...on, label: 'LOW' });
    expect(fixed.payload()).toMatchObject({
      actions: [{ block_id: 'row', selected_option: { value: 'low' } }],
    });
    await expect(slack.click({ ...on, actionId: 'severity', value: 'low' })).rejects.toThrow(
      'name the block',
    );
    await slack.click({ ...on, actionId: 'severity', blockId: 'second', value: 'low' });
    expect(fixed.payload()).toMatchObject({ actions: [{ block_id: 'second' }] });
  });

  test('buttons in attachments can be clicked too', async () => {
    const fixed = await answering('');
    const channel = server.channel('G1');
    const attachments = [{ color: '#c00', blocks: buttons }];
    const { ts } = server.workspace.store(channel, { user: 'U0BOT', text: 'card', attachments });

    await slack.press({ user: 'U1', channel: 'G1', ts, label: 'Take over' });

    expect(fixed.payload()).toMatchObject({ actions: [{ action_id: 'take', value: '7' }] });
  });

  test('a shared element of a view keeps what was chosen', async () => {
    const fixed = await answering('');
    const viewId = openForm({ ...form, blocks: [...form.blocks, ...buttons] });

    await slack.clickInView({ user: 'U1', viewId, actionId: 'severity', value: 'high' });
    await slack.submitView({ user: 'U1', viewId, values: { title: 'T' } });

    expect(fixed.payload()).toMatchObject({
      view: { state: { values: { row: { severity: { selected_option: { value: 'high' } } } } } },
    });
  });

  test('shortcuts name their callback', async () => {
    const fixed = await answering('');
    const ts = bySlack();

    await slack.messageShortcut({ user: 'U1', channel: 'G1', ts, callbackId: 'keep' });

    expect(fixed.payload()).toMatchObject({
      type: 'message_action',
      callback_id: 'keep',
      message: { ts, text: 'card' },
    });
  });
});
