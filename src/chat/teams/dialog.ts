// A form of ours as a dialog, and a submitted dialog as the form's values. What the form is about travels in the data
// of its button; none of it is trusted when it comes back.
import type { SubmittedForm } from '../../commands/forms.ts';
import type { Field, Form, FormValues, Message } from '../../messages/message.ts';
import { line, shorten, tidyLines } from '../../messages/tidy.ts';
import {
  bodyOf,
  cardOf,
  inert,
  paragraph,
  type CardJson,
  type CardWords,
} from '../adaptive-card.ts';
import { aadObjectIdOf, personOf } from './identity.ts';
import { isObject, listAt, textAt } from '../../shared/read.ts';

/** Characters, so that the 80 KB of a dialog are enough: an error quotes what was typed. */
const errorMax = 300;
const subjectMax = 3000;

export interface Dialog {
  title: string;
  card: CardJson;
}

export interface Filling {
  words: CardWords;
  /** A GUID in lower case. */
  tenantId: string;
  /** The conversation that the form was opened in; it comes back with the values. */
  conversation: string | null;
  /** Offered for person fields at once; Teams itself finds everybody else of the directory. */
  people?: readonly { aadObjectId: string; name: string }[];
  /** Set when the form comes back: what the person wrote, which stays. */
  values?: FormValues;
  /** Why it comes back, by field name; other names are for what concerns no single field. */
  errors?: Readonly<Record<string, string>>;
}

/** The form as it is opened, or as it comes back with errors. */
export function dialogOf(form: Form, filling: Filling): Dialog {
  const { words } = filling;
  const { intro = [] } = form;
  const body = [
    ...problems(form, filling),
    ...(form.notice ?? []).map((text) => paragraph(text, words, 'warning')),
    ...(intro.length === 0 ? [] : [paragraph(intro, words)]),
    ...form.fields.flatMap((field) => fieldElements(field, filling)),
  ];
  return {
    title: form.title,
    card: {
      ...cardOf(form.title, body),
      actions: [
        {
          type: 'Action.Submit',
          title: inert(form.submit),
          style: 'positive',
          data: dataOf(form, filling),
        },
      ],
    },
  };
}

/** A dialog that only says something, where nothing else can be shown to one person. */
export function noticeDialog(message: Message, words: CardWords): Dialog {
  const told = message.blocks.filter(({ kind }) => kind !== 'buttons');
  const blocks = told.length === 0 ? [{ kind: 'text' as const, text: [message.summary] }] : told;
  return { title: 'ssirp', card: cardOf(message.summary, bodyOf(blocks, words)) };
}

/** What a submitted dialog was about, and what was written: people as our ids, empty fields absent. */
export interface Submitted {
  form: SubmittedForm;
  values: FormValues;
  conversation: string | null;
}

const objectId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/iu;

/** Undefined when the dialog is none of ours. */
export function readDialog(data: unknown, tenantId: string): Submitted | undefined {
  const memory = isObject(data) ? data['ssirp'] : undefined;
  const id = textAt(memory, 'f');
  if (!isObject(data) || id === undefined) return undefined;
  const people = listAt(memory, 'p');
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(data)) {
    const text = typeof value === 'string' ? value.trim() : '';
    if (text === '') continue;
    if (!people.includes(name)) values[name] = text;
    else if (objectId.test(text)) values[name] = personOf(tenantId, text);
  }
  return {
    form: {
      id,
      incidentId: textAt(memory, 'i') ?? null,
      subject: textAt(memory, 's') ?? '',
      seen: textAt(memory, 'w') ?? '',
    },
    values,
    conversation: textAt(memory, 'c') ?? null,
  };
}

function dataOf(form: Form, { conversation }: Filling): CardJson {
  const people = form.fields.filter(({ kind }) => kind === 'person').map(({ name }) => name);
  return {
    ssirp: {
      f: form.id,
      i: form.incidentId,
      s: shorten(form.subject, subjectMax).toWellFormed(),
      w: form.seen,
      c: conversation,
      ...(people.length === 0 ? {} : { p: people }),
    },
  };
}

function problems(form: Form, { errors = {}, words }: Filling): CardJson[] {
  const names = Object.keys(errors);
  if (names.length === 0) return [];
  const wrong = form.fields.filter(({ name }) => names.includes(name));
  const general = names.filter((name) => wrong.every((field) => field.name !== name));
  const where =
    wrong.length === 0 ? [] : [`Not taken yet. See: ${wrong.map(({ label }) => label).join(', ')}`];
  return [...general.map((name) => errors[name] ?? ''), ...where].map((text) =>
    paragraph([line(text, errorMax) || 'This cannot be taken.'], words, 'bad'),
  );
}

function fieldElements(field: Field, filling: Filling): CardJson[] {
  const { words, errors = {} } = filling;
  const error = errors[field.name];
  const below = (text: string, tone: 'bad' | 'muted'): CardJson => ({
    ...paragraph([text], words, tone),
    spacing: 'Small',
  });
  return [
    {
      id: field.name,
      label: inert(field.label),
      isRequired: field.required,
      ...(field.required ? { errorMessage: 'This is needed.' } : {}),
      ...inputOf(field, filling),
    },
    ...(error === undefined ? [] : [below(`✗ ${line(error, errorMax)}`, 'bad')]),
    ...(field.hint === undefined ? [] : [below(field.hint, 'muted')]),
  ];
}

function inputOf(field: Field, { values, words, tenantId, people = [] }: Filling): CardJson {
  const initial = field.kind === 'file' ? undefined : field.initial;
  const written = values === undefined ? initial : values[field.name];
  const value = written === undefined ? {} : { value: tidyLines(written) };
  switch (field.kind) {
    case 'text':
    case 'multiline':
      return {
        type: 'Input.Text',
        isMultiline: field.kind === 'multiline',
        maxLength: field.maxLength,
        ...(field.placeholder === undefined ? {} : { placeholder: inert(field.placeholder) }),
        ...value,
      };
    // Dialogs take no files: what is in it is pasted, as it is.
    case 'file':
      return {
        type: 'Input.Text',
        isMultiline: true,
        maxLength: field.maxBytes,
        placeholder: 'Paste the text of the file',
        ...(written === undefined ? {} : { value: written }),
      };
    case 'choice':
      return {
        type: 'Input.ChoiceSet',
        style: 'compact',
        placeholder: 'Choose …',
        choices: field.options.map((option) => ({
          title: inert(option.label),
          value: option.value,
        })),
        ...value,
      };
    case 'person': {
      const chosen = written === undefined ? undefined : aadObjectIdOf(written, tenantId);
      const isOffered = people.some(({ aadObjectId }) => aadObjectId === chosen);
      // Named, since a client need not look up who is chosen already.
      const also =
        chosen === undefined || isOffered
          ? []
          : [{ aadObjectId: chosen, name: words.nameOf(written ?? '') }];
      return {
        type: 'Input.ChoiceSet',
        placeholder: 'Type a name …',
        choices: [...people, ...also].map(({ aadObjectId, name }) => ({
          title: inert(name),
          value: aadObjectId,
        })),
        'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users' },
        ...(chosen === undefined ? {} : { value: chosen }),
      };
    }
  }
}
