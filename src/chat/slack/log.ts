// Logging for the Slack adapter. Incidents are embargoed: no payload, no text of a message and no token gets into a
// log line, also not by way of the SDK, whose own lines quote bodies.
import type { Logger } from '@slack/bolt';
import { LogLevel } from '@slack/bolt';
import { WebAPIHTTPError, WebAPIPlatformError } from '@slack/web-api';

/** The part of pino that is used here. */
export interface SlackLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Lines of the SDK whose second half says why and quotes nothing; of all others only the first half is kept. */
const explained = /^Failed to (?:parse and verify|verify)|^Authorization of incoming/u;

/** Bolt's logger: its debug lines hold whole payloads and answers, so they go nowhere. */
export function boltLogger(log: SlackLog): Logger {
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (...words: unknown[]): void => {
      log[level]({ said: safeLine(words[0]) }, 'slack sdk');
    };
  return {
    debug: () => undefined,
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

function safeLine(word: unknown): string {
  if (word instanceof Error) return word.name;
  if (typeof word !== 'string') return typeof word;
  const line = explained.test(word) ? word : (word.split(/[:"'`{<(]/u, 1)[0] ?? '');
  return line
    .replaceAll(/\bx(?:ox|app)[\w.-]*/gu, 'xox…')
    .trim()
    .slice(0, 200);
}

/** What may be logged of an error: its kind, Slack's code, and where; a message only where it is not Slack's. */
export function errorFields(error: unknown): Record<string, unknown> {
  if (error instanceof WebAPIPlatformError) return { error: error.name, code: codeOf(error) };
  if (error instanceof WebAPIHTTPError) return { error: error.name, status: error.statusCode };
  if (error instanceof Error)
    return { error: error.name, problem: safeLine(error.message), stack: frames(error) };
  return { error: typeof error };
}

/** Slack's error code; an answer that was no JSON has its whole body here, which is cut down to a word. */
export function codeOf(error: WebAPIPlatformError): string {
  const code: unknown = error.data.error;
  return typeof code === 'string' && /^[\w.-]{1,80}$/u.test(code) ? code : 'unreadable_answer';
}

/** The stack without its first lines, which repeat the message. */
function frames(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8)
    .join('\n');
}
