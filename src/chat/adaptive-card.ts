// Message → Adaptive Card 1.5, for Teams and the console. Every text that may come from a person stands in
// a TextRun, which knows no Markdown: a title can never become a link, an image or formatting.
import type { Block, Button, Message, Rich, Span, Tone } from '../messages/message.ts';

export type CardJson = Readonly<Record<string, unknown>>;

/** What the platform knows and the message does not: names of people, and how its reader sees an instant. */
export interface CardWords {
  nameOf: (person: string) => string;
  at: (instant: string) => string;
  /** The card is shown by our own server, so that a path leads somewhere. */
  hasPaths?: boolean;
  /** How a command looks when it is typed here; left out: `/incident …`. */
  typed?: (command: string) => string;
}

/** The verb of every button; its data are `i` incident, `c` command and `b` button. */
const buttonVerb = 'ssirp';

export function messageCard(message: Message, words: CardWords): CardJson {
  return cardOf(message.summary, bodyOf(message.blocks, words));
}

/** `summary` is shown where cards are not. */
export function cardOf(summary: string, body: readonly CardJson[]): CardJson {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: inert(summary),
    body,
  };
}

/** What looks other on some platform. */
interface Parts {
  buttons: (buttons: readonly Button[]) => CardJson[];
  heading: (text: string) => CardJson;
}

/** The elements of a card's body. */
export function bodyOf(
  blocks: readonly Block[],
  words: CardWords,
  parts: Parts = { buttons: actionSet, heading },
): CardJson[] {
  const elements: CardJson[] = [];
  let separated = false;
  for (const block of blocks) {
    if (block.kind === 'divider') {
      separated = true;
      continue;
    }
    for (const element of elementsOf(block, words, parts)) {
      elements.push(separated ? { ...element, separator: true, spacing: 'Medium' } : element);
      separated = false;
    }
  }
  return elements;
}

function elementsOf(
  block: Exclude<Block, { kind: 'divider' }>,
  words: CardWords,
  parts: Parts,
): CardJson[] {
  switch (block.kind) {
    case 'heading':
      return [parts.heading(block.text)];
    case 'text':
      return [paragraph(block.text, words, block.tone)];
    case 'facts':
      return block.facts.map(({ label, value }) =>
        columns('124px', runs([label], words, { isSubtle: true }), runs(value, words)),
      );
    case 'list':
      return block.items.map(({ mark, text }) =>
        columns('auto', [{ ...run(marks[mark].sign), ...marks[mark].look }], runs(text, words)),
      );
    case 'buttons':
      return block.buttons.length === 0 ? [] : parts.buttons(block.buttons);
  }
}

const actionSet: Parts['buttons'] = (buttons) => [
  { type: 'ActionSet', actions: buttons.map(executeAction) },
];

const marks = {
  done: { sign: '✓', look: { color: 'Good', weight: 'Bolder' } },
  missing: { sign: '✗', look: { color: 'Attention', weight: 'Bolder' } },
  dot: { sign: '•', look: {} },
};

const tones: Record<Tone, CardJson> = {
  normal: {},
  muted: { isSubtle: true },
  good: { color: 'Good' },
  warning: { color: 'Warning' },
  bad: { color: 'Attention' },
};

export const heading = (text: string): CardJson =>
  rich([{ ...run(text), size: 'Medium', weight: 'Bolder' }]);

export const paragraph = (text: Rich, words: CardWords, tone: Tone = 'normal'): CardJson =>
  rich(runs(text, words, tones[tone]));

/** A line of a list or a fact: FactSet is not used, its values are Markdown. */
function columns(width: string, first: CardJson[], second: CardJson[]): CardJson {
  return {
    type: 'ColumnSet',
    spacing: 'Small',
    columns: [
      { type: 'Column', width, items: [rich(first)] },
      { type: 'Column', width: 'stretch', spacing: 'Small', items: [rich(second)] },
    ],
  };
}

/** Nothing may be left of what people wrote; Teams refuses a text that is empty. */
function rich(inlines: readonly CardJson[]): CardJson {
  const seen = inlines.filter(({ text }) => text !== '');
  return { type: 'RichTextBlock', inlines: seen.length > 0 ? seen : [run(' ')] };
}

const runs = (text: Rich, words: CardWords, look: CardJson = {}): CardJson[] =>
  text.map((span) => ({ ...look, ...spanRun(span, words) }));

function spanRun(span: Span, words: CardWords): CardJson {
  if (typeof span === 'string') return run(span);
  if ('bold' in span) return { ...run(span.bold), weight: 'Bolder' };
  if ('code' in span)
    return { ...run(words.typed?.(span.code) ?? span.code), fontType: 'Monospace' };
  if ('person' in span) return { ...run(`@${words.nameOf(span.person)}`), weight: 'Bolder' };
  if ('at' in span) return run(words.at(span.at));
  const url = webAddress(span.link, words);
  return url === null
    ? run(span.text)
    : { ...run(span.text), selectAction: { type: 'Action.OpenUrl', url } };
}

const run = (text: string): CardJson => ({ type: 'TextRun', text: inert(text) });

/** Only the web is linked to, and paths of our own server: no `javascript:`, no `file:`. */
function webAddress(link: string, { hasPaths = false }: CardWords): string | null {
  if (hasPaths && /^\/(?![/\\])/.test(link)) return link;
  const url = URL.parse(link);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null;
}

/** Clients rewrite `{{DATE(…)}}` and `{{TIME(…)}}` even in plain runs; a word joiner keeps it as it was typed. */
export const inert = (text: string): string =>
  text.replaceAll(/\{\{(?=DATE\(|TIME\()/g, '{\u2060{');

/** A button whose press comes back as data. */
export function executeAction({
  id,
  label,
  command,
  incidentId,
  style,
  disabledReason,
}: Button): CardJson {
  const look =
    style === undefined ? {} : { style: style === 'danger' ? 'destructive' : 'positive' };
  const state =
    disabledReason === undefined ? {} : { isEnabled: false, tooltip: inert(disabledReason) };
  return {
    type: 'Action.Execute',
    title: inert(label),
    verb: buttonVerb,
    data: { i: incidentId, c: command, b: id },
    ...look,
    ...state,
  };
}
