// What Teams would not show, or not show as meant, of an Adaptive Card: rules written down from its documentation and
// knowing nothing of the code that makes our cards. Stricter than any client: what is not listed here is wrong.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import type * as Library from 'adaptivecards';

/** `message`: in a conversation; `dialog`: what a dialog shows. */
export type Where = 'message' | 'dialog';

type Node = Readonly<Record<string, unknown>>;
type Rule = (value: unknown) => boolean;

/** Bytes as UTF-8: of what is posted 28 KB are safe everywhere, and an answer to an invoke may have 80 KB. */
const bytesMax: Record<Where, number> = { message: 28 * 1024, dialog: 80_000 };

const text: Rule = (value) => typeof value === 'string' && value.trim() !== '';
const anyText: Rule = (value) => typeof value === 'string';
const flag: Rule = (value) => typeof value === 'boolean';
const count: Rule = (value) => Number.isInteger(value) && Number(value) > 0;
const list: Rule = (value) => Array.isArray(value) && value.length > 0;
const anyList: Rule = (value) => Array.isArray(value);
const object: Rule = (value) => isNode(value);
const one = (...values: readonly string[]): Rule => {
  return (value) => typeof value === 'string' && values.includes(value);
};
const web: Rule = (value) =>
  typeof value === 'string' && /^https?:\/\/[^/\s]/u.test(value) && URL.canParse(value);

const spacing = one('None', 'Small', 'Default', 'Medium', 'Large', 'ExtraLarge', 'Padding');
const textLook = {
  size: one('Small', 'Default', 'Medium', 'Large', 'ExtraLarge'),
  weight: one('Lighter', 'Default', 'Bolder'),
  color: one('Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention'),
  isSubtle: flag,
  fontType: one('Default', 'Monospace'),
};
const element = { id: text, spacing, separator: flag, isVisible: flag };
const input = { ...element, label: text, isRequired: flag, errorMessage: text };
const action = {
  id: text,
  title: text,
  tooltip: text,
  isEnabled: flag,
  style: one('default', 'positive', 'destructive'),
  mode: one('primary', 'secondary'),
};

interface Kind {
  needs: Readonly<Record<string, Rule>>;
  may: Readonly<Record<string, Rule>>;
}

/** What stands in a body. Version 1.5, without what Teams does not show (Media) or reads as Markdown (FactSet). */
const elements: Readonly<Record<string, Kind>> = {
  TextBlock: {
    needs: { text, wrap: (value) => value === true },
    may: { ...element, ...textLook, style: one('default', 'heading') },
  },
  RichTextBlock: { needs: { inlines: list }, may: element },
  Container: {
    needs: { items: list },
    may: {
      ...element,
      style: one('default', 'emphasis', 'good', 'attention', 'warning', 'accent'),
    },
  },
  ColumnSet: { needs: { columns: list }, may: element },
  ActionSet: { needs: { actions: list }, may: element },
  'Input.Text': {
    needs: { id: text, label: text },
    may: {
      ...input,
      isMultiline: flag,
      maxLength: count,
      placeholder: text,
      value: anyText,
    },
  },
  'Input.ChoiceSet': {
    needs: { id: text, label: text, choices: anyList },
    may: {
      ...input,
      style: one('compact', 'expanded', 'filtered'),
      isMultiSelect: flag,
      placeholder: text,
      value: anyText,
      'choices.data': (value) =>
        isNode(value) &&
        keysOf(value) === 'dataset type' &&
        value['type'] === 'Data.Query' &&
        one(
          'graph.microsoft.com/users',
          'graph.microsoft.com/users?scope=currentContext',
        )(value['dataset']),
    },
  },
};

const parts: Readonly<Record<string, Kind>> = {
  Column: {
    needs: {
      items: list,
      width: (value) => typeof value === 'string' && /^(auto|stretch|\d{1,3}px)$/u.test(value),
    },
    may: element,
  },
  TextRun: {
    needs: { text: (value) => typeof value === 'string' && value !== '' },
    may: { ...textLook, selectAction: object, italic: flag, strikethrough: flag, underline: flag },
  },
};

const actions: Readonly<Record<string, Kind>> = {
  'Action.Execute': { needs: { title: text, verb: text, data: object }, may: action },
  'Action.Submit': { needs: { title: text, data: object }, may: action },
  'Action.OpenUrl': { needs: { url: web }, may: action },
};

const root: Kind = {
  needs: {
    version: (value) => value === '1.5',
    fallbackText: text,
    body: list,
    $schema: one('http://adaptivecards.io/schemas/adaptive-card.json'),
  },
  may: { actions: list, msteams: object },
};

/** What is wrong with the card, a sentence each; empty when Teams shows it as it is meant. */
export function lintCard(card: unknown, where: Where): string[] {
  if (!isNode(card)) return ['a card is an object'];
  const bytes = Buffer.byteLength(JSON.stringify(card));
  return [
    ...(bytes <= bytesMax[where] ? [] : [`${bytes} bytes, more than ${bytesMax[where]}`]),
    ...shape('card', card, 'AdaptiveCard', root),
    ...nodesOf(card['body']).flatMap((node) => lintElement(node, where)),
    ...lintActions(nodesOf(card['actions']), where),
    ...lintIds(card),
    ...lintMentions(card),
    ...stringsIn(card, true).flatMap(lintString),
    ...(stringsIn(card, false).every((said) => said.isWellFormed()) ? [] : ['half a character']),
    ...parserEvents(card),
    ...schemaErrors(card),
  ];
}

function lintElement(node: Node, where: Where): string[] {
  const type = String(node['type']);
  const kind = elements[type];
  if (kind === undefined) return [`${type} is no element that may be used`];
  const inside = [
    ...nodesOf(node['items']).flatMap((item) => lintElement(item, where)),
    ...nodesOf(node['columns']).flatMap((column) => lintColumn(column, where)),
    ...nodesOf(node['inlines']).flatMap(lintRun),
    ...lintActions(nodesOf(node['actions']), where),
  ];
  const inputs = type.startsWith('Input.') ? lintInput(node, where) : [];
  const words = type === 'TextBlock' ? lintTextBlock(node) : [];
  return [...shape(type, node, type, kind), ...inside, ...inputs, ...words];
}

function lintColumn(node: Node, where: Where): string[] {
  return [
    ...shape('Column', node, 'Column', parts['Column']),
    ...nodesOf(node['items']).flatMap((item) => lintElement(item, where)),
  ];
}

function lintRun(node: Node): string[] {
  const select = node['selectAction'];
  return [
    ...shape('TextRun', node, 'TextRun', parts['TextRun']),
    ...(select === undefined
      ? []
      : shape('selectAction', select, 'Action.OpenUrl', actions['Action.OpenUrl'])),
  ];
}

function lintInput(node: Node, where: Where): string[] {
  const id = String(node['id']);
  const wrong = where === 'dialog' ? [] : [`input ${id} stands in a message`];
  if (node['isRequired'] === true && node['errorMessage'] === undefined)
    wrong.push(`input ${id} is required and does not say so`);
  if (node['type'] === 'Input.Text') {
    const { value, maxLength } = node;
    if (typeof value === 'string' && value.length > Number(maxLength ?? Infinity))
      wrong.push(`input ${id} holds more than it takes`);
    return wrong;
  }
  const choices = nodesOf(node['choices']);
  const values = choices.map(({ value }) => value);
  for (const choice of choices) {
    if (keysOf(choice) !== 'title value' || !text(choice['title']) || !text(choice['value']))
      wrong.push(`a choice of ${id} has more or less than a title and a value`);
  }
  if (new Set(values).size < values.length) wrong.push(`input ${id} has a value twice`);
  if (node['choices.data'] !== undefined) return wrong;
  if (choices.length === 0) wrong.push(`input ${id} has nothing to choose`);
  if (node['value'] !== undefined && !values.includes(node['value']))
    wrong.push(`input ${id} has chosen what is not there`);
  return wrong;
}

/** Teams reads Markdown here; what stands in no `<at>` must have nothing in it that could be any. */
function lintTextBlock(node: Node): string[] {
  const said = String(node['text']).replaceAll(/<at>[^<>]*<\/at>/gu, 'x');
  const active = /[[\]*_`~\\<>#&|]|\n|^\s*([-+•]|\d+[.)])\s|https?:|\{\{/u.exec(said);
  return active === null ? [] : [`a TextBlock could be read as Markdown at “${active[0]}”`];
}

function lintActions(all: readonly Node[], where: Where): string[] {
  return [
    ...(all.length > 6 ? [`${all.length} buttons in a set: only 6 are shown`] : []),
    ...all.flatMap((node) => {
      const type = String(node['type']);
      const kind = actions[type];
      if (kind === undefined) return [`${type} is no action that may be used`];
      return [...shape(type, node, type, kind), ...lintPress(node, type, where)];
    }),
  ];
}

function lintPress({ title, data }: Node, type: string, where: Where): string[] {
  const name = `button ${String(title)}`;
  if (type === 'Action.OpenUrl') return title === undefined ? ['a link button has no title'] : [];
  const msteams = isNode(data) ? data['msteams'] : undefined;
  const fetches = isNode(msteams) && keysOf(msteams) === 'type' && msteams['type'] === 'task/fetch';
  if (type === 'Action.Execute') {
    if (where === 'dialog') return [`${name}: a dialog is submitted by Action.Submit`];
    return msteams === undefined ? [] : [`${name}: Action.Execute opens no dialog`];
  }
  if (where === 'message') return fetches ? [] : [`${name}: Action.Submit only opens dialogs here`];
  return msteams === undefined ? [] : [`${name}: a dialog opens no dialog`];
}

function lintIds(card: Node): string[] {
  const ids = nodesIn(card['body'], card['actions']).map(({ id }) => id);
  return ids.flatMap((id, index) =>
    typeof id === 'string' && ids.indexOf(id) !== index ? [`id ${id} twice`] : [],
  );
}

/** Each mention in the text is known to Teams, and each that is known stands in the text; people only. */
function lintMentions(card: Node): string[] {
  const msteams = isNode(card['msteams']) ? card['msteams'] : {};
  const { width = 'Full', entities: listed = [], ...others } = msteams;
  const entities = nodesOf(listed);
  const blocks = nodesIn(card['body']).filter(({ type }) => type === 'TextBlock');
  const written = blocks.flatMap((block) => String(block['text']).match(/<at>.*?<\/at>/gu) ?? []);
  const known = entities.map((entity) => String(entity['text']));
  return [
    ...Object.keys(others).map((key) => `msteams.${key} is not known`),
    ...(width === 'Full' ? [] : ['msteams.width is Full or absent']),
    ...written.filter((mark) => !known.includes(mark)).map((mark) => `${mark} is nobody`),
    ...known.filter((mark) => !written.includes(mark)).map((mark) => `${mark} is not in the text`),
    ...known.filter((mark, index) => known.indexOf(mark) !== index).map((mark) => `${mark} twice`),
    ...entities.flatMap(lintEntity),
  ];
}

function lintEntity(entity: Node): string[] {
  const who = isNode(entity['mentioned']) ? entity['mentioned'] : {};
  const isPerson =
    /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/u.test(String(who['id'])) ||
    /^29:\S+$/u.test(String(who['id']));
  const isWhole =
    keysOf(entity) === 'mentioned text type' &&
    entity['type'] === 'mention' &&
    keysOf(who) === 'id name' &&
    text(who['name']) &&
    /^<at>[^<>[\]*_`~\\#&|\n]+<\/at>$/u.test(String(entity['text']));
  return isPerson && isWhole ? [] : [`no mention of a person: ${JSON.stringify(entity)}`];
}

/** What breaks the encoding, reverses the reading order or is rewritten by clients. */
function lintString(said: string): string[] {
  const isClean =
    said.isWellFormed() &&
    !/[\u202a-\u202e\u2066-\u2069]|[^\P{Cc}\n\t]|\{\{(DATE|TIME)\(/u.test(said);
  return isClean ? [] : [`not clean: ${JSON.stringify(said.slice(0, 80))}`];
}

function shape(name: string, node: unknown, type: string, kind: Kind | undefined): string[] {
  if (!isNode(node) || kind === undefined) return [`${name} is no object`];
  const rules: Readonly<Record<string, Rule>> = { ...kind.may, ...kind.needs };
  return [
    ...(node['type'] === type ? [] : [`${name} has the type ${String(node['type'])}`]),
    ...Object.keys(kind.needs).flatMap((key) =>
      node[key] === undefined ? [`${name} needs ${key}`] : [],
    ),
    ...Object.entries(node).flatMap(([key, value]) => {
      if (key === 'type') return [];
      const rule = rules[key];
      if (rule === undefined) return [`${name} has no ${key}`];
      return rule(value) ? [] : [`${name}: ${key} cannot be ${JSON.stringify(value)}`];
    }),
  ];
}

// Its ESM entry does not run in Node.
const library = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
) as typeof Library;

/** What Microsoft's own parser notices; it knows nothing of `msteams`. */
function parserEvents(card: Node): string[] {
  const context = new library.SerializationContext();
  const parsed = new library.AdaptiveCard();
  parsed.hostConfig = new library.HostConfig({ actions: { maxActions: 6 } });
  parsed.parse(structuredClone(card), context);
  const events = Array.from({ length: context.eventCount }, (_, n) => context.getEventAt(n));
  const invalid = parsed.validateProperties().validationEvents;
  return [...events, ...invalid].flatMap(({ message, source }) => {
    // In Teams a picker of people needs none.
    const isPicker = source instanceof library.ChoiceSetInput && source.choicesData !== undefined;
    return isPicker && /at least one choice/u.test(message) ? [] : [`parser: ${message}`];
  });
}

/** Reference data that is not part of the package; without it this check is left out. */
export const schemaFile = '../shared/data/teams/adaptive-card-1.5.0.json';
export const hasSchema = existsSync(schemaFile);
let validate: ValidateFunction | undefined;

function schemaErrors(card: Node): string[] {
  if (!hasSchema) return [];
  if (validate === undefined) {
    const json = JSON.parse(readFileSync(schemaFile, 'utf8')) as Node;
    const names = Object.entries(json).filter(([name]) => name !== '$schema' && name !== 'id');
    validate = new Ajv({ strict: false, validateFormats: false }).compile(
      Object.fromEntries(names),
    );
  }
  // What Teams has beyond the schema.
  const plain: unknown = JSON.parse(
    JSON.stringify(card, (key, value: unknown) =>
      key === 'msteams' || key === 'choices.data' ? undefined : value,
    ),
  );
  validate(plain);
  return (validate.errors ?? []).map(
    ({ instancePath, message = '' }) => `schema: ${instancePath} ${message}`,
  );
}

const keysOf = (node: Node): string => Object.keys(node).toSorted().join(' ');

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nodesOf(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** Every element and action inside, however deep; the data of buttons are not looked into. */
function nodesIn(...values: readonly unknown[]): Node[] {
  return values.flatMap((value): Node[] => {
    if (Array.isArray(value)) return value.flatMap((entry) => nodesIn(entry));
    if (!isNode(value)) return [];
    const { data: _data, ...rest } = value;
    return [value, ...nodesIn(...Object.values(rest))];
  });
}

/** Without the data of buttons: what can be read. */
function stringsIn(value: unknown, isRead: boolean): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((entry) => stringsIn(entry, isRead));
  if (!isNode(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) =>
    isRead && key === 'data' ? [] : stringsIn(entry, isRead),
  );
}
