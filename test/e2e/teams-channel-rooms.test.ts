// TEAMS_ROOMS=channel: an open incident has a channel of its own, in which each message of the bot begins a thread.
import { expect, test } from 'vitest';
import { outboxCounts } from '#db/outbox.ts';
import { cardOf, textOf } from '../teams-server/reading.ts';
import { openTeamsDoor, type TeamsDoor } from '../support/teams-door.ts';

const channelOf = ({ server: { world } }: TeamsDoor): string =>
  [...world.channels.values()].find(({ name }) => name.startsWith('inc-'))?.id ?? '';
const texts = (door: TeamsDoor): string[] =>
  door.server.world
    .messagesIn(channelOf(door))
    .filter(({ from }) => from === null)
    .map((message) => textOf(cardOf(message) ?? {}));

async function says(door: TeamsDoor, where: string, text: string): Promise<void> {
  const by = door.person('ada').aadObjectId;
  await door.teams.says({ by, in: where, text: `@${door.server.world.botName} ${text}` });
  await door.later({ minutes: 2 });
}

test('what is said in it, as a post or below one, is about its incident, and its card stays current', async () => {
  await using door = await openTeamsDoor({ TEAMS_ROOMS: 'channel' });
  await door.types('ada', 'general', 'declare Cache leak --level 4');
  await door.later({ minutes: 2 });
  const channel = channelOf(door);
  const card = door.server.world
    .messagesIn(channel)
    .find((message) => /^INC-\d/u.test(textOf(cardOf(message) ?? {})));

  await says(door, channel, 'role crisis_lead @me');
  await says(door, `${channel};messageid=${card?.id}`, 'tlp GREEN');

  expect(card).toMatchObject({ rootId: undefined });
  expect(textOf((card && cardOf(card)) ?? {})).toMatch(/@Ada Reyes[^]*TLP:GREEN/u);
  expect(texts(door).filter((text) => text.startsWith('TLP label set'))).toHaveLength(1);
  expect(door.server.world.channels.get(channel)?.description).toContain('lead');
  expect(outboxCounts(door.bot.app.store.db)).toEqual({ waiting: 0, failing: 0, dead: 0 });
  expect(door.verify()).toEqual([]);
});

/** What is left; bad: the answers of what changes something are lost again and again. */
async function played({ isBad }: { isBad: boolean }): Promise<object> {
  await using door = await openTeamsDoor({ TEAMS_ROOMS: 'channel' });
  const deeds = new Set(['createChannel', 'createConversation', 'update', 'describeChannel']);
  if (isBad)
    door.server.failBy(({ call, nth }) =>
      deeds.has(call) && nth % 3 === 1 ? { kind: 'resetAfter' } : undefined,
    );
  await door.types('ada', 'general', 'declare Cache leak --level 4');
  await door.later({ minutes: 10 });
  await says(door, channelOf(door), 'role crisis_lead @me');
  await door.later({ minutes: 10 });
  const { world, calls } = door.server;
  const struck = new Set(calls.filter(({ fault }) => fault !== undefined).map(({ call }) => call));
  expect(struck.size).toBe(isBad ? deeds.size : 0);
  return {
    channels: [...world.channels.values()].map(({ name }) => name),
    heads: texts(door).map((text) => text.split('\n')[0]),
    outbox: outboxCounts(door.bot.app.store.db),
    problems: door.verify(),
  };
}

test('whatever answers are lost, it is one channel and everything stands in it once', async () => {
  expect(await played({ isBad: true })).toEqual(await played({ isBad: false }));
});
