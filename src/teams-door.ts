// Wires the Teams adapter into the process: what app.ts needs of it, and nothing else of Teams.
import type { Store } from '#db/open.ts';
import { loadPerson } from '#db/people.ts';
import {
  allTeamsPlaces,
  loadTeamsPerson,
  loadTeamsPersonByTeamsId,
  loadTeamsPlace,
  saveTeamsPerson,
  saveTeamsPlace,
} from '#db/teams.ts';
import type { ChatPort, CommandSink, FileSource } from './chat/port.ts';
import { createTeams } from './chat/teams/adapter.ts';
import type { TeamsMemory } from './chat/teams/memory.ts';
import type { TeamsAccess, TeamsConfig } from './config-teams.ts';
import type { Route } from './http/server.ts';
import type { Clock } from './shared/clock.ts';
import type { Log } from './shared/log.ts';

export interface TeamsDoor extends AsyncDisposable {
  port: ChatPort;
  route: Route;
  /** Resolves when every answer that is under way has gone out, after three seconds at most. */
  answered(): Promise<void>;
}

export interface TeamsParts {
  access: TeamsAccess;
  store: Store;
  sink: CommandSink & FileSource;
  clock: Clock;
  log: Log;
}

/** The path that the bot's registration in Azure names. */
const path = '/api/messages';

export function openTeams({ store, ...options }: TeamsConfig & TeamsParts): TeamsDoor {
  const teams = createTeams({
    ...options,
    memory: memoryOf(store),
    now: () => options.clock.now(),
    metBefore: (person) => loadPerson(store.db, person),
  });
  return {
    port: teams.port,
    route: async (request, response, { pathname }) => {
      if (pathname !== path) return false;
      await teams.listener(request, response);
      return true;
    },
    answered: () => teams.answered(),
    [Symbol.asyncDispose]: () => teams.answered(),
  };
}

export function memoryOf({ db }: Pick<Store, 'db'>): TeamsMemory {
  return {
    person: (aadObjectId) => loadTeamsPerson(db, aadObjectId),
    personByTeamsId: (teamsId) => loadTeamsPersonByTeamsId(db, teamsId),
    savePerson: (person) => {
      saveTeamsPerson(db, person);
    },
    place: (conversationId) => loadTeamsPlace(db, conversationId),
    savePlace: (place) => {
      saveTeamsPlace(db, place);
    },
    channels: () =>
      allTeamsPlaces(db).filter(
        ({ kind, conversationId, goneAt }) =>
          kind === 'channel' && !conversationId.includes(';messageid=') && goneAt === null,
      ),
    places: () => allTeamsPlaces(db),
  };
}
