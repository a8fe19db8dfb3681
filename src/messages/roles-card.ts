// The roles card: each role of the level with whoever holds it, and a button for each that nobody holds. Posted in the
// incident's channel at the beginning and kept current there.
import type { IncidentView } from '../commands/view-types.ts';
import { button, compose } from './compose.ts';
import { drillMark } from './incident-card.ts';
import type { Message } from './message.ts';
import { claimButtons } from './reminder-buttons.ts';
import type { NameOf } from './rich.ts';
import { atName, bold, rich, who } from './rich.ts';
import { buttonBlock } from './view-blocks.ts';
import { levelRoles, roleName, roleNames } from './words.ts';

export function renderRolesCard(incident: IncidentView, nameOf: NameOf): Message {
  const { context, closed } = incident;
  const needed = levelRoles[context.level];
  const open = needed.filter((role) => context.roles[role] === undefined);
  const others = Object.entries(context.roles).filter(
    ([role]) => !needed.some((one) => one === role),
  );
  const items = [
    ...needed.map((role) => {
      const held = context.roles[role];
      if (held === undefined)
        return { mark: 'missing' as const, text: rich`${bold(roleNames[role])}: unfilled` };
      const asked = held.acknowledgedAt === null ? ' (asked, has not said yes)' : '';
      return {
        mark: asked === '' ? ('done' as const) : ('missing' as const),
        text: rich`${bold(roleNames[role])}: ${who(held.person)}${asked}`,
      };
    }),
    ...others.map(([role, { person }]) => ({
      mark: 'dot' as const,
      text: rich`${bold(roleName(role))}: ${who(person)}`,
    })),
  ];
  const mark = drillMark(incident);
  const holders = Object.entries(context.roles).map(
    ([role, { person }]) => `${roleName(role)} ${atName(person, nameOf)}`,
  );
  const unfilled =
    open.length === 0
      ? 'all filled'
      : `unfilled: ${open.map((role) => roleNames[role]).join(', ')}`;
  const all = open.length > 1 ? [button(context.id, 'role open @me', 'Take all open roles')] : [];
  return compose(
    `${mark}Roles of ${context.id}, ${unfilled}. Held: ${holders.length === 0 ? 'none' : holders.join(', ')}.`,
    [
      { kind: 'heading', text: `${mark}Roles · ${context.id}` },
      { kind: 'list', items },
      ...buttonBlock(closed ? [] : [...claimButtons(context.id, open), ...all]),
    ],
  );
}
