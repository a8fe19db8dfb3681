// The Slack adapter: builds its parts once, and connects Bolt's listeners to them. Bolt checks signatures and parses;
// it holds no token, and its acknowledgement goes out only after the command is stored.
import { App, type Context, type ViewSubmitAction } from '@slack/bolt';
import type { ChatPort, CommandSink } from '../port.ts';
import { createBackground } from './background.ts';
import { createDeliver } from './deliver.ts';
import type { Installations } from './installations.ts';
import { boltLogger, errorFields, type SlackLog } from './log.ts';
import { heardEvents, installationEvents } from './manifest.ts';
import { createManyWorkspaces } from './many-workspaces.ts';
import { slackUser } from './mrkdwn.ts';
import { createOAuth, type OAuthOptions } from './oauth.ts';
import { installPath, redirectPath } from './oauth-paths.ts';
import { createPacing } from './pacing.ts';
import { createOptionalSurfaces } from './optional-surfaces.ts';
import { createPeople, type People } from './people.ts';
import { receiveAction } from './receive-action.ts';
import { receiveCommand } from './receive-command.ts';
import { receiveEvent } from './receive-event.ts';
import { receiveShortcut } from './receive-shortcut.ts';
import { receiveView } from './receive-view.ts';
import { receiveInstallation } from './receive-installation.ts';
import type { Receiving } from './receiving.ts';
import { routeOf } from './route.ts';
import { textAt } from '../../shared/read.ts';
import type { RequestListener } from './request-listener.ts';
import { createTransport, type Transport } from './transport.ts';
import { clientOptions, createWeb, type Web } from './web.ts';
import {
  createOneWorkspace,
  NotInstalled,
  type OneWorkspaceParts,
  type Workspace,
  type Workspaces,
} from './workspaces.ts';

/** One workspace, whose token is given; or many, whose tokens come by OAuth. */
export type Access =
  | { by: 'token'; botToken: string; onTrouble: OneWorkspaceParts['onTrouble'] }
  | ({ by: 'oauth'; installations: Installations } & OAuthOptions);

export interface SlackOptions {
  transport: Transport;
  access: Access;
  /** Slack's own when undefined; tests and proxies give theirs. */
  apiUrl: string | undefined;
  /** Whether the announcement channel gets a digest of all incidents. */
  digest: boolean;
  /** Id or name of the channel for announcements. */
  announceChannel: string | undefined;
  /** Stay below Slack's rate limits; only a stand-in for Slack has none. */
  isPaced: boolean;
  sink: CommandSink;
  log: SlackLog;
  /** Epoch milliseconds. */
  now: () => number;
}

export interface SlackAdapter {
  port: ChatPort;
  /** For `POST /slack/events`; answers 404 and 405 itself for anything else. */
  listener: RequestListener;
  /** Asks Slack who the bot is. A Slack that does not answer is logged and asked again later. */
  start(): Promise<void>;
  /** Takes what Slack sends until it is disposed of, which lets answers under way go out. */
  connect(): AsyncDisposable;
  /** Why nothing can come from Slack at present; undefined while it can. */
  unreachable(): string | undefined;
  /** Lets answers that are under way go out, three seconds at most. */
  stop(): Promise<void>;
}

export function createSlack(options: SlackOptions): SlackAdapter {
  const { sink, log, now, announceChannel } = options;
  const logger = boltLogger(log);
  const { access, apiUrl } = options;
  // Slack's limits are for each workspace.
  const webFor = (token: string, team?: string): Web =>
    createWeb(token, apiUrl, logger, options.isPaced ? createPacing(now) : undefined, team);
  const workspaces =
    access.by === 'token'
      ? createOneWorkspace({ web: webFor(access.botToken), onTrouble: access.onTrouble })
      : createManyWorkspaces({
          installations: access.installations,
          connect: webFor,
          installUrl: new URL(installPath, access.publicUrl).href,
          now,
        });
  const background = createBackground(log);
  const people = createPeople({ background, now, met: (person) => sink.met(person) });

  const transport = createTransport(options.transport, {
    apiUrl,
    workspaces,
    background,
    log,
    logger,
    now,
  });
  const app = new App({
    receiver: transport.receiver,
    logger,
    // Bolt would keep a state for every conversation it hears of, in memory and for ever.
    convoStore: false,
    authorize: (_source, body) => authorize(workspaces, body),
    clientOptions: clientOptions(apiUrl, logger),
  });
  connect(app, { workspaces, log }, ({ teamId = '' }) => {
    const workspace = workspaces.known(teamId);
    if (workspace === undefined) throw new NotInstalled('');
    const { identity, web } = workspace;
    return { identity, web, people, background, log, sink: learning(sink, people, workspace) };
  });

  const delivering = createDeliver({
    log,
    now,
    announceChannel,
    workspaces,
    people,
    announced: new Map(),
    directMessages: new Map(),
    optional: createOptionalSurfaces(now),
  });
  return {
    port: {
      platform: 'slack',
      surfaces: new Set([
        'canvas',
        'bookmarks',
        'threads',
        'home',
        ...(options.digest ? ['digest' as const] : []),
      ]),
      ...delivering,
    },
    listener:
      access.by === 'token'
        ? transport.listener
        : withOAuth(
            createOAuth(access, { apiUrl, installations: access.installations, log, logger, now }),
            transport.listener,
          ),
    start: async () => {
      try {
        await workspaces.start();
      } catch (error) {
        log.warn(errorFields(error), 'slack does not say who the bot is, asking again later');
      }
    },
    connect: () => transport.connect(),
    unreachable: () => transport.unreachable(),
    stop: () => background.finished(),
  };
}

/** Bolt asks this for each request; what is no workspace of ours must not be answered by another's incidents. */
async function authorize(
  workspaces: Workspaces,
  body: unknown,
): Promise<{ teamId?: string; botUserId?: string; botId?: string }> {
  // What is said of an installation is heard also where there is none any more.
  if (installationEvents.some((name) => name === textAt(body, 'event', 'type'))) return {};
  const { team, botUser, botId } = (await workspaces.routed(routeOf(body))).identity;
  return { teamId: team, botUserId: botUser, ...(botId === undefined ? {} : { botId }) };
}

function withOAuth(oauth: RequestListener, others: RequestListener): RequestListener {
  return (request, response) => {
    const [path] = (request.url ?? '').split('?', 1);
    const isOAuth = path === installPath || path === redirectPath;
    return (isOAuth ? oauth : others)(request, response);
  };
}

function connect(
  app: App,
  parts: { workspaces: Workspaces; log: SlackLog },
  receiving: (context: Context) => Receiving,
): void {
  const { log } = parts;
  const any = /^/u;
  app.command(any, ({ command, ack, respond, context }) =>
    receiveCommand(receiving(context), { command, ack, respond }),
  );
  app.action(any, ({ body, action, ack, respond, context }) =>
    receiveAction(receiving(context), { body, action, ack: () => ack(), respond }),
  );
  app.view<ViewSubmitAction>(any, ({ body, ack, context }) =>
    receiveView(receiving(context), { body, ack }),
  );
  app.shortcut(any, ({ body, ack, respond, context }) =>
    receiveShortcut(receiving(context), { body, ack: () => ack(), respond }),
  );
  app.options(any, ({ ack }) => ack({ options: [] }));
  for (const name of heardEvents)
    app.event(name, ({ body, context }) =>
      receiveEvent(receiving(context), name, body, { isRetry: context.retryNum !== undefined }),
    );
  for (const name of installationEvents)
    app.event(name, ({ body }) => receiveInstallation(parts, name, body));
  // Thrown on, an error answers Slack with 500, and Slack sends an event again.
  app.error((error) => {
    log.error(errorFields(error), 'slack request failed');
    return Promise.reject(error);
  });
}

/** People who are only spoken of are looked up too, so that the record shows a name. */
function learning(sink: CommandSink, people: People, workspace: Workspace): CommandSink {
  const learn = (text: string): void => {
    for (const [, person = ''] of text.matchAll(/<@([^>\s]+)>/gu)) {
      const user = slackUser(person, workspace.identity.team);
      if (user !== undefined) people.learn(user, workspace);
    }
  };
  return {
    opened: (actor) => sink.opened(actor),
    do: (spoken, command) => sink.do(spoken, command),
    met: (person) => {
      sink.met(person);
    },
    notice: (notice) => {
      sink.notice(notice);
    },
    say: (spoken, text) => {
      learn(text);
      return sink.say(spoken, text);
    },
    submit: (spoken, form, values) => {
      learn(
        Object.values(values)
          .map((value) => `<@${value}>`)
          .join(' '),
      );
      return sink.submit(spoken, form, values);
    },
  };
}
