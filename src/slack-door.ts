// Wires the Slack adapter into the process: what app.ts needs of it, and nothing else of Slack.
import type { Store } from '#db/open.ts';
import type { ChatPort, CommandSink } from './chat/port.ts';
import { createSlack, type Access } from './chat/slack/adapter.ts';
import type { SlackConfig } from './config.ts';
import type { SlackAccess, SlackTransport } from './config-slack.ts';
import type { Route } from './http/server.ts';
import type { Clock } from './shared/clock.ts';
import type { Log } from './shared/log.ts';
import { openInstallations } from './slack-installations.ts';
import { pauseTenant } from './usecases/pause-tenant.ts';

export interface SlackDoor extends AsyncDisposable {
  port: ChatPort;
  route: Route;
  /** Takes what Slack sends until it is disposed of, which lets answers under way go out. */
  connect(): AsyncDisposable;
  /** Why nothing can come from Slack at present; undefined while it can. */
  unreachable(): string | undefined;
  /** Resolves when every answer that is under way has gone out, after three seconds at most. */
  answered(): Promise<void>;
}

export interface SlackParts {
  transport: SlackTransport;
  access: SlackAccess;
  store: Store;
  sink: CommandSink;
  clock: Clock;
  log: Log;
  random: () => number;
  /** Something was stored that may let deliveries go, or hold them back. */
  afterChange: () => void;
}

/** Rejects with KeyProblem when the encryption keys do not open what the database holds. */
export async function openSlack(options: SlackConfig & SlackParts): Promise<SlackDoor> {
  const { clock, random, transport } = options;
  const after = (ms: number, ring: () => void): Disposable =>
    clock.at(later(clock.now(), ms), ring);
  const slack = createSlack({
    ...options,
    access: accessOf(options),
    transport: transport.over === 'http' ? transport : { ...transport, after, random },
    now: () => Temporal.Instant.from(clock.now()).epochMilliseconds,
  });
  await slack.start();
  return {
    port: slack.port,
    route: async (request, response, url) => {
      if (!url.pathname.startsWith('/slack/')) return false;
      await slack.listener(request, response);
      return true;
    },
    connect: () => slack.connect(),
    unreachable: () => slack.unreachable(),
    answered: () => slack.stop(),
    [Symbol.asyncDispose]: () => slack.stop(),
  };
}

function accessOf({ access, store, clock, log, afterChange }: SlackParts): Access {
  if (access.by === 'oauth') {
    const { keys } = access;
    const installations = openInstallations({ store, clock, log, keys, afterChange });
    return { ...access, installations };
  }
  return {
    ...access,
    onTrouble: (trouble) => {
      if (pauseTenant(store, clock.now(), trouble))
        log.error({ tenant: trouble.tenant, reason: trouble.reason }, 'deliveries held back');
      afterChange();
    },
  };
}

function later(instant: string, ms: number): string {
  return Temporal.Instant.from(instant)
    .add({ milliseconds: Math.round(ms) })
    .toString({ fractionalSecondDigits: 3 });
}
