// Who holds which role, who has yet to say yes, and which roles of the level nobody holds.
import type { PersonId, Role } from '#machines/incident-types.ts';
import type { IncidentView } from '../commands/view-types.ts';
import { button, compose } from './compose.ts';
import { drillMark } from './incident-card.ts';
import type { Button, Message } from './message.ts';
import type { NameOf } from './rich.ts';
import { atName, bold, cmd, rich, who } from './rich.ts';
import { buttonBlock } from './view-blocks.ts';
import { levelRoles, roleName, roleNames } from './words.ts';

/** `next`: whom `role <role> next` would ask, where anybody is on call. */
export function rolesView(
  incident: IncidentView,
  next: Partial<Record<Role, PersonId>>,
  nameOf: NameOf,
): Message {
  const { context } = incident;
  const needed = levelRoles[context.level];
  const others = Object.entries(context.roles).filter(
    ([role]) => !needed.some((one) => one === role),
  );
  const open = needed.filter((role) => context.roles[role] === undefined);
  const items = [
    ...needed.map((role) => {
      const held = context.roles[role];
      const mark =
        held === undefined || held.acknowledgedAt === null
          ? ('missing' as const)
          : ('done' as const);
      const yes =
        held !== undefined && held.acknowledgedAt === null
          ? rich`, has not said yes: ${cmd(`role ${role} @me`)}`
          : [];
      const holder =
        held === undefined
          ? rich`unfilled: ${cmd(`role ${role} @user`)}`
          : rich`${who(held.person)}${yes}`;
      const after = next[role];
      const onCall =
        after === undefined || mark === 'done'
          ? []
          : rich`; next on call ${who(after)}: ${cmd(`role ${role} next`)}`;
      return { mark, text: rich`${bold(roleNames[role])}: ${holder}${onCall}` };
    }),
    ...others.map(([role, held]) => ({
      mark: 'dot' as const,
      text: rich`${bold(roleName(role))}: ${who(held.person)}`,
    })),
  ];
  const state =
    open.length === 0
      ? 'all filled'
      : `unfilled: ${open.map((role) => roleNames[role]).join(', ')}`;
  const take: Button[] =
    open.length === 0 ? [] : [button(context.id, 'role open @me', 'Take all open roles')];
  const holders = Object.entries(context.roles).map(
    ([role, held]) => `${roleName(role)} ${atName(held.person, nameOf)}`,
  );
  return compose(
    `${drillMark(incident)}Roles of ${context.id}, ${state}. Held: ${holders.length === 0 ? 'none' : holders.join(', ')}.`,
    [
      { kind: 'heading', text: `${drillMark(incident)}Roles · ${context.id}` },
      { kind: 'list', items },
      ...buttonBlock(take),
    ],
  );
}
