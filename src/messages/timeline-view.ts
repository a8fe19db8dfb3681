// The timeline as people read it in chat: newest last, corrected and withdrawn entries marked.
import type { View } from '../commands/outcome.ts';
import type { EntryView } from '../commands/view-types.ts';
import { compose, firstThatFit } from './compose.ts';
import { weightOfRich } from './fit.ts';
import { entryItem } from './list-items.ts';
import type { Block, Message } from './message.ts';
import type { NameOf } from './rich.ts';
import { cmd, rich } from './rich.ts';
import { dots, listMax, spoken, textOnly } from './view-blocks.ts';

export function timelineView(
  { incidentId, entries, total, drill }: Extract<View, { view: 'timeline' }>,
  nameOf: NameOf,
): Message {
  if (entries.length === 0) {
    const text = rich`The timeline of ${incidentId} is empty. Write something down: ${cmd('note <text>')}.`;
    return textOnly(text, nameOf);
  }
  const mark = drill === true ? 'DRILL · ' : '';
  const blocks = timelineBlocks(entries);
  const items = blocks.flatMap((block) => (block.kind === 'list' ? [...block.items] : []));
  const older = total - items.length;
  // Only what the list shows: a withdrawn entry must not come back in the notification.
  const newest = items.slice(-5).map(({ text }) => text);
  return compose(
    `${mark}Timeline of ${incidentId}, ${items.length} of ${total} entries, newest last: ${spoken(newest, nameOf)}`,
    [
      { kind: 'heading', text: `${mark}Timeline · ${incidentId}` },
      ...(older > 0
        ? [
            {
              kind: 'text' as const,
              text: rich`${String(older)} older entries: ${cmd('timeline 100')}, or all of them: ${cmd('export')}.`,
              tone: 'muted' as const,
            },
          ]
        : []),
      ...blocks,
    ],
  );
}

/** The newest entries that fit, oldest of them first, with what later entries did to them. */
export function timelineBlocks(entries: readonly EntryView[]): Block[] {
  const corrected = laterEntries(entries, 'correction');
  const withdrawn = laterEntries(entries, 'withdrawal');
  const items = entries.map((entry) => {
    const withdrawnBy = withdrawn.get(entry.seq);
    const correctedBy = corrected.get(entry.seq);
    return entryItem(entry, {
      ...(withdrawnBy === undefined ? {} : { withdrawnBy }),
      ...(correctedBy === undefined ? {} : { correctedBy }),
    });
  });
  const newest = firstThatFit(
    items.toReversed(),
    (item) => weightOfRich(item) + 4,
    listMax,
  ).toReversed();
  return newest.length === 0 ? [] : [{ kind: 'list', items: dots(newest) }];
}

/** Number of the corrected or withdrawn entry → number of the entry that did it. */
function laterEntries(entries: readonly EntryView[], kind: string): Map<number, number> {
  const found = new Map<number, number>();
  for (const { kind: its, seq, data } of entries) {
    if (its === kind && typeof data['of'] === 'number') found.set(data['of'], seq);
  }
  return found;
}
