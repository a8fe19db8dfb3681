// What may be told outside an incident's room at all.
import { mayRead } from './audiences.ts';
import type { IncidentContext } from './incident-types.ts';

/** Why nothing may go to people outside, or null: need-to-know goes before any wish to inform. */
export function whyNotOutside({
  visibility,
  tlp,
}: Pick<IncidentContext, 'visibility' | 'tlp'>): 'visibility' | 'tlp' | null {
  if (visibility !== 'open') return 'visibility';
  return tlp === null || mayRead(tlp, 'organization') ? null : 'tlp';
}
