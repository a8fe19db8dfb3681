// The ways in which Slack lets a caller down, to be armed per method or chosen per call by a test.

import { genericErrors, methodContracts } from './contract.ts';

export type FaultKind =
  /** 429 with Retry-After. */
  | 'ratelimited'
  | '500'
  | '503'
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
  | 'revoked'
  /** Any code that Slack lists for the method. */
  | 'error';

export interface FaultOptions {
  /** For 'ratelimited': the Retry-After header; null leaves it out. Default 1. */
  seconds?: number | null;
  /** For 'error': the code. */
  error?: string;
  /** The call takes effect, and only then the fault strikes: an answer that says nothing of what has happened. */
  isAfterEffect?: boolean;
  /** The fault strikes only calls for which this holds. */
  when?: (args: Readonly<Record<string, string>>, method: string) => boolean;
}

export interface Fault extends FaultOptions {
  method: string;
  kind: FaultKind;
  timesLeft: number;
}

/** How one call fails. */
export type Failing = { kind: FaultKind } & Omit<FaultOptions, 'when'>;

/** Asked at each call; `nth` counts the calls of the method, from 1. */
type Choose = (call: {
  method: string;
  nth: number;
  args: Readonly<Record<string, string>>;
}) => Failing | undefined;

/** Whether Slack may answer the method with this code. */
export function isListed(method: string, code: string): boolean {
  return genericErrors.has(code) || (methodContracts.get(method)?.errors ?? []).includes(code);
}

function refuseUnlisted(method: string, { kind, error = '' }: Failing): void {
  if (kind === 'error' && !isListed(method, error))
    throw new Error(`Slack does not list the error "${error}" for ${method}`);
}

export class Faults {
  readonly #armed: Fault[] = [];
  readonly #asked = new Map<string, number>();
  #choose: Choose | undefined;

  arm(fault: Fault): void {
    refuseUnlisted(fault.method, fault);
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
  take(method: string, args: Readonly<Record<string, string>>): Fault | undefined {
    const nth = (this.#asked.get(method) ?? 0) + 1;
    this.#asked.set(method, nth);
    const fault = this.#armed.find(
      (candidate) =>
        (candidate.method === method || candidate.method === '*') &&
        candidate.timesLeft > 0 &&
        (candidate.when?.(args, method) ?? true),
    );
    if (fault) {
      fault.timesLeft -= 1;
      return fault;
    }
    const failing = this.#choose?.({ method, nth, args });
    if (failing) refuseUnlisted(method, failing);
    return failing && { ...failing, method, timesLeft: 0 };
  }
}
