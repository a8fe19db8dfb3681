// What a document says of each vulnerability.
import type { CaseFacts } from '#machines/document-types.ts';
import type { Words } from './i18n.ts';
import type { Draughting, Node } from './outline-nodes.ts';
import { paragraph, under } from './outline-nodes.ts';

export function caseHeading(words: Words, { cve, n, impact }: CaseFacts): string {
  const name = cve ?? words.say('vulnerability.numbered', { number: n });
  return impact === null ? name : `${words.say(`impact.${impact}`)} – ${isolated(words, name)}`;
}

/** An id in the middle of a line that is read from right to left. */
function isolated({ direction }: Words, name: string): string {
  return direction === 'rtl' ? `\u2068${name}\u2069` : name;
}

/** Mitigating factors or workarounds. That there are none is said only where somebody looked for them. */
export function measures(
  { words, section, isBlank }: Draughting,
  { n, noMeasure }: CaseFacts,
  kind: 'mitigations' | 'workarounds',
): Node[] {
  const written = section(`case/${n}/${kind}`);
  const isEmpty = written.every((node) => node.kind === 'words' && node.text === '');
  return under(4, words.say(kind), `case-${n}-${kind}`, [
    ...(isEmpty && !isBlank ? [] : [paragraph(words.say(`${kind}.meaning`))]),
    ...written,
    ...(isEmpty && !isBlank && noMeasure ? [paragraph(words.say(`${kind}.none`))] : []),
  ]);
}

/** The two questions that Microsoft's bulletins answer of each vulnerability, from the record. */
export function disclosureQuestions(
  { say }: Words,
  { publiclyDisclosed, exploited }: CaseFacts,
): Node {
  return {
    kind: 'questions',
    items: [
      {
        question: say('question.disclosed'),
        answer: say(publiclyDisclosed ? 'answer.disclosed.yes' : 'answer.disclosed.no'),
      },
      {
        question: say('question.exploited'),
        answer: say(exploited ? 'answer.exploited.yes' : 'answer.exploited.no'),
      },
    ],
  };
}
