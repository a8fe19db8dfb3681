// The product tree of a CSAF document: every product with its versions, and the id by which all else refers to it. The
// id is made of product and version alone, so that it stays the same in each revision and in each document.
import type { CaseFacts, Release } from '#machines/document-types.ts';
import { isSame } from '#machines/document-gaps.ts';
import type { Product } from '#machines/assessment-types.ts';
import type { Justification } from '#machines/vex-types.ts';
import type { Publisher } from '../shared/publisher.ts';
import type { Branch } from './csaf-types.ts';

/** A version or a range of versions of one product. */
interface Listed {
  id: string;
  product: string;
  category: 'product_version' | 'product_version_range';
  version: string;
}

/** What the record says of one vulnerability, by product ids. */
export interface Standing {
  affected: string[];
  fixed: string[];
  notAffected: string[];
  underInvestigation: string[];
}

/** Affected are the versions that were named, or all before the fix; the fixed version is that of the update. */
export function standingOf(facts: CaseFacts, release: Pick<Release, 'updates'>): Standing {
  const ids = (isAffected: boolean): string[] =>
    facts.products
      .filter((product) => product.isAffected === isAffected)
      .flatMap((product) => versionsOf(product, release).map(({ id }) => id));
  return {
    affected: ids(true),
    fixed: facts.products.flatMap((product) => fixesOf(product, release).map(({ id }) => id)),
    notAffected: ids(false),
    underInvestigation: lookedAt(facts).map(({ id }) => id),
  };
}

/** Why products are not affected, each with its ids. */
export function justified(
  facts: CaseFacts,
  release: Pick<Release, 'updates'>,
): { label: Justification; ids: string[] }[] {
  return (facts.vex ?? []).flatMap(({ product: name, says }) => {
    if (says === 'under_investigation') return [];
    const ids = facts.products
      .filter((product) => !product.isAffected && isSame(product.name, name))
      .flatMap((product) => versionsOf(product, release).map(({ id }) => id));
    return ids.length === 0 ? [] : [{ label: says, ids }];
  });
}

/** The affected ids of one product, which its update mends. */
export function affectedIdsOf(
  name: string,
  facts: CaseFacts,
  release: Pick<Release, 'updates'>,
): string[] {
  return facts.products
    .filter((product) => product.isAffected && isSame(product.name, name))
    .flatMap((product) => versionsOf(product, release).map(({ id }) => id));
}

/** Is there anything that a program could look for? */
export function isAboutProducts({ products, vex = [] }: CaseFacts): boolean {
  return products.length > 0 || vex.length > 0;
}

export function productBranches(
  { facts, updates }: Pick<Release, 'facts' | 'updates'>,
  publisher: Publisher,
): Branch[] {
  const release = { updates };
  const listed = new Map<string, Listed>();
  for (const product of facts.flatMap(({ products }) => products))
    for (const one of [...versionsOf(product, release), ...fixesOf(product, release)])
      listed.set(one.id, one);
  for (const one of facts.flatMap(lookedAt)) listed.set(one.id, one);
  const names = [...new Set([...listed.values()].map(({ product }) => product))];
  const products = names.map((name): Branch => ({
    category: 'product_name',
    name,
    branches: [...listed.values()].filter(({ product }) => product === name).map(leaf),
  }));
  // Of others' products a coordinator does not know the vendor.
  if (publisher.category !== 'vendor' || products.length === 0) return products;
  return [{ category: 'vendor', name: publisher.name, branches: products }];
}

function lookedAt({ vex = [] }: Pick<CaseFacts, 'vex'>): Listed[] {
  return vex
    .filter(({ says }) => says === 'under_investigation')
    .flatMap(({ product, versions }) =>
      (versions.length === 0 ? [allVersions] : versions).map((one) => listedAs(product, one)),
    );
}

function versionsOf(product: Product, { updates }: Pick<Release, 'updates'>): Listed[] {
  if (product.versions.length > 0)
    return product.versions.map((version) => listedAs(product.name, version));
  const fix = product.isAffected
    ? updates.find((one) => isSame(one.product, product.name))
    : undefined;
  return [listedAs(product.name, fix === undefined ? allVersions : `<${fix.fixedVersion}`)];
}

function fixesOf(product: Product, { updates }: Pick<Release, 'updates'>): Listed[] {
  if (!product.isAffected) return [];
  return updates
    .filter((one) => isSame(one.product, product.name))
    .map(({ fixedVersion }) => listedAs(product.name, fixedVersion));
}

/** As the version range specifier says it. */
const allVersions = 'vers:all/*';

/** CSAF 2.0, 6.1.31: what these stand in is a range and no version. */
const rangeWords = /[<>]|^vers:|(^|\s)(after|all|before|earlier|later|prior|versions)(\s|$)/i;

function listedAs(product: string, version: string): Listed {
  return {
    id: `${idPart(product)}:${version === allVersions ? '*' : idPart(version)}`,
    product,
    category: rangeWords.test(version) ? 'product_version_range' : 'product_version',
    version,
  };
}

/** Readable, and never the same for two names. */
function idPart(name: string): string {
  return name.replaceAll(/[%:]/g, encodeURIComponent).replaceAll('_', '%5F').replaceAll(' ', '_');
}

function leaf({ id, product, category, version }: Listed): Branch {
  const name = version === allVersions ? product : `${product} ${version}`;
  return { category, name: version, product: { name, product_id: id } };
}
