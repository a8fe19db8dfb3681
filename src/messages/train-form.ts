// The form of an advance notice. Field names are a contract with src/commands/forms.ts.
import type { IncidentView } from '../commands/view-types.ts';
import type { FormDraft } from './form-fields.ts';
import { choice, text } from './form-fields.ts';

/** Filled in with the notice that was given before. Nothing is proposed from the cases: the words are a person's. */
export function noticeDraft(incident: IncidentView, n: number): FormDraft {
  const notice = incident.bookings.find((one) => one.n === n)?.context.notice ?? null;
  return {
    title: 'Advance notice',
    submit: 'Propose it',
    subject: String(n),
    fields: [
      text('bulletins', 'How many security bulletins?', {
        maxLength: 3,
        initial: notice === null ? '1' : String(notice.bulletins),
      }),
      choice(
        'severity',
        'Gravest severity',
        ['critical', 'important', 'moderate', 'low'].map((value) => ({
          value,
          label: value.slice(0, 1).toUpperCase() + value.slice(1),
        })),
        { initial: notice?.severity ?? null },
      ),
      text('families', 'Product families', {
        maxLength: 200,
        initial: notice?.families ?? null,
        placeholder: 'Windows, Office',
        hint: 'As customers know them. Nothing of the cases: no product with its version, no CVE, no finder.',
      }),
    ],
  };
}
