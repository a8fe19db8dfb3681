// The promise of the outbox, kept by a real process: whenever it is killed, the incident goes on as if nothing had
// happened, and nothing is lost or done twice.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Call, Deaths, Remains } from './short-incident.ts';
import { playShortIncident } from './short-incident.ts';

const timeoutMs = 120_000;

/** What an incident does in Slack that has a way of its own of finding what it did before. */
const kinds = [
  'conversations.create',
  'conversations.invite',
  'conversations.open',
  'chat.postMessage',
  'chat.update',
  'pins.add',
  'files.completeUploadExternal',
];
const shown = [
  'conversations.create',
  'chat.postMessage',
  'pins.add',
  'files.completeUploadExternal',
];
/** Of two numbers that follow each other, the second is met while the next process starts. */
const spread: Record<number, 'before' | 'after'> = {
  23: 'after',
  44: 'before',
  68: 'after',
  69: 'before',
  97: 'before',
};

const plans: Record<string, Deaths & { startsMin: number }> = {
  'after Slack took a call of each kind': {
    atCall: (call) => (isFirst(call, kinds) ? 'after' : undefined),
    startsMin: 7,
  },
  'before Slack takes a call, and right after an answer': {
    atCall: (call) => (isFirst(call, shown) ? 'before' : undefined),
    afterDeed: (n) => n % 12 === 2,
    startsMin: 5,
  },
  'at any moment, and again while it starts': { atCall: ({ n }) => spread[n], startsMin: 5 },
};

function isFirst({ method, nth }: Call, methods: readonly string[]): boolean {
  return nth === 1 && methods.includes(method);
}

describe('a bot process that is killed', () => {
  let undisturbed: Remains;
  beforeAll(async () => {
    undisturbed = await playShortIncident({});
  }, timeoutMs);

  test('is compared with one that lives: it posts each message once and pins one card', () => {
    expect(undisturbed.starts).toBe(1);
    expect(undisturbed.channels.filter((name) => name.startsWith('inc-'))).toHaveLength(1);
    expect(undisturbed.repeatedKeys).toEqual([]);
    expect(undisturbed.pinned).toHaveLength(1);
    expect(undisturbed.files).toEqual(['INC-postmortem.md']);
    expect(undisturbed.topic).toContain('closed');
    expect(undisturbed.timeline).toContain('Postmortem exported as md');
    expect(undisturbed.complaints).toEqual([]);
    expect(undisturbed.verified).toBe(0);
  });

  test.concurrent.each(Object.entries(plans))(
    '%s leaves what it would have left',
    async (_moment, { startsMin, ...deaths }) => {
      const { starts, calls: _more, ...remains } = await playShortIncident(deaths);

      const { starts: _one, calls: _fewer, ...expected } = undisturbed;
      expect(starts).toBeGreaterThanOrEqual(startsMin);
      expect(remains).toEqual(expected);
    },
    timeoutMs,
  );
});
