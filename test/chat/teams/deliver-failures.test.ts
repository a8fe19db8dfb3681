// What Microsoft answers, and what becomes of the delivery then.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Deed, Delivery } from '#src/chat/port.ts';
import type { FaultKind } from '../../teams-server/faults.ts';
import { DeliverBench, words } from './deliver-bench.ts';

const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

let bench: DeliverBench;
let thread: string;

beforeEach(async () => {
  bench = await DeliverBench.start();
  thread = await bench.thread();
});

afterEach(async () => {
  await bench[Symbol.asyncDispose]();
});

const saying = (): Deed => ({
  kind: 'post',
  to: thread,
  message: words('Secret hole'),
  pin: false,
});

describe('a call that is not taken', () => {
  const nothingDone = { outcome: 'retryLater', nothingDone: true };
  const inDoubt = { outcome: 'retryLater' };
  test.each<[string, FaultKind, object]>([
    ['because of a limit waits as long as is said', 'throttled', { ...nothingDone, afterMs: 9000 }],
    ['because somebody wrote at once is made again', '412', nothingDone],
    ['with 500 may have been done', '500', inDoubt],
    ['with 502 may have been done', '502', inDoubt],
    ['with 503 may have been done', '503', inDoubt],
    ['with 504 may have been done', '504', inDoubt],
    ['but answered by the page of a proxy may have been done', 'html', inDoubt],
    ['and hangs may have been done', 'hang', inDoubt],
    ['and is cut off may have been done', 'resetBefore', inDoubt],
  ])('%s', async (_what, kind, expected) => {
    bench.server.fault('send', kind, 1, { seconds: 9 });

    const delivery = await bench.deliver(saying());

    expect(delivery).toMatchObject(expected);
    expect('nothingDone' in delivery).toBe('nothingDone' in expected);
    expect(bench.logged.join('\n')).not.toContain('Secret');
  });

  test('because of a limit that does not say for how long waits half a minute', async () => {
    bench.server.fault('send', 'throttled', 1, { seconds: null });

    expect(await bench.deliver(saying())).toMatchObject({ afterMs: 30_000 });
  });

  test('because of a limit lets only that channel rest', async () => {
    const other = bench.announce.id;
    bench.server.fault('send', 'throttled', 1, { seconds: 60 });
    await bench.deliver(saying());
    const reserve = (deed: Deed): number =>
      bench.port.reserve({
        tenant: `teams:${bench.server.world.tenantId}`,
        key: 'k2',
        attempt: 1,
        firstTriedAt: new Date(bench.now()).toISOString(),
        deed,
      });

    expect(reserve(saying())).toBe(60_000);
    expect(reserve({ kind: 'post', to: other, message: words('x'), pin: false })).toBe(0);
  });
});

describe('a room that does not take it', () => {
  const inDoubt = { outcome: 'failed', isRoomInDoubt: true };

  test('because the app was taken out of the team is looked at', async () => {
    bench.server.world.uninstall(bench.team, null);
    expect(await bench.deliver(saying())).toMatchObject({
      ...inDoubt,
      reason: 'BotNotInConversationRoster',
      remedy: like(/add it there again/u),
    });
  });

  test('because its channel was deleted is looked at', async () => {
    const channel = bench.server.world.addChannel(bench.team.id, { name: 'inc' });
    bench.knows(channel.id);
    bench.server.world.deleteChannel(channel, null);
    const delivery = await bench.deliver({ ...saying(), to: channel.id } as Deed);
    expect(delivery).toMatchObject({ ...inDoubt, reason: 'ConversationNotFound' });
  });

  test('because its team is archived is looked at', async () => {
    bench.server.world.archiveTeam(bench.team, true, null);
    expect(await bench.deliver(saying())).toMatchObject({
      ...inDoubt,
      reason: 'MessageWritesBlocked',
    });
  });

  test('because the bot was never told of it is looked at', async () => {
    const deed = { ...saying(), to: '19:nowhere@thread.tacv2' } as Deed;
    expect(await bench.deliver(deed)).toMatchObject(inDoubt);
  });
});

const standing = async (): Promise<unknown> => bench.port.standing('');

describe('a bot that Microsoft no longer lets in', () => {
  test.each<[string, () => void, RegExp]>([
    [
      'because its secret has expired holds everything back',
      () => {
        bench.server.login.secret = 'another';
        bench.server.login.revokeAll();
      },
      /MICROSOFT_APP_PASSWORD/u,
    ],
    [
      'because an administrator has blocked the app holds everything back',
      () => {
        bench.server.world.isDisabledByAdmin = true;
      },
      /Teams admin center/u,
    ],
  ])('%s', async (_why, strike, remedy) => {
    expect(await standing()).toEqual({ is: 'up' });
    strike();

    const down: Delivery = await bench.deliver(saying());

    expect(down).toMatchObject({ outcome: 'tenantDown', remedy: like(remedy), nothingDone: true });
    expect(await standing()).toMatchObject({ is: 'down', remedy: like(remedy) });
  });

  test('because its secret was never right holds everything back, without a call of Teams', async () => {
    await using fresh = await DeliverBench.start();
    fresh.server.login.secret = 'another';
    const room = fresh.knows(fresh.team.threadId);

    expect(
      await fresh.deliver({ kind: 'post', to: room, message: words('x'), pin: false }),
    ).toMatchObject({
      outcome: 'tenantDown',
      reason: 'AADSTS7000215',
      remedy: like(/MICROSOFT_APP_PASSWORD/u),
    });
    expect(fresh.server.callsOf('createConversation')).toEqual([]);
  });

  test('is not what a service in trouble says, nor a channel that the app was taken out of', async () => {
    bench.server.fault('pagedMembers', '503');
    expect(await standing()).toEqual({ is: 'unknown' });
    bench.server.world.uninstall(bench.team, null);
    expect(await standing()).toEqual({ is: 'up' });
  });

  test('is not what a sign-in in trouble says: nothing was sent then', async () => {
    bench.server.login.revokeAll();
    await using fresh = await DeliverBench.start();
    const room = fresh.knows(fresh.team.threadId);
    fresh.server.fault('token', '503');

    expect(
      await fresh.deliver({ kind: 'post', to: room, message: words('x'), pin: false }),
    ).toMatchObject({ outcome: 'retryLater', nothingDone: true });
  });
});

test('a token that is refused before its time is replaced, and nobody notices', async () => {
  bench.server.login.revokeAll();

  expect(await bench.deliver(saying(), { attempt: 2 })).toMatchObject({ outcome: 'delivered' });
  expect(bench.said(thread)).toHaveLength(1);
});

test('an answer that nobody foresaw is told to the admins', async () => {
  bench.server.fault('send', 'error', 1, { status: 422, code: 'NewRule' });

  expect(await bench.deliver(saying())).toMatchObject({
    outcome: 'failed',
    reason: 'NewRule',
    isUnforeseen: true,
  });
});
