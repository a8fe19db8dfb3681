// The log: one JSON line per command, timer and delivery. Ids only; titles, texts and names never enter it.
import type { Logger } from 'pino';
import { destination, pino, stdTimeFunctions } from 'pino';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** Writes to standard error, so that a command line's own output stays clean. */
export function openLog(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      redact: {
        paths: ['token', '*.token', 'authorization', '*.authorization'],
        censor: '[secret]',
      },
    },
    destination({ fd: 2, sync: true }),
  );
}

/** What may be logged of an error: its kind and place, not its message, which may quote incident text. */
export function errorFacts(error: unknown): { error: string; code?: string; stack?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  // The stack quotes the message first, which may have lines that look like frames.
  const stack = error.stack ?? '';
  const quoted = stack.indexOf(error.message);
  const below = quoted < 0 ? stack : stack.slice(quoted + error.message.length);
  const frames = below.split('\n').filter((line) => /^\s+at /.test(line));
  return { error: error.name, ...code, stack: frames.slice(0, 5).join('\n') };
}
