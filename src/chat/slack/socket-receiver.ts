// Bolt's receiver for Socket Mode. As over HTTP, the acknowledgement goes out only when the listener is through, so
// that what is acknowledged is stored; an event that could not be stored is not acknowledged, and Slack sends it again.
import { type App, type Receiver, type ReceiverEvent } from '@slack/bolt';
import type { Background } from './background.ts';
import { answerUnserved, respondLater, type UnservedParts } from './before-identity.ts';
import { errorFields, type SlackLog } from './log.ts';
import { textAt } from '../../shared/read.ts';
import type { Envelope } from './socket-connection.ts';

/** Envelopes whose answer is kept: Slack may send one again, down the other connection. */
const answersMax = 256;

export interface SocketReceiver extends Receiver {
  /** Never rejects; resolves when the envelope is acknowledged, or never will be. */
  take(envelope: Envelope): Promise<void>;
}

export interface SocketReceiverParts extends UnservedParts {
  log: SlackLog;
}

export function createSocketReceiver(parts: SocketReceiverParts): SocketReceiver {
  const { log, background } = parts;
  const answers = new Map<string, Promise<object>>();
  let app: App | undefined;

  const answerOnce = (envelope: Envelope): Promise<object> => {
    const earlier = answers.get(envelope.id);
    if (earlier) return earlier;
    if (app === undefined) throw new Error('an envelope came before the receiver was connected');
    const answer = answerOf(app, envelope, parts);
    answers.set(envelope.id, answer);
    if (answers.size > answersMax) answers.delete(answers.keys().next().value ?? '');
    return answer;
  };

  return {
    init: (bolt) => {
      app = bolt;
    },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    take: async (envelope) => {
      let answer: object;
      try {
        answer = await answerOnce(envelope);
      } catch {
        // Logged where it happened. Not acknowledged: Slack sends an event again, and tells a person that it failed.
        answers.delete(envelope.id);
        return;
      }
      try {
        await envelope.acknowledge(answer);
      } catch (error) {
        log.warn(errorFields(error), 'slack connection broke before the answer');
        sayOtherwise(envelope, answer, background);
      }
    },
  };
}

async function answerOf(
  app: App,
  { body, retryNum, retryReason }: Envelope,
  parts: SocketReceiverParts,
): Promise<object> {
  let answer: object | undefined;
  const event: ReceiverEvent = {
    body,
    ack: (said: unknown) => {
      answer = typeof said === 'object' && said !== null ? said : { ...asText(said) };
      return Promise.resolve();
    },
    ...(retryNum === undefined ? {} : { retryNum }),
    ...(retryReason === undefined ? {} : { retryReason }),
  };
  try {
    await app.processEvent(event);
  } catch (error) {
    const instead = answerUnserved(error, body, parts);
    if (instead !== undefined) return instead;
    throw error;
  }
  if (answer === undefined) throw new Error('nothing answered an envelope');
  return answer;
}

function asText(said: unknown): { text?: string } {
  return typeof said === 'string' && said !== '' ? { text: said } : {};
}

/** The command was carried out: whoever typed it must not be left with Slack's word that it timed out. */
function sayOtherwise({ body }: Envelope, answer: object, background: Background): void {
  const url = textAt(body, 'command') === undefined ? undefined : textAt(body, 'response_url');
  if (url === undefined || !('text' in answer)) return;
  respondLater(background, url, answer);
}
