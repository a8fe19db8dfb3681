import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Deed } from '#src/chat/port.ts';
import { compose } from '#src/messages/compose.ts';
import { ConsoleHarness } from './harness.ts';

let console: ConsoleHarness;
beforeEach(async () => {
  console = await ConsoleHarness.start();
});
afterEach(async () => {
  await console[Symbol.asyncDispose]();
});

const open = (name = 'inc-2026-0001-worm'): Deed => ({
  kind: 'openChannel',
  name,
  private: false,
  purpose: 'a worm',
});
const hello = compose('Hello', []);

test('general and announcements are there from the start', () => {
  expect(console.chat.store.channels().map(({ name }) => name)).toEqual([
    'announcements',
    'general',
  ]);
});

test('opening a channel twice with one key makes one channel', async () => {
  const first = await console.deliver(open(), 'k1');
  const second = await console.deliver(open(), 'k1');

  expect(second).toEqual(first);
  expect(console.chat.store.channels()).toHaveLength(3);
});

test('a taken name gets a suffix', async () => {
  await console.deliver(open(), 'k1');

  expect(await console.deliver(open(), 'k2')).toMatchObject({ name: 'inc-2026-0001-worm-2' });
});

test('a post repeated with its key adds nothing and answers the same', async () => {
  const post: Deed = { kind: 'post', to: 'general', message: hello, pin: true };
  const first = await console.deliver(post, 'k1');
  const second = await console.deliver(post, 'k1');

  expect(second).toEqual(first);
  expect(console.chat.store.messages('general', 10)).toHaveLength(1);
  expect(console.chat.store.pinned('general')).toHaveLength(1);
});

test('a post to nowhere in particular is an announcement', async () => {
  expect(
    await console.deliver({ kind: 'post', to: null, message: hello, pin: false }),
  ).toMatchObject({
    conversation: 'announcements',
  });
});

test('what is told to a person is seen by them alone', async () => {
  await console.deliver({ kind: 'tell', person: 'console:local:ben', message: hello });

  expect(await console.state('ben')).toContain('dm:console:local:ben');
  expect(await console.state('ada')).not.toContain('dm:');
});

test('an update changes the message once and keeps its pin on the timeline', async () => {
  const posted = await console.deliver({ kind: 'post', to: 'general', message: hello, pin: false });
  const externalId = posted.outcome === 'delivered' ? posted.externalId : '';
  const message = compose('Hello again', []);
  await console.deliver({ kind: 'update', conversation: 'general', externalId, message });
  await console.deliver({ kind: 'update', conversation: 'general', externalId, message });

  expect(console.chat.store.message(Number(externalId))).toMatchObject({ edited: 1 });
});

test('posting to a channel that is not there fails for good', async () => {
  expect(
    await console.deliver({ kind: 'post', to: 'nowhere', message: hello, pin: false }),
  ).toMatchObject({
    outcome: 'failed',
  });
});

test('an uploaded file comes back byte by byte, as a download', async () => {
  const content = new Uint8Array([0, 1, 255, 60, 104, 49, 62]);
  const upload: Deed = {
    kind: 'upload',
    conversation: 'general',
    filename: 'ä b.html',
    title: 't',
    content,
  };
  const sent = await console.deliver(upload);
  const id = sent.outcome === 'delivered' ? sent.externalId : '';

  const response = await fetch(`${console.url}/console/files/${id}?as=ada`);

  expect(new Uint8Array(await response.arrayBuffer())).toEqual(content);
  expect(response.headers.get('content-disposition')).toContain('attachment');
  expect(response.headers.get('content-security-policy')).toContain('sandbox');
});

test('a look shows who is in a channel and what they are; whoever is removed is out', async () => {
  await console.deliver({ kind: 'openChannel', name: 'inc-2', private: true, purpose: '' }, 'k1');
  const conversation = 'room:k1';
  const people = ['ada', 'gus'].map((handle) => `console:local:${handle}`);
  await console.deliver({ kind: 'invite', conversation, people });

  const look: Deed = { kind: 'look', conversation };
  expect(await console.deliver(look)).toMatchObject({
    saw: {
      isPrivate: true,
      people: [
        { person: 'console:local:ada', kind: 'member' },
        { person: 'console:local:gus', kind: 'guest' },
      ],
    },
  });

  await console.deliver({ kind: 'remove', conversation, people: ['console:local:gus'] });
  expect(console.chat.store.channel(conversation)?.members).toEqual(['console:local:ada']);
  expect(await console.deliver({ kind: 'look', conversation: 'nowhere' })).toMatchObject({
    saw: null,
  });
});
