// The releases that the incident was booked on: what was due when, what customers heard beforehand, and what became of it.
import type { BookingView } from '#src/commands/train-views.ts';
import type { Material, Section } from './report.ts';
import { section } from './report.ts';

/** Only where something was booked. */
export function trainSections(material: Material): Section[] {
  const { bookings } = material.source.incident;
  if (bookings.length === 0) return [];
  return [
    section('Release trains', [
      {
        kind: 'table',
        head: [
          'Booking',
          'Release',
          'Cases',
          'Scope frozen',
          'Advance notice',
          'Outcome',
          'Webcast',
        ],
        rows: bookings.map((booking) => rowOf(material, booking)),
      },
    ]),
  ];
}

function rowOf(material: Material, booking: BookingView): string[] {
  const { names, times } = material;
  const { n, name, context, noticeText } = booking;
  const { releaseAt, cases, rereleaseOf, frozenAt, notice, webcast } = context;
  const again = rereleaseOf === null ? '' : `, re-release of booking ${rereleaseOf}`;
  const second =
    notice === null || notice.approvedBy === null
      ? ''
      : `, approved by ${names.of(notice.approvedBy)}`;
  return [
    String(n),
    `${name}: ${times.full(releaseAt)}${again}`,
    cases.length === 0 ? '–' : cases.join(', '),
    frozenAt === null ? 'not yet' : times.utc(frozenAt),
    notice === null || noticeText === null
      ? 'none'
      : `${times.utc(notice.at)} by ${names.of(notice.by)}${second}: ${names.inText(noticeText)}`,
    outcomeOf(material, booking),
    webcast === null
      ? 'not held'
      : `${times.utc(webcast.at)} by ${names.of(webcast.by)}: ${names.inText(webcast.note)}`,
  ];
}

function outcomeOf(
  { names, times }: Pick<Material, 'names' | 'times'>,
  { state, context }: BookingView,
): string {
  const { departedAt, left, pulledIn, movedTo } = context;
  const early =
    pulledIn === null
      ? ''
      : `, pulled in from ${times.utc(pulledIn.was)} by ${names.of(pulledIn.by)}: ${names.inText(pulledIn.reason)}`;
  switch (state) {
    case 'departed':
      return `released ${departedAt === null ? '' : times.utc(departedAt)}${early}`;
    case 'left':
      return left === null
        ? 'taken off'
        : `taken off ${times.utc(left.at)} by ${names.of(left.by)}: ${names.inText(left.reason)}`;
    case 'missed':
      return 'missed';
    case 'moved':
      return movedTo === null ? 'went on elsewhere' : `went on in ${movedTo.incidentId}`;
    default:
      return `${state}${early}`;
  }
}
