// "Other Information": whom we thank, where help is, and how the document came to be as it is.
import type { Release } from '#machines/document-types.ts';
import type { Draughting, Node } from './outline-nodes.ts';
import { paragraph, under } from './outline-nodes.ts';
import { reasonIn } from './revision-words.ts';

export function otherInformation(draughting: Draughting): Node[] {
  const { words, section, publication } = draughting;
  const { say } = words;
  const { support, disclaimer } = publication.publisher;
  return under(2, say('otherInformation'), 'other', [
    ...under(3, say('acknowledgments'), 'acknowledgments', section('acknowledgments')),
    ...under(3, say('references'), 'references', section('references')),
    ...under(3, say('support'), 'support', [paragraph(support, true)]),
    ...under(3, say('disclaimer'), 'disclaimer', [paragraph(disclaimer, true)]),
    ...under(3, say('revisions'), 'revisions', [
      { kind: 'list', items: publication.history.map((one) => revision(draughting, one)) },
    ]),
  ]);
}

/** `V1.0 (October 23, 2008): Bulletin published.` What is not out has no date. */
function revision({ words, locale, publication }: Draughting, one: Release): string {
  const { version } = one;
  const reason = reasonIn(publication.document, one, locale);
  const isOut = !publication.isDraft || one !== publication.release;
  return isOut
    ? words.say('revision', { version, date: words.day(one.at), reason })
    : `V${version}: ${reason}`;
}
