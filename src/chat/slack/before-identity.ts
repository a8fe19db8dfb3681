// What people get whom nobody can serve, because it is not known who the bot is in their workspace: Slack has not said
// so yet, or the app is not installed there. Bolt alone would leave them without a word.
import { AuthorizationError, HTTPModuleFunctions } from '@slack/bolt';
import { privately, words } from './answer.ts';
import type { Background } from './background.ts';
import { renderNotice } from './modal.ts';
import { textAt } from '../../shared/read.ts';
import { boundedFetch } from './web.ts';
import { NotInstalled, type Workspaces } from './workspaces.ts';

type ErrorHandler = typeof HTTPModuleFunctions.defaultProcessEventErrorHandler;

export interface UnservedParts {
  workspaces: Workspaces;
  background: Background;
}

const cannotReach =
  'ssirp-bot cannot reach Slack at the moment, so nothing was done. Try again in a minute; if it stays, tell whoever runs the bot: npx ssirp doctor says what is wrong.';

/**
 * The acknowledgement for a request that failed before it was served; empty where it cannot hold words. Undefined for
 * every other error: Slack shows those, and sends events again.
 */
export function answerUnserved(
  error: unknown,
  body: unknown,
  { workspaces, background }: UnservedParts,
): object | undefined {
  const isCommand = textAt(body, 'command') !== undefined;
  const absent = error instanceof AuthorizationError ? error.original : undefined;
  if (!(absent instanceof NotInstalled)) {
    return workspaces.isUnknown && isCommand
      ? privately({ text: cannotReach, blocks: [] })
      : undefined;
  }
  const text = `ssirp-bot is not installed in this workspace, so nothing was done. ${absent.remedy}`;
  const answer = privately({ text, blocks: [] });
  if (isCommand) return answer;
  if (textAt(body, 'type') === 'view_submission') {
    const view = renderNotice(words(text), { team: '', nameOf: () => undefined });
    return { response_action: 'update', view };
  }
  const url = textAt(body, 'response_url');
  if (url !== undefined) respondLater(background, url, answer);
  // It would be refused again, so it is taken.
  return {};
}

/** Shows an answer where the acknowledgement cannot. */
export function respondLater(background: Background, url: string, answer: object): void {
  background.run('respond', async () => {
    const { ok, status } = await boundedFetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(answer),
    });
    if (!ok) throw new Error(`the response url answered ${status}`);
  });
}

/** For Bolt's HTTP receiver. */
export function createErrorHandler(parts: UnservedParts): ErrorHandler {
  return async (exchange) => {
    const { error, request, response } = exchange;
    const answer = answerUnserved(error, bodyOf(request), parts);
    if (answer === undefined || response.headersSent) {
      return HTTPModuleFunctions.defaultProcessEventErrorHandler(exchange);
    }
    const text = Object.keys(answer).length === 0 ? '' : JSON.stringify(answer);
    response.writeHead(200, text === '' ? {} : { 'content-type': 'application/json' }).end(text);
    return true;
  };
}

function bodyOf(request: Parameters<ErrorHandler>[0]['request']): unknown {
  if (!HTTPModuleFunctions.isBufferedIncomingMessage(request)) return undefined;
  try {
    const body: unknown = HTTPModuleFunctions.parseHTTPRequestBody(request);
    return body;
  } catch {
    return undefined;
  }
}
