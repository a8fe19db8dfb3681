// Microsoft on its bad days: what the bot wants to do there is done once and in order, or somebody is told what to mend.
import { describe, expect, test } from 'vitest';
import { outboxCounts } from '#db/outbox.ts';
import { openTeamsDoor, type TeamsDoor } from '../support/teams-door.ts';

const declared = async (door: TeamsDoor, options = ''): Promise<void> => {
  await door.types('ada', 'general', `declare Cache leak --level 4${options}`);
  await door.later({ minutes: 2 });
  await door.types('ada', 'incident', 'role crisis_lead @me');
  await door.later({ minutes: 2 });
};
const inRoom = async (door: TeamsDoor): Promise<string[]> =>
  (await door.messages('incident')).map(({ text }) => text);

describe('an app that an administrator blocks in the tenant', () => {
  test('holds everything back and says so; allowed again, all goes out once and in order', async () => {
    await using door = await openTeamsDoor();
    await declared(door);
    door.server.world.isDisabledByAdmin = true;
    await door.teams.says({
      by: door.person('ada').aadObjectId,
      in: door.room(),
      text: `@${door.server.world.botName} brief One customer.`,
    });
    await door.later({ minutes: 5 });
    await door.teams.says({
      by: door.person('ada').aadObjectId,
      in: door.room(),
      text: `@${door.server.world.botName} tlp GREEN`,
    });
    await door.later({ minutes: 30 });
    expect(outboxCounts(door.bot.app.store.db).waiting).toBeGreaterThan(2);
    expect((await inRoom(door)).join('\n')).not.toContain('TLP label set');

    door.server.world.isDisabledByAdmin = false;
    await door.later({ hours: 1 });

    const texts = await inRoom(door);
    const brief = texts.findIndex((text) => text.startsWith('Initial brief'));
    const tlp = texts.findIndex((text) => text.startsWith('TLP label set'));
    expect(brief).toBeGreaterThan(0);
    expect(tlp).toBeGreaterThan(brief);
    expect(texts.filter((text) => text.startsWith('TLP label set'))).toHaveLength(1);
    expect(door.timeline().join('\n')).toContain('Deliveries to the chat were held back');
    expect(outboxCounts(door.bot.app.store.db)).toEqual({ waiting: 0, failing: 0, dead: 0 });
    expect(door.verify()).toEqual([]);
  });
});

describe('the sign-in of Microsoft', () => {
  test('that does not answer only delays what is said', async () => {
    await using door = await openTeamsDoor();
    // Who has never been met is nobody while the roster cannot be asked.
    await door.types('ada', 'general', 'list');
    door.server.login.revokeAll();
    door.server.fault('token', '503', 3);
    await door.types('ada', 'general', 'declare Cache leak --level 4');
    await door.later({ minutes: 5 });

    expect((await inRoom(door)).length).toBeGreaterThan(2);
    expect(door.timeline().join('\n')).not.toContain('held back');
    expect(door.verify()).toEqual([]);
  });

  test('that no longer takes the secret holds everything back until it does', async () => {
    await using door = await openTeamsDoor();
    const { login } = door.server;
    await door.types('ada', 'general', 'list');
    const { secret } = login;
    login.secret = 'another';
    login.revokeAll();
    await door.types('ada', 'general', 'declare Cache leak --level 4');
    await door.later({ minutes: 20 });
    expect(() => door.room()).toThrow('no room was opened');

    login.secret = secret;
    await door.later({ hours: 1 });

    expect((await inRoom(door)).length).toBeGreaterThan(2);
    expect(outboxCounts(door.bot.app.store.db)).toEqual({ waiting: 0, failing: 0, dead: 0 });
    expect(door.verify()).toEqual([]);
  });
});

test('people are called by their names in a private incident as well', async () => {
  await using door = await openTeamsDoor();
  await declared(door, ' --private');
  await door.types('ada', 'incident', 'role engineering_lead @ben');
  await door.later({ minutes: 2 });

  const { aadObjectId } = door.person('ben');
  const said = (await inRoom(door)).join('\n');
  expect(said).toContain('@Ben Okafor');
  expect(said).not.toContain(aadObjectId);
});
