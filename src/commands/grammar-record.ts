// The record, and what leaves it.
import { Problem } from './args.ts';
import { clip } from './clip.ts';
import type { VerbRow } from './grammar-parts.ts';
import {
  audienceIds,
  formats,
  categories,
  row,
  text,
  needed,
  linkOption,
  reasoned,
  urlOf,
} from './grammar-parts.ts';

export const recordVerbs: readonly VerbRow[] = [
  row(
    ['note', 'log'],
    'note <text> [--at time] [--link url]',
    'Put something on the timeline, also after the fact.',
    'record',
    (args) => {
      const at = args.time('at', 'past');
      const link = linkOption(args);
      return { verb: 'note', at, ...link, text: needed(args, 'the text of the note') };
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
    return { verb: 'link', url: urlOf(args.word()), text: text(args) };
  }),
  row(
    ['sitrep', 'update'],
    'sitrep [--to stakeholders] [text]',
    'Send a sitrep to the responders. Without text a form opens, with a preview for each audience. “--to stakeholders” tells those outside, in the announcement channel.',
    'record',
    (args) => {
      const to = args.option('to')?.toLowerCase() ?? 'responders';
      if (!['responders', 'room', 'stakeholders'].includes(to))
        throw new Problem('A sitrep goes to responders or to stakeholders.');
      if (args.isEmpty) return { verb: 'form', form: 'sitrep' };
      if (to === 'stakeholders') return { verb: 'stakeholderSitrep', text: text(args) };
      return { verb: 'sitrep', text: text(args) };
    },
  ),
  row(
    ['lesson'],
    'lesson <text>',
    'A lesson for the postmortem, in any phase and after closing. Without a text a form opens.',
    'record',
    (args) =>
      reasoned(args, 'lesson', (lesson) => ({ verb: 'finding', category: 'lesson', text: lesson })),
  ),
  row(
    ['finding'],
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
    'export [md|html|json|csv] [--for audience]',
    'The postmortem or timeline as a file in this channel. With --for executives, partners, customers, regulators … only if the TLP label of the incident lets them read it.',
    'export',
    (args) => {
      const wanted = args.option('for')?.toLowerCase();
      const audience = audienceIds.find((one) => one === wanted);
      if (wanted !== undefined && audience === undefined)
        throw new Problem(`“${clip(wanted)}” is no audience: ${audienceIds.join(', ')}.`);
      const format = args.isEmpty ? 'md' : args.choice(formats, 'a format');
      return { verb: 'export', format, ...(audience === undefined ? {} : { audience }) };
    },
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
