// A drill that people lead, through every door: opened by its name, played into from outside, answered, stopped, scored.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allScenarios, builtInScenarios, loadScenario } from '#src/drill/scenario.ts';
import { builtInPlaybookPath, loadPlaybook } from '#src/playbook-file.ts';
import { openConsoleDoor } from '../support/console-door.ts';
import type { Door } from '../support/door.ts';
import { openSlackDoor } from '../support/slack-door.ts';
import { openTeamsDoor } from '../support/teams-door.ts';

const doors: readonly [string, () => Promise<Door>][] = [
  ['Slack', () => openSlackDoor({})],
  ['Teams', () => openTeamsDoor({})],
  ['the console', () => openConsoleDoor()],
];

const scenario = 'ms08-078';

/** In Teams what invites, and what people say themselves, stands below the post that is named so. */
const isMarked = (text: string): boolean =>
  /drill/i.test(text) || /^Invited:|role crisis_lead/.test(text);

test.each(doors)('in %s', async (_name, open) => {
  await using door = await open();
  const lines = async () => (await door.messages('incident')).map(({ text }) => text);

  expect((await door.types('ada', 'general', 'drill')).text).toContain(`drill ${scenario}`);
  expect((await door.types('ada', 'general', 'drill tabletop')).text).toContain('no scenario');
  const opened = await door.types('ada', 'general', `drill ${scenario}`);
  expect(opened.text).toMatch(/DRILL · .*INC-\d{4}-\d{4}/);
  await door.later({ minutes: 1 });
  await door.types('ben', 'incident', 'role crisis_lead @me');
  await door.later({ minutes: 13 });

  // Somebody outside asks, and attacks are a fact by now.
  expect((await lines()).join('\n')).toMatch(/DRILL · Inject 2, from A security researcher/);
  await door.presses('ben', 'Answered');
  expect(door.openForm('ben')).toBe('Answer inject 2');
  expect(await door.submits('ben', { reason: 'Not fixed by this update; thanked' })).toEqual({});
  await door.types('ada', 'incident', 'drill stop We have seen enough');
  await door.later({ minutes: 1 });

  const said = await lines();
  expect(said.some((text) => /Score · INC-[\s\S]*Injects answered in time/.test(text))).toBe(true);
  expect(said.filter((text) => !isMarked(text))).toEqual([]);
  expect((await door.messages('announcements')).filter(({ text }) => /INC-/.test(text))).toEqual(
    [],
  );
  expect(door.timeline().filter((text) => text.startsWith('Inject'))).toEqual([
    expect.stringMatching(/^Inject 1 \(exercise\), from Three protection partners/),
    expect.stringMatching(/^Inject 2 \(exercise\), from A security researcher/),
    'Inject 2 (A security researcher) answered: Not fixed by this update; thanked',
  ]);
  expect(door.verify()).toEqual([]);
});

test.each(Object.values(builtInScenarios))(
  'what %s fails in the world is a task of the playbook in that phase',
  (path) => {
    const { plan } = loadScenario(path);
    const { tasks } = loadPlaybook(builtInPlaybookPath);
    const failing = plan.injects.flatMap(({ deed, phase }) =>
      deed?.kind === 'taskFails' ? [{ id: deed.template, phase }] : [],
    );
    expect(failing.length).toBeGreaterThan(0);
    for (const { id, phase } of failing)
      expect(tasks.filter((task) => task.id === id).map((task) => task.phase)).toContain(phase);
    expect(plan.injects.filter(({ answerWithinMs }) => answerWithinMs !== null)).not.toEqual([]);
    expect(Object.keys(plan.expected)).toHaveLength(6);
  },
);

test('scenarios of a folder stand beside the built-in ones, and a mistake in one is said', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ssirp-scenarios-'));
  try {
    const page = readFileSync(new URL('../../docs/drills.md', import.meta.url), 'utf8');
    const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    writeFileSync(join(folder, 'leaked.yaml'), example);
    writeFileSync(join(folder, 'notes.txt'), 'no scenario');

    const found = allScenarios(folder);
    expect([...found.keys()]).toEqual([...Object.keys(builtInScenarios), 'leaked-token']);
    expect(found.get('leaked-token')?.plan).toMatchObject({
      injects: [
        { n: 1, phase: null, answerWithinMs: 30 * 60_000, deed: null },
        { n: 2, phase: 'assess', deed: { kind: 'unavailable', role: 'engineering_lead' } },
      ],
      expected: { acknowledgeMs: 10 * 60_000, staffMs: 30 * 60_000, overrides: 0 },
    });

    writeFileSync(join(folder, 'leaked.yaml'), example.replace('from:', 'form:'));
    expect(() => allScenarios(folder)).toThrow(/leaked\.yaml:\d+: injects\[0\]/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
