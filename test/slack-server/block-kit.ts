// Says what Slack would object to in the blocks of a message and in a view. Written from the limit table in slack.md
// section 2 and on purpose apart from the bot's own validator: two readings of the same table catch each other.

import { isObject, objectAt, objectsAt, textAt, type Json } from './json.ts';
import {
  accessoryElement,
  actionElement,
  image,
  imageElement,
  inputElement,
} from './block-elements.ts';
import {
  anyText,
  boolean,
  integer,
  lengthOf,
  list,
  oneOf,
  plainText,
  report,
  shape,
  string,
  typed,
  unique,
  type Check,
  type Problem,
  type Rule,
  type Surface,
} from './shape-rules.ts';

/** What Slack was seen to refuse as msg_blocks_too_long (slack.md section 2). */
export const blocksTextMax = 13_200;
export const viewBytesMax = 250_000;

const blocksMax = { message: 50, modal: 100, home: 100 } as const satisfies Record<Surface, number>;
const markdownMax = 12_000;
const block_id = string(255, 1);

function only(surfaces: readonly Surface[], rule: Rule): Rule {
  return (value, pointer, check) => {
    rule(value, pointer, check);
    if (!surfaces.includes(check.surface))
      report(check, pointer, `this block does not work on the surface ${check.surface}`);
  };
}

function uniqueActions(key: string): (block: Json, pointer: string, check: Check) => void {
  return (block, pointer, check) => {
    const ids = objectsAt(block, key).map((element) => textAt(element, 'action_id'));
    for (const message of unique(ids, 'action_id')) report(check, `${pointer}/${key}`, message);
  };
}

const section = shape({
  optional: {
    block_id,
    text: anyText(3000),
    fields: list(10, anyText(2000)),
    accessory: accessoryElement,
    expand: boolean,
  },
  also: (block, pointer, check) => {
    if (block['text'] === undefined && block['fields'] === undefined)
      report(check, pointer, 'needs text or fields');
  },
});

const richTextStyle = shape({
  optional: {
    bold: boolean,
    italic: boolean,
    strike: boolean,
    code: boolean,
    underline: boolean,
    highlight: boolean,
    client_highlight: boolean,
    unlink: boolean,
  },
});
const style = { style: richTextStyle } as const;
const name = string(255, 1);
const richTextLeaf = typed('element', {
  text: shape({ required: { text: string(12_000, 1) }, optional: style }),
  link: shape({
    required: { url: string(3000, 1) },
    optional: { ...style, text: string(12_000), unsafe: boolean },
  }),
  user: shape({ required: { user_id: name }, optional: style }),
  usergroup: shape({ required: { usergroup_id: name }, optional: style }),
  channel: shape({ required: { channel_id: name }, optional: style }),
  emoji: shape({ required: { name }, optional: { ...style, unicode: name } }),
  broadcast: shape({ required: { range: oneOf('here', 'channel', 'everyone') }, optional: style }),
  color: shape({ required: { value: name }, optional: style }),
  date: shape({
    required: { timestamp: integer(0, 99_999_999_999), format: name },
    optional: { ...style, fallback: string(255), url: string(3000) },
  }),
});
const leaves = list(1000, richTextLeaf, 0);
const border = { border: integer(0, 1) } as const;
const richTextSection = shape({ required: { elements: leaves } });
const richText = shape({
  required: {
    elements: list(
      1000,
      typed('element', {
        rich_text_section: richTextSection,
        rich_text_quote: shape({ required: { elements: leaves }, optional: border }),
        rich_text_preformatted: shape({
          required: { elements: leaves },
          optional: { ...border, language: name },
        }),
        rich_text_list: shape({
          required: {
            style: oneOf('bullet', 'ordered'),
            elements: list(1000, typed('element', { rich_text_section: richTextSection })),
          },
          optional: { ...border, indent: integer(0, 8), offset: integer(0, 1000) },
        }),
      }),
    ),
  },
  optional: { block_id },
});

const table = shape({
  required: {
    rows: list(
      100,
      list(
        20,
        typed('cell', {
          raw_text: shape({ required: { text: string(3000, 1) } }),
          rich_text: richText,
        }),
      ),
    ),
  },
  optional: {
    block_id,
    column_settings: list(
      20,
      shape({ optional: { align: oneOf('left', 'center', 'right'), is_wrapped: boolean } }),
    ),
  },
});

const block = typed('block', {
  section,
  image: image({ block_id, title: plainText(2000) }),
  header: shape({ required: { text: plainText(150) }, optional: { block_id } }),
  divider: shape({ optional: { block_id } }),
  context: shape({
    required: {
      elements: list(10, (value, pointer, check) =>
        isObject(value) && value['type'] === 'image'
          ? imageElement(value, pointer, check)
          : anyText(3000)(value, pointer, check),
      ),
    },
    optional: { block_id },
  }),
  actions: shape({
    required: { elements: list(25, actionElement) },
    optional: { block_id },
    also: uniqueActions('elements'),
  }),
  input: shape({
    required: { label: plainText(2000), element: inputElement },
    optional: { block_id, hint: plainText(2000), optional: boolean, dispatch_action: boolean },
  }),
  markdown: only(
    ['message'],
    shape({ required: { text: string(markdownMax, 1) }, optional: { block_id } }),
  ),
  rich_text: richText,
  table: only(['message'], table),
});

/** All texts of a JSON tree that a reader would see; nested text objects hold theirs under `text`. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) =>
    key === 'text' && typeof entry === 'string' ? [entry] : textsIn(entry),
  );
}

export function blocksTextLength(blocks: unknown): number {
  return textsIn(blocks).reduce((sum, text) => sum + lengthOf(text), 0);
}

function checkTogether(blocks: readonly Json[], pointer: string, check: Check): void {
  const ids = blocks.map((entry) => textAt(entry, 'block_id'));
  for (const message of unique(ids, 'block_id')) report(check, pointer, message);

  const ofType = (type: string): Json[] => blocks.filter((entry) => entry['type'] === type);
  if (ofType('table').length > 1) report(check, pointer, 'only one table is allowed');
  const markdown = ofType('markdown').reduce(
    (sum, entry) => sum + lengthOf(textAt(entry, 'text') ?? ''),
    0,
  );
  if (markdown > markdownMax)
    report(check, pointer, `markdown must be less than ${markdownMax + 1} characters in all`);

  const focused = JSON.stringify(blocks).match(/"focus_on_load":true/gu) ?? [];
  if (focused.length > 1) report(check, pointer, 'only one element can have focus_on_load');
}

/** What is wrong with the blocks of a message or view; empty when Slack would take them. */
export function blockProblems(blocks: unknown, surface: Surface, pointer = '/blocks'): Problem[] {
  const check: Check = { surface, problems: [] };
  list(blocksMax[surface], block, 0)(blocks, pointer, check);
  if (Array.isArray(blocks)) checkTogether(blocks.filter(isObject), pointer, check);
  return check.problems;
}

const viewBasics = {
  private_metadata: string(3000),
  callback_id: string(255),
  external_id: string(255),
} as const;
// The blocks are checked apart, because their limit depends on the type of the view.
const unchecked: Rule = () => undefined;

const viewShapes = {
  home: shape({ required: { blocks: unchecked }, optional: viewBasics }),
  modal: shape({
    required: { title: plainText(24), blocks: unchecked },
    optional: {
      ...viewBasics,
      submit: plainText(24),
      close: plainText(24),
      clear_on_close: boolean,
      notify_on_close: boolean,
      submit_disabled: boolean,
    },
  }),
} as const;

/** What is wrong with a view, pointers as in Slack's messages (`/view/…`). */
export function viewProblems(view: unknown, allowed: 'modal' | 'home'): Problem[] {
  const check: Check = { surface: allowed, problems: [] };
  typed('view', { [allowed]: viewShapes[allowed] })(view, '/view', check);
  if (!isObject(view)) return check.problems;

  const inputs = objectsAt(view, 'blocks').filter((entry) => entry['type'] === 'input');
  if (allowed === 'modal' && inputs.length > 0 && !objectAt(view, 'submit'))
    report(check, '/view', 'submit is required when an input is within blocks');
  return [...check.problems, ...blockProblems(view['blocks'] ?? [], allowed, '/view/blocks')];
}

/** The way Slack words problems in `errors` and `response_metadata.messages`. */
export function wording(problem: Problem): string {
  return `${problem.message} [json-pointer:${problem.pointer}]`;
}
