// Clocks: duties with a due time, of the law and of our own policy. The bot counts; a person submits.
import type { RegimeId } from '#machines/regimes.ts';
import type { Args } from './args.ts';
import { Problem } from './args.ts';
import { clip } from './clip.ts';
import type { IncidentCommand } from './command.ts';
import type { VerbRow } from './grammar-parts.ts';
import { all, nothingMore, reasoned, row, text } from './grammar-parts.ts';

/** An answer to a reporter is said of its case. */
const regimeNames = all<Exclude<RegimeId, 'reporter'>>({
  cra: true,
  'cra-incident': true,
  nis2: true,
  'nis2-trust': true,
  gdpr: true,
  sec: true,
  guidance: true,
});

export const clockVerbs: readonly VerbRow[] = [
  row(
    ['clock', 'clocks'],
    'clock [list] · clock <n> · clock <regime> propose|applies [--since time] [reason] · clock <regime>|<n> not-applicable <reason> · clock <n> applies|filed|since|waive|progress [words] [--at time]',
    'What is due to whom and when: CRA, NIS2, GDPR, SEC, first guidance, answers to reporters. Regimes: cra, cra-incident, nis2, nis2-trust, gdpr, sec, guidance. People decide what applies and submit; “filed” records that they did, with the reference.',
    'clocks',
    clockCommand,
  ),
];

const acts = [
  'show',
  'applies',
  'not-applicable',
  'filed',
  'since',
  'waive',
  'progress',
  'propose',
] as const;

function clockCommand(args: Args): IncidentCommand {
  const first = args.peek()?.toLowerCase();
  if (first === undefined || first === 'list') {
    args.word();
    nothingMore(args);
    return { verb: 'clocks' };
  }
  const regime = regimeNames.find((name) => name === first);
  if (regime !== undefined) {
    args.word();
    return ofRegime(args, regime);
  }
  if (!/^#?\d+$/.test(first))
    throw new Problem(
      `“${clip(first)}” is neither the number of a clock nor a regime: ${regimeNames.join(', ')}.`,
    );
  const clockNumber = args.number('the number of a clock');
  if (args.isEmpty) return { verb: 'showClock', clockNumber };
  return ofNumber(args, clockNumber);
}

function ofRegime(args: Args, regime: RegimeId): IncidentCommand {
  const act = args.choice(
    ['propose', 'applies', 'not-applicable'] as const,
    'what is to be said of it',
  );
  if (act === 'not-applicable')
    return reasoned(args, `clock ${regime} not-applicable`, (reason) => ({
      verb: 'decideClock',
      which: regime,
      applies: false,
      since: null,
      reason,
    }));
  const since = args.time('since', 'past');
  const reason = text(args);
  return act === 'propose'
    ? { verb: 'proposeClock', regime, since, reason }
    : { verb: 'decideClock', which: regime, applies: true, since, reason };
}

function ofNumber(args: Args, clockNumber: number): IncidentCommand {
  const act = args.choice(acts, 'what to do with the clock');
  switch (act) {
    case 'show':
      nothingMore(args);
      return { verb: 'showClock', clockNumber };
    case 'propose':
      throw new Problem('A regime is proposed, not a clock: clock cra propose.');
    case 'applies': {
      const since = args.time('since', 'past');
      const reason = text(args);
      return { verb: 'decideClock', which: clockNumber, applies: true, since, reason };
    }
    case 'not-applicable':
      return reasoned(args, `clock ${clockNumber} not-applicable`, (reason) => ({
        verb: 'decideClock',
        which: clockNumber,
        applies: false,
        since: null,
        reason,
      }));
    case 'filed': {
      const at = args.time('at', 'past');
      return reasoned(args, `clock ${clockNumber} filed`, (reference) => ({
        verb: 'fileClock',
        clockNumber,
        reference,
        at,
        isProgress: false,
      }));
    }
    case 'progress':
      return reasoned(args, `clock ${clockNumber} progress`, (reference) => ({
        verb: 'fileClock',
        clockNumber,
        reference,
        at: null,
        isProgress: true,
      }));
    case 'waive':
      return reasoned(args, `clock ${clockNumber} waive`, (reason) => ({
        verb: 'waiveClock',
        clockNumber,
        reason,
      }));
    case 'since': {
      const since = args.timeHere('past');
      if (since === null) return { verb: 'form', form: 'reason', of: `clock ${clockNumber} since` };
      nothingMore(args);
      return { verb: 'clockSince', clockNumber, since };
    }
  }
}
