// Keeps a card below the size that Teams takes. Buttons stay as long as there is any room, because a card without
// them cannot be acted on; the text that no longer fits is left out from the end, and the card says how much.
import { paragraph, type CardJson, type CardWords } from '../adaptive-card.ts';
import { listAt } from '../../shared/read.ts';

/** Bytes of the card as UTF-8 JSON. */
export const cardMax = 28 * 1024;

/** The card of as much of the body as fits, in its smallest form where it is long. */
export function fitted(
  body: readonly CardJson[],
  cardOf: (shown: readonly CardJson[]) => CardJson,
  words: CardWords,
): CardJson {
  for (const elements of [body, body.map(asOneBlock)]) {
    const whole = cardOf(elements);
    if (bytesOf(whole) <= cardMax) return whole;
  }
  return shortened(body.map(asOneBlock), cardOf, words);
}

function shortened(
  body: readonly CardJson[],
  cardOf: (shown: readonly CardJson[]) => CardJson,
  words: CardWords,
): CardJson {
  let room = cardMax - bytesOf(cardOf([leftOut({ texts: 9999, sets: 9999 }, words)]));
  const kept = new Set<CardJson>();
  const keep = (element: CardJson): boolean => {
    const cost = bytesOf(element) + 1;
    if (cost > room) return false;
    room -= cost;
    kept.add(element);
    return true;
  };
  const sets = body.filter(isActionSet);
  const texts = body.filter((element) => !isActionSet(element));
  for (const set of sets) keep(set);
  for (const text of texts) if (!keep(text)) break;

  const missing = {
    texts: texts.filter((text) => !kept.has(text)).length,
    sets: sets.filter((set) => !kept.has(set)).length,
  };
  const lastText = texts.findLast((text) => kept.has(text));
  const shown = body.flatMap((element) => {
    if (!kept.has(element)) return [];
    return element === lastText ? [element, leftOut(missing, words)] : [element];
  });
  return cardOf(lastText === undefined ? [leftOut(missing, words), ...shown] : shown);
}

/** A mark or a label and its text in one block: without their columns lines need half the room. */
function asOneBlock(element: CardJson): CardJson {
  if (element['type'] !== 'ColumnSet') return element;
  const [first = [], second = []] = listAt(element, 'columns').map((column) =>
    listAt(listAt(column, 'items')[0], 'inlines'),
  );
  const gap = { type: 'TextRun', text: ' ' };
  const { type: _type, columns: _columns, ...rest } = element;
  return { ...rest, type: 'RichTextBlock', inlines: [...first, gap, ...second] };
}

const isActionSet = ({ type }: CardJson): boolean => type === 'ActionSet';

function leftOut({ texts, sets }: { texts: number; sets: number }, words: CardWords): CardJson {
  const what = [
    ...(texts > 0 ? [texts === 1 ? '1 line' : `${texts} lines`] : []),
    ...(sets > 0 ? ['some buttons'] : []),
  ].join(' and ');
  return paragraph([`… ${what} left out: too much for one message.`], words, 'warning');
}

const bytesOf = (json: CardJson): number => Buffer.byteLength(JSON.stringify(json));
