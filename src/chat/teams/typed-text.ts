// What somebody typed in Teams → plain text: the bot's own mention taken out, people as `<at id="29:…">`, and what the
// client puts in for spaces and line ends made plain.
import type { Mentioned } from './connector.ts';
import { isObject, type Json, listAt, textAt } from '../../shared/read.ts';

export interface Typed {
  text: string;
  mentions: readonly Mentioned[];
  isBotMentioned: boolean;
}

/** `activity` is a message; `botId` its recipient. */
export function readTyped(activity: Json, botId: string): Typed {
  const unused = listAt(activity, 'entities').filter(isObject).filter(isMention);
  const isBotMentioned = unused.some((entity) => textAt(entity, 'mentioned', 'id') === botId);
  const mentions: Mentioned[] = [];
  const raw = textAt(activity, 'text') ?? '';
  const parts = raw.split(/(<at(?:\s[^<>]*)?>[^<>]*<\/at>)/u).map((part, index) => {
    if (index % 2 === 0) return plain(part);
    const found = unused.findIndex((entity) => entity['text'] === part);
    const [entity] = found < 0 ? [] : unused.splice(found, 1);
    const id = textAt(entity, 'mentioned', 'id');
    const name = plain(part.replaceAll(/<[^<>]*>/gu, ''));
    if (id === botId) return ' ';
    if (id === undefined || isNoPerson(id)) return name;
    mentions.push({ teamsId: id, name: textAt(entity, 'mentioned', 'name') ?? name });
    return `<at id="${id}">`;
  });
  return { text: tidy(parts.join('')), mentions, isBotMentioned };
}

function isMention(entity: Json): boolean {
  return entity['type'] === 'mention';
}

/** Channels, teams and tags begin with 19:, apps with 28:. */
function isNoPerson(id: string): boolean {
  return /^(?:19|28):/u.test(id) || /["<>\s]/u.test(id);
}

const entities: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

function plain(text: string): string {
  return text
    .replaceAll(/&(?:nbsp|lt|gt|quot|#39|amp);/gu, (entity) => entities[entity] ?? entity)
    .replaceAll('\u00A0', ' ');
}

function tidy(text: string): string {
  return text
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(/ {2,}/gu, ' ')
    .replaceAll(/ *\n */gu, '\n')
    .trim();
}
