// The clients for Slack's Web API. They never retry by themselves: repeating is the outbox's decision, because the
// SDK's own retries would post twice.
import type { Logger } from '@slack/bolt';
import { WebClient, type WebAPICallResult, type WebClientOptions } from '@slack/web-api';
import { classify } from './api-error.ts';
import type { Places } from '#src/shared/pacing.ts';
import type { Call, SlackPacing } from './pacing.ts';

/** Deliveries wait this long for an answer. */
const patientMs = 8000;
/** A person waits: Slack gives three seconds for the whole request. */
const quickMs = 1500;
const responseUrlMs = 3000;

export interface Web {
  /** For deliveries. */
  patient: WebClient;
  /** For calls while somebody waits for an answer. */
  quick: WebClient;
  pacing: SlackPacing | undefined;
  /** For one delivery, with the places that were taken for it. */
  within(places: Places): WebClient;
}

/** `team` goes with every call: the token is that of a whole organization. Without `pacing` nothing is held back: for a look at Slack from the command line. */
export function createWeb(
  token: string,
  apiUrl: string | undefined,
  logger: Logger,
  pacing: SlackPacing | undefined,
  team?: string,
): Web {
  const inTeam = team === undefined ? {} : { teamId: team };
  const client = (timeoutMs: number, before?: (call: Call) => void): WebClient => {
    const options = { ...clientOptions(apiUrl, logger, timeoutMs), ...inTeam };
    return pacing === undefined
      ? new WebClient(token, options)
      : new PacedClient(token, options, pacing, before ?? ((call) => pacing.count(call)));
  };
  const within = (places: Places): WebClient =>
    client(patientMs, (call) => pacing?.spend(call, places));
  return { patient: within(new Map()), quick: client(quickMs), pacing, within };
}

/** Counts each call before it goes out, and lets a method rest that Slack has limited. */
class PacedClient extends WebClient {
  readonly #pacing: SlackPacing;
  readonly #before: (call: Call) => void;

  constructor(
    token: string,
    options: WebClientOptions,
    pacing: SlackPacing,
    before: (call: Call) => void,
  ) {
    super(token, options);
    this.#pacing = pacing;
    this.#before = before;
  }

  override async apiCall(
    method: string,
    options: Record<string, unknown> = {},
  ): Promise<WebAPICallResult> {
    const { channel } = options;
    this.#before({ method, channel: typeof channel === 'string' ? channel : null });
    try {
      return await super.apiCall(method, options);
    } catch (error) {
      const problem = classify(error);
      if (problem.class === 'rateLimited') this.#pacing.rest({ method }, problem.afterMs);
      throw error;
    }
  }
}

/** Fresh for each client, and never with `headers`: the SDK writes the token into an object given there. */
export function clientOptions(
  apiUrl: string | undefined,
  logger: Logger,
  timeoutMs = patientMs,
): WebClientOptions {
  return {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    allowAbsoluteUrls: false,
    logger,
    fetch: boundedFetch,
  };
}

/** Bolt's `respond()` sets no timeout; the Web API's own calls bring their signal. */
export const boundedFetch: NonNullable<WebClientOptions['fetch']> = (input, init) =>
  fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(responseUrlMs) });
