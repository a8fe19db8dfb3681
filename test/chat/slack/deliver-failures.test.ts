// Whatever goes wrong at Slack becomes an answer that the dispatcher can act on.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Deed } from '#src/chat/port.ts';
import { SlackBench, incidentChannel, like, words } from './harness.ts';

let bench: SlackBench;
let channel: string;

beforeEach(async () => {
  bench = await SlackBench.start({ announceChannel: '#announce' });
  channel = bench.addIncidentChannel();
});

afterEach(async () => {
  await bench[Symbol.asyncDispose]();
});

function deeds(): Deed[] {
  return [
    incidentChannel,
    { kind: 'topic', conversation: channel, topic: 't' },
    { kind: 'invite', conversation: channel, people: ['slack:T0SSIRP01:U0BOB'] },
    { kind: 'post', to: channel, message: words('secret worm'), pin: true },
    { kind: 'post', to: null, message: words('secret worm'), pin: false },
    { kind: 'tell', person: 'slack:T0SSIRP01:U0ADA', message: words('secret worm') },
    {
      kind: 'update',
      conversation: channel,
      externalId: '1.000000',
      message: words('secret worm'),
    },
    {
      kind: 'upload',
      conversation: channel,
      filename: 'f',
      title: 't',
      content: new Uint8Array([1]),
    },
    { kind: 'archive', conversation: channel },
  ];
}

describe('whatever happens', () => {
  test.each(['ratelimited', '500', '503', 'html', 'resetBefore', 'resetAfter'] as const)(
    '%s is a reason to wait, never to throw',
    async (fault) => {
      await bench.adapter.start();
      bench.server.fault('*', fault, 1000);
      for (const deed of deeds())
        expect(await bench.deliver(deed)).toMatchObject({ outcome: 'retryLater' });
      expect(bench.logged.join('\n')).not.toMatch(/secret worm|xoxb-|html/iu);
    },
  );

  test('a revoked token holds everything back and says what to do', async () => {
    await bench.adapter.start();
    bench.server.fault('*', 'revoked', 1000);
    for (const deed of deeds()) {
      const delivery = await bench.deliver(deed);
      expect(delivery).toMatchObject({
        outcome: 'tenantDown',
        reason: 'token_revoked',
        remedy: like(/SLACK_BOT_TOKEN/u),
        nothingDone: true,
      });
    }
    const standing = (): unknown => bench.adapter.port.standing?.('slack:T0SSIRP01');
    expect(await standing()).toMatchObject({ is: 'down', reason: 'token_revoked' });
    bench.server.clearFaults();
    bench.server.fault('auth.test', '503');
    expect(await standing()).toEqual({ is: 'unknown' });
    expect(await standing()).toEqual({ is: 'up' });
  });

  test('an effect of another workspace goes nowhere', async () => {
    const delivery = await bench.deliver(incidentChannel, { tenant: 'slack:T0OTHER' });
    expect(delivery).toMatchObject({ outcome: 'tenantDown', reason: 'not_installed' });
    expect(bench.server.calls.map(({ method }) => method)).toEqual(['auth.test']);
  });
});

test('two adapters of two workspaces use their own tokens', async () => {
  await using other = await SlackBench.start({ teamId: 'T0OTHER', token: 'xoxb-other' });
  await bench.deliver({ kind: 'topic', conversation: channel, topic: 't' });
  await other.deliver(incidentChannel);
  await bench.deliver({ kind: 'topic', conversation: channel, topic: 'u' });
  expect(new Set(bench.server.calls.map(({ token }) => token))).toEqual(
    new Set(['xoxb-test-token']),
  );
  expect(new Set(other.server.calls.map(({ token }) => token))).toEqual(new Set(['xoxb-other']));
});
