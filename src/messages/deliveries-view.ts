// For admins: what is stuck in the whole workspace. Ids and kinds only, nothing of what an incident is about.
import type { View } from '../commands/outcome.ts';
import { button, compose } from './compose.ts';
import { stuckItem, waitingItem } from './health-view.ts';
import { heldBlock, heldWords, whyHeld } from './held.ts';
import type { Message } from './message.ts';
import { cmd, rich } from './rich.ts';
import { line } from './tidy.ts';
import { buttonBlock, section } from './view-blocks.ts';

const shownMax = 15;

export function deliveriesView({
  waiting,
  dead,
  counts,
  held,
  elsewhere,
}: Extract<View, { view: 'deliveries' }>): Message {
  const state =
    counts.waiting + counts.dead === 0
      ? 'everything is delivered'
      : `${counts.dead} not delivered, ${counts.waiting} waiting`;
  return compose(`Deliveries of this workspace: ${state}.${heldWords(held)}`, [
    { kind: 'heading', text: 'Health · all deliveries of this workspace' },
    {
      kind: 'text',
      text: [`${state.charAt(0).toUpperCase()}${state.slice(1)}.`],
      tone: counts.dead > 0 || held !== null ? 'bad' : 'good',
    },
    ...(held === null ? [] : [heldBlock(held)]),
    ...section(
      'Other workspaces that are held back',
      elsewhere.map(
        ({ tenant, since, ...why }) =>
          rich`${line(tenant, 80)} since ${{ at: since }}: ${whyHeld(why)}`,
      ),
    ),
    ...section(
      'Not delivered',
      dead
        .slice(0, shownMax)
        .map(({ incidentId, effect }) => rich`${incidentId} · ${stuckItem(incidentId, effect)}`),
    ),
    ...(counts.dead > 1
      ? [{ kind: 'text' as const, text: rich`Try all of them again: ${cmd('retry all')}.` }]
      : []),
    ...section(
      'Waiting after a failure',
      waiting
        .slice(0, shownMax)
        .map(({ incidentId, effect }) => rich`${incidentId} · ${waitingItem(effect)}`),
    ),
    ...buttonBlock(
      dead
        .slice(0, 3)
        .map(({ incidentId, effect: { id } }) => button(incidentId, `retry ${id}`, `Retry ${id}`)),
    ),
  ]);
}
