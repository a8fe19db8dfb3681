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

export interface ServerProcess extends AsyncDisposable {
  url: string;
  /** From the start of the process to its first answer of 200. */
  readyMs: number;
}

/** `npm start` with Slack configured. Its log goes nowhere, but it is written. */
export function startBot(databaseFile: string, slackApiUrl: string): Promise<ServerProcess> {
  return start('../../src/main.ts', '/readyz', {
    DATABASE_URL: `file:${databaseFile}`,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_BOT_TOKEN: botToken,
    SLACK_API_URL: slackApiUrl,
  });
}

export function startBareBolt(slackApiUrl: string): Promise<ServerProcess> {
  return start('bare-bolt.ts', '/readyz', {
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_BOT_TOKEN: botToken,
    SLACK_API_URL: slackApiUrl,
  });
}

async function start(
  script: string,
  readyPath: string,
  env: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', fileURLToPath(new URL(script, import.meta.url))],
    { env: { ...env, PORT: String(port) }, stdio: 'ignore' },
  );
  while (!(await answers(`${url}${readyPath}`))) {
    if (child.exitCode !== null) throw new Error(`${script} ended with ${child.exitCode}`);
    if (performance.now() - startedAt > patienceMs) throw new Error(`${script} does not answer`);
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
