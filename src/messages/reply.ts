// The answer to a command: whatever the outcome, one message for the person who spoke, and a form when one opens.
import type { Outcome } from '../commands/outcome.ts';
import { renderCalendar } from './calendar-answer.ts';
import { compose } from './compose.ts';
import { renderForm } from './forms.ts';
import { sitrepsMeanwhile } from './meanwhile.ts';
import type { Form, Message, Rich, Tone } from './message.ts';
import { packageLinkText, standingText } from './partner-views.ts';
import { bold, cmd, joined, plainRich, rich, richOf } from './rich.ts';
import { renderRefusal } from './refusals.ts';
import type { Telling } from './sayings.ts';
import { scenariosView } from './score-card.ts';
import { renderSimilar } from './similar.ts';
import { line } from './tidy.ts';
import { plural } from './view-blocks.ts';
import { renderView } from './views.ts';
import { levelTag } from './words.ts';

export interface Answer {
  message: Message;
  form?: Form;
  /** True when nothing was changed because the request was refused. */
  refused: boolean;
  /** Refused only because the platform did not say who speaks. */
  isUnsure?: true;
}

export function renderOutcome(outcome: Outcome, telling: Telling): Answer {
  switch (outcome.kind) {
    case 'done':
      return done(outcome, telling);
    case 'declared':
      return answer(declared(outcome), telling, 'good');
    case 'similar':
      // Nothing was changed, and nothing was refused either: the person is asked.
      return { message: renderSimilar(outcome.command, outcome.similar, telling), refused: true };
    case 'drillStarted':
      return answer(
        rich`DRILL · The drill ${line(outcome.scenario, 80)} has started. Follow it in its channel; ${cmd('list')} shows it.`,
        telling,
      );
    case 'scenarios':
      return { message: scenariosView(outcome.scenarios, outcome.isScripted), refused: false };
    case 'calendar':
      return { message: renderCalendar(outcome, telling.nameOf), refused: false };
    case 'standing':
      return answer(standingText(outcome), telling, 'good');
    case 'packageLink':
      return answer(packageLinkText(outcome), telling, 'warning');
    case 'retried':
      return answer(retried(outcome), telling);
    case 'view':
      return { message: renderView(outcome, telling), refused: false };
    case 'form': {
      const form = renderForm(outcome.request);
      const about = form.incidentId === null ? '' : ` for ${form.incidentId}`;
      return { ...answer([`Fill in the form "${form.title}"${about}.`], telling), form };
    }
    case 'refused':
      return {
        message: renderRefusal(outcome.refusal, telling.nameOf),
        refused: true,
        ...(outcome.refusal.reason === 'standingUnknown' ? { isUnsure: true } : {}),
      };
  }
}

function done(
  { incidentId, text, drill, meanwhile = [] }: Extract<Outcome, { kind: 'done' }>,
  telling: Telling,
): Answer {
  const said = rich`${markOf(drill)}${bold(incidentId)} ${richOf(text)}`;
  const aside = sitrepsMeanwhile(meanwhile);
  const summary = plainRich(joined([said, ...aside], ' '), telling.nameOf);
  const blocks = [
    { kind: 'text' as const, text: said, tone: 'good' as const },
    ...aside.map((one) => ({ kind: 'text' as const, text: one, tone: 'warning' as const })),
  ];
  return { message: compose(summary, blocks), refused: false };
}

function retried({ deliveries, incidents }: Extract<Outcome, { kind: 'retried' }>): Rich {
  if (deliveries === 0)
    return rich`No delivery had been given up. What waits is tried again by itself: ${cmd('health')}.`;
  return rich`${String(deliveries)} ${deliveries === 1 ? 'delivery' : 'deliveries'} of ${String(incidents)} ${plural('incident', incidents)} ${deliveries === 1 ? 'is' : 'are'} tried again. See how it goes: ${cmd('health')}.`;
}

function declared({
  incidentId,
  title,
  level,
  visibility,
  drill,
}: Extract<Outcome, { kind: 'declared' }>): Rich {
  const room = visibility === 'open' ? 'Its channel' : 'Its private channel';
  return rich`${markOf(drill)}${bold(incidentId)} is declared (${levelTag(level)}): ${richOf(line(title, 200))}. ${room} is being opened; you and everybody who gets a role are invited. If it does not appear, see ${cmd(`${incidentId} health`)}.`;
}

function markOf(drill: true | undefined): string {
  return drill === true ? 'DRILL · ' : '';
}

function answer(text: Rich, { nameOf }: Telling, tone?: Tone): Answer {
  const block = { kind: 'text' as const, text, ...(tone === undefined ? {} : { tone }) };
  return { message: compose(plainRich(text, nameOf), [block]), refused: false };
}
