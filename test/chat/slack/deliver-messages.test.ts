// Messages and files: said once, to the right people, and never more than was meant.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Deed } from '#src/chat/port.ts';
import { mentionsIn, textOf } from '../../slack-server/reading.ts';
import { SlackBench, incidentChannel, like, words } from './harness.ts';

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

describe('posting', () => {
  const post = {
    kind: 'post',
    to: '',
    message: words('Down <!channel>'),
    pin: true,
  } as const satisfies Deed;
  const posting = () => ({ ...post, to: channel });

  test('says it, pins it, and gives its address', async () => {
    const delivery = await bench.deliver(posting());
    const [message] = bench.server.messages(channel);
    expect(delivery).toEqual({
      outcome: 'delivered',
      externalId: message?.ts,
      url: `https://example-corp.slack.com/archives/${channel}/p${message?.ts.replace('.', '')}`,
    });
    expect(message?.metadata).toEqual({ event_type: 'ssirp', event_payload: { k: 'k1' } });
    expect(mentionsIn(message ?? {})).toEqual([]);
    expect(bench.server.pinned(channel)).toHaveLength(1);
  });

  test.each(['chat.postMessage', 'pins.add'])(
    'says it once, although the answer of %s was lost',
    async (method) => {
      bench.server.fault(method, 'resetAfter');
      expect(await bench.deliver(posting())).toMatchObject({ outcome: 'retryLater' });
      bench.people.stores({ user: 'U0ADA', channel, text: 'meanwhile' });
      const second = await bench.deliver(posting(), again);
      const ours = bench.server.messages(channel).filter(({ user }) => user === 'U0BOT');
      expect(ours).toHaveLength(1);
      expect(second).toMatchObject({ outcome: 'delivered', externalId: ours[0]?.ts });
      expect(bench.server.pinned(channel)).toEqual(ours);
    },
  );

  test('says it again when an earlier attempt came to nothing', async () => {
    await bench.deliver(posting(), again);
    expect(bench.server.messages(channel).map(textOf)).toEqual([like(/^Down/u)]);
  });

  describe('when nobody can look whether an earlier attempt came to something', () => {
    beforeEach(() => {
      bench.server.workspace.scopes.delete('groups:history');
    });

    test('says it once more, as a possible repeat, and no third time by itself', async () => {
      await bench.deliver({ ...posting(), pin: false }, again);
      const [said] = bench.server.messages(channel);
      expect(said?.text).toMatch(/^\(possible repeat\) /u);
      expect(textOf(said ?? {})).toMatch(/possible repeat/u);

      bench.server.fault('chat.postMessage', 'resetAfter');
      expect(await bench.deliver({ ...posting(), pin: false }, { ...again, key: 'k2' })).toEqual({
        outcome: 'failed',
        reason: 'uncertain',
        remedy: like(/look before you retry/u),
      });
      bench.server.fault('chat.postMessage', 'ratelimited');
      expect(await bench.deliver(posting(), { ...again, key: 'k3' })).toMatchObject({
        outcome: 'retryLater',
      });
    });

    test('a card is posted unmarked, and the record says that a stale copy may stand there', async () => {
      const card = { ...posting(), isCard: true };
      expect(await bench.deliver(card, again)).toMatchObject({
        outcome: 'delivered',
        remark: like(/earlier copy/u),
      });
      expect(bench.server.messages(channel).map(textOf)).toEqual([like(/^Down/u)]);
    });

    test('a file says so in its title', async () => {
      await bench.deliver(
        {
          kind: 'upload',
          conversation: channel,
          filename: 'f.md',
          title: 'f.md · now',
          content: new Uint8Array([1]),
        },
        again,
      );
      expect(bench.server.files(channel).map(({ title }) => title)).toEqual([
        'f.md · now (possible repeat)',
      ]);
    });

    test('a channel is never made twice', async () => {
      bench.server.fault('conversations.create', 'resetAfter');
      expect(await bench.deliver(incidentChannel)).toMatchObject({ outcome: 'retryLater' });
      bench.server.fault('users.conversations', 'error', 1, { error: 'missing_scope' });
      expect(await bench.deliver(incidentChannel, again)).toMatchObject({ outcome: 'failed' });
      expect(await bench.deliver(incidentChannel, again)).toMatchObject({ outcome: 'delivered' });
      const made = [...bench.server.workspace.channels.values()].map(({ name }) => name);
      expect(made.filter((name) => name.startsWith('inc-2026'))).toEqual(['inc-2026-0001-worm']);
    });
  });

  test('waits when it cannot look now', async () => {
    bench.server.fault('conversations.history', 'ratelimited', 1, { seconds: 7 });
    expect(await bench.deliver(posting(), again)).toMatchObject({
      outcome: 'retryLater',
      reason: 'ratelimited',
      afterMs: 7000,
    });
    expect(bench.server.messages(channel)).toEqual([]);
  });

  test('what cannot be pinned is said all the same', async () => {
    bench.server.fault('pins.add', 'error', 1, { error: 'too_many_pins' });
    expect(await bench.deliver(posting())).toMatchObject({
      outcome: 'delivered',
      remark: 'not pinned (too_many_pins)',
    });
  });

  test('to nobody in particular goes to the announcement channel', async () => {
    const announce = bench.server.channel('announce').id;
    const announcement: Deed = { ...post, to: null, pin: false };
    expect(await bench.deliver(announcement)).toMatchObject({
      outcome: 'delivered',
      conversation: announce,
    });
    await bench.deliver(announcement, { key: 'k2' });
    expect(bench.server.callsOf('conversations.list')).toHaveLength(1);
  });

  test('the announcement channel of an organisation with thousands of channels is found within the limits, and asked for by its id later', async () => {
    const { workspace } = bench.server;
    workspace.channels.delete(bench.server.channel('announce').id);
    for (let n = 0; n < 10_500; n += 1) workspace.addChannel({ name: `team-${n}` });
    const announce = workspace.addChannel({ name: 'announce', members: ['U0BOT'] }).id;
    const announcement: Deed = { ...post, to: null, pin: false };
    expect(await bench.deliver(announcement)).toMatchObject({
      outcome: 'retryLater',
      reason: 'paced',
      nothingDone: true,
    });
    expect(bench.server.callsOf('conversations.list')).toHaveLength(10);

    bench.skip({ seconds: 30 });
    expect(await bench.deliver(announcement)).toMatchObject({ conversation: announce });
    expect(bench.server.callsOf('conversations.list')).toHaveLength(11);
    bench.skip({ minutes: 11 });
    await bench.deliver(announcement, { key: 'k2' });
    expect(bench.server.callsOf('conversations.list')).toHaveLength(11);
    expect(bench.server.callsOf('conversations.info')).toHaveLength(1);
  });

  test('an announcement channel that the bot is not in, or that others share, is refused with what to do', async () => {
    const announcement: Deed = { ...post, to: null };
    const announce = bench.server.channel('announce');
    announce.members.delete('U0BOT');
    expect(await bench.deliver(announcement)).toEqual({
      outcome: 'failed',
      reason: 'not_in_channel',
      remedy: 'In #announce, type /invite @ssirp.',
    });
    announce.members.add('U0BOT');
    announce.isExternallyShared = true;
    expect(await bench.deliver(announcement)).toMatchObject({
      outcome: 'failed',
      reason: 'externally_shared',
    });
  });
});

test('telling one person goes to their direct messages', async () => {
  const tell: Deed = {
    kind: 'tell',
    person: 'slack:T0SSIRP01:U0ADA',
    message: words('Task 3 is yours'),
  };
  const delivery = await bench.deliver(tell);
  expect(bench.server.directMessages('U0ADA').map(textOf)).toEqual(['Task 3 is yours']);
  expect(delivery).toMatchObject({
    outcome: 'delivered',
    conversation: bench.server.workspace.imWith('U0ADA').id,
  });
  expect(await bench.deliver({ ...tell, person: 'teams:x:ada' })).toMatchObject({
    outcome: 'failed',
    reason: 'other_platform',
  });
});

test('an update changes the message; of a deleted one it says so', async () => {
  const posted = await bench.deliver({
    kind: 'post',
    to: channel,
    message: words('before'),
    pin: false,
  });
  const externalId = posted.outcome === 'delivered' ? posted.externalId : '';
  const update: Deed = {
    kind: 'update',
    conversation: channel,
    externalId,
    message: words('after '.repeat(3000)),
  };
  expect(await bench.deliver(update)).toEqual({ outcome: 'delivered', externalId });
  expect(textOf(bench.server.lastMessage(channel))).toContain('after');
  expect(bench.server.lastMessage(channel).metadata).toBeDefined();
  expect(await bench.deliver({ ...update, externalId: '1.000000' })).toMatchObject({
    outcome: 'failed',
    reason: 'message_not_found',
  });
});

describe('uploading', () => {
  const content = new TextEncoder().encode('{"schema":"ssirp-export/1"}');
  const upload = (): Deed => ({
    kind: 'upload',
    conversation: channel,
    filename: 'INC-2026-0001.json',
    title: 'Export',
    content,
  });

  test('shows the file in the channel', async () => {
    const delivery = await bench.deliver(upload());
    const [file] = bench.server.files(channel);
    expect(file).toMatchObject({ name: 'INC-2026-0001.json', title: 'Export' });
    expect(file?.content?.toString()).toBe('{"schema":"ssirp-export/1"}');
    expect(delivery).toMatchObject({
      outcome: 'delivered',
      externalId: file?.id,
      url: like(/INC-2026-0001\.json/u),
    });
  });

  test.each(['files.getUploadURLExternal', 'upload', 'files.completeUploadExternal'])(
    'once, although the answer of %s was lost',
    async (method) => {
      bench.server.fault(method, 'resetAfter');
      expect(await bench.deliver(upload())).toMatchObject({ outcome: 'retryLater' });
      expect(await bench.deliver(upload(), again)).toMatchObject({ outcome: 'delivered' });
      expect(bench.server.files(channel)).toHaveLength(1);
      expect(bench.server.messages(channel)).toHaveLength(1);
    },
  );

  test('an empty file is refused', async () => {
    expect(await bench.deliver({ ...upload(), content: new Uint8Array() } as Deed)).toMatchObject({
      outcome: 'failed',
      reason: 'empty_file',
    });
  });
});
