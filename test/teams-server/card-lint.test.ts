import { describe, expect, test } from 'vitest';
import { hasSchema, lintCard, schemaFile } from './card-lint.ts';

type Json = Readonly<Record<string, unknown>>;

const id = 'aaaaaaaa-0000-0000-0000-000000000001';
const run = { type: 'TextRun', text: 'Hello' };
const rich = { type: 'RichTextBlock', inlines: [run] };
const press = { type: 'Action.Execute', title: 'Ack', verb: 'ssirp', data: { c: 'ack 1' } };
const opens = { type: 'Action.Submit', title: 'Ask', data: { msteams: { type: 'task/fetch' } } };
const submit = { type: 'Action.Submit', title: 'Send', data: {} };
const input = { type: 'Input.Text', id: 'a', label: 'A' };
const choice = {
  type: 'Input.ChoiceSet',
  id: 'c',
  label: 'C',
  choices: [{ title: 'One', value: '1' }],
};
const set = (...actions: Json[]): Json => ({ type: 'ActionSet', actions });
const block = (text: string): Json => ({ type: 'TextBlock', wrap: true, text });
const mention = { type: 'mention', text: '<at>Ada</at>', mentioned: { id, name: 'Ada' } };

const card = (body: readonly Json[], more: Json = {}): Json => ({
  type: 'AdaptiveCard',
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  version: '1.5',
  fallbackText: 'Hello',
  body,
  ...more,
});

test('a good card has no mistakes', () => {
  expect(lintCard(card([rich, set(press, opens)]), 'message')).toEqual([]);
  expect(lintCard(card([rich, input, choice], { actions: [submit] }), 'dialog')).toEqual([]);
  const entities = [mention];
  expect(
    lintCard(card([block('To <at>Ada</at>')], { msteams: { width: 'Full', entities } }), 'message'),
  ).toEqual([]);
});

describe('a message is refused', () => {
  test.each([
    ['of another version', card([rich], { version: '1.6' }), /version/],
    ['with templates', card([rich], { $data: {} }), /\$data/],
    ['with nothing in it', card([]), /body/],
    [
      'that is too large',
      card([{ ...rich, inlines: [{ ...run, text: 'x'.repeat(28_700) }] }]),
      /bytes/,
    ],
    ['with an element that Teams does not show', card([{ type: 'Media', sources: [] }]), /Media/],
    ['with facts, which are Markdown', card([{ type: 'FactSet', facts: [] }]), /FactSet/],
    ['with a property that nobody knows', card([{ ...rich, wrap: true }]), /no wrap/],
    ['with a property of another kind', card([{ ...rich, separator: 'yes' }]), /separator/],
    ['with an empty run', card([{ ...rich, inlines: [{ ...run, text: '' }] }]), /text/],
    [
      'with one id twice',
      card([
        { ...rich, id: 'a' },
        { ...rich, id: 'a' },
      ]),
      /id a twice/,
    ],
    [
      'with seven buttons in a set',
      card([set(...Array.from({ length: 7 }, () => press))]),
      /only 6/,
    ],
    ['with a button without a verb', card([set({ ...press, verb: '' })]), /verb/],
    ['with a button without a title', card([set({ ...press, title: undefined })]), /title/],
    ['with a button that submits', card([set(submit)]), /only opens dialogs/],
    [
      'with an Execute that wants a dialog',
      card([set({ ...press, data: opens.data })]),
      /no dialog/,
    ],
    ['with an input', card([input]), /stands in a message/],
    ['with Markdown', card([block('**Hello**')]), /Markdown/],
    ['with a link in Markdown', card([block('[x](y)')]), /Markdown/],
    ['with a list in Markdown', card([block('1. one')]), /Markdown/],
    ['with a mention of nobody', card([block('<at>Ada</at>')]), /nobody/],
    [
      'with a mention that is not said',
      card([rich], { msteams: { entities: [mention] } }),
      /not in/,
    ],
    [
      'with a mention of a whole channel',
      card([block('<at>Ada</at>')], {
        msteams: {
          entities: [{ ...mention, mentioned: { id: '19:x@thread.tacv2', name: 'All' } }],
        },
      }),
      /no mention of a person/,
    ],
    [
      'with a link that runs',
      card([
        {
          ...rich,
          inlines: [{ ...run, selectAction: { type: 'Action.OpenUrl', url: 'javascript:x' } }],
        },
      ]),
      /url/,
    ],
    [
      'with a date function',
      card([{ ...rich, inlines: [{ ...run, text: '{{DATE(x)}}' }] }]),
      /clean/,
    ],
    ['with reversed text', card([{ ...rich, inlines: [{ ...run, text: '\u202Ex' }] }]), /clean/],
    ['with half a character in its data', card([set({ ...press, data: { c: '\uD800' } })]), /half/],
    ['with half a character', card([{ ...rich, inlines: [{ ...run, text: '\uD800' }] }]), /clean/],
  ] as const)('%s', (_what, wrong, reason) => {
    expect(lintCard(wrong, 'message').join('\n')).toMatch(reason);
  });
});

describe('a dialog is refused', () => {
  test.each([
    ['that executes', card([rich], { actions: [press] }), /Action\.Submit/],
    ['that opens another', card([rich], { actions: [opens] }), /opens no dialog/],
    ['with an input without a label', card([{ ...input, label: '' }]), /label/],
    ['with a needed input that does not say so', card([{ ...input, isRequired: true }]), /say so/],
    ['with too much in an input', card([{ ...input, maxLength: 1, value: 'xy' }]), /more than/],
    ['with nothing to choose', card([{ ...choice, choices: [] }]), /nothing to choose/],
    ['with something chosen that is not there', card([{ ...choice, value: '2' }]), /not there/],
    ['with a choice without a value', card([{ ...choice, choices: [{ title: 'One' }] }]), /choice/],
    [
      'with another data set',
      card([{ ...choice, 'choices.data': { dataset: 'x' } }]),
      /choices\.data/,
    ],
  ] as const)('%s', (_what, wrong, reason) => {
    expect(lintCard(wrong, 'dialog').join('\n')).toMatch(reason);
  });
});

test.skipIf(!hasSchema)(`the schema is asked as well (needs ${schemaFile})`, () => {
  expect(lintCard(card([{ ...rich, spacing: 'wide' }]), 'message').join('\n')).toMatch(/^schema:/m);
});
