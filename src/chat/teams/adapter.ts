// The Teams adapter: builds its parts once, and connects what comes in and what goes out to them.
import type { PersonId } from '#machines/incident-types.ts';
import type { Log } from '../../shared/log.ts';
import type { ChatPort, CommandSink, FileSource, Met } from '../port.ts';
import { createBackground } from './background.ts';
import { createBotApi } from './bot-api.ts';
import { cardWords } from './cards.ts';
import { chosenChannel, incidentsChannelOf, type ChosenChannel } from './channels.ts';
import { createDeliver } from './deliver.ts';
import type { Rooms } from './delivering.ts';
import { createGraph } from './graph.ts';
import type { TeamsMemory } from './memory.ts';
import { waysAtOnce } from './paced.ts';
import { createPacing } from './pacing.ts';
import { createPeople } from './people.ts';
import { createTake } from './receive.ts';
import type { Receiving } from './receiving.ts';
import { createRequestListener, type RequestListener } from './request-listener.ts';
import { createTeamsAi } from './teams-ai.ts';
import { createTokens, type Proof } from './tokens.ts';

export interface TeamsOptions {
  /** Client id of the app registration, which is the bot's id too. */
  appId: string;
  /** The one Microsoft tenant that is served, a GUID in lower case. */
  tenantId: string;
  access: Proof;
  /** Undefined: the first channel that the bot heard of. */
  incidentsChannel: ChosenChannel | undefined;
  /** Undefined: nothing is announced. */
  announceChannel: ChosenChannel | undefined;
  rooms: Rooms;
  /** False: whoever reaches the listener is believed. */
  isAuthenticated: boolean;
  /** Hosts that tokens may be sent to; `*.` in front stands for any subdomain. */
  serviceHosts: readonly string[];
  loginUrl: string;
  openIdUrl: string;
  graphUrl: string;
  /** Whether the announcement channel gets a digest of all incidents. */
  digest: boolean;
  memory: TeamsMemory;
  /** As somebody was met before this process. */
  metBefore: (person: PersonId) => Pick<Met, 'name' | 'zone'> | undefined;
  sink: CommandSink & FileSource;
  log: Log;
  /** ISO-8601 UTC. */
  now: () => string;
}

export interface TeamsAdapter {
  port: ChatPort;
  /** For `POST /api/messages`. */
  listener: RequestListener;
  /** Lets answers that are under way go out, three seconds at most. */
  answered(): Promise<void>;
}

export function createTeams(options: TeamsOptions): TeamsAdapter {
  const { tenantId, memory, sink, log, rooms, metBefore, now } = options;
  const epochMs = (): number => Temporal.Instant.from(now()).epochMilliseconds;
  const tokens = createTokens(options);
  const api = createBotApi({ ...options, token: tokens.bot });
  const { appId, graphUrl } = options;
  const graph = createGraph({ appId, baseUrl: graphUrl, token: tokens.graph });
  const pacing = createPacing(epochMs);
  // What somebody waits for goes out at once, and counts.
  const quick = waysAtOnce({ api, graph }, pacing).api;
  const background = createBackground(log);
  const met = (person: Met): void => {
    sink.met(person);
  };
  const { incidentsChannel, announceChannel } = options;
  const incidentsPlace = () => incidentsChannelOf(memory, incidentsChannel);
  const people = createPeople({
    api: quick,
    memory,
    tenantId,
    team: incidentsPlace,
    met,
    metBefore,
    now: epochMs,
  });
  const words = cardWords({
    nameOf: (person) => people.nameOf(person) ?? person.split(':').at(-1) ?? person,
    // Many read: nobody’s zone beside UTC.
    zone: null,
  });

  const receiving: Receiving = {
    sink,
    people,
    memory,
    api: quick,
    background,
    tenantId,
    rooms,
    words,
    files: { files: sink, taken: new Set() },
    now,
    log,
  };
  const ai = createTeamsAi({ ...options, take: createTake(receiving) });
  const delivering = createDeliver({
    api,
    graph,
    pacing,
    memory,
    tenantId,
    rooms,
    incidentsChannel: incidentsPlace,
    announceChannel: () => announceChannel && chosenChannel(memory, announceChannel),
    words,
    log,
  });
  const hasDigest = options.digest && announceChannel !== undefined;
  return {
    port: {
      platform: 'teams',
      surfaces: new Set(hasDigest ? ['digest' as const] : []),
      ...delivering,
    },
    listener: createRequestListener({ ai, log }),
    answered: () => background.finished(),
  };
}
