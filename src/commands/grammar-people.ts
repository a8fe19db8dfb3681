// Who does what in an incident.
import type { Args } from './args.ts';
import { Problem } from './args.ts';
import type { IncidentCommand } from './command.ts';
import type { VerbRow } from './grammar-parts.ts';
import { roleNames, row, text } from './grammar-parts.ts';

export const peopleVerbs: readonly VerbRow[] = [
  row(['roles', 'who'], 'roles', 'Who holds which role, and which are free.', 'people', () => ({
    verb: 'roles',
  })),
  row(
    ['role', 'claim'],
    'role <role>[,role…] [@user|me|none] · role open me',
    'Take a role (also: say yes to one you were given), give it to somebody, or free it. “open” is every role still free.',
    'people',
    role,
  ),
  row(
    ['handover', 'handoff'],
    'handover @user · handover accept',
    'Hand the crisis lead to somebody, who must accept.',
    'people',
    (args) => {
      if (args.peek()?.toLowerCase() === 'accept') return { verb: 'acceptHandover' };
      const to = args.person();
      if (to === undefined || to === 'me')
        throw new Problem('I need the person who takes over, as a mention.');
      return { verb: 'handover', to };
    },
  ),
  row(['invite', 'add'], 'invite @user…', 'Bring people into the incident.', 'people', (args) => {
    const people: string[] = [...new Set<string>(args.people())];
    if (people.length === 0) throw new Problem('I need at least one person, as a mention.');
    return { verb: 'invite', people };
  }),
  row(
    ['join'],
    'join [INC] [reason]',
    'Come into the channel of the incident.',
    'people',
    (args) => ({ verb: 'join', reason: text(args) }),
  ),
];

function role(args: Args): IncidentCommand {
  const names = roleWords(args.word());
  while (isRoleNext(args)) names.push(...roleWords(args.word()));
  const free = args.peek()?.toLowerCase() === 'none';
  const person = free ? 'none' : (args.person() ?? (args.isEmpty ? 'me' : undefined));
  if (person === undefined)
    throw new Problem(
      'I do not know that person: pick them from the list, so that the name becomes a mention.',
    );
  if (names.length === 1 && names[0] === 'open') return { verb: 'role', roles: 'open', person };
  const wanted = names.map((name) => roleNames.find((known) => known === name));
  if (wanted.length === 0 || wanted.includes(undefined))
    throw new Problem(`I need a role: ${roleNames.join(', ')}.`);
  return { verb: 'role', roles: wanted.filter((name) => name !== undefined), person };
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
