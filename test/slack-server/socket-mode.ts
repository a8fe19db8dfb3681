// Socket Mode as Slack runs it: an app opens up to ten connections, Slack sends each envelope down any of them, waits
// three seconds for the acknowledgement, and closes connections whenever it likes.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { isObject, parseJson, textAt, type Json } from './json.ts';

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';
export type Goodbye = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

/** What Slack sends down a connection. */
export interface Envelope {
  envelope_id: string;
  type: EnvelopeType;
  payload: unknown;
  accepts_response_payload: boolean;
  retry_attempt?: number;
  retry_reason?: string;
}

/** `lost`: nobody was connected. A connection that breaks is `late`: Slack waits its three seconds. */
export type Acked = { payload: Json } | 'late' | 'lost';

interface Connection {
  socket: WebSocket;
  /** Slack has said that it will close this one; until then it may still send envelopes down it. */
  isLeaving: boolean;
  /** It was never let in. */
  isRefused: boolean;
  /** Neither answers pings nor delivers: a half-open connection. */
  isDead: boolean;
  waiting: Map<string, { takesPayload: boolean; resolve: (acked: Acked) => void }>;
}

const connectionsMax = 10;
const eventRetries = 3;

export class SocketMode {
  /** The app-level token, and what it may do. */
  token = 'xapp-1-A0APP-1111111111-test';
  scopes = new Set(['connections:write', 'authorizations:read']);
  isEnabled = true;
  /** Acknowledgements that came after Slack had given up. */
  readonly lateAcks: string[] = [];
  readonly #connections: Connection[] = [];
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  readonly #late = new Set<string>();
  readonly #arrivals = new Set<() => void>();
  readonly #lint: (complaint: string) => void;
  #ids = 0;
  #turn = 0;

  constructor(lint: (complaint: string) => void) {
    this.#lint = lint;
  }

  /** How many connections are open that Slack does not mean to close. */
  get open(): number {
    return this.#staying().length;
  }

  /** All there are, also those that Slack is about to close. */
  get all(): number {
    return this.#connections.length;
  }

  /** Resolves when so many connections are open to stay. */
  async opened(count: number): Promise<void> {
    while (this.open < count) {
      await new Promise<void>((resolve) => this.#arrivals.add(resolve));
    }
  }

  /** `apps.connections.open`. */
  ticketFor(token: string, origin: string): Json {
    if (token === '') return { ok: false, error: 'not_authed' };
    if (!token.startsWith('xapp-')) return { ok: false, error: 'not_allowed_token_type' };
    if (token !== this.token) return { ok: false, error: 'invalid_auth' };
    if (!this.scopes.has('connections:write')) {
      const provided = [...this.scopes].join(',');
      return { ok: false, error: 'missing_scope', needed: 'connections:write', provided };
    }
    const ticket = this.#newId('ticket');
    this.#tickets.add(ticket);
    return {
      ok: true,
      url: `${origin.replace(/^http/u, 'ws')}/link/?ticket=${ticket}&app_id=A0APP`,
    };
  }

  /** The WebSocket handshake; a ticket opens one connection. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://slack.test');
    if (url.pathname !== '/link/' || !this.#tickets.delete(url.searchParams.get('ticket') ?? '')) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.#welcome(webSocket);
    });
  }

  /**
   * Sends a payload and waits for its acknowledgement. An event that is not acknowledged is sent again, three times at
   * most, down any connection; commands and interactions are not.
   */
  async send(
    type: EnvelopeType,
    payload: unknown,
    { withinMs, retryAttempt = 0 }: { withinMs: number; retryAttempt?: number },
  ): Promise<{ acked: Acked; envelope: Envelope }> {
    const envelope: Envelope = {
      envelope_id: this.#newId('envelope'),
      type,
      payload,
      accepts_response_payload: takesPayload(type, payload),
      ...(type === 'events_api'
        ? { retry_attempt: retryAttempt, retry_reason: retryAttempt === 0 ? '' : 'timeout' }
        : {}),
    };
    const acked = await this.deliver(envelope, withinMs);
    if (type !== 'events_api' || typeof acked === 'object' || retryAttempt >= eventRetries)
      return { acked, envelope };
    // Slack waits before it repeats an event; here only for somebody to be there.
    if (this.open === 0) await within(withinMs, this.opened(1));
    return this.send(type, payload, { withinMs, retryAttempt: retryAttempt + 1 });
  }

  /** Sends exactly this envelope, once, down the connection whose turn it is. */
  async deliver(envelope: Envelope, withinMs: number): Promise<Acked> {
    const usable = this.#connections.filter(
      ({ socket, isRefused }) => !isRefused && socket.readyState === socket.OPEN,
    );
    const connection = usable[this.#turn % Math.max(1, usable.length)];
    this.#turn += 1;
    if (!connection) return 'lost';
    const { promise, resolve } = Promise.withResolvers<Acked>();
    const timer = setTimeout(() => {
      resolve('late');
    }, withinMs);
    connection.waiting.set(envelope.envelope_id, {
      takesPayload: envelope.accepts_response_payload,
      resolve,
    });
    if (!connection.isDead) connection.socket.send(JSON.stringify(envelope));
    const acked = await promise;
    clearTimeout(timer);
    connection.waiting.delete(envelope.envelope_id);
    if (acked === 'late') this.#late.add(envelope.envelope_id);
    return acked;
  }

  /** Slack wants its connections renewed: it says so, and closes them after `graceMs`. */
  refresh(
    reason: Goodbye = 'refresh_requested',
    { graceMs = 500, only }: { graceMs?: number; only?: number } = {},
  ): void {
    for (const connection of this.#chosen(only)) {
      connection.isLeaving = true;
      connection.socket.send(
        JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-1' } }),
      );
      setTimeout(() => {
        connection.socket.close(1000);
      }, graceMs).unref();
    }
  }

  /** Closes now what it was to close after a while. */
  closeLeaving(): void {
    for (const { socket, isLeaving } of this.#connections) if (isLeaving) socket.close(1000);
  }

  /** The network breaks, without a word. */
  breakOff(only?: number): void {
    for (const connection of this.#chosen(only)) connection.socket.terminate();
  }

  /** The other end is gone, but nobody has told this one. */
  goSilent(only?: number): void {
    for (const connection of this.#chosen(only)) {
      connection.isDead = true;
      // Nothing is read any more: no ping is answered, no farewell either.
      connection.socket.pause();
    }
  }

  /** Sends a frame that is no envelope. */
  say(raw: string): void {
    for (const { socket } of this.#connections) socket.send(raw);
  }

  close(): void {
    for (const { socket } of this.#connections) socket.terminate();
    this.#sockets.close();
  }

  #welcome(socket: WebSocket): void {
    const connection: Connection = {
      socket,
      isLeaving: false,
      isRefused: false,
      isDead: false,
      waiting: new Map(),
    };
    this.#connections.push(connection);
    socket.on('message', (data: Buffer) => {
      this.#acknowledged(connection, data.toString());
    });
    // What goes wrong on the wire ends in 'close'.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#connections.splice(this.#connections.indexOf(connection), 1);
    });
    if (!this.isEnabled) return this.#refuse(connection, 'link_disabled');
    if (this.#connections.length > connectionsMax)
      return this.#refuse(connection, 'too_many_websockets');
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#connections.length,
        connection_info: { app_id: 'A0APP' },
        debug_info: { host: 'applink-1', approximate_connection_time: 18_060 },
      }),
    );
    socket.ping();
    for (const arrived of this.#arrivals) arrived();
    this.#arrivals.clear();
  }

  #refuse(connection: Connection, reason: Goodbye): void {
    connection.isRefused = true;
    connection.socket.send(JSON.stringify({ type: 'disconnect', reason }));
  }

  #acknowledged(connection: Connection, text: string): void {
    const message = parseJson(text);
    const id = isObject(message) ? textAt(message, 'envelope_id') : undefined;
    if (!isObject(message) || id === undefined)
      return this.#lint('socket: the app sent a message that acknowledges nothing');
    const waiting = connection.waiting.get(id);
    if (!waiting) {
      if (!this.#late.delete(id)) this.#lint(`socket: the app acknowledged the unknown ${id}`);
      else this.lateAcks.push(id);
      return;
    }
    const payload = isObject(message['payload']) ? message['payload'] : {};
    if (!waiting.takesPayload && Object.keys(payload).length > 0)
      this.#lint('socket: the app answered an envelope that takes no answer');
    waiting.resolve({ payload });
  }

  #staying(): Connection[] {
    return this.#connections.filter(
      ({ socket, isLeaving, isRefused }) =>
        !isLeaving && !isRefused && socket.readyState === socket.OPEN,
    );
  }

  /** All that stay, or the one of that number among them. */
  #chosen(only: number | undefined): Connection[] {
    const staying = this.#staying();
    return only === undefined ? staying : staying.filter((_one, index) => index === only);
  }

  #newId(kind: string): string {
    this.#ids += 1;
    return `${kind}-${this.#ids}`;
  }
}

/** Events, clicks and shortcuts are only acknowledged; commands and submitted forms are answered. */
function takesPayload(type: EnvelopeType, payload: unknown): boolean {
  if (type !== 'interactive') return type === 'slash_commands';
  const kind = isObject(payload) ? textAt(payload, 'type') : undefined;
  return kind === 'view_submission' || kind === 'block_suggestion';
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}
