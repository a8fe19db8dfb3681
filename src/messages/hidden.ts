// What is left of an incident where it is no longer shown: its number.
import type { IncidentId } from '#machines/incident-types.ts';
import { compose } from './compose.ts';
import type { Message } from './message.ts';

export function renderHidden(incidentId: IncidentId): Message {
  const text = `${incidentId} is no longer shown here.`;
  return compose(text, [{ kind: 'text', text: [text], tone: 'muted' }]);
}
