// The way from Teams to the bot: signed requests, the seconds that Teams waits, and every malformed request that a test
// may want to send instead. What happens in the world is told to the bot in its order.

import { request as httpRequest } from 'node:http';
import { objectAt, textAt, type Json } from '../slack-server/json.ts';
import { activitiesOf, type Told } from './activities.ts';
import { signed, type WrongToken } from './keys.ts';
import type { WorldChange } from './model.ts';
import type { TeamsServer } from './server.ts';

export interface BotAddress {
  /** Where the bot listens, e.g. `http://127.0.0.1:4711`; may be changed after a restart. */
  url: string;
  /** Default `/api/messages`. */
  path?: string;
  /** Default 5000, as at Teams for invokes. */
  answerWithinMs?: number;
}

/** Ways to send a request that Teams would not, or not so. */
export interface HowSent {
  token?: WrongToken;
  /** The activity says that it comes from another tenant; the token is in order. */
  tenant?: string;
  /** The activity and its token name another service address. */
  serviceUrl?: string;
  /** Changes the activity before it is sent. */
  change?: (activity: Json) => Json;
  /** Replaces the body: malformed or oversized requests. */
  body?: string;
  headers?: Readonly<Record<string, string>>;
}

export interface Delivery {
  /** 0 when no answer came. */
  status: number;
  body: string;
  ms: number;
  error?:
    | 'operation_timeout'
    | 'connection_failed'
    | 'http_error'
    | 'invalid_answer'
    /** Teams does not tell the bot of it: not mentioned, or not there. */
    | 'not_delivered';
  /** Why an answer could not be used; also added to the server's lint. */
  problems: string[];
  /** What was sent; empty for what was not delivered. */
  activity: Json;
}

const answerWithinMs = 5000;

export class BotConnection {
  readonly server: TeamsServer;
  readonly bot: BotAddress;
  /** Everything sent so far, oldest first. */
  readonly sent: Delivery[] = [];
  #telling: Promise<void> = Promise.resolve();
  #told: Delivery[] = [];

  constructor(server: TeamsServer, bot: BotAddress) {
    this.server = server;
    this.bot = bot;
    server.world.onChange((change) => {
      this.#tell(change);
    });
  }

  /** The deliveries of what happened in the world since this was last asked, once all are answered. */
  async told(): Promise<Delivery[]> {
    await this.#telling;
    return this.#told.splice(0);
  }

  /** Teams sends the same activity once more, as it does when no answer came in time: signed anew. */
  sendAgain(earlier: Delivery): Promise<Delivery> {
    return this.deliver(earlier.activity);
  }

  /** Sends exactly this activity. */
  async deliver(activity: Json, how: HowSent = {}): Promise<Delivery> {
    const changed = changedBy(activity, how);
    const body = how.body ?? JSON.stringify(changed);
    const serviceUrl = textAt(changed, 'serviceUrl') ?? '';
    const { appId } = this.server.world;
    const token = how.token === 'none' ? undefined : await signed({ appId, serviceUrl }, how.token);
    const headers: Record<string, string> = {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...how.headers,
    };
    const url = new URL(this.bot.path ?? '/api/messages', this.bot.url);
    const answer = await post(url, headers, body, this.bot.answerWithinMs ?? answerWithinMs);
    const delivery: Delivery = { problems: [], activity: changed, ...answer };
    this.sent.push(delivery);
    return delivery;
  }

  protected get telling(): Told {
    return { world: this.server.world, serviceUrl: this.server.serviceUrl };
  }

  /** Notes what is wrong with an answer, on the delivery and in the server's lint. */
  protected complain(delivery: Delivery, about: string, problems: readonly string[]): void {
    if (problems.length === 0) return;
    delivery.error = 'invalid_answer';
    delivery.problems.push(...problems);
    this.server.complain(about, problems);
  }

  #tell(change: WorldChange): void {
    // Made now: what the change says may be different by the time it is sent.
    const activities = activitiesOf(this.telling, change);
    this.#telling = this.#tellAfter(this.#telling, activities);
  }

  async #tellAfter(earlier: Promise<void>, activities: readonly Json[]): Promise<void> {
    await earlier;
    for (const activity of activities) this.#told.push(await this.deliver(activity));
  }
}

function changedBy(activity: Json, { tenant, serviceUrl, change }: HowSent): Json {
  let changed = activity;
  if (tenant !== undefined)
    changed = {
      ...changed,
      conversation: { ...objectAt(changed, 'conversation'), tenantId: tenant },
      channelData: { ...objectAt(changed, 'channelData'), tenant: { id: tenant } },
    };
  if (serviceUrl !== undefined) changed = { ...changed, serviceUrl };
  return change ? change(changed) : changed;
}

type Answered = Pick<Delivery, 'status' | 'body' | 'ms' | 'error'>;

/** One POST on a connection of its own, so that a restarted bot never meets a stale one. */
function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  sent: string,
  withinMs: number,
): Promise<Answered> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const finish = (part: Partial<Answered>): void => {
      clearTimeout(timer);
      resolve({ status: 0, body: '', ...part, ms: performance.now() - startedAt });
    };
    const outgoing = httpRequest(
      url,
      {
        method: 'POST',
        agent: false,
        headers: { ...headers, 'content-length': Buffer.byteLength(sent) },
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
          finish({ status, body, ...(isGood ? {} : { error: 'http_error' as const }) });
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
    outgoing.end(sent);
  });
}
