// Keeps two connections to Slack open. Each is replaced before Slack closes it, and replaced for as long as the bot
// runs: however long Slack is away, the next try is at most half a minute off.
import { backoffMs } from '#src/shared/backoff.ts';
import { classify } from './api-error.ts';
import { errorFields, type SlackLog } from './log.ts';
import { appTokenRemedy } from './remedies.ts';
import type { Connection } from './socket-connection.ts';

/** Slack allows ten; with two, one is there while the other is replaced. */
const links = 2;
const waitMsMax = 30_000;
/** Slack closes a connection some ten seconds after it has said so. */
const lingerMs = 30_000;

/** Rings once, so many milliseconds from now, unless it is disposed of before. */
export type Alarm = (ms: number, ring: () => void) => Disposable;

export interface Links {
  start(): void;
  /** Since when no connection is open, in epoch milliseconds; undefined while one is. */
  readonly downSince: number | undefined;
  /** Lets answers under way go out, and closes. */
  stop(): Promise<void>;
}

export interface LinkParts {
  open: () => Promise<Connection>;
  log: SlackLog;
  /** Epoch milliseconds. */
  now: () => number;
  after: Alarm;
  /** 0 to 1. */
  random: () => number;
}

export function keepLinks({ open, log, now, after, random }: LinkParts): Links {
  const connected = new Set<Connection>();
  const leaving = new Set<Promise<void>>();
  const stopping = new AbortController();
  const running: Promise<void>[] = [];
  let downSince: number | undefined = now();

  const count = async (connection: Connection): Promise<void> => {
    connected.add(connection);
    downSince = undefined;
    await connection.closed;
    connected.delete(connection);
    if (connected.size === 0) downSince ??= now();
  };
  /** Slack closes it after the last that it sends down it: closed by us, that would be lost. */
  const linger = async (connection: Connection): Promise<void> => {
    const closed = new AbortController();
    const signal = AbortSignal.any([closed.signal, stopping.signal]);
    await Promise.race([connection.closed, pause(lingerMs, after, signal)]);
    closed.abort();
    await connection.close();
  };
  const retire = (connection: Connection): void => {
    const left = linger(connection).finally(() => leaving.delete(left));
    leaving.add(left);
  };

  /** One of the two, time and again. */
  const keep = async (link: number): Promise<void> => {
    let previous: Connection | undefined;
    let failures = 0;
    while (!stopping.signal.aborted) {
      let connection: Connection | undefined;
      let afterMs = 0;
      try {
        connection = await open();
        void count(connection);
        log.info({ link }, 'slack connected');
      } catch (error) {
        failures += 1;
        afterMs = waitOf(error);
        log.warn({ link, failures, ...problemOf(error) }, 'slack does not connect, trying again');
      }
      if (connection) {
        // Only now: until its successor was there, the one that is to go still took what came.
        if (previous) retire(previous);
        const reason = await reasonOf(connection, stopping.signal);
        previous = connection;
        if (reason === 'stopping') break;
        failures = isAsked(reason) || connection.hasServed ? 0 : failures + 1;
        log.info({ link, reason }, 'slack closes a connection, opening another');
      }
      const waitMs = failures === 0 ? 0 : Math.min(waitMsMax, backoffMs(failures, random()));
      await pause(Math.max(waitMs, afterMs), after, stopping.signal);
    }
    if (previous) retire(previous);
  };

  return {
    start: () => {
      for (let link = 1; link <= links; link += 1) running.push(keep(link));
    },
    get downSince() {
      return downSince;
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
      await Promise.all(leaving);
    },
  };
}

function isAsked(reason: string): boolean {
  return reason === 'warning' || reason === 'refresh_requested';
}

/** Why a successor is needed. */
async function reasonOf({ over }: Connection, signal: AbortSignal): Promise<string> {
  const stopped = Promise.withResolvers<string>();
  using _listening = whenAborted(signal, () => {
    stopped.resolve('stopping');
  });
  return await Promise.race([over, stopped.promise]);
}

async function pause(ms: number, after: Alarm, signal: AbortSignal): Promise<void> {
  if (ms === 0) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  using _alarm = after(ms, resolve);
  using _listening = whenAborted(signal, resolve);
  await promise;
}

function whenAborted(signal: AbortSignal, call: () => void): Disposable {
  const listener = (): void => {
    call();
  };
  if (signal.aborted) call();
  else signal.addEventListener('abort', listener);
  return {
    [Symbol.dispose]: () => {
      signal.removeEventListener('abort', listener);
    },
  };
}

/** How long Slack says to wait, in milliseconds; never so long that nobody would notice it is back. */
function waitOf(error: unknown): number {
  const problem = classify(error);
  const afterMs = problem.class === 'rateLimited' ? problem.afterMs : 0;
  return Math.min(waitMsMax, afterMs);
}

function problemOf(error: unknown): Record<string, unknown> {
  const remedy = appTokenRemedy(classify(error).code);
  return { ...errorFields(error), ...(remedy === undefined ? {} : { remedy }) };
}
