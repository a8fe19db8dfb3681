// An app that answers every request with the same words and remembers what it got, for this folder's own tests.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBytes } from './http-body.ts';
import { isObject, parseJson, type Json } from './json.ts';

export class FixedApp implements AsyncDisposable {
  readonly requests: { headers: IncomingMessage['headers']; body: string }[] = [];
  readonly #http: Server;
  readonly #answer: (response: ServerResponse) => void;

  private constructor(answer: (response: ServerResponse) => void) {
    this.#answer = answer;
    this.#http = createServer((request, response) => void this.#serve(request, response));
  }

  static async answering(body: unknown): Promise<FixedApp> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return FixedApp.start((response) => response.end(text));
  }

  static async start(answer: (response: ServerResponse) => void): Promise<FixedApp> {
    const app = new FixedApp(answer);
    await new Promise<void>((resolve) => {
      app.#http.listen(0, '127.0.0.1', resolve);
    });
    return app;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  /** The payload of the last interaction, or the last event. */
  payload(): Json {
    const body = this.requests.at(-1)?.body ?? '';
    const payload = parseJson(new URLSearchParams(body).get('payload') ?? body);
    return isObject(payload) ? payload : {};
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise((resolve) => {
      this.#http.close(resolve);
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await readBytes(request);
    this.requests.push({ headers: request.headers, body: bytes.toString() });
    this.#answer(response);
  }
}
