// Statements to audiences outside the room, and what was told to whom.
import type { StatementKind } from '#machines/statement-types.ts';
import type { Args } from './args.ts';
import { Problem } from './args.ts';
import { clip } from './clip.ts';
import type { IncidentCommand } from './command.ts';
import type { VerbRow } from './grammar-parts.ts';
import { all, nothingMore, reasoned, row, text, tlpNames } from './grammar-parts.ts';

const statementKinds = all<StatementKind>({
  holding: true,
  guidance: true,
  'executive-brief': true,
  'partner-notice': true,
  regulator: true,
  'press-line': true,
});

export const statementVerbs: readonly VerbRow[] = [
  row(
    ['statement', 'statements'],
    'statement [list] · statement holding|guidance|executive-brief|partner-notice|press-line [draft] [--tlp label] [text] · statement regulator <clock n> · statement <n> [fields] · statement <n> write [text] · statement <n> tlp <label> · statement <n> approve · statement <n> sent|copied [to whom] · statement <n> withdraw <reason>',
    'A text for one audience outside the room, drafted from the record with what is withheld listed, labelled, approved, then sent or copied by a person. A regulator’s text is for a clock, and “sent” files that clock with the reference.',
    'process',
    statementCommand,
  ),
  row(
    ['said'],
    'said [--all]',
    'What was told to whom outside the room, when, in which words, by whom, and who approved it.',
    'record',
    (args) => {
      const isWhole = args.flag('all');
      nothingMore(args);
      return { verb: 'said', all: isWhole };
    },
  ),
];

const acts = ['fields', 'write', 'tlp', 'approve', 'sent', 'copied', 'withdraw'] as const;

function statementCommand(args: Args): IncidentCommand {
  const first = args.peek()?.toLowerCase();
  if (first === undefined || first === 'list') {
    args.word();
    nothingMore(args);
    return { verb: 'statements' };
  }
  if (/^#?\d+$/.test(first)) return ofNumber(args, args.number('the number of a statement'));
  const kind = statementKinds.find((one) => one === first);
  if (kind === undefined)
    throw new Problem(
      `“${clip(first)}” is neither the number of a statement nor a kind: ${statementKinds.join(', ')}.`,
    );
  args.word();
  if (args.peek()?.toLowerCase() === 'draft') args.word();
  const wanted = args.option('tlp')?.toUpperCase();
  const label = wanted === undefined ? null : labelOf(wanted);
  const clockNumber =
    kind === 'regulator' && !args.isEmpty ? args.number('the number of a clock') : null;
  const written = text(args);
  return {
    verb: 'draftStatement',
    kind,
    clockNumber,
    label,
    text: written === '' ? null : written,
  };
}

function labelOf(word: string): (typeof tlpNames)[number] {
  const label = tlpNames.find((one) => one === word.replace(/^TLP:/, ''));
  if (label === undefined) throw new Problem(`I need a TLP 2.0 label: ${tlpNames.join(', ')}.`);
  return label;
}

function ofNumber(args: Args, statement: number): IncidentCommand {
  if (args.isEmpty) return { verb: 'showStatement', statement, asFields: false };
  const act = args.choice(acts, 'what to do with the statement');
  switch (act) {
    case 'fields':
      nothingMore(args);
      return { verb: 'showStatement', statement, asFields: true };
    case 'write': {
      const written = text(args);
      return written === ''
        ? { verb: 'form', form: 'statement', statement }
        : { verb: 'writeStatement', statement, text: written };
    }
    case 'tlp':
      return { verb: 'labelStatement', statement, label: args.choice(tlpNames, 'a TLP 2.0 label') };
    case 'approve':
      nothingMore(args);
      return { verb: 'approveStatement', statement };
    case 'sent':
    case 'copied':
      return { verb: 'giveStatement', statement, how: act, to: text(args) };
    case 'withdraw':
      return reasoned(args, `statement ${statement} withdraw`, (reason) => ({
        verb: 'withdrawStatement',
        statement,
        reason,
      }));
  }
}
