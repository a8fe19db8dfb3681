// What was told to whom outside the room, and who approved it: the statements of record.
import type { Said } from '#machines/said.ts';
import type { IncidentView } from '../commands/view-types.ts';
import { compose } from './compose.ts';
import { drillMark } from './incident-card.ts';
import type { Message, Rich } from './message.ts';
import type { NameOf } from './rich.ts';
import { bold, cmd, joined, plainLine, rich, richOf, who } from './rich.ts';
import { firstItems, plural, spoken, textOnly } from './view-blocks.ts';

/** How many of the newest are shown unless all are asked for. */
const newestMax = 10;

export function saidView(
  incident: IncidentView,
  { all, said }: { all: boolean; said: readonly Said[] },
  nameOf: NameOf,
): Message {
  const { id } = incident.context;
  if (said.length === 0)
    return textOnly(
      rich`${drillMark(incident)}Nobody outside the room was told anything about ${id} so far. Draft something from the record: ${cmd('statement holding')}.`,
    );
  const newest = (all ? said : said.slice(-newestMax)).toReversed();
  const items = newest.map((one) => itemOf(one, nameOf));
  const head = `${drillMark(incident)}${id}: ${said.length} ${plural('statement', said.length)} of record`;
  return compose(`${head}: ${spoken(items, nameOf)}`, [
    { kind: 'heading', text: `${drillMark(incident)}What was told about ${id}` },
    ...firstItems(
      items,
      all ? rich`The whole record: ${cmd('export')}.` : rich`All: ${cmd('said --all')}.`,
    ),
    ...(newest.length < said.length
      ? [
          {
            kind: 'text' as const,
            text: rich`${String(said.length - newest.length)} older: ${cmd('said --all')}.`,
            tone: 'muted' as const,
          },
        ]
      : []),
  ]);
}

function itemOf({ at, to, what, text, by, approvedBy }: Said, nameOf: NameOf): Rich {
  const approved =
    approvedBy.length === 0 ? [] : rich`, approved by ${joined(approvedBy.map(who))}`;
  return rich`${{ at }} ${bold(to)}, ${what}, by ${who(by)}${approved}: ${richOf(plainLine(text, nameOf, 200))}`;
}
