// Messages in Teams: said once, to the right people, and never more than was meant.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Deed } from '#src/chat/port.ts';
import type { Json } from '../../slack-server/json.ts';
import { cardsOf } from '../../teams-server/lint.ts';
import { cardOf, textOf } from '../../teams-server/reading.ts';
import { DeliverBench, words } from './deliver-bench.ts';

const again = { attempt: 2 };
const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

let bench: DeliverBench;
let thread: string;

beforeEach(async () => {
  bench = await DeliverBench.start();
  thread = await bench.thread();
});

afterEach(async () => {
  await bench[Symbol.asyncDispose]();
});

const saying = (to: string | null, text = 'Down', more: object = {}): Deed & { kind: 'post' } => ({
  kind: 'post',
  to,
  message: words(text),
  pin: false,
  ...more,
});

describe('what is said in the room', () => {
  test('stands once in its thread as a card that carries the key, and has an address', async () => {
    const delivery = await bench.deliver(saying(thread, 'Down [x](https://x.example)'));

    const [message, ...others] = bench.said(thread);
    expect(others).toEqual([]);
    expect(delivery).toEqual({
      outcome: 'delivered',
      externalId: message?.id,
      url: like(/^https:\/\/teams\.microsoft\.com\/l\/message\/19%3A.*parentMessageId=\d+$/u),
    });
    const [card] = cardsOf(message?.activity ?? {});
    expect(card).toMatchObject({ version: '1.5', body: [{ id: 'ssirp-k1' }] });
    expect(card?.['msteams']).not.toHaveProperty('entities');
    expect(message?.activity['text']).toBeUndefined();
  });

  test.each(['resetAfter', 'hangAfter', 'html', '502', '504', '500'] as const)(
    'stands once although the first try ended in %s after it had taken effect',
    async (kind) => {
      bench.server.fault('send', kind, 1, { isAfterEffect: true });

      const first = await bench.deliver(saying(thread));
      const second = await bench.deliver(saying(thread), again);

      expect(first).toMatchObject({ outcome: 'retryLater' });
      expect(first).not.toHaveProperty('nothingDone');
      expect(second).toMatchObject({ outcome: 'delivered', wasThere: true });
      expect(second).toMatchObject({ externalId: bench.said(thread)[0]?.id });
      expect(bench.said(thread)).toHaveLength(1);
    },
  );

  test('is said when the first try came to nothing', async () => {
    bench.server.fault('send', 'resetBefore');
    await bench.deliver(saying(thread));

    const second = await bench.deliver(saying(thread), again);

    expect(second).toMatchObject({ outcome: 'delivered' });
    expect(second).not.toHaveProperty('wasThere');
    expect(bench.texts(thread)).toEqual(['Down']);
  });

  test('is looked for in its own conversation only: the same key elsewhere is another', async () => {
    const chat = bench.chat();
    await bench.deliver(saying(chat));

    expect(await bench.deliver(saying(thread), again)).not.toHaveProperty('wasThere');
    expect(await bench.deliver(saying(chat), again)).toMatchObject({ wasThere: true });
  });

  test('waits when nobody can look now', async () => {
    bench.server.fault('*', 'throttled', 1, {
      seconds: 7,
      when: ({ call }) => call !== 'token',
    });

    expect(await bench.deliver(saying(thread), again)).toEqual({
      outcome: 'retryLater',
      reason: 'Throttled',
      afterMs: 7000,
      nothingDone: true,
    });
    expect(bench.said(thread)).toEqual([]);
  });
});

describe('where nobody can look whether an earlier try came to something', () => {
  beforeEach(() => {
    bench.graph.resourceSpecific.clear();
  });

  test('it is said once more, as a possible repeat, and no third time by itself', async () => {
    await bench.deliver(saying(thread), again);
    expect(bench.texts(thread)).toEqual([like(/^\(possible repeat\)\nDown$/u)]);

    bench.server.fault('send', 'resetAfter');
    expect(await bench.deliver(saying(thread), { ...again, key: 'k2' })).toEqual({
      outcome: 'failed',
      reason: 'uncertain',
      remedy: like(/look before you retry/u),
    });
    bench.server.fault('send', 'throttled');
    expect(await bench.deliver(saying(thread), { ...again, key: 'k3' })).toMatchObject({
      outcome: 'retryLater',
    });
  });

  test('a card is posted unmarked, and the record says that a stale copy may stand there', async () => {
    const card = saying(thread, 'Status', { isCard: true });

    expect(await bench.deliver(card, again)).toMatchObject({
      outcome: 'delivered',
      remark: like(/earlier copy/u),
    });
    expect(bench.texts(thread)).toEqual(['Status']);
  });
});

describe('in a channel that is a room of its own', () => {
  test('each message begins a thread, its card is updated where it stands, and is found again', async () => {
    const channel = bench.server.world.addChannel(bench.team.id, { name: 'inc-2026-0001-worm' });
    bench.knows(channel.id);

    const posted = await bench.deliver(saying(channel.id, 'Status', { isCard: true }));
    if (posted.outcome !== 'delivered') throw new Error(posted.reason);
    const { externalId } = posted;
    expect(posted).not.toHaveProperty('conversation');
    expect(
      await bench.deliver(saying(channel.id, 'Status', { isCard: true }), again),
    ).toMatchObject({ externalId, wasThere: true });
    const changed: Deed = {
      kind: 'update',
      conversation: channel.id,
      externalId,
      message: words('Better'),
    };
    expect(await bench.deliver(changed, { key: 'k2' })).toMatchObject({ outcome: 'delivered' });
    expect(bench.texts(channel.id)).toEqual(['Better']);
    const below = saying(channel.id, 'Below', { thread: externalId });
    expect(await bench.deliver(below, { key: 'k3' })).toMatchObject({ outcome: 'delivered' });

    expect(bench.said(channel.id).map(({ rootId }) => rootId)).toEqual([undefined, externalId]);
  });
});

const update = (externalId: string): Deed => ({
  kind: 'update',
  conversation: thread,
  externalId,
  message: words('Up again'),
});

describe('updating a card', () => {
  test('replaces it in its place', async () => {
    const posted = await bench.deliver(saying(thread));
    const id = posted.outcome === 'delivered' ? posted.externalId : '';

    expect(await bench.deliver(update(id), { key: 'k2' })).toEqual({
      outcome: 'delivered',
      externalId: id,
    });
    expect(bench.texts(thread)).toEqual(['Up again']);
  });

  test('that somebody deleted is a card that is gone', async () => {
    expect(await bench.deliver(update('1772445600999'))).toMatchObject({
      outcome: 'failed',
      isGone: true,
    });
  });

  test('waits a little where somebody else wrote at the same moment', async () => {
    const posted = await bench.deliver(saying(thread));
    const id = posted.outcome === 'delivered' ? posted.externalId : '';
    bench.server.fault('update', '412');

    expect(await bench.deliver(update(id), { key: 'k2' })).toMatchObject({
      outcome: 'retryLater',
      nothingDone: true,
    });
  });
});

describe('announcing', () => {
  test('begins a thread in the announcement channel, and its card is updated there', async () => {
    const posted = await bench.deliver(saying(null, 'A worm', { isCard: true }));
    if (posted.outcome !== 'delivered') throw new Error(posted.reason);
    const { conversation = '', externalId } = posted;
    expect(conversation).toBe(bench.announce.id);

    await bench.deliver({ kind: 'update', conversation, externalId, message: words('Closed') });

    expect(bench.texts(bench.announce.id)).toEqual(['Closed']);
  });

  test('where no channel is set says which setting is missing', async () => {
    await using quiet = await DeliverBench.start({ hasAnnounce: false });
    expect(await quiet.deliver(saying(null))).toEqual({
      outcome: 'failed',
      reason: 'no_announce_channel',
      remedy: like(/TEAMS_ANNOUNCE_CHANNEL/u),
    });
  });
});

describe('people who are named', () => {
  test('are mentioned in the room if the bot has met them, and not by an update', async () => {
    const person = bench.meets(bench.ada);
    const message = {
      summary: 'Who',
      blocks: [
        { kind: 'text', text: ['Ask ', { person }, ' or ', { person: `${person.slice(0, -1)}x` }] },
      ],
    } as const;
    const deed: Deed = { kind: 'post', to: thread, message, pin: false };

    const posted = await bench.deliver(deed);
    const card = (): Json => {
      const [said] = bench.said(thread);
      return (said && cardOf(said)) ?? {};
    };
    expect(card()).toMatchObject({
      msteams: { entities: [{ mentioned: { id: bench.ada.aadObjectId, name: 'Ada Reyes' } }] },
    });

    const externalId = posted.outcome === 'delivered' ? posted.externalId : '';
    await bench.deliver({ kind: 'update', conversation: thread, externalId, message });
    expect(card()).not.toMatchObject({ msteams: { entities: expect.anything() as unknown } });
    expect(textOf(card())).toContain('@Ada Reyes');
  });
});

const below = (messageId: string): Deed => ({
  kind: 'reply',
  messageId,
  link: null,
  message: words('It is INC-2026-0001'),
});
const postOfAda = (): string => {
  const found = bench.server.world.find(bench.team.threadId);
  if (found === undefined) throw new Error('no channel');
  return bench.server.world.say({
    found,
    from: bench.ada.aadObjectId,
    activity: {},
    html: 'It broke',
  }).id;
};

describe('a word below the message that an incident came from', () => {
  test('stands in its thread, and is said once', async () => {
    const root = postOfAda();
    const conversation = `${bench.team.threadId};messageid=${root}`;

    await bench.deliver(below(`${conversation} ${root}`));
    await bench.deliver(below(`${conversation} ${root}`), again);

    expect(bench.texts(conversation)).toEqual(['It is INC-2026-0001']);
  });

  test.each([
    ['where the bot has never been', '19:elsewhere@thread.v2 17'],
    ['of no message of ours', 'C0 17.1'],
  ])('is left out %s', async (_where, messageId) => {
    expect(await bench.deliver(below(messageId))).toEqual({
      outcome: 'delivered',
      externalId: '',
    });
  });

  test('is left out where the bot may not write', async () => {
    const chat = bench.chat();
    const found = bench.server.world.chats.get(chat);
    if (found) bench.server.world.uninstall(found, null);

    expect(await bench.deliver(below(`${chat} 17`))).toMatchObject({ outcome: 'delivered' });
  });
});
