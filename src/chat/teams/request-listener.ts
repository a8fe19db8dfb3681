// The way in for `POST /api/messages`: bounds what is read, and answers with a status and, where the service expects
// it, JSON. What was sent without a token of the service is not even read.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorFacts, type Log } from '../../shared/log.ts';
import type { Responded } from './invoke-response.ts';
import { parseJson } from '../../shared/read.ts';
import type { TeamsAi } from './teams-ai.ts';

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export const messagesPath = '/api/messages';
/** A message of Teams has at most some 100 KB, a message action quotes one. */
const bodyBytesMax = 1024 * 1024;

/** The listener never rejects; it resolves when the answer is sent, which is after what came was taken. */
export function createRequestListener({ ai, log }: { ai: TeamsAi; log: Log }): RequestListener {
  return async (request, response) => {
    try {
      end(response, await answerTo(ai, request, response));
    } catch (error) {
      log.error(errorFacts(error), 'teams request failed');
      end(response, { status: 500 });
    }
  };
}

async function answerTo(
  ai: TeamsAi,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Responded> {
  if ((request.url ?? '').split('?', 1)[0] !== messagesPath) return { status: 404 };
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    return { status: 405 };
  }
  const { authorization, origin } = request.headers;
  // Services send none. Where authentication is off, any page open in a browser here would be believed.
  if (origin !== undefined) return { status: 403 };
  if (!ai.isWorthReading(authorization)) return { status: 401 };
  const text = await bodyOf(request);
  if (text === undefined) {
    response.setHeader('connection', 'close');
    return { status: 413 };
  }
  return ai.handle({ authorization, body: parseJson(text) });
}

/** Undefined when it is too long, with the rest left unread, or when the client went away. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > bodyBytesMax) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bodyBytesMax) chunks.push(chunk);
      else resolve(undefined);
    });
    request.on('end', () => {
      resolve(Buffer.concat(chunks).toString());
    });
    request.on('error', () => {
      resolve(undefined);
    });
  });
}

function end(response: ServerResponse, { status, body }: Responded): void {
  if (response.headersSent) return;
  if (body === undefined) {
    response.writeHead(status).end();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
