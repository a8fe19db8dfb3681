// The pieces of forms: fields that already obey the limits of every platform, and the choices made of our words.
import { fileBytesMax } from '../commands/grammar-parts.ts';
import type { Field } from './message.ts';
import { line, shorten, tidy, tidyLines } from './tidy.ts';

/** Characters; a form's input takes no more than 3000 on the strictest platform. */
export const formLimits = {
  title: 24,
  submit: 24,
  label: 150,
  hint: 150,
  placeholder: 150,
  option: 75,
  text: 3000,
  fileBytes: fileBytesMax,
} as const;

/** What a form is besides the incident it is about. */
export interface FormDraft {
  title: string;
  submit: string;
  fields: readonly Field[];
  subject?: string;
}

interface Extra {
  required?: boolean;
  hint?: string;
  placeholder?: string;
  initial?: string | null;
  maxLength?: number;
}

/** Several lines; required unless said otherwise. */
export function multiline(name: string, label: string, extra: Extra = {}): Field {
  return typed('multiline', name, label, extra);
}

/** One line; required unless said otherwise. */
export function text(name: string, label: string, extra: Extra = {}): Field {
  return typed('text', name, label, extra);
}

export function choice(
  name: string,
  label: string,
  options: readonly { value: string; label: string }[],
  extra: Pick<Extra, 'required' | 'hint' | 'initial'> = {},
): Field {
  const { initial } = extra;
  return {
    kind: 'choice',
    ...base(name, label, extra),
    options: options.map((option) => ({ ...option, label: line(option.label, formLimits.option) })),
    ...(initial === undefined || initial === null ? {} : { initial }),
  };
}

/** A file of text in UTF-8. `endings`: of its name, without the dot. */
export function file(
  name: string,
  label: string,
  { endings, ...extra }: Pick<Extra, 'required' | 'hint'> & { endings: readonly string[] },
): Field {
  return { kind: 'file', ...base(name, label, extra), endings, maxBytes: formLimits.fileBytes };
}

export function person(
  name: string,
  label: string,
  extra: Pick<Extra, 'required' | 'hint' | 'initial'> = {},
): Field {
  const { initial } = extra;
  return {
    kind: 'person',
    ...base(name, label, extra),
    ...(initial === undefined || initial === null ? {} : { initial }),
  };
}

function typed(kind: 'text' | 'multiline', name: string, label: string, extra: Extra): Field {
  const { initial, placeholder, maxLength = formLimits.text } = extra;
  const given = initial ?? '';
  const tidied = shorten(kind === 'text' ? tidy(given) : tidyLines(given), maxLength);
  return {
    kind,
    ...base(name, label, extra),
    maxLength,
    ...(tidied === '' ? {} : { initial: tidied }),
    ...(placeholder === undefined
      ? {}
      : { placeholder: line(placeholder, formLimits.placeholder) }),
  };
}

function base(
  name: string,
  label: string,
  { required = true, hint }: Extra,
): { name: string; label: string; required: boolean; hint?: string } {
  return {
    name,
    label: line(label, formLimits.label),
    required,
    ...(hint === undefined || hint === '' ? {} : { hint: line(hint, formLimits.hint) }),
  };
}
