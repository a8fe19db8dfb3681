// Messages to one person: in their chat with the bot, which has to be found, opened or brought about.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Deed } from '#src/chat/port.ts';
import type { TeamsPerson } from '../../teams-server/model.ts';
import { cardOf, textOf } from '../../teams-server/reading.ts';
import { DeliverBench, words } from './deliver-bench.ts';

const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

let bench: DeliverBench;

beforeEach(async () => {
  bench = await DeliverBench.start();
});

afterEach(async () => {
  await bench[Symbol.asyncDispose]();
});

const telling = (person: string, text = 'You lead'): Deed => ({
  kind: 'tell',
  person,
  message: words(text),
});
const texts = (person: TeamsPerson): string[] =>
  bench.told(person).map((message) => textOf(cardOf(message) ?? {}));
const hasApp = (person: TeamsPerson): void => {
  const { world } = bench.server;
  world.install(world.personalChat(person.aadObjectId), person.aadObjectId);
};

test('a person who has written to the bot is told in their chat', async () => {
  const person = bench.meets(bench.ada);

  const delivery = await bench.deliver(telling(person));

  expect(texts(bench.ada)).toEqual(['You lead']);
  expect(delivery).toEqual({
    outcome: 'delivered',
    externalId: bench.told(bench.ada)[0]?.id,
    conversation: bench.server.world.personalChat(bench.ada.aadObjectId).id,
  });
  expect(bench.server.callsOf('createConversation')).toEqual([]);
});

test('whom the bot has never met is found in the team, and their chat is opened once', async () => {
  hasApp(bench.ada);
  const person = bench.id(bench.ada);

  await bench.deliver(telling(person), { key: 'a' });
  await bench.deliver(telling(person, 'Still'), { key: 'b' });

  expect(texts(bench.ada)).toEqual(['You lead', 'Still']);
  expect(bench.server.callsOf('member')).toHaveLength(1);
  expect(bench.server.callsOf('createConversation')).toHaveLength(1);
});

test('what may have been said already is said as a possible repeat, and no third time by itself', async () => {
  const person = bench.meets(bench.ada);
  bench.server.fault('send', 'resetAfter', 2);

  const first = await bench.deliver(telling(person));
  const second = await bench.deliver(telling(person), { attempt: 2 });

  expect(first).toMatchObject({ outcome: 'retryLater' });
  expect(second).toMatchObject({ outcome: 'failed', reason: 'uncertain' });
  expect(texts(bench.ada)).toEqual(['You lead', like(/^\(possible repeat\)/u)]);
});

describe('a person without the app', () => {
  test('gets it by Graph, and is told as soon as it is there', async () => {
    const person = bench.id(bench.ada);

    const first = await bench.deliver(telling(person));

    expect(first).toEqual({
      outcome: 'retryLater',
      reason: 'app_being_installed',
      afterMs: 10_000,
      nothingDone: true,
    });
    expect(await bench.deliver(telling(person))).toMatchObject({ outcome: 'delivered' });
    expect(texts(bench.ada)).toEqual(['You lead']);
  });

  test('whom Graph may not give it is asked to add it themselves', async () => {
    bench.graph.granted.delete('TeamsAppInstallation.ReadWriteSelfForUser.All');

    expect(await bench.deliver(telling(bench.id(bench.ada)))).toEqual({
      outcome: 'failed',
      reason: 'app_not_installed',
      remedy: like(/add it in Teams.*TeamsAppInstallation\.ReadWriteSelfForUser\.All/u),
    });
  });

  test('for whom it does not help is given up after three tries', async () => {
    const person = bench.id(bench.ada);
    bench.server.fault('createConversation', 'error', Infinity, {
      status: 403,
      code: 'ForbiddenOperationException',
    });
    const outcomes: string[] = [];
    for (let n = 0; n < 4; n += 1)
      outcomes.push((await bench.deliver(telling(person), { key: 'same' })).outcome);

    expect(outcomes).toEqual(['retryLater', 'retryLater', 'retryLater', 'failed']);
  });

  test('who took it out themselves is not given it again', async () => {
    const person = bench.meets(bench.ada);
    const known = bench.memory.person(bench.ada.aadObjectId);
    if (known) bench.memory.savePerson({ ...known, goneAt: '2026-03-02T09:00:00.000Z' });

    expect(await bench.deliver(telling(person))).toMatchObject({
      outcome: 'failed',
      reason: 'app_removed',
      remedy: like(/ask them to add it again/u),
    });
    expect(bench.server.calls.filter(({ call }) => call !== 'token')).toEqual([]);
  });
});

test('a person who has blocked the bot is to be reached another way', async () => {
  const person = bench.meets(bench.ada);
  bench.ada.isBlocking = true;

  expect(await bench.deliver(telling(person))).toEqual({
    outcome: 'failed',
    reason: 'ConversationBlockedByUser',
    remedy: like(/unblock/u),
  });
});

test('somebody of another tenant is nobody here', async () => {
  expect(await bench.deliver(telling('teams:other:5'))).toMatchObject({
    outcome: 'failed',
    reason: 'other_platform',
  });
  expect(bench.server.calls).toEqual([]);
});
