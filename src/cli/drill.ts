// `ssirp drill`: a scenario through the real bot on a clock of its own, so that nine days pass in seconds and every
// timer still fires at its time. The incident lives in a database of its own beside the exports.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportFormats } from '#machines/incident-types.ts';
import { createApp } from '../app.ts';
import { createStage } from '../drill/console-stage.ts';
import type { Played } from '../drill/play.ts';
import { playDrill } from '../drill/play.ts';
import { builtInScenarios, loadScenario } from '../drill/scenario.ts';
import { manualClock } from '../shared/clock.ts';
import { openLog } from '../shared/log.ts';
import { scoreView } from '../messages/score-card.ts';
import { verifyIncident } from '../usecases/verify.ts';
import { incidentView, scoreAt } from '../usecases/view.ts';
import { loadIncident } from '#db/incidents.ts';
import type { CliCommand } from './command.ts';
import { UsageProblem, configured, print, text } from './command.ts';

export const drillCommand: CliCommand = {
  options: {
    speed: { type: 'string' },
    output: { type: 'string', short: 'o', default: 'ssirp-drill' },
  },
  run: async (args) => {
    const [wanted = 'ms08-078', ...more] = args.positionals;
    if (more.length > 0) throw new UsageProblem('Name one scenario.');
    const speed = speedOf(text(args, 'speed'));
    const scenario = scenarioNamed(wanted);
    const { config } = configured();
    const folder = join(text(args, 'output') ?? 'ssirp-drill', scenario.name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });

    const clock = manualClock(scenario.startsAt);
    const zones =
      config.zones.length > 0
        ? config.zones
        : [...new Set(scenario.people.map(({ zone }) => zone))].slice(0, 2);
    await using app = await createApp({
      config: {
        ...config,
        databaseUrl: `file:${join(folder, 'drill.db')}`,
        console: true,
        slack: null,
        teams: null,
        zones,
      },
      secrets: { slack: null, teams: null, signingPassphrase: null, mail: null },
      log: openLog('error'),
      clock,
      random: () => 0,
    });
    if (app.console === undefined) throw new Error('a drill needs the console');
    const stage = createStage({
      store: app.store,
      sink: app.sink,
      chat: app.console.chat,
      clock,
      pace: {
        kind: 'scripted',
        clock,
        startsAt: scenario.startsAt,
        settled: () => app.settled(),
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, speed === 0 ? 0 : ms / speed)),
      },
    });
    print(`DRILL ${scenario.title}\n${scenario.about}\n`);
    let surprises = 0;
    const incidentId = await playDrill(scenario, stage, (played) => {
      surprises += played.surprising ? 1 : 0;
      print(lineOf(clock.now(), played));
    });
    await app.settled();

    print('');
    for (const format of exportFormats) {
      const file = app.exportOf(incidentId, { format });
      if (file === null) continue;
      const path = join(folder, file.filename);
      writeFileSync(path, [...file.chunks].join(''), { mode: 0o600 });
      print(`written ${path}`);
    }
    const row = loadIncident(app.store.db, incidentId);
    const problems =
      row === undefined
        ? ['The incident was never declared.']
        : verifyIncident(app.store.db, row).problems;
    if (row !== undefined) {
      const score = scoreAt(app.store.db, row, clock.now());
      const { summary } = scoreView(incidentView(app.store.db, row, row.tenant), score);
      print(summary.replace(/(?<=met\.) /, '\n  ').replaceAll('; ', '\n  '));
    }
    for (const problem of problems) print(problem);
    if (surprises > 0)
      print(`${surprises} steps went another way than the scenario says (marked !).`);
    else print(`The record of ${incidentId} is sound. Every step went as the scenario says.`);
    return problems.length + surprises > 0 ? 1 : 0;
  },
};

function lineOf(now: string, { step, index, of, answer, surprising, unmet }: Played): string {
  const mark = surprising ? '!' : ' ';
  const first = answer.split('\n')[0] ?? '';
  const said = step.kind === 'say' ? `/incident ${step.text}` : `“${step.text}”`;
  const otherwise = unmet.map((line) => `\n             ! ${line}`).join('');
  return `${mark}${String(index + 1).padStart(3)}/${of}  ${now.slice(0, 16).replace('T', ' ')}Z  ${step.by}: ${clip(said, 90)}\n             → ${clip(first, 100)}${otherwise}`;
}

function clip(line: string, max: number): string {
  return line.length > max ? `${line.slice(0, max - 1)}…` : line;
}

/** Seconds of the scenario per second of the clock on the wall; 0, the default, does not wait at all. */
function speedOf(written: string | undefined): number {
  if (written === undefined) return 0;
  const speed = Number(written);
  if (!Number.isFinite(speed) || speed <= 0)
    throw new UsageProblem('--speed is a number above 0: seconds of the scenario per second.');
  return speed;
}

function scenarioNamed(wanted: string) {
  const builtIn = builtInScenarios[wanted];
  try {
    return loadScenario(builtIn ?? wanted);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new UsageProblem(
        `There is no scenario or file “${wanted}”. Built in: ${Object.keys(builtInScenarios).join(', ')}.`,
      );
    }
    if (error instanceof Error && error.message.startsWith('The scenario'))
      throw new UsageProblem(error.message);
    throw error;
  }
}
