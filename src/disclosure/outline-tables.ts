// The tables of a document, from the facts of its cases and from its updates.
import type { CaseFacts, Update } from '#machines/document-types.ts';
import type { Severity } from '#machines/assessment-types.ts';
import { severities } from '#machines/assessment-types.ts';
import type { Words } from './i18n.ts';
import type { Cell, Draughting, Node } from './outline-nodes.ts';
import { table } from './outline-nodes.ts';

/** The record does not say. */
const unknown = '–';

/** The gravest of them; null where none is rated. */
export function severityOf(facts: readonly CaseFacts[]): Severity | null {
  return severities.find((severity) => facts.some((one) => one.severity === severity)) ?? null;
}

/** Software, its versions, and how much is at stake there at worst. */
export function affectedTable({ words, publication }: Draughting): Node[] {
  const { facts, updates } = publication.release;
  const { kind } = publication.document;
  const rows = productsOf(facts, true).map(({ name, versions }) => {
    const about = affecting(facts, name);
    const replaced = kind === 'bulletin' ? [replacedBy(words, updates, name)] : [];
    return [
      { name },
      versionsIn(words, versions),
      impactsIn(words, about),
      words.say(`severity.${severityOf(about) ?? 'none'}`),
      ...replaced,
    ];
  });
  const columns = [
    words.say('column.software'),
    words.say('column.versions'),
    words.say('column.impact'),
    words.say('column.aggregateSeverity'),
    ...(kind === 'bulletin' ? [words.say('column.replaces')] : []),
  ];
  return table(words.say('affected'), columns, rows);
}

export function notAffectedTable({ words, publication }: Draughting): Node[] {
  const { facts } = publication.release;
  const rows = productsOf(facts, false)
    .filter(({ name, versions }) => versions.length > 0 || affecting(facts, name).length === 0)
    .map(({ name, versions }) => [{ name }, versionsIn(words, versions)]);
  const columns = [words.say('column.software'), words.say('column.versions')];
  return table(words.say('notAffected'), columns, rows);
}

/** Product by vulnerability, as the "Severity Ratings and Vulnerability Identifiers" of a bulletin. */
export function severityTable({ words, publication }: Draughting): Node[] {
  const { facts } = publication.release;
  const rows = productsOf(facts, true).map(({ name }): Cell[] => [
    { name },
    ...facts.map((one) =>
      affecting([one], name).length === 0 ? words.say('notApplicable') : ratingIn(words, one),
    ),
    words.say(`severity.${severityOf(affecting(facts, name)) ?? 'none'}`),
  ]);
  const columns = [
    words.say('column.software'),
    ...facts.map((one) => nameOf(words, one)),
    words.say('column.aggregateSeverity'),
  ];
  return table(words.say('severityRatings'), columns, rows);
}

/** The Exploitability Index, with what is known of disclosure and attacks. */
export function exploitabilityTable({ words, publication }: Draughting): Node[] {
  const rated = publication.release.facts.filter(({ exploitability }) => exploitability !== null);
  const rows = rated.map((one) => [
    nameOf(words, one),
    words.say(`exploitability.${one.exploitability?.latest ?? 3}`),
    one.exploitability?.older === null || one.exploitability === null
      ? words.say('notApplicable')
      : words.say(`exploitability.${one.exploitability.older}`),
    one.exploitability?.dos === null || one.exploitability === null
      ? words.say('notApplicable')
      : words.say(`denial.${one.exploitability.dos}`),
    words.say(one.publiclyDisclosed ? 'yes' : 'no'),
    words.say(one.exploited ? 'yes' : 'no'),
  ]);
  const columns = [
    words.say('column.cve'),
    words.say('column.latest'),
    words.say('column.older'),
    words.say('column.denial'),
    words.say('column.disclosed'),
    words.say('column.exploited'),
  ];
  return table(words.say('exploitabilityIndex'), columns, rows);
}

/** What each update is, where it is, and whether one must restart. */
export function updateTable({ words, publication }: Draughting): Node[] {
  const rows = publication.release.updates.map((update): Cell[] => [
    { name: update.product },
    { name: update.fixedVersion, ...(update.url === null ? {} : { href: update.url }) },
    update.restart === null ? unknown : words.say(`restart.${update.restart}`),
  ]);
  const columns = [
    words.say('column.software'),
    words.say('column.fixedVersion'),
    words.say('column.restart'),
  ];
  return table(words.say('updates'), columns, rows);
}

/** One vulnerability with its number, weakness and score. */
export function issueTable({ words, publication }: Draughting): Node[] {
  const rows = publication.release.facts.map((one): Cell[] => [
    nameOf(words, one),
    one.cwes.length === 0 ? unknown : { name: one.cwes.join(', ') },
    one.cvss === null ? unknown : { name: `${one.cvss.score.toFixed(1)} (${one.cvss.vector})` },
  ]);
  const columns = [words.say('column.cve'), words.say('column.cwe'), words.say('column.cvss')];
  return table(words.say('issueReferences'), columns, rows);
}

/** Its CVE number with a link to the record, or which of the document's vulnerabilities it is. */
function nameOf(words: Words, { cve, n }: CaseFacts): Cell {
  return cve === null
    ? words.say('vulnerability.numbered', { number: n })
    : { name: cve, href: `https://www.cve.org/CVERecord?id=${cve}` };
}

function ratingIn(words: Words, { severity, impact }: CaseFacts): string {
  const rating = words.say(`severity.${severity ?? 'none'}`);
  return impact === null ? rating : `${rating} · ${words.say(`impact.${impact}`)}`;
}

function impactsIn(words: Words, facts: readonly CaseFacts[]): string {
  const impacts = new Set(facts.flatMap(({ impact }) => (impact === null ? [] : [impact])));
  if (impacts.size === 0) return unknown;
  return words.list([...impacts].map((impact) => words.say(`impact.${impact}`)));
}

function replacedBy(words: Words, updates: readonly Update[], product: string): Cell {
  const replaced = new Set(
    updates.flatMap((one) =>
      one.product === product && one.replaces !== null ? one.replaces : [],
    ),
  );
  return replaced.size === 0 ? words.say('versions.none') : { name: [...replaced].join(', ') };
}

function versionsIn(words: Words, versions: readonly string[]): Cell {
  return versions.length === 0 ? words.say('versions.all') : { name: versions.join(', ') };
}

function affecting(facts: readonly CaseFacts[], product: string): CaseFacts[] {
  return facts.filter(({ products }) =>
    products.some(({ name, isAffected }) => isAffected && name === product),
  );
}

/** By name, in the order of the record, with all versions that a case names. */
function productsOf(
  facts: readonly CaseFacts[],
  isAffected: boolean,
): { name: string; versions: string[] }[] {
  const listed = new Map<string, { isAll: boolean; versions: Set<string> }>();
  for (const { products } of facts) {
    for (const product of products.filter((one) => one.isAffected === isAffected)) {
      const known = listed.get(product.name) ?? { isAll: false, versions: new Set<string>() };
      for (const version of product.versions) known.versions.add(version);
      const isAll = known.isAll || product.versions.length === 0;
      listed.set(product.name, { ...known, isAll });
    }
  }
  return [...listed].map(([name, { isAll, versions }]) => ({
    name,
    versions: isAll ? [] : [...versions],
  }));
}
