// Channels: opened once and as private as asked for, named, filled, closed.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Deed } from '#src/chat/port.ts';
import { SlackBench, incidentChannel } from './harness.ts';

const again = { attempt: 2 };
let bench: SlackBench;
let channel: string;

beforeEach(async () => {
  bench = await SlackBench.start({ announceChannel: '#announce' });
  channel = bench.addIncidentChannel();
});

afterEach(async () => {
  await bench[Symbol.asyncDispose]();
});

describe('opening a channel', () => {
  test('makes a private one with its purpose', async () => {
    const delivery = await bench.deliver(incidentChannel);
    const made = bench.server.channel('inc-2026-0001-worm');
    expect(delivery).toEqual({
      outcome: 'delivered',
      externalId: made.id,
      conversation: made.id,
      name: 'inc-2026-0001-worm',
      url: `https://example-corp.slack.com/archives/${made.id}`,
    });
    expect(made).toMatchObject({
      kind: 'private',
      purpose: { value: 'Coordinates INC-2026-0001' },
    });
  });

  test('never falls back to a public one', async () => {
    bench.server.workspace.scopes.delete('groups:write');
    const delivery = await bench.deliver(incidentChannel);
    expect(delivery).toMatchObject({ outcome: 'failed', reason: 'missing_scope' });
    expect(delivery).toHaveProperty('remedy', expect.stringContaining('groups:write'));
    expect(bench.server.hasChannel('inc-2026-0001-worm')).toBe(false);
  });

  test('takes the next name when the name is taken', async () => {
    bench.server.workspace.addChannel({
      name: 'inc-2026-0001-worm',
      members: ['U0ADA'],
      isArchived: true,
    });
    bench.server.workspace.addChannel({ name: 'inc-2026-0001-worm-2', members: ['U0ADA'] });
    expect(await bench.deliver(incidentChannel)).toMatchObject({ name: 'inc-2026-0001-worm-3' });
  });

  test.each(['resetAfter', 'hangAfter'] as const)(
    'finds what was made before the answer was lost (%s)',
    async (fault) => {
      bench.server.fault('conversations.create', fault);
      expect(await bench.deliver(incidentChannel)).toEqual({
        outcome: 'retryLater',
        reason: 'no_answer',
      });
      const second = await bench.deliver(incidentChannel, again);
      expect(second).toMatchObject({ outcome: 'delivered', name: 'inc-2026-0001-worm' });
      expect(bench.server.channel('inc-2026-0001-worm').purpose.value).toBe(
        'Coordinates INC-2026-0001',
      );
      expect(bench.server.hasChannel('inc-2026-0001-worm-2')).toBe(false);
    },
    15_000,
  );

  test('does not take over what is not ours, not new, or public', async () => {
    const { workspace } = bench.server;
    workspace.addChannel({ name: 'inc-2026-0001-worm', members: ['U0BOT'], creator: 'U0BOT' });
    const old = workspace.addChannel({
      name: 'inc-2026-0001-worm-2',
      kind: 'private',
      members: ['U0BOT'],
      creator: 'U0BOT',
    });
    old.created -= 3600;
    workspace.addChannel({
      name: 'inc-2026-0001-worm-3',
      kind: 'private',
      members: ['U0BOT', 'U0ADA'],
      creator: 'U0ADA',
    });
    expect(await bench.deliver(incidentChannel, again)).toMatchObject({
      name: 'inc-2026-0001-worm-4',
    });
  });

  test('without a purpose it is still the channel', async () => {
    bench.server.fault('conversations.setPurpose', 'ratelimited');
    const delivery = await bench.deliver(incidentChannel);
    expect(delivery).toMatchObject({ outcome: 'delivered' });
    expect(delivery).not.toHaveProperty('remark');
  });
});

test('a topic is cut to what Slack takes, an archived channel stays archived', async () => {
  await bench.deliver({
    kind: 'topic',
    conversation: channel,
    topic: `INC <1> & ${'x'.repeat(300)}`,
  });
  const { topic } = bench.server.channel(channel);
  expect(topic.value).toMatch(/^INC &lt;1&gt; &amp; x+…$/u);
  expect(topic.value).toHaveLength(250);
  for (const attempt of [1, 2]) {
    expect(await bench.deliver({ kind: 'archive', conversation: channel }, { attempt })).toEqual({
      outcome: 'delivered',
      externalId: '',
    });
  }
});

function invite(...users: string[]): Deed {
  return {
    kind: 'invite',
    conversation: channel,
    people: users.map((user) => `slack:T0SSIRP01:${user}`),
  };
}

describe('inviting', () => {
  test('some stay out, the others come in, and it is said who', async () => {
    bench.server.workspace.addUser({ id: 'U0GONE', deleted: true });
    const deed: Deed = {
      kind: 'invite',
      conversation: channel,
      people: [
        'teams:x:eve',
        ...['U0BOB', 'U0GONE', 'U0NONE', 'U0BOT', 'U0ADA', 'U0BOB'].map(
          (user) => `slack:T0SSIRP01:${user}`,
        ),
      ],
    };
    const delivery = await bench.deliver(deed);
    expect(delivery).toEqual({
      outcome: 'delivered',
      externalId: '',
      remark:
        'not invited: <@teams:x:eve> (not in this Slack workspace), <@slack:T0SSIRP01:U0GONE> (deactivated or not to be invited), <@slack:T0SSIRP01:U0NONE> (not in this Slack workspace)',
    });
    expect(bench.server.channel(channel).members).toContain('U0BOB');
  });

  test('those who are in already are no reason to remark, nor is nobody', async () => {
    for (const deed of [invite('U0ADA'), invite('U0BOT'), invite()])
      expect(await bench.deliver(deed)).toEqual({ outcome: 'delivered', externalId: '' });
  });

  test('more than a hundred come in hundreds', async () => {
    const users = Array.from({ length: 250 }, (_none, index) => `U0N${index}`);
    for (const id of users) bench.server.workspace.addUser({ id });
    await bench.deliver(invite(...users));
    expect(bench.server.callsOf('conversations.invite')).toHaveLength(3);
    expect(bench.server.channel(channel).members.size).toBe(252);
  });

  test('an archived channel is a failure of the whole', async () => {
    bench.server.channel(channel).isArchived = true;
    expect(await bench.deliver(invite('U0BOB'))).toMatchObject({
      outcome: 'failed',
      reason: 'is_archived',
    });
  });
});

const person = (user: string): string => `slack:T0SSIRP01:${user}`;
const look = (): Deed => ({ kind: 'look', conversation: channel });

describe('looking at a channel', () => {
  test('tells what it is and who is in it, whatever they are', async () => {
    const { workspace } = bench.server;
    workspace.addUser({ id: 'U0GUEST', isGuest: true });
    workspace.addUser({ id: 'U0OUT', isStranger: true });
    workspace.addUser({ id: 'U0APP', isBot: true });
    for (const user of ['U0GUEST', 'U0OUT', 'U0APP'])
      bench.server.channel(channel).members.add(user);

    expect(await bench.deliver(look())).toEqual({
      outcome: 'delivered',
      externalId: '',
      saw: {
        name: 'inc-1',
        isPrivate: true,
        isShared: false,
        isArchived: false,
        hasBot: true,
        people: [
          { person: person('U0ADA'), kind: 'member' },
          { person: person('U0GUEST'), kind: 'guest' },
          { person: person('U0OUT'), kind: 'stranger' },
          { person: person('U0APP'), kind: 'stranger' },
        ],
      },
    });
  });

  test('sees nothing where there is nothing to be seen, and is tried again when Slack does not answer', async () => {
    bench.server.fault('conversations.members', '503');
    expect(await bench.deliver(look())).toMatchObject({ outcome: 'retryLater' });
    bench.server.channel(channel).members.delete('U0BOT');
    expect(await bench.deliver(look(), again)).toMatchObject({ outcome: 'delivered', saw: null });
  });

  test('goes on where it was held up, until everybody in a full channel is known', async () => {
    for (let n = 0; n < 120; n += 1) {
      bench.server.workspace.addUser({ id: `U0N${n}` });
      bench.server.channel(channel).members.add(`U0N${n}`);
    }
    let delivery = await bench.deliver(look());
    for (let tries = 0; delivery.outcome === 'retryLater' && tries < 20; tries += 1) {
      bench.skip({ milliseconds: delivery.afterMs ?? 1000 });
      delivery = await bench.deliver(look());
    }

    expect(delivery).toMatchObject({ outcome: 'delivered' });
    expect(JSON.stringify(delivery).match(/"kind":"member"/gu)).toHaveLength(121);
    expect(bench.server.callsOf('users.info')).toHaveLength(121);
  });
});

test('people are taken out of a channel; whoever Slack protects is named, whoever is out already is not', async () => {
  bench.server.channel(channel).members.add('U0BOB');
  bench.server.fault('conversations.kick', 'error', 1, { error: 'restricted_action' });
  const people = ['U0ADA', 'U0BOB', 'U0NONE', 'U0BOT'].map(person);

  expect(await bench.deliver({ kind: 'remove', conversation: channel, people })).toEqual({
    outcome: 'delivered',
    externalId: '',
    remark:
      'still in the channel: <@slack:T0SSIRP01:U0ADA> (restricted_action). In Slack, somebody who may must remove them',
  });
  expect([...bench.server.channel(channel).members]).toEqual(['U0BOT', 'U0ADA']);
});
