// What people typed to the bot, as a command with people as `<@person-id>`.
import type { PersonId } from '#machines/incident-types.ts';
import type { Mentioned } from './connector.ts';

const mark = /<at id="([^"<>]*)">/gu;
/** Typed out of habit, put there by a slash menu, or copied from what the bot has said. */
const prefix = /^(?:@ssirp(?=\s|$)\s*)?(?:\/?incident(?=\s|$))?/iu;
const greeting = /^(?:|hi|hello|hey)[\s!.]*$/iu;

/** `personFor`: ours of somebody mentioned by their `29:…`; those of whom nobody knows stand with their name. */
export function plainText(
  text: string,
  mentions: readonly Mentioned[],
  personFor: (teamsId: string) => PersonId | undefined,
): string {
  return text
    .replaceAll(mark, (whole, teamsId: string) => {
      const mention = mentions.find((one) => one.teamsId === teamsId);
      if (mention === undefined) return whole;
      const person = personFor(teamsId);
      return person === undefined ? `@${mention.name}` : `<@${person}>`;
    })
    .replaceAll('\u00A0', ' ')
    .trim();
}

/** Without what stands before a command out of habit; a greeting is answered by the person's own page. */
export function commandText(plain: string): string {
  const said = plain.replace(prefix, '').trim();
  return greeting.test(said) ? 'home' : said;
}
