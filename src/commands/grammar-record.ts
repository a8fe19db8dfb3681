// The record, and what leaves it.
import { Problem } from './args.ts';
import type { VerbRow } from './grammar-parts.ts';
import { formats, categories, row, text, needed, textMax } from './grammar-parts.ts';

export const recordVerbs: readonly VerbRow[] = [
  row(
    ['note', 'log'],
    'note <text> [--at time]',
    'Put something on the timeline, also after the fact.',
    'record',
    (args) => {
      const at = args.time('at', 'past');
      return { verb: 'note', at, text: needed(args, 'the text of the note') };
    },
  ),
  row(
    ['correct'],
    'correct <entry> <text>',
    'Correct an entry of the timeline by a new one; the old one stays readable.',
    'record',
    (args) => ({
      verb: 'correct',
      seq: args.number('the number of the entry'),
      text: needed(args, 'the corrected text'),
    }),
  ),
  row(
    ['withdraw'],
    'withdraw <entry>',
    'Withdraw an entry by a new one; the old one stays readable.',
    'record',
    (args) => ({
      verb: 'withdraw',
      seq: args.number('the number of the entry'),
    }),
  ),
  row(['link'], 'link <url> [text]', 'Put a link on the timeline.', 'record', (args) => {
    const url = args.word();
    if (url === undefined || !/^https?:\/\/\S+$/.test(url))
      throw new Problem('I need a link that starts with http:// or https://.');
    if (url.length > textMax)
      throw new Problem(`That link is too long: at most ${textMax} characters.`);
    return { verb: 'link', url, text: text(args) };
  }),
  row(
    ['sitrep', 'update'],
    'sitrep [text]',
    'Send a sitrep. Without text a form opens.',
    'record',
    (args) =>
      args.isEmpty ? { verb: 'form', form: 'sitrep' } : { verb: 'sitrep', text: text(args) },
  ),
  row(
    ['finding', 'lesson'],
    'finding technical|procedure|manual|process|communication|lesson <text>',
    'A finding for the postmortem, in any phase.',
    'record',
    (args) => ({
      verb: 'finding',
      category: args.choice(categories, 'the kind of finding'),
      text: needed(args, 'the finding'),
    }),
  ),
  row(
    ['timeline', 'history'],
    'timeline [n]',
    'The newest entries of the timeline.',
    'record',
    (args) => ({
      verb: 'timeline',
      last: args.isEmpty ? 20 : Math.min(100, args.number('how many entries')),
    }),
  ),
  row(
    ['export'],
    'export [md|html|json|csv]',
    'The postmortem or timeline as a file in this channel.',
    'export',
    (args) => ({
      verb: 'export',
      format: args.isEmpty ? 'md' : args.choice(formats, 'a format'),
    }),
  ),
  row(['health'], 'health', 'What has not been delivered and why.', 'export', () => ({
    verb: 'health',
  })),
  row(
    ['retry'],
    'retry <number>|all',
    'Try a failed delivery again, or all of them.',
    'export',
    (args) => {
      if (args.peek()?.toLowerCase() !== 'all')
        return { verb: 'retry', id: args.number('the number of the delivery') };
      args.word();
      return { verb: 'retry', id: 'all' };
    },
  ),
];
