// The digest of the announcement channel: what is open and what was closed last, for everybody who reads there. People
// stand in it by name, because a mention calls them. A closed door shows its number and whom to ask, and nothing else.
import type { DigestView, Glance } from '../commands/view-types.ts';
import { compose } from './compose.ts';
import { glanceItem } from './glance.ts';
import { oneLine } from './list-items.ts';
import type { Block, Message, Rich } from './message.ts';
import type { NameOf } from './rich.ts';
import { atName, bold, cmd, plainRich, rich } from './rich.ts';
import { line } from './tidy.ts';
import { plural, section } from './view-blocks.ts';
import { levelTag, outcomeName } from './words.ts';

export function renderDigest(digest: DigestView, nameOf: NameOf): Message {
  const open = digest.open.map((incident) =>
    named(rich`${glanceItem(incident)}${guidance(incident)}`, nameOf),
  );
  const hidden = digest.hidden.map(
    ({ incidentId, ask }) =>
      rich`${bold(incidentId)}: private incident. Ask ${atName(ask, nameOf)}.`,
  );
  const closed = digest.closed.map((incident) => named(closedItem(incident), nameOf));
  const count = digest.open.length + digest.moreOpen + digest.hidden.length;
  const head = count === 0 ? 'No open incidents' : `${count} open ${plural('incident', count)}`;
  const spoken = [...open, ...hidden].map((item) => plainRich(item, nameOf));
  const ended = closed.map((item) => plainRich(item, nameOf));
  return compose(
    line(
      [
        `Digest. ${head}`,
        ...spoken,
        ...(ended.length === 0 ? [] : [`Closed last: ${ended.join('; ')}`]),
      ].join('. '),
      2500,
    ),
    [
      { kind: 'heading', text: `Security incidents · ${head.toLowerCase()}` },
      ...listed(open),
      ...(digest.moreOpen === 0 ? [] : [more(digest.moreOpen)]),
      ...listed(hidden),
      ...section('Closed last', closed),
      {
        kind: 'text',
        text: rich`Kept up to date here. To declare an incident: ${cmd('declare <title> --level 1-4')}`,
        tone: 'muted',
      },
    ],
  );
}

/** A mention calls; a name does not. */
function named(text: Rich, nameOf: NameOf): Rich {
  return text.map((span) =>
    typeof span === 'object' && 'person' in span ? atName(span.person, nameOf) : span,
  );
}

function guidance({ guidanceDueAt: at }: DigestView['open'][number]): Rich {
  return at === null ? [] : rich` · first guidance due ${{ at }}`;
}

function listed(items: readonly Rich[]): Block[] {
  return items.length === 0
    ? []
    : [{ kind: 'list', items: items.map((text) => ({ mark: 'dot', text })) }];
}

function more(count: number): Block {
  return { kind: 'text', text: rich`And ${String(count)} more: ${cmd('list')}`, tone: 'muted' };
}

function closedItem({ context }: Glance): Rich {
  return rich`${context.drill ? 'DRILL · ' : ''}${bold(context.id)} · ${levelTag(context.level)} · ${outcomeName(context.outcome)} · ${oneLine(context.title, 200)}`;
}
