// The ways in which Slack lets a caller down, to be armed per method by a test.

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
  /** The fault strikes only calls for which this holds. */
  when?: (args: Readonly<Record<string, string>>, method: string) => boolean;
}

export interface Fault extends FaultOptions {
  method: string;
  kind: FaultKind;
  timesLeft: number;
}

/** The first armed fault that fits, with one of its times used up. */
export function takeFault(
  faults: readonly Fault[],
  method: string,
  args: Readonly<Record<string, string>>,
): Fault | undefined {
  const fault = faults.find(
    (candidate) =>
      (candidate.method === method || candidate.method === '*') &&
      candidate.timesLeft > 0 &&
      (candidate.when?.(args, method) ?? true),
  );
  if (fault) fault.timesLeft -= 1;
  return fault;
}
