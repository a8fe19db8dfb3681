// A booking on a release train as messages show it.
import { timetable } from '#machines/release-calendar.ts';
import { noticeText, trainName } from '#machines/train-entries.ts';
import { trainState } from '#machines/train-state.ts';
import type { PartRow } from '#db/parts.ts';
import type { BookingView } from '../commands/train-views.ts';

export function bookingView({
  n,
  snapshot,
}: Pick<PartRow<'train'>, 'n' | 'snapshot'>): BookingView {
  const { context } = snapshot;
  const { notice, releaseAt } = context;
  return {
    n,
    state: trainState(snapshot),
    context,
    name: trainName(context),
    timetable: timetable(releaseAt),
    noticeText: notice === null ? null : noticeText(context, notice),
  };
}
