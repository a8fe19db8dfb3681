// The platform-neutral message: the smallest set that Slack, Teams and the console can all show. Text in it is
// never markup: an adapter escapes every string for its platform.
import type { PersonId } from '#machines/incident-types.ts';
import type { RemedyForm } from '../commands/command.ts';

/** One run of text. `person` and `at` are resolved by the adapter: a mention, a local time beside UTC. */
export type Span =
  | string
  | { bold: string }
  | { code: string }
  | { person: PersonId }
  | { link: string; text: string }
  | { at: string };

export type Rich = readonly Span[];

export type Tone = 'normal' | 'muted' | 'good' | 'warning' | 'bad';

export interface Button {
  /** Unique within the message. */
  id: string;
  label: string;
  /** The label with what it is about, for those who hear it by itself. */
  spoken?: string;
  /** What pressing it says: the typed command without `/incident`, e.g. `ack 3`. */
  command: string;
  /** Added in front of the command, so that a button works outside its channel too. */
  incidentId: string;
  style?: 'primary' | 'danger';
  /** Shown instead of a working button: why it cannot be pressed now. */
  disabledReason?: string;
}

export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: Rich; tone?: Tone }
  | { kind: 'facts'; facts: readonly { label: string; value: Rich }[] }
  | { kind: 'list'; items: readonly { mark: 'done' | 'missing' | 'dot'; text: Rich }[] }
  | { kind: 'buttons'; buttons: readonly Button[] }
  | { kind: 'divider' };

export interface Message {
  /** The whole message in one plain sentence: notifications and screen readers read only this. */
  summary: string;
  blocks: readonly Block[];
}

export type FormId =
  | 'declare'
  | 'captureInto'
  | 'taskFrom'
  | 'sitrep'
  | 'sitrepPreview'
  | 'brief'
  | 'assess'
  | 'assessment'
  | 'bugBar'
  | 'assign'
  | 'due'
  | 'task'
  | 'guidance'
  | 'postmortem'
  | 'followup'
  | RemedyForm
  | 'statement'
  | 'importDocument'
  | 'trainNotice'
  | 'reason';

export type Field = {
  name: string;
  label: string;
  required: boolean;
  hint?: string;
} & (
  | { kind: 'text' | 'multiline'; initial?: string; maxLength: number; placeholder?: string }
  | { kind: 'choice'; options: readonly { value: string; label: string }[]; initial?: string }
  | { kind: 'person'; initial?: PersonId }
  /** A text file, whose content is the value; where a platform's forms take no files the text is pasted. */
  | { kind: 'file'; endings: readonly string[]; maxBytes: number }
);

/** A form; submitting it is the same as typing the command that `formCommand` makes of it. */
export interface Form {
  id: FormId;
  title: string;
  submit: string;
  /** What the form is about; handed back unchanged with the values. */
  incidentId: string | null;
  /** The task number for `assign` and `due`, the verb for `reason`, the packed message for what is made from one, the audiences
   * for `sitrepPreview`; handed back unchanged. */
  subject: string;
  /** What the person saw when it opened, opaque; handed back unchanged. Empty where it shows no state. */
  seen: string;
  /** Set when the form comes back: why, a paragraph each. */
  notice?: readonly Rich[];
  intro?: Rich;
  fields: readonly Field[];
}

/** Values of a submitted form by field name; an empty field is absent. */
export type FormValues = Readonly<Record<string, string>>;
