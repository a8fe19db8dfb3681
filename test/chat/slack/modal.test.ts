// Forms as modals, and back: what Slack takes, what comes back, and what the modal remembers.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Field, Form } from '#src/messages/message.ts';
import {
  errorsByBlock,
  recall,
  renderForm,
  renderNotice,
  valuesOf,
} from '#src/chat/slack/modal.ts';
import { viewProblems } from '../../slack-server/block-kit.ts';

const readers = { team: 'T1', nameOf: () => undefined };

const assign: Form = {
  id: 'assign',
  title: 'Assign task 3',
  submit: 'Assign',
  incidentId: 'INC-2026-0001',
  subject: '3',
  seen: '4 person=1',
  intro: ['Who does ', { bold: 'task 3' }, '?'],
  fields: [
    { name: 'person', label: 'Who', required: true, kind: 'person', initial: 'slack:T1:U7' },
    {
      name: 'level',
      label: 'Level',
      required: true,
      kind: 'choice',
      options: [
        { value: '1', label: 'Critical' },
        { value: '2', label: 'High' },
      ],
      initial: '2',
    },
    {
      name: 'note',
      label: 'Note',
      required: false,
      hint: 'one line',
      kind: 'text',
      maxLength: 200,
      placeholder: 'why',
    },
  ],
};

test('a form becomes a modal with its first values', () => {
  const view = renderForm(assign, 'C1', readers);
  expect(viewProblems(view, 'modal')).toEqual([]);
  expect(view.blocks).toMatchObject([
    { type: 'section', text: { text: 'Who does *task 3*?' } },
    { block_id: 'person', optional: false, element: { type: 'users_select', initial_user: 'U7' } },
    { block_id: 'level', element: { initial_option: { value: '2', text: { text: 'High' } } } },
    { block_id: 'note', optional: true, hint: { text: 'one line' }, element: { max_length: 200 } },
  ]);
  expect(recall(view.private_metadata ?? '')).toEqual({
    id: 'assign',
    incidentId: 'INC-2026-0001',
    subject: '3',
    seen: '4 person=1',
    conversation: 'C1',
  });
});

test('what was written comes back by field, people as our ids, empty fields not at all', () => {
  const values = {
    person: { value: { type: 'users_select', selected_user: 'U9' } },
    level: { value: { type: 'static_select', selected_option: { value: '1' } } },
    note: { value: { type: 'plain_text_input', value: '  ' } },
    title: { value: { type: 'plain_text_input', value: ' Worm ' } },
    gone: { value: { type: 'static_select', selected_option: null } },
  };
  expect(valuesOf({ state: { values } }, 'T1')).toEqual({
    person: 'slack:T1:U9',
    level: '1',
    title: 'Worm',
  });
  expect(valuesOf(null, 'T1')).toEqual({});
});

test('errors of fields that the view does not have go to its first input', () => {
  const blocks = [
    { type: 'section' },
    { type: 'input', block_id: 'a' },
    { type: 'input', block_id: 'b' },
  ];
  expect(errorsByBlock({ b: 'too long', gone: 'not now', '': '' }, blocks)).toEqual({
    a: 'not now This cannot be taken.',
    b: 'too long',
  });
  expect(errorsByBlock({ b: 'x' }, [])).toBeUndefined();
});

test('metadata that is not ours is nobody’s form', () => {
  for (const other of ['', 'x', 'null', '[]', '{"f":""}']) expect(recall(other)).toBeUndefined();
});

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.constantFrom(
    '',
    ' ',
    '\ud83d',
    '<!channel>',
    'x'.repeat(9000),
    '\u0001'.repeat(3000),
    '"'.repeat(4000),
  ),
);
const base = { label: text, required: fc.boolean() };
const field: fc.Arbitrary<Field> = fc.oneof(
  fc.record({
    ...base,
    name: fc.uuid(),
    hint: text,
    kind: fc.constantFrom('text' as const, 'multiline' as const),
    initial: text,
    maxLength: fc.integer({ min: 0, max: 9000 }),
    placeholder: text,
  }),
  fc.record({
    ...base,
    name: fc.uuid(),
    kind: fc.constant('choice' as const),
    options: fc.uniqueArray(fc.record({ value: text, label: text }), {
      maxLength: 120,
      selector: ({ value }) => value,
    }),
    initial: text,
  }),
  fc.record({ ...base, name: fc.uuid(), kind: fc.constant('person' as const), initial: text }),
);

test('whatever a form holds, Slack would take it and the bot remembers what it was about', () => {
  fc.assert(
    fc.property(
      fc.array(field, { minLength: 1, maxLength: 8 }),
      text,
      text,
      (fields, title, subject) => {
        const form = { ...assign, fields, title, submit: title, subject, intro: [title] };
        const sent: unknown = JSON.parse(JSON.stringify(renderForm(form, null, readers)));
        expect(viewProblems(sent, 'modal')).toEqual([]);
        const metadata = renderForm(form, null, readers).private_metadata ?? '';
        expect(recall(metadata)).toMatchObject({
          id: 'assign',
          incidentId: 'INC-2026-0001',
          conversation: null,
        });
        const start = subject.toWellFormed().slice(0, 400);
        expect(recall(metadata)?.subject.slice(0, 400)).toBe(start);
      },
    ),
    { numRuns: 150 },
  );
});

test('a notice is a modal without anything to submit', () => {
  const view = renderNotice({ summary: 'No.', blocks: [] }, readers);
  expect(viewProblems(view, 'modal')).toEqual([]);
  expect(view).not.toHaveProperty('submit');
});
