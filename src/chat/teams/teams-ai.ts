// The one file that knows Microsoft's SDK, which is no longer maintained: it verifies tokens and routes activities,
// and nothing else of it is used. Imported in parts, so that nothing of a language model is loaded.
import applicationModule from '@microsoft/teams-ai/lib/Application.js';
import adapterModule from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import turnStateModule from '@microsoft/teams-ai/lib/TurnState.js';
import type {
  ConfigurationBotFrameworkAuthenticationOptions,
  InvokeResponse,
  TurnContext,
} from 'botbuilder';
import { errorFacts, type Log } from '../../shared/log.ts';
import type { Take } from './connector.ts';
import { type Guard, isOfService, isOfTeams, refusalOf } from './guard.ts';
import { readInbound } from './inbound.ts';
import { type Responded, responseTo } from './invoke-response.ts';
import { at, isObject, type Json, textAt } from '../../shared/read.ts';

const { Application } = applicationModule;
const { TeamsAdapter } = adapterModule;
const { TurnState } = turnStateModule;

export interface TeamsAiParts extends Guard {
  /** The bot's id, for which tokens must have been issued. */
  appId: string;
  /** Where the service says which keys it signs with. */
  openIdUrl: string;
  take: Take;
  log: Log;
}

export interface TeamsAi {
  /** Whether it is worth reading what came with this header. */
  isWorthReading(authorization: string | undefined): boolean;
  /** Verifies, reads, has it taken, and says what to answer: never a text of ours or the SDK's. It never rejects. */
  handle(request: { authorization: string | undefined; body: unknown }): Promise<Responded>;
}

export function createTeamsAi(parts: TeamsAiParts): TeamsAi {
  const adapter = new QuietAdapter(parts);
  const turns = new WeakMap<TurnContext, Turn>();
  const application = createApplication(adapter, async (context) => {
    const turn = turns.get(context);
    if (turn !== undefined) await answer(parts, turn, context);
  });
  return {
    isWorthReading: (authorization) => !parts.isAuthenticated || isOfService(authorization),
    handle: async ({ authorization, body }) => {
      if (!isObject(body) || !isActivity(body)) return { status: 400 };
      if (!isOfTeams(body, parts)) return { status: 401 };
      const turn: Turn = { activity: body };
      try {
        const response = await processed(adapter, { authorization, body }, (context) =>
          admit(parts, turn, () => {
            turns.set(context, turn);
            return application.run(context);
          }),
        );
        return turn.status === undefined ? response : { status: turn.status };
      } catch (error) {
        parts.log.error(errorFacts(error), 'teams activity failed');
        return { status: 500 };
      }
    },
  };
}

/** The SDK throws at anything less, before it has looked at the token. */
function isActivity(body: Json): boolean {
  return textAt(body, 'type') !== undefined && textAt(body, 'channelId') !== undefined;
}

interface Turn {
  readonly activity: Json;
  /** The status to answer with in place of what the SDK thinks. */
  status?: number;
}

/** Of what is authentic, runs what is for us. Nothing is thrown into the SDK, which would write it down. */
async function admit(parts: TeamsAiParts, turn: Turn, run: () => Promise<unknown>): Promise<void> {
  const refusal = refusalOf(turn.activity, parts);
  if (refusal !== undefined) {
    parts.log.warn({ refusal }, 'teams activity refused');
    turn.status = 403;
    return;
  }
  // The SDK's state cannot do without them.
  if (!hasParties(turn.activity)) return;
  try {
    await run();
  } catch (error) {
    parts.log.error(errorFacts(error), 'teams activity failed');
    turn.status = 500;
  }
}

function createApplication(
  adapter: QuietAdapter,
  turn: (context: TurnContext) => Promise<void>,
): StillApplication {
  const application = new StillApplication({
    adapter,
    removeRecipientMention: false,
    startTypingTimer: false,
    longRunningMessages: false,
    turnStateFactory: () => new TurnState(),
  });
  application.activity(['message', 'conversationUpdate', 'installationUpdate'], turn);
  application.addRoute(async ({ activity }) => activity.type === 'invoke', turn, true);
  return application;
}

/** Says “is typing” in no turn: the SDK starts its one timer for all turns whatever its option says. */
class StillApplication extends Application {
  override startTypingTimer(): void {
    // Left out on purpose.
  }
}

async function answer(parts: TeamsAiParts, turn: Turn, context: TurnContext): Promise<void> {
  const inbound = readInbound(turn.activity, parts);
  const isInvoke = turn.activity['type'] === 'invoke';
  if (inbound === undefined) {
    // Of what is no request the service expects nothing.
    if (isInvoke) turn.status = isAutomatic(turn.activity) ? 200 : 501;
    return;
  }
  const response = responseTo(inbound.kind, await parts.take(inbound));
  if (response.status !== 200) turn.status = response.status;
  else if (isInvoke) await context.sendActivity({ type: 'invokeResponse', value: response });
}

function isAutomatic(activity: Json): boolean {
  return at(activity, 'value', 'trigger') === 'automatic';
}

function hasParties(activity: Json): boolean {
  return ['from', 'recipient', 'conversation'].every(
    (party) => textAt(activity, party, 'id') !== undefined,
  );
}

type Logic = (context: TurnContext) => Promise<void>;

/** What the SDK would write to a response of Express, as a value. */
async function processed(
  adapter: QuietAdapter,
  { authorization, body }: { authorization: string | undefined; body: Json },
  logic: Logic,
): Promise<Responded> {
  const written: Responded = { status: 500 };
  const response = {
    socket: undefined,
    header: () => response,
    status: (status: number) => {
      written.status = status;
      return response;
    },
    send: (sent: unknown) => {
      written.body = sent;
      return response;
    },
    end: () => response,
  };
  const headers = authorization === undefined ? {} : { authorization };
  await adapter.process({ method: 'POST', headers, body: { ...body } }, response, logic);
  return written;
}

type Processed = Parameters<InstanceType<typeof TeamsAdapter>['processActivity']>;

/** Answers a failure with a bare status; the SDK's own answer and log line have its text in them. */
class QuietAdapter extends TeamsAdapter {
  readonly #log: Log;

  constructor(parts: TeamsAiParts) {
    super(addresses(parts.openIdUrl), credentials(parts));
    this.#log = parts.log;
  }

  protected override async processActivity(
    authentication: string | Processed[0],
    activity: Processed[1],
    logic: Processed[2],
  ): Promise<InvokeResponse | undefined> {
    try {
      return typeof authentication === 'string'
        ? await super.processActivity(authentication, activity, logic)
        : await super.processActivity(authentication, activity, logic);
    } catch (error) {
      if (isTokenRefused(error)) {
        this.#log.warn({ error: error instanceof Error ? error.name : '' }, 'teams token refused');
        return { status: 401 };
      }
      this.#log.error(errorFacts(error), 'teams token not verified');
      return { status: 500 };
    }
  }
}

/** Anything else is ours or the key service's fault, and worth another try. */
function isTokenRefused(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('statusCode' in error) return error.statusCode === 401;
  return /^(?:JsonWebToken|TokenExpired|NotBefore)Error$/u.test(error.name);
}

/** Where one of these is given the SDK wants all of them. */
function addresses(openIdUrl: string): ConfigurationBotFrameworkAuthenticationOptions {
  return {
    ToBotFromChannelOpenIdMetadataUrl: openIdUrl,
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    ToBotFromEmulatorOpenIdMetadataUrl: openIdUrl,
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    OAuthUrl: 'https://api.botframework.com',
    CallerId: 'urn:botframework:azure',
  };
}

type Credentials = NonNullable<ConstructorParameters<typeof TeamsAdapter>[1]>;

/** The SDK sends nothing for us, so it gets no credentials. */
function credentials({ appId, isAuthenticated }: TeamsAiParts): Credentials {
  return {
    isValidAppId: async (id) => id === appId,
    isAuthenticationDisabled: async () => !isAuthenticated,
    createCredentials: async () => ({ signRequest: async (request) => request }),
  };
}
