// The partner programme beside its file: who is suspended, whose copy carries which mark, and links. Secrets come in and
// are only ever hashed.
import { createHash } from 'node:crypto';
import { and, desc, eq } from './drizzle.ts';
import type { Db } from './open.ts';
import { partnerCopies, partnerLinks, partnerStandings } from './schema.ts';

export type Standing = Omit<typeof partnerStandings.$inferSelect, 'n'>;
export type PartnerCopy = typeof partnerCopies.$inferSelect;
export type PartnerLink = typeof partnerLinks.$inferSelect;

/** What was said of the partner last; undefined while nobody has suspended it. */
export function standingOf(db: Db, partner: string): Standing | undefined {
  return db
    .select()
    .from(partnerStandings)
    .where(eq(partnerStandings.partner, partner))
    .orderBy(desc(partnerStandings.n))
    .limit(1)
    .get();
}

export function addStanding(tx: Db, standing: Standing): void {
  tx.insert(partnerStandings).values(standing).run();
}

/** The copy of a contact; made with `mark` when there is none yet. */
export function copyOf(tx: Db, wanted: PartnerCopy): PartnerCopy {
  const { incidentId, package: n, contact } = wanted;
  const known = tx
    .select()
    .from(partnerCopies)
    .where(
      and(
        eq(partnerCopies.incidentId, incidentId),
        eq(partnerCopies.package, n),
        eq(partnerCopies.contact, contact),
      ),
    )
    .get();
  if (known !== undefined) return known;
  tx.insert(partnerCopies).values(wanted).run();
  return wanted;
}

export function copyByMark(db: Db, mark: string): PartnerCopy | undefined {
  return db.select().from(partnerCopies).where(eq(partnerCopies.mark, mark)).get();
}

export function addLink(
  tx: Db,
  { secret, ...link }: Omit<PartnerLink, 'secretHash'> & { secret: string },
): void {
  tx.insert(partnerLinks)
    .values({ ...link, secretHash: hashOf(secret) })
    .run();
}

/** Only hashes are compared, so that the time it takes tells nothing of how near somebody's guess came. */
export function linkBySecret(db: Db, secret: string): PartnerLink | undefined {
  return db
    .select()
    .from(partnerLinks)
    .where(eq(partnerLinks.secretHash, hashOf(secret)))
    .get();
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
