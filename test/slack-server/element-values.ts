// What a person does with an interactive element, in Slack's JSON: the entry of `actions`, and the entry of
// `state.values`. Whatever Slack's own client would not let a person do throws.

import { isObject, objectAt, objectsAt, textAt, type Json } from './json.ts';
import { lengthOf } from './shape-rules.ts';

/** A text, several texts, null for "left empty", or Slack's own `{type, value | selected_…}`. */
export type Given = string | number | readonly string[] | Json | null;

interface ElementKind {
  /** The key under which Slack sends the choice. */
  key: string;
  /** The key of the initial choice in the element. */
  initial: string;
  isMany?: boolean;
  isOption?: boolean;
}

const kinds: ReadonlyMap<string, ElementKind> = new Map(
  Object.entries({
    plain_text_input: { key: 'value', initial: 'initial_value' },
    url_text_input: { key: 'value', initial: 'initial_value' },
    email_text_input: { key: 'value', initial: 'initial_value' },
    number_input: { key: 'value', initial: 'initial_value' },
    rich_text_input: { key: 'rich_text_value', initial: 'initial_value' },
    static_select: { key: 'selected_option', initial: 'initial_option', isOption: true },
    external_select: { key: 'selected_option', initial: 'initial_option', isOption: true },
    radio_buttons: { key: 'selected_option', initial: 'initial_option', isOption: true },
    overflow: { key: 'selected_option', initial: 'initial_option', isOption: true },
    users_select: { key: 'selected_user', initial: 'initial_user' },
    conversations_select: { key: 'selected_conversation', initial: 'initial_conversation' },
    channels_select: { key: 'selected_channel', initial: 'initial_channel' },
    datepicker: { key: 'selected_date', initial: 'initial_date' },
    timepicker: { key: 'selected_time', initial: 'initial_time' },
    datetimepicker: { key: 'selected_date_time', initial: 'initial_date_time' },
    checkboxes: {
      key: 'selected_options',
      initial: 'initial_options',
      isMany: true,
      isOption: true,
    },
    multi_static_select: {
      key: 'selected_options',
      initial: 'initial_options',
      isMany: true,
      isOption: true,
    },
    multi_external_select: {
      key: 'selected_options',
      initial: 'initial_options',
      isMany: true,
      isOption: true,
    },
    multi_users_select: { key: 'selected_users', initial: 'initial_users', isMany: true },
    multi_conversations_select: {
      key: 'selected_conversations',
      initial: 'initial_conversations',
      isMany: true,
    },
    multi_channels_select: { key: 'selected_channels', initial: 'initial_channels', isMany: true },
    file_input: { key: 'files', initial: 'initial_files', isMany: true },
  }),
);

function typeOf(element: Json): string {
  return textAt(element, 'type') ?? '(none)';
}

/** Whether the element has a value that Slack keeps in `state.values`. */
export function isStateful(element: Json): boolean {
  return typeOf(element) !== 'overflow' && kinds.has(typeOf(element));
}

/** Buttons have nothing to choose; every other known element does. */
function kindOf(element: Json): ElementKind {
  const kind = kinds.get(typeOf(element));
  if (!kind) throw new Error(`nobody can choose anything in a ${typeOf(element)}`);
  return kind;
}

/** Slack's JSON is taken apart to the plain value, so that it is checked like one. */
function plain(given: Given | undefined, kind: ElementKind): unknown {
  if (!isObject(given)) return given;
  const value = given[kind.key] ?? given['value'];
  if (kind.isOption && isObject(value)) return textAt(value, 'value');
  if (kind.isOption && Array.isArray(value))
    return value.map((entry: unknown) => (isObject(entry) ? textAt(entry, 'value') : entry));
  return value;
}

function optionWith(element: Json, value: unknown): Json {
  const options = [
    ...objectsAt(element, 'options'),
    ...objectsAt(element, 'option_groups').flatMap((group) => objectsAt(group, 'options')),
  ];
  const found = options.find((option) => option['value'] === value);
  if (!found) throw new Error(`there is no option ${JSON.stringify(value)} to choose`);
  const { text, value: own, description } = found;
  return { text, value: own, ...(description === undefined ? {} : { description }) };
}

/** What Slack's client refuses to submit, said beside the field; undefined when it is content. */
function textProblem(element: Json, text: string): string | undefined {
  const min = element['min_length'];
  const max = element['max_length'];
  const length = lengthOf(text);
  if (typeof min === 'number' && length < min) return `needs at least ${min} characters`;
  if (length > (typeof max === 'number' ? max : 3000)) return 'is too long';
  if (element['type'] === 'url_text_input' && !URL.canParse(text)) return 'is no URL';
  if (element['type'] === 'email_text_input' && !/^\S+@\S+\.\S+$/u.test(text))
    return 'is no address';
  return element['type'] === 'number_input' ? numberProblem(element, text) : undefined;
}

function numberProblem(element: Json, text: string): string | undefined {
  const isDecimal = element['is_decimal_allowed'] === true;
  if (!(isDecimal ? /^-?\d+(\.\d+)?$/u : /^-?\d+$/u).test(text)) return 'is no number';
  const min = textAt(element, 'min_value');
  const max = textAt(element, 'max_value');
  if (min !== undefined && Number(text) < Number(min)) return `is below ${min}`;
  if (max !== undefined && Number(text) > Number(max)) return `is above ${max}`;
  return undefined;
}

/**
 * The value of an element as in `state.values`: what was given, or else (undefined) what the element started with.
 */
export function stateOf(element: Json, given: Given | undefined): Json {
  const kind = kindOf(element);
  const value = plain(given, kind);
  const nothing = kind.isMany ? [] : null;
  const answer = (chosen: unknown): Json => ({ type: typeOf(element), [kind.key]: chosen });
  if (value === undefined) return answer(element[kind.initial] ?? nothing);
  return answer(value === null || value === '' ? nothing : chosenIn(element, kind, value));
}

function chosenIn(element: Json, kind: ElementKind, value: unknown): unknown {
  if (kind.isMany) {
    const all: unknown[] = Array.isArray(value) ? value : [value];
    if (element['type'] === 'file_input') all.forEach((file) => checkFile(element, file));
    return kind.isOption ? all.map((one) => optionWith(element, one)) : all;
  }
  if (kind.isOption) return optionWith(element, value);
  if (kind.key !== 'value') return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const problem = textProblem(element, text);
  if (problem !== undefined) throw new Error(`Slack would not submit "${text}": it ${problem}`);
  return text;
}

const fileBytesMax = 10 * 1024 * 1024;

/** What Slack's client lets nobody choose. */
function checkFile(element: Json, file: unknown): void {
  const name = isObject(file) ? (textAt(file, 'name') ?? '') : '';
  const endings = element['filetypes'];
  const ending = name.split('.').at(-1) ?? '';
  if (Array.isArray(endings) && !endings.includes(ending))
    throw new Error(`Slack would not take ${name}: its ending is none of ${endings.join(', ')}`);
  if (isObject(file) && Number(file['size']) > fileBytesMax)
    throw new Error(`Slack would not take ${name}: it is larger than 10 MB`);
}

export function isEmptyState(state: Json): boolean {
  return Object.entries(state).every(
    ([key, value]) =>
      key === 'type' || value === null || (Array.isArray(value) && value.length === 0),
  );
}

/** The entry of `actions` for a click or a choice. */
export function actionOf(
  found: { element: Json; blockId: string; actionId: string },
  given: Given | undefined,
  actionTs: string,
): Json {
  const { element } = found;
  const base = {
    action_id: found.actionId,
    block_id: found.blockId,
    type: typeOf(element),
    action_ts: actionTs,
  };
  if (element['type'] !== 'button') {
    const placeholder = objectAt(element, 'placeholder');
    return { ...base, ...stateOf(element, given), ...(placeholder ? { placeholder } : {}) };
  }
  const value = textAt(element, 'value');
  if (given !== undefined && given !== value)
    throw new Error(`the button's value is ${JSON.stringify(value)}, not ${JSON.stringify(given)}`);
  const style = textAt(element, 'style');
  return {
    ...base,
    text: element['text'],
    ...(value === undefined ? {} : { value }),
    ...(style === undefined ? {} : { style }),
  };
}
