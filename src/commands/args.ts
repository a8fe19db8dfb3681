// Takes a command's text apart: flags first, then words. Knows nothing of any particular command.
import type { Group, IsoInstant } from '#machines/incident-types.ts';
import type { Whom } from './command.ts';
import type { Direction, TimeContext } from './time.ts';
import { readTime, timeProblem } from './time.ts';

/** A problem with what was typed, in a sentence; thrown inside parse.ts only and turned into a value there. */
export class Problem extends Error {
  /** How it is written, where that is less than all of its verb. */
  readonly usage: string | undefined;

  constructor(message: string, usage?: string) {
    super(message);
    this.usage = usage;
  }
}

/** A problem in `read` says how that part of a verb is written. */
export function withUsage<T>(usage: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof Problem ? new Problem(error.message, usage) : error;
  }
}

/** A user group, with the name that people read: `<&slack:T01ABC:S02DEF|@oncall>`. */
const groupPattern = /^<&([^|>\s]+)\|([^>\s]*)>,?$/;
const groupInText = /<&[^|>\s]+\|([^>\s]*)>/g;
const mentionPattern = /^<@([^>\s]+)>,?$/;

export class Args {
  #words: string[];
  readonly #time: TimeContext;

  constructor(text: string, time: TimeContext) {
    // Phones turn `--level` into `—level`.
    this.#words = text
      .replaceAll(/(^|\s)[—–](?=[a-z])/g, '$1--')
      // A line break is a word of its own, so that a text of several lines keeps them.
      .replaceAll('\n', ' \n ')
      .split(/[^\S\n]+/)
      .filter((word) => word !== '');
    this.#skipBreaks();
    this.#time = time;
  }

  get isEmpty(): boolean {
    return this.#words.length === 0;
  }

  /** `--name`: true when it was there. */
  flag(name: string): boolean {
    const index = this.#indexOf(name);
    if (index === -1) return false;
    this.#words.splice(index, 1);
    this.#skipBreaks();
    return true;
  }

  /** `--name value` or `--name=value`. */
  option(name: string): string | undefined {
    const joined = this.joined(name);
    if (joined !== undefined) return joined;
    const index = this.#indexOf(name);
    if (index === -1) return undefined;
    const [, value] = this.#words.splice(index, 2);
    if (value === undefined) throw new Problem(`--${name} needs a value.`);
    return value;
  }

  /** `--name=value` alone. */
  joined(name: string): string | undefined {
    const index = this.#words.findIndex((word) => word.toLowerCase().startsWith(`--${name}=`));
    if (index === -1) return undefined;
    const [word] = this.#words.splice(index, 1);
    this.#skipBreaks();
    return word?.slice(name.length + 3);
  }

  /** `--name` and everything after it; undefined when it is not there. */
  after(name: string): string | undefined {
    const index = this.#indexOf(name);
    if (index === -1) return undefined;
    const [, ...words] = this.#words.splice(index);
    return unquoted(words.filter((word) => word !== '\n').join(' '));
  }

  /** `--name time` or `--name=time`, the time being up to three words. */
  time(name: string, direction: Direction): IsoInstant | null {
    const joined = this.#words.findIndex((word) => word.toLowerCase().startsWith(`--${name}=`));
    if (joined !== -1) {
      const value = this.#words[joined]?.slice(name.length + 3) ?? '';
      this.#words.splice(joined, 1, `--${name}`, value);
    }
    const index = this.#indexOf(name);
    if (index === -1) return null;
    const words = this.#words.slice(index + 1);
    const read = readTime(words, direction, this.#time);
    if (read === undefined) throw new Problem(timeProblem(words.slice(0, 2).join(' ')));
    if (direction === 'past' && read.at > this.#time.now) {
      throw new Problem('That time is still to come: --at says when something happened.');
    }
    this.#words.splice(index, read.used + 1);
    this.#skipBreaks();
    return read.at;
  }

  /** A time at the very place, of up to three words; null when nothing is left. */
  timeHere(direction: Direction): IsoInstant | null {
    if (this.isEmpty) return null;
    const read = readTime(this.#words, direction, this.#time);
    if (read === undefined) throw new Problem(timeProblem(this.#words.slice(0, 2).join(' ')));
    this.#words.splice(0, read.used);
    this.#skipBreaks();
    return read.at;
  }

  /** The next word, or undefined. */
  word(): string | undefined {
    const word = this.#words.shift();
    this.#skipBreaks();
    return word;
  }

  peek(): string | undefined {
    return this.#words[0];
  }

  /** The next word as a whole number from 1. */
  number(what: string): number {
    const word = this.word();
    const text = word?.replace(/^#/, '') ?? '';
    if (!/^\d{1,9}$/.test(text) || Number(text) === 0) throw new Problem(`I need ${what}.`);
    return Number(text);
  }

  /** The next word as one of `options`. */
  choice<T extends string>(options: readonly T[], what: string): T {
    const word = this.word()?.toLowerCase();
    const found = options.find((option) => option.toLowerCase() === word);
    if (found === undefined) throw new Problem(`I need ${what}: ${options.join(', ')}.`);
    return found;
  }

  /** A person, if the next word is a mention or `@me`. */
  person(): Whom | undefined {
    const person = personOf(this.peek());
    if (person !== undefined) this.word();
    return person;
  }

  /** Takes the first mention (or `@me`) out of the text, wherever it stands; a bare “me” is a word of the text. */
  anyPerson(): Whom | null {
    const index = this.#words.findIndex((word) => isMention(word));
    if (index === -1) return null;
    const [mention] = this.#words.splice(index, 1);
    this.#skipBreaks();
    return personOf(mention) ?? null;
  }

  /** Takes all mentions out of the text. */
  people(): Whom[] {
    const people = this.#words.flatMap((word) => mentionPattern.exec(word)?.[1] ?? []);
    this.#words = this.#words.filter((word) => !isMention(word));
    this.#skipBreaks();
    return people;
  }

  /** Takes all user groups out of the text. */
  groups(): Group[] {
    const matches = this.#words.flatMap((word) => {
      const [, id, name] = groupPattern.exec(word) ?? [];
      return id === undefined || name === undefined ? [] : [{ id, name }];
    });
    this.#words = this.#words.filter((word) => !groupPattern.test(word));
    this.#skipBreaks();
    return [...new Map(matches.map((group) => [group.id, group])).values()];
  }

  /** Everything left, as the person wrote it but for white space between words. */
  rest(): string {
    const text = this.#words
      .join(' ')
      .replaceAll(/ ?\n ?/g, '\n')
      .replaceAll(groupInText, '$1')
      .trim();
    this.#words = [];
    return unquoted(text);
  }

  #skipBreaks(): void {
    const first = this.#words.findIndex((word) => word !== '\n');
    if (first !== 0) this.#words.splice(0, first === -1 ? this.#words.length : first);
  }

  #indexOf(name: string): number {
    return this.#words.findIndex((word) => word.toLowerCase() === `--${name}`);
  }
}

function isMention(word: string): boolean {
  return mentionPattern.test(word) || /^@me$/i.test(word);
}

function personOf(word: string | undefined): Whom | undefined {
  if (word === undefined) return undefined;
  if (/^@?me$/i.test(word)) return 'me';
  return mentionPattern.exec(word)?.[1];
}

function unquoted(text: string): string {
  const match = /^["“”]([^"“”]*)["“”]$/.exec(text);
  return match?.[1] ?? text;
}
