// Wires the local console into the process: its reads, its drills and its downloads.
import { consoleStore } from '#db/console-chat.ts';
import { allIncidentsListed, findIncident, incidentOfConversation } from '#db/incidents.ts';
import type { Store } from '#db/open.ts';
import { lastEntries } from '#db/timeline.ts';
import { timersOf } from '#db/timers.ts';
import type { FileOf } from '#machines/incident-types.ts';
import { exportFormats } from '#machines/incident-types.ts';
import { createConsoleChat } from './chat/console/chat.ts';
import type { ConsolePanel } from './chat/console/deps.ts';
import { tenant } from './chat/console/personas.ts';
import { consoleRoutes } from './chat/console/routes.ts';
import type { ChatPort, CommandSink } from './chat/port.ts';
import { complete } from './commands/help.ts';
import type { Outcome } from './commands/outcome.ts';
import { dueName } from './messages/due-words.ts';
import { createStage } from './drill/console-stage.ts';
import { playDrill } from './drill/play.ts';
import type { Scenario } from './drill/scenario.ts';
import type { ExportedFile } from './export/export.ts';
import type { Route } from './http/server.ts';
import type { Clock } from './shared/clock.ts';
import type { Log } from './shared/log.ts';
import { errorFacts } from './shared/log.ts';
import { keyOf, lastingDueOf } from './usecases/due-of.ts';
import { entryView, incidentView } from './usecases/view.ts';

export interface ConsoleDoor {
  port: ChatPort;
  chat: ReturnType<typeof createConsoleChat>;
  route(): Route;
  /** The pages learn that something is new. */
  changed(): void;
  startDrill(scenario: string | null): Outcome;
}

export interface ConsoleParts {
  store: Store;
  sink: CommandSink;
  clock: Clock;
  log: Log;
  exportOf: (incidentId: string, of: FileOf) => ExportedFile | null;
  url: string;
  /** By name. */
  scenarios: ReadonlyMap<string, Scenario>;
}

const panelEntries = 50;
/** Between two steps of a drill that somebody watches, in milliseconds. */
const drillPaceMs = 600;

export function openConsole({
  store,
  sink,
  clock,
  log,
  exportOf,
  url,
  scenarios,
}: ConsoleParts): ConsoleDoor {
  const chat = createConsoleChat({
    store: consoleStore(store.db),
    now: () => clock.now(),
    origin: url,
  });
  let playing = false;
  const startDrill = (name: string | null): Outcome => {
    const wanted = name ?? 'ms08-078';
    const scenario = scenarios.get(wanted);
    if (scenario === undefined || playing) {
      const problem = playing
        ? 'A drill is being played already. Wait until it has closed its incident.'
        : `There is no scenario “${wanted.slice(0, 40)}”; there is: ${[...scenarios.keys()].join(', ')}. A file of yours plays with \`npx ssirp drill FILE\`.`;
      return {
        kind: 'refused',
        refusal: { reason: 'usage', error: { problem, usage: 'drill [scenario]', nearest: [] } },
      };
    }
    playing = true;
    const stage = createStage({
      store,
      sink,
      chat,
      clock,
      pace: { kind: 'real', stepMs: drillPaceMs, startsAt: scenario.startsAt },
    });
    void playDrill(scenario, stage, ({ surprising, step }) => {
      if (surprising)
        log.warn({ scenario: wanted, line: step.line }, 'drill step went another way');
    })
      .catch((error: unknown) => {
        log.error(errorFacts(error), 'drill failed');
      })
      .finally(() => {
        playing = false;
      });
    return { kind: 'drillStarted', scenario: wanted };
  };
  return {
    port: chat.port,
    chat,
    changed: () => chat.changes.changed(),
    startDrill,
    route: () =>
      consoleRoutes({
        chat,
        sink,
        complete,
        read: {
          incidents: () => allIncidentsListed(store.db, tenant),
          panel: (conversation) => panelOf(store, conversation),
        },
        startDrill: () => {
          const outcome = startDrill(null);
          if (outcome.kind !== 'refused')
            return { ok: true, text: 'The drill has started: follow it in its channel.' };
          return {
            ok: false,
            text: outcome.refusal.reason === 'usage' ? outcome.refusal.error.problem : '',
          };
        },
        exportOf: (incidentId, format) => {
          const known = exportFormats.find((name) => name === format);
          const file = known === undefined ? null : exportOf(incidentId, { format: known });
          return file === null
            ? null
            : { filename: file.filename, type: file.contentType, chunks: file.chunks };
        },
      }),
  };
}

function panelOf({ db }: Store, conversation: string): ConsolePanel | null {
  const id = incidentOfConversation(db, tenant, conversation);
  const row = id === undefined ? undefined : findIncident(db, tenant, id);
  if (row === undefined) return null;
  return {
    incident: incidentView(db, row, tenant),
    entries: lastEntries(db, row.id, panelEntries).map(entryView),
    timers: [
      ...timersOf(db, row.id)
        // What a drill has in store is nobody's to know.
        .filter(
          ({ instance, id: timer }) =>
            (instance === 'incident' && !timer.startsWith('inject.')) ||
            instance.startsWith('task/'),
        )
        .map(({ instance, id: timer, dueAt }) => ({
          id: `${instance}/${timer}`,
          label: timerLabel(instance, timer),
          dueAt,
        })),
      // The timers of these warn beforehand, too.
      ...lastingDueOf(db, row.id).map((due) => ({
        id: keyOf(due),
        label: dueName(due.thing),
        dueAt: due.dueAt,
      })),
    ],
  };
}

const timerLabels: Record<string, string> = {
  sitrep: 'Sitrep due',
  staffing: 'Roles to be claimed',
  shift: 'Hand-over prompt',
  release: 'Release',
  monitoring: 'Monitoring window ends',
};

function timerLabel(instance: string, timer: string): string {
  if (instance !== 'incident') {
    const n = instance.slice('task/'.length);
    return timer === 'ack' ? `Task ${n} to be acknowledged` : `Task ${n} due`;
  }
  const role = /^role\.(.*)$/.exec(timer)?.[1];
  return role === undefined
    ? (timerLabels[timer] ?? timer)
    : `Role ${role.replaceAll('_', ' ')} to be acknowledged`;
}
