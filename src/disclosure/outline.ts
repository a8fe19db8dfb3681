// What a document says and in which order, after Microsoft's security bulletins (MS08-067, MS12-063) and advisories
// (2757760): the one structure that the page, the Markdown and the file for editing are written from.
import type { Locale, Section } from '#machines/document-types.ts';
import { advisoryBody } from './outline-advisory.ts';
import { bulletinBody } from './outline-bulletin.ts';
import { pairs } from './outline-nodes.ts';
import type { Draughting, Node } from './outline-nodes.ts';
import { otherInformation } from './outline-other.ts';
import { severityOf } from './outline-tables.ts';
import type { Publication } from './publication.ts';
import { textsIn } from './publication.ts';
import { wordsIn } from './i18n.ts';

export interface Outline {
  /** `Security Bulletin SB08-067`. */
  name: string;
  title: string;
  /** What must not be overlooked: a draft, one that was withdrawn, one that another took the place of. */
  marks: string[];
  /** Severity, dates, version. */
  head: Node;
  body: Node[];
}

/** `isBlank`: with the sections that nobody has written yet, for whoever is to write them. */
export function outlineOf(
  publication: Publication,
  locale: Locale,
  { isBlank }: { isBlank: boolean },
): Outline {
  const { document, isDraft } = publication;
  const words = wordsIn(locale);
  const texts = textsIn(publication, locale);
  const draughting: Draughting = {
    publication,
    locale,
    words,
    isBlank,
    section: (section: Section) =>
      isBlank || (texts[section] ?? '') !== ''
        ? [{ kind: 'words', section, text: texts[section] ?? '' }]
        : [],
  };
  const { id, kind, supersededBy, withdrawn } = document;
  const marks: string[] = [];
  if (isDraft) marks.push(words.say('mark.draft'));
  if (withdrawn !== null) marks.push(words.say('mark.withdrawn'));
  if (supersededBy !== null) marks.push(words.say('mark.superseded', { id: supersededBy.id }));
  const body = kind === 'bulletin' ? bulletinBody(draughting) : advisoryBody(draughting);
  return {
    name: words.say('heading', { kind: words.say(`kind.${kind}`), id }),
    title: texts.title ?? '',
    marks,
    head: head(draughting),
    body: [...body, ...otherInformation(draughting)],
  };
}

/** Dates are those of the publisher's day; a draft has none, so that the same draft is always the same file. */
function head({ publication, words }: Draughting): Node {
  const { document, history, release, isDraft } = publication;
  const [first] = document.releases;
  const rows = [
    ...(document.kind === 'bulletin' || severityOf(release.facts) !== null
      ? [[words.say('maximumSeverity'), severityWords(publication, words)] as const]
      : []),
    ...(first === undefined ? [] : [[words.say('published'), words.day(first.at)] as const]),
    ...(history.length > 1 && !isDraft
      ? [[words.say('updated'), words.day(release.at)] as const]
      : []),
    [words.say('version'), { name: release.version }] as const,
  ];
  return pairs(rows);
}

function severityWords({ release }: Publication, words: Draughting['words']): string {
  return words.say(`severity.${severityOf(release.facts) ?? 'none'}`);
}
