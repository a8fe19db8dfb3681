// Asks the server for the state: one request at a time, and once more when something changed meanwhile.
import type { ConsoleState } from '../wire.ts';
import { fetchState } from './api.ts';
import type { PageState } from './state.ts';

export function createLoader(
  asked: () => PageState,
  receive: (data: ConsoleState) => void,
): () => Promise<void> {
  let running: Promise<void> | null = null;
  let wishes = 0;

  const once = async (): Promise<void> => {
    const { me, channel, limit } = asked();
    // While the server is away the page keeps what it has; the event stream says when it is back.
    const data = await fetchState({ as: me, channel, limit }).catch(() => null);
    const isStillAsked = me === asked().me && channel === asked().channel;
    if (isStillAsked && data !== null) receive(data);
  };
  const all = async (): Promise<void> => {
    for (let heard = -1; heard !== wishes;) {
      heard = wishes;
      await once();
    }
    running = null;
  };
  return () => {
    wishes += 1;
    running ??= all();
    return running;
  };
}
