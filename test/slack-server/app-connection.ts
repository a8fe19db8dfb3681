// The way from Slack to the app: signed requests, the three seconds Slack waits, and every malformed request that a
// test may want to send instead. Signatures carry the real time, because Bolt checks them against the real clock.
// An app in Socket Mode gets the same payloads down its own connections.

import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { SlackServer } from './server.ts';
import type { Acked, Envelope, EnvelopeType } from './socket-mode.ts';
import type { Workspace } from './workspace.ts';

export interface AppAddress {
  /** Where the app listens, e.g. `http://127.0.0.1:4711`; may be changed after a restart. */
  url: string;
  signingSecret: string;
  /** The app is in Socket Mode: `url` and `signingSecret` are not used, nor is HowSent. */
  isSocketMode?: boolean;
  /** Default `/slack/events`. */
  path?: string;
  /** Default 3000, as at Slack. */
  answerWithinMs?: number;
  /** The same for events in Socket Mode, which Slack sends again; default as for all else. */
  eventWithinMs?: number;
  /** Epoch milliseconds for the signature; default the real clock. */
  signingNow?: () => number;
  /** Links, users and channels in command texts arrive escaped (`should_escape`); default true. */
  shouldEscape?: boolean;
}

/** Ways to send a request that Slack would not, or not so. */
export interface HowSent {
  unsigned?: boolean;
  /** Sign with another secret. */
  signingSecret?: string;
  /** Added to the time of the signature: -600 is stale, 86400 in the future. */
  secondsOff?: number;
  contentType?: string;
  /** Changes the body after it was signed. */
  tamper?: (body: string) => string;
  /** Replaces the body before it is signed: malformed or oversized requests. */
  body?: string;
  headers?: Readonly<Record<string, string>>;
}

export interface SentRequest {
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface Delivery {
  /** 0 when no answer came. */
  status: number;
  body: string;
  ms: number;
  /** What Slack would make of it. */
  error?:
    | 'operation_timeout'
    | 'connection_failed'
    | 'http_error'
    | 'invalid_answer'
    /** Slack does not tell the bot of it: not a member, or no scope. */
    | 'not_delivered';
  /** The answer carried x-slack-no-retry: an event is then not sent again. */
  isRetryRefused?: boolean;
  /** Why an answer could not be used; also added to the server's lint. */
  problems: string[];
  /** For replaying it with send(). */
  request: SentRequest;
}

const answerWithinMs = 3000;

function signatureOf(secret: string, seconds: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex')}`;
}

export class AppConnection {
  readonly server: SlackServer;
  readonly app: AppAddress;
  readonly workspace: Workspace;
  /** Everything sent so far, oldest first. */
  readonly sent: SentRequest[] = [];
  #repeats = 0;

  constructor(server: SlackServer, app: AppAddress, workspace: Workspace = server.workspace) {
    this.server = server;
    this.app = app;
    this.workspace = workspace;
  }

  /** Sends exactly this, e.g. a recorded request a second time. */
  async send(sent: SentRequest): Promise<Delivery> {
    this.sent.push(sent);
    if (this.app.isSocketMode) {
      const envelope = JSON.parse(sent.body) as Envelope;
      const startedAt = performance.now();
      const acked = await this.server.sockets.deliver(envelope, this.#withinMs());
      return deliveryOf(acked, envelope, performance.now() - startedAt);
    }
    return post(new URL(sent.path, this.app.url), sent, this.#withinMs());
  }

  /** Slack sends the payload of an earlier request again: signed anew, at another second. */
  async sendAgain(earlier: SentRequest): Promise<Delivery> {
    if (this.app.isSocketMode) return this.send(earlier);
    this.#repeats += 1;
    const contentType = earlier.headers['content-type'] ?? '';
    const secondsOff = 1 + (this.#repeats % 30);
    const headers: Record<string, string> =
      contentType === 'application/json'
        ? { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_error' }
        : {};
    return this.#sendSigned(earlier.body, contentType, { secondsOff, headers });
  }

  protected async sendForm(
    fields: Readonly<Record<string, string>>,
    how: HowSent,
  ): Promise<Delivery> {
    if (this.app.isSocketMode) return this.#sendEnvelope('slash_commands', fields);
    const body = new URLSearchParams(fields).toString();
    return this.#sendSigned(body, 'application/x-www-form-urlencoded', how);
  }

  protected async sendPayload(payload: unknown, how: HowSent): Promise<Delivery> {
    if (this.app.isSocketMode) return this.#sendEnvelope('interactive', payload);
    return this.sendForm({ payload: JSON.stringify(payload) }, how);
  }

  protected async sendJson(value: unknown, how: HowSent): Promise<Delivery> {
    if (this.app.isSocketMode) {
      const retryAttempt = Number(how.headers?.['x-slack-retry-num'] ?? 0);
      return this.#sendEnvelope('events_api', value, retryAttempt);
    }
    return this.#sendSigned(JSON.stringify(value), 'application/json', how);
  }

  async #sendEnvelope(type: EnvelopeType, payload: unknown, retryAttempt = 0): Promise<Delivery> {
    const startedAt = performance.now();
    const withinMs =
      (type === 'events_api' ? this.app.eventWithinMs : undefined) ?? this.#withinMs();
    const sent = await this.server.sockets.send(type, payload, { withinMs, retryAttempt });
    const delivery = deliveryOf(sent.acked, sent.envelope, performance.now() - startedAt);
    this.sent.push(delivery.request);
    return delivery;
  }

  #withinMs(): number {
    return this.app.answerWithinMs ?? answerWithinMs;
  }

  async #sendSigned(usualBody: string, contentType: string, how: HowSent): Promise<Delivery> {
    const body = how.body ?? usualBody;
    const nowMs = (this.app.signingNow ?? Date.now)();
    const seconds = Math.floor(nowMs / 1000) + (how.secondsOff ?? 0);
    const signature = signatureOf(how.signingSecret ?? this.app.signingSecret, seconds, body);
    return this.send({
      path: this.app.path ?? '/slack/events',
      body: how.tamper ? how.tamper(body) : body,
      headers: {
        'content-type': how.contentType ?? contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        ...(how.unsigned
          ? {}
          : { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': signature }),
        ...how.headers,
      },
    });
  }

  /** Notes what is wrong with an answer, on the delivery and in the server's lint. */
  protected complain(delivery: Delivery, about: string, problems: readonly string[]): void {
    if (problems.length === 0) return;
    delivery.error = 'invalid_answer';
    delivery.problems.push(...problems);
    this.server.lint.push(...problems.map((problem) => `${about}: ${problem}`));
  }
}

/** An acknowledgement as if it were an HTTP answer: what a person sees is the same. */
function deliveryOf(acked: Acked, envelope: Envelope, ms: number): Delivery {
  const request = { path: `socket:${envelope.type}`, headers: {}, body: JSON.stringify(envelope) };
  if (typeof acked === 'string') {
    const error = acked === 'late' ? 'operation_timeout' : 'connection_failed';
    return { status: 0, body: '', ms, error, problems: [], request };
  }
  const isEmpty = Object.keys(acked.payload).length === 0;
  const body = isEmpty ? '' : JSON.stringify(acked.payload);
  return { status: 200, body, ms, problems: [], request };
}

/** One POST on a connection of its own, so that a restarted app never meets a stale one. */
function post(url: URL, sent: SentRequest, withinMs: number): Promise<Delivery> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const finish = (part: Partial<Delivery>): void => {
      clearTimeout(timer);
      const ms = performance.now() - startedAt;
      resolve({ status: 0, body: '', problems: [], request: sent, ...part, ms });
    };
    const outgoing = httpRequest(
      url,
      {
        method: 'POST',
        agent: false,
        headers: { ...sent.headers, 'content-length': Buffer.byteLength(sent.body) },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => {
          finish({ error: 'connection_failed' });
        });
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          const isGood = status >= 200 && status < 300;
          const body = Buffer.concat(chunks).toString();
          const isRetryRefused = response.headers['x-slack-no-retry'] === '1';
          const error = isGood ? {} : { error: 'http_error' as const };
          finish({ status, body, ...error, ...(isRetryRefused ? { isRetryRefused } : {}) });
        });
      },
    );
    const timer = setTimeout(() => {
      finish({ error: 'operation_timeout' });
      outgoing.destroy();
    }, withinMs);
    outgoing.on('error', () => {
      finish({ error: 'connection_failed' });
    });
    outgoing.end(sent.body);
  });
}
