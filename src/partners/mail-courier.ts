// Carries packages by SMTP. What a server says is told by its code alone: its words may quote what was in the mail.
import { createTransport } from 'nodemailer';
import type { Store } from '#db/open.ts';
import type { OutboxRow } from '#db/outbox.ts';
import type { Carried, Courier } from '../delivery/courier.ts';
import type { Clock } from '../shared/clock.ts';
import { letterFor, letterSent } from '../usecases/package-mail.ts';
import type { Rules } from '../usecases/work.ts';
import { mailOf } from './letter-mail.ts';

export interface MailServer {
  /** `smtp://user:password@host:port`, or `smtps:`. */
  url: string;
  /** The sender: an address, or `Name <address>`. */
  from: string;
}

interface CourierParts {
  store: Store;
  rules: Rules;
  clock: Clock;
  /** Null: no mail can be sent. */
  server: MailServer | null;
}

const timeoutMs = 30_000;

export function mailCourier({ store, rules, clock, server }: CourierParts): Courier {
  if (server === null) return { deliver: () => Promise.resolve(noServer) };
  const { protocol, hostname } = new URL(server.url);
  const transport = createTransport(server.url, {});
  Object.assign(transport.options, {
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // A link is a secret: on the way to our own server, too.
    requireTLS: protocol === 'smtp:' && !loopback.has(hostname),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    deliver: async (row) => {
      const { effect, incidentId, key } = row;
      if (effect.kind !== 'mail') throw new Error(`${effect.kind} is no mail`);
      const now = clock.now();
      const found = letterFor(store, rules, now, { incidentId, effect });
      if (!found.ok) return { outcome: 'withheld', reason: found.reason };
      const { letter } = found;
      const { from, to, raw } = await mailOf(letter, { from: server.from, key, at: now });
      try {
        await transport.sendMail({ envelope: { from, to }, raw });
      } catch (error) {
        return refusal(error, row);
      }
      return { outcome: 'delivered', record: (work) => letterSent(work, letter) };
    },
  };
}

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

const noServer: Carried = {
  outcome: 'retryLater',
  reason: 'there is no mail server (SSIRP_SMTP_URL)',
  nothingDone: true,
};

function refusal(error: unknown, { effect }: OutboxRow): Carried {
  const code = Number(valueOf(error, 'responseCode'));
  const name = valueOf(error, 'code');
  // 5xx is for good (RFC 5321, 4.2.1); who we are is the operator's to mend.
  if (code >= 500 && name !== 'EAUTH')
    return {
      outcome: 'failed',
      reason: `the mail server refused it (${code})`,
      remedy: `Is the address of ${effect.kind === 'mail' ? effect.contact : 'the contact'} right? It stands in the file of the programme.`,
    };
  const what = Number.isNaN(code) ? name : String(code);
  return { outcome: 'retryLater', reason: `the mail server did not take it (${what})` };
}

function valueOf(error: unknown, key: 'code' | 'responseCode'): string {
  const value: unknown = error instanceof Error ? Reflect.get(error, key) : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'no answer';
}
