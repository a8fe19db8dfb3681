// What the Bot Connector would let pass, and nobody wants from a bot that leads incidents: messages that a screen reader
// cannot read, cards that Teams would not show as meant, whispers that everybody would see.

import { objectAt, objectsAt, textAt, type Json } from '../slack-server/json.ts';
import { lintCard } from './card-lint.ts';

export const cardType = 'application/vnd.microsoft.card.adaptive';

export function cardsOf(activity: Json): Json[] {
  return objectsAt(activity, 'attachments')
    .filter((one) => one['contentType'] === cardType)
    .map((one) => objectAt(one, 'content') ?? {});
}

export function complaintsAbout(activity: Json, isTargeted: boolean): string[] {
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
  return [...complaints, ...cards.flatMap((card) => lintCard(card, 'message'))];
}
