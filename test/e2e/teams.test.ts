// What responders meet in Teams besides the conversation of every platform: threads, dialogs, the menu of a message,
// clients that repeat themselves, and people without authority.
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allIncidents } from '#db/incidents.ts';
import { loadPerson } from '#db/people.ts';
import type { Acted } from '../teams-server/client.ts';
import type { TeamsMessage } from '../teams-server/model.ts';
import { buttonsOf, cardOf, textOf } from '../teams-server/reading.ts';
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
const chatOf = (handle: string): string => door.server.world.personalChat(id(handle)).id;
const declare = () => door.types('ada', 'general', 'declare Token theft --level 3');
const incidents = () => allIncidents(door.bot.app.store.db);
const read = (message: TeamsMessage): string => textOf(cardOf(message) ?? {});
const inRoom = (): string[] => door.server.world.messagesIn(door.room()).map(read);
const inChat = (handle: string): string[] =>
  door.server.world.messagesIn(chatOf(handle)).flatMap((message) => {
    return message.from === null ? [read(message)] : [];
  });
const recorded = (words: RegExp): number =>
  door.timeline().filter((text) => words.test(text)).length;

/** Says something to the bot in their own chat with it. */
async function saysAlone(handle: string, text: string): Promise<string> {
  const before = inChat(handle).length;
  await door.teams.says({ by: id(handle), in: chatOf(handle), text });
  await door.settled();
  return inChat(handle).slice(before).join('\n');
}

/** The newest message of the room with that button. */
function cardWith(label: string): TeamsMessage {
  const found = door.server.world
    .messagesIn(door.room())
    .findLast((message) => buttonsOf(cardOf(message) ?? {}).includes(label));
  if (found === undefined) throw new Error(`no card has a button “${label}”`);
  return found;
}

async function writesInGeneral(handle: string, text: string): Promise<TeamsMessage> {
  const general = door.conversation('general');
  return (await door.teams.says({ by: id(handle), in: general, text })).message;
}

describe('an open incident', () => {
  test('lives in a thread: its post says what is so, everything else stands below it', async () => {
    await declare();
    const { world } = door.server;
    const [root, ...replies] = world.messagesIn(door.room());
    expect(root?.conversationId).toBe(door.team.threadId);
    expect(read(root as TeamsMessage)).toMatch(/^inc-\d{4}-0001-token-theft\n.*mobilize/);
    expect(replies.map(read).join('\n')).toMatch(/Roles · INC/);
    const others = world.messages.filter(
      ({ from, conversationId, rootId }) =>
        from === null && conversationId === door.team.threadId && rootId === undefined,
    );
    expect(others).toEqual([root]);
  });

  test('is meant by what is said in its thread, and not elsewhere in the channel', async () => {
    await declare();
    expect((await door.types('ben', 'incident', 'status')).text).toMatch(/Token theft/);
    const elsewhere = await door.types('ben', 'general', 'status');
    expect(elsewhere.text).toMatch(/belongs to no incident|which incident/i);
    expect((await door.types('ben', 'general', 'INC-1 status')).text).toMatch(/Token theft/);
  });

  test('is announced elsewhere, and its answers are seen by whoever asked alone', async () => {
    await declare();
    await door.types('ben', 'incident', 'tasks all');
    expect(inRoom().some((text) => /Tasks · INC/.test(text))).toBe(false);
    expect(door.server.world.targetedTo(id('ben')).map(read).join('\n')).toMatch(/Tasks/);
    const announced = await door.messages('announcements');
    expect(announced.map(({ text }) => text).join('\n')).toMatch(/INC-\d{4}-0001/);
  });
});

const greetings = (): string[] =>
  inChat('dara').filter((text) => /I lead security incidents/.test(text));

describe('in a chat with the bot alone', () => {
  test('words need no mention, and a greeting shows the person their own page', async () => {
    expect(await saysAlone('ben', 'declare Phishing at the front desk --level 3')).toMatch(
      /INC-\d{4}-0001 is declared/,
    );
    expect(inRoom()[0]).toMatch(/phishing/);
    expect(await saysAlone('ben', 'hi')).toMatch(/INC-\d{4}-0001.*Phishing/s);
    expect(await saysAlone('ben', 'INC-1 role crisis_lead @me')).toMatch(/took the role/);
  });

  test('the bot introduces itself once, however often Teams tells of the installation', async () => {
    expect(greetings()).toHaveLength(1);
    const [told] = door.teams.sent.filter(({ activity }) => activity['action'] === 'add').slice(-1);
    if (told) await door.teams.sendAgain(told);
    await door.settled();
    expect(greetings()).toHaveLength(1);
  });

  test('times are understood in the zone of the person’s own client', async () => {
    await declare();
    await door.types('ada', 'incident', 'status');
    const person = loadPerson(
      door.bot.app.store.db,
      `teams:${door.server.world.tenantId}:${id('ada')}`,
    );
    expect(person).toMatchObject({ name: 'Ada Reyes', zone: 'Europe/Berlin', kind: 'member' });
  });
});

describe('a form', () => {
  test('is a dialog that comes back with what was written and what is wrong with it', async () => {
    await door.types('ada', 'general', 'declare');
    const errors = await door.submits('ada', { title: '  ', level: '2', brief: 'Seen in logs.' });
    expect(errors).toHaveProperty('title');
    expect(door.form('ada').holds).toMatchObject({ level: '2', brief: 'Seen in logs.' });
    expect(await door.submits('ada', { title: 'Token theft' })).toEqual({});
    expect(door.openForm('ada')).toBeUndefined();
    expect(incidents().map(({ title }) => title)).toEqual(['Token theft']);
    expect(recorded(/Seen in logs/)).toBe(1);
  });

  test('names people from the directory, and the record shows who they are', async () => {
    await declare();
    await door.types('ada', 'incident', 'task add');
    expect(await door.submits('ada', { text: 'Save the logs', person: '@dara' })).toEqual({});
    expect((await door.types('ada', 'incident', 'tasks all')).text).toMatch(/Dara Novak/);
  });
});

/** Chooses an entry in the menu of a message. */
async function menu(handle: string, message: TeamsMessage, command: string): Promise<Acted> {
  const at = { by: id(handle), in: message.conversationId, message: message.id };
  const acted = await door.teams.messageAction({ ...at, command });
  await door.settled();
  return acted;
}

describe('the menu of a message', () => {
  test('declares from it: the message is the first evidence, and below it stands what became of it', async () => {
    const message = await writesInGeneral('ben', 'VPN gateways answer strangers since 13:02');
    const { dialog } = await menu('ada', message, 'declareFromMessage');
    if (dialog === undefined) throw new Error('no form was opened');
    expect(dialog.title).toBe('Declare an incident');
    await door.teams.submits(dialog, { inputs: { level: '3' } });
    await door.settled();

    expect(recorded(/^VPN gateways answer strangers since 13:02$/)).toBe(1);
    const record = (await door.types('ada', 'incident', 'timeline')).text;
    expect(record).toMatch(/strangers since 13:02 · source/);
    const below = door.server.world
      .messagesIn(`${message.conversationId};messageid=${message.id}`)
      .slice(1);
    expect(below.map(read)).toEqual([
      expect.stringMatching(/INC-\d{4}-0001 was declared because of this message/),
    ]);
  });

  test('makes a task of it, or puts it on the timeline once however many choose that', async () => {
    await declare();
    const said = await door.writes('ben', 'At 13:02 the proxy logs end.');
    const message = door.server.world.messages.find((one) => one.id === said);
    if (message === undefined) throw new Error('nothing was written');
    const { dialog } = await menu('ada', message, 'taskFromMessage');
    if (dialog === undefined) throw new Error('no form was opened');
    await door.teams.submits(dialog);
    await door.settled();
    expect(recorded(/Task \d+ added: At 13:02 the proxy logs end/)).toBe(1);

    await menu('ada', message, 'addToTimeline');
    const again = await menu('ben', message, 'addToTimeline');
    expect(textOf(again.dialog?.card ?? {})).toMatch(/on the record already/);
    expect(recorded(/^At 13:02 the proxy logs end/)).toBe(1);
  });

  test('asks for the incident where the message stands in none', async () => {
    await declare();
    const message = await writesInGeneral('ben', 'The mail queue is empty again.');
    const { dialog } = await menu('ada', message, 'addToTimeline');
    if (dialog === undefined) throw new Error('no form was opened');
    expect(dialog.title).toBe('Add to timeline');
    const [incident] = incidents();
    await door.teams.submits(dialog, { inputs: { incident: incident?.id ?? '' } });
    expect(recorded(/mail queue is empty/)).toBe(1);
  });
});

describe('what Teams sends twice', () => {
  test('is answered again and does nothing twice', async () => {
    await declare();
    const said = door.teams.sent.find(({ activity }) => activity['type'] === 'message');
    if (said === undefined) throw new Error('nothing was said');
    expect((await door.teams.sendAgain(said)).status).toBe(200);
    await door.settled();
    expect(incidents()).toHaveLength(1);

    const card = cardWith('Take crisis lead');
    const press = { by: id('ada'), in: door.room(), message: card.id, label: 'Take crisis lead' };
    const pressed = await door.teams.press(press);
    await door.settled();
    const again = await door.teams.sendAgain(pressed);
    await door.settled();
    expect(again.body).toBe(pressed.body);
    expect(recorded(/took the role crisis lead/)).toBe(1);
  });

  test('counts once also when it is a submitted dialog', async () => {
    await declare();
    await door.types('ada', 'incident', 'task add');
    await door.submits('ada', { text: 'Save the logs' });
    const submitted = door.teams.sent.findLast(
      ({ activity }) => activity['name'] === 'task/submit',
    );
    if (submitted === undefined) throw new Error('nothing was submitted');
    expect((await door.teams.sendAgain(submitted)).status).toBe(200);
    await door.settled();
    expect(recorded(/Task \d+ added: Save the logs/)).toBe(1);
  });
});

test('what could not be stored is not taken for done: Teams says so, and the next press counts', async () => {
  await declare();
  const card = cardWith('Take crisis lead');
  const press = { by: id('ada'), in: door.room(), message: card.id, label: 'Take crisis lead' };
  const { db } = door.bot.app.store;
  db.run(sql`pragma query_only = on`);
  const failed = await door.teams.press(press);
  db.run(sql`pragma query_only = off`);
  expect(failed.status).toBe(500);
  expect(recorded(/took the role/)).toBe(0);
  door.server.lint.length = 0;
  expect((await door.teams.press(press)).notice).toMatch(/took the role crisis lead/);
  await door.settled();
  expect(recorded(/took the role crisis lead/)).toBe(1);
});

describe('who may do what', () => {
  test.each(['guest', 'stranger'] as const)(
    'a %s is refused, whatever their name',
    async (kind) => {
      await declare();
      const { world } = door.server;
      const other = world.addPerson({ name: 'Ada Reyes (away)', kind });
      world.addMembers(door.team, [other.aadObjectId], null);
      await door.types(other.name, 'general', 'declare Something else --level 3').catch(() => null);
      const { text } = await door.types(other.name, 'incident', 'role crisis_lead @me');
      expect(text).toMatch(/guest|not of this|members/i);
      expect(incidents()).toHaveLength(1);
      expect(recorded(/took the role/)).toBe(0);
    },
  );

  test('nobody is taken for a member while Teams does not say what they are', async () => {
    door.server.fault('member', '503', 1);
    const { text } = await door.types('ben', 'general', 'declare Token theft --level 3');
    expect(text).toMatch(/could not find out whether you are a member/);
    expect(incidents()).toEqual([]);
    expect((await declare()).text).toMatch(/is declared/);
  });

  test('what a forged button says is a typed command, and is refused like one', async () => {
    await declare();
    const card = cardWith('Take crisis lead');
    const press = { by: id('ben'), in: door.room(), message: card.id, label: 'Take crisis lead' };
    const forged = await door.teams.press(press, {
      change: (activity) => ({
        ...activity,
        value: {
          action: { type: 'Action.Execute', verb: 'ssirp', data: { c: 'close' } },
          trigger: 'manual',
        },
      }),
    });
    expect(forged.notice).toMatch(/Only|still need|cannot/i);
    expect(incidents()[0]?.closed).toBe(false);
  });
});

describe('where Teams does not show something to one person', () => {
  test('the answer comes in their chat with the bot', async () => {
    await declare();
    door.server.fault('sendTargeted', 'error', 1, { status: 403, code: 'Forbidden' });
    const { text } = await door.types('ben', 'incident', 'status');
    expect(text).toMatch(/Token theft/);
    expect(inChat('ben').join('\n')).toMatch(/Token theft/);
    expect(inRoom().some((line) => /There is an answer/.test(line))).toBe(false);
  });

  test('and where there is none either, the thread says how to get it, and nothing of it', async () => {
    await declare();
    door.server.fault('sendTargeted', 'error', 1, { status: 403, code: 'Forbidden' });
    door.person('ben').isBlocking = true;
    await door.types('ben', 'incident', 'timeline');
    const line = inRoom().at(-1);
    expect(line).toMatch(/There is an answer that only the person who asked may read/);
    expect(line).not.toMatch(/Token theft|Incident declared/);
  });
});
