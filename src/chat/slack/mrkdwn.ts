// Our spans as Slack's mrkdwn. Every string of ours is text, never markup: it is escaped, so that it cannot become a
// mention, a link or a call to a whole channel. The result is a list of pieces that must not be cut inside.
import type { PersonId } from '#machines/incident-types.ts';
import type { Rich, Span } from '#src/messages/message.ts';

/** For whom a message is rendered: which people are mentions here, and what the others are called. */
export interface Readers {
  /** Slack's id of our own workspace. */
  team: string;
  nameOf: (person: PersonId) => string | undefined;
}

const boldPieceMax = 500;
const linkTextMax = 300;
const urlMax = 2000;

/** Without what no reader should get: control characters, half surrogates, and marks that reverse the reading order. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (mark) =>
      mark === '\n' || mark === '\t' ? mark : '',
    );
}

/** The only three characters that mean something to Slack's parser. */
export function escape(text: string): string {
  if (!/[&<>]/u.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Shortens plain text to `max` UTF-16 units with an ellipsis, never inside a character. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, Math.max(0, max - 1)).replace(/[\ud800-\udbff]$/u, '')}…`;
}

/** Slack's id of a person of this workspace, or undefined for anybody else. */
export function slackUser(person: PersonId, team: string): string | undefined {
  const [platform, tenant, user = '', ...rest] = person.split(':');
  const isOurs = platform === 'slack' && tenant === team && rest.length === 0;
  return isOurs && /^[UW][A-Z0-9]+$/u.test(user) ? user : undefined;
}

/** Marked-up pieces, each whole in itself; plain text comes a word at a time. */
export function piecesOf(rich: Rich, readers: Readers): string[] {
  return rich.flatMap((span) => spanPieces(span, readers));
}

export function mrkdwn(rich: Rich, readers: Readers): string {
  return piecesOf(rich, readers).join('');
}

function spanPieces(span: Span, readers: Readers): string[] {
  if (typeof span === 'string') return plain(span);
  if ('bold' in span) return wrapped(span.bold, '*', '∗');
  if ('code' in span) return wrapped(span.code, '`', 'ˋ');
  if ('person' in span) return personPieces(span.person, readers);
  if ('link' in span) return linkPieces(span.link, span.text);
  return momentPieces(span.at);
}

/** Each space and line end by itself, words whole or, where they are very long, in parts. */
export function plain(text: string): string[] {
  return (clean(text).match(/\s|\S{1,40}/gu) ?? []).map(escape);
}

/** `*bold*` and `` `code` `` end at a line's end and at their own mark, which gets a look-alike inside. */
function wrapped(text: string, mark: string, lookAlike: string): string[] {
  const line = clean(text).replaceAll(/\s+/gu, ' ').replaceAll(mark, lookAlike);
  const inner = line.trim();
  if (inner === '') return plain(line);
  const pieces: string[] = [];
  for (let rest = inner; rest !== '';) {
    const part = rest.slice(0, boldPieceMax).replace(/[\ud800-\udbff]$/u, '');
    pieces.push(`${mark}${escape(part)}${mark}`);
    rest = rest.slice(part.length);
  }
  return [...(line.startsWith(' ') ? [' '] : []), ...pieces, ...(line.endsWith(' ') ? [' '] : [])];
}

function personPieces(person: PersonId, readers: Readers): string[] {
  const user = slackUser(person, readers.team);
  if (user !== undefined) return [`<@${user}>`];
  return plain(readers.nameOf(person) ?? person.split(':').at(-1) ?? person);
}

function linkPieces(link: string, text: string): string[] {
  const address = webAddress(link);
  const label = clean(text).replaceAll(/\s+/gu, ' ').trim();
  if (address === undefined) return plain(label === '' ? link : label);
  const shown = shorten(label === '' ? link : label, linkTextMax).replaceAll('|', '¦');
  return [`<${escape(address)}|${escape(shown)}>`];
}

/** Only http and https lead anywhere; what Slack would read as the end of the link is percent-encoded. */
export function webAddress(link: string): string | undefined {
  if (!URL.canParse(link)) return undefined;
  const url = new URL(link);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  const address = url.href.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E');
  return address.length <= urlMax ? address : undefined;
}

/** The reader's own time by Slack's date token, then UTC, which is what everybody can compare. */
function momentPieces(at: string): string[] {
  const instant = instantOf(at);
  if (!instant) return plain(at);
  const minute = instant.round({ smallestUnit: 'minute', roundingMode: 'floor' }).toString();
  const [day = '', time = ''] = minute.replace(/:00Z$/u, '').split('T');
  const seconds = Math.floor(instant.epochMilliseconds / 1000);
  return [`<!date^${seconds}^{date_short_pretty} {time}|${day} ${time} UTC>`, ` (${time} UTC)`];
}

function instantOf(at: string): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(at);
  } catch {
    return undefined;
  }
}

/** Joins pieces into texts of at most `max`, cut at a line's end or a space where there is one near. */
export function split(pieces: readonly string[], max: number): string[] {
  const texts: string[] = [];
  let current: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    while (length > 0 && length + piece.length > max) {
      const cut = breakPoint(current);
      texts.push(current.slice(0, cut).join(''));
      current = current.slice(cut);
      length = current.reduce((sum, kept) => sum + kept.length, 0);
    }
    current.push(piece);
    length += piece.length;
  }
  texts.push(current.join(''));
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}

/** Where to cut a full text: after its last line end or else space in the second half, or at its very end. */
function breakPoint(pieces: readonly string[]): number {
  const half = Math.floor(pieces.length / 2);
  for (const mark of ['\n', ' ']) {
    const at = pieces.lastIndexOf(mark);
    if (at >= half) return at + 1;
  }
  return pieces.length;
}

/** One text of at most `max`, shortened with an ellipsis between pieces. */
export function fitted(pieces: readonly string[], max: number): string {
  const whole = pieces.join('').trim();
  if (whole.length <= max) return whole;
  let text = '';
  for (const piece of pieces) {
    if (text.length + piece.length > max - 1) break;
    text += piece;
  }
  return `${text.trimEnd()}…`;
}
