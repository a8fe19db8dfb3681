// OSV documents (OSV schema 1.6) of what is published: one for each vulnerability that has a CVE, by whose id it goes,
// since the ids of a publisher's own must be registered with the schema. Products that are no packages of an ecosystem
// are named in `database_specific`.
import type { CaseFacts, Update } from '#machines/document-types.ts';
import { isSame } from '#machines/document-gaps.ts';
import { sourceLocale } from '#machines/document-types.ts';
import type { Product } from '#machines/assessment-types.ts';
import { linksOf } from './links.ts';
import type { Osv } from './osv-schema.ts';
import { pagePath } from './paths.ts';
import type { Publication } from './publication.ts';

export function osvOf(publication: Publication): Osv[] {
  return publication.release.facts.flatMap((facts) =>
    facts.cve === null ? [] : [entryOf(facts, facts.cve, publication)],
  );
}

const cvssType = {
  '2.0': 'CVSS_V2',
  '3.0': 'CVSS_V3',
  '3.1': 'CVSS_V3',
  '4.0': 'CVSS_V4',
} as const;

function entryOf(facts: CaseFacts, id: string, publication: Publication): Osv {
  const { document, history, publisher, release } = publication;
  const { cvss, cwes, n, products } = facts;
  const page = `${publisher.baseUrl}/${pagePath({ ...document, tlp: release.tlp }, sourceLocale)}`;
  const fixes = release.updates.filter(({ product }) =>
    products.some(({ name, isAffected }) => isAffected && isSame(name, product)),
  );
  return {
    schema_version: '1.6.0',
    id,
    published: (history[0] ?? release).at,
    modified: release.at,
    related: [document.id],
    summary: release.texts.title,
    details: release.texts[`case/${n}/description`],
    severity: cvss === null ? [] : [{ type: cvssType[cvss.version], score: cvss.vector }],
    affected: products
      .filter(({ isAffected }) => isAffected)
      .map((product) => affectedOf(product, fixes, publisher.name)),
    references: [
      { type: 'ADVISORY', url: page },
      ...[...new Set(fixes.flatMap(({ url }) => url ?? []))].map((url) => ({
        type: 'FIX' as const,
        url,
      })),
      ...linksOf(release.texts.references).map(({ url }) => ({ type: 'WEB' as const, url })),
    ],
    database_specific: { cwe_ids: cwes, severity: facts.severity ?? undefined },
  };
}

function affectedOf(
  { name, versions }: Product,
  fixes: readonly Update[],
  vendor: string,
): NonNullable<Osv['affected']>[number] {
  const fixed = fixes.filter(({ product }) => isSame(product, name)).map((one) => one.fixedVersion);
  const ordered = fixed.filter((version) => /^\d+\.\d+\.\d+$/.test(version));
  return {
    versions,
    // Only versions of Semantic Versioning have an order that every reader knows.
    ranges: ordered.map((version) => ({
      type: 'SEMVER',
      events: [{ introduced: '0' }, { fixed: version }],
    })),
    database_specific: { vendor, product: name, fixed_versions: fixed },
  };
}
