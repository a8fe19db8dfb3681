// Due times as an iCalendar file (RFC 5545) that calendars subscribe to. It is a function of what is due alone: nothing
// in it says when it was made, so the same state is the same file.
import {
  ICalAlarmType,
  ICalCalendar,
  ICalEventBusyStatus,
  ICalEventTransparency,
} from 'ical-generator';
import { dueTitle } from '../messages/due-words.ts';
import type { DueItem } from '../commands/due.ts';

export const calendarType = 'text/calendar; charset=utf-8';

/** How often calendars are asked to look again, in seconds; many look far less often. */
const refreshSeconds = 900;

/** Moments are given in UTC, so that a calendar shows them in whatever zone its owner is. */
export function calendarFile(items: readonly DueItem[]): string {
  const calendar = new ICalCalendar({
    name: 'SSIRP due times',
    prodId: { company: 'ssirp-bot', product: 'due-times', language: 'EN' },
    ttl: refreshSeconds,
  });
  for (const item of items) {
    const due = Temporal.Instant.from(item.dueAt);
    const changed = Temporal.Instant.from(item.changedAt);
    calendar.createEvent({
      id: item.uid,
      summary: dueTitle(item),
      // Without an end it takes no time at all: an end has to be later than the start.
      start: due,
      stamp: changed,
      lastModified: changed,
      sequence: item.revision,
      // A deadline keeps nobody busy.
      transparency: ICalEventTransparency.TRANSPARENT,
      busystatus: ICalEventBusyStatus.FREE,
      alarms: warningsOf(item).map((trigger) => ({
        type: ICalAlarmType.display,
        description: dueTitle(item),
        trigger,
      })),
    });
  }
  return calendar.toString();
}

/**
 * Seconds before it is due: when half of its time is over and when the last quarter begins. What returns every few
 * hours, and tasks, warn once; so does what leaves no minute between.
 */
function warningsOf({ isOwn, thing, since, dueAt }: DueItem): number[] {
  if (!isOwn) return [];
  const seconds = Temporal.Instant.from(dueAt).since(since).total('seconds');
  const parts = thing.kind === 'embargo' || thing.kind === 'clock' ? [2, 4] : [4];
  return parts.map((part) => Math.floor(seconds / part)).filter((before) => before >= 60);
}
