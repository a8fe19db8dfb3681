// One HTTP server for everything. It knows health itself; the platforms' routes are handed in.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Log } from '../shared/log.ts';
import { errorFacts } from '../shared/log.ts';

/** Answers a request, or returns false when it is not one of its own. */
export type Route = (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) => boolean | Promise<boolean>;

export interface Listening extends AsyncDisposable {
  port: number;
}

/**
 * Listens on `host:port` (0: any free port). Routes are asked in order. A route that throws gives 500 and a log line;
 * nothing of the error reaches the client. Rejects when the port is taken.
 */
export async function listen(
  { host, port, log }: { host: string; port: number; log: Log },
  routes: readonly Route[],
): Promise<Listening> {
  const server = createServer((request, response) => {
    void answer(request, response, routes, log);
  });
  // A client that dribbles its request must not hold a connection for ever.
  server.requestTimeout = 30_000;
  server.headersTimeout = 15_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    [Symbol.asyncDispose]: () => close(server),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  routes: readonly Route[],
  log: Log,
): Promise<void> {
  try {
    const url = URL.parse(request.url ?? '/', 'http://localhost');
    if (url === null) {
      respond(response, 400, 'Bad request');
      return;
    }
    for (const route of routes) {
      if (await route(request, response, url)) return;
    }
    respond(response, 404, 'Not found');
  } catch (error) {
    log.error({ method: request.method, ...errorFacts(error) }, 'request failed');
    if (response.headersSent) response.destroy();
    else respond(response, 500, 'Something went wrong');
  }
}

export function respond(
  response: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(text);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
