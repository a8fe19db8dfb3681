// Whatever a message holds, what we make of it is something Slack takes. The judge is the test server's own reading of
// Slack's limits, written apart from ours.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block, Button, Message } from '#src/messages/message.ts';
import { renderMessage } from '#src/chat/slack/blocks.ts';
import type { Readers } from '#src/chat/slack/mrkdwn.ts';
import { blockProblems, blocksTextLength } from '../../slack-server/block-kit.ts';
import { elementsOf, mentionsIn, textOf } from '../../slack-server/reading.ts';

const readers: Readers = { team: 'T1', nameOf: () => undefined };

function readable(message: Message): { text: string; blocks: Record<string, unknown>[] } {
  const { text, blocks } = renderMessage(message, readers);
  const sent: unknown = JSON.parse(JSON.stringify(blocks));
  return { text, blocks: sent as Record<string, unknown>[] };
}

function saying(...blocks: Block[]): Message {
  return { summary: 'A summary', blocks };
}

function button(id: string, more: Partial<Button> = {}): Button {
  return { id, label: id, command: `ack ${id}`, incidentId: 'INC-2026-0001', ...more };
}

test('a message reads as it was meant', () => {
  const shown = readable(
    saying(
      { kind: 'heading', text: 'INC-2026-0001 <Worm> & co' },
      { kind: 'text', text: ['Led by ', { person: 'slack:T1:U7' }], tone: 'warning' },
      {
        kind: 'facts',
        facts: [
          { label: 'Level', value: ['2'] },
          { label: 'CVE', value: [''] },
        ],
      },
      {
        kind: 'list',
        items: [
          { mark: 'done', text: ['brief'] },
          { mark: 'missing', text: ['lead'] },
          { mark: 'dot', text: ['x'] },
        ],
      },
      { kind: 'divider' },
      { kind: 'text', text: ['quietly'], tone: 'muted' },
      { kind: 'buttons', buttons: [button('1', { style: 'primary' })] },
    ),
  );

  expect(textOf(shown)).toBe(
    'INC-2026-0001 <Worm> & co\n⚠️ Led by <@U7>\n*Level*\n2\n*CVE*\n–\n✅ brief\n⬜ lead\n• x\nquietly\n1',
  );
  expect(elementsOf(shown)).toMatchObject([
    { actionId: 'say:1', value: '{"i":"INC-2026-0001","c":"ack 1"}' },
  ]);
  // What stands in blocks alone would not be heard; marks are said in words.
  expect(shown.text).toBe(
    'A summary\nINC-2026-0001 &lt;Worm&gt; &amp; co\nLed by @U7\nLevel: 2\nCVE: \nDone: brief\nMissing: lead\nx\nquietly',
  );
});

test('the summary cannot call a channel or mention anybody', () => {
  const shown = readable({ summary: 'down <!channel> <@U7> & out', blocks: [] });
  expect(shown.text).toBe('down &lt;!channel&gt; &lt;@U7&gt; &amp; out');
  expect(mentionsIn(shown)).toEqual([]);
});

describe('buttons', () => {
  test('one that cannot be pressed now says why, and still answers', () => {
    const shown = readable(
      saying({
        kind: 'buttons',
        buttons: [button('go', { style: 'danger', disabledReason: 'no CVSS vector yet' })],
      }),
    );
    const [found] = elementsOf(shown);
    expect(textOf(shown)).toContain('go: no CVSS vector yet');
    expect(found?.value).toContain('ack go');
    expect(found?.element).not.toHaveProperty('style');
  });

  test('a command that no button can hold is left to be typed', () => {
    const shown = readable(
      saying({
        kind: 'buttons',
        buttons: [button('long', { command: 'note '.padEnd(2000, 'x') })],
      }),
    );
    expect(elementsOf(shown)).toEqual([]);
    expect(textOf(shown)).toContain('type the command instead');
  });

  test('more than fit in a row get more rows, and equal ids become different', () => {
    const many = Array.from({ length: 60 }, () => button('same'));
    const shown = readable(saying({ kind: 'buttons', buttons: many }));
    expect(elementsOf(shown)).toHaveLength(60);
    expect(blockProblems(shown.blocks, 'message')).toEqual([]);
  });
});

test('a message that is too long keeps its buttons and says that it was shortened', () => {
  const long: Block = { kind: 'text', text: ['word '.repeat(4000)] };
  const shown = readable(
    saying({ kind: 'heading', text: 'Top' }, long, { kind: 'buttons', buttons: [button('1')] }),
  );
  expect(blocksTextLength(shown.blocks)).toBeLessThanOrEqual(12_000);
  expect(textOf(shown)).toMatch(/^Top\n(?:word )+/u);
  expect(textOf(shown)).toContain('shortened');
  expect(elementsOf(shown)).toHaveLength(1);
});

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ maxLength: 60 }).map((part) => part.repeat(80)),
  fc.constantFrom('', ' ', '\n', '<!channel>', '&', '*', '`', '\ud83d', 'x'.repeat(9000)),
);
const rich = fc.array(
  fc.oneof(
    text,
    text.map((bold) => ({ bold })),
    text.map((code) => ({ code })),
    fc.record({ link: fc.oneof(text, fc.webUrl()), text }),
    fc.constantFrom({ person: 'slack:T1:U7' }, { at: '2026-11-22T14:05:00.000Z' }),
  ),
  { maxLength: 4 },
);
const anyButton: fc.Arbitrary<Button> = fc
  .record({
    id: text,
    label: text,
    command: text,
    incidentId: fc.constantFrom('', 'INC-2026-0001'),
    disabledReason: fc.option(text, { nil: undefined }),
  })
  .map(({ disabledReason, ...pressable }) =>
    disabledReason === undefined ? pressable : { ...pressable, disabledReason },
  );
const tone = fc.constantFrom('normal', 'muted', 'good', 'warning', 'bad') as fc.Arbitrary<
  'normal' | 'muted'
>;
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), text }),
  fc.record({ kind: fc.constant('text' as const), text: rich, tone }),
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label: text, value: rich }), { maxLength: 13 }),
  }),
  fc.record({
    kind: fc.constant('list' as const),
    items: fc.array(
      fc.record({
        mark: fc.constantFrom('done', 'missing', 'dot') as fc.Arbitrary<'done'>,
        text: rich,
      }),
      { maxLength: 20 },
    ),
  }),
  fc.record({
    kind: fc.constant('buttons' as const),
    buttons: fc.array(anyButton, { maxLength: 30 }),
  }),
  fc.constant({ kind: 'divider' as const }),
);

test('whatever a message holds, Slack would take it', () => {
  fc.assert(
    fc.property(text, fc.array(block, { maxLength: 70 }), (summary, blocks) => {
      const shown = readable({ summary, blocks });
      expect(blockProblems(shown.blocks, 'message')).toEqual([]);
      expect(blocksTextLength(shown.blocks)).toBeLessThanOrEqual(12_000);
      expect(shown.text.length).toBeGreaterThan(0);
      expect(shown.text.length).toBeLessThanOrEqual(3000);
      for (const { value } of elementsOf(shown)) expect(value?.length).toBeLessThanOrEqual(2000);
      for (const mention of mentionsIn(shown))
        expect(mention).toMatch(/^<(?:@U7|https?:|!date\^)/u);
    }),
    { numRuns: 150 },
  );
});
