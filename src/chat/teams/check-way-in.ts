// What `ssirp doctor` can find out about the way from Teams to the bot: the address, and the keys that requests are
// checked with.
import type { TeamsCheck } from './check.ts';
import { listAt, textAt } from '../../shared/read.ts';
import { messagesPath } from './request-listener.ts';

/** Asks an address and gives the status; rejects when nobody answers. */
export type Knock = (url: string) => Promise<number>;

export async function checkWayIn(
  { publicUrl, openIdUrl }: { publicUrl: string | undefined; openIdUrl: string },
  knock: Knock = ask,
): Promise<TeamsCheck[]> {
  return Promise.all([address(publicUrl, knock), signingKeys(openIdUrl)]);
}

async function address(publicUrl: string | undefined, knock: Knock): Promise<TeamsCheck> {
  const check = 'teams address';
  if (publicUrl === undefined) {
    const found = 'PUBLIC_URL is not set, so it is not known which address Teams sends to';
    return { check, ok: true, isNote: true, found };
  }
  if (!publicUrl.startsWith('https://')) {
    const found = 'Teams sends to https addresses only, and PUBLIC_URL begins with http://';
    return { check, ok: false, found, remedy: 'Put a proxy with a certificate in front.' };
  }
  const url = new URL(messagesPath, publicUrl).href;
  try {
    const status = await knock(url);
    if (status === 405)
      return {
        check,
        ok: true,
        found: `${url} leads to the bot; it must be the messaging endpoint`,
      };
    const remedy =
      status >= 502 && status <= 504
        ? 'The proxy runs, the bot does not: start it.'
        : `Something else answers there: the proxy must pass ${messagesPath} on to the bot.`;
    return { check, ok: false, found: `${url} answers ${status} instead of 405`, remedy };
  } catch {
    const found = `${url} cannot be reached from this machine; perhaps it can from Microsoft`;
    return { check, ok: true, isNote: true, found };
  }
}

const knockMs = 5000;

async function ask(url: string): Promise<number> {
  const signal = AbortSignal.timeout(knockMs);
  return (await fetch(url, { signal, redirect: 'manual' })).status;
}

/** Without these keys every request is refused. */
async function signingKeys(openIdUrl: string): Promise<TeamsCheck> {
  const check = 'teams signing keys';
  try {
    const keysUrl = textAt(await read(openIdUrl), 'jwks_uri');
    const keys = keysUrl === undefined ? [] : listAt(await read(keysUrl), 'keys');
    const usable = keys.filter((key) => listAt(key, 'endorsements').includes('msteams'));
    if (usable.length > 0)
      return { check, ok: true, found: `${usable.length} that Teams’ requests are checked with` };
    return {
      check,
      ok: false,
      found: `${openIdUrl} names no keys of Teams`,
      remedy: 'Check MICROSOFT_OPENID_URL; usually it is not set.',
    };
  } catch {
    return {
      check,
      ok: false,
      found: `${openIdUrl} cannot be read, so every request of Teams would be refused`,
      remedy: 'Let this machine connect to it (firewall, proxy).',
    };
  }
}

const readMs = 5000;

async function read(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(readMs), redirect: 'error' });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}
