// What the console's server and its page say to each other. Types only: the page must be able to erase the import.

export interface Persona {
  /** Last part of the person id; also what is typed after `@`. */
  handle: string;
  id: string;
  name: string;
  initials: string;
  /** 0–9, a colour of the page. */
  colour: number;
  /** What they usually do, shown in the persona switcher. */
  job: string;
  zone: string;
  kind: 'member' | 'guest';
}

export interface ChannelState {
  id: string;
  name: string;
  kind: 'general' | 'incident' | 'direct';
  private: boolean;
  /** Of the incident in it, or archived. */
  closed: boolean;
  incident: { id: string; title: string; level: number; phase: string } | null;
  /** Newest message, null for none; compared with what the page has shown. */
  lastId: string | null;
}

export type MessageBody =
  | { kind: 'text'; text: string }
  /** `card` is an Adaptive Card; `summary` the same in one sentence. */
  | { kind: 'card'; summary: string; card: Readonly<Record<string, unknown>> }
  | { kind: 'file'; filename: string; title: string; bytes: number };

export interface MessageState {
  id: string;
  /** Changes whenever the body does. */
  revision: number;
  at: string;
  /** Handle of a person, who need not be one of the personas; null for the bot. */
  author: string | null;
  authorName: string;
  /** Only the present persona sees it: a typed command or its answer. */
  ephemeral: boolean;
  pinned: boolean;
  /** Somebody put 📌 on it: it is on the incident's timeline. */
  marked: boolean;
  body: MessageBody;
}

export interface PanelState {
  incidentId: string;
  title: string;
  level: number;
  /** E.g. `L2 High`. */
  levelName: string;
  visibility: string;
  tlp: string | null;
  drill: boolean;
  closed: boolean;
  outcome: string | null;
  phases: readonly { name: string; when: 'past' | 'now' | 'next' }[];
  /** Where it stands within the phase, e.g. `scoping`; empty when closed. */
  subState: string;
  /** State of the communications region. */
  comms: string;
  checklist: readonly { text: string; met: boolean; what: string; remedy: string }[];
  /** The buttons of the checklist card, which may have scrolled far away; empty when closed. */
  steps: readonly { label: string; command: string; blockedBy: string }[];
  roles: readonly { role: string; person: string | null; acknowledged: boolean }[];
  /** What waits for a second person. */
  approvals: readonly ApprovalState[];
  cases: readonly CaseState[];
  tasks: readonly TaskState[];
  clocks: readonly { id: string; label: string; dueAt: string }[];
  /** Clocks without a due time yet, and what they wait for. */
  waits: readonly { label: string; until: string }[];
  timeline: readonly TimelineLine[];
}

export interface ApprovalState {
  n: number;
  words: string;
  proposedBy: string;
  expiresAt: string;
}

export interface CaseState {
  n: number;
  title: string;
  cve: string | null;
  closed: boolean;
  /** Where report, embargo and world stand, or where it went on. */
  standing: readonly string[];
}

export interface TaskState {
  n: number;
  text: string;
  state: 'open' | 'acknowledged' | 'started' | 'blocked' | 'done' | 'waived';
  assignee: string | null;
  phase: string;
  dueAt: string | null;
}

export interface TimelineLine {
  seq: number;
  at: string;
  actor: string;
  kind: string;
  text: string;
}

export interface ChannelView {
  id: string;
  topic: string;
  archived: boolean;
  members: readonly string[];
  messages: readonly MessageState[];
  /** The bot's status card first, if it is there. */
  pinned: readonly MessageState[];
  /** There are older messages than those given. */
  earlier: boolean;
  panel: PanelState | null;
}

export interface ConsoleState {
  now: string;
  me: string;
  personas: readonly Persona[];
  channels: readonly ChannelState[];
  /** The channel asked for; null when there is none that this persona may see. */
  channel: ChannelView | null;
}

export interface FieldState {
  name: string;
  label: string;
  required: boolean;
  hint: string;
  /** `maxLength` of a file: bytes. */
  kind: 'text' | 'multiline' | 'choice' | 'file';
  initial: string;
  placeholder: string;
  maxLength: number;
  options: readonly { value: string; label: string }[];
  /** Of a file: the endings of its name, as the browser wants them. */
  accept: string;
}

export interface FormState {
  id: string;
  incidentId: string | null;
  subject: string;
  /** Opaque; handed back unchanged. */
  seen: string;
  title: string;
  submit: string;
  /** Why the form came back, a paragraph each; empty at first. */
  notice: readonly string[];
  intro: string;
  fields: readonly FieldState[];
}

/** The answer to say, press, submit, capture and drill. */
export interface Answer {
  /** Nothing was changed because the request was refused. */
  refused: boolean;
  /** In one sentence, for the announcement line; empty when the channel shows all there is. */
  text: string;
  form: FormState | null;
  /** Of a submitted form that stays open, by field name; the key `` is for the whole form. */
  errors: Readonly<Record<string, string>>;
}

export interface Completion {
  /** The verb to put after `/incident`; empty: only `hint` is shown. */
  insert: string;
  hint: string;
}
