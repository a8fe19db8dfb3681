// The Slack adapter: builds its parts once, and connects Bolt's listeners to them. Bolt checks signatures and parses;
// it holds no token, and its acknowledgement goes out only after the command is stored.
import { App, HTTPReceiver, type ViewSubmitAction } from '@slack/bolt';
import type { ChatPort, CommandSink } from '../port.ts';
import { createBackground } from './background.ts';
import { createErrorHandler } from './before-identity.ts';
import { createDeliver } from './deliver.ts';
import { createIdentities, type Identities } from './identity.ts';
import { boltLogger, errorFields, type SlackLog } from './log.ts';
import { botEvents } from './manifest.ts';
import { slackUser } from './mrkdwn.ts';
import { createPeople, type People } from './people.ts';
import { receiveAction } from './receive-action.ts';
import { receiveCommand } from './receive-command.ts';
import { receiveEvent } from './receive-event.ts';
import { receiveShortcut } from './receive-shortcut.ts';
import { receiveView } from './receive-view.ts';
import type { Receiving } from './receiving.ts';
import { createRequestListener, type RequestListener } from './request-listener.ts';
import { createWeb, type Web } from './web.ts';

export interface SlackOptions {
  signingSecret: string;
  botToken: string;
  /** Slack's own when undefined; tests and proxies give theirs. */
  apiUrl: string | undefined;
  /** Id or name of the channel for announcements. */
  announceChannel: string | undefined;
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
  /** Lets answers that are under way go out, three seconds at most. */
  stop(): Promise<void>;
  /** Rejects with Slack's error when the token does not work. */
  check(): Promise<{ team: string; botUser: string; scopes: readonly string[] }>;
}

export function createSlack(options: SlackOptions): SlackAdapter {
  const { sink, log, now, signingSecret, announceChannel } = options;
  const logger = boltLogger(log);
  const web = createWeb(options.botToken, options.apiUrl, logger);
  const identities = createIdentities();
  const background = createBackground(log);
  const people = createPeople({ web, background, now, met: (person) => sink.met(person) });
  const receiving: Receiving = {
    web,
    sink: learning(sink, people, identities),
    identities,
    people,
    background,
    log,
  };

  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: ['/slack/events'],
    processBeforeResponse: true,
    unhandledRequestTimeoutMillis: 2800,
    processEventErrorHandler: createErrorHandler(identities),
    logger,
  });
  const app = new App({
    receiver,
    logger,
    // Bolt would keep a state for every conversation it hears of, in memory and for ever.
    convoStore: false,
    authorize: ({ teamId }) => authorize(identities, web, teamId),
    clientOptions: web.options,
  });
  connect(app, receiving);

  const deliver = createDeliver({
    web,
    log,
    now,
    announceChannel,
    identities,
    people,
    announced: {},
  });
  return {
    port: { platform: 'slack', deliver },
    listener: createRequestListener({ receiver, signingSecret, log, now }),
    start: async () => {
      try {
        await identities.get(web.patient);
      } catch (error) {
        log.warn(errorFields(error), 'slack does not say who the bot is, asking again later');
      }
    },
    stop: () => background.finished(),
    check: async () => {
      const { team, botUser, scopes } = await identities.ask(web.patient);
      return { team, botUser, scopes };
    },
  };
}

/** Only our own workspace is served: the incidents of one must not answer to another. */
async function authorize(
  identities: Identities,
  web: Web,
  teamId: string | undefined,
): Promise<{ teamId: string; botUserId: string; botId?: string }> {
  const { team, botUser, botId } = await identities.get(web.quick);
  if (teamId !== team) throw new Error('a request from another Slack workspace');
  return { teamId: team, botUserId: botUser, ...(botId === undefined ? {} : { botId }) };
}

function connect(app: App, receiving: Receiving): void {
  const any = /^/u;
  app.command(any, ({ command, ack, respond }) =>
    receiveCommand(receiving, { command, ack, respond }),
  );
  app.action(any, ({ body, action, ack, respond }) =>
    receiveAction(receiving, { body, action, ack: () => ack(), respond }),
  );
  app.view<ViewSubmitAction>(any, ({ body, ack }) => receiveView(receiving, { body, ack }));
  app.shortcut(any, ({ body, ack, respond }) =>
    receiveShortcut(receiving, { body, ack: () => ack(), respond }),
  );
  app.options(any, ({ ack }) => ack({ options: [] }));
  for (const name of botEvents) app.event(name, ({ body }) => receiveEvent(receiving, name, body));
  // Thrown on, an error answers Slack with 500, and Slack sends an event again.
  app.error((error) => {
    receiving.log.error(errorFields(error), 'slack request failed');
    return Promise.reject(error);
  });
}

/** People who are only spoken of are looked up too, so that the record shows a name. */
function learning(sink: CommandSink, people: People, identities: Identities): CommandSink {
  const learn = (text: string): void => {
    const identity = identities.known();
    if (identity === undefined) return;
    for (const [, person = ''] of text.matchAll(/<@([^>\s]+)>/gu)) {
      const user = slackUser(person, identity.team);
      if (user !== undefined) people.learn(user, identity);
    }
  };
  return {
    do: (spoken, command) => sink.do(spoken, command),
    met: (person) => {
      sink.met(person);
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
