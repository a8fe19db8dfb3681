// One connection to Slack in Socket Mode, from its opening to its end. It is the client of Slack's SDK used once: the
// SDK's own way of connecting again gives up when the network fails, rejects where nobody can catch it, and cuts off
// answers that are under way.
import type { Logger } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import type { AppsConnectionsOpenResponse } from '@slack/web-api';
import { errorFields, type SlackLog } from './log.ts';
import { isObject, parseJson, textAt, type Json } from '../../shared/read.ts';
import { clientOptions } from './web.ts';

/** What Slack sends down a connection, and the way to acknowledge it. */
export interface Envelope {
  id: string;
  body: Json;
  retryNum: number | undefined;
  retryReason: string | undefined;
  /** Rejects when the connection is no longer open. */
  acknowledge(answer: object): Promise<void>;
}

export interface Connection {
  /** Resolves with the reason when a successor is needed: Slack will close this one, or it is closed (`closed`). */
  over: Promise<string>;
  /** Resolves when it is closed. */
  closed: Promise<void>;
  /** Whether Slack has sent anything to do. */
  readonly hasServed: boolean;
  /** Lets answers under way go out, three seconds at most, and closes. Takes nothing new. */
  close(): Promise<void>;
}

export interface ConnectionParts {
  appToken: string;
  apiUrl: string | undefined;
  logger: Logger;
  log: SlackLog;
  /** Never rejects. */
  take: (envelope: Envelope) => Promise<void>;
}

const addressMs = 5000;
const helloMs = 10_000;
/** Pings go out three times as often; without an answer for so long, the other end is gone. */
const pongMs = 3000;
const answersMs = 3000;
/** So long the other end may take for its farewell; one that is gone never sends it. */
const farewellMs = 1000;

/** Resolves when Slack has said hello. Rejects with the Web API's error, or when the connection does not come about. */
export async function openConnection(parts: ConnectionParts): Promise<Connection> {
  const client = new OneConnection(parts);
  try {
    // Without hello there is a reason in `over`: closed, or too many connections.
    const ended = client.over.then((reason) => Promise.reject(new Error(`no hello: ${reason}`)));
    await within(helloMs, Promise.race([client.start(), ended]), 'no hello in time');
    return client;
  } catch (error) {
    void client.close();
    throw error instanceof Error ? error : new Error('no hello: closed');
  }
}

class OneConnection extends SocketModeClient implements Connection {
  readonly over: Promise<string>;
  readonly closed: Promise<void>;
  hasServed = false;
  readonly #end = Promise.withResolvers<string>();
  readonly #close = Promise.withResolvers<void>();
  readonly #answering = new Set<Promise<void>>();
  readonly #log: SlackLog;
  #isClosing = false;
  #watch: NodeJS.Timeout | undefined;

  constructor({ appToken, apiUrl, logger, log, take }: ConnectionParts) {
    super({
      appToken,
      logger,
      autoReconnectEnabled: false,
      clientPingTimeout: pongMs,
      // Shorter than the wait for hello, so that no address arrives when nobody waits any longer.
      clientOptions: clientOptions(apiUrl, logger, addressMs),
    });
    this.#log = log;
    this.over = this.#end.promise;
    this.closed = this.#close.promise;
    // Slack's client tells so however the connection ended.
    this.on('close', () => {
      clearInterval(this.#watch);
      this.#end.resolve('closed');
      this.#close.resolve();
    });
    this.on('slack_event', (told: Told) => {
      const envelope = envelopeOf(told);
      if (envelope === undefined || this.#isClosing) return;
      this.hasServed = true;
      const answering = take(envelope).finally(() => this.#answering.delete(answering));
      this.#answering.add(answering);
    });
  }

  override async start(): Promise<AppsConnectionsOpenResponse> {
    const opened = await super.start();
    this.#watch = setInterval(() => {
      // Told twice, the SDK no longer waits for the other end; by itself it does, for half a minute.
      if (this.websocket?.isActive() === false) this.websocket.disconnect();
    }, farewellMs).unref();
    return opened;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await within(answersMs, Promise.all(this.#answering)).catch(() => undefined);
    await within(farewellMs, this.disconnect()).catch(() => this.websocket?.disconnect());
  }

  /** What is no envelope must not end the process, nor "disconnect" the answers that are under way. */
  protected override async onWebSocketMessage(
    data: string | ArrayBuffer,
    isBinary: boolean,
  ): Promise<void> {
    const frame = typeof data === 'string' ? parseJson(data) : undefined;
    if (!isObject(frame)) {
      this.#log.warn({}, 'slack sent a frame that is no envelope');
      return;
    }
    if (frame['type'] === 'disconnect') {
      this.#end.resolve(textAt(frame, 'reason') ?? 'disconnect');
      return;
    }
    try {
      await super.onWebSocketMessage(data, isBinary);
    } catch (error) {
      this.#log.warn(errorFields(error), 'slack sent an envelope that cannot be read');
    }
  }
}

/** An envelope as the SDK hands it on. */
interface Told {
  ack: (answer: object) => Promise<void>;
  envelope_id: string;
  body: unknown;
  retry_num?: number;
  retry_reason?: string;
}

function envelopeOf(told: Told): Envelope | undefined {
  const { ack, envelope_id: id, body, retry_num: retryNum = 0, retry_reason: retryReason } = told;
  if (!isObject(body)) return undefined;
  return {
    id,
    body,
    retryNum: retryNum > 0 ? retryNum : undefined,
    retryReason,
    acknowledge: (answer) => ack(answer),
  };
}

/** Rejects when the work takes longer; what becomes of it then is nobody's concern. */
async function within<T>(ms: number, work: Promise<T>, otherwise = 'too late'): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error(otherwise));
  }, ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
