// Rich text: made from record text or from sentences with commands in them, and turned back into plain text.
import type { PersonId } from '#machines/incident-types.ts';
import type { Deed } from '../commands/view-types.ts';
import type { Block, Message, Rich, Span } from './message.ts';
import { formatInstant } from './time.ts';
import { defanged, line, tidy, tidyLines } from './tidy.ts';

/** Looks up the display name of a person, without `@`. */
export type NameOf = (person: PersonId) => string;

/** `<@platform:tenant:user>`, or the bot itself. */
const personToken = /<@((?:[\w.-]+:[^\s<>:]+:[^\s<>]+)|ssirp)>/u;

/** A moment as the record writes it. */
const instantToken = /\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|30|31)T\d\d:\d\d:\d\d[.]\d{3}Z/u;
const tokens = new RegExp(`${personToken.source}|\\b(${instantToken.source})`, 'gu');

/**
 * Record text with its `<@person-id>` tokens as people and its instants as moments of the reader's clock. Keeps line
 * breaks, drops what could deceive, defangs addresses.
 */
export function richOf(text: string): Rich {
  const spans: Span[] = [];
  let from = 0;
  const clean = defanged(tidyLines(text));
  for (const token of clean.matchAll(tokens)) {
    const [all, person, at] = token;
    spans.push(clean.slice(from, token.index), at === undefined ? who(person ?? '') : momentOf(at));
    from = token.index + all.length;
  }
  return merged([...spans, clean.slice(from)]);
}

/** What only looks like a moment, such as the 31st of June, stays as it was written. */
function momentOf(text: string): Span {
  try {
    return { at: Temporal.Instant.from(text).toString({ fractionalSecondDigits: 3 }) };
  } catch {
    return text;
  }
}

/** A person as a mention; the bot acts under a name that no platform knows. */
export function who(person: PersonId): Span {
  return person === 'ssirp' ? 'ssirp' : { person };
}

/** ` (@Ada, 14:05)` behind what somebody has done; nothing when the record does not say who. */
export function byWhom(last: Deed | null): Rich {
  return last === null ? [] : rich` (${who(last.by)}, ${{ at: last.at }})`;
}

export const bold = (text: string): Span => ({ bold: text });

/** A command as it is typed, e.g. `cmd('ack 3')`. */
export const cmd = (command: string): Span => ({ code: `/incident ${command}` });

/** A link, unless the address is one that a browser would run or that a platform would not take. */
export function link(url: string | null, text: string): Span {
  const label = line(text, 200);
  if (url === null || label === '' || url.length > 1000) return label;
  if (url.startsWith('/') && !url.startsWith('//')) return { link: url, text: label };
  if (!URL.canParse(url)) return label;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? { link: href, text: label } : label;
}

type Piece = Span | Rich;

/** A sentence with spans in it: rich`Say ${cmd('status')}.` Strings put in must be tidy already. */
export function rich(words: TemplateStringsArray, ...pieces: readonly Piece[]): Rich {
  return flat(words.flatMap((word, index) => [word, pieces[index] ?? '']));
}

/** `a, b, c` from spans or rich texts. */
export function joined(items: readonly Piece[], separator = ', '): Rich {
  return flat(items.flatMap((item, index) => (index === 0 ? [item] : [separator, item])));
}

/** Plain text of one rich text; people by name, moments in UTC. */
export function plainRich(text: Rich, nameOf: NameOf): string {
  return text.map((span) => plainSpan(span, nameOf)).join('');
}

/** Plain text of a whole message, one line per block, item and button. */
export function plainText(message: Message, nameOf: NameOf): string {
  return message.blocks.flatMap((block) => plainBlock(block, nameOf)).join('\n');
}

/** `@Ada`; used wherever the platform cannot show a mention. */
export function atName(person: PersonId, nameOf: NameOf): string {
  if (person === 'ssirp') return 'ssirp';
  return `@${line(nameOf(person), 60).replace(/^@+/u, '')}`;
}

/** User text as one plain line with people by name. */
export function plainLine(text: string, nameOf: NameOf, limit: number): string {
  return line(plainRich(richOf(text), nameOf), limit);
}

/** The last part of the id, for places that know no names. */
export const handleOf: NameOf = (person) => person.split(':').at(-1) ?? person;

const marks = { done: '[x]', missing: '[ ]', dot: '-' } as const;

function plainSpan(span: Span, nameOf: NameOf): string {
  if (typeof span === 'string') return span;
  if ('bold' in span) return span.bold;
  if ('code' in span) return span.code;
  if ('person' in span) return atName(span.person, nameOf);
  if ('link' in span) return `${span.text} (${span.link})`;
  return formatInstant(span.at, null);
}

function plainBlock(block: Block, nameOf: NameOf): string[] {
  switch (block.kind) {
    case 'heading':
      return [tidy(block.text)];
    case 'text':
      return [plainRich(block.text, nameOf)];
    case 'facts':
      return block.facts.map(({ label, value }) => `${label}: ${plainRich(value, nameOf)}`);
    case 'list':
      return block.items.map(({ mark, text }) => `${marks[mark]} ${plainRich(text, nameOf)}`);
    case 'buttons':
      return block.buttons.map(({ label, disabledReason }) =>
        disabledReason === undefined ? `[${label}]` : `[${label}: ${disabledReason}]`,
      );
    case 'divider':
      return [];
  }
}

function isRich(piece: Piece): piece is Rich {
  return Array.isArray(piece);
}

function flat(pieces: readonly Piece[]): Rich {
  return merged(pieces.flatMap((piece) => (isRich(piece) ? [...piece] : [piece])));
}

/** Neighbouring strings become one; empty ones vanish. */
function merged(spans: readonly Span[]): Rich {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (span === '') continue;
    if (typeof span === 'string' && typeof last === 'string')
      result[result.length - 1] = last + span;
    else result.push(span);
  }
  return result;
}
