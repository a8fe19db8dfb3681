// The stand-in against a real Bolt app, in both directions: what Slack sends is understood, what Bolt answers is seen.

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLogger } from './api-caller.ts';
import { SlackClientSide } from './client-side.ts';
import { declareForm as form, takeOverRow as buttons } from './example-form.ts';
import { textOf } from './reading.ts';
import { SlackServer } from './server.ts';

const signingSecret = 'the signing secret';
const command = { user: 'U1', channel: 'G1', command: '/incident' };
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
  await server.close();
});

/** A Bolt app as the bot builds it, stopped with the `await using` of the test. */
class BoltApp implements AsyncDisposable {
  readonly app: App;

  constructor() {
    const receiver = new HTTPReceiver({
      signingSecret,
      endpoints: ['/slack/events'],
      processBeforeResponse: true,
      unhandledRequestTimeoutMillis: 2800,
      logger: silentLogger,
    });
    this.app = new App({
      receiver,
      authorize: () => Promise.resolve({ botToken: 'xoxb-test-token', botUserId: 'U0BOT' }),
      clientOptions: { slackApiUrl: server.url, retryConfig: { retries: 0 } },
      logger: silentLogger,
    });
  }

  async start(): Promise<void> {
    const listening = (await this.app.start({ port: 0, host: '127.0.0.1' })) as Server;
    const { port } = listening.address() as AddressInfo;
    slack = new SlackClientSide(server, { url: `http://127.0.0.1:${port}`, signingSecret });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app.stop();
  }
}

describe('with a Bolt app', () => {
  test('a command is understood and its answer seen', async () => {
    await using bolt = new BoltApp();
    bolt.app.command('/incident', async ({ ack, command: got }) => {
      await ack({ response_type: 'ephemeral', text: `${got.channel_name}: ${got.text}` });
    });
    await bolt.start();

    const result = await slack.slash({
      ...command,
      text: 'lead @bob in #general <now> & https://a.b',
    });

    expect(result).toMatchObject({ status: 200, problems: [], response: { type: 'ephemeral' } });
    expect(result.ephemeral && textOf(result.ephemeral)).toBe(
      'privategroup: lead <@U2|bob> in <#C1|general> <now> & <https://a.b>',
    );
    expect(server.lint).toEqual([]);
  });

  test('a form opens by a command, is filled in, and errors come back', async () => {
    await using bolt = new BoltApp();
    bolt.app.command('/incident', async ({ ack, client, body }) => {
      await client.views.open({ trigger_id: body.trigger_id, view: form as never });
      await ack();
    });
    bolt.app.view('declare', async ({ ack, view }) => {
      const title = view.state.values['title']?.['title_input']?.value;
      await (title === 'bad'
        ? ack({ response_action: 'errors', errors: { title: 'Not this one' } })
        : ack());
    });
    await bolt.start();

    await slack.slash(command);
    const viewId = server.openViews('U1')[0]?.id ?? '';
    const refused = await slack.submitView({ user: 'U1', viewId, values: { title: 'bad' } });
    const accepted = await slack.submitView({ user: 'U1', viewId, values: { title: 'good' } });

    expect(refused.outcome).toEqual({ action: 'errors', errors: { title: 'Not this one' } });
    expect(accepted.outcome).toEqual({ action: 'closed' });
    expect(server.openViews('U1')).toEqual([]);
  });

  test('a click and its response_url', async () => {
    await using bolt = new BoltApp();
    bolt.app.action('take', async ({ ack, respond, action }) => {
      await ack();
      await respond({ text: `took ${'value' in action ? action.value : ''}` });
    });
    await bolt.start();
    const channel = server.channel('G1');
    const blocks = buttons;
    const { ts } = server.workspace.store(channel, { user: 'U0BOT', text: 'card', blocks });

    const result = await slack.click({ user: 'U1', channel: 'G1', ts, actionId: 'take' });

    expect(result).toMatchObject({ status: 200, body: '' });
    await expect.poll(() => server.ephemerals('U1').map(textOf)).toEqual(['took 7']);
  });

  test('events arrive once per delivery and the bot does not hear itself', async () => {
    await using bolt = new BoltApp();
    const heard: string[] = [];
    bolt.app.event('message', async ({ event }) => {
      heard.push(`${event.channel_type} ${'text' in event ? event.text : ''}`);
      await Promise.resolve();
    });
    bolt.app.event('member_joined_channel', async ({ event }) => {
      heard.push(`${event.user} joined`);
      await Promise.resolve();
    });
    await bolt.start();

    const posted = await slack.userPosts({ user: 'U1', channel: 'G1', text: 'hi @bob & co' });
    await slack.joins({ user: 'U2', channel: 'G1' });

    expect(posted).toMatchObject({ status: 200, message: { text: 'hi <@U2> &amp; co' } });
    expect(heard).toEqual(['group hi <@U2> &amp; co', 'U2 joined']);
    expect((await slack.urlVerification('c')).body).toContain('c');
  });

  test('requests Slack would not send are refused', async () => {
    await using bolt = new BoltApp();
    bolt.app.command('/incident', async ({ ack }) => ack());
    await bolt.start();

    expect(await slack.slash(command)).toMatchObject({ status: 200 });
    expect(await slack.slash(command, { unsigned: true })).toMatchObject({ status: 401 });
    expect(await slack.slash(command, { signingSecret: 'other' })).toMatchObject({ status: 401 });
    expect(await slack.slash(command, { secondsOff: -600 })).toMatchObject({ status: 401 });
    expect(await slack.slash(command, { tamper: (body) => `${body}x` })).toMatchObject({
      status: 401,
    });
    const contentType = 'application/x-www-form-urlencoded; charset=utf-8';
    expect(await slack.slash(command, { contentType })).toMatchObject({ status: 400 });
    const [first] = slack.sent;
    if (!first) throw new Error('nothing was sent');
    expect(await slack.send(first)).toMatchObject({ status: 200 });
  });
});
