// What Slack would let pass, and nobody wants from a bot that leads incidents: calls to a whole channel, messages that
// a screen reader cannot read, links that fetch a preview.

import { isObject, textAt, type Json } from './json.ts';
import { mentionsIn, type Readable } from './reading.ts';

const wholeChannel = /<!(?:channel|here|everyone)\b/u;
const link = /https?:\/\//u;

/** Texts in which Slack looks for mentions without a text object around them. */
function bareTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(bareTexts);
  if (!isObject(value)) return [];
  const own = value['type'] === 'markdown' ? [textAt(value, 'text') ?? ''] : [];
  return [...own, ...Object.values(value).flatMap(bareTexts)];
}

function attachmentTexts(attachments: readonly Json[]): string[] {
  return attachments.flatMap((attachment) =>
    ['text', 'pretext', 'fallback', 'title'].map((key) => textAt(attachment, key) ?? ''),
  );
}

export interface Said extends Readable {
  /** Slack may fetch previews of the links in it. */
  unfurls?: boolean;
}

/** Complaints about something that is to be shown. A view has no text; a message without one has an empty one. */
export function complaintsAbout(said: Said): string[] {
  const blocks = said.blocks ?? [];
  const attachments = said.attachments ?? [];
  const texts = [said.text ?? '', ...bareTexts(blocks), ...attachmentTexts(attachments)];
  const mentions = mentionsIn(said);
  const complaints: string[] = [];
  if (blocks.length > 0 && said.text?.trim() === '')
    complaints.push('blocks without text; screen readers and notifications need it');
  if ([...texts, ...mentions].some((text) => wholeChannel.test(text)))
    complaints.push('calls a whole channel');
  if (
    said.unfurls &&
    (texts.some((text) => link.test(text)) || mentions.some((one) => link.test(one)))
  )
    complaints.push('a link in it would unfurl');
  return complaints;
}
