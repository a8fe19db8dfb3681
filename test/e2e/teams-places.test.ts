// The app in Teams comes and goes, channels are renamed and deleted, people are put into chats by hand: the record says
// what became of an incident's room, and those who lead it are told in person.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TeamsMessage } from '../teams-server/model.ts';
import { cardOf, textOf } from '../teams-server/reading.ts';
import type { Where } from '../support/door.ts';
import type { TeamsDoor } from '../support/teams-door.ts';
import { openTeamsDoor } from '../support/teams-door.ts';

let door: TeamsDoor;
beforeEach(async () => {
  door = await openTeamsDoor();
});
afterEach(async () => {
  const problems = door.verify();
  await door[Symbol.asyncDispose]();
  if (problems.length > 0) throw new Error(problems.join('\n'));
});

const id = (handle: string): string => door.person(handle).aadObjectId;
const read = (message: TeamsMessage): string => textOf(cardOf(message) ?? {});
const timeline = (): string => door.timeline().join('\n');
function told(handle: string): string {
  const chat = door.server.world.personalChat(id(handle)).id;
  return door.server.world.messagesIn(chat).map(read).join('\n');
}
function saidByBot(where: Where): string {
  const messages = door.server.world.messagesIn(door.conversation(where));
  return messages.flatMap((one) => (one.from === null ? [read(one)] : [])).join('\n');
}
async function declared(how = ''): Promise<void> {
  await door.types('ada', 'general', `declare Supplier breach at Contoso --level 3 ${how}`);
  await door.settled();
}
async function happened(what: Promise<unknown>): Promise<void> {
  await what;
  await door.settled();
  await door.later({ minutes: 2 });
}

describe('the room of an open incident', () => {
  test('is lost when the app is taken out of its team, and back when it is added again', async () => {
    await declared();
    await happened(door.teams.uninstalls({ by: id('ben'), where: door.team }));
    expect(timeline()).toMatch(/inc-\S+ no longer has ssirp-bot in it/);
    expect(told('ada')).toMatch(/inc-\d{4}-0001/);

    await happened(door.teams.installs({ by: id('ben'), where: door.team }));
    expect(timeline()).toMatch(/inc-\S+ can be used again/);
    expect((await door.types('ben', 'incident', 'status')).text).toMatch(/Contoso/);
  });

  test('is lost with its channel, which its lead hears in person', async () => {
    // Ids are the same in each world. General cannot be deleted.
    const channel = door.conversation('announcements');
    await door[Symbol.asyncDispose]();
    door = await openTeamsDoor({ TEAMS_INCIDENTS_CHANNEL: `${door.team.id}/${channel}` });
    await declared();
    expect(door.room()).toContain(channel);
    const where = door.server.world.channels.get(channel);
    if (where === undefined) throw new Error('there is no such channel');
    await happened(door.teams.deletes({ by: id('ben'), where }));
    expect(timeline()).toMatch(/deleted/);
    expect(told('ada')).toMatch(/deleted/);
  });
});

describe('the group chat of a private incident', () => {
  test('shows nobody outside anything, and whoever is put into it by hand is found there', async () => {
    await declared('--private');
    const chat = door.server.world.chats.get(door.room());
    if (chat === undefined) throw new Error('there is no group chat');
    expect([...chat.members]).toEqual([id('ada')]);
    expect(saidByBot('general')).not.toMatch(/Contoso|INC-\d/);

    await happened(door.teams.adds({ by: id('ada'), people: [id('ben')], where: chat }));
    expect(timeline()).toMatch(/In the channel without belonging to the incident.*member of/);
    expect((await door.types('ben', 'general', 'INC-1 status')).text).toMatch(/no incident/i);
  });

  test('keeps out of a restricted one whom its lead did not invite', async () => {
    await declared('--restricted');
    const chat = door.server.world.chats.get(door.room());
    if (chat === undefined) throw new Error('there is no group chat');
    await happened(door.teams.adds({ by: id('ada'), people: [id('ben')], where: chat }));
    expect(timeline()).toMatch(/came into the channel without being invited/);
    expect([...chat.members]).toEqual([id('ada')]);
    expect(told('ada')).toMatch(/came into the channel/);
  });

  test('does not exist where Graph is not granted: whoever declared it is told, and nothing is said elsewhere', async () => {
    door.graph.granted.clear();
    await declared('--private');
    expect([...door.server.world.chats.values()].some(({ kind }) => kind === 'groupChat')).toBe(
      false,
    );
    expect(told('ada')).toMatch(/INC-\d{4}-0001/);
    expect(saidByBot('general')).not.toMatch(/Contoso|INC-\d/);
  });
});

test('whom the app was removed by is not written to, until they add it again', async () => {
  await declared();
  await happened(door.teams.uninstalls({ by: id('ada') }));
  const before = told('ada');
  await happened(door.teams.uninstalls({ by: id('ben'), where: door.team }));
  expect(told('ada')).toBe(before);
  await happened(door.teams.installs({ by: id('ada') }));
  expect(told('ada')).toMatch(/I lead security incidents.*I lead security incidents/s);
});

test('an incident with a channel of its own is meant by what is said anywhere in it, and below a task’s card that task', async () => {
  await door[Symbol.asyncDispose]();
  door = await openTeamsDoor({ TEAMS_ROOMS: 'channel' });
  await declared();
  const { world } = door.server;
  const channel = [...world.channels.values()].find(({ name }) => name.startsWith('inc-'));
  if (channel === undefined) throw new Error('no channel was made');
  const says = async (text: string, where = channel.id): Promise<string> => {
    const before = world.targetedTo(id('ada')).length;
    await door.later({ seconds: 3 });
    await door.teams.says({ by: id('ada'), in: where, text: `@ssirp ${text}` });
    await door.settled();
    return world.targetedTo(id('ada')).slice(before).map(read).join('\n');
  };
  expect(await says('status')).toMatch(/Contoso/);
  expect(await says('role crisis_lead @me')).toMatch(/took the role crisis lead/);
  const card = world
    .messagesIn(channel.id)
    .find((message) => /^Task 2\b/u.test(read(message)) && message.rootId === undefined);
  if (card === undefined) throw new Error('there is no card of task 2');
  expect(await says('done', `${channel.id};messageid=${card.id}`)).toMatch(/Task 2/);
  expect(timeline()).toMatch(/Task 2 .*done/);
});
