// What the Teams adapter must still know after a restart: how to reach people and conversations. Implemented by
// db/teams.ts; the composition root hands it in.
import type { Place } from './connector.ts';

/** How a person is reached. Ids are the tenant's own: Entra object ids. */
export interface Reachable {
  aadObjectId: string;
  teamsId: string;
  serviceUrl: string;
  /** Their chat with the bot, once there is one. */
  chat: string | null;
  /** Set when the bot was removed from their chat: it is not written to until the app is back. */
  goneAt: string | null;
}

/** A conversation that the bot is in, or was. */
export interface KnownPlace extends Place {
  name: string | null;
  /** Set when the app was removed from it, or it was deleted. */
  goneAt: string | null;
}

export interface TeamsMemory {
  person(aadObjectId: string): Reachable | undefined;
  personByTeamsId(teamsId: string): Reachable | undefined;
  savePerson(person: Reachable): void;
  place(conversationId: string): KnownPlace | undefined;
  /** What the place does not know of its team stays as it was known. */
  savePlace(place: KnownPlace): void;
  /** The channels (not their threads) that the bot is in, oldest first: incidents live in the first by default. */
  channels(): readonly KnownPlace[];
  /** Every conversation that the bot is in or was. */
  places(): readonly KnownPlace[];
}
