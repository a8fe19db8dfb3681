// How Slack's requests reach the bot: signed HTTP, or Socket Mode for a machine that nobody can reach from outside.
// Everything behind it is the same.
import { HTTPReceiver, type Logger, type Receiver } from '@slack/bolt';
import type { Background } from './background.ts';
import { createErrorHandler } from './before-identity.ts';
import type { SlackLog } from './log.ts';
import { createRequestListener, type RequestListener } from './request-listener.ts';
import { openConnection } from './socket-connection.ts';
import { keepLinks, type Alarm } from './socket-links.ts';
import { createSocketReceiver } from './socket-receiver.ts';
import type { Workspaces } from './workspaces.ts';

export type Transport =
  | { over: 'http'; signingSecret: string }
  | {
      over: 'socket';
      appToken: string;
      after: Alarm;
      /** 0 to 1: what failed together is not to come back together. */
      random: () => number;
    };

export interface OpenTransport {
  /** For Bolt's App. */
  receiver: Receiver;
  listener: RequestListener;
  /** Takes what Slack sends until it is disposed of, which lets answers under way go out. */
  connect(): AsyncDisposable;
  /** Why nothing can come from Slack, once that is no mere change of connection; undefined while it can. */
  unreachable(): string | undefined;
}

export interface TransportParts {
  apiUrl: string | undefined;
  workspaces: Workspaces;
  background: Background;
  log: SlackLog;
  logger: Logger;
  /** Epoch milliseconds. */
  now: () => number;
}

/** Slack renews connections within seconds; longer than this, somebody should look. */
const graceMs = 30_000;

export function createTransport(transport: Transport, parts: TransportParts): OpenTransport {
  return transport.over === 'http' ? overHttp(transport, parts) : overSocket(transport, parts);
}

function overHttp(
  { signingSecret }: Extract<Transport, { over: 'http' }>,
  { workspaces, background, log, logger, now }: TransportParts,
): OpenTransport {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: ['/slack/events'],
    processBeforeResponse: true,
    unhandledRequestTimeoutMillis: 2800,
    processEventErrorHandler: createErrorHandler({ workspaces, background }),
    logger,
  });
  return {
    receiver,
    listener: createRequestListener({ receiver, signingSecret, log, now }),
    // The process's own HTTP server decides when requests come.
    connect: () => ({ [Symbol.asyncDispose]: () => Promise.resolve() }),
    unreachable: () => undefined,
  };
}

function overSocket(
  { appToken, after, random }: Extract<Transport, { over: 'socket' }>,
  { apiUrl, workspaces, background, log, logger, now }: TransportParts,
): OpenTransport {
  const receiver = createSocketReceiver({ workspaces, background, log });
  const open = () =>
    openConnection({ appToken, apiUrl, logger, log, take: (envelope) => receiver.take(envelope) });
  const links = keepLinks({ open, log, now, after, random });
  return {
    receiver,
    listener: async (_request, response) => {
      response.writeHead(404).end();
    },
    connect: () => {
      links.start();
      return { [Symbol.asyncDispose]: () => links.stop() };
    },
    unreachable: () => {
      const { downSince } = links;
      if (downSince === undefined || now() - downSince <= graceMs) return undefined;
      return 'Slack is not connected (Socket Mode); see the log, and npx ssirp doctor.';
    },
  };
}
