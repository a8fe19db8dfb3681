// The bot as its own process on a real database: started, killed without warning, and started again.
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

const root = join(import.meta.dirname, '../..');
/** With 26 under vitest this is the same Node; elsewhere it is the one of the lockfile. */
export const node = process.versions.node.startsWith('26.')
  ? process.execPath
  : join(root, 'node_modules/.bin/node');
const readyMs = 20_000;
const idleMs = 20_000;
const pollMs = 20;

export interface BotProcess {
  url: string;
  /** Sends SIGKILL now; the process does not get to say another word. */
  kill(): void;
  /** As an orderly stop: SIGTERM. Resolves with the exit code. */
  stop(): Promise<number | null>;
  isAlive(): boolean;
  gone(): Promise<void>;
  /** Resolves when nothing waits for delivery: true, or false when the process died meanwhile. */
  idle(): Promise<boolean>;
}

type Env = Readonly<Record<string, string>>;

/** Resolves when the process is ready, or with undefined when it was killed before it was. */
export async function startProcess(
  env: Env,
  onSpawn: (kill: () => void) => void = () => {},
): Promise<BotProcess | undefined> {
  const child = spawnNode(['src/main.ts'], env);
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  onSpawn(kill);
  const exited = once(child, 'exit');
  const complaints: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
  const url = await ready(child, exited);
  if (url === undefined) {
    if (child.signalCode === 'SIGKILL') return undefined;
    throw new Error(`the bot did not start (exit code ${child.exitCode}):\n${complaints.join('')}`);
  }
  const isAlive = (): boolean =>
    child.exitCode === null && child.signalCode === null && !child.killed;
  return {
    url,
    kill,
    isAlive,
    gone: async () => {
      await exited;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
    idle: async () => {
      for (
        const until = performance.now() + idleMs;
        performance.now() < until;
        await pause(pollMs)
      ) {
        const waiting = isAlive() ? await waitingOf(url) : undefined;
        if (!isAlive()) {
          await exited;
          return false;
        }
        if (waiting === 0) return true;
      }
      throw new Error(`the bot still has work after ${idleMs} ms`);
    },
  };
}

/** Runs `npx ssirp …` to its end. */
export async function runCli(
  args: readonly string[],
  env: Env,
): Promise<{ code: number | null; output: string }> {
  const child = spawnNode(['src/cli.ts', ...args], env);
  const exited = once(child, 'close');
  const [output, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await exited;
  return { code: child.exitCode, output: `${output}${complaints}` };
}

function spawnNode(args: readonly string[], env: Env) {
  // Nothing of the environment of the tests: only what somebody would write into .env.
  return spawn(node, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    env: {
      LOG_LEVEL: 'silent',
      PORT: '0',
      NODE_COMPILE_CACHE: join(tmpdir(), 'ssirp-compile-cache'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function ready(child: ChildProcess, exited: Promise<unknown>): Promise<string | undefined> {
  const said = Promise.withResolvers<string>();
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    const url = /https?:\/\/[^\s/]+/.exec(output)?.[0];
    if (url !== undefined) said.resolve(url);
  });
  const late = new AbortController();
  const tooLate = pause(readyMs, undefined, { signal: late.signal }).then(
    () => child.kill('SIGTERM'),
    () => {},
  );
  try {
    return await Promise.race([
      said.promise,
      exited.then(() => undefined),
      tooLate.then(() => exited.then(() => undefined)),
    ]);
  } finally {
    late.abort();
  }
}

/** Effects not yet delivered, as Prometheus sees them; undefined when the process does not answer. */
async function waitingOf(url: string): Promise<number | undefined> {
  try {
    const metrics = await (
      await fetch(`${url}/metrics`, { headers: { connection: 'close' } })
    ).text();
    return Number(/^ssirp_outbox\{state="waiting"\} (\d+)$/m.exec(metrics)?.[1]);
  } catch {
    return undefined;
  }
}
