// Wires the Slack adapter into the process: what app.ts needs of it, and nothing else of Slack.
import type { ChatPort, CommandSink } from './chat/port.ts';
import { createSlack } from './chat/slack/adapter.ts';
import type { SlackConfig, SlackTransport } from './config.ts';
import type { Route } from './http/server.ts';
import type { Clock } from './shared/clock.ts';
import type { Log } from './shared/log.ts';

export interface SlackDoor extends AsyncDisposable {
  port: ChatPort;
  route: Route;
  /** Takes what Slack sends until it is disposed of, which lets answers under way go out. */
  connect(): AsyncDisposable;
  /** Why nothing can come from Slack at present; undefined while it can. */
  unreachable(): string | undefined;
}

export async function openSlack(
  options: SlackConfig & {
    transport: SlackTransport;
    botToken: string;
    sink: CommandSink;
    clock: Clock;
    log: Log;
    random: () => number;
  },
): Promise<SlackDoor> {
  const { clock, random, transport } = options;
  const after = (ms: number, ring: () => void): Disposable =>
    clock.at(later(clock.now(), ms), ring);
  const slack = createSlack({
    ...options,
    transport: transport.over === 'http' ? transport : { ...transport, after, random },
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
    connect: () => slack.connect(),
    unreachable: () => slack.unreachable(),
    [Symbol.asyncDispose]: () => slack.stop(),
  };
}

function later(instant: string, ms: number): string {
  return Temporal.Instant.from(instant)
    .add({ milliseconds: Math.round(ms) })
    .toString({ fractionalSecondDigits: 3 });
}
