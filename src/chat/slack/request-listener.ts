// The door for Slack's requests in front of Bolt's own listener: it turns away what Bolt accepts or stumbles over
// (other paths and methods, timestamps in the future, JSON that is no object), and hands the rest on unchanged.
import {
  type HTTPReceiver,
  HTTPModuleFunctions,
  isRawBodyError,
  isValidSlackRequest,
} from '@slack/bolt';
import { errorFields, type SlackLog } from './log.ts';
import { isObject } from './read.ts';

/** Never rejects; resolves when the request is refused or in Bolt's hands. */
export type RequestListener = (
  ...exchange: Parameters<HTTPReceiver['requestListener']>
) => Promise<void>;
type Request = Parameters<RequestListener>[0];
type Response = Parameters<RequestListener>[1];

const path = '/slack/events';
const futureMaxS = 60;
const bodyBytesMax = 4 * 1024 * 1024;

export interface DoorParts {
  receiver: HTTPReceiver;
  signingSecret: string;
  log: SlackLog;
  now: () => number;
}

export function createRequestListener(parts: DoorParts): RequestListener {
  return async (request, response) => {
    try {
      await admit(parts, request, response);
    } catch (error) {
      parts.log.error(errorFields(error), 'slack request failed');
      end(response, 500);
    }
  };
}

async function admit(parts: DoorParts, request: Request, response: Response): Promise<void> {
  if ((request.url ?? '').split('?', 1)[0] !== path) return end(response, 404);
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    return end(response, 405);
  }
  const sentAtS = Number(request.headers['x-slack-request-timestamp']);
  if (sentAtS * 1000 > parts.now() + futureMaxS * 1000) return end(response, 401);

  const refusedWith = await statusForBody(parts, request);
  if (refusedWith !== undefined) return end(response, refusedWith);
  parts.receiver.requestListener(request, response);
}

/** Reads the body, which Bolt then finds read; the status to refuse with, or undefined when Bolt may judge. */
async function statusForBody(parts: DoorParts, request: Request): Promise<number | undefined> {
  try {
    const buffered = await HTTPModuleFunctions.bufferIncomingMessage(request, bodyBytesMax);
    const body: unknown = parsed(buffered);
    if (body === undefined || isObject(body)) return undefined;
    return isSigned(parts, request, buffered.rawBody.toString()) ? 400 : 401;
  } catch (error) {
    if (isRawBodyError(error)) return error.statusCode;
    throw error;
  }
}

function parsed(request: Parameters<typeof HTTPModuleFunctions.parseHTTPRequestBody>[0]): unknown {
  try {
    const body: unknown = HTTPModuleFunctions.parseHTTPRequestBody(request);
    return body;
  } catch {
    return undefined;
  }
}

function isSigned(parts: DoorParts, request: Request, body: string): boolean {
  return isValidSlackRequest({
    signingSecret: parts.signingSecret,
    body,
    headers: {
      'x-slack-signature': String(request.headers['x-slack-signature'] ?? ''),
      'x-slack-request-timestamp': Number(request.headers['x-slack-request-timestamp']),
    },
    nowMilliseconds: parts.now(),
  });
}

function end(response: Response, status: number): void {
  if (response.headersSent) return;
  response.writeHead(status).end();
}
