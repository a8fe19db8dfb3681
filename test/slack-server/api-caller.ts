// Speaks to the stand-in through @slack/web-api, for this folder's own tests.

import { LogLevel, WebClient, type Logger } from '@slack/web-api';
import { isObject, textAt, type Json } from './json.ts';
import type { SlackServer } from './server.ts';

const usualToken = 'xoxb-test-token';

export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/** A message as a careful bot posts it. */
export function post(channel: string, more: Json = {}): Json {
  return { channel, text: 'hello', unfurl_links: false, unfurl_media: false, ...more };
}

export class ApiCaller {
  readonly #server: SlackServer;

  constructor(server: SlackServer) {
    this.#server = server;
  }

  client(token: string = usualToken): WebClient {
    return new WebClient(token, {
      slackApiUrl: this.#server.url,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: 500,
      logger: silentLogger,
    });
  }

  /** The body of the answer, whether Slack agreed or refused. */
  async call(method: string, args: Json = {}, token: string = usualToken): Promise<Json> {
    try {
      return { ...(await this.client(token).apiCall(method, args)) };
    } catch (problem) {
      const data = isObject(problem) ? problem['data'] : undefined;
      if (isObject(data)) return data;
      throw problem;
    }
  }

  async errorOf(method: string, args: Json = {}): Promise<string | undefined> {
    return textAt(await this.call(method, args), 'error');
  }

  /** Posts and returns the ts. */
  async say(channel: string, more: Json = {}): Promise<string> {
    return textAt(await this.call('chat.postMessage', post(channel, more)), 'ts') ?? '';
  }
}
