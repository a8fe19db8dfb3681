// The bot's own front door, with Microsoft's SDK behind it, takes what the stand-in sends, and the client takes what it
// answers: the two halves, written apart, speak of the same Teams.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Answer, Inbound } from '#src/chat/teams/connector.ts';
import { createRequestListener } from '#src/chat/teams/request-listener.ts';
import { createTeamsAi } from '#src/chat/teams/teams-ai.ts';
import { TeamsClient } from './client.ts';
import { card, cardWith, ConnectorCaller, message } from './connector-caller.ts';
import type { TeamsChannel, TeamsPerson, TeamsTeam } from './model.ts';
import { TeamsServer } from './server.ts';

let server: TeamsServer;
let client: TeamsClient;
let http: Server;
let taken: Inbound[];
let answer: Answer;
let ada: TeamsPerson;
let bob: TeamsPerson;
let team: TeamsTeam;
let channel: TeamsChannel;

beforeEach(async () => {
  server = await TeamsServer.start();
  const { world } = server;
  taken = [];
  answer = { kind: 'none' };
  const log = pino({ enabled: false });
  const ai = createTeamsAi({
    appId: world.appId,
    tenantId: world.tenantId,
    isAuthenticated: true,
    serviceHosts: ['127.0.0.1'],
    openIdUrl: server.openIdUrl,
    take: (inbound) => {
      taken.push(inbound);
      return Promise.resolve(answer);
    },
    log,
  });
  const listener = createRequestListener({ ai, log });
  http = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  client = new TeamsClient(server, {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
  });
  ada = world.addPerson({ name: 'Ada Lovelace' });
  bob = world.addPerson({ name: 'Bob' });
  team = world.addTeam({ name: 'Security', members: [ada.aadObjectId] }, ada.aadObjectId);
  channel = world.addChannel(team.id, { name: 'incidents' }, ada.aadObjectId);
  await client.told();
});

afterEach(async () => {
  http.closeAllConnections();
  http.close();
  await server.close();
});

/** What the bot took of the newest act. */
function last(): Inbound | undefined {
  return taken.at(-1);
}

const form = cardWith(
  [{ type: 'Input.Text', id: 'title', label: 'Title' }],
  [{ type: 'Action.Submit', title: 'Send', data: { f: 'x' } }],
);

test('installation, members and rooms', async () => {
  const by = ada.aadObjectId;
  expect(taken.map(({ kind }) => kind)).toContain('installed');
  expect(taken.find(({ kind }) => kind === 'installed')).toMatchObject({
    who: { aadObjectId: by },
    where: { conversationId: team.threadId, teamId: team.id, serviceUrl: server.serviceUrl },
  });
  await client.adds({ by, where: team, people: [bob.aadObjectId] });
  expect(last()).toMatchObject({ kind: 'membersAdded', isBot: false });
  await client.renames({ by, where: channel, name: 'war room' });
  expect(last()).toMatchObject({ kind: 'roomChanged', name: 'war room' });
  await client.uninstalls({ by, where: team });
  expect(last()).toMatchObject({ kind: 'uninstalled' });
});

test('words, in a thread with mentions and for the bot alone', async () => {
  const by = ada.aadObjectId;
  const post = await client.says({ by, in: channel.id, text: '@ssirp assign @Bob' });
  expect(post.status).toBe(200);
  expect(last()).toMatchObject({
    kind: 'said',
    who: { aadObjectId: by, teamsId: ada.teamsId, name: 'Ada Lovelace' },
    where: { kind: 'channel', channelId: channel.id },
    messageId: post.message.id,
    mentions: [{ teamsId: bob.teamsId, name: 'Bob' }],
    isTargeted: false,
  });
  await client.says({ by, in: channel.id, text: 'status', isTargeted: true });
  expect(last()).toMatchObject({ kind: 'said', text: 'status', isTargeted: true });
});

test('every kind of answer to a button, as the client takes it', async () => {
  const by = ada.aadObjectId;
  const shown = cardWith(
    [{ type: 'TextBlock', text: 'now', wrap: true }],
    [
      { type: 'Action.Execute', title: 'Do', verb: 'ssirp', data: { c: 'ack' } },
      { type: 'Action.Submit', title: 'Form', data: { msteams: { type: 'task/fetch' }, c: 'f' } },
    ],
  );
  const { id } = await new ConnectorCaller(server).send(channel.id, message(shown));
  const on = { by, in: channel.id, message: id, label: 'Do' };
  answer = { kind: 'notice', text: 'Done' };
  expect(await client.press(on)).toMatchObject({ notice: 'Done' });
  expect(last()).toMatchObject({ kind: 'pressed', verb: 'ssirp', messageId: id });
  answer = { kind: 'card', card };
  expect(await client.press(on)).toMatchObject({ card });
  answer = { kind: 'broken' };
  const stale = { ...on, label: 'Form' };
  await expect(client.press(stale)).rejects.toThrow('which button');
  await new ConnectorCaller(server).call('PUT', [channel.id, 'activities', id], message(shown));
  expect((await client.press(on)).failure).toBeDefined();
  expect(server.lint).toEqual([]);

  answer = { kind: 'dialog', title: 'Declare', card: form };
  const { dialog } = await client.press(stale);
  if (!dialog) throw new Error('no dialog');
  expect(last()).toMatchObject({ kind: 'dialogOpened', messageId: id });
  answer = { kind: 'dialogClosed', text: 'Declared' };
  expect(await client.submits(dialog, { inputs: { title: 'x' } })).toMatchObject({
    notice: 'Declared',
  });
  expect(last()).toMatchObject({ kind: 'dialogSubmitted', data: { f: 'x', title: 'x' } });
  answer = { kind: 'dialogClosed', text: '' };
  const closed = await client.submits(dialog);
  expect(closed).toMatchObject({ status: 200, problems: [] });
  expect(closed.notice).toBeUndefined();
  expect(server.lint).toEqual([]);
});

test('the menu of a message, and a file taken', async () => {
  const by = ada.aadObjectId;
  const { message: said } = await client.says({ by, in: channel.id, text: 'a & b' });
  answer = { kind: 'dialog', title: 'Add', card: form };
  const on = { by, in: channel.id, message: said.id, command: 'addToTimeline' };
  const { dialog } = await client.messageAction(on);
  if (!dialog) throw new Error('no dialog');
  const quoted = { id: said.id, author: { aadObjectId: by, name: 'Ada Lovelace' } };
  expect(last()).toMatchObject({ kind: 'messageAction', message: quoted });
  answer = { kind: 'dialogClosed', text: 'Added' };
  expect(await client.submits(dialog)).toMatchObject({ notice: 'Added' });
  expect(last()).toMatchObject({ kind: 'messageActionSubmitted', message: quoted });

  await client.installs({ by });
  const personal = server.world.personalChat(by).id;
  const offer = {
    contentType: 'application/vnd.microsoft.teams.card.file.consent',
    name: 'report.txt',
    content: {
      description: 'x',
      sizeInBytes: 5,
      acceptContext: { i: 1 },
      declineContext: { i: 2 },
    },
  };
  const attachments = [offer];
  const { id } = await new ConnectorCaller(server).send(personal, message(card, { attachments }));
  answer = { kind: 'none' };
  await client.answersFile({ by, in: personal, message: id, accepts: true });
  expect(last()).toMatchObject({
    kind: 'fileAnswered',
    accepted: true,
    context: { i: 1 },
    upload: { name: 'report.txt', fileType: 'txt' },
  });
  await client.answersFile({ by, in: personal, message: id, accepts: false });
  expect(last()).toMatchObject({ kind: 'fileAnswered', accepted: false, context: { i: 2 } });
  expect(server.lint).toEqual([]);
});

test.each([
  'none',
  'garbage',
  'wrongAudience',
  'wrongIssuer',
  'wrongKey',
  'expired',
  'notYetValid',
  'algNone',
  'notEndorsed',
  'otherServiceUrl',
] as const)(
  'a request that is not signed by Teams for this bot gets in nowhere: %s',
  async (token) => {
    const before = taken.length;
    const said = { by: ada.aadObjectId, in: channel.id, text: '@ssirp hi' };
    expect(await client.says(said, { token })).toMatchObject({ status: 401, body: '' });
    expect(taken).toHaveLength(before);
  },
);
