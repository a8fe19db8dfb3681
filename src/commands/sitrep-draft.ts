// The sitrep form's answers as what each audience is to read.
import type { SitrepDraft } from './command.ts';

/** Field and heading of each part, in the order in which people read them. */
export const sitrepParts = [
  { field: 'happened', heading: 'What happened' },
  { field: 'impact', heading: 'Impact' },
  { field: 'doing', heading: 'Now doing' },
  { field: 'next', heading: 'Next' },
] as const;

/** The draft of what was filled in; what is missing goes into `errors`, by field. */
export function sitrepDraft(
  value: (field: string) => string,
  errors: Record<string, string>,
): SitrepDraft {
  const audience = value('audience') || 'responders';
  const parts = sitrepParts.flatMap(({ field, heading }) => {
    const text = value(field);
    return text === '' ? [] : [`${heading}: ${text}`];
  });
  const responders = audience === 'stakeholders' ? null : parts.join('\n');
  const stakeholders = audience === 'responders' ? null : value('stakeholders');
  if (responders === '') errors['happened'] = 'Say at least what happened.';
  if (stakeholders === '') errors['stakeholders'] = 'Say what people outside the room are to read.';
  return { responders, stakeholders };
}
