// What goes with the next release, or with each of those to come: of incidents that the reader may see.
import type { TrainView, TrainsView } from '../commands/train-views.ts';
import { button, compose } from './compose.ts';
import { plainTitle } from './list-items.ts';
import type { Block, Message, Rich } from './message.ts';
import { bold, cmd, handleOf, plainRich, rich, richOf } from './rich.ts';
import { line } from './tidy.ts';
import { casesNamed, trainStateNames } from './train-words.ts';
import { buttonBlock, dots, plural } from './view-blocks.ts';

/** As many releases fit into a message, and bookings into each. */
const trainsMax = 8;
const bookingsMax = 10;

export function trainsView({ trains, which }: TrainsView): Message {
  const shown = trains.slice(0, trainsMax);
  const said = shown.map((train) =>
    [headOf(train), ...itemsOf(train)].map((text) => plainRich(text, handleOf)).join('; '),
  );
  const more = trains.length - shown.length;
  return compose(line(`Release trains: ${said.join('. ')}`, 2000), [
    { kind: 'heading', text: which === 'list' ? 'Releases to come' : 'Release train' },
    ...shown.flatMap((train) => trainBlocks(train, which)),
    ...(more > 0
      ? [{ kind: 'text', text: rich`${String(more)} later.`, tone: 'muted' } as const]
      : []),
    ...buttonBlock([
      which === 'list'
        ? button('', 'train', 'Next release')
        : button('', 'train list', 'Releases to come'),
    ]),
  ]);
}

function headOf({ name, releaseAt }: TrainView): Rich {
  return rich`${bold(name.slice(0, 1).toUpperCase() + name.slice(1))}: ${{ at: releaseAt }}`;
}

function trainBlocks(train: TrainView, which: TrainsView['which']): Block[] {
  const items = itemsOf(train);
  return [
    { kind: 'text', text: headOf(train) },
    ...(which === 'list' ? [] : [{ kind: 'text', text: timesOf(train), tone: 'muted' } as const]),
    ...(items.length === 0
      ? [
          {
            kind: 'text',
            text: rich`Nothing goes with it yet. In an incident: ${cmd('train join')}.`,
          } as const,
        ]
      : [{ kind: 'list', items: dots(items) } as const]),
  ];
}

function timesOf({ timetable: { freeze, notice, go, webcast } }: TrainView): Rich {
  return rich`Scope freeze ${{ at: freeze }} · advance notice ${{ at: notice }} · go ${{ at: go }} · webcast ${{ at: webcast }}`;
}

function itemsOf(train: TrainView): Rich[] {
  const { bookings, unseen } = train;
  const more = bookings.length - bookingsMax;
  return [
    ...bookings.slice(0, bookingsMax).map(bookingItem),
    ...(more > 0 ? [rich`${String(more)} more`] : []),
    ...(unseen === 0
      ? []
      : [
          rich`${String(unseen)} ${bookings.length === 0 ? '' : 'more '}${plural('incident', unseen)} that you may not see`,
        ]),
  ];
}

function bookingItem({ incident, booking }: TrainView['bookings'][number]): Rich {
  const { state, context, noticeText } = booking;
  const { id, title, drill } = incident;
  const cases = context.cases.length === 0 ? '' : ` · ${casesNamed(context.cases)}`;
  const again = context.rereleaseOf === null ? '' : ' · re-release';
  const notice = noticeText === null ? [] : rich` · ${richOf(line(noticeText, 300))}`;
  return rich`${drill ? 'DRILL · ' : ''}${bold(id)} ${plainTitle(title, 100)} · ${trainStateNames[state]}${cases}${again}${notice}`;
}
