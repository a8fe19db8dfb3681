// Drills: to open one, to answer what its outside world asks, to see how it went, and to stop it.
import type { Args } from './args.ts';
import { Problem } from './args.ts';
import { clip } from './clip.ts';
import type { Draft, VerbRow } from './grammar-parts.ts';
import { nothingMore, reasoned } from './grammar-parts.ts';

export const drillVerb: VerbRow = {
  names: ['drill', 'exercise'],
  usage:
    'drill · drill <scenario> [--scripted] · drill answered <n> [what] · drill score · drill stop <reason>',
  help: 'An exercise after a scenario: you lead it here, and its outside world acts by clock. Without a word: which scenarios there are. --scripted plays the people, too, in the local console. Nothing of a drill leaves its channel, and it is scored at the end.',
  section: 'anywhere',
  parse: drill,
};

function drill(args: Args): Draft {
  const scripted = args.flag('scripted');
  const first = args.word() ?? null;
  switch (first?.toLowerCase()) {
    case 'score':
      nothingMore(args);
      return { verb: 'drillScore' };
    case 'stop':
      return reasoned(args, 'drill stop', (reason) => ({ verb: 'stopDrill', reason }));
    case 'answered': {
      const word = args.word() ?? '';
      if (!/^[1-9]\d{0,3}$/.test(word))
        throw new Problem(`I need the number of an inject, not “${clip(word)}”.`);
      return reasoned(args, `drill answered ${word}`, (text) => ({
        verb: 'answerInject',
        inject: Number(word),
        text,
      }));
    }
    default:
      nothingMore(args);
      return { verb: 'drill', scenario: first, scripted };
  }
}
