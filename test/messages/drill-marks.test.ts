// Nobody may take an exercise for the real thing: whatever the bot says of a drill, says so.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from '#src/messages/message.ts';
import { plainRich } from '#src/messages/rich.ts';
import { everyCard, everyForm, everySaying, hostile } from './every-message.ts';
import { everyOutcome } from './every-outcome.ts';

const [given] = fc.sample(
  hostile.filter(({ drill, visibility }) => drill && visibility === 'open'),
  { numRuns: 1, seed: 7 },
);
if (given === undefined) throw new Error('no drill to show');

/** About the workspace, about the person who asks, or about nothing that there is. */
const ofNoIncident = [
  /^Your calendar address|^You have had your calendar address/,
  /^Deliveries (of|to) this workspace|^A delivery of \S+ \(.*was refused/,
  /^Commands\.|^There is no command/,
  /^No follow-up is open/,
  /^[\d.]+ % of the exploitability ratings/,
  /^Task 99 is no longer part|has no (case|booking|clock|statement|test pass|package) 99/,
  /^\d+ partners: |^acme, |^There is no partner programme|: \d packages?[.]$/,
];

const unmarked = (messages: readonly Message[]): string[] =>
  messages
    .filter(
      ({ summary, blocks }) =>
        !ofNoIncident.some((words) => words.test(summary)) &&
        !(/drill/i.test(summary) && /drill/i.test(JSON.stringify(blocks))),
    )
    .map(({ summary }) => summary.slice(0, 160));

test('every card of a drill is marked, in the notification too', () => {
  expect(unmarked(everyCard(given))).toEqual([]);
});

test('everything that the bot says by itself of a drill is marked', () => {
  expect(unmarked(everySaying(given))).toEqual([]);
});

test('every answer of a drill is marked; a refusal changes nothing and goes to one person', () => {
  const answers = everyOutcome(given).filter(({ refused }) => !refused);
  expect(unmarked(answers.map(({ message }) => message))).toEqual([]);
});

test('every form of a drill is marked', () => {
  const forms = everyForm(given).filter(
    ({ intro = [], incidentId }) =>
      incidentId !== null && !plainRich(intro, (id) => id).startsWith('DRILL · '),
  );
  expect(forms.map(({ title }) => title)).toEqual([]);
});
