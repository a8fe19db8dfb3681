// Fits rich text into the limits of the strictest platform: measures it, cuts it, splits it into pieces.
import type { Rich, Span } from './message.ts';
import { beginningOf, clip, weightOf } from './tidy.ts';

/** A moment is written as a token with its text in UTC behind it. */
const weightOfMoment = 90;

/** Characters a platform needs for this text, at most. */
export function weightOfRich(text: Rich): number {
  return text.reduce((sum, span) => sum + weightOfSpan(span), 0);
}

/** Cuts rich text at `limit` and marks the cut. */
export function clipRich(text: Rich, limit: number): Rich {
  if (weightOfRich(text) <= limit) return text;
  return [...takeUpTo(text, limit - 1).taken, '…'];
}

/** Splits rich text into at most `piecesMax` pieces of at most `limit`, at line or word ends where it can. */
export function splitRich(text: Rich, limit: number, piecesMax: number): Rich[] {
  const pieces: Rich[] = [];
  let rest = text;
  while (rest.length > 0 && pieces.length < piecesMax - 1 && weightOfRich(rest) > limit) {
    const { taken, left } = takeUpTo(rest, limit);
    pieces.push(taken);
    rest = left;
  }
  if (rest.length > 0) pieces.push(clipRich(rest, limit));
  return pieces;
}

function weightOfSpan(span: Span): number {
  if (typeof span === 'string') return weightOf(span);
  if ('bold' in span) return weightOf(span.bold) + 2;
  if ('code' in span) return weightOf(span.code) + 2;
  if ('person' in span) return Math.max(weightOf(span.person), 60) + 4;
  if ('link' in span) return weightOf(span.link) + weightOf(span.text) + 3;
  return weightOfMoment;
}

function takeUpTo(text: Rich, limit: number): { taken: Rich; left: Rich } {
  const taken: Span[] = [];
  let room = limit;
  for (const [index, span] of text.entries()) {
    const weight = weightOfSpan(span);
    if (weight > room) {
      const { head, tail } = cutSpan(span, room, taken.length === 0);
      return {
        taken: head === null ? taken : [...taken, head],
        left: [...(tail === null ? [] : [tail]), ...text.slice(index + 1)],
      };
    }
    taken.push(span);
    room -= weight;
  }
  return { taken, left: [] };
}

/** Cuts text spans; whole ones (people, moments, links) move on, or lose their target when nothing else fits. */
function cutSpan(
  span: Span,
  room: number,
  isFirst: boolean,
): { head: Span | null; tail: Span | null } {
  if (typeof span === 'string') {
    const { head, tail } = cutText(span, room);
    return { head, tail };
  }
  if ('bold' in span) {
    const { head, tail } = cutText(span.bold, room - 2);
    return {
      head: head === null ? null : { bold: head },
      tail: tail === null ? null : { bold: tail },
    };
  }
  if ('code' in span) {
    const { head, tail } = cutText(span.code, room - 2);
    return {
      head: head === null ? null : { code: head },
      tail: tail === null ? null : { code: tail },
    };
  }
  if (!isFirst) return { head: null, tail: span };
  return { head: 'link' in span ? clip(span.text, room) : '…', tail: null };
}

function cutText(text: string, room: number): { head: string | null; tail: string | null } {
  const most = beginningOf(text, room);
  if (most === '') return { head: null, tail: text };
  const lineEnd = most.lastIndexOf('\n');
  const wordEnd = most.lastIndexOf(' ');
  const end = [lineEnd, wordEnd].find((index) => index > most.length / 2);
  const head = end === undefined ? most : most.slice(0, end);
  const tail = text.slice(head.length).trimStart();
  return { head, tail: tail === '' ? null : tail };
}
