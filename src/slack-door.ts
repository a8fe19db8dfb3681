// Wires the Slack adapter into the process: what app.ts needs of it, and nothing else of Slack.
import type { ChatPort, CommandSink } from './chat/port.ts';
import { createSlack } from './chat/slack/adapter.ts';
import type { SlackConfig } from './config.ts';
import type { Route } from './http/server.ts';
import type { Clock } from './shared/clock.ts';
import type { Log } from './shared/log.ts';

export interface SlackDoor extends AsyncDisposable {
  port: ChatPort;
  route: Route;
}

export async function openSlack(
  options: SlackConfig & {
    signingSecret: string;
    botToken: string;
    sink: CommandSink;
    clock: Clock;
    log: Log;
  },
): Promise<SlackDoor> {
  const { clock } = options;
  const slack = createSlack({
    ...options,
    now: () => Temporal.Instant.from(clock.now()).epochMilliseconds,
  });
  await slack.start();
  return {
    port: slack.port,
    route: async (request, response, url) => {
      if (!url.pathname.startsWith('/slack/')) return false;
      await slack.listener(request, response);
      return true;
    },
    [Symbol.asyncDispose]: () => slack.stop(),
  };
}
