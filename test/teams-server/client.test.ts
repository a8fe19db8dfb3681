// People act in the stand-in for Teams: what the bot is told is what Teams tells, what Teams would not let through is
// not let through, and answers that Teams would not take are complained about.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TeamsClient } from './client.ts';
import { cardWith, ConnectorCaller, message } from './connector-caller.ts';
import { ListeningBot } from './listening-bot.ts';
import { cardType } from './lint.ts';
import type { TeamsChannel, TeamsChat, TeamsPerson, TeamsTeam } from './model.ts';
import { TeamsServer } from './server.ts';

let server: TeamsServer;
let bot: ListeningBot;
let client: TeamsClient;
let api: ConnectorCaller;
let ada: TeamsPerson;
let bob: TeamsPerson;
let team: TeamsTeam;
let channel: TeamsChannel;
let chat: TeamsChat;

const form = cardWith(
  [
    {
      type: 'Input.Text',
      id: 'title',
      label: 'Title',
      isRequired: true,
      errorMessage: 'Give it a title',
      maxLength: 5,
    },
    {
      type: 'Input.ChoiceSet',
      id: 'level',
      label: 'Level',
      value: 'low',
      choices: [
        { title: 'Low', value: 'low' },
        { title: 'High', value: 'high' },
      ],
    },
  ],
  [{ type: 'Action.Submit', title: 'Send', data: { form: 'f' } }],
);

const dialog = {
  task: {
    type: 'continue',
    value: { title: 'Declare', card: { contentType: cardType, content: form } },
  },
};

const buttons = cardWith(
  [{ type: 'TextBlock', text: 'what now?', wrap: true }],
  [
    { type: 'Action.Execute', title: 'Acknowledge', verb: 'ssirp', data: { c: 'ack' } },
    { type: 'Action.Submit', title: 'Form', data: { msteams: { type: 'task/fetch' }, f: 1 } },
    { type: 'Action.OpenUrl', title: 'Read', url: 'https://example.com' },
  ],
);

beforeEach(async () => {
  server = await TeamsServer.start();
  bot = await ListeningBot.start(server);
  client = new TeamsClient(server, { url: bot.url, answerWithinMs: 300 });
  api = new ConnectorCaller(server);
  const { world } = server;
  ada = world.addPerson({ name: 'Ada Lovelace' });
  bob = world.addPerson({ name: 'Bob' });
  team = world.addTeam({ name: 'Security', members: [ada.aadObjectId] });
  channel = world.addChannel(team.id, { name: 'incidents' });
  chat = world.addChat({ topic: null, members: [ada.aadObjectId, bob.aadObjectId] });
  await client.told();
  bot.heard.length = 0;
});

afterEach(async () => {
  await bot.close();
  await server.close();
});

describe('who is believed', () => {
  test.each([
    'none',
    'garbage',
    'wrongAudience',
    'wrongIssuer',
    'wrongKey',
    'expired',
    'notYetValid',
    'algNone',
    'otherServiceUrl',
  ] as const)('a request signed so is not: %s', async (token) => {
    const said = { by: ada.aadObjectId, in: chat.id, text: '@ssirp hi' };
    expect(await client.says(said)).toMatchObject({ status: 200 });
    expect(await client.says(said, { token })).toMatchObject({ status: 401 });
    expect(bot.heard).toHaveLength(1);
  });

  test('another tenant or service address is sent with a token in order', async () => {
    const said = { by: ada.aadObjectId, in: chat.id, text: '@ssirp hi' };
    await client.says(said, { tenant: 'other', serviceUrl: 'https://evil.example/' });
    expect(bot.last).toMatchObject({
      serviceUrl: 'https://evil.example/',
      conversation: { tenantId: 'other' },
      channelData: { tenant: { id: 'other' } },
    });
  });
});

describe('saying things', () => {
  test('in a channel and a group chat the bot hears only what mentions it', async () => {
    const { aadObjectId: by } = ada;
    expect(await client.says({ by, in: channel.id, text: 'hello' })).toMatchObject({
      error: 'not_delivered',
    });
    expect(await client.says({ by, in: chat.id, text: '@Bob hello' })).toMatchObject({
      error: 'not_delivered',
    });
    const post = await client.says({ by, in: channel.id, text: '@ssirp assign @Ada Lovelace <x>' });
    expect(bot.heard).toHaveLength(1);
    expect(bot.last).toMatchObject({
      type: 'message',
      id: post.message.id,
      text: '<at>ssirp</at>&nbsp;assign <at>Ada Lovelace</at>&nbsp;<x>\n',
      conversation: {
        conversationType: 'channel',
        id: `${channel.id};messageid=${post.message.id}`,
        tenantId: server.world.tenantId,
      },
      from: { id: ada.teamsId, aadObjectId: ada.aadObjectId },
      recipient: { id: server.world.botId },
      entities: [
        { type: 'mention', text: '<at>ssirp</at>', mentioned: { id: server.world.botId } },
        { type: 'mention', text: '<at>Ada Lovelace</at>', mentioned: { id: ada.teamsId } },
        { type: 'clientInfo' },
      ],
      channelData: { channel: { id: channel.id }, team: { id: team.threadId } },
    });
    expect(post.message.html).toContain('&lt;x&gt;');
  });

  test('in the personal chat the bot hears everything, once the app is there', async () => {
    const { aadObjectId: by } = ada;
    const personal = server.world.personalChat(by).id;
    const said = { by, in: personal, text: 'declare' };
    expect(await client.says(said)).toMatchObject({ error: 'not_delivered' });
    await client.installs({ by });
    expect(await client.says(said)).toMatchObject({ status: 200 });
    expect(bot.last).toMatchObject({ text: 'declare', conversation: { id: personal } });
  });

  test('what is written for the bot alone nobody else sees', async () => {
    const { aadObjectId: by } = ada;
    await client.says({ by, in: chat.id, text: 'status', isTargeted: true });
    expect(bot.last).toMatchObject({ text: 'status', recipient: { isTargeted: true } });
    expect(client.sees({ by, in: chat.id })).toHaveLength(1);
    expect(client.sees({ by: bob.aadObjectId, in: chat.id })).toEqual([]);
  });

  test('what is changed afterwards comes as a change of the same message', async () => {
    const { aadObjectId: by } = ada;
    const { message: said } = await client.says({ by, in: chat.id, text: '@ssirp declare x' });
    const on = { by, in: chat.id, message: said.id, text: '@ssirp declare y' };
    await client.edits(on);
    expect(bot.last).toMatchObject({
      type: 'messageUpdate',
      id: said.id,
      text: '<at>ssirp</at>&nbsp;declare y',
      channelData: { eventType: 'editMessage' },
    });
    await expect(client.edits({ ...on, by: bob.aadObjectId })).rejects.toThrow('themselves');
  });

  test('nobody says anything where they are not', async () => {
    const said = { by: bob.aadObjectId, in: channel.id, text: 'hi' };
    await expect(client.says(said)).rejects.toThrow('Bob is not in');
  });
});

async function press(label: string, by = ada): ReturnType<TeamsClient['press']> {
  const [shown] = server.world.messagesIn(chat.id);
  return client.press({ by: by.aadObjectId, in: chat.id, message: shown?.id ?? '', label });
}

describe('buttons', () => {
  beforeEach(async () => {
    await api.send(chat.id, message(buttons));
  });

  test('a press tells verb, data and message; the answering card is for who pressed, until an update', async () => {
    const answered = cardWith([{ type: 'TextBlock', text: 'done', wrap: true }]);
    bot.answer = { statusCode: 200, type: cardType, value: answered };
    expect(await press('Acknowledge')).toMatchObject({ card: answered });
    const [shown] = server.world.messagesIn(chat.id);
    if (!shown) throw new Error('nothing is shown');
    expect(bot.last).toMatchObject({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: shown.id,
      value: { action: { type: 'Action.Execute', verb: 'ssirp', data: { c: 'ack' } } },
    });
    const where = { in: chat.id, message: shown.id };
    expect(client.cardFor({ by: ada.aadObjectId, ...where })).toEqual(answered);
    expect(client.cardFor({ by: bob.aadObjectId, ...where })).toEqual(buttons);
    await api.call('PUT', [chat.id, 'activities', shown.id], message(buttons));
    expect(client.cardFor({ by: ada.aadObjectId, ...where })).toEqual(buttons);
    expect(server.lint).toEqual([]);
  });

  test('only a button that is shown is pressed, and a link sends nothing', async () => {
    await expect(press('Close')).rejects.toThrow('There are: Acknowledge, Form, Read');
    await expect(press('Read')).rejects.toThrow('sends nothing');
    await expect(
      client.press({ by: ada.aadObjectId, in: chat.id, message: '1', label: 'Form' }),
    ).rejects.toThrow('sees no such message');
  });

  test.each([
    ['nothing', ''],
    ['an empty object', {}],
    ['the card alone', form],
    ['a card without its type', { statusCode: 200, type: cardType, value: {} }],
    [
      'an empty line',
      { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: '' },
    ],
    [
      'an error without a code',
      { statusCode: 500, type: 'application/vnd.microsoft.error', value: 'x' },
    ],
  ])('Teams does not take as an answer: %s', async (_what, answer) => {
    bot.answer = answer;
    expect(await press('Acknowledge')).toMatchObject({ error: 'invalid_answer' });
    expect(server.lint).toEqual([expect.stringMatching(/^adaptiveCard\/action: /u)]);
  });

  test('a line or an error is shown to who pressed', async () => {
    const type = 'application/vnd.microsoft.activity.message';
    bot.answer = { statusCode: 200, type, value: 'Done' };
    expect(await press('Acknowledge')).toMatchObject({ notice: 'Done' });
    const value = { code: 'x', message: 'Not stored' };
    bot.answer = { statusCode: 500, type: 'application/vnd.microsoft.error', value };
    expect(await press('Acknowledge')).toMatchObject({ failure: 'Not stored' });
    expect(server.lint).toEqual([]);
  });

  test('an answer that does not come in time is none; the same activity comes again', async () => {
    bot.answer = undefined;
    const late = await press('Acknowledge');
    expect(late).toMatchObject({ error: 'operation_timeout', failure: 'Unable to reach app.' });
    await client.sendAgain(late);
    expect(bot.heard[1]).toEqual(bot.heard[0]);
  });
});

async function opened() {
  const { id } = await api.send(chat.id, message(buttons));
  bot.answer = dialog;
  const on = { by: ada.aadObjectId, in: chat.id, message: id, label: 'Form' };
  const { dialog: open } = await client.press(on);
  if (!open) throw new Error('no dialog');
  return open;
}

describe('dialogs', () => {
  test('a dialog is opened by its button and closed by a line or nothing', async () => {
    const open = await opened();
    expect(bot.last).toMatchObject({ name: 'task/fetch', value: { data: { f: 1 } } });
    bot.answer = { task: { type: 'message', value: 'Declared' } };
    expect(await client.submits(open, { inputs: { title: 'fire' } })).toMatchObject({
      notice: 'Declared',
    });
    expect(bot.last).toMatchObject({
      name: 'task/submit',
      value: { data: { form: 'f', title: 'fire', level: 'low' } },
    });
    bot.answer = '';
    expect(await client.submits(open, { inputs: { title: 'fire' } })).toMatchObject({
      status: 200,
    });
    bot.answer = dialog;
    const again = await client.submits(open, { inputs: { title: 'fire' } });
    expect(again.dialog?.title).toBe('Declare');
    expect(server.lint).toEqual([]);
  });

  test('the client keeps back what the inputs do not allow', async () => {
    const open = await opened();
    await expect(client.submits(open)).rejects.toThrow('title is required');
    const fill = (inputs: Record<string, string>): Promise<unknown> =>
      client.submits(open, { inputs: { title: 'fire', ...inputs } });
    await expect(fill({ title: 'too long' })).rejects.toThrow('is full');
    await expect(fill({ level: 'middle' })).rejects.toThrow('does not offer');
    await expect(fill({ other: 'x' })).rejects.toThrow('no input other');
  });

  test('a dialog without title or card is complained about', async () => {
    await opened();
    const [shown] = server.world.messagesIn(chat.id);
    const on = { by: ada.aadObjectId, in: chat.id, message: shown?.id ?? '', label: 'Form' };
    bot.answer = { task: { type: 'continue', value: { title: 'x', card: form } } };
    expect(await client.press(on)).toMatchObject({ error: 'invalid_answer' });
    bot.answer = '';
    expect(await client.press(on)).toMatchObject({ error: 'invalid_answer' });
  });
});

test('a message action carries the message, and its dialog goes back with it', async () => {
  const by = ada.aadObjectId;
  const { message: said } = await client.says({ by: bob.aadObjectId, in: chat.id, text: 'a & b' });
  bot.answer = dialog;
  const on = { by, in: chat.id, message: said.id, command: 'addToTimeline' };
  const { dialog: open } = await client.messageAction(on);
  const messagePayload = {
    id: said.id,
    body: { contentType: 'html', content: '<p>a &amp; b</p>' },
    from: { user: { id: bob.aadObjectId, displayName: 'Bob' } },
  };
  const value = { commandId: 'addToTimeline', commandContext: 'message', messagePayload };
  expect(bot.last).toMatchObject({ name: 'composeExtension/fetchTask', value });
  if (!open) throw new Error('no dialog');
  bot.answer = { composeExtension: { type: 'message', text: 'Added' } };
  const inputs = { title: 'fire' };
  expect(await client.submits(open, { inputs })).toMatchObject({ notice: 'Added' });
  expect(bot.last).toMatchObject({
    name: 'composeExtension/submitAction',
    value: { ...value, data: inputs },
  });
  bot.answer = {};
  expect(await client.submits(open, { inputs })).toMatchObject({ error: 'invalid_answer' });
});

test('a file is offered in a personal chat, and what was taken can be put once', async () => {
  const by = ada.aadObjectId;
  await client.installs({ by });
  const personal = server.world.personalChat(by).id;
  const offer = message(buttons, {
    attachments: [
      {
        contentType: 'application/vnd.microsoft.teams.card.file.consent',
        name: 'report.txt',
        content: { description: 'x', sizeInBytes: 5, acceptContext: { i: 1 }, declineContext: {} },
      },
    ],
  });
  expect(await api.send(chat.id, offer)).toMatchObject({ status: 400, code: 'BadArgument' });
  const { id } = await api.send(personal, offer);
  await client.answersFile({ by, in: personal, message: id, accepts: true });
  expect(bot.last).toMatchObject({
    name: 'fileConsent/invoke',
    replyToId: id,
    value: {
      type: 'fileUpload',
      action: 'accept',
      context: { i: 1 },
      uploadInfo: { name: 'report.txt', fileType: 'txt' },
    },
  });
  expect([...server.uploads.all.values()]).toMatchObject([{ name: 'report.txt' }]);
});

describe('rooms', () => {
  test('the bot hears that it came and went, also where Graph did it', async () => {
    const fresh = server.world.addChat({ topic: null, members: [], hasApp: false });
    server.world.install(fresh, null);
    await client.told();
    expect(bot.heard).toMatchObject([
      { type: 'conversationUpdate', membersAdded: [{ id: server.world.botId }] },
      { type: 'installationUpdate', action: 'add', conversation: { id: fresh.id } },
    ]);
    await client.uninstalls({ by: ada.aadObjectId, where: team });
    expect(bot.last).toMatchObject({
      type: 'installationUpdate',
      action: 'remove',
      channelData: { team: { aadGroupId: team.id } },
    });
    await client.renames({ by: ada.aadObjectId, where: team, name: 'unheard' });
    expect(bot.last).toMatchObject({ action: 'remove' });
  });

  test('the bot hears of members, channels and teams by their event', async () => {
    const by = ada.aadObjectId;
    await client.adds({ by, where: team, people: [bob.aadObjectId, by] });
    expect(bot.last).toMatchObject({
      membersAdded: [{ id: bob.teamsId, aadObjectId: bob.aadObjectId }],
      conversation: { id: team.threadId },
      channelData: { eventType: 'teamMemberAdded' },
    });
    await client.renames({ by, where: channel, name: 'war room' });
    expect(bot.last).toMatchObject({
      channelData: { eventType: 'channelRenamed', channel: { id: channel.id, name: 'war room' } },
    });
    await client.deletes({ by, where: channel });
    expect(bot.last).toMatchObject({ channelData: { eventType: 'channelDeleted' } });
    await client.archives({ by, where: team });
    expect(bot.last).toMatchObject({ channelData: { eventType: 'teamArchived' } });
  });

  test('a private channel is not told of at all', async () => {
    server.world.addChannel(team.id, { name: 'hidden', membership: 'private' }, ada.aadObjectId);
    expect(await client.told()).toEqual([]);
  });
});
