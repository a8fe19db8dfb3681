// Every call that a delivery makes, failed in every way that Slack has, at its first, its second and every other time:
// what stands in the end is what a calm day would have left, once and in order, and nobody was ever let in unasked.
import { beforeAll, describe, expect, test } from 'vitest';
import { isListed, type Failing } from '../slack-server/faults.ts';
import { openSlackDoor } from '../support/slack-door.ts';
import { playsShortly, remains } from './remains.ts';

const code = (error: string): Failing => ({ kind: 'error', error });
const after = (failing: Failing): Failing => ({ ...failing, isAfterEffect: true });

const later = [
  'service_unavailable',
  'team_added_to_org',
  'external_channel_migrating',
  'message_limit_exceeded',
  'too_many_requests',
  'canvas_editing_locked',
].map(code);
const ambiguous = ['fatal_error', 'internal_error', 'request_timeout'].map(code);

/** Each in its turn, as often as calls fail. */
const kinds: Readonly<Record<string, readonly Failing[]>> = {
  'a rate limit with a time to wait': [{ kind: 'ratelimited', seconds: 7 }],
  'a rate limit without one': [{ kind: 'ratelimited', seconds: null }, code('ratelimited')],
  'status 500': [{ kind: '500' }],
  'a page of HTML': [{ kind: 'html' }],
  'a connection that breaks before': [{ kind: 'resetBefore' }],
  'a connection that breaks after': [{ kind: 'resetAfter' }],
  'an error page after the call took effect': [
    after({ kind: '500' }),
    after({ kind: 'html' }),
    after({ kind: '503' }),
  ],
  'codes that ask to come again': later,
  'codes that leave open what happened, before': ambiguous,
  'codes that leave open what happened, after': ambiguous.map(after),
  'a token that was revoked for a moment': [{ kind: 'revoked' }],
};

/** Not deliveries: somebody waits for them, or nothing is done by them. */
const notDelivered = new Set(['auth.test', 'users.info', 'views.open', 'response_url']);
const delivering = [
  'conversations.create',
  'conversations.setPurpose',
  'conversations.setTopic',
  'conversations.invite',
  'conversations.open',
  'conversations.list',
  'chat.postMessage',
  'chat.update',
  'pins.add',
  'files.getUploadURLExternal',
  'upload',
  'files.completeUploadExternal',
];
/** Made only after something went wrong. */
const ofRecovery = ['conversations.history', 'users.conversations'];
/** What can have happened without anybody knowing it, and must then be found again. */
const leavesDoubt = ['conversations.create', 'chat.postMessage', 'files.completeUploadExternal'];

/** One delivery meets these one after the other. */
const inARow: readonly Failing[] = [
  { kind: 'ratelimited', seconds: 7 },
  { kind: '500' },
  after({ kind: 'html' }),
  { kind: 'resetBefore' },
  code('internal_error'),
  { kind: 'resetAfter' },
  after({ kind: '503' }),
  code('service_unavailable'),
];

/** The first of the turn that Slack can answer to this method; the address of an upload knows neither codes nor tokens. */
function possible(method: string, turn: readonly Failing[], from: number): Failing | undefined {
  const isPossible = ({ kind, error = '' }: Failing): boolean =>
    method === 'upload'
      ? !['error', 'revoked'].includes(kind)
      : kind !== 'error' || isListed(method, error);
  return turn
    .map((_failing, index) => turn[(from + index) % turn.length])
    .find((failing) => failing !== undefined && isPossible(failing));
}

/** Milliseconds: calls that hang take real ones. */
const timeout = 120_000;
const everyKind = Object.values(kinds).flat();

let calm: object;
/** Every method that a delivery calls, as the calm run has called them. */
let methods: readonly string[];

beforeAll(async () => {
  await using door = await openSlackDoor();
  await playsShortly(door);
  await door.later({ hours: 1 });
  calm = await remains(door);
  const called = new Set(door.server.calls.map(({ method }) => method));
  methods = [...called].filter((method) => !notDelivered.has(method));
});

/** Plays the incident while calls fail as chosen: what is left, and the methods that were struck. */
async function played(
  choose: (method: string, nth: number) => Failing | undefined,
  options = '',
): Promise<{ left: object; struck: ReadonlySet<string> }> {
  await using door = await openSlackDoor();
  door.server.failBy(({ method, nth }) =>
    notDelivered.has(method) ? undefined : choose(method, nth),
  );
  await playsShortly(door, options);
  door.server.clearFaults();
  await door.later({ hours: 1 });
  const failed = door.server.calls.filter(({ fault }) => fault !== undefined);
  return { left: await remains(door), struck: new Set(failed.map(({ method }) => method)) };
}

/** Of each method every other call, beginning with the first (1) or the second (0). */
const everyOther = (turn: readonly Failing[], odd: 0 | 1) => (method: string, nth: number) =>
  nth % 2 === odd ? possible(method, turn, Math.floor(nth / 2)) : undefined;

/** Nearly half of all calls, each in the next way. */
function atRandom(): (method: string) => Failing | undefined {
  let n = 0;
  return (method) => {
    n += 1;
    const failing = possible(method, everyKind, n);
    // A proxy that keeps swallowing the bytes of an upload is not believed for ever.
    const isSwallowed = method === 'upload' && failing?.kind === 'html';
    return (n * 5) % 11 < 5 && !isSwallowed ? failing : undefined;
  };
}

test('the calm run is worth comparing with', () => {
  expect(methods).toEqual(expect.arrayContaining(delivering));
  expect(calm).toMatchObject({
    repeatedKeys: [],
    pinned: { length: 1 },
    files: { length: 1 },
    members: ['ada', 'ben'],
    everMembers: ['U0BOT', 'UADA', 'UBEN'],
    outbox: { waiting: 0, failing: 0, dead: 0 },
    problems: [],
  });
});

describe(
  'a call that Slack does not answer well is repeated until it is done once',
  { timeout },
  () => {
    // First, because it takes eight seconds for each call that hangs.
    test.concurrent('when it hangs, before or after it takes effect, one method at a time', async () => {
      const hangs = ['hang', 'hangAfter'] as const;
      // The bytes of an upload may take half a minute; they fail in every other way below.
      const each = methods.filter((method) => method !== 'upload');
      const runs = each.map((failing) =>
        played((method, nth) => {
          const kind = method === failing ? hangs[nth - 1] : undefined;
          return kind && { kind };
        }),
      );
      const ended = await Promise.all(runs);
      expect(ended.map(({ left }) => left)).toEqual(each.map(() => calm));
      expect(ended.map(({ struck }) => [...struck])).toEqual(each.map((method) => [method]));
    }, 60_000);

    test.concurrent.each(Object.entries(kinds))(
      'after %s, every other time',
      async (_kind, turn) => {
        const { left, struck } = await played(everyOther(turn, 1));

        expect(left).toEqual(calm);
        const able = methods.filter((method) => possible(method, turn, 0) !== undefined);
        expect(able.filter((method) => !struck.has(method))).toEqual([]);
      },
    );

    test.concurrent('when the first goes well and every other one after it fails, in any way', async () => {
      const { left, struck } = await played(everyOther(everyKind, 0));
      expect(left).toEqual(calm);
      expect(struck).toContain('chat.postMessage');
    });

    test.concurrent.each([...delivering, ...ofRecovery])(
      'when %s fails in one way after the other',
      async (failing) => {
        const { left, struck } = await played((method, nth) => {
          // What leaves a doubt is looked for by the calls of recovery.
          if (ofRecovery.includes(failing) && leavesDoubt.includes(method) && nth === 1)
            return { kind: 'resetAfter' };
          return method === failing && nth <= inARow.length
            ? possible(method, inARow, nth - 1)
            : undefined;
        });
        expect(left).toEqual(calm);
        expect(struck).toContain(failing);
      },
    );

    test.concurrent('when nearly half of all calls fail, in any way', async () => {
      const { left, struck } = await played(atRandom());
      expect(left).toEqual(calm);
      expect(struck.size).toBeGreaterThan(5);
    });

    test.concurrent('and a private incident stays private to those who were asked in', async () => {
      const quiet = await played(() => undefined, ' --private');
      const { left, struck } = await played(atRandom(), ' --private');

      expect(left).toEqual(quiet.left);
      expect(left).toMatchObject({ kind: 'private', everMembers: ['U0BOT', 'UADA', 'UBEN'] });
      expect(struck.size).toBeGreaterThan(5);
    });
  },
);
