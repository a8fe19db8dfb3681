// A server in a process of its own: the bot as `npm start` runs it, or Bolt with nothing behind it.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

export const signingSecret = 'the-signing-secret-of-the-bench';
const botToken = 'xoxb-test-token';
const pollMs = 4;
const patienceMs = 20_000;

type Env = Readonly<Record<string, string>>;

export interface ServerProcess extends AsyncDisposable {
  url: string;
  /** From the start of the process to its first answer of 200. */
  readyMs: number;
}

/** `npm start` with Slack configured. Its log goes nowhere, but it is written. */
export function startBot(
  databaseFile: string,
  slackApiUrl: string,
  env: Env = {},
): Promise<ServerProcess> {
  const script = new URL('../../src/main.ts', import.meta.url);
  const variables = {
    ...env,
    DATABASE_URL: `file:${databaseFile}`,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_BOT_TOKEN: botToken,
    SLACK_API_URL: slackApiUrl,
    SLACK_RATE_LIMITS: 'off',
  };
  return start(script, variables, () => []);
}

export function startBareBolt(
  slackApiUrl: string,
  { databaseFile, env = {} }: { databaseFile?: string; env?: Env } = {},
): Promise<ServerProcess> {
  const script = new URL('bare-bolt.ts', import.meta.url);
  const database = databaseFile === undefined ? [] : [databaseFile];
  return start(script, env, (port) => [port, signingSecret, botToken, slackApiUrl, ...database]);
}

async function start(
  script: URL,
  env: Env,
  argsFor: (port: string) => readonly string[],
): Promise<ServerProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', fileURLToPath(script), ...argsFor(String(port))],
    { env: { ...env, PORT: String(port) }, stdio: 'ignore' },
  );
  while (!(await answers(`${url}/readyz`))) {
    if (child.exitCode !== null) throw new Error(`${script.pathname} ended with ${child.exitCode}`);
    if (performance.now() - startedAt > patienceMs)
      throw new Error(`${script.pathname} does not answer`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  const readyMs = performance.now() - startedAt;
  return { url, readyMs, [Symbol.asyncDispose]: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => {
      resolve(false);
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
