// The door for Slack's requests in front of Bolt's own listener: it turns away what Bolt accepts or stumbles over
// (other paths and methods, timestamps in the future, replays, JSON that is no object), and hands the rest on unchanged.
import {
  type HTTPReceiver,
  HTTPModuleFunctions,
  isRawBodyError,
  isValidSlackRequest,
} from '@slack/bolt';
import { errorFields, type SlackLog } from './log.ts';
import { isObject } from '../../shared/read.ts';
import { createReplays, type Replays } from './replays.ts';

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
  const replays = createReplays(parts.now());
  return async (request, response) => {
    try {
      await admit(parts, replays, request, response);
    } catch (error) {
      parts.log.error(errorFields(error), 'slack request failed');
      end(response, 500);
    }
  };
}

async function admit(
  parts: DoorParts,
  replays: Replays,
  request: Request,
  response: Response,
): Promise<void> {
  if ((request.url ?? '').split('?', 1)[0] !== path) return end(response, 404);
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    return end(response, 405);
  }
  const sentAtS = Number(request.headers['x-slack-request-timestamp']);
  if (sentAtS * 1000 > parts.now() + futureMaxS * 1000) return end(response, 401);

  const read = await bodyOf(request);
  if (typeof read === 'number') return end(response, read);
  const isGenuine = isSigned(parts, request, read.text);
  if (!read.isObject) return end(response, isGenuine ? 400 : 401);
  // What is not genuine is Bolt's to refuse.
  if (isGenuine) {
    const signature = signatureOf(request);
    if (!replays.isNew(signature, sentAtS)) {
      parts.log.warn({}, 'slack request replayed, refused');
      return end(response, 401);
    }
    // What failed has done nothing, and Slack may send it again within the same second.
    response.once('close', () => {
      if (response.statusCode >= 500) replays.forget(signature);
    });
  }
  parts.receiver.requestListener(request, response);
}

/** Reads the body, which Bolt then finds read; or the status to refuse with. */
async function bodyOf(request: Request): Promise<{ text: string; isObject: boolean } | number> {
  try {
    const buffered = await HTTPModuleFunctions.bufferIncomingMessage(request, bodyBytesMax);
    const body: unknown = parsed(buffered);
    return { text: buffered.rawBody.toString(), isObject: body === undefined || isObject(body) };
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

/** Whether the signature is Slack's; how old it is, Bolt judges. */
function isSigned(parts: DoorParts, request: Request, body: string): boolean {
  const sentAtS = Number(request.headers['x-slack-request-timestamp']);
  if (!Number.isInteger(sentAtS)) return false;
  return isValidSlackRequest({
    signingSecret: parts.signingSecret,
    body,
    headers: {
      'x-slack-signature': signatureOf(request),
      'x-slack-request-timestamp': sentAtS,
    },
    nowMilliseconds: sentAtS * 1000,
  });
}

function signatureOf(request: Request): string {
  return String(request.headers['x-slack-signature'] ?? '');
}

function end(response: Response, status: number): void {
  if (response.headersSent) return;
  response.writeHead(status).end();
}
