// An export in Teams: offered to whoever asked for it, in their chat with the bot, and the room is told.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Deed } from '#src/chat/port.ts';
import { objectsAt } from '../../slack-server/json.ts';
import { DeliverBench } from './deliver-bench.ts';

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

const upload = (by: string): Deed & { kind: 'upload' } => ({
  kind: 'upload',
  conversation: thread,
  filename: 'INC-2026-0001.md',
  title: 'INC-2026-0001.md · now',
  content: new TextEncoder().encode('all of it'),
  asked: { by, incidentId: 'INC-2026-0001', of: { format: 'md' } },
});
const offers = (): unknown[] =>
  bench.told(bench.ada).map(({ activity }) => objectsAt(activity, 'attachments')[0]);

test('the file is offered to who asked, without a word of its content', async () => {
  const delivery = await bench.deliver(upload(bench.meets(bench.ada)));

  expect(delivery).toMatchObject({ outcome: 'delivered' });
  expect(offers()).toEqual([
    {
      contentType: 'application/vnd.microsoft.teams.card.file.consent',
      name: 'INC-2026-0001.md',
      content: {
        description: 'The export of INC-2026-0001 that you asked for',
        sizeInBytes: 9,
        acceptContext: { i: 'INC-2026-0001', f: 'md' },
        declineContext: { i: 'INC-2026-0001', f: 'md' },
      },
    },
  ]);
  expect(bench.texts(thread)).toEqual([
    like(/^The export INC-2026-0001\.md is offered to @Ada Reyes in their chat with me\./u),
  ]);
  expect(JSON.stringify(bench.server.world.messages)).not.toContain('all of it');
});

describe('offered and told once', () => {
  test('although the answer of the line in the room was lost', async () => {
    const by = bench.meets(bench.ada);
    bench.server.fault('send', 'resetAfter', 1, { when: ({ about }) => about === thread });

    expect(await bench.deliver(upload(by))).toMatchObject({ outcome: 'retryLater' });
    expect(await bench.deliver(upload(by), { attempt: 2 })).toMatchObject({ wasThere: true });

    expect([offers().length, bench.said(thread).length]).toEqual([1, 1]);
  });

  test('although the line in the room failed at first', async () => {
    const by = bench.meets(bench.ada);
    bench.server.fault('send', 'resetBefore', 1, { when: ({ about }) => about === thread });

    expect(await bench.deliver(upload(by))).toMatchObject({ outcome: 'retryLater' });
    expect(await bench.deliver(upload(by), { attempt: 2 })).toMatchObject({ outcome: 'delivered' });

    expect([offers().length, bench.said(thread).length]).toEqual([1, 1]);
  });
});

test('who cannot be reached gets no file, and the room is told nothing', async () => {
  bench.ada.isBlocking = true;

  expect(await bench.deliver(upload(bench.meets(bench.ada)))).toMatchObject({
    outcome: 'failed',
    reason: 'ConversationBlockedByUser',
  });
  expect(bench.said(thread)).toEqual([]);
});

test('an export of which nobody knows who asked for it is to be asked for again', async () => {
  const { asked: _asked, ...deed } = upload('');

  expect(await bench.deliver(deed)).toMatchObject({
    outcome: 'failed',
    remedy: like(/Ask for the export again/u),
  });
});
