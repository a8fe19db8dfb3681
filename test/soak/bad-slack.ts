// A Slack that fails some of its calls, in every way it has, for as long as the soak lasts.
import type { FaultKind } from '../slack-server/faults.ts';
import type { SlackServer } from '../slack-server/server.ts';
import type { Random } from './random.ts';

const kinds: readonly FaultKind[] = [
  'ratelimited',
  '500',
  '503',
  'html',
  'resetBefore',
  'resetAfter',
];
/** A hanging call costs real seconds, so there are only a few. */
const hangs: readonly FaultKind[] = ['hang', 'hangAfter'];

/** `share` of all calls fail from now on, `hanging` of them by never answering; returns how often each way was used. */
export function failing(
  server: SlackServer,
  random: Random,
  { share, hanging }: { share: number; hanging: number },
): Readonly<Record<string, number>> {
  const used: Record<string, number> = {};
  let chosen: FaultKind | undefined;
  let hangsLeft = hanging;
  const choose = (method: string): FaultKind | undefined => {
    // People who wait would hang with it, and what they see then is another test's.
    if (random.next() >= share || method === 'views.open') return undefined;
    const hangsNow = hangsLeft > 0 && method === 'chat.postMessage' && random.next() < 0.2;
    if (hangsNow) hangsLeft -= 1;
    const kind = random.of(hangsNow ? hangs : kinds);
    used[kind] = (used[kind] ?? 0) + 1;
    return kind;
  };
  for (const [index, kind] of [...kinds, ...hangs].entries()) {
    server.fault('*', kind, Infinity, {
      seconds: 5,
      when: (_args, method) => {
        // Asked in the order of arming: the first question of each call throws the dice.
        if (index === 0) chosen = choose(method);
        return chosen === kind;
      },
    });
  }
  return used;
}
