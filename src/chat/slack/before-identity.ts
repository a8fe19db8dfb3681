// What happens to requests while Slack has not said who the bot is: Slack unreachable, or the token refused. Nobody
// can be served then, because it is not known whose workspace asks; whoever typed a command is told so.
import { HTTPModuleFunctions } from '@slack/bolt';
import { privately, type PrivateAnswer } from './answer.ts';
import type { Workspaces } from './workspaces.ts';

type ErrorHandler = typeof HTTPModuleFunctions.defaultProcessEventErrorHandler;

const sorry = privately({
  text: 'ssirp-bot cannot reach Slack at the moment, so nothing was done. Try again in a minute; if it stays, tell whoever runs the bot: npx ssirp doctor says what is wrong.',
  blocks: [],
});

/** Only commands can be answered with words; anything else gets an error that Slack shows or retries. */
export function sorryForNow(
  workspaces: Workspaces,
  request: { isCommand: boolean },
): PrivateAnswer | undefined {
  return workspaces.isUnknown && request.isCommand ? sorry : undefined;
}

export function createErrorHandler(workspaces: Workspaces): ErrorHandler {
  return async (exchange) => {
    const { request, response } = exchange;
    const answer = sorryForNow(workspaces, { isCommand: isCommand(request) });
    if (answer === undefined || response.headersSent) {
      return HTTPModuleFunctions.defaultProcessEventErrorHandler(exchange);
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
    return true;
  };
}

function isCommand(request: Parameters<ErrorHandler>[0]['request']): boolean {
  if (!('rawBody' in request)) return false;
  return new URLSearchParams(String(request.rawBody)).has('command');
}
