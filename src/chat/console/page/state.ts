// What the page knows, and what its parts may ask of it. There is one such object, made in main.ts and handed down.
import type { Answer, Completion, ConsoleState, FormState, Persona } from '../wire.ts';

export type View = 'channels' | 'chat' | 'panel';

export interface OpenForm {
  form: FormState;
  channel: string;
  errors: Readonly<Record<string, string>>;
  sending: boolean;
}

export interface PageState {
  me: string;
  channel: string;
  data: ConsoleState | null;
  /** Server time minus the browser's, in milliseconds. */
  skewMs: number;
  /** Which part is in front where there is no room for all three. */
  view: View;
  /** How many messages of the channel are asked for. */
  limit: number;
  form: OpenForm | null;
  /** Unsent text by channel. */
  drafts: Readonly<Record<string, string>>;
  completions: readonly Completion[];
  /** Row of `completions` that Enter takes; -1 for none. */
  chosen: number;
  /** Message whose menu is open. */
  menu: string | null;
  showsPinned: boolean;
  /** There is something new below what is seen. */
  hasNewBelow: boolean;
  isOffline: boolean;
  /** A short line that goes away by itself. */
  notice: { text: string; tone: 'normal' | 'bad' } | null;
  /** Said to those who hear the page. */
  announced: string;
  /** Messages that are shown in full though they are long. */
  unfolded: ReadonlySet<string>;
  /** Newest message seen, by channel. */
  read: Readonly<Record<string, string>>;
}

export interface App {
  readonly state: PageState;
  change(patch: Partial<PageState>): void;
  /** Goes to a channel and brings the chat to the front. */
  open(channel: string): void;
  play(persona: string): void;
  say(text: string): Promise<Answer | null>;
  press(messageId: string, buttonId: string): Promise<void>;
  submit(values: Readonly<Record<string, string>>): Promise<void>;
  capture(messageId: string): Promise<void>;
  drill(): Promise<void>;
  /** Puts text into the message box and the cursor behind it. */
  draft(text: string): void;
  notify(text: string, tone?: 'normal' | 'bad'): void;
}

export function firstState(): PageState {
  const query = new URLSearchParams(location.search);
  const me = query.get('as') ?? localStorage.getItem('ssirp-me') ?? 'ada';
  return {
    me,
    channel: query.get('channel') ?? 'general',
    data: null,
    skewMs: 0,
    view: 'chat',
    limit: 100,
    form: null,
    drafts: {},
    completions: [],
    chosen: -1,
    menu: null,
    showsPinned: false,
    hasNewBelow: false,
    isOffline: false,
    notice: null,
    announced: '',
    unfolded: new Set(),
    read: readMarks(me),
  };
}

/** What each persona has seen stays with this browser. */
export function readMarks(me: string): Readonly<Record<string, string>> {
  try {
    const marks: unknown = JSON.parse(localStorage.getItem(`ssirp-read-${me}`) ?? '{}');
    if (typeof marks !== 'object' || marks === null) return {};
    return Object.fromEntries(Object.entries(marks).map(([channel, id]) => [channel, String(id)]));
  } catch {
    return {};
  }
}

export function keepReadMarks(me: string, marks: Readonly<Record<string, string>>): void {
  localStorage.setItem(`ssirp-read-${me}`, JSON.stringify(marks));
}

export function personaIn(state: PageState, handle: string | null): Persona | undefined {
  return state.data?.personas.find((persona) => persona.handle === handle);
}

export function zoneOf(state: PageState): string {
  return personaIn(state, state.me)?.zone ?? 'UTC';
}
