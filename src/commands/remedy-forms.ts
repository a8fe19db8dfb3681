// A submitted form about the remedy of a case → the line of the grammar that means the same.
import type { RemedyForm } from './command.ts';
import { remedyForms } from './command.ts';

export function isRemedyForm(id: string): id is RemedyForm {
  return remedyForms.some((form) => form === id);
}

/** What somebody types to open the form; `n`: of the case. */
export function remedyOpening(form: RemedyForm, n: string): string {
  if (form === 'measure') return `case ${n} mitigation`;
  return form === 'measureTest' ? `case ${n} mitigation 1 tested` : `case ${n} ${form}`;
}

/** `value` gives what stands in a field, trimmed; `n`: of the case. */
export function remedyLine(
  form: Exclude<RemedyForm, 'measureTest'>,
  n: number,
  value: (name: string) => string,
): string {
  const head = `case ${n} ${form}`;
  switch (form) {
    case 'ssvc':
      return `${head} ${value('exploitation')} ${value('utility')} ${value('impact')} ${value('safety')}`;
    case 'vehicle': {
      const month = value('vehicle') === 'monthly' ? `${value('month')} ` : '';
      return `${head} ${value('vehicle')} ${month}${value('reason')}`;
    }
    case 'exploitability': {
      const older = value('older') === '' ? '' : `older ${value('older')} `;
      const dos = value('dos') === '' ? '' : `dos ${value('dos')} `;
      return `${head} ${value('latest')} ${older}${dos}${value('note')}`;
    }
    case 'measure':
      return `case ${n} ${value('kind')} add ${value('text')}`;
  }
}
