// Message and Form → Adaptive Card 1.5, for Teams and the console. Every text that may come from a person stands in
// a TextRun, which knows no Markdown: a title can never become a link, an image or formatting.
import type { Block, Button, Field, Form, Message, Rich, Span, Tone } from '../messages/message.ts';

export type CardJson = Readonly<Record<string, unknown>>;

/** What the platform knows and the message does not: names of people, and how its reader sees an instant. */
export interface CardWords {
  nameOf: (person: string) => string;
  at: (instant: string) => string;
}

/** The verb of every button; its data are `i` incident, `c` command and `b` button. */
const buttonVerb = 'ssirp';
const formVerb = 'ssirp.form';

export function messageCard(message: Message, words: CardWords): CardJson {
  return card(message.summary, blocks(message.blocks, words));
}

/** `people` are the choices of person fields, as far as the platform has no picker of its own. */
export function formCard(
  form: Form,
  words: CardWords,
  people: readonly { id: string; name: string }[],
): CardJson {
  const notice = (form.notice ?? []).map((text) => paragraph(text, words));
  const intro = form.intro === undefined ? [] : [paragraph(form.intro, words)];
  return {
    ...card(form.title, [
      heading(form.title),
      ...notice,
      ...intro,
      ...form.fields.flatMap((field) => fieldElements(field, words, people)),
    ]),
    actions: [
      {
        type: 'Action.Execute',
        title: form.submit,
        verb: formVerb,
        style: 'positive',
        data: { form: form.id, i: form.incidentId, s: form.subject, w: form.seen },
      },
    ],
  };
}

function card(summary: string, body: readonly CardJson[]): CardJson {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: inert(summary),
    body,
  };
}

function blocks(all: readonly Block[], words: CardWords): CardJson[] {
  const elements: CardJson[] = [];
  let separated = false;
  for (const block of all) {
    if (block.kind === 'divider') {
      separated = true;
      continue;
    }
    for (const element of elementsOf(block, words)) {
      elements.push(separated ? { ...element, separator: true, spacing: 'Medium' } : element);
      separated = false;
    }
  }
  return elements;
}

function elementsOf(block: Exclude<Block, { kind: 'divider' }>, words: CardWords): CardJson[] {
  switch (block.kind) {
    case 'heading':
      return [heading(block.text)];
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
      return block.buttons.length === 0
        ? []
        : [{ type: 'ActionSet', actions: block.buttons.map(button) }];
  }
}

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

const heading = (text: string): CardJson =>
  rich([{ ...run(text), size: 'Medium', weight: 'Bolder' }]);

const paragraph = (text: Rich, words: CardWords, tone: Tone = 'normal'): CardJson =>
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

const rich = (inlines: readonly CardJson[]): CardJson => ({ type: 'RichTextBlock', inlines });

const runs = (text: Rich, words: CardWords, look: CardJson = {}): CardJson[] =>
  text.map((span) => ({ ...look, ...spanRun(span, words) }));

function spanRun(span: Span, words: CardWords): CardJson {
  if (typeof span === 'string') return run(span);
  if ('bold' in span) return { ...run(span.bold), weight: 'Bolder' };
  if ('code' in span) return { ...run(span.code), fontType: 'Monospace' };
  if ('person' in span) return { ...run(`@${words.nameOf(span.person)}`), weight: 'Bolder' };
  if ('at' in span) return run(words.at(span.at));
  const url = webAddress(span.link);
  return url === null
    ? run(span.text)
    : { ...run(span.text), selectAction: { type: 'Action.OpenUrl', url } };
}

const run = (text: string): CardJson => ({ type: 'TextRun', text: inert(text) });

/** Only the web is linked to, and paths of our own server: no `javascript:`, no `file:`. */
function webAddress(link: string): string | null {
  if (/^\/(?![/\\])/.test(link)) return link;
  const url = URL.parse(link);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null;
}

/** Clients rewrite `{{DATE(…)}}` and `{{TIME(…)}}` even in plain runs; a word joiner keeps it as it was typed. */
const inert = (text: string): string => text.replaceAll(/\{\{(?=DATE\(|TIME\()/g, '{\u2060{');

function button({ id, label, command, incidentId, style, disabledReason }: Button): CardJson {
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

function fieldElements(
  field: Field,
  words: CardWords,
  people: readonly { id: string; name: string }[],
): CardJson[] {
  const common = {
    id: field.name,
    label: inert(field.label),
    isRequired: field.required,
    ...(field.required ? { errorMessage: `${field.label} is required.` } : {}),
  };
  const hint =
    field.hint === undefined
      ? []
      : [rich(runs([field.hint], words, { isSubtle: true, size: 'Small' }))];
  return [{ ...common, ...inputOf(field, people) }, ...hint];
}

function inputOf(field: Field, people: readonly { id: string; name: string }[]): CardJson {
  const value = field.initial === undefined ? {} : { value: field.initial };
  switch (field.kind) {
    case 'text':
    case 'multiline':
      return {
        type: 'Input.Text',
        isMultiline: field.kind === 'multiline',
        maxLength: field.maxLength,
        ...(field.placeholder === undefined ? {} : { placeholder: field.placeholder }),
        ...value,
      };
    case 'choice':
      return choices(
        field.options.map((option) => ({ title: inert(option.label), value: option.value })),
        value,
      );
    case 'person':
      return choices(
        people.map(({ id, name }) => ({ title: inert(name), value: id })),
        value,
      );
  }
}

const choices = (options: readonly CardJson[], value: CardJson): CardJson => ({
  type: 'Input.ChoiceSet',
  style: 'compact',
  choices: options,
  ...value,
});
