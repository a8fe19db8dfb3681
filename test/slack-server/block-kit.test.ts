// The Block Kit validator holds Slack's limits: at the limit it is silent, one above it names the place.

import { describe, expect, test } from 'vitest';
import { blockProblems, blocksTextLength, viewProblems } from './block-kit.ts';
import type { Json } from './json.ts';

function plain(length: number): Json {
  return { type: 'plain_text', text: 'x'.repeat(length) };
}

function mrkdwn(length: number): Json {
  return { type: 'mrkdwn', text: 'x'.repeat(length) };
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function button(more: Json = {}): Json {
  return { type: 'button', text: plain(5), action_id: 'a', ...more };
}

function actions(...elements: Json[]): Json {
  return { type: 'actions', elements };
}

function options(count: number): Json[] {
  return times(count, (index) => ({ text: plain(5), value: `v${index}` }));
}

function confirm(title: number, text: number, label: number): Json {
  return { title: plain(title), text: mrkdwn(text), confirm: plain(label), deny: plain(label) };
}

function dividers(count: number): Json[] {
  return times(count, () => ({ type: 'divider' }));
}

function rich(leaf: Json): Json[] {
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [leaf] }] }];
}

function input(element: Json, more: Json = {}): Json {
  return { type: 'input', label: plain(5), element, ...more };
}

function option(text: number, value: number): Json[] {
  return [{ text: plain(text), value: 'v'.repeat(value) }];
}

const select = { type: 'static_select', action_id: 's' };
const text = { type: 'plain_text_input', action_id: 't' };

interface Limit {
  name: string;
  make: (size: number) => Json;
  max: number;
}

const limits: Limit[] = [
  { name: 'section text', make: (n) => ({ type: 'section', text: mrkdwn(n) }), max: 3000 },
  {
    name: 'section fields',
    make: (n) => ({ type: 'section', fields: times(n, () => mrkdwn(1)) }),
    max: 10,
  },
  { name: 'a field', make: (n) => ({ type: 'section', fields: [mrkdwn(n)] }), max: 2000 },
  { name: 'header text', make: (n) => ({ type: 'header', text: plain(n) }), max: 150 },
  { name: 'markdown', make: (n) => ({ type: 'markdown', text: 'x'.repeat(n) }), max: 12_000 },
  {
    name: 'actions elements',
    make: (n) => actions(...times(n, (index) => button({ action_id: `a${index}` }))),
    max: 25,
  },
  {
    name: 'context elements',
    make: (n) => ({ type: 'context', elements: times(n, () => mrkdwn(1)) }),
    max: 10,
  },
  { name: 'input label', make: (n) => input(text, { label: plain(n) }), max: 2000 },
  { name: 'input hint', make: (n) => input(text, { hint: plain(n) }), max: 2000 },
  { name: 'button text', make: (n) => actions(button({ text: plain(n) })), max: 75 },
  { name: 'button value', make: (n) => actions(button({ value: 'v'.repeat(n) })), max: 2000 },
  { name: 'button url', make: (n) => actions(button({ url: 'u'.repeat(n) })), max: 3000 },
  {
    name: 'accessibility_label',
    make: (n) => actions(button({ accessibility_label: 'l'.repeat(n) })),
    max: 75,
  },
  { name: 'action_id', make: (n) => actions(button({ action_id: 'a'.repeat(n) })), max: 255 },
  { name: 'block_id', make: (n) => ({ type: 'divider', block_id: 'b'.repeat(n) }), max: 255 },
  {
    name: 'option text',
    make: (n) => actions({ ...select, options: option(n, 5) }),
    max: 75,
  },
  { name: 'option value', make: (n) => actions({ ...select, options: option(5, n) }), max: 75 },
  { name: 'select options', make: (n) => actions({ ...select, options: options(n) }), max: 100 },
  {
    name: 'option groups',
    make: (n) =>
      actions({
        ...select,
        option_groups: times(n, () => ({ label: plain(5), options: options(1) })),
      }),
    max: 100,
  },
  {
    name: 'overflow options',
    make: (n) => actions({ type: 'overflow', action_id: 'o', options: options(n) }),
    max: 5,
  },
  {
    name: 'radio buttons',
    make: (n) => actions({ type: 'radio_buttons', action_id: 'r', options: options(n) }),
    max: 10,
  },
  {
    name: 'checkboxes',
    make: (n) => actions({ type: 'checkboxes', action_id: 'c', options: options(n) }),
    max: 10,
  },
  { name: 'placeholder', make: (n) => input({ ...text, placeholder: plain(n) }), max: 150 },
  { name: 'min_length', make: (n) => input({ ...text, min_length: n }), max: 3000 },
  {
    name: 'confirm title',
    make: (n) => actions(button({ confirm: confirm(n, 1, 1) })),
    max: 100,
  },
  { name: 'confirm text', make: (n) => actions(button({ confirm: confirm(1, n, 1) })), max: 300 },
  { name: 'confirm label', make: (n) => actions(button({ confirm: confirm(1, 1, n) })), max: 30 },
  {
    name: 'image url',
    make: (n) => ({ type: 'image', alt_text: 'a', image_url: 'u'.repeat(n) }),
    max: 3000,
  },
  {
    name: 'image alt_text',
    make: (n) => ({ type: 'image', alt_text: 'a'.repeat(n), image_url: 'u' }),
    max: 2000,
  },
  {
    name: 'image title',
    make: (n) => ({ type: 'image', alt_text: 'a', image_url: 'u', title: plain(n) }),
    max: 2000,
  },
  {
    name: 'table rows',
    make: (n) => ({
      type: 'table',
      rows: times(n, () => [{ type: 'raw_text', text: 'x' }]),
    }),
    max: 100,
  },
  {
    name: 'table cells',
    make: (n) => ({
      type: 'table',
      rows: [times(n, () => ({ type: 'raw_text', text: 'x' }))],
    }),
    max: 20,
  },
];

describe('the limits of blocks', () => {
  test.each(limits)('$name ends at $max', ({ make, max }) => {
    expect(blockProblems([make(max)], 'message')).toEqual([]);
    expect(blockProblems([make(max + 1)], 'message')).not.toEqual([]);
  });

  test.each([
    ['message', 50],
    ['modal', 100],
    ['home', 100],
  ] as const)('a %s takes %i blocks', (surface, max) => {
    expect(blockProblems(dividers(max), surface)).toEqual([]);
    expect(blockProblems(dividers(max + 1), surface)).toHaveLength(1);
  });

  test('characters count as people count them', () => {
    const faces = { type: 'header', text: { type: 'plain_text', text: '🙂'.repeat(150) } };

    expect(blockProblems([faces], 'message')).toEqual([]);
  });
});

const broken: [string, Json[]][] = [
  ['an unknown block', [{ type: 'banner' }]],
  ['a block without type', [{}]],
  ['an unknown key', [{ type: 'divider', colour: 'red' }]],
  ['an unknown element', [actions({ type: 'slider', action_id: 'x' })]],
  ['a text input among actions', [actions(text)]],
  ['an empty text', [{ type: 'section', text: mrkdwn(0) }]],
  ['a section without text and fields', [{ type: 'section' }]],
  ['mrkdwn where plain text belongs', [{ type: 'header', text: mrkdwn(5) }]],
  ['verbatim in plain text', [{ type: 'header', text: { ...plain(5), verbatim: true } }]],
  ['an unknown style', [actions(button({ style: 'warning' }))]],
  ['no options', [actions(select)]],
  ['an empty list of options', [actions({ ...select, options: [] })]],
  ['options and groups at once', [actions({ ...select, options: options(1), option_groups: [] })]],
  [
    'an initial option that is not offered',
    [actions({ ...select, options: options(2), initial_option: options(3)[2] })],
  ],
  ['a url in a select option', [actions({ ...select, options: [{ ...options(1)[0], url: 'u' }] })]],
  ['one action_id twice in a block', [actions(button(), button())]],
  [
    'one block_id twice',
    [
      { type: 'divider', block_id: 'b' },
      { type: 'divider', block_id: 'b' },
    ],
  ],
  ['two tables', times(2, () => ({ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }))],
  ['too much markdown in all', times(2, () => ({ type: 'markdown', text: 'x'.repeat(6001) }))],
  ['an image without a source', [{ type: 'image', alt_text: 'a' }]],
  ['a bad date', [actions({ type: 'datepicker', action_id: 'd', initial_date: '1.2.2026' })]],
  ['a least length above the greatest', [input({ ...text, min_length: 5, max_length: 4 })]],
  ['two elements with the focus', times(2, () => input({ ...text, focus_on_load: true }))],
];

describe('what Slack refuses in blocks', () => {
  test.each(broken)('%s', (_name, blocks) => {
    expect(blockProblems(blocks, 'message')).not.toEqual([]);
  });

  test('the pointer leads to the place', () => {
    const blocks = [{ type: 'divider' }, actions(button({ text: plain(76) }))];

    expect(blockProblems(blocks, 'message')).toEqual([
      { pointer: '/blocks/1/elements/0/text/text', message: 'must be less than 76 characters' },
    ]);
  });

  test('tables and markdown work only in messages', () => {
    const blocks = [{ type: 'markdown', text: 'x' }];

    expect(blockProblems(blocks, 'message')).toEqual([]);
    expect(blockProblems(blocks, 'modal')).not.toEqual([]);
  });

  test('rich text is checked down to its leaves', () => {
    expect(
      blockProblems(rich({ type: 'text', text: 'hi', style: { bold: true } }), 'home'),
    ).toEqual([]);
    expect(blockProblems(rich({ type: 'text' }), 'home')).not.toEqual([]);
    expect(blockProblems(rich({ type: 'shout', text: 'hi' }), 'home')).not.toEqual([]);
  });

  test('the sum of texts counts every text', () => {
    const blocks = [
      { type: 'section', text: mrkdwn(10), fields: [mrkdwn(5)], accessory: button() },
      { type: 'markdown', text: 'xx' },
    ];

    expect(blocksTextLength(blocks)).toBe(22);
  });
});

function modal(more: Json = {}): Json {
  return { type: 'modal', title: plain(5), blocks: [], ...more };
}

describe('what Slack refuses in views', () => {
  test.each([
    ['title', 24, (n: number) => modal({ title: plain(n) })],
    ['submit', 24, (n: number) => modal({ submit: plain(n) })],
    ['close', 24, (n: number) => modal({ close: plain(n) })],
    ['private_metadata', 3000, (n: number) => modal({ private_metadata: 'x'.repeat(n) })],
    ['callback_id', 255, (n: number) => modal({ callback_id: 'x'.repeat(n) })],
  ] as const)('%s ends at %i', (_name, max, make) => {
    expect(viewProblems(make(max), 'modal')).toEqual([]);
    expect(viewProblems(make(max + 1), 'modal')).not.toEqual([]);
  });

  test('an input needs a submit button', () => {
    const blocks = [input(text)];

    expect(viewProblems(modal({ blocks, submit: plain(4) }), 'modal')).toEqual([]);
    expect(viewProblems(modal({ blocks }), 'modal')).toEqual([
      { pointer: '/view', message: 'submit is required when an input is within blocks' },
    ]);
  });

  test('a modal needs a title, a home tab has none', () => {
    expect(viewProblems({ type: 'modal', blocks: [] }, 'modal')).not.toEqual([]);
    expect(viewProblems({ type: 'home', blocks: [] }, 'home')).toEqual([]);
    expect(viewProblems({ type: 'home', title: plain(3), blocks: [] }, 'home')).not.toEqual([]);
    expect(viewProblems(modal(), 'home')).not.toEqual([]);
  });
});
