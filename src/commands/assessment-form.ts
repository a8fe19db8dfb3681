// The submitted assessment of a case: what one team found, or what both agree upon.
import type { Product } from '#machines/assessment-types.ts';
import type { Command, IncidentCommand } from './command.ts';
import { severityNames, sideNames } from './grammar-assessment.ts';
import type { AssessedAs } from './investigation-command.ts';

/** How a form reads its fields; each takes note of what is wrong with one. */
export interface FieldReader {
  value: (name: string) => string;
  required: (name: string, problem: string) => string;
  /** What the grammar makes of the text that this field stands in. */
  typed: (field: string, text: string) => Command[];
}

/** Whose assessment a form is for, from the second word of its subject. */
export function assessedAs(word: string): AssessedAs {
  return ([...sideNames, 'both'] as const).find((one) => one === word) ?? null;
}

/** No command while a field is wrong: the form says so. */
export function assessmentCommands(
  subject: string,
  { value, required, typed }: FieldReader,
): IncidentCommand[] {
  const [n = ''] = subject.split(' ');
  const as = assessedAs(required('as', 'Choose whose assessment it is.'));
  const severity = severityNames.find(
    (name) => name === required('severity', 'Choose a severity.'),
  );
  const vector = required('cvss', 'Give the CVSS vector.');
  const affected = required('affected', 'Name at least one product.');
  const words = required('words', 'Say what was looked at, and why this is right.');
  if ([as ?? '', severity ?? '', vector, affected, words].includes('')) return [];
  const [scored] = typed('cvss', `case ${n} cvss ${vector}`);
  const products = [
    ...productsIn(typed('affected', `case ${n} affected ${affected}`)),
    ...(value('notAffected') === ''
      ? []
      : productsIn(typed('notAffected', `case ${n} not-affected ${value('notAffected')}`))),
  ];
  if (scored?.verb !== 'caseCvss' || as === null || severity === undefined) return [];
  const found = { caseNumber: Number(n), severity, cvss: scored.cvss, products, words };
  return as === 'both'
    ? [{ verb: 'reconcileCase', as: null, ...found }]
    : [{ verb: 'assessCase', side: as, ...found }];
}

function productsIn([command]: readonly Command[]): Product[] {
  return command?.verb === 'caseProducts' ? command.products : [];
}
