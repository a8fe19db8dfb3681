import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CardJson } from '#src/chat/adaptive-card.ts';
import { cardWords, formOpener, outgoing } from '#src/chat/teams/cards.ts';
import { cardMax } from '#src/chat/teams/fit-card.ts';
import type { Mention } from '#src/chat/teams/mentions.ts';
import { renderForm } from '#src/messages/forms.ts';
import type { Block, Button, Message, Rich } from '#src/messages/message.ts';
import { cmd } from '#src/messages/rich.ts';
import { everyCard, everyDigest, everySaying, hostile } from '../../messages/every-message.ts';
import { everyAnswer } from '../../messages/every-outcome.ts';
import { Situation } from '../../messages/situation.ts';
import { lintCard } from '../../teams-server/card-lint.ts';

const tenantId = '11111111-2222-3333-4444-555555555555';
const ada = `teams:${tenantId}:aaaaaaaa-0000-0000-0000-000000000001`;
const bob = `teams:${tenantId}:bbbbbbbb-0000-0000-0000-000000000002`;

const words = cardWords({ nameOf: (person) => `Name of ${person}`, zone: 'Europe/Berlin' });

const said = (text: Rich): Message => ({ summary: 'A summary.', blocks: [{ kind: 'text', text }] });
const blocks = (...all: Block[]): Message => ({ summary: 'A summary.', blocks: all });

const button = (n: number, more: Partial<Button> = {}): Button => ({
  id: `b${n}`,
  label: `Button ${n}`,
  command: `ack ${n}`,
  incidentId: 'INC-2026-0001',
  ...more,
});

/** Every object inside, however deep. */
function nodes(value: unknown): CardJson[] {
  if (Array.isArray(value)) return value.flatMap(nodes);
  if (typeof value !== 'object' || value === null) return [];
  return [value as CardJson, ...Object.values(value).flatMap(nodes)];
}

/** What a reader reads, without names of elements. */
const read = (card: CardJson): string =>
  nodes(card['body'])
    .flatMap(({ text }) => (typeof text === 'string' ? [text] : []))
    .join('\n');

const ofType = (card: CardJson, type: string): CardJson[] =>
  nodes(card).filter((node) => node['type'] === type);

const somebody = (name: string) => (): Mention => ({
  aadObjectId: 'aaaaaaaa-0000-0000-0000-000000000001',
  name,
});

const mentionOf = (person: string): Mention | undefined =>
  person === ada || person === bob
    ? { aadObjectId: person.split(':')[2] ?? '', name: 'Ada <b>Reyes</b>' }
    : undefined;

const long = (lines: number): Block => ({
  kind: 'list',
  items: Array.from({ length: lines }, (_, n) => ({
    mark: 'dot' as const,
    text: [`line ${n} ${'漢'.repeat(300)}`],
  })),
});

describe('whatever people write, Teams shows the card as it is meant', () => {
  test.each([
    ['cards', everyCard],
    ['sayings', everySaying],
    ['answers', everyAnswer],
    ['digests', everyDigest],
  ])('%s', (_what, every) => {
    fc.assert(
      fc.property(hostile, (given) => {
        const named = cardWords({ nameOf: () => given.short, zone: null });
        const everybody = somebody(given.short);
        const wrong = every(given).flatMap((message) => {
          const { card } = outgoing(message, {
            words: named,
            marker: 'ssirp-k',
            mentionOf: everybody,
          });
          return lintCard(card, 'message').map((what) => `${message.summary}: ${what}`);
        });
        expect(wrong).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });
});

describe('a card', () => {
  test('is found again by the id of its first element', () => {
    const { card } = outgoing(said(['Hello']), { words, marker: 'ssirp-k1' });

    expect(nodes(card['body'])[0]).toMatchObject({ id: 'ssirp-k1' });
  });

  test('without blocks says its summary', () => {
    const { card, summary } = outgoing({ summary: 'Only this.', blocks: [] }, { words });

    expect(summary).toBe('Only this.');
    expect(read(card)).toBe('Only this.');
  });

  test.each([
    ['INC-2026-0001 · Remote code execution in Contoso VPN', 'TextBlock'],
    ['INC-2026-0001 · *Remote* code', 'RichTextBlock'],
    ['[Mail](https://evil.example)', 'RichTextBlock'],
    ['1. Mail', 'RichTextBlock'],
    ['<at>Ada</at>', 'RichTextBlock'],
  ])('has the heading “%s”, announced as one if it cannot be Markdown', (text, type) => {
    const { card } = outgoing(blocks({ kind: 'heading', text }), { words });

    expect(card['body']).toMatchObject([{ type }]);
    expect(read(card)).toBe(text);
    expect(lintCard(card, 'message')).toEqual([]);
  });

  test('shows moments in the zone of its reader and in UTC', () => {
    const { card } = outgoing(said([{ at: '2026-11-22T14:05:00Z' }]), { words });

    expect(read(card)).toBe('2026-11-22 15:05 Berlin (14:05 UTC)');
  });

  test('shows commands as they are typed in Teams', () => {
    const { card, summary } = outgoing(
      { summary: 'Say it (/incident status).', blocks: [{ kind: 'text', text: [cmd('status')] }] },
      { words },
    );

    expect(summary).toBe('Say it (@ssirp status).');
    expect(read(card)).toBe('@ssirp status');
  });

  test('leads to the web, and to no path of a server that is not there', () => {
    const { card } = outgoing(
      said([
        { link: 'https://example.com/a', text: 'web' },
        { link: '/console', text: 'path' },
      ]),
      { words },
    );

    expect(ofType(card, 'Action.OpenUrl')).toEqual([
      { type: 'Action.OpenUrl', url: 'https://example.com/a' },
    ]);
  });
});

describe('buttons', () => {
  test('are answered in place; those that open a form ask for a dialog', () => {
    const opens = button(2, { label: 'Sitrep', command: 'sitrep' });
    const { card } = outgoing(blocks({ kind: 'buttons', buttons: [button(1), opens] }), { words });

    const [set] = ofType(card, 'ActionSet');
    expect(set?.['actions']).toEqual([
      {
        type: 'Action.Execute',
        title: 'Button 1',
        verb: 'ssirp',
        data: { i: 'INC-2026-0001', c: 'ack 1', b: 'b1' },
      },
      {
        type: 'Action.Submit',
        title: 'Sitrep',
        data: { i: 'INC-2026-0001', c: 'sitrep', b: 'b2', msteams: { type: 'task/fetch' } },
      },
    ]);
  });

  test('beyond six stand in a set of their own, because Teams shows no more than six', () => {
    const many = Array.from({ length: 14 }, (_, n) => button(n));
    const { card } = outgoing(blocks({ kind: 'buttons', buttons: many }), { words });

    const sets = ofType(card, 'ActionSet').map(({ actions }) => nodes(actions).length);
    expect(ofType(card, 'Action.Execute')).toHaveLength(14);
    expect(sets).toHaveLength(3);
  });

  test('say what they are about to who hears them, and why they cannot be pressed to everybody', () => {
    const { card } = outgoing(
      blocks({
        kind: 'buttons',
        buttons: [
          button(1, { spoken: 'Button 1: Write the advisory' }),
          button(2, { disabledReason: 'the brief is missing' }),
        ],
      }),
      { words },
    );

    expect(ofType(card, 'Action.Execute')).toMatchObject([
      { tooltip: 'Button 1: Write the advisory' },
      { isEnabled: false, tooltip: 'Button 2, not now: the brief is missing' },
    ]);
    expect(read(card)).toContain('Button 2: the brief is missing');
  });
});

describe('mentions', () => {
  test('call those who can be called, once each; of two with one name each is meant', () => {
    const text = [{ person: ada }, ' asks ', { person: bob }, ', ', { person: ada }, ', ', 'x'];
    const { card } = outgoing(said([...text, { person: 'slack:T1:U1' }]), { words, mentionOf });

    expect(ofType(card, 'TextBlock').map(({ text: line }) => line)).toEqual([
      'Mentioned: <at>Ada b Reyes b</at>, <at>Ada b Reyes b (2)</at>',
    ]);
    expect(card['msteams']).toEqual({
      width: 'Full',
      entities: [
        {
          type: 'mention',
          text: '<at>Ada b Reyes b</at>',
          mentioned: { id: 'aaaaaaaa-0000-0000-0000-000000000001', name: 'Ada b Reyes b' },
        },
        {
          type: 'mention',
          text: '<at>Ada b Reyes b (2)</at>',
          mentioned: { id: 'bbbbbbbb-0000-0000-0000-000000000002', name: 'Ada b Reyes b' },
        },
      ],
    });
  });

  test('stand above the buttons, which end what is read', () => {
    const asks: Block = { kind: 'text', text: [{ person: ada }, ' asks.'] };
    const message = blocks(asks, { kind: 'buttons', buttons: [button(1)] });
    const { card } = outgoing(message, { words, mentionOf });

    expect((card['body'] as CardJson[]).map(({ type }) => type)).toEqual([
      'RichTextBlock',
      'TextBlock',
      'ActionSet',
    ]);
  });

  test('that somebody typed call nobody', () => {
    const { card } = outgoing(said(['<at>Ada</at> <at>everyone</at>']), { words, mentionOf });

    expect(ofType(card, 'TextBlock')).toEqual([]);
    expect(card['msteams']).toEqual({ width: 'Full' });
    expect(read(card)).toBe('<at>Ada</at> <at>everyone</at>');
  });

  test('are left out where nobody is to be notified', () => {
    const { card } = outgoing(said([{ person: ada }]), { words });

    expect(JSON.stringify(card)).not.toContain('<at>');
    expect(read(card)).toBe(`@Name of ${ada}`.slice(0, 61));
  });
});

describe('a message that is too long for Teams', () => {
  test('keeps its beginning and its buttons, and says how much is left out', () => {
    const message = blocks(long(60), { kind: 'buttons', buttons: [button(1)] });
    const { card } = outgoing(message, { words, marker: 'ssirp-k' });

    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(cardMax);
    expect(lintCard(card, 'message')).toEqual([]);
    const shown = read(card).match(/line \d+/gu) ?? [];
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.at(-1)).toBe(`line ${shown.length - 1}`);
    expect(read(card)).toContain(
      `… ${60 - shown.length} lines left out: too much for one message.`,
    );
    expect(ofType(card, 'Action.Execute')).toHaveLength(1);
  });

  test('gives up its columns before it loses a line', () => {
    const items = Array.from({ length: 75 }, (_, n) => ({
      mark: 'dot' as const,
      text: [{ code: `/incident verb-${n}` }, ` ${'what it does '.repeat(8)}`],
    }));
    const { card } = outgoing(blocks({ kind: 'list', items }), { words });

    expect(read(card)).toContain('@ssirp verb-0');
    expect(read(card)).toContain('@ssirp verb-74');
    expect(read(card)).not.toContain('left out');
    expect(ofType(card, 'ColumnSet')).toEqual([]);
    expect(lintCard(card, 'message')).toEqual([]);
  });

  test('is whole as long as it fits', () => {
    const { card } = outgoing(blocks(long(10)), { words });

    expect(read(card)).not.toContain('left out');
  });

  test('keeps the buttons that fit when there are too many of those', () => {
    const many = Array.from({ length: 120 }, (_, n) =>
      button(n, { command: `note ${'x'.repeat(480)}` }),
    );
    const message = blocks(long(2), { kind: 'buttons', buttons: many });
    const { card } = outgoing(message, { words });

    expect(lintCard(card, 'message')).toEqual([]);
    expect(read(card)).toContain('some buttons left out');
    expect(ofType(card, 'Action.Execute').length).toBeGreaterThan(30);
  });
});

test('a typed command that opens a form is answered with a button that opens it', () => {
  const form = renderForm({ form: 'brief', incident: new Situation().view });
  const { card, summary } = formOpener(form, words);

  expect(summary).toBe('Fill in the form "Brief and TLP" for INC-2026-0001.');
  expect(ofType(card, 'Action.Submit')).toMatchObject([
    {
      title: 'Open: Brief and TLP',
      data: { i: 'INC-2026-0001', c: 'brief', msteams: { type: 'task/fetch' } },
    },
  ]);
  expect(lintCard(card, 'message')).toEqual([]);
});
