// Measures messages and forms independently of the code that makes them fit, as Slack would count. What is wrong
// comes back in words; an empty list means that it fits.
import type { Block, Field, Form, Message, Rich, Span } from '#src/messages/message.ts';

const escaped = (text: string): number =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').length;

function spanLength(span: Span): number {
  if (typeof span === 'string') return escaped(span);
  if ('bold' in span) return escaped(span.bold) + 2;
  if ('code' in span) return escaped(span.code) + 2;
  if ('person' in span) return span.person.length + 3;
  if ('link' in span) return escaped(span.link) + escaped(span.text) + 3;
  return '<!date^1795000000^{date_num} {time}|2026-11-22 14:05 UTC>'.length;
}

const richLength = (text: Rich): number => text.reduce((sum, span) => sum + spanLength(span), 0);

/** Every string inside a value, ids and commands too. */
export function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

export function misfits(message: Message): string[] {
  const ids = message.blocks.flatMap((block) =>
    block.kind === 'buttons' ? block.buttons.map(({ id }) => id) : [],
  );
  const total = message.blocks.reduce((sum, block) => sum + lengthOf(block), 0);
  return [
    ...within('summary', escaped(message.summary), 3000, 1),
    ...within('blocks', message.blocks.length, 40),
    ...within('all of it', total + escaped(message.summary), 10_000),
    ...within('lines of the summary', message.summary.split('\n').length, 1),
    ...within('buttons with the same id', ids.length - new Set(ids).size, 0),
    ...message.blocks.flatMap(blockMisfits),
    ...strings(message).flatMap(dirt),
    ...strings(message.blocks.map(readText)).filter((text) => /https?:\/\//i.test(text)),
    ...message.blocks.flatMap((block) =>
      block.kind === 'buttons'
        ? block.buttons.flatMap(({ label, spoken = '' }) =>
            within(`what ${label} says when heard`, spoken.length, 75, label.length),
          )
        : [],
    ),
  ];
}

/** The bot's own address is there to be copied. */
const isOwnAddress = (span: Span): boolean =>
  typeof span !== 'string' && 'code' in span && span.code.startsWith('https://bot.example/');

const words = (text: Rich): unknown[] =>
  text
    .filter((span) => !isOwnAddress(span))
    .map((span) => (typeof span !== 'string' && 'link' in span ? span.text : span));

/** A block without what is meant to lead somewhere: targets of links, commands and ids of buttons. */
function readText(block: Block): unknown {
  switch (block.kind) {
    case 'text':
      return words(block.text);
    case 'facts':
      return block.facts.map(({ label, value }) => [label, words(value)]);
    case 'list':
      return block.items.map(({ text }) => words(text));
    case 'buttons':
      return block.buttons.map(({ label, disabledReason }) => [label, disabledReason]);
    case 'heading':
    case 'divider':
      return block;
  }
}

export function formMisfits(form: Form): string[] {
  return [
    ...within('title', form.title.length, 24, 1),
    ...within('submit', form.submit.length, 24, 1),
    ...within('intro', richLength(form.intro ?? []), 2900),
    ...form.fields.flatMap(fieldMisfits),
    ...[form.title, ...strings(form.intro)].flatMap(dirt),
  ];
}

function within(what: string, is: number, max: number, min = 0): string[] {
  return is >= min && is <= max ? [] : [`${what}: ${is}, not ${min} to ${max}`];
}

function lengthOf(block: Block): number {
  switch (block.kind) {
    case 'heading':
      return block.text.length;
    case 'text':
      return richLength(block.text);
    case 'facts':
      return block.facts.reduce(
        (sum, { label, value }) => sum + label.length + richLength(value),
        0,
      );
    case 'list':
      return block.items.reduce((sum, { text }) => sum + richLength(text), 0);
    case 'buttons':
      return block.buttons.reduce(
        (sum, { label, disabledReason = '' }) => sum + label.length + disabledReason.length,
        0,
      );
    case 'divider':
      return 0;
  }
}

function blockMisfits(block: Block): string[] {
  if (block.kind === 'heading') {
    return [
      ...within('heading', block.text.length, 150, 1),
      ...within('lines of a heading', block.text.split('\n').length, 1),
    ];
  }
  if (block.kind === 'text') return within('text', lengthOf(block), 2900, 1);
  if (block.kind === 'list') return within('list', lengthOf(block), 2900);
  if (block.kind === 'facts') {
    const lengths = block.facts.map(({ label, value }) => label.length + richLength(value));
    return [
      ...within('facts', block.facts.length, 10),
      ...lengths.flatMap((length) => within('fact', length, 2000)),
    ];
  }
  if (block.kind === 'divider') return [];
  return [
    ...within('buttons', block.buttons.length, 5),
    ...block.buttons.flatMap(({ label, id, command }) => [
      ...within('button label', label.length, 70, 1),
      ...within('button id', id.length, 255, 1),
      ...within('command', command.length, 500, 1),
    ]),
  ];
}

function fieldMisfits(field: Field): string[] {
  const common = [
    ...within('label', field.label.length, 150, 1),
    ...within('hint', field.hint?.length ?? 0, 150),
  ];
  if (field.kind === 'person' || field.kind === 'file') return common;
  if (field.kind === 'choice') {
    const values = field.options.map(({ value }) => value);
    const known = field.initial === undefined || values.includes(field.initial);
    return [
      ...common,
      ...field.options.flatMap(({ label }) => within('option', label.length, 75, 1)),
      ...(known ? [] : [`no such option: ${field.initial}`]),
    ];
  }
  return [
    ...common,
    ...within('maxLength', field.maxLength, 3000),
    ...within('initial value', field.initial?.length ?? 0, field.maxLength),
    ...dirt(field.initial ?? ''),
  ];
}

/** What reverses the reading direction, rings a bell or breaks the encoding. */
function dirt(text: string): string[] {
  const isClean =
    text.isWellFormed() && !/[\u202A-\u202E\u2066-\u2069\u200E\u200F]|[^\P{Cc}\n]/u.test(text);
  return isClean ? [] : [`not clean: ${JSON.stringify(text.slice(0, 80))}`];
}
