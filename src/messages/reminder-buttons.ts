// The buttons of reminders: take what nobody holds, or put the reminder off.
import type { IncidentId, Role } from '#machines/incident-types.ts';
import { button } from './compose.ts';
import type { Button } from './message.ts';
import { roleNames } from './words.ts';

/** `what` as the command names it: `sitrep`, `roles`, `role legal`, `handover`, `task 3`. */
export function snoozeButtons(incidentId: IncidentId, what: string): Button[] {
  return [
    button(incidentId, `snooze ${what} 15m`, 'Snooze 15 min'),
    button(incidentId, `snooze ${what} 1h`, 'Snooze 1 h'),
  ];
}

/** One for each role. They never take a role from somebody who pressed a moment earlier. */
export function claimButtons(incidentId: IncidentId, roles: readonly Role[]): Button[] {
  return roles.map((role) =>
    button(incidentId, `role ${role} @me --if-free`, `Take ${roleNames[role]}`),
  );
}
