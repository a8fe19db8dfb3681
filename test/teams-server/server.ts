// A local, strict stand-in for Microsoft's cloud as a bot in Teams meets it: sign-in, Bot Connector, OneDrive uploads,
// with its own memory, its refusals and its bad days. Graph is mounted beside them. A TeamsClient plays the people.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBytes } from '../slack-server/http-body.ts';
import { isObject, objectAt, textAt, type Json } from '../slack-server/json.ts';
import { jsonOf, send, strike, strikesFirst, type Asked, type Part } from './answers.ts';
import { Connector } from './connector.ts';
import { Faults, type Choose, type FaultKind, type FaultOptions } from './faults.ts';
import { keySet, openIdConfiguration } from './keys.ts';
import { Limits } from './limits.ts';
import { complaintsAbout } from './lint.ts';
import { Login } from './login.ts';
import { Uploads } from './uploads.ts';
import { TeamsWorld, type WorldOptions } from './world.ts';

export interface TeamsServerOptions extends WorldOptions {
  /** Epoch milliseconds; default the real clock. Tokens live by the real clock all the same. */
  now?: () => number;
  /** Answer 429 as the Bot Connector's limits would; off by default. */
  hasRateLimits?: boolean;
  /** The application's secret. */
  secret?: string;
}

export interface RecordedCall {
  /** `send`, `sendTargeted`, `reply`, `update`, `remove`, `createConversation`, `member`, `token`, … */
  call: string;
  /** The conversation, or what else it is about. */
  about: string;
  method: string;
  path: string;
  body: Json;
  /** Epoch milliseconds by the server's clock. */
  at: number;
  /** 0 while unanswered, and where a fault left it so. */
  status: number;
  code?: string;
  fault?: FaultKind;
}

/** The app's service address at Microsoft ends in a slash too. */
const connectorPath = '/teams';

export class TeamsServer implements AsyncDisposable {
  readonly world: TeamsWorld;
  readonly login: Login;
  readonly uploads = new Uploads();
  readonly calls: RecordedCall[] = [];
  /** Mistakes that the service would let pass, and answers a client could not use. Tests expect it to be empty. */
  readonly lint: string[] = [];
  readonly #faults = new Faults();
  readonly #http: Server;
  readonly #parts: [prefix: string, part: Part][];
  #origin = '';

  private constructor(options: TeamsServerOptions) {
    this.world = new TeamsWorld(options.now ?? Date.now, options);
    this.login = new Login(this.world, options.secret ?? 'the-secret-of-the-tests', () => {
      return this.#origin;
    });
    const connector = new Connector({
      world: this.world,
      login: this.login,
      limits: options.hasRateLimits ? new Limits() : undefined,
      lint: (call, activity, isTargeted) => {
        this.complain(call, complaintsAbout(activity, isTargeted));
      },
    });
    this.#parts = [
      [connectorPath, connector],
      ['/upload', this.uploads],
      ['/v1/.well-known', this.#keys()],
      ['', this.login],
    ];
    this.#http = createServer((request, response) => {
      this.#serve(request, response).catch((problem: unknown) => {
        this.lint.push(`the Teams server itself failed: ${String(problem)}`);
        response.destroy();
      });
    });
  }

  static async start(options: TeamsServerOptions = {}): Promise<TeamsServer> {
    const server = new TeamsServer(options);
    await new Promise<void>((resolve) => {
      server.#http.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.#http.address() as AddressInfo;
    server.#origin = `http://127.0.0.1:${port}`;
    return server;
  }

  /** For MICROSOFT_LOGIN_URL; the other addresses lie below it. */
  get origin(): string {
    return this.#origin;
  }

  /** Where the Bot Connector is reached, as activities tell it. */
  get serviceUrl(): string {
    return `${this.#origin}${connectorPath}/`;
  }

  /** For MICROSOFT_OPENID_URL. */
  get openIdUrl(): string {
    return `${this.#origin}/v1/.well-known/openidconfiguration`;
  }

  /** For MICROSOFT_GRAPH_URL, once a part is mounted there. */
  get graphUrl(): string {
    return `${this.#origin}/graph/v1.0`;
  }

  /** Serves a part below the prefix, e.g. `/graph/v1.0`; faults and records are the server's. */
  mount(prefix: string, part: Part): void {
    this.#parts.unshift([prefix, part]);
  }

  /** Arms a fault for the next `times` calls of that name ('*': of any). */
  fault(call: string, kind: FaultKind, times = 1, options: FaultOptions = {}): void {
    this.#faults.arm({ ...options, call, kind, timesLeft: times });
  }

  /** Asks `choose` at each call that no armed fault strikes whether and how it shall fail. */
  failBy(choose: Choose): void {
    this.#faults.chooseBy(choose);
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  callsOf(call: string): RecordedCall[] {
    return this.calls.filter((one) => one.call === call);
  }

  /** The calls that came too fast and were refused for it; not those that a test's fault refused. */
  get tooFast(): RecordedCall[] {
    return this.calls.filter((one) => one.status === 429 && one.fault === undefined);
  }

  /** Adds to the lint. */
  complain(about: string, problems: readonly string[]): void {
    this.lint.push(...problems.map((problem) => `${about}: ${problem}`));
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

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.#origin);
    const [prefix, part] = this.#partOf(url.pathname);
    const asked = await read(request, url, prefix);
    const { call, about } = part.nameOf(asked);
    const body = jsonOf(asked) ?? {};
    const fault = this.#faults.take({ call, about, body });
    const record: RecordedCall = {
      call,
      about,
      method: asked.method,
      path: url.pathname,
      body,
      at: this.world.now(),
      status: 0,
      ...(fault ? { fault: fault.kind } : {}),
    };
    this.calls.push(record);
    if (fault && strikesFirst(fault)) {
      strike(fault, response);
      record.status = response.headersSent ? response.statusCode : 0;
      return;
    }
    const reply = await part.answer(asked);
    record.status = reply.status;
    const error = isObject(reply.body) ? (objectAt(reply.body, 'error') ?? {}) : {};
    const code = textAt(error, 'code');
    if (code !== undefined) record.code = code;
    if (fault) strike(fault, response);
    else send(response, reply);
  }

  #partOf(path: string): [prefix: string, part: Part] {
    const found = this.#parts.find(([prefix]) => prefix === '' || path.startsWith(`${prefix}/`));
    return found ?? ['', this.login];
  }

  #keys(): Part {
    return {
      nameOf: ({ path }) => ({ call: path[0] === 'keys' ? 'keys' : 'openid', about: '' }),
      answer: ({ path }) =>
        path[0] === 'keys'
          ? { status: 200, body: keySet() }
          : { status: 200, body: openIdConfiguration(this.#origin) },
    };
  }
}

async function read(request: IncomingMessage, url: URL, prefix: string): Promise<Asked> {
  const path = url.pathname.slice(prefix.length).split('/');
  return {
    method: request.method ?? 'GET',
    url,
    path: path.filter((segment) => segment !== '').map(decodeURIComponent),
    headers: request.headers,
    body: await readBytes(request),
    bearer: /^Bearer (.+)$/u.exec(request.headers.authorization ?? '')?.[1] ?? '',
  };
}
