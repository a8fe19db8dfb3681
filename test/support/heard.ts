// Whether people who hear Slack instead of seeing it get the same: every word of the blocks is in the text, and every
// button says what it is about. Judged from what the bot sent, not from how it made it.
import { isObject, objectsAt, parseJson, textAt, type Json } from '../slack-server/json.ts';
import { elementsOf, textOf } from '../slack-server/reading.ts';
import type { SlackServer } from '../slack-server/server.ts';

interface Sent {
  what: string;
  /** Undefined for a view, which has no text besides its blocks. */
  text: string | undefined;
  blocks: Json[];
}

/** A word alone does not say which task of which incident. */
const aloneMax = 20;

/** Complaints about everything that the bot has sent so far. */
export function unheard(server: SlackServer): string[] {
  return sentBy(server).flatMap(complaints);
}

function sentBy({ calls, workspace }: SlackServer): Sent[] {
  const said = calls
    .filter(({ method }) => /^chat\.(post|update)/.test(method))
    .map(({ method, args }) => ({
      what: method,
      text: textAt(args, 'text') ?? '',
      blocks: blocksIn(args),
    }));
  const answers = workspace.ephemerals.map(({ text, blocks }) => ({
    what: 'answer',
    text,
    blocks,
  }));
  const views = [...workspace.views.values()].map(({ blocks }) => ({
    what: 'view',
    text: undefined,
    blocks,
  }));
  return [...said, ...answers, ...views];
}

function blocksIn(args: Json): Json[] {
  const given = args['blocks'];
  const parsed = typeof given === 'string' ? parseJson(given) : given;
  return Array.isArray(parsed) ? parsed.filter(isObject) : [];
}

function complaints({ what, text, blocks }: Sent): string[] {
  const readable = blocks.filter(({ type }) => type !== 'actions');
  const missing =
    text === undefined || text.endsWith('…')
      ? []
      : wordsMissing(textOf({ blocks: readable }), text);
  return [
    ...(missing.length === 0 ? [] : [`${what}: only in the blocks: ${missing.join(' ')}`]),
    ...buttonsOf(blocks).flatMap((button) => {
      const label = textAt(button['text'] as Json, 'text') ?? '';
      const heard = textAt(button, 'accessibility_label') ?? label;
      const isOfIncident = /INC-\d/.test(textAt(button, 'value') ?? '');
      const isAlone = isOfIncident && heard.length < aloneMax && !/\d/.test(heard);
      return isAlone ? [`${what}: a button says only “${heard}”`] : [];
    }),
  ];
}

function buttonsOf(blocks: Json[]): Json[] {
  const nested = elementsOf({ blocks }).map(({ element }) => element);
  const own = blocks.flatMap((block) => objectsAt(block, 'elements'));
  return [...new Set([...nested, ...own])].filter(({ type }) => type === 'button');
}

/** People and moments have their own notation in blocks; marks are no words. */
function wordsMissing(shown: string, heard: string): string[] {
  const bare = shown.replaceAll(/<[@!#][^<>]*>|<https?:[^<>|]*\|?/gu, ' ');
  const known = new Set(wordsOf(heard.replaceAll(/&(amp|lt|gt);/g, ' ')));
  return wordsOf(bare.replaceAll(/&(amp|lt|gt);/g, ' ')).filter((word) => !known.has(word));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
}
