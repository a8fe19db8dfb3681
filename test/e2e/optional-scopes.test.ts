// An administrator may decline every optional scope: an incident is led all the same.
import { expect, test } from 'vitest';
import { outboxCounts } from '#db/outbox.ts';
import { optionalScopes } from '#src/chat/slack/scopes.ts';
import { openSlackDoor } from '../support/slack-door.ts';

test('without any optional scope incidents are opened, announced and led', async () => {
  await using door = await openSlackDoor();
  for (const { scope } of optionalScopes) door.server.workspace.scopes.delete(scope);

  expect((await door.types('ada', 'general', 'declare Cache leak --level 4')).text).toMatch(/INC-/);
  await door.types('ada', 'incident', 'role crisis_lead @me');
  await door.presses('ada', 'Acknowledge');
  await door.types('ada', 'incident', 'role engineering_lead @ben');
  await door.captures('ada', await door.writes('ada', 'evidence'));

  expect(await door.members()).toEqual(['ada', 'ben']);
  expect(await door.messages('announcements')).toHaveLength(1);
  expect(await door.topic()).toContain('lead @ada');
  expect(door.timeline().join('\n')).toMatch(/acknowledged[^]*evidence/);
  expect(await door.pinned()).toEqual([]);
  await door.later({ minutes: 1 });
  expect(outboxCounts(door.bot.app.store.db)).toMatchObject({ waiting: 0, dead: 0 });

  await door.types('ada', 'incident', 'export md');
  expect((await door.types('ada', 'incident', 'health')).text).toMatch(/files:write/);
  expect(door.verify()).toEqual([]);
});
