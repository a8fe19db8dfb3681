// What `ssirp doctor` can find out about the way from Slack to the bot.
import { WebClient } from '@slack/web-api';
import { classify, isTransient } from './api-error.ts';
import { silent, type SlackCheck } from './check.ts';
import { boltLogger } from './log.ts';
import { appTokenRemedy } from './remedies.ts';
import { clientOptions } from './web.ts';

export type CheckedTransport =
  | { over: 'http'; signingSecret: string; publicUrl: string | undefined }
  | { over: 'socket'; appToken: string; apiUrl: string | undefined };

/** Asks an address and gives the status; rejects when nobody answers. */
export type Knock = (url: string) => Promise<number>;

/** The app that an app-level token belongs to stands in the token. */
export function appIdOf(
  transport: { over: 'http' } | { over: 'socket'; appToken: string },
): string | undefined {
  return transport.over === 'http'
    ? undefined
    : /^xapp-\d+-(A[A-Z0-9]+)-/u.exec(transport.appToken)?.[1];
}

export async function checkTransport(
  transport: CheckedTransport,
  knock: Knock = ask,
): Promise<SlackCheck[]> {
  if (transport.over === 'socket') return [await socket(transport)];
  return [secret(transport.signingSecret), await address(transport.publicUrl, knock)];
}

/**
 * Asks for the address of a connection and opens none: Slack might send a command down it, which nobody would answer.
 */
async function socket({
  appToken,
  apiUrl,
}: Extract<CheckedTransport, { over: 'socket' }>): Promise<SlackCheck> {
  const check = 'slack app-level token';
  try {
    const options = clientOptions(apiUrl, boltLogger(silent));
    await new WebClient(appToken, options).apps.connections.open({});
    const found = 'opens connections; whether Socket Mode is switched on shows in /readyz';
    return { check, ok: true, found };
  } catch (error) {
    const problem = classify(error);
    if (isTransient(problem))
      return { check, ok: false, found: 'Slack did not answer', remedy: 'Try again in a minute.' };
    const remedy = appTokenRemedy(problem.code);
    return { check, ok: false, found: problem.code, ...(remedy === undefined ? {} : { remedy }) };
  }
}

function secret(signingSecret: string): SlackCheck {
  const check = 'slack signing secret';
  if (/^[0-9a-f]{32}$/u.test(signingSecret))
    return { check, ok: true, found: 'looks like one; a request from Slack shows whether it is' };
  return {
    check,
    ok: false,
    found: 'SLACK_SIGNING_SECRET is not 32 characters of 0–9 and a–f',
    remedy: 'Copy it from Basic Information → App Credentials → Signing Secret.',
  };
}

async function address(publicUrl: string | undefined, knock: Knock): Promise<SlackCheck> {
  const check = 'slack address';
  if (publicUrl === undefined) {
    const found = 'PUBLIC_URL is not set, so it is not known which address Slack sends to';
    return { check, ok: true, isNote: true, found };
  }
  if (!publicUrl.startsWith('https://')) {
    const found = `Slack sends to https addresses only, and PUBLIC_URL begins with http://`;
    return { check, ok: false, found, remedy: 'Put a proxy with a certificate in front.' };
  }
  const url = new URL('/slack/events', publicUrl).href;
  try {
    const status = await knock(url);
    if (status === 405) return { check, ok: true, found: `${url} leads to the bot` };
    const remedy =
      status >= 502 && status <= 504
        ? 'The proxy runs, the bot does not: start it.'
        : 'Something else answers there: the proxy must pass /slack/events on to the bot.';
    return { check, ok: false, found: `${url} answers ${status} instead of 405`, remedy };
  } catch {
    const found = `${url} cannot be reached from this machine; perhaps it can from Slack`;
    return { check, ok: true, isNote: true, found };
  }
}

const knockMs = 5000;

async function ask(url: string): Promise<number> {
  const signal = AbortSignal.timeout(knockMs);
  return (await fetch(url, { signal, redirect: 'manual' })).status;
}
