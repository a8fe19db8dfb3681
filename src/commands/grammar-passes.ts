// Test passes: trusted participants try the updates before the release, which waits for them.
import type { Args } from './args.ts';
import { Problem } from './args.ts';
import { clip } from './clip.ts';
import type { IncidentCommand } from './command.ts';
import type { VerbRow } from './grammar-parts.ts';
import { needed, nothingMore, reasoned, row, text, titleMax } from './grammar-parts.ts';
import type { PassAct } from './pass-command.ts';

export const passVerbs: readonly VerbRow[] = [
  row(
    ['pass', 'passes'],
    'pass [list] · pass open <name> [--updates a,b] [--until time] · pass <n> · pass <n> invite <who, who> · pass <n> start · pass <n> finding block|accept <text> · pass <n> resolve <m> <how> · pass <n> done [words] · pass <n> waive <reason>',
    'Test passes: participants outside try the updates, without details of the vulnerability. The release waits until a pass is done and no finding blocks, or until somebody waives it by name.',
    'process',
    passCommand,
  ),
];

const acts = ['invite', 'start', 'finding', 'resolve', 'done', 'waive'] as const;

function passCommand(args: Args): IncidentCommand {
  const first = args.peek()?.toLowerCase();
  if (first === undefined || first === 'list') {
    args.word();
    nothingMore(args);
    return { verb: 'passes' };
  }
  if (/^#?\d+$/.test(first)) return ofNumber(args, args.number('the number of a test pass'));
  if (first !== 'open')
    throw new Problem(`“${clip(first)}” is neither the number of a test pass nor “open”.`);
  args.word();
  const updates = listed(args.option('updates') ?? '');
  const until = args.time('until', 'future');
  const name = needed(args, 'a name for the test pass').replaceAll(/\s+/g, ' ');
  if (name.length > titleMax)
    throw new Problem(`The name of a test pass has at most ${titleMax} characters.`);
  return { verb: 'openPass', name, until, updates };
}

function ofNumber(args: Args, pass: number): IncidentCommand {
  if (args.isEmpty) return { verb: 'showPass', pass };
  const act = args.choice(acts, 'what to do with the test pass');
  const said = (what: PassAct): IncidentCommand => ({ verb: 'pass', pass, act: what });
  switch (act) {
    case 'invite':
      return said({
        type: 'INVITE',
        participants: listed(needed(args, 'who takes part, such as: Contoso, Fabrikam')),
      });
    case 'start':
      nothingMore(args);
      return said({ type: 'START' });
    case 'finding': {
      const verdict = args.choice(['block', 'accept'] as const, 'whether it blocks the release');
      return said({ type: 'FINDING', verdict, text: needed(args, 'what was found') });
    }
    case 'resolve': {
      const m = args.number('the number of a finding');
      return said({ type: 'RESOLVE', m, how: needed(args, 'how it was resolved') });
    }
    case 'done':
      return said({ type: 'DONE', words: text(args) });
    case 'waive':
      return reasoned(args, `pass ${pass} waive`, (reason) => said({ type: 'WAIVE', reason }));
  }
}

function listed(words: string): string[] {
  return words
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
