// The scenarios that come with the bot, one led by people as a real incident, both played as drills on the command
// line: every step is taken or refused as the scenario says, and leaves the incident where it says.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { exportFormats } from '#machines/incident-types.ts';
import { allIncidents } from '#db/incidents.ts';
import { drillCommand } from '#src/cli/drill.ts';
import { builtInScenarios, loadScenario } from '#src/drill/scenario.ts';
import type { Scenario, ScenarioStep } from '#src/drill/scenario.ts';
import type { Expectation } from '#src/drill/standing.ts';
import { expectedNow, standingOf, unmet } from '#src/drill/standing.ts';
import { importKev } from '#src/usecases/threat-import.ts';
import type { Bot } from '../support/bot.ts';
import type { Door } from '../support/door.ts';
import { openTeamsDoor } from '../support/teams-door.ts';

/** Thousands of commits: a disk would take half of the time. */
const inMemory = { DATABASE_URL: ':memory:' };

/** What people do at one step, and whether it was refused. */
async function act(door: Door, step: ScenarioStep): Promise<string> {
  if (step.kind === 'say') {
    const where = step.channel === 'general' ? 'general' : 'incident';
    const text = step.text.replaceAll('@me', `@${step.by}`);
    return (await door.types(step.by, where, text)).text;
  }
  const message = await door.writes(step.by, step.text);
  return step.capture ? (await door.captures(step.by, message)).text : '';
}

/** Leads the incident through every step, on its own clock; returns what went otherwise. */
async function replay(scenario: Scenario, door: Door & { bot: Bot }): Promise<string[]> {
  const { app, clock } = door.bot;
  const incident = () => allIncidents(app.store.db)[0];
  const otherwise: string[] = [];
  let expected: Expectation = {};
  for (const step of scenario.steps) {
    const ms = Date.parse(scenario.startsAt) + step.atMs - Date.parse(clock.now());
    if (ms > 0) await door.later({ milliseconds: ms });
    // Bolt compares what Slack signed with the time of the process.
    vi.setSystemTime(clock.now());
    const before = incident()?.lastSeq ?? 0;
    const answer = await act(door, step);
    expected = expectedNow(expected, step.afterwards);
    const { id = '', lastSeq = 0 } = incident() ?? {};
    const misses = unmet(expected, standingOf(app.store.db, id));
    const isRefused = step.kind === 'say' && step.expect === 'refused';
    if (step.kind === 'say' && lastSeq > before === isRefused)
      misses.push(isRefused ? 'it was taken' : 'it was refused');
    if (misses.length > 0)
      otherwise.push(`line ${step.line}: ${misses.join(', ')} (${answer.slice(0, 200)})`);
  }
  return otherwise;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Months after it was closed CISA lists a flaw of the incident, and somebody imports the catalogue. */
async function listInKev(door: Door & { bot: Bot }): Promise<void> {
  const { app, clock } = door.bot;
  const at = '2021-11-03T17:00:00.000Z';
  await door.later({ milliseconds: Date.parse(at) - Date.parse(clock.now()) });
  vi.setSystemTime(clock.now());
  importKev(app.store, { version: '2021.11.03', publishedAt: at, importedAt: at }, [
    { cve: 'CVE-2021-26855', added: '2021-11-03', due: '2021-04-16', ransomware: true },
  ]);
  await door.types('ada', 'incident', 'note CISA lists one of ours');
  expect(door.timeline().at(-1)).toBe(
    'Case 1 (Requests forged by the front end): CVE-2021-26855 is in CISA’s catalogue of known exploited vulnerabilities since 2021-11-03, to be mended by 2021-04-16; known to be used in ransomware campaigns',
  );
  expect(allIncidents(app.store.db)).toMatchObject([{ level: 3, closed: true }]);
}

const patienceMs = 120_000;

// That every door takes commands alike is shown by the conversations.
test(
  'proxylogon goes as it is written in Teams',
  async () => {
    const scenario = loadScenario(builtInScenarios['proxylogon'] ?? '');
    const { people, startsAt } = scenario;
    await using door = await openTeamsDoor(inMemory, undefined, { people, now: startsAt });

    expect(await replay(scenario, door)).toEqual([]);
    await listInKev(door);
    expect(door.verify()).toEqual([]);
  },
  patienceMs,
);

test.each(Object.keys(builtInScenarios))(
  '%s goes as it is written, as a drill on the command line',
  async (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'ssirp-drill-'));
    const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      const code = await drillCommand.run({ values: { output: folder }, positionals: [name] });
      const lines = printed.mock.calls.map(([text]) => String(text)).join('');

      expect(lines.split('\n').filter((line) => /^\s*!/.test(line))).toEqual([]);
      expect(lines).toContain('Every step went as the scenario says.');
      expect(lines).toContain(`Scenario ${name}: `);
      expect(code).toBe(0);
      const exported = readdirSync(join(folder, name)).filter((file) => !file.includes('.db'));
      expect(exported).toHaveLength(exportFormats.length);
    } finally {
      printed.mockRestore();
      rmSync(folder, { recursive: true });
    }
  },
  patienceMs,
);
