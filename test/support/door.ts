// A door to the bot as a person uses it: the specification of a conversation runs through each of them.

export interface Said {
  /** What the speaker alone was shown, as plain text; empty when nothing was. */
  text: string;
}

export interface Seen {
  text: string;
  buttons: readonly string[];
}

export type Where = 'general' | 'announcements' | 'incident';

export interface Door extends AsyncDisposable {
  /** Types something after `/incident`. */
  types(handle: string, where: Where, text: string): Promise<Said>;
  /** Presses the newest button with this label that stands on a message of the incident's channel. */
  presses(handle: string, label: string): Promise<Said>;
  /** Presses a button of the newest message that the person alone was shown there. */
  pressesOwn(handle: string, where: Where, label: string): Promise<Said>;
  /** Fills in the form that the person has open. Texts by field; `@handle` for a person. Errors by field. */
  submits(
    handle: string,
    values: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, string>>>;
  /** Title of the form the person has open. */
  openForm(handle: string): string | undefined;
  /** Everything the open form says, and what its fields hold. */
  form(handle: string): { says: string; holds: Readonly<Record<string, string>> };
  /** Writes an ordinary message into the incident's channel and returns its id. */
  writes(handle: string, text: string): Promise<string>;
  /** The message shortcut *Add to timeline*. */
  captures(handle: string, messageId: string): Promise<Said>;
  messages(where: Where): Promise<readonly Seen[]>;
  /** What the bot told the person alone, in their own chat with it. */
  told(handle: string): Promise<readonly Seen[]>;
  /** What is pinned; in Teams, which pins nothing in a channel, the status cards that stand there. */
  pinned(): Promise<readonly Seen[]>;
  /** Of a thread in Teams, the post that it stands below. */
  topic(): Promise<string>;
  /** Who is in the channel; of a thread in Teams, who was mentioned or wrote there: it has no members of its own. */
  members(): Promise<readonly string[]>;
  /** What was exported; in Teams whoever asked takes each file first. */
  files(): Promise<readonly { name: string; content: string }[]>;
  channelName(): Promise<string>;
  /** Moves the clock, letting timers fire and messages go out. */
  later(duration: Temporal.DurationLike): Promise<void>;
  /** The texts of the timeline. */
  timeline(): readonly string[];
  /** What is wrong with the record; empty when it is sound. */
  verify(): readonly string[];
}

export interface Person {
  handle: string;
  name: string;
  zone: string;
}

/** Who is there, and when it begins; else the three of `cast`, now. */
export interface Scene {
  people?: readonly Person[];
  now?: string;
}

/** The people of every conversation; ada has the role of the newcomer. */
export const cast: readonly Person[] = [
  { handle: 'ada', name: 'Ada Reyes', zone: 'America/Los_Angeles' },
  { handle: 'ben', name: 'Ben Okafor', zone: 'America/New_York' },
  { handle: 'dara', name: 'Dara Novak', zone: 'Europe/Prague' },
];
