// The clients for Slack's Web API. They never retry by themselves: repeating is the outbox's decision, because the
// SDK's own retries would post twice.
import type { Logger } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';

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
}

export function createWeb(token: string, apiUrl: string | undefined, logger: Logger): Web {
  return {
    patient: new WebClient(token, clientOptions(apiUrl, logger, patientMs)),
    quick: new WebClient(token, clientOptions(apiUrl, logger, quickMs)),
  };
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
const boundedFetch: NonNullable<WebClientOptions['fetch']> = (input, init) =>
  fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(responseUrlMs) });
