// The ways in which Microsoft's services let a caller down, to be armed per call or chosen by a test.

import type { Json } from '../slack-server/json.ts';

export type FaultKind =
  /** 429 with Retry-After. */
  | 'throttled'
  /** 412: somebody else wrote at the same moment. */
  | '412'
  | '500'
  | '502'
  | '503'
  | '504'
  /** A proxy's page with status 200 where JSON should be. */
  | 'html'
  /** Never answers; nothing has happened. */
  | 'hang'
  /** Never answers, but the call has taken effect. */
  | 'hangAfter'
  /** The connection breaks; nothing has happened. */
  | 'resetBefore'
  /** The connection breaks, but the call has taken effect. */
  | 'resetAfter'
  /** Any status and code. */
  | 'error';

/** A call as faults and tests see it. */
export interface CallFacts {
  /** E.g. `send`; Graph's are named by the half that serves them. */
  call: string;
  /** The conversation or other thing that it is about, as the caller named it. */
  about: string;
  /** The JSON that came; empty where none did. */
  body: Json;
}

export interface FaultOptions {
  /** For 'throttled': the Retry-After header in seconds; null leaves it out. Default 1. */
  seconds?: number | null;
  /** For 'error'. */
  status?: number;
  code?: string;
  /** The call takes effect, and only then the fault strikes. */
  isAfterEffect?: boolean;
  /** The fault strikes only calls for which this holds. */
  when?: (facts: CallFacts) => boolean;
}

export interface Fault extends FaultOptions {
  call: string;
  kind: FaultKind;
  timesLeft: number;
}

/** How one call fails. */
export type Failing = { kind: FaultKind } & Omit<FaultOptions, 'when'>;

/** Asked at each call; `nth` counts the calls of that name, from 1. */
export type Choose = (facts: CallFacts & { nth: number }) => Failing | undefined;

export class Faults {
  readonly #armed: Fault[] = [];
  readonly #asked = new Map<string, number>();
  #choose: Choose | undefined;

  arm(fault: Fault): void {
    this.#armed.push(fault);
  }

  chooseBy(choose: Choose): void {
    this.#choose = choose;
  }

  clear(): void {
    this.#armed.length = 0;
    this.#choose = undefined;
  }

  /** The fault that strikes this call: the first armed one that fits, with one of its times used up, or the chosen one. */
  take(facts: CallFacts): Fault | undefined {
    const nth = (this.#asked.get(facts.call) ?? 0) + 1;
    this.#asked.set(facts.call, nth);
    const fault = this.#armed.find(
      (candidate) =>
        (candidate.call === facts.call || candidate.call === '*') &&
        candidate.timesLeft > 0 &&
        (candidate.when?.(facts) ?? true),
    );
    if (fault) {
      fault.timesLeft -= 1;
      return fault;
    }
    const failing = this.#choose?.({ ...facts, nth });
    return failing && { ...failing, call: facts.call, timesLeft: 0 };
  }
}
