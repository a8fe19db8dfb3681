// Looks in a conversation for what an earlier attempt of the same effect may have left there. Where the bot may not
// read the history, what was said once is sent once more, marked as a possible repeat, and no third time.
import type { Delivery } from '../port.ts';
import { classify, failed, stopsDelivery } from './api-error.ts';
import { firstTriedMs, type Delivering } from './delivering.ts';
import { errorFields } from './log.ts';
import { pages } from './pages.ts';
import { textAt } from '../../shared/read.ts';

const clockSkewMs = 60_000;
const pageSize = 200;

export interface Earlier {
  ts: string;
  message: unknown;
}

/** `none`: certainly nothing, as always on the first attempt. `unreadable`: nobody knows. */
export async function findOwnMessage(
  delivering: Delivering,
  channel: string,
  isWanted: (message: unknown) => boolean,
  /** The message below which it is looked for. */
  thread?: string,
): Promise<Earlier | 'none' | 'unreadable'> {
  const { effect, log } = delivering;
  if (effect.attempt === 1) return 'none';
  try {
    return (await search(delivering, channel, isWanted, thread)) ?? 'none';
  } catch (error) {
    if (stopsDelivery(classify(error))) throw error;
    log.warn(
      { key: effect.key, ...errorFields(error) },
      'slack history not readable, sending again',
    );
    return 'unreadable';
  }
}

/** Makes the call that nobody can look for afterwards; when its outcome is in doubt again, people must look. */
export async function lastTry<Done>(
  { progress }: Delivering,
  call: () => Promise<Done>,
): Promise<Done | Delivery> {
  try {
    return await call();
  } catch (error) {
    if (!progress.isBegun || classify(error).class !== 'ambiguous') throw error;
    return failed(
      'uncertain',
      'It may be in the channel already, but the bot cannot read there: look before you retry',
    );
  }
}

async function search(
  { web, identity, effect }: Delivering,
  channel: string,
  isWanted: (message: unknown) => boolean,
  thread: string | undefined,
): Promise<Earlier | undefined> {
  const oldest = String((firstTriedMs(effect) - clockSkewMs) / 1000);
  const range = { channel, oldest, include_all_metadata: true, limit: pageSize };
  const history = pages((cursor) =>
    thread === undefined
      ? web.patient.conversations.history({ ...range, ...cursor })
      : web.patient.conversations.replies({ ...range, ts: thread, ...cursor }),
  );
  for await (const { messages = [] } of history) {
    const message = messages.find((one) => one.user === identity.botUser && isWanted(one));
    const ts = textAt(message, 'ts');
    if (ts !== undefined) return { ts, message };
  }
  return undefined;
}
