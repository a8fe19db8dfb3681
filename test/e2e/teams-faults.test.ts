// Every call that a delivery makes, failed in every way that Microsoft's services have, at its first, its second and every
// other time: what stands in the end is what a calm day would have left, once and in order, and nobody was ever let in
// unasked. Into the chat of one person with the bot nobody can look: there it is at least once, and a repeat says so.
import { beforeAll, describe, expect, test } from 'vitest';
import type { CallFacts, Failing } from '../teams-server/faults.ts';
import { openTeamsDoor, type TeamsDoor } from '../support/teams-door.ts';
import { playsShortly } from './remains.ts';
import { remains } from './teams-remains.ts';

const after = (failing: Failing): Failing => ({ ...failing, isAfterEffect: true });

/** Each in its turn, as often as calls fail. */
const kinds: Readonly<Record<string, readonly Failing[]>> = {
  'a limit with a time to wait': [{ kind: 'throttled', seconds: 7 }],
  'a limit without one': [{ kind: 'throttled', seconds: null }],
  'somebody who wrote at the same moment': [{ kind: '412' }],
  'a failure of theirs': [{ kind: '500' }, { kind: '502' }, { kind: '503' }, { kind: '504' }],
  'a page of HTML': [{ kind: 'html' }],
  'a connection that breaks before': [{ kind: 'resetBefore' }],
  'a connection that breaks after': [{ kind: 'resetAfter' }],
  'an error page after the call took effect': [
    after({ kind: '500' }),
    after({ kind: 'html' }),
    after({ kind: '502' }),
    after({ kind: '503' }),
    after({ kind: '504' }),
  ],
};

/** Not deliveries: somebody waits for them, or nothing is done by them. `member` is asked by both. */
const notDelivered = new Set([
  'openid',
  'keys',
  'token',
  'discovery',
  'member',
  'sendTargeted',
  'remove',
  'upload',
]);
const inThread = ['createConversation', 'send', 'update'];
const inChat = [
  'createConversation',
  'send',
  'update',
  'findApp',
  'createChat',
  'installInChat',
  'renameChat',
  'pagedMembers',
  'addToChat',
];
/** Made only after something went wrong, and what that was. */
const ofRecovery = [
  ['replies', 'send', ''],
  ['channelMessages', 'createConversation', ''],
  ['chatMessages', 'send', ' --private'],
  ['chatsMadeSince', 'createChat', ' --private'],
] as const;

/** One delivery meets these one after the other. */
const inARow: readonly Failing[] = [
  { kind: 'throttled', seconds: 7 },
  { kind: '500' },
  after({ kind: 'html' }),
  { kind: 'resetBefore' },
  { kind: '412' },
  { kind: 'resetAfter' },
  after({ kind: '503' }),
  { kind: '504' },
];

type Facts = CallFacts & { nth: number };
type Choose = (facts: Facts) => Failing | undefined;

/** In the chat of one person only failures that leave no doubt; the others have a test of their own. */
const withoutDoubt =
  (choose: Choose): Choose =>
  (facts) => {
    const failing = choose(facts);
    const isCertain = failing?.kind === 'throttled' || failing?.kind === '412';
    return isPersonal(facts) && !isCertain ? undefined : failing;
  };

function isPersonal({ about }: CallFacts): boolean {
  return about.startsWith('a:');
}

/** Milliseconds: calls that hang take real ones. */
const timeout = 120_000;
const isPrivate = ' --private';
const everyKind = Object.values(kinds).flat();

const calm = new Map<string, object>();

/** Plays the incident while calls fail as chosen: what is left, and the calls that were struck. */
async function played(
  choose: Choose,
  options = '',
): Promise<{ left: object; struck: ReadonlySet<string>; door: TeamsDoor }> {
  await using door = await openTeamsDoor();
  door.server.failBy((facts) => (notDelivered.has(facts.call) ? undefined : choose(facts)));
  // A chat is made by several calls, each of which may fail again.
  await playsShortly(door, options, options === '' ? 15 : 60);
  door.server.clearFaults();
  await door.later({ hours: 1 });
  const failed = door.server.calls.filter(({ fault }) => fault !== undefined);
  return { left: await remains(door), struck: new Set(failed.map(({ call }) => call)), door };
}

beforeAll(async () => {
  for (const options of ['', isPrivate])
    calm.set(options, (await played(() => undefined, options)).left);
}, timeout);

/** A third of all calls, each in the next way. */
function atRandom(): Choose {
  let n = 0;
  return withoutDoubt(() => {
    n += 1;
    return (n * 5) % 11 < 4 ? everyKind[n % everyKind.length] : undefined;
  });
}

const rooms = [
  ['in a thread', '', inThread],
  ['in the chat of a private incident', isPrivate, inChat],
] as const;

/** Calls that hang take real seconds, so they hang at the same time, and while the others run. */
test.concurrent(
  'a call that hangs, before or after it takes effect, is repeated until it is done once',
  async () => {
    const hangs = ['hang', 'hangAfter'] as const;
    const runs = inThread.map(async (name) => {
      let n = 0;
      return played((facts) => {
        if (facts.call !== name || isPersonal(facts)) return undefined;
        const kind = hangs[n];
        n += 1;
        return kind && { kind };
      });
    });
    const ended = await Promise.all(runs);

    expect(ended.map(({ left }) => left)).toEqual(inThread.map(() => calm.get('')));
    expect(ended.map(({ struck }) => [...struck])).toEqual(inThread.map((name) => [name]));
  },
  timeout,
);

test.concurrent.each(rooms)('the calm run %s is worth comparing with', (_where, options) => {
  expect(calm.get(options)).toMatchObject({
    repeatedKeys: [],
    files: [['INC-2026-0001-postmortem.md', true]],
    members: ['ada', 'ben'],
    inTeam: 3,
    outbox: { waiting: 0, failing: 0, dead: 0 },
    problems: [],
    ...(options === '' ? {} : { inChat: ['Ada Reyes', 'Ben Okafor'] }),
  });
});

/** The first call of that name outside personal chats takes effect, and nobody hears of it. */
function firstFails(name: string, others: Choose): Choose {
  let isStruck = false;
  return (facts) => {
    if (isStruck || facts.call !== name || isPersonal(facts)) return others(facts);
    isStruck = true;
    return { kind: 'resetAfter' };
  };
}

/** Every so-many-th call of a name fails, in the ways of the turn. */
const every = (turn: readonly Failing[], count: number, from: number): Choose =>
  withoutDoubt(({ nth }) =>
    nth % count === from ? turn[Math.floor(nth / count) % turn.length] : undefined,
  );

describe.concurrent('a call that is not answered well is repeated until it is done once', () => {
  test.each(Object.entries(kinds))(
    'after %s, every other time',
    async (_kind, turn) => {
      const { left, struck } = await played(every(turn, 2, 1));

      expect(left).toEqual(calm.get(''));
      expect(inThread.filter((call) => !struck.has(call))).toEqual([]);
    },
    timeout,
  );

  test(
    'when the first goes well and every other one after it fails, in any way',
    async () => {
      const { left, struck } = await played(every(everyKind, 2, 0));

      expect(left).toEqual(calm.get(''));
      expect(struck).toContain('send');
    },
    timeout,
  );
});

describe.concurrent.each(rooms)(
  'a call that is not answered well %s',
  (_where, options, delivering) => {
    test.each(delivering)(
      'is repeated until it is done once, when %s fails in one way after the other',
      async (failing) => {
        const { left, struck } = await played(
          withoutDoubt(({ call, nth }) => (call === failing ? inARow[nth - 1] : undefined)),
          options,
        );
        expect(left).toEqual(calm.get(options));
        expect(struck).toContain(failing);
      },
      timeout,
    );

    test(
      'is repeated until it is done once, when a third of all fail, in any way',
      async () => {
        const { left, struck } = await played(atRandom(), options);
        expect(left).toEqual(calm.get(options));
        expect(struck.size).toBeGreaterThan(3);
      },
      timeout,
    );
  },
);

describe.concurrent('what looks for an earlier try', () => {
  test.each(ofRecovery)(
    'waits until it can look: %s after a doubtful %s',
    async (looking, doubtful, options) => {
      const { left, struck } = await played(
        firstFails(doubtful, ({ call, nth }) => (call === looking ? inARow[nth - 1] : undefined)),
        options,
      );
      expect(left).toEqual(calm.get(options));
      expect(struck).toContain(looking);
    },
    timeout,
  );
});

describe.concurrent('a private incident', () => {
  test.each([0, 1])(
    'stays with those who were asked in, whatever fails, every third time from call %i',
    async (from) => {
      const { left } = await played(every(everyKind, 3, from), isPrivate);

      expect(left).toEqual(calm.get(isPrivate));
      expect(left).toMatchObject({ inChat: ['Ada Reyes', 'Ben Okafor'] });
    },
    timeout,
  );
});

describe.concurrent('into the chat of one person with the bot nobody can look', () => {
  test.each(['resetBefore', 'resetAfter', '502'] as const)(
    'so after %s all is said at least once, and a repeat says so',
    async (kind) => {
      let n = 0;
      const { left } = await played((facts) => {
        if (facts.call !== 'send' || !isPersonal(facts)) return undefined;
        n += 1;
        return n % 2 === 0 ? { kind } : undefined;
      });

      const expected = personal(calm.get(''));
      const said = personal(left);
      expect(said.map((texts) => texts.map(unmarked).filter(isNew))).toEqual(expected);
      const marked = said.flat().filter((text) => text !== unmarked(text));
      expect(marked.length).toBeGreaterThan(2);
      // Only an offer is not marked: taken twice, it is the same file.
      const twice = said.flatMap((texts) => texts.filter((text, at) => texts.indexOf(text) !== at));
      expect(twice.filter((text) => !text.endsWith('.md'))).toEqual([]);
    },
    timeout,
  );
});

function personal(left: object | undefined): string[][] {
  const inOrder: unknown = left && 'inOrder' in left ? left.inOrder : [];
  const places = Array.isArray(inOrder) ? (inOrder as [string, string[]][]) : [];
  return places.filter(([name]) => name.startsWith('personal')).map(([, texts]) => texts);
}

const unmarked = (text: string): string => text.replace(/^\(possible repeat\)\n/u, '');

const isNew = (text: string, at: number, texts: readonly string[]): boolean =>
  texts[at - 1] !== text;
