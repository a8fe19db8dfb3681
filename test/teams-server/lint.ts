// What the Bot Connector would let pass, and nobody wants from a bot that leads incidents: messages that a screen reader
// cannot read, text of people as markup, whispers that everybody would see.

import { isObject, objectAt, objectsAt, textAt, type Json } from '../slack-server/json.ts';

export const cardType = 'application/vnd.microsoft.card.adaptive';

/** Teams shows no larger card, whatever the connector takes. Bytes of its JSON. */
const cardBytes = 28 * 1024;

export type CardLint = (card: Json) => readonly string[];

export function cardsOf(activity: Json): Json[] {
  return objectsAt(activity, 'attachments')
    .filter((one) => one['contentType'] === cardType)
    .map((one) => objectAt(one, 'content') ?? {});
}

export function complaintsAbout(
  activity: Json,
  { isTargeted, lintCard }: { isTargeted: boolean; lintCard: CardLint },
): string[] {
  const complaints: string[] = [];
  if (activity['type'] !== 'message') return complaints;
  const cards = cardsOf(activity);
  const attachments = objectsAt(activity, 'attachments');
  if (attachments.length > 0 && (textAt(activity, 'summary') ?? '').trim() === '')
    complaints.push('a card without summary; notifications and screen readers need it');
  if (cards.length > 1) complaints.push('more than one card in a message');
  if (!isTargeted && objectAt(activity, 'recipient')?.['isTargeted'] === true)
    complaints.push('a whisper without isTargetedActivity=true is shown to everybody');
  if (textAt(activity, 'text') !== undefined && attachments.length > 0)
    complaints.push('text beside a card is shown as a second message on some clients');
  for (const card of cards) complaints.push(...cardComplaints(card), ...lintCard(card));
  return complaints;
}

export function cardComplaints(card: Json): string[] {
  const bytes = Buffer.byteLength(JSON.stringify(card));
  const complaints = bytes > cardBytes ? [`a card of ${bytes} bytes`] : [];
  const mentions = objectsAt(objectAt(card, 'msteams') ?? {}, 'entities');
  const texts = textsIn(card).join('\n');
  for (const mention of mentions) {
    const text = textAt(mention, 'text') ?? '';
    if (!/^<at>[^<>]+<\/at>$/u.test(text) || !texts.includes(text))
      complaints.push(`a mention whose text stands nowhere in the card: ${text}`);
  }
  const known = new Set(mentions.map((mention) => textAt(mention, 'text')));
  for (const [found] of texts.matchAll(/<at>[^<]*<\/at>/gu))
    if (!known.has(found)) complaints.push(`<at> without its mention: ${found}`);
  return complaints;
}

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isObject(value)) return [];
  const own = ['text', 'title', 'value', 'label'].map((key) => textAt(value, key) ?? '');
  return [
    ...own,
    ...Object.entries(value).flatMap(([key, one]) =>
      key === 'msteams' || key === 'data' ? [] : textsIn(one),
    ),
  ];
}
