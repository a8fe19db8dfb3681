// Looks in a conversation for what an earlier attempt of the same effect may have left there. A bot that may not read
// the history finds nothing, and the effect is then repeated: twice is better than never.
import { classify, stopsDelivery } from './api-error.ts';
import { firstTriedMs, type Delivering } from './delivering.ts';
import { errorFields } from './log.ts';
import { pages } from './pages.ts';
import { textAt } from './read.ts';

const clockSkewMs = 60_000;
const pageSize = 200;

export interface Earlier {
  ts: string;
  message: unknown;
}

/** Always nothing on the first attempt: there is no earlier one. */
export async function findOwnMessage(
  delivering: Delivering,
  channel: string,
  isWanted: (message: unknown) => boolean,
): Promise<Earlier | undefined> {
  const { effect, log } = delivering;
  if (effect.attempt === 1) return undefined;
  try {
    return await search(delivering, channel, isWanted);
  } catch (error) {
    if (stopsDelivery(classify(error))) throw error;
    log.warn(
      { key: effect.key, ...errorFields(error) },
      'slack history not readable, sending again',
    );
    return undefined;
  }
}

async function search(
  { web, identity, effect }: Delivering,
  channel: string,
  isWanted: (message: unknown) => boolean,
): Promise<Earlier | undefined> {
  const oldest = String((firstTriedMs(effect) - clockSkewMs) / 1000);
  const range = { channel, oldest, include_all_metadata: true, limit: pageSize };
  const history = pages((cursor) => web.patient.conversations.history({ ...range, ...cursor }));
  for await (const { messages = [] } of history) {
    const message = messages.find((one) => one.user === identity.botUser && isWanted(one));
    const ts = textAt(message, 'ts');
    if (ts !== undefined) return { ts, message };
  }
  return undefined;
}
