// A form of ours as a Slack modal, and a submitted modal as the form's values. What the form is about travels in the
// modal's private metadata.
import type { InputBlock, ModalView } from '@slack/types';
import type { Field, Form, FormValues, Message } from '#src/messages/message.ts';
import { renderMessage, sections } from './blocks.ts';
import { limits } from './limits.ts';
import { clean, shorten, slackUser, type Readers } from './mrkdwn.ts';
import { digest } from '#src/shared/digest.ts';
import { at, isObject, listAt, parseJson, textAt } from '../../shared/read.ts';

/** The action id of every input: its field is named by the block. */
const inputId = 'value';

/** Between a field's name and the state that its block shows, in the id of a block. */
const stateMark = '~';

const noticeMark = '⚠️ ';

/** What a modal remembers of the form it shows. */
export interface FormMemory {
  id: string;
  incidentId: string | null;
  subject: string;
  seen: string;
  conversation: string | null;
}

export function renderForm(form: Form, conversation: string | null, readers: Readers): ModalView {
  const notice = (form.notice ?? []).flatMap((text, index) =>
    sections(index === 0 ? [noticeMark, ...text] : text, readers),
  );
  const intro = [...notice, ...(form.intro ? sections(form.intro, readers) : [])];
  const state = form.notice === undefined ? '' : `${form.seen} ${form.subject}`;
  const inputs = form.fields.map((field) => inputBlock(field, readers, state));
  const room = limits.blocksPerModal - inputs.length;
  return {
    type: 'modal',
    callback_id: `form:${form.id}`,
    title: words(form.title, limits.modalTitle),
    submit: words(form.submit, limits.modalTitle),
    close: { type: 'plain_text', text: 'Cancel' },
    private_metadata: remember({
      id: form.id,
      incidentId: form.incidentId,
      subject: form.subject,
      seen: form.seen,
      conversation,
    }),
    blocks: [...intro.slice(0, Math.max(0, room)), ...inputs],
  };
}

/** A modal that only says something, for where nothing else can be shown to one person. */
export function renderNotice(message: Message, readers: Readers): ModalView {
  const { blocks } = renderMessage(message, readers);
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'ssirp' },
    close: { type: 'plain_text', text: 'Close' },
    blocks,
  };
}

function words(text: string, max: number): { type: 'plain_text'; text: string } {
  return { type: 'plain_text', text: shorten(clean(text).trim(), max) || '…' };
}

/**
 * Slack keeps what was typed into a block for as long as the block keeps its id. When a form comes back, fields are
 * to show what it gives them, so their ids carry the state they show.
 */
function blockId(field: string, state: string): string {
  return state === '' ? field : `${field}${stateMark}${digest(state)}`;
}

function fieldOf(id: string): string {
  return id.split(stateMark, 1)[0] ?? id;
}

function inputBlock(field: Field, readers: Readers, state: string): InputBlock {
  return {
    type: 'input',
    block_id: blockId(field.name, state),
    label: words(field.label, limits.inputLabel),
    optional: !field.required,
    element: inputElement(field, readers),
    ...(field.hint === undefined || field.hint.trim() === ''
      ? {}
      : { hint: words(field.hint, limits.inputHint) }),
  };
}

function inputElement(field: Field, readers: Readers): InputBlock['element'] {
  switch (field.kind) {
    case 'text':
    case 'multiline':
      return textInput(field);
    case 'choice':
      return choice(field);
    case 'file':
      return {
        type: 'file_input',
        action_id: inputId,
        filetypes: [...field.endings],
        max_files: 1,
      };
    case 'person': {
      const user = field.initial === undefined ? undefined : slackUser(field.initial, readers.team);
      return {
        type: 'users_select',
        action_id: inputId,
        ...(user === undefined ? {} : { initial_user: user }),
      };
    }
  }
}

function textInput(field: Extract<Field, { kind: 'text' | 'multiline' }>): InputBlock['element'] {
  const max = Math.min(Math.max(1, field.maxLength), limits.inputValue);
  const initial = shorten(clean(field.initial ?? ''), max);
  const placeholder = clean(field.placeholder ?? '').trim();
  return {
    type: 'plain_text_input',
    action_id: inputId,
    multiline: field.kind === 'multiline',
    max_length: max,
    ...(initial === '' ? {} : { initial_value: initial }),
    ...(placeholder === '' ? {} : { placeholder: words(placeholder, limits.placeholder) }),
  };
}

/** Slack refuses a menu without options; the form then asks for the text. */
function choice(field: Extract<Field, { kind: 'choice' }>): InputBlock['element'] {
  const options = field.options
    .filter(({ value }) => value !== '' && value.length <= limits.optionValue)
    .slice(0, limits.options)
    .map(({ value, label }) => ({ text: words(label, limits.optionText), value }));
  if (options.length === 0) return { type: 'plain_text_input', action_id: inputId };
  const initial = options.find((option) => option.value === field.initial);
  return {
    type: 'static_select',
    action_id: inputId,
    options,
    ...(initial ? { initial_option: initial } : {}),
  };
}

/** As JSON within Slack's 3000 characters; only the subject can be long, so it is what gets shortened. */
function remember(memory: FormMemory): string {
  const write = (subject: string): string =>
    JSON.stringify({
      f: memory.id,
      i: memory.incidentId,
      s: subject,
      w: memory.seen,
      c: memory.conversation,
    });
  let subject = memory.subject.toWellFormed();
  while (write(subject).length > limits.privateMetadata) {
    const excess = write(subject).length - limits.privateMetadata;
    subject = shorten(subject, Math.max(0, subject.length - Math.ceil(excess / 6) - 1));
  }
  return write(subject);
}

/** Undefined when the modal is none of ours. */
export function recall(privateMetadata: string): FormMemory | undefined {
  const memory = parseJson(privateMetadata);
  const id = textAt(memory, 'f');
  if (id === undefined) return undefined;
  return {
    id,
    incidentId: textAt(memory, 'i') ?? null,
    subject: textAt(memory, 's') ?? '',
    seen: textAt(memory, 'w') ?? '',
    conversation: textAt(memory, 'c') ?? null,
  };
}

/** The values of a submitted view by field name; people as our ids, empty fields absent. */
export function valuesOf(view: unknown, team: string): FormValues {
  const blocks = at(view, 'state', 'values');
  if (!isObject(blocks)) return {};
  const values: Record<string, string> = {};
  for (const [block, inputs] of Object.entries(blocks)) {
    const field = fieldOf(block);
    const input = at(inputs, inputId);
    const person = textAt(input, 'selected_user');
    const value =
      person === undefined
        ? (textAt(input, 'selected_option', 'value') ?? textAt(input, 'value')?.trim())
        : `slack:${team}:${person}`;
    if (value !== undefined && value !== '') values[field] = value;
  }
  return values;
}

/** The files of a submitted view, by field name: each with where it is. */
export function filesOf(view: unknown): { field: string; url: string; bytes: number }[] {
  const blocks = at(view, 'state', 'values');
  if (!isObject(blocks)) return [];
  return Object.entries(blocks).flatMap(([block, inputs]) =>
    listAt(inputs, inputId, 'files').map((file) => ({
      field: fieldOf(block),
      url: textAt(file, 'url_private_download') ?? textAt(file, 'url_private') ?? '',
      bytes: Number(at(file, 'size') ?? 0),
    })),
  );
}

/** Slack shows errors only at inputs of the view: those of other names go to the first one. */
export function errorsByBlock(
  errors: Readonly<Record<string, string>>,
  blocks: readonly unknown[],
): Record<string, string> | undefined {
  const inputs = blocks.flatMap((block) =>
    textAt(block, 'type') === 'input' ? (textAt(block, 'block_id') ?? []) : [],
  );
  const [first] = inputs;
  if (first === undefined) return undefined;
  const placed: Record<string, string> = {};
  for (const [field, error] of Object.entries(errors)) {
    const block = inputs.find((id) => fieldOf(id) === field) ?? first;
    const text = shorten(clean(error), limits.inputHint) || 'This cannot be taken.';
    placed[block] = placed[block] === undefined ? text : `${placed[block]} ${text}`;
  }
  return placed;
}
