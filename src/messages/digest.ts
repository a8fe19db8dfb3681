// The digest of the announcement channel: every open incident at a glance, kept current in place. Everybody can read
// it, so a private incident is a number and whom to ask, and people are named, not called.
import type { DigestView } from '../commands/outcome.ts';
import { compose } from './compose.ts';
import { incidentItem } from './list-items.ts';
import type { Block, Message, Rich } from './message.ts';
import type { NameOf } from './rich.ts';
import { atName, bold, cmd, plainRich, rich } from './rich.ts';

export function renderDigest(view: DigestView, nameOf: NameOf): Message {
  const { open, closedDoors, closedLately, more } = view;
  const count = open.length + closedDoors.length + more;
  const items = [
    ...open.map((one) => openItem(one, nameOf)),
    ...closedDoors.map(
      ({ id, ask }) => rich`${bold(id)}: private incident. Ask ${atName(ask, nameOf)}.`,
    ),
  ];
  const head = `Incidents now: ${count === 0 ? 'none open' : `${count} open`}`;
  const all = items.map((item) => plainRich(item, nameOf)).join('; ');
  return compose(all === '' ? head : `${head}: ${all}`, [
    { kind: 'heading', text: head },
    ...list(items),
    ...(more > 0
      ? [{ kind: 'text' as const, text: rich`and ${String(more)} more: ${cmd('list')}` }]
      : []),
    ...(closedLately.length === 0
      ? []
      : [
          { kind: 'text' as const, text: [bold(`Closed in the last day`)] },
          ...list(closedLately.map((incident) => incidentItem(incident))),
        ]),
    {
      kind: 'text',
      tone: 'muted',
      text: rich`Kept current. Your own: ${cmd('list mine')}; a new one: ${cmd('declare <title>')}.`,
    },
  ]);
}

function openItem(
  { incident, lead, sitrepDueAt, drill }: DigestView['open'][number],
  nameOf: NameOf,
): Rich {
  const led = lead === null ? 'nobody leads yet' : `lead ${atName(lead, nameOf)}`;
  return rich`${drill ? 'DRILL · ' : ''}${incidentItem(incident)} · ${led} · next sitrep ${{ at: sitrepDueAt }}`;
}

function list(items: readonly Rich[]): Block[] {
  if (items.length === 0) return [];
  return [{ kind: 'list', items: items.map((text) => ({ mark: 'dot', text })) }];
}
