// The composition root: builds every part once and owns their start and stop. The only place that knows them all.
import { resolve } from 'node:path';
import { findIncident } from '#db/incidents.ts';
import { loadPart } from '#db/parts.ts';
import { forgetBefore } from '#db/inbox.ts';
import { lockDatabase } from '#db/lock.ts';
import type { Store } from '#db/open.ts';
import { openStore } from '#db/open.ts';
import type { FileOf } from '#machines/incident-types.ts';
import type { ChatPort, CommandSink } from './chat/port.ts';
import type { Config, Secrets } from './config.ts';
import { adminsOf } from './config.ts';
import type { ConsoleDoor } from './console-door.ts';
import { BoardKeeper } from './delivery/board-keeper.ts';
import { Dispatcher } from './delivery/dispatcher.ts';
import type { Scenario } from './drill/scenario.ts';
import { allScenarios, declaration } from './drill/scenario.ts';
import { calendarFile, calendarType } from './export/calendar.ts';
import type { ExportedFile } from './export/export.ts';
import { exportIncident } from './export/export.ts';
import { calendarRoute } from './http/calendar.ts';
import { healthRoutes } from './http/health.ts';
import { publicationsRoute } from './http/publications.ts';
import { partnerRoute } from './http/partners.ts';
import type { Route } from './http/server.ts';
import { listen } from './http/server.ts';
import { startOnCall } from './oncall-start.ts';
import { mailCourier } from './partners/mail-courier.ts';
import { askingPage, closedPage, contentPolicy, packagePage } from './partners/package-page.ts';
import { loadPartners } from './partners-file.ts';
import { builtInPlaybookPath, loadPlaybook } from './playbook-file.ts';
import { checkDocument } from './disclosure/check.ts';
import { documentFile, documentFileProblems } from './disclosure/document-file.ts';
import { readMarkdown } from './disclosure/read-markdown.ts';
import { loadPublisher } from './publisher-file.ts';
import { readOpenFile } from './publishing/open-part.ts';
import { publishCourier } from './publishing/courier.ts';
import { openPress } from './publishing/open-press.ts';
import { Scheduler } from './schedule/scheduler.ts';
import type { Clock } from './shared/clock.ts';
import { systemClock } from './shared/clock.ts';
import { newId } from './shared/ids.ts';
import type { Log } from './shared/log.ts';
import { errorFacts } from './shared/log.ts';
import { valueFor } from './shared/per-workspace.ts';
import type { DrillOffer } from './sink.ts';
import { createSink } from './sink.ts';
import type { SlackDoor } from './slack-door.ts';
import type { TeamsDoor } from './teams-door.ts';
import type { Rules } from './usecases/apply-event.ts';
import { calendarOf } from './usecases/calendar-items.ts';
import { isLink, openLink } from './usecases/package-link.ts';
import { startMirrors } from './usecases/mirror-room.ts';
import { readRecord } from './usecases/read-record.ts';
import { takeUpThreats } from './usecases/threat.ts';

export interface AppOptions {
  config: Config;
  secrets: Secrets;
  log: Log;
  clock?: Clock;
  random?: () => number;
}

export interface App extends AsyncDisposable {
  store: Store;
  sink: CommandSink;
  /** Set when the local console runs. */
  console: ConsoleDoor | undefined;
  /** Starts HTTP and says where it listens. */
  serve(): Promise<{ url: string; port: number }>;
  /** Resolves when everything that is due now has been delivered. */
  settled(): Promise<void>;
  /** A file as it is now, or null when there is no such incident or document. */
  exportOf(incidentId: string, of: FileOf): ExportedFile | null;
}

/** As people lead them. */
function offerOf(scenario: Scenario): DrillOffer {
  const { name, title, plan } = scenario;
  return { name, title, plan, declaration: declaration(scenario) };
}

/** Opens the database, takes up what an earlier process left undone, and is ready to serve. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, secrets, log, clock = systemClock, random = Math.random } = options;
  await using parts = new AsyncDisposableStack();
  // The lock first: a newer version must not migrate what an older one is writing.
  parts.use(lockDatabase(config.databaseUrl));
  const store = parts.use(openStore(config.databaseUrl));
  const scenarios = allScenarios(config.scenarios);
  const ports = new Map<string, ChatPort>();
  const onCall = startOnCall({ config, secrets, store, log });
  const publisher = loadPublisher(config.publisher);
  const rules: Rules = {
    playbook: loadPlaybook(
      config.playbook === undefined ? builtInPlaybookPath : resolve(config.playbook),
    ),
    newId,
    offers: (tenant, surface) =>
      ports.get(tenant.split(':')[0] ?? '')?.surfaces?.has(surface) === true,
    announces: (tenant) => {
      const [platform, workspace = ''] = tenant.split(':');
      if (platform === 'console') return true;
      if (platform === 'teams') return config.teams?.announceChannel !== undefined;
      return valueFor(config.slack?.announceChannel, workspace) !== undefined;
    },
    admins: (tenant) => adminsOf(config.admins, tenant),
    onCall: onCall.of,
    publicUrl: publicUrlOf(config),
    zones: config.zones,
    runsProcess: (tenant) => tenant.startsWith('console:'),
    publisher,
    checks: (document) => checkDocument(document, publisher),
    fileProblems: (document, format, locale) =>
      documentFileProblems(document, publisher, { format, locale, isDrill: false, tlp: null }),
    readDocument: (file, document, locale) => readMarkdown(file, document, publisher, locale),
    programme: {
      partners: config.partners === undefined ? [] : loadPartners(resolve(config.partners)),
      sendsMail: secrets.mail !== null,
    },
  };
  const press = await openPress(publisher, {
    passphrase: secrets.signingPassphrase,
    now: () => clock.now(),
  });
  const exportOf: App['exportOf'] = (id, of) => {
    const row = findIncident(store.db, null, id);
    if (row === undefined) return null;
    if (of.document !== undefined) {
      const document = loadPart(store.db, row.id, 'document', of.document);
      if (document === undefined) return null;
      const { format, locale } = of;
      const { tlp } = row.snapshot.context;
      const asked = { format, locale, isDrill: row.drill, tlp };
      const made = documentFile(document.snapshot.context, publisher, asked);
      // It passed when it was asked for.
      if (!made.ok)
        throw new Error(`document ${of.document} of ${id} fails ${made.error[0]?.check}`);
      const { text, ...file } = made.value;
      return { ...file, chunks: [text] };
    }
    return exportIncident(of.format, {
      ...readRecord(store.db, row),
      exportedAt: clock.now(),
      zones: config.zones,
    });
  };

  const engines: {
    dispatcher?: Dispatcher;
    scheduler?: Scheduler;
    boards?: BoardKeeper;
    console?: ConsoleDoor;
  } = {};
  let pending: Promise<void> | undefined;
  /** What `ssirp import` has stored meanwhile: it knows neither admins nor channels. */
  const takeUp = (): void => {
    try {
      const cases = takeUpThreats(store, rules, clock.now());
      if (cases > 0) log.info({ cases }, 'threat data taken up');
    } catch (error) {
      log.error(errorFacts(error), 'threat data not taken up');
    }
  };
  const afterChange = (): void => {
    engines.console?.changed();
    // After the answer, not before it: whoever asked is waiting.
    pending ??= new Promise((done) => {
      setImmediate(() => {
        pending = undefined;
        if (engines.scheduler !== undefined) takeUp();
        engines.scheduler?.wake();
        engines.dispatcher?.wake();
        engines.boards?.wake();
        done();
      });
    });
  };

  const sink = createSink({
    store,
    rules,
    clock,
    log,
    zone: config.zones[0] ?? 'UTC',
    newRef: newId,
    startDrill: config.console
      ? (scenario) => door(engines.console).startDrill(scenario)
      : undefined,
    scenarios: [...scenarios.values()].map(offerOf),
    makeFile: makeExport(exportOf),
    afterChange,
  });
  // Loaded only where they run: a Slack process has no use for the console, nor the other way round.
  if (config.console) {
    const { openConsole } = await import('./console-door.ts');
    const url = ownUrl(config);
    engines.console = openConsole({ store, sink, clock, log, exportOf, url, scenarios });
    ports.set('console', engines.console.port);
  }
  let slack: SlackDoor | undefined;
  if (config.slack !== null && secrets.slack !== null) {
    const { openSlack } = await import('./slack-door.ts');
    slack = parts.use(
      await openSlack({
        ...config.slack,
        ...secrets.slack,
        store,
        sink,
        clock,
        log,
        random,
        afterChange,
      }),
    );
    ports.set('slack', slack.port);
  }
  let teams: TeamsDoor | undefined;
  if (config.teams !== null && secrets.teams !== null) {
    const { openTeams } = await import('./teams-door.ts');
    const access = secrets.teams;
    teams = parts.use(openTeams({ ...config.teams, access, store, sink, clock, log }));
    ports.set('teams', teams.port);
  }
  const delivering = {
    store,
    rules,
    ports,
    couriers: new Map([
      ['publish', publishCourier({ store, publisher, press })],
      ['mail', mailCourier({ store, rules, clock, server: secrets.mail })],
    ]),
    clock,
    log,
    random,
    afterChange,
    makeExport: makeExport(exportOf),
  };
  startMirrors(store, rules, clock.now(), config.mirrors);
  const dispatcher = parts.use(new Dispatcher(delivering));
  const boards = parts.use(new BoardKeeper(delivering));
  const scheduler = parts.use(new Scheduler({ store, rules, clock, log, afterChange }));
  parts.use(forgetOldKeys(store, clock));
  parts.use(noticeOthers(store, afterChange));
  Object.assign(engines, { dispatcher, scheduler, boards });
  takeUp();
  dispatcher.start();
  boards.wake();
  scheduler.wake();

  const isQuiet = (): boolean => pending === undefined && !dispatcher.isBusy && !boards.isBusy;
  const owned = parts.move();
  return {
    store,
    sink,
    console: engines.console,
    exportOf,
    serve: async () => {
      const health = healthRoutes({
        db: store.db,
        now: () => clock.now(),
        unreachable: () => slack?.unreachable(),
      });
      const calendar = calendarRoute({
        now: () => clock.now(),
        calendarOf: (secret) => {
          const found = calendarOf(store.db, rules, secret);
          return found && { person: found.person, file: calendarFile(found.items) };
        },
        contentType: calendarType,
      });
      const { directory } = rules.publisher;
      const publications =
        directory === null ? [] : [publicationsRoute((path) => readOpenFile(directory, path))];
      const partners = partnerRoute({
        now: () => clock.now(),
        isLink: (secret) => isLink(store, secret),
        open: (secret, from) => {
          const copy = openLink(store, rules, clock.now(), { secret, from });
          afterChange();
          return copy && packagePage(copy);
        },
        askingPage: askingPage(),
        closedPage: closedPage(),
        contentPolicy,
      });
      const doors = [slack?.route, teams?.route, engines.console?.route()].filter(
        (route): route is Route => route !== undefined,
      );
      const http = owned.use(
        await listen({ host: config.host, port: config.port, log }, [
          health,
          calendar,
          ...publications,
          partners,
          ...doors,
        ]),
      );
      owned.use(slack?.connect());
      return { url: config.publicUrl ?? `http://${config.host}:${http.port}`, port: http.port };
    },
    settled: async () => {
      do {
        await pending;
        await dispatcher.idle();
        await boards.idle();
        await slack?.answered();
        await teams?.answered();
      } while (!isQuiet());
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function ownUrl({ publicUrl, host, port }: Config): string {
  return publicUrl ?? `http://${host}:${port}`;
}

/** The console serves those on this machine, who reach it without any other address. */
function publicUrlOf(config: Config): string | null {
  const url = config.publicUrl ?? (config.console ? ownUrl(config) : undefined);
  return url?.replace(/\/+$/u, '') ?? null;
}

function door(console: ConsoleDoor | undefined): ConsoleDoor {
  if (console === undefined) throw new Error('the console is not open yet');
  return console;
}

function makeExport(exportOf: App['exportOf']) {
  return (id: string, of: FileOf) => {
    const file = exportOf(id, of);
    if (file === null) throw new Error(`no incident ${id} to export`);
    return {
      filename: file.filename,
      title: file.filename,
      content: Buffer.from([...file.chunks].join('')),
    };
  };
}

const noticeMs = 2000;

/** The command line writes beside the running bot when deliveries are to be tried again. */
function noticeOthers(store: Store, afterChange: () => void): Disposable {
  const timer = setInterval(() => {
    if (store.wasChangedElsewhere()) afterChange();
  }, noticeMs).unref();
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer);
    },
  };
}

const hourMs = 3_600_000;
/** Slack repeats events for 24 hours; a repeated key must still be known then. */
const inboxHours = 26;

function forgetOldKeys(store: Store, clock: Clock): Disposable {
  let alarm: Disposable | undefined;
  const sweep = (): void => {
    const now = Temporal.Instant.from(clock.now());
    const before = now.subtract({ hours: inboxHours }).toString({ fractionalSecondDigits: 3 });
    store.transaction((tx) => forgetBefore(tx, before));
    alarm = clock.at(
      now.add({ milliseconds: hourMs }).toString({ fractionalSecondDigits: 3 }),
      sweep,
    );
  };
  sweep();
  return {
    [Symbol.dispose]: () => alarm?.[Symbol.dispose](),
  };
}
