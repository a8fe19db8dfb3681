// Whether a command opens a form, known before it is given: some platforms open a dialog only for a button that has
// said so beforehand.
import type { SubmittedForm } from './forms.ts';
import { parse } from './parse.ts';
import { isRemedyForm, remedyOpening } from './remedy-forms.ts';

/** The grammar decides by words alone: which time it is changes nothing about a form. */
const anyTime = { now: '2000-01-01T00:00:00Z', zone: 'UTC' };

/** True for the text of a command, typed or on a button, that the grammar answers with a form. */
export function opensForm(command: string): boolean {
  const parsed = parse(command, anyTime);
  return parsed.ok && parsed.value.verb === 'form';
}

/** What somebody types to open this form; null for one that only opens out of another, or for a message. */
export function openingText({ id, subject }: Pick<SubmittedForm, 'id' | 'subject'>): string | null {
  switch (id) {
    case 'assign':
    case 'due':
      return `${id} ${subject}`;
    case 'assessment': {
      const [n = '', as = ''] = subject.split(' ');
      return as === 'both' ? `case ${n} reconcile` : `case ${n} assess ${as}`.trim();
    }
    case 'trainNotice':
      return `train ${subject} notice`;
    case 'bugBar':
      return `case ${subject} bug-bar`;
    case 'statement':
      return `statement ${subject} write`;
    case 'importDocument': {
      const [n = '', locale = ''] = subject.split(' ');
      return `document ${n} import ${locale}`.trim();
    }
    case 'reason':
      return subject;
    case 'task':
      return 'task add';
    case 'captureInto':
    case 'taskFrom':
    case 'sitrepPreview':
      return null;
    default:
      return isRemedyForm(id) ? remedyOpening(id, subject) : id;
  }
}
