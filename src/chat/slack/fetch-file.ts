// The texts of files that somebody chose in a form. Slack only says where they are; they are fetched with the bot's
// token, which goes to hosts of Slack and to nobody else.
import { formLimits } from '#src/messages/form-fields.ts';
import type { Result } from '#src/shared/result.ts';
import { err, ok } from '#src/shared/result.ts';
import type { Web } from './web.ts';

/** A person waits: Slack gives three seconds for the whole request. */
const fetchMs = 1500;

interface Given {
  field: string;
  url: string;
  bytes: number;
}

/** By field name; what is wrong with a file is an error at its field. */
export async function fetchFiles(
  given: readonly Given[],
  web: Web,
): Promise<Result<Record<string, string>, Record<string, string>>> {
  const texts: Record<string, string> = {};
  for (const { field, ...file } of given) {
    const fetched = await fetchText(file, web);
    if (!fetched.ok) return err({ [field]: fetched.error });
    texts[field] = fetched.value;
  }
  return ok(texts);
}

async function fetchText(
  { url, bytes }: Omit<Given, 'field'>,
  { quick }: Web,
): Promise<Result<string, string>> {
  if (bytes > formLimits.fileBytes) return err(tooLarge);
  if (!isOfSlack(url, quick.slackApiUrl)) return err(unread);
  try {
    const answer = await fetch(url, {
      headers: { authorization: `Bearer ${quick.token ?? ''}` },
      // To somebody who may not read it Slack shows its sign-in page, elsewhere or in place of the file.
      redirect: 'error',
      signal: AbortSignal.timeout(fetchMs),
    });
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') === true;
    if (!answer.ok || isPage) {
      await answer.body?.cancel();
      return err(unread);
    }
    const content = await answer.arrayBuffer();
    return content.byteLength > formLimits.fileBytes ? err(tooLarge) : decoded(content);
  } catch {
    return err(unread);
  }
}

const tooLarge = `A file may have at most ${formLimits.fileBytes / 1000} kB.`;
const unread =
  'I cannot read this file. Submit again; should it stay so, the app lacks files:read: ask an administrator, or hand it in with: ssirp document import';

function decoded(content: ArrayBuffer): Result<string, string> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    return err('This file is no text in UTF-8.');
  }
}

/** Slack's hosts, by TLS; without it only the one that stands in for its Web API on this machine. */
function isOfSlack(address: string, apiUrl: string): boolean {
  const url = URL.parse(address);
  if (url === null) return false;
  if (url.protocol === 'https:' && /(?:^|\.)slack(?:-gov)?\.com$/u.test(url.hostname)) return true;
  return url.origin === URL.parse(apiUrl)?.origin;
}
