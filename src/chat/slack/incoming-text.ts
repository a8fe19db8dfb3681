// What people typed, as Slack escapes it, back into plain text with people as `<@person-id>`.
import { groupId } from './groups.ts';
import { personId } from './people.ts';

const marked = /<([^<>]*)>/gu;
const subteam = /^!subteam\^([A-Z0-9]+)(?:\|@?(.*))?$/u;

export function plainText(text: string, team: string): string {
  return withoutMarks(text, (inside) => unmarked(inside, team));
}

/** The same, with user groups as `<&group-id|@name>`: a command may mean their people. */
export function commandText(text: string, team: string): string {
  return withoutMarks(text, (inside) => {
    const [, group, label = ''] = subteam.exec(inside) ?? [];
    if (group === undefined) return unmarked(inside, team);
    return `<&${groupId(team, group)}|@${label.replaceAll(/[^\p{L}\p{N}._-]/gu, '') || 'group'}>`;
  });
}

function withoutMarks(text: string, unmark: (inside: string) => string): string {
  return text
    .split(marked)
    .map((part, index) => (index % 2 === 0 ? unescape(part) : unmark(part)))
    .join('');
}

/** In one pass: `&amp;lt;` is the text `&lt;`. */
function unescape(text: string): string {
  return text.replaceAll(/&(amp|lt|gt);/gu, (_whole, name: string) => {
    if (name === 'amp') return '&';
    return name === 'lt' ? '<' : '>';
  });
}

/** The inside of `<…>`: a person, a channel, a command to Slack (`!here`, `!date^…`) or a link. */
function unmarked(inside: string, team: string): string {
  const bar = inside.indexOf('|');
  const target = bar === -1 ? inside : inside.slice(0, bar);
  const label = bar === -1 ? '' : unescape(inside.slice(bar + 1));
  if (/^@[UW][A-Z0-9]+$/u.test(target)) return `<@${personId(team, target.slice(1))}>`;
  if (target.startsWith('#')) return `#${label || target.slice(1)}`;
  if (target.startsWith('!')) return special(target.slice(1), label);
  if (target.startsWith('@')) return label || target;
  if (/^(?:mailto|tel):/u.test(target)) return label || target.slice(target.indexOf(':') + 1);
  return unescape(target);
}

/** `!here` and the like say who was called; a user group or a date says what the reader saw. */
function special(command: string, label: string): string {
  if (label !== '') return label;
  return `@${command.split('^', 1)[0] ?? ''}`;
}
