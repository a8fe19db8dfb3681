// Release trains: what goes with which monthly release, and the place of one incident.
import type { Severity } from '#machines/assessment-types.ts';
import type { Args } from './args.ts';
import { Problem, withUsage } from './args.ts';
import { clip } from './clip.ts';
import type { Draft, VerbRow } from './grammar-parts.ts';
import { all, nothingMore, reasoned, text } from './grammar-parts.ts';
import type { IncidentCommand } from './command.ts';

const severities = all<Severity>({ critical: true, important: true, moderate: true, low: true });

/** Longest list of product families, in characters: customers read it in one line. */
const familiesMax = 200;
const monthPattern = /^\d{4}-\d\d$/;

const joinUsage = 'train join [2026-12] [reason] · train join --at <time> <reason>';
const noticeUsage =
  'train notice [<bulletins> <critical|important|moderate|low> <product families>]';

export const trainVerbs: readonly VerbRow[] = [
  {
    names: ['train', 'trains'],
    usage: `train [2026-12|list] · train show · ${joinUsage} · train leave <reason> · ${noticeUsage} · train webcast [note] · train <n> [leave|notice|webcast …]`,
    help: 'What goes with the next monthly release, or with that of a month. In an incident: its place on a train, or out of band with “--at”; “notice” is the advance notice that customers get, in numbers and product families, and needs two people. Cases whose release vehicle is the monthly release are booked by themselves.',
    section: 'process',
    parse: trainCommand,
  },
];

const acts = ['show', 'join', 'leave', 'notice', 'webcast'] as const;

function trainCommand(args: Args): Draft {
  const first = args.peek()?.toLowerCase();
  if (first === undefined) return { verb: 'trains', which: 'next' };
  if (first === 'list') {
    args.word();
    nothingMore(args);
    return { verb: 'trains', which: 'list' };
  }
  if (monthPattern.test(first)) {
    const month = monthOf(args);
    nothingMore(args);
    return { verb: 'trains', which: { month } };
  }
  const booking = /^#?\d{1,3}$/.test(first) ? args.number('the number of a booking') : null;
  if (booking !== null && args.isEmpty) return { verb: 'showTrain', booking };
  return ofBooking(args, booking);
}

function ofBooking(args: Args, booking: number | null): IncidentCommand {
  const act = args.choice(acts, 'a month as 2026-12, list, or what to do');
  const typed = booking === null ? 'train' : `train ${booking}`;
  switch (act) {
    case 'show':
      nothingMore(args);
      return { verb: 'showTrain', booking };
    case 'join':
      if (booking !== null)
        throw new Problem('A booking is made new, without a number.', joinUsage);
      return withUsage(joinUsage, () => join(args));
    case 'leave':
      return reasoned(args, `${typed} leave`, (reason) => ({
        verb: 'leaveTrain',
        booking,
        reason,
      }));
    case 'notice':
      return withUsage(noticeUsage, () => notice(args, booking));
    case 'webcast':
      return { verb: 'heldWebcast', booking, note: text(args) };
  }
}

/** Out of band needs a reason, the monthly release none. */
function join(args: Args): IncidentCommand {
  const at = args.time('at', 'future');
  if (at !== null)
    return reasoned(args, `train join --at ${at}`, (reason) => ({
      verb: 'joinTrain',
      month: null,
      at,
      reason,
    }));
  const month = monthPattern.test(args.peek() ?? '') ? monthOf(args) : null;
  return { verb: 'joinTrain', month, at: null, reason: text(args) };
}

function notice(args: Args, booking: number | null): IncidentCommand {
  if (args.isEmpty) return { verb: 'form', form: 'trainNotice', booking };
  const bulletins = args.number('the number of bulletins');
  const severity = args.choice(severities, 'the gravest severity');
  const families = args.rest().replaceAll(/\s+/g, ' ');
  if (families === '') throw new Problem('I need the product families, e.g. Windows, Office.');
  if (families.length > familiesMax)
    throw new Problem(`That is too long: at most ${familiesMax} characters of product families.`);
  return { verb: 'noticeTrain', booking, bulletins, severity, families };
}

function monthOf(args: Args): string {
  const word = args.word() ?? '';
  const month = Number(word.slice(-2));
  if (month < 1 || month > 12) throw new Problem(`“${clip(word)}” is no month.`);
  return word;
}
