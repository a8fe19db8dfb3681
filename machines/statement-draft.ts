// A first text for each kind of statement, from the record alone, and what it leaves out because its audience is not
// told. People change the words; the facts in them are those of the moment of the draft.
import { audienceNames, isToldOfEmbargoes } from './audiences.ts';
import type { CaseContext } from './case-types.ts';
import type { DraftSource, Tellable } from './draft-source.ts';
import { embargoedOf } from './embargoed.ts';
import type { IncidentContext } from './incident-types.ts';
import { levels } from './levels.ts';
import { regulatorText } from './regulator-text.ts';
import type { StatementKind } from './statement-types.ts';
import { audienceOf } from './statement-types.ts';

export interface StatementDraft {
  text: string;
  /** In words, one for each thing. */
  withheld: string[];
}

export function draftOf(kind: StatementKind, source: DraftSource): StatementDraft {
  const audience = audienceOf[kind];
  const real = source.cases.filter(({ rm }) => rm === 'valid' || rm === 'accepted');
  const hidden = isToldOfEmbargoes(audience)
    ? []
    : real.filter(({ context }) => embargoedOf(context) !== null);
  const told = tellable({ ...source, cases: real.filter((one) => !hidden.includes(one)) }, hidden);
  const drill = source.incident.drill ? 'DRILL. This is an exercise.\n\n' : '';
  return {
    text: `${drill}${texts[kind](told)}`,
    withheld: [
      ...hidden.map(
        ({ context: { n, embargoUntil } }) =>
          `case ${n}, with its products and measures: ${embargoUntil === null ? 'an embargo is proposed' : `under embargo until ${embargoUntil}`}`,
      ),
      `who works on it, and their notes and findings`,
      ...(audience === 'executives' || real.every(({ context }) => context.reporter === null)
        ? []
        : ['who found it']),
      ...(kind === 'regulator' ? [] : [`what ${audienceNames[audience]} cannot act on`]),
    ],
  };
}

/** While a case is hidden nothing of the incident as a whole is told that could be its own. */
function tellable(source: DraftSource, hidden: DraftSource['cases']): Tellable {
  const { incident, cases } = source;
  const all = cases.flatMap(({ context }) => context.investigation?.products ?? []);
  const named = all.filter(({ isAffected }) => isAffected).map(nameOf);
  const measures = cases.flatMap(({ context }) => context.investigation?.measures ?? []);
  const isOpen = hidden.length === 0;
  const mitigation =
    isOpen && incident.mitigation?.exists === true ? [incident.mitigation.text] : [];
  return {
    ...source,
    products: unique(named.length === 0 && isOpen ? incident.affected : named),
    cves: unique(cases.flatMap(({ context }) => context.cve ?? [])),
    measures: unique([...mitigation, ...measures.map(({ text }) => text)]),
  };
}

function nameOf({ name, versions }: { name: string; versions: readonly string[] }): string {
  return versions.length === 0 ? name : `${name} ${versions.join(', ')}`;
}

const unique = (words: readonly string[]): string[] => [...new Set(words)];

const texts: Record<StatementKind, (told: Tellable) => string> = {
  holding: (told) =>
    paragraphs([
      `We are aware of reports about the security of ${productsOf(told)} and are investigating them.`,
      attacksOf(told),
      told.measures.length === 0
        ? 'We will give guidance to customers as soon as we have it.'
        : `For now we recommend:\n${bullets(told.measures)}`,
    ]),
  guidance: (told) =>
    paragraphs([
      `**What happened.** We found ${cvesOf(told)} in ${productsOf(told)}. ${attacksOf(told)}`.trim(),
      `**Who is affected.** ${told.products.length === 0 ? 'We will name the affected products here.' : `Users of ${told.products.join('; ')}.`}`,
      `**What to do now.** ${told.measures.length === 0 ? 'We do not know of a measure that helps yet.' : `\n${bullets(told.measures)}`}`,
      `**What comes next.** ${nextOf(told)}`,
    ]),
  'executive-brief': ({ incident, cases, clocks }) =>
    paragraphs([
      `**${incident.id}, level ${incident.level} (${levels[incident.level].name}), in ${incident.phase}.** ${incident.title}`,
      incident.brief ?? '',
      `**Facts.** ${factsOf(incident)}`,
      cases.length === 0
        ? ''
        : `**Vulnerabilities.**\n${bullets(cases.map(({ context }) => caseLine(context)))}`,
      clocks.length === 0
        ? ''
        : `**Due.**\n${bullets(clocks.map(({ name, dueAt }) => `${name}: ${dueAt ?? 'no time yet'}`))}`,
      `**Decided.** ${decisionOf(incident)}`,
    ]),
  'partner-notice': (told) =>
    paragraphs([
      `We are preparing ${told.incident.decision?.remedy === 'advisory-only' ? 'an advisory' : 'an update'} for ${cvesOf(told)} in ${productsOf(told)}.`,
      attacksOf(told),
      told.measures.length === 0 ? '' : `What helps until then:\n${bullets(told.measures)}`,
      `${nextOf(told)} Under our agreement you publish no protection and no detail before the release.`,
    ]),
  regulator: regulatorText,
  'press-line': (told) =>
    paragraphs([
      `We are investigating reports about the security of ${productsOf(told)}. ${attacksOf(told)}`.trim(),
      'Our customers’ protection comes first. We will give guidance on our security pages as soon as we have it.',
    ]),
};

const paragraphs = (parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join('\n\n');
const bullets = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

function productsOf({ products }: Tellable): string {
  return products.length === 0 ? 'one of our products' : products.join('; ');
}

function cvesOf({ cves, cases }: Tellable): string {
  if (cves.length > 0) return cves.join(', ');
  return cases.length > 1 ? 'vulnerabilities' : 'a vulnerability';
}

/** Only what is said of cases that the audience may hear of. */
function attacksOf({ incident, cases, measures, products }: Tellable): string {
  const mayTell = cases.length > 0 || measures.length > 0 || products.length > 0;
  if (!mayTell || incident.facts.attacks === null) return '';
  return incident.facts.broad === undefined || incident.facts.broad === null
    ? 'We are aware of limited, targeted attacks.'
    : 'We are aware of attacks.';
}

function nextOf({ incident }: Tellable): string {
  if (incident.releasedAt !== null) return `It was released at ${incident.releasedAt}.`;
  return incident.releaseAt === null
    ? 'The time of the release is not decided yet.'
    : `The release is planned for ${incident.releaseAt}.`;
}

function factsOf({ facts }: IncidentContext): string {
  const known = [
    ['The vulnerability is public', facts.public],
    ['Exploit code is public', facts.exploit],
    ['Attacks are observed', facts.attacks],
  ] as const;
  const said = known.flatMap(([words, at]) => (at === null ? [] : `${words} since ${at}`));
  return said.length === 0 ? 'Nothing is public, and no attacks are known.' : `${said.join('. ')}.`;
}

function caseLine({ n, cve, title, embargoUntil, investigation }: CaseContext): string {
  const severity = investigation?.severity?.is;
  const secret = embargoUntil === null ? '' : `, embargo until ${embargoUntil}`;
  return `Case ${n}${cve === null ? '' : ` (${cve})`}: ${title}${severity === undefined ? '' : `, ${severity}`}${secret}`;
}

function decisionOf({ decision, releaseAt, releasedAt }: IncidentContext): string {
  const remedy = decision === null ? 'The remedy is not decided yet' : `Remedy: ${decision.remedy}`;
  if (releasedAt !== null) return `${remedy}; released at ${releasedAt}.`;
  return `${remedy}; ${releaseAt === null ? 'no release time yet' : `release at ${releaseAt}`}.`;
}
