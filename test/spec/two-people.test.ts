// Two people at once: nobody overwrites what they have not seen, through every door.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openConsoleDoor } from '../support/console-door.ts';
import type { Door } from '../support/door.ts';
import { openSlackDoor } from '../support/slack-door.ts';
import { openTeamsDoor } from '../support/teams-door.ts';

const doors: Record<string, () => Promise<Door>> = {
  'the local console': () => openConsoleDoor(),
  Slack: () => openSlackDoor(),
  Teams: () => openTeamsDoor(),
};

describe.each(Object.entries(doors))('through %s', (_name, openDoor) => {
  let door: Door;
  beforeEach(async () => {
    door = await openDoor();
    await door.types('ada', 'general', 'declare Exchange zero-day --level 3');
    await door.types('ada', 'incident', 'role crisis_lead,scribe @me');
    await door.types('ben', 'incident', 'role engineering_lead @me');
  });
  afterEach(async () => {
    const problems = door.verify();
    await door[Symbol.asyncDispose]();
    if (problems.length > 0) throw new Error(problems.join('\n'));
  });

  const recorded = (words: RegExp): number =>
    door.timeline().filter((text) => words.test(text)).length;

  test('a form opened before somebody else changed the same thing comes back and says what changed', async () => {
    await door.types('ada', 'incident', 'brief Two customers are hit.');
    await door.types('ada', 'incident', 'tlp AMBER');
    await door.types('ada', 'incident', 'brief');
    await door.types('ben', 'incident', 'tlp RED');
    await door.types('ben', 'incident', 'brief Nine customers are hit.');

    expect(await door.submits('ada', { text: 'Two customers, one build.' })).toEqual({});

    const { says, holds } = door.form('ada');
    expect(says).toMatch(/Not saved yet/);
    expect(says).toMatch(/by (@?Ben Okafor|@ben|<@UBEN>).*Initial brief: Nine customers are hit/s);
    expect(says).toMatch(/Before: Initial brief: Two customers are hit/);
    expect(says).toMatch(/TLP:RED \(was TLP:AMBER\)/);
    // Her own words stay; what she had not touched shows how it stands now.
    expect(holds).toEqual({ text: 'Two customers, one build.', tlp: 'RED' });
    expect(recorded(/Two customers, one build/)).toBe(0);

    expect(await door.submits('ada', { text: 'Nine customers, one build.' })).toEqual({});
    expect(door.openForm('ada')).toBeUndefined();
    expect(recorded(/Nine customers, one build/)).toBe(1);
    expect(recorded(/TLP label set to TLP:AMBER$/)).toBe(1);
  });

  test('of two who submit the same form in the same instant one wins and the other sees it', async () => {
    for (const who of ['ada', 'ben']) await door.types(who, 'incident', 'assess');
    const words = { affected: 'Mail Server 2019', remedy: 'fix' };

    await Promise.all([
      door.submits('ada', { ...words, scope: 'Scope by Ada' }),
      door.submits('ben', { ...words, scope: 'Scope by Ben' }),
    ]);

    const open = ['ada', 'ben'].filter((who) => door.openForm(who) !== undefined);
    expect(open).toHaveLength(1);
    const [loser = ''] = open;
    const [own, other] = loser === 'ada' ? ['Ada', 'Ben'] : ['Ben', 'Ada'];
    expect(recorded(/Scope: Scope by/)).toBe(1);
    const { says, holds } = door.form(loser);
    expect(says).toContain(`Scope: Scope by ${other}`);
    expect(says).toMatch(/Before: nothing/);
    expect(holds['scope']).toBe(`Scope by ${own}`);
    // What both wrote alike is no conflict.
    expect(says).not.toMatch(/Affected products: /);
    await door.submits(loser, {});
    expect(recorded(/Scope: Scope by/)).toBe(2);
  });

  test('a task assigned meanwhile, a phase left meanwhile and a level changed meanwhile are told', async () => {
    await door.types('ada', 'incident', 'task add Call the hosting provider');
    const [n = ''] = /(?<=Task )\d+(?= added: Call)/.exec(door.timeline().join('\n')) ?? [];
    await door.types('ada', 'incident', `block ${n}`);
    await door.types('ben', 'incident', `assign ${n} @dara`);
    await door.submits('ada', { reason: 'no contract' });
    expect(door.form('ada').says).toMatch(/Call the hosting provider\) assigned to/);
    await door.submits('ada', {});
    expect(recorded(/blocked: no contract/)).toBe(1);

    await door.types('ada', 'incident', 'advance --override');
    await door.types('ada', 'incident', 'advance --override somebody was quicker');
    await door.types('ben', 'incident', 'approve 1');
    await door.submits('ada', { reason: 'customers are hit' });
    expect(door.form('ada').says).toMatch(/Now, by .*Phase assess begins/s);
    expect(recorded(/Phase remediate begins/)).toBe(0);

    await door.types('ada', 'incident', 'level');
    await door.pressesOwn('ada', 'incident', 'Raise to 2 High');
    expect(recorded(/Level raised from 3 to 2/)).toBe(1);
    await door.types('ada', 'incident', 'level 4');
    await door.types('ada', 'incident', 'level 1 attacks are observed');
    await door.submits('ada', { reason: 'more than we thought' });
    expect(door.form('ada').says).toMatch(/Level raised from 2 to 1/);
    expect(door.form('ada').holds).toEqual({ reason: 'more than we thought' });
  });

  test('what somebody else has done already is said with their name and the time', async () => {
    const ada = /(@?Ada Reyes|@ada|<@UADA>)/;
    const ben = /(Ben Okafor|@ben|<@UBEN>)/;
    const says = async (who: string, line: string): Promise<string> =>
      (await door.types(who, 'incident', line)).text;
    await door.types('ada', 'incident', 'task add Save the logs');
    const [n = ''] = /(?<=Task )\d+(?= added: Save)/.exec(door.timeline().join('\n')) ?? [];
    await door.types('ben', 'incident', `done ${n}`);
    const done = await says('ada', `done ${n}`);
    expect(done).toMatch(new RegExp(`Task ${n} is done \\(.*${ben.source}.*UTC\\)`));
    await door.types('ada', 'incident', 'fact exploit');
    expect(await says('ben', 'fact exploit')).toMatch(ada);
    expect(await says('ben', 'role scribe @me')).toMatch(
      new RegExp(`scribe is with ${ada.source}`),
    );

    // The card said “Advance to assess”: pressed late, it must not lead to remediate.
    await door.types('ada', 'incident', 'advance --override it is urgent');
    await door.types('ben', 'incident', 'approve 1');
    expect((await door.types('ada', 'incident', 'advance assess')).text).toMatch(
      /Phase assess has begun already/,
    );
    expect((await door.types('ada', 'incident', 'advance review')).text).toMatch(/left out/);
    await door.types('ada', 'incident', 'stand-down it was nothing');
    const closed = await says('ben', 'sitrep All is well.');
    expect(closed).toMatch(/is closed/);
    expect(closed).toMatch(ada);
  });

  test('what only adds bothers nobody, and whoever sends a sitrep hears of one sent meanwhile', async () => {
    await door.types('ada', 'incident', 'task add');
    await door.types('ben', 'incident', 'note The proxy logs end at 13:02.');
    await door.types('ben', 'incident', 'task add Ask the hosting provider');
    expect(await door.submits('ada', { text: 'Save the logs' })).toEqual({});
    expect(door.openForm('ada')).toBeUndefined();

    await door.types('ada', 'incident', 'sitrep');
    await door.types('ben', 'incident', 'sitrep Contained on the front end.');
    await door.submits('ada', { audience: 'responders', happened: 'Still looking.' });
    expect(door.form('ada').says).toMatch(/While you wrote.*Contained on the front end/s);
    expect(await door.submits('ada', {})).toEqual({});
    expect(door.openForm('ada')).toBeUndefined();
    expect(recorded(/Sitrep: .*Still looking/s)).toBe(1);
  });

  test('who declares the same is told before anything is made, and joins with one press', async () => {
    const { text } = await door.types('dara', 'general', 'declare Zero-day in Exchange --level 1');

    expect(text).toMatch(/Nothing is declared yet/);
    expect(text).toMatch(
      /(Ada Reyes|@ada|<@UADA>) declared INC-\d{4}-0001.*just now: Exchange zero-day/,
    );
    expect(await door.members()).not.toContain('dara');
    const joined = await door.pressesOwn('dara', 'general', `Join INC-${year()}-0001`);

    expect(joined.text).toMatch(/Invited/);
    expect(await door.members()).toContain('dara');
    expect(recorded(/Incident declared/)).toBe(1);
  });

  test('or goes on with one press, and both records say so', async () => {
    await door.types('dara', 'general', 'declare Zero-day in Exchange --level 1');
    const { text } = await door.pressesOwn('dara', 'general', 'Declare anyway');

    expect(text).toMatch(/INC-\d{4}-0002 is declared \(L1 Critical\): Zero-day in Exchange/);
    expect(recorded(/may be the same/i)).toBe(2);
    expect((await door.pressesOwn('dara', 'general', 'Declare anyway')).text).toMatch(
      /declared INC-\d{4}-0002/,
    );
    expect(recorded(/Incident declared/)).toBe(2);
  });

  test('the form asks too, keeps what was written, and joins or goes on', async () => {
    const values = {
      title: 'Exchange zero-day!',
      level: '1',
      kind: 'service',
      brief: 'Seen in logs.',
    };
    for (const who of ['ben', 'dara']) {
      await door.types(who, 'general', 'declare');
      expect(await door.submits(who, { ...values, level: who === 'ben' ? '1' : '2' })).toEqual({});
    }

    const { says, holds } = door.form('ben');
    expect(says).toMatch(/declared INC-\d{4}-0001/);
    // At level 1 it goes on with one press; otherwise it is to be chosen.
    expect(holds).toMatchObject({ ...values, same: 'anyway' });
    expect(door.form('dara').holds['same']).toBe('');
    await door.submits('dara', { same: `INC-${year()}-0001` });
    expect(door.openForm('dara')).toBeUndefined();
    expect(recorded(/Incident declared/)).toBe(1);
    await door.submits('ben', {});
    expect(door.openForm('ben')).toBeUndefined();
    expect(recorded(/Incident declared/)).toBe(2);
    expect(recorded(/Initial brief: Seen in logs/)).toBe(1);
    expect(await door.members()).toContain('dara');
  });
});

const year = (): number => Temporal.Now.plainDateISO('UTC').year;
