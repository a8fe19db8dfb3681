// People typing slash commands as fast as they are answered: signed as Slack signs, each on a connection kept alive.
import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { slashFields } from '../slack-server/payloads.ts';
import type { SlackServer } from '../slack-server/server.ts';
import { signingSecret } from './server-process.ts';

export interface Typed {
  user: string;
  channel: string;
  text: string;
}

interface Answer {
  status: number;
  body: string;
}

export class SlashClients implements Disposable {
  readonly #agent: Agent;
  readonly #endpoint: URL;
  readonly #server: SlackServer;
  readonly #clients: number;

  constructor(server: SlackServer, url: string, clients: number) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: clients });
    this.#endpoint = new URL('/slack/events', url);
    this.#server = server;
    this.#clients = clients;
  }

  /** Answered commands per second. Throws unless each answer is 200 and shows something. */
  async rate(commands: readonly Typed[]): Promise<number> {
    const waiting = commands.values();
    const startedAt = performance.now();
    const person = async (): Promise<void> => {
      for (const typed of waiting) {
        const { status, body } = await this.say(typed);
        if (status !== 200 || !body.includes('"text"') || body.includes('went wrong')) {
          throw new Error(`${typed.text}: ${status} ${body.slice(0, 300)}`);
        }
      }
    };
    await Promise.all(Array.from({ length: this.#clients }, person));
    return (commands.length * 1000) / (performance.now() - startedAt);
  }

  say({ user, channel, text }: Typed): Promise<Answer> {
    const { workspace, origin } = this.#server;
    const body = new URLSearchParams({
      ...slashFields(workspace, {
        userId: user,
        channel: this.#server.channel(channel),
        command: '/incident',
        text,
      }),
      response_url: `${origin}/response/none`,
      trigger_id: workspace.newTrigger(user).id,
    }).toString();
    const seconds = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', signingSecret)
      .update(`v0:${seconds}:${body}`)
      .digest('hex');
    return this.#post(body, {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
      'x-slack-request-timestamp': seconds,
      'x-slack-signature': `v0=${signature}`,
    });
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }

  #post(body: string, headers: Record<string, string | number>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        this.#endpoint,
        { method: 'POST', agent: this.#agent, headers },
        (response) => {
          let answer = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            answer += chunk;
          });
          response.on('error', reject);
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, body: answer });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}
