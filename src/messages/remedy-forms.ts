// The forms about the remedy of a case. Field names are a contract with src/commands/remedy-forms.ts.
import type { RemedyForm } from '../commands/command.ts';
import type { CaseView } from '../commands/view-types.ts';
import { choice, multiline, text } from './form-fields.ts';
import type { Field } from './message.ts';
import {
  denialNames,
  exploitationNames,
  impactNames,
  measureNames,
  ratingNames,
  safetyNames,
  utilityNames,
  vehicleNames,
} from './remedy-words.ts';
import { line } from './tidy.ts';

const options = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([value, label]) => ({ value, label }));

const rated = Object.entries(ratingNames).map(([value, name]) => ({
  value,
  label: `${value} ${name}`,
}));

/** The strictest platform shows no more. */
const choicesMax = 100;

const titles: Record<RemedyForm, string> = {
  ssvc: 'SSVC',
  vehicle: 'Release vehicle',
  exploitability: 'Exploitability',
  measure: 'Mitigation',
  measureTest: 'Test',
};

/** At most 24 characters with the number of the case. */
export function remedyTitle(form: RemedyForm, n: number): string {
  return `${titles[form]}: case ${n}`;
}

export function remedyFields(form: RemedyForm, view: CaseView | undefined): Field[] {
  const { investigation = {} } = view?.context ?? {};
  const { ssvc, vehicle, ratings, measures = [] } = investigation;
  const optional = { required: false } as const;
  switch (form) {
    case 'ssvc':
      return [
        choice('exploitation', 'Exploitation', options(exploitationNames), {
          initial: view?.remedy.exploitation ?? null,
          hint: 'As the facts of the case say, unless you know better.',
        }),
        choice('utility', 'Utility', options(utilityNames), {
          initial: ssvc?.utility ?? null,
          hint: 'Neither automatable nor much to win: laborious. One of both: efficient. Both: super effective.',
        }),
        choice('impact', 'Technical impact', options(impactNames), {
          initial: ssvc?.impact ?? null,
          hint: 'Total: control over the software, or all of its information.',
        }),
        choice('safety', 'Public safety impact', options(safetyNames), {
          initial: ssvc?.safety ?? null,
          hint: 'Could people come to more than minor harm?',
        }),
      ];
    case 'vehicle':
      return [
        choice('vehicle', 'How does the fix reach customers?', options(vehicleNames), {
          initial: ssvc?.proposal.vehicle ?? vehicle?.vehicle ?? null,
          hint: 'Chosen beforehand is what SSVC proposes.',
        }),
        text('month', 'Month of the monthly release', {
          ...optional,
          maxLength: 7,
          placeholder: '2026-12',
          hint: 'The next one, unless you say another.',
        }),
        multiline('reason', 'Reason', {
          ...optional,
          hint: 'Needed when it is not what SSVC proposes.',
        }),
      ];
    case 'exploitability': {
      const before = ratings?.at(-1);
      const initial = view?.remedy.exploitability ?? before?.latest ?? null;
      return [
        choice('latest', 'Latest release of the software', rated, {
          initial: initial === null ? null : String(initial),
          hint: 'How likely is working exploit code within 30 days of the release?',
        }),
        choice('older', 'Older releases, all together', rated, {
          ...optional,
          initial: before === undefined || before.older === null ? null : String(before.older),
        }),
        choice('dos', 'Denial of service', options(denialNames), {
          ...optional,
          initial: before?.dos ?? null,
        }),
        multiline('note', before === undefined ? 'Key notes' : 'Reason for the revision', {
          required: before !== undefined,
        }),
      ];
    }
    case 'measure':
      return [
        choice('kind', 'What is it?', options(measureNames), {
          hint: 'A mitigation reduces the severity by a setting. A workaround blocks known attacks without correcting it.',
        }),
        multiline('text', 'What do customers do?', {}),
      ];
    case 'measureTest':
      return [
        choice(
          'm',
          'What was tested?',
          measures.slice(-choicesMax).map(({ m, kind, text: words }) => ({
            value: String(m),
            label: `${measureNames[kind]} ${m}: ${line(words, 50)}`,
          })),
          { initial: measures.length === 0 ? null : String(measures.length) },
        ),
        text('product', 'On which product and version?', { maxLength: 200 }),
        choice('works', 'Does it work there?', [
          { value: 'ok', label: 'Yes' },
          { value: 'fails', label: 'No' },
        ]),
        multiline('sideEffects', 'Side effects', optional),
      ];
  }
}
