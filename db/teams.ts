// How Teams is reached: people and their chats with the bot, and the conversations that it is in. What is gone keeps
// its row, so that a deed of its incident can still say what it was about.
import { asc, eq, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import { teamsPeople, teamsPlaces } from './schema.ts';

const personByObjectId = prepared((db) =>
  db
    .select()
    .from(teamsPeople)
    .where(eq(teamsPeople.aadObjectId, sql.placeholder('id')))
    .prepare(),
);
const personByTeamsId = prepared((db) =>
  db
    .select()
    .from(teamsPeople)
    .where(eq(teamsPeople.teamsId, sql.placeholder('id')))
    .prepare(),
);
const placeById = prepared((db) =>
  db
    .select()
    .from(teamsPlaces)
    .where(eq(teamsPlaces.conversationId, sql.placeholder('id')))
    .prepare(),
);

export type TeamsPersonRow = typeof teamsPeople.$inferSelect;

type PlaceRow = typeof teamsPlaces.$inferSelect;

/** A place as the Teams adapter has it: what nobody has told yet is left out. */
export interface TeamsPlace {
  conversationId: string;
  serviceUrl: string;
  kind: PlaceRow['kind'];
  teamId?: string;
  channelId?: string;
  name: string | null;
  goneAt: string | null;
}

export function loadTeamsPerson(db: Db, aadObjectId: string): TeamsPersonRow | undefined {
  return personByObjectId(db).get({ id: aadObjectId });
}

export function loadTeamsPersonByTeamsId(db: Db, teamsId: string): TeamsPersonRow | undefined {
  return personByTeamsId(db).get({ id: teamsId });
}

export function saveTeamsPerson(tx: Db, row: TeamsPersonRow): void {
  const { teamsId, serviceUrl, chat, goneAt } = row;
  tx.insert(teamsPeople)
    .values(row)
    .onConflictDoUpdate({
      target: teamsPeople.aadObjectId,
      set: { teamsId, serviceUrl, chat, goneAt },
    })
    .run();
}

export function loadTeamsPlace(db: Db, conversationId: string): TeamsPlace | undefined {
  const row = placeById(db).get({ id: conversationId });
  return row && placeOf(row);
}

/** What the new row does not know of its team stays as it was known. */
export function saveTeamsPlace(tx: Db, place: TeamsPlace): void {
  const { serviceUrl, kind, teamId = null, channelId = null, name, goneAt } = place;
  tx.insert(teamsPlaces)
    .values({ ...place, teamId, channelId })
    .onConflictDoUpdate({
      target: teamsPlaces.conversationId,
      set: {
        serviceUrl,
        kind,
        name,
        goneAt,
        teamId: sql`coalesce(${teamId}, ${teamsPlaces.teamId})`,
        channelId: sql`coalesce(${channelId}, ${teamsPlaces.channelId})`,
      },
    })
    .run();
}

/** Every conversation, in the order in which the bot heard of them. */
export function allTeamsPlaces(db: Db): TeamsPlace[] {
  return db.select().from(teamsPlaces).orderBy(asc(teamsPlaces.n)).all().map(placeOf);
}

function placeOf({ n: _n, teamId, channelId, ...row }: PlaceRow): TeamsPlace {
  return {
    ...row,
    ...(teamId === null ? {} : { teamId }),
    ...(channelId === null ? {} : { channelId }),
  };
}
