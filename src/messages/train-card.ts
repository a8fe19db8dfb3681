// The card of one booking: with which release an incident goes, what is due before and after it, and what customers were
// told beforehand.
import type { TrainContext, TrainState } from '#machines/train-types.ts';
import type { BookingView } from '../commands/train-views.ts';
import type { IncidentView } from '../commands/view-types.ts';
import { button, compose } from './compose.ts';
import { drillMark } from './incident-card.ts';
import type { Block, Button, Message, Rich, Tone } from './message.ts';
import type { NameOf } from './rich.ts';
import { bold, cmd, handleOf, plainRich, rich, richOf, who } from './rich.ts';
import { line } from './tidy.ts';
import { casesNamed, trainStateNames } from './train-words.ts';
import { buttonBlock, textOnly } from './view-blocks.ts';

export function renderTrainCard(
  incident: IncidentView,
  n: number,
  nameOf: NameOf = handleOf,
): Message {
  const { id } = incident.context;
  const view = incident.bookings.find((one) => one.n === n);
  if (view === undefined)
    return textOnly(rich`${id} has no booking ${String(n)}. See ${cmd('train')}.`);
  const { context, state, name } = view;
  const head = `${drillMark(incident)}Booking ${n}`;
  if (state === 'moved') {
    const { incidentId = id, n: there = n } = context.movedTo ?? {};
    return textOnly(rich`${bold(head)} went on in ${incidentId} as booking ${String(there)}.`);
  }
  const title = rich`${bold(`${head}: ${name}`)} · ${trainStateNames[state]}`;
  const facts = factsOf(view);
  const said = facts.map(({ label, value }) => `${label}: ${plainRich(value, nameOf)}`).join('; ');
  return compose(line(`${plainRich(title, nameOf)}: ${said}`, 2000), [
    { kind: 'text', text: title, tone: toneOf(state) },
    { kind: 'facts', facts },
    ...noticeBlocks(view),
    ...buttonBlock(buttonsOf(id, n, state, context)),
  ]);
}

function toneOf(state: TrainState): Tone {
  if (state === 'departed') return 'good';
  if (state === 'missed') return 'bad';
  return state === 'left' ? 'muted' : 'normal';
}

interface Fact {
  label: string;
  value: Rich;
}

const fact = (label: string, value: Rich): Fact => ({ label, value });

function factsOf({ context: c, state, timetable }: BookingView): Fact[] {
  const { freeze, notice, go, webcast } = timetable;
  const isAhead = state === 'open' || state === 'frozen' || state === 'announced';
  return [
    fact('Release', [{ at: c.releaseAt }]),
    ...(c.cases.length === 0 ? [] : [fact('Goes with it', [casesNamed(c.cases)])]),
    ...(c.rereleaseOf === null
      ? []
      : [fact('Re-release', rich`its fix failed after booking ${String(c.rereleaseOf)}`)]),
    ...(c.reason === '' ? [] : [fact('Reason', richOf(line(c.reason, 300)))]),
    ...(c.pulledIn === null
      ? []
      : [
          fact(
            'Pulled in',
            rich`not at ${{ at: c.pulledIn.was }}, ${who(c.pulledIn.by)}: ${richOf(line(c.pulledIn.reason, 300))}`,
          ),
        ]),
    ...(isAhead && c.frozenAt === null ? [fact('Scope freeze', [{ at: freeze }])] : []),
    ...(isAhead && c.notice === null ? [fact('Advance notice', rich`due ${{ at: notice }}`)] : []),
    ...(isAhead && c.pulledIn === null
      ? [fact('Go or no-go', rich`every lead by ${{ at: go }}`)]
      : []),
    ...(isAhead || state === 'departed' ? [fact('Webcast', webcastOf(c, webcast))] : []),
    ...(c.left === null
      ? []
      : [fact('Taken off', rich`${who(c.left.by)}: ${richOf(line(c.left.reason, 300))}`)]),
  ];
}

function webcastOf({ webcast }: TrainContext, due: string): Rich {
  if (webcast === null) return [{ at: due }];
  const note = webcast.note === '' ? [] : rich`: ${richOf(line(webcast.note, 300))}`;
  return rich`held, ${who(webcast.by)}, ${{ at: webcast.at }}${note}`;
}

/** In the words that customers get, to be copied to where they read it: the bot publishes it nowhere. */
function noticeBlocks({ context: { notice }, noticeText }: BookingView): Block[] {
  if (notice === null || noticeText === null) return [];
  const second = notice.approvedBy === null ? [] : rich`, approved by ${who(notice.approvedBy)}`;
  return [
    { kind: 'text', text: richOf(line(noticeText, 600)) },
    {
      kind: 'text',
      text: rich`Given by ${who(notice.by)}, ${{ at: notice.at }}${second}. Copy it to where customers read it.`,
      tone: 'muted',
    },
  ];
}

function buttonsOf(id: string, n: number, state: TrainState, c: TrainContext): Button[] {
  if (state === 'departed')
    return c.webcast === null ? [button(id, `train ${n} webcast`, 'Webcast was held')] : [];
  if (state !== 'open' && state !== 'frozen' && state !== 'announced') return [];
  const label = c.notice === null ? 'Advance notice' : 'Correct the notice';
  return [
    button(id, `train ${n} notice`, label, c.notice === null ? { style: 'primary' } : {}),
    button(id, `train ${n} leave`, 'Take it off'),
  ];
}
