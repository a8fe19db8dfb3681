// A bot that checks who calls, keeps what it was sent and answers as the test says: for this folder's own tests.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { readBytes } from '../slack-server/http-body.ts';
import { isObject, parseJson, textAt, type Json } from '../slack-server/json.ts';
import type { TeamsServer } from './server.ts';

export class ListeningBot implements AsyncDisposable {
  readonly heard: Json[] = [];
  /** The body of the answers to invokes; undefined: no answer ever. */
  answer: unknown = '';
  status = 200;
  readonly #http: Server;

  private constructor(server: TeamsServer) {
    const keys = createRemoteJWKSet(new URL(`${server.origin}/v1/.well-known/keys`));
    const who = { issuer: 'https://api.botframework.com', audience: server.world.appId };
    this.#http = createServer((request, response) => {
      void (async () => {
        const json = parseJson((await readBytes(request)).toString());
        const activity = isObject(json) ? json : {};
        const token = (request.headers.authorization ?? '').replace('Bearer ', '');
        const verified = await jwtVerify(token, keys, who).catch(() => undefined);
        if (!verified || verified.payload['serviceurl'] !== textAt(activity, 'serviceUrl'))
          return void response.writeHead(401).end();
        this.heard.push(activity);
        if (activity['type'] !== 'invoke') return void response.writeHead(200).end();
        if (this.answer === undefined) return;
        const body = this.answer === '' ? '' : JSON.stringify(this.answer);
        response.writeHead(this.status).end(body);
      })();
    });
  }

  static async start(server: TeamsServer): Promise<ListeningBot> {
    const bot = new ListeningBot(server);
    await new Promise<void>((resolve) => {
      bot.#http.listen(0, '127.0.0.1', resolve);
    });
    return bot;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  /** The newest activity. */
  get last(): Json {
    return this.heard.at(-1) ?? {};
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#http.close(() => {
        resolve();
      });
      this.#http.closeAllConnections();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
