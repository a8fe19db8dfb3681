// Where the app is installed: a workspace with its own token, a whole organization with one for all, or a workspace's
// share in that. What is removed keeps its row, without its token.
import { and, asc, eq, isNull, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import { installations } from './schema.ts';

const byId = prepared((db) =>
  db
    .select()
    .from(installations)
    .where(eq(installations.id, sql.placeholder('id')))
    .prepare(),
);
const sharesOfTenant = prepared((db) =>
  db
    .select()
    .from(installations)
    .where(
      and(
        eq(installations.tenant, sql.placeholder('tenant')),
        isNull(installations.sealed),
        isNull(installations.removedAt),
      ),
    )
    .orderBy(asc(installations.installedAt))
    .prepare(),
);

export type InstallationRow = typeof installations.$inferSelect;

export function loadInstallation(db: Db, id: string): InstallationRow | undefined {
  return byId(db).get({ id });
}

/** The shares in organizations that a workspace has now, the newest last. */
export function sharesOf(db: Db, tenant: string): InstallationRow[] {
  return sharesOfTenant(db).all({ tenant });
}

/** The workspaces that have a share in an organization now. */
export function sharersOf(db: Db, organization: string): InstallationRow[] {
  const begins = `${organization}:`;
  return db
    .select()
    .from(installations)
    .where(
      and(
        sql`substr(${installations.id}, 1, ${begins.length}) = ${begins}`,
        isNull(installations.removedAt),
      ),
    )
    .all();
}

export function allInstallations(db: Db): InstallationRow[] {
  return db.select().from(installations).orderBy(asc(installations.id)).all();
}

/** Installs, or installs again. */
export function saveInstallation(tx: Db, row: Omit<InstallationRow, 'removedAt'>): void {
  const { sealed, installedAt } = row;
  tx.insert(installations)
    .values(row)
    .onConflictDoUpdate({ target: installations.id, set: { sealed, installedAt, removedAt: null } })
    .run();
}

export function resealInstallation(tx: Db, id: string, sealed: string): void {
  tx.update(installations).set({ sealed }).where(eq(installations.id, id)).run();
}

/** The token is destroyed; that it was here remains. */
export function removeInstallation(tx: Db, id: string, at: string): void {
  tx.update(installations)
    .set({ sealed: null, removedAt: at })
    .where(eq(installations.id, id))
    .run();
}
