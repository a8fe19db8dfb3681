// Who does what in an incident.
import type { Args } from './args.ts';
import { Problem } from './args.ts';
import { clip } from './clip.ts';
import type { IncidentCommand } from './command.ts';
import type { VerbRow } from './grammar-parts.ts';
import { nothingMore, reasoned, roleNames, row, text } from './grammar-parts.ts';

export const peopleVerbs: readonly VerbRow[] = [
  row(['roles'], 'roles', 'Who holds which role, and which are free.', 'people', () => ({
    verb: 'roles',
  })),
  row(
    ['role', 'claim'],
    'role <role>[,role…] [@user|me|none|next] [--if-free] · role open me',
    'Take a role (also: say yes to one you were given), give it to somebody, free it, or ask whoever is next on call. “open” is every role still free; “--if-free” takes none that somebody holds.',
    'people',
    role,
  ),
  row(
    ['handover', 'handoff'],
    'handover @user · handover accept · handover decline <reason>',
    'Hand the crisis lead to somebody, who reads a brief and must accept. The lead takes an offer back with “decline”.',
    'people',
    (args) => {
      const word = args.peek()?.toLowerCase();
      if (word === 'accept') return { verb: 'acceptHandover' };
      if (word === 'decline') {
        args.word();
        return reasoned(args, 'handover decline', (reason) => ({
          verb: 'declineHandover',
          reason,
        }));
      }
      const to = args.person();
      if (to === undefined || to === 'me')
        throw new Problem('I need the person who takes over, as a mention.');
      return { verb: 'handover', to };
    },
  ),
  row(
    ['invite', 'add'],
    'invite @user… @group…',
    'Bring people into the incident, also all of a user group.',
    'people',
    (args) => {
      const people: string[] = [...new Set<string>(args.people())];
      const groups = args.groups();
      if (people.length + groups.length === 0)
        throw new Problem('I need at least one person or user group, as a mention.');
      return { verb: 'invite', people, ...(groups.length === 0 ? {} : { groups }) };
    },
  ),
  row(
    ['snooze', 'later'],
    'snooze sitrep|roles|role <role>|handover|task <n> <time>',
    'Put a reminder off, such as `snooze sitrep 15m`: at most three times, and not past what must not be missed.',
    'people',
    snooze,
  ),
  row(
    ['join'],
    'join [reason]',
    'Come into the channel of the incident. An administrator says why, and it is recorded.',
    'people',
    (args) => ({ verb: 'join', reason: text(args) }),
  ),
  row(
    ['remove', 'kick'],
    'remove @user <reason>',
    'Take somebody out of the incident: off its list, out of its channel, out of their roles.',
    'people',
    remove,
  ),
  row(
    ['who', 'access'],
    'who · who look · who confirm',
    'Who can read this incident and why. “look” looks into the channel again, “confirm” says that the list is right.',
    'people',
    who,
  ),
  row(
    ['room'],
    'room new <reason>',
    'Open another channel in place of one that was archived, deleted or exposed.',
    'people',
    (args) => {
      args.choice(['new'], 'what to do');
      return reasoned(args, 'room new', (reason) => ({ verb: 'newRoom', reason }));
    },
  ),
];

function snooze(args: Args): IncidentCommand {
  const what = args.choice(['sitrep', 'roles', 'role', 'handover', 'task'], 'what to put off');
  if (what === 'task') {
    const n = args.number('the number of the task (see `tasks`)');
    return { verb: 'snoozeTask', n, minutes: minutesOf(args) };
  }
  if (what === 'role') {
    const asked = args.choice(roleNames, 'the role that is not acknowledged');
    return { verb: 'snooze', what: `role.${asked}`, minutes: minutesOf(args) };
  }
  return { verb: 'snooze', what: what === 'roles' ? 'staffing' : what, minutes: minutesOf(args) };
}

/** `15m`, `15 min`, `for 1 hour`, `in 1h`. */
function minutesOf(args: Args): number {
  const written = args.rest();
  const [, count, unit = ''] =
    /^(?:(?:for|in) )?(\d{1,4}) ?(m|min|mins|minutes?|h|hours?)$/i.exec(written) ?? [];
  const minutes = Number(count) * (unit.toLowerCase().startsWith('h') ? 60 : 1);
  if (count === undefined || minutes === 0)
    throw new Problem(
      written === ''
        ? 'I need for how long: `15m` or `1h`.'
        : `“${clip(written)}” is no time to rest: write \`15m\` or \`1h\`.`,
    );
  return minutes;
}

function remove(args: Args): IncidentCommand {
  const person = args.person();
  if (person === undefined) throw new Problem('I need the person to remove, as a mention.');
  if (person === 'me')
    throw new Problem('To go yourself, leave the channel. I need somebody else, as a mention.');
  return reasoned(args, `remove <@${person}>`, (reason) => ({ verb: 'remove', person, reason }));
}

function who(args: Args): IncidentCommand {
  if (args.isEmpty) return { verb: 'who' };
  const what = args.choice(['look', 'confirm'], 'what to do');
  nothingMore(args);
  return what === 'look' ? { verb: 'lookAgain' } : { verb: 'confirmAccess' };
}

function role(args: Args): IncidentCommand {
  const onlyFree = args.flag('if-free') ? { onlyFree: true as const } : {};
  const names = roleWords(args.word());
  while (isRoleNext(args)) names.push(...roleWords(args.word()));
  const word = (['none', 'next'] as const).find((known) => args.peek()?.toLowerCase() === known);
  const person = word ?? args.person() ?? (args.isEmpty ? 'me' : undefined);
  if (person === undefined)
    throw new Problem(
      'I do not know that person: pick them from the list, so that the name becomes a mention.',
    );
  if (names.length === 1 && names[0] === 'open')
    return { verb: 'role', roles: 'open', person, ...onlyFree };
  const wanted = names.map((name) => roleNames.find((known) => known === name));
  if (wanted.length === 0 || wanted.includes(undefined))
    throw new Problem(`I need a role: ${roleNames.join(', ')}.`);
  return {
    verb: 'role',
    roles: wanted.filter((name) => name !== undefined),
    person,
    ...onlyFree,
  };
}

function roleWords(word: string | undefined): string[] {
  return (word ?? '')
    .toLowerCase()
    .replaceAll('-', '_')
    .split(',')
    .filter((name) => name !== '');
}

/** `comms_lead, scribe @bob`: people put a space after the comma. */
function isRoleNext(args: Args): boolean {
  return roleWords(args.peek()).some((name) => roleNames.some((known) => known === name));
}
