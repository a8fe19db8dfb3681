import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CardJson } from '#src/chat/adaptive-card.ts';
import { cardWords } from '#src/chat/teams/cards.ts';
import { dialogOf, noticeDialog, readDialog, type Filling } from '#src/chat/teams/dialog.ts';
import { formCommands } from '#src/commands/forms.ts';
import { renderForm } from '#src/messages/forms.ts';
import { everyForm, hostile } from '../../messages/every-message.ts';
import { now, Situation } from '../../messages/situation.ts';
import { lintCard } from '../../teams-server/card-lint.ts';

const tenantId = '11111111-2222-3333-4444-555555555555';
const bobId = 'bbbbbbbb-0000-0000-0000-000000000002';
const bob = `teams:${tenantId}:${bobId}`;
const words = cardWords({ nameOf: () => 'Bob', zone: null });
const filling: Filling = { words, tenantId, conversation: '19:room@thread.tacv2' };
const incident = new Situation().task().view;

const elements = (card: CardJson): CardJson[] => card['body'] as CardJson[];
const field = (card: CardJson, id: string): CardJson | undefined =>
  elements(card).find((element) => element['id'] === id);
const text = (element: CardJson | undefined): string =>
  ((element?.['inlines'] ?? []) as { text: string }[]).map((run) => run.text).join('');

/** What Teams sends when the dialog is submitted: the data of its button, and the value of each input by its id. */
function submitted(card: CardJson, values: Readonly<Record<string, string>> = {}): unknown {
  const [button] = card['actions'] as { data: object }[];
  const held = elements(card).flatMap(({ id, type, value }) =>
    String(type).startsWith('Input.') ? [[String(id), value ?? '']] : [],
  );
  return { ...button?.data, ...Object.fromEntries(held), ...values };
}

test('every form is a dialog that Teams shows as it is meant, whatever people write', () => {
  fc.assert(
    fc.property(hostile, (given) => {
      const wrong = everyForm(given).flatMap((form) => {
        const errors = Object.fromEntries(form.fields.map(({ name }) => [name, given.short]));
        const { card } = dialogOf(form, filling);
        const back = dialogOf(form, { ...filling, errors: { ...errors, '': given.short } });
        return [...lintCard(card, 'dialog'), ...lintCard(back.card, 'dialog')];
      });
      expect(wrong).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

describe('a dialog', () => {
  test('brings back what it was about and what was written', () => {
    const form = renderForm({ form: 'brief', incident });
    const { title, card } = dialogOf(form, filling);
    const read = readDialog(
      submitted(card, { text: ' Mailboxes are read ', tlp: 'RED' }),
      tenantId,
    );

    expect(title).toBe('Brief and TLP');
    expect(read).toEqual({
      form: { id: 'brief', incidentId: 'INC-2026-0001', subject: '', seen: form.seen },
      values: { text: 'Mailboxes are read', tlp: 'RED' },
      conversation: '19:room@thread.tacv2',
    });
    if (read === undefined) throw new Error('nothing came back');
    expect(formCommands(read.form, read.values, { now, zone: 'UTC' })).toMatchObject({ ok: true });
  });

  test('offers the people of the directory, and brings back who was chosen', () => {
    const { card } = dialogOf(renderForm({ form: 'assign', incident, n: 1 }), filling);

    expect(field(card, 'person')).toMatchObject({
      type: 'Input.ChoiceSet',
      'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users' },
    });
    expect(readDialog(submitted(card, { person: bobId.toUpperCase() }), tenantId)).toMatchObject({
      form: { id: 'assign', subject: '1' },
      values: { person: bob },
    });
  });

  test('has chosen nobody when what comes back is no person of the directory', () => {
    const { card } = dialogOf(renderForm({ form: 'assign', incident, n: 1 }), filling);

    expect(readDialog(submitted(card, { person: '29:everybody' }), tenantId)?.values).toEqual({});
  });

  test('has chosen who was chosen before', () => {
    const assigned = new Situation().task({ assignee: bob }).view;
    const { card } = dialogOf(renderForm({ form: 'assign', incident: assigned, n: 1 }), filling);

    expect(field(card, 'person')).toMatchObject({
      choices: [{ title: 'Bob', value: bobId }],
      value: bobId,
    });
    expect(readDialog(submitted(card), tenantId)?.values).toEqual({ person: bob });
  });

  test('that comes back keeps what was written and says at each field what is wrong', () => {
    const form = renderForm({ form: 'task', incident });
    const { card } = dialogOf(form, {
      ...filling,
      values: { text: 'Write the advisory', by: 'soon', person: bob },
      errors: { by: 'I do not understand the time “soon”.', '': 'Ada was faster.' },
    });

    expect(field(card, 'text')).toMatchObject({ value: 'Write the advisory' });
    expect(field(card, 'by')).toMatchObject({ value: 'soon' });
    expect(field(card, 'person')).toMatchObject({ value: bobId });
    expect(elements(card).slice(0, 2).map(text)).toEqual([
      'Ada was faster.',
      'Not taken yet. See: By when?',
    ]);
    const below = elements(card).findIndex(({ id }) => id === 'by') + 1;
    expect(text(elements(card)[below])).toBe('✗ I do not understand the time “soon”.');
  });

  test('that comes back does not bring back what was emptied', () => {
    const known = new Situation().take({ type: 'BRIEF', text: 'The old brief' }).view;
    const form = renderForm({ form: 'brief', incident: known });

    expect(field(dialogOf(form, filling).card, 'text')).toMatchObject({ value: 'The old brief' });
    const { card } = dialogOf(form, { ...filling, values: {}, errors: { text: 'It is empty.' } });
    expect(field(card, 'text')).not.toHaveProperty('value');
  });

  test.each([undefined, null, 'x', [], {}, { ssirp: 'brief' }, { ssirp: { f: 7 } }])(
    'is none of ours when it brings back %j',
    (data) => {
      expect(readDialog(data, tenantId)).toBeUndefined();
    },
  );
});

test('a dialog that only says something has no buttons', () => {
  const { card } = noticeDialog(
    {
      summary: 'No.',
      blocks: [
        { kind: 'text', text: ['Only the crisis lead may.'] },
        {
          kind: 'buttons',
          buttons: [{ id: 'a', label: 'Ask', command: 'status', incidentId: 'INC-2026-0001' }],
        },
      ],
    },
    words,
  );

  expect(elements(card).map(text)).toEqual(['Only the crisis lead may.']);
  expect(lintCard(card, 'dialog')).toEqual([]);
});
