// Answers to who cannot book, announce or take off, and what would be possible.
import type { TrainRefusal } from '../commands/train-views.ts';
import type { Rich } from './message.ts';
import { bold, cmd, joined, rich } from './rich.ts';
import { line } from './tidy.ts';
import { casesNamed, trainStateNames } from './train-words.ts';

export const trainRefusals: {
  [R in TrainRefusal as R['reason']]: (refusal: R) => { text: Rich };
} = {
  unknownTrain: ({ n, incidentId }) => ({
    text:
      n === null
        ? rich`Nothing of ${incidentId} is booked on a release. Book it: ${cmd('train join')} for the next monthly release, or ${cmd('train join --at <time> <reason>')}.`
        : rich`${incidentId} has no booking ${String(n)}. See ${cmd('train show')}.`,
  }),
  trainOfClosed: ({ incidentId }) => ({
    text: rich`${incidentId} is closed, so nothing of it can be released. Reopen it first: ${cmd('reopen <reason>')}.`,
  }),
  trainPast: ({ releaseAt }) => ({
    text: rich`That release was ${{ at: releaseAt }}. Choose one to come: ${cmd('train list')}.`,
  }),
  trainBooked: ({ n, name }) => ({
    text: rich`That is booked already, as booking ${String(n)} (${name}): ${cmd(`train ${n}`)}.`,
  }),
  trainElsewhere: ({ cases }) => ({
    text: rich`It was decided that ${casesNamed(cases)} ${cases.length === 1 ? 'goes' : 'go'} with another release. Decide it anew, and the booking follows: ${cmd(`case ${cases[0] ?? 1} vehicle monthly <month> <reason>`)} or ${cmd(`case ${cases[0] ?? 1} vehicle out-of-band <reason>`)}.`,
  }),
  otherThanTrain: ({ n, name, releaseAt }) => ({
    text: rich`This goes with the ${name} (booking ${String(n)}) ${{ at: releaseAt }}: ${cmd('go')} holds it until then. For another time book it anew first: ${cmd('train join --at <time> <reason>')}. Sooner, once every lead has said go: ${cmd('pull-in <reason>')}.`,
  }),
  noticeTells: ({ what }) => ({
    text: rich`The advance notice would tell ${joined(what.slice(0, 5).map((one) => line(one, 150)))}. It names product families only, as customers know them, e.g. Windows, Office.`,
  }),
  trainNotNow: ({ n, name, state, event, movedTo, incidentId }) => ({
    text:
      state === 'moved'
        ? rich`Booking ${String(n)} of ${incidentId} went on in another incident: ${cmd(`${movedTo?.incidentId ?? ''} train ${movedTo?.n ?? ''}`)}.`
        : rich`Booking ${String(n)} (${name}) is ${bold(trainStateNames[state])}. ${rule(event, state)}`,
  }),
};

function rule(
  event: Extract<TrainRefusal, { reason: 'trainNotNow' }>['event'],
  state: Extract<TrainRefusal, { reason: 'trainNotNow' }>['state'],
): Rich {
  if (event === 'WEBCAST')
    return state === 'departed'
      ? ['Its webcast was held already.']
      : ['A webcast is held once it was released.'];
  if (state === 'left' || state === 'missed') return rich`To book it again: ${cmd('train join')}.`;
  if (state === 'departed') return ['What customers have cannot be taken off or announced.'];
  return ['That very notice was given already.'];
}
