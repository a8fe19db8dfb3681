import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageCard, type CardJson } from '#src/chat/adaptive-card.ts';
import { renderIncidentCard } from '#src/messages/incident-card.ts';
import type { Message } from '#src/messages/message.ts';
import { hostileText, Situation } from '../../messages/situation.ts';

const words = {
  nameOf: (person: string) => `Name of ${person}`,
  at: (at: string) => `at ${at}`,
  hasPaths: true,
};

/** Not part of the package: see shared/data/README.md. */
const schemaFile = [
  '../shared/data/teams/adaptive-card-1.5.0.json',
  'test/data/adaptive-card-1.5.0.json',
].find((file) => existsSync(file));

function schema(): ValidateFunction {
  const json = JSON.parse(readFileSync(schemaFile ?? '', 'utf8')) as Record<string, unknown>;
  const names = Object.entries(json).filter(([name]) => name !== '$schema' && name !== 'id');
  return new Ajv({ strict: false, validateFormats: false }).compile(Object.fromEntries(names));
}

const everything = (text: string): Message => ({
  summary: text,
  blocks: [
    { kind: 'heading', text },
    {
      kind: 'text',
      text: [
        text,
        { bold: text },
        { code: text },
        { person: text },
        { link: text, text },
        { at: text },
      ],
    },
    { kind: 'divider' },
    { kind: 'text', text: [text], tone: 'bad' },
    { kind: 'facts', facts: [{ label: text, value: [text] }] },
    {
      kind: 'list',
      items: [
        { mark: 'done', text: [text] },
        { mark: 'missing', text: [text] },
        { mark: 'dot', text: [text] },
      ],
    },
    {
      kind: 'buttons',
      buttons: [
        { id: 'a', label: text, command: 'ack 1', incidentId: 'INC-2026-0001', style: 'primary' },
        {
          id: 'b',
          label: text,
          command: 'ack 2',
          incidentId: 'INC-2026-0001',
          style: 'danger',
          disabledReason: text,
        },
      ],
    },
  ],
});

/** Every object of the card, however deep. */
function nodes(value: unknown): CardJson[] {
  if (Array.isArray(value)) return value.flatMap(nodes);
  if (typeof value !== 'object' || value === null) return [];
  return [value as CardJson, ...Object.values(value).flatMap(nodes)];
}

test('no text stands where a client would read Markdown', () => {
  const card = messageCard(
    everything('[x](https://evil.example) **b** ![i](https://evil.example/i)'),
    words,
  );
  const types = nodes(card).map(({ type }) => type);

  expect(types).toContain('TextRun');
  expect(types).not.toContain('TextBlock');
  expect(types).not.toContain('FactSet');
  expect(types).not.toContain('Image');
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  '//evil.example',
  '/\\evil.example',
  'x',
])('the address %s is not linked to', (link) => {
  const card = messageCard(
    { summary: 's', blocks: [{ kind: 'text', text: [{ link, text: 'click' }] }] },
    words,
  );

  expect(JSON.stringify(card)).not.toContain('Action.OpenUrl');
  expect(JSON.stringify(card)).toContain('click');
});

test.each(['https://example.com/a', '/?channel=general'])('the address %s is linked to', (link) => {
  const card = messageCard(
    { summary: 's', blocks: [{ kind: 'text', text: [{ link, text: 'click' }] }] },
    words,
  );

  expect(nodes(card)).toContainEqual({ type: 'Action.OpenUrl', url: link });
});

test('typed date functions stay as they were typed', () => {
  const card = messageCard(
    everything('{{DATE(2026-01-01T00:00:00Z,SHORT)}} {{TIME(2026-01-01T00:00:00Z)}}'),
    words,
  );

  expect(JSON.stringify(card)).not.toMatch(/\{\{(DATE|TIME)\(/);
});

test('a button carries its command; a disabled one says why', () => {
  const actions = nodes(messageCard(everything('x'), words)).filter(
    ({ type }) => type === 'Action.Execute',
  );

  expect(actions).toMatchObject([
    { verb: 'ssirp', data: { i: 'INC-2026-0001', c: 'ack 1', b: 'a' }, style: 'positive' },
    { isEnabled: false, tooltip: 'x', style: 'destructive' },
  ]);
});

test.skipIf(schemaFile === undefined)(
  'cards are valid Adaptive Cards 1.5, whatever the text (needs ../shared/data)',
  () => {
    const validate = schema();
    const check = (card: CardJson): void => {
      validate(card);
      expect(validate.errors).toBeNull();
    };
    const incident = new Situation().task().staffed().view;
    check(messageCard(renderIncidentCard(incident), words));
    fc.assert(
      fc.property(hostileText(20), (text) => {
        check(messageCard(everything(text), words));
      }),
    );
  },
);
