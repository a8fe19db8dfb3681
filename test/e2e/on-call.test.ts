// The on-call order through the doors: from the file to the button that somebody presses.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openConsoleDoor } from '../support/console-door.ts';
import type { Door } from '../support/door.ts';
import { openSlackDoor } from '../support/slack-door.ts';

const env = { SSIRP_ONCALL: fileURLToPath(new URL('../fixtures/oncall.yaml', import.meta.url)) };
const doors: [string, () => Promise<Door>][] = [
  ['Slack', () => openSlackDoor(env)],
  ['the local console', () => openConsoleDoor(env)],
];

test.each(doors)('whoever is on call is asked in %s, then the next one', async (_name, open) => {
  await using door = await open();
  await door.types('ada', 'general', 'declare Exchange zero-day --level 3');
  const asked = async (who: string): Promise<string> =>
    (await door.told(who)).map(({ text }) => text).join('\n');
  expect(await asked('ben')).toMatch(/you are on call for crisis lead/);
  expect(await door.members()).toContain('ben');

  await door.later({ minutes: 31 });
  expect(await asked('ben')).toMatch(/was asked instead/);
  expect(await asked('dara')).toMatch(/has not taken it, and you are next on call/);

  await door.presses('dara', 'Take the role');
  expect(door.timeline().join('\n')).toMatch(/acknowledged the role crisis lead/);
  expect(door.verify()).toEqual([]);
});
