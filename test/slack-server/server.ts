// A local, strict stand-in for Slack: the Web API over HTTP, with its own memory, its refusals and its bad days.
// Tests point Bolt's slackApiUrl at `url` and play the people with a SlackClientSide.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { methodContracts } from './contract.ts';
import { rateLimited, sendJson, strikeAfter, strikeFirst, type RecordedCall } from './answers.ts';
import { Faults, type Fault, type FaultKind, type FaultOptions } from './faults.ts';
import { OAuthDesk, organizationIdentity, type OAuthApp } from './oauth.ts';
import { WorkspaceReader } from './reading.ts';
import { argumentsOf, readBytes, uploadedBytes } from './http-body.ts';
import { isObject, parseJson, textAt, type Json } from './json.ts';
import { RateLimits } from './rate-limits.ts';
import { useResponseUrl } from './response-url.ts';
import { SocketMode } from './socket-mode.ts';
import { answerCall, authProblem } from './web-api.ts';
import { Workspace, type WorkspaceOptions } from './workspace.ts';

export interface SlackServerOptions extends WorkspaceOptions {
  /** Epoch milliseconds; default the real clock. */
  now?: () => number;
  /** Answer 429 as Slack's tiers would; off by default. */
  hasRateLimits?: boolean;
  /** The app is one that people install by OAuth. */
  app?: OAuthApp;
}

export class SlackServer extends WorkspaceReader implements AsyncDisposable {
  readonly calls: RecordedCall[] = [];
  /** Mistakes that Slack would let pass, and answers Slack could not use. Tests expect it to be empty. */
  readonly lint: string[] = [];
  readonly now: () => number;
  /** The app's connections in Socket Mode. */
  readonly sockets = new SocketMode((complaint) => this.lint.push(complaint));
  readonly #workspaces: Workspace[];
  readonly #oauth: OAuthDesk | undefined;
  readonly #faults = new Faults();
  readonly #http: Server;
  readonly #rateLimits: RateLimits | undefined;
  #origin = '';

  private constructor(options: SlackServerOptions) {
    const now = options.now ?? Date.now;
    super(new Workspace(now, options));
    this.now = now;
    this.#workspaces = [this.workspace];
    this.#oauth = options.app && new OAuthDesk(options.app, now);
    this.#rateLimits = options.hasRateLimits ? new RateLimits() : undefined;
    this.#http = createServer((request, response) => {
      this.#serve(request, response).catch((problem: unknown) => {
        this.lint.push(`the Slack server itself failed: ${String(problem)}`);
        response.destroy();
      });
    });
    this.#http.on('upgrade', (request, socket, head) => {
      this.sockets.accept(request, socket, head);
    });
  }

  static async start(options: SlackServerOptions = {}): Promise<SlackServer> {
    const server = new SlackServer(options);
    await new Promise<void>((resolve) => {
      server.#http.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.#http.address() as AddressInfo;
    server.#origin = `http://127.0.0.1:${port}`;
    return server;
  }

  /** For Bolt's `slackApiUrl`. */
  get url(): string {
    return `${this.#origin}/api/`;
  }

  /** Where people install the app. */
  get oauth(): OAuthDesk {
    if (this.#oauth === undefined) throw new Error('the app is none for OAuth');
    return this.#oauth;
  }

  get origin(): string {
    return this.#origin;
  }

  /** A second workspace with its own token, for tests of several tenants. */
  addWorkspace(options: WorkspaceOptions & { teamId: string; token: string }): Workspace {
    const added = new Workspace(this.now, options);
    this.#workspaces.push(added);
    return added;
  }

  /**
   * Arms a fault for the next `times` calls of a method ('*': of any). 'upload' and 'response_url' stand for the
   * addresses that the server hands out.
   */
  fault(method: string, kind: FaultKind, times = 1, options: FaultOptions = {}): void {
    this.#faults.arm({ ...options, method, kind, timesLeft: times });
  }

  /** Asks `choose` at each call that no armed fault strikes whether and how it shall fail. */
  failBy(choose: Parameters<Faults['chooseBy']>[0]): void {
    this.#faults.chooseBy(choose);
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  callsOf(method: string): RecordedCall[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** The calls that came too fast and were refused for it; not those that a test's fault refused. */
  get tooFast(): RecordedCall[] {
    return this.calls.filter((call) => call.error === 'ratelimited' && call.fault === undefined);
  }

  async close(): Promise<void> {
    this.sockets.close();
    this.#http.closeAllConnections();
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
    const body = await readBytes(request);
    const [, area = '', ...rest] = url.pathname.split('/');
    if (area === 'api') return this.#serveApi(rest.join('/'), { request, response, url, body });
    if (area === 'oauth') return this.#servePage(url, response);
    if (area === 'upload') return this.#serveUpload(rest, { request, response, body });
    if (area === 'response') return this.#serveResponseUrl(rest.join('/'), response, body);
    if (area === 'files') return this.#serveFile(rest[0] ?? '', request, response);
    response.writeHead(404).end();
  }

  #serveApi(
    method: string,
    http: { request: IncomingMessage; response: ServerResponse; url: URL; body: Buffer },
  ): void {
    const { request, response } = http;
    const args = argumentsOf(request, http.url, http.body);
    const given = args ?? {};
    const token = bearerOf(request) || (given['token'] ?? '');
    const fault = this.#faults.take(method, given);
    const record = this.#record(method, readable(given), { token, fault });
    if (fault && strikeFirst(fault, record, response)) return;
    const limited = this.#secondsToWait(method, given['channel'] ?? '', token);
    if (limited !== undefined) return rateLimited(record, response, limited);

    const answer =
      method === 'oauth.v2.access'
        ? this.oauth.exchange(given, request.headers.authorization)
        : this.#answer(method, args, token);
    record.ok = answer['ok'] === true;
    const error = textAt(answer, 'error');
    if (error !== undefined) record.error = error;
    if (!strikeAfter(fault, record, response)) sendJson(response, answer, this.#ownerOf(token));
  }

  #servePage(url: URL, response: ServerResponse): void {
    if (url.pathname !== '/oauth/v2/authorize') return void response.writeHead(404).end();
    const page = this.oauth.page(url);
    if ('complaint' in page) return void response.writeHead(400).end(page.complaint);
    response.writeHead(302, { location: page.location }).end();
  }

  #record(
    method: string,
    args: Json,
    by: { token?: string; fault: Fault | undefined },
  ): RecordedCall {
    const record: RecordedCall = {
      method,
      args,
      at: this.now(),
      ok: false,
      token: by.token ?? '',
      ...(by.fault ? { fault: by.fault.kind } : {}),
    };
    this.calls.push(record);
    return record;
  }

  #secondsToWait(method: string, channel: string, token: string): number | undefined {
    const tier = methodContracts.get(method)?.tier ?? 5;
    const workspace = this.#workspaceOf(token);
    const tenant = workspace?.teamId ?? token;
    const isCommercialApp = workspace?.isCommercialApp ?? false;
    return this.#rateLimits?.retryAfter(
      { method, tier, tenant, channel, isCommercialApp },
      this.now(),
    );
  }

  #answer(method: string, args: Record<string, string> | undefined, token: string): Json {
    if (method === 'apps.connections.open') return this.sockets.ticketFor(token, this.#origin);
    const spoken = this.#oauth?.speaksFor(token, method, args?.['team_id']);
    if (spoken && 'error' in spoken) return { ok: false, error: spoken.error };
    if (spoken && 'organization' in spoken) return organizationIdentity(spoken.organization);
    const workspace = spoken?.workspace ?? this.#workspaceOf(token);
    const problem = method === 'api.test' ? undefined : authProblem(method, token, workspace);
    if (problem !== undefined) return { ok: false, error: problem };
    if (!args) return { ok: false, error: 'invalid_post_type' };
    return answerCall({
      method,
      args,
      workspace: workspace ?? this.workspace,
      origin: this.#origin,
      lint: (complaint) => this.lint.push(complaint),
    });
  }

  #ownerOf(token: string): { scopes: ReadonlySet<string> } | undefined {
    const organizations = this.#oauth?.organizations ?? [];
    return organizations.find((one) => one.token === token) ?? this.#workspaceOf(token);
  }

  #workspaceOf(token: string): Workspace | undefined {
    return this.#workspaces.find(
      (workspace) => workspace.token === token || workspace.formerTokens.has(token),
    );
  }

  async #serveUpload(
    [_version, id = '', key = '']: readonly string[],
    http: { request: IncomingMessage; response: ServerResponse; body: Buffer },
  ): Promise<void> {
    const fault = this.#faults.take('upload', {});
    const files = this.#workspaces.map((workspace) => workspace.files.get(id));
    const file = files.find((candidate) => candidate?.uploadKey === key);
    const content = await uploadedBytes(http.request, http.body);
    const record = this.#record('upload', { id, bytes: content.length }, { fault });
    if (fault && strikeFirst(fault, record, http.response)) return;
    if (!file || content.length !== file.size) {
      record.error = file ? 'wrong length' : 'unknown file';
      this.lint.push(`upload: ${record.error} (${content.length} bytes for ${id})`);
      http.response.writeHead(file ? 400 : 404).end(record.error);
      return;
    }
    file.content = content;
    record.ok = true;
    if (strikeAfter(fault, record, http.response)) return;
    http.response.writeHead(200, { 'content-type': 'text/plain' }).end(`OK - ${content.length}`);
  }

  #serveResponseUrl(id: string, response: ServerResponse, body: Buffer): void {
    const fault = this.#faults.take('response_url', {});
    const owner = this.#workspaces.find((workspace) => workspace.responseUrls.has(id));
    const record = this.#record(
      'response_url',
      { id, body: parseJson(body.toString()) },
      { fault },
    );
    if (fault && strikeFirst(fault, record, response)) return;
    const workspace = owner ?? this.workspace;
    const used = useResponseUrl(workspace, workspace.responseUrls.get(id), body.toString());
    this.lint.push(...used.problems.map((problem) => `response_url: ${problem}`));
    record.ok = used.status === 200;
    if (!record.ok) record.error = used.body;
    if (strikeAfter(fault, record, response)) return;
    response.writeHead(used.status, { 'content-type': 'text/plain' }).end(used.body);
  }

  #serveFile(id: string, request: IncomingMessage, response: ServerResponse): void {
    const workspace = this.#workspaceOf(bearerOf(request));
    // Whoever may not read a file is asked to sign in.
    if (workspace?.scopes.has('files:read') !== true)
      return void response.writeHead(302, { location: `${this.#origin}/signin` }).end();
    const file = workspace.files.get(id);
    if (!file?.content || !file.isComplete) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.content);
  }
}

function bearerOf(request: IncomingMessage): string {
  return /^Bearer (.+)$/u.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

/** JSON inside arguments (blocks, metadata, view, files) parsed, everything else as it came; no token. */
function readable(args: Readonly<Record<string, string>>): Json {
  const open = Object.entries(args).filter(([name]) => name !== 'token');
  return Object.fromEntries(
    open.map(([name, value]) => {
      const json = /^[[{]/u.test(value) ? parseJson(value) : undefined;
      return [name, isObject(json) || Array.isArray(json) ? json : value];
    }),
  );
}
