// How a document is said: its state, its sections, what it lacks, and why not now.
import type { DocumentEventType } from '#machines/document-events.ts';
import type { DocumentGap } from '#machines/document-gaps.ts';
import type { DocumentState, Locale, Section } from '#machines/document-types.ts';
import type { DocumentRefusal } from '../commands/document-refusal.ts';
import type { Rich } from './message.ts';
import { bold, cmd, joined, rich, richOf } from './rich.ts';
import { line } from './tidy.ts';

export const documentStateNames: Record<DocumentState, string> = {
  drafting: 'being written',
  inReview: 'in review',
  approved: 'approved, waits for its release',
  published: 'published',
  revising: 'published, a revision is being written',
  revisionInReview: 'published, a revision is in review',
  revisionApproved: 'published, a revision is approved',
  superseded: 'superseded by its bulletin',
  withdrawn: 'withdrawn',
  moved: 'moved',
};

const sectionNames: Readonly<Record<string, string>> = {
  title: 'title',
  summary: 'executive summary',
  recommendation: 'recommendation',
  knownIssues: 'known issues',
  faq: 'FAQ',
  actions: 'suggested actions',
  deployment: 'update information',
  acknowledgments: 'acknowledgments',
  references: 'references',
  description: 'description',
  mitigations: 'mitigating factors',
  workarounds: 'workarounds',
};

/** `case/1/workarounds` → “workarounds of case 1”. */
export function sectionWords(section: string): string {
  const [, n, name = ''] = /^case\/(\d+)\/(\w+)$/u.exec(section) ?? [];
  return n === undefined
    ? (sectionNames[section] ?? section)
    : `${sectionNames[name] ?? name} of case ${n}`;
}

const factWords = {
  cve: ['CVE id', (n: number) => `case ${n} cve <CVE-…>`],
  severity: ['severity', (n: number) => `case ${n} severity <rating> <reason>`],
  cvss: ['CVSS vector', (n: number) => `case ${n} cvss <vector>`],
  products: ['affected product', (n: number) => `case ${n} affected <product>`],
} as const;

/** What is missing, and the command that adds it. */
export function gapLine(document: number, gap: DocumentGap): Rich {
  switch (gap.what) {
    case 'section':
      return rich`${sectionWords(gap.section)}: ${cmd(`document ${document} write ${gap.section} <text>`)}`;
    case 'update':
      return rich`update for ${line(gap.product, 100)}: ${cmd(`document ${document} update ${line(gap.product, 60)}: <version>`)}`;
    case 'fact': {
      if (gap.fact === 'impact')
        return rich`impact of case ${String(gap.n)}: ${cmd(`document ${document} impact ${gap.n} <impact>`)}`;
      const [what, command] = factWords[gap.fact];
      return rich`${what} of case ${String(gap.n)}: ${cmd(command(gap.n))}, then ${cmd(`document ${document} refresh`)}`;
    }
  }
}

type NotNow = Extract<DocumentRefusal, { reason: 'documentNotNow' }>;

interface Said {
  text: Rich;
  items?: readonly Rich[];
  after?: Rich;
}

export const documentRefusals: {
  [R in DocumentRefusal as R['reason']]: (refusal: R) => Said;
} = {
  unknownDocument: ({ n, incidentId }) => ({
    text: rich`${incidentId} has no document ${String(n)}. See ${cmd('documents')}.`,
  }),
  nothingToTell: ({ kind }) => ({
    text: rich`${kind === 'bulletin' ? 'A bulletin tells' : 'These are no cases to tell'} of vulnerabilities, and no case of this incident is valid or accepted yet. See ${cmd('cases')}, or name them: ${cmd(`${kind} draft --case 1,2`)}.`,
  }),
  documentNotNow: (refusal) => whyNot(refusal),
};

function whyNot(refusal: NotNow): Said {
  const { n, id, state, movedTo, needs, gaps, stale, problems, embargoed, languages } = refusal;
  const name = rich`Document ${String(n)} (${id})`;
  if (movedTo !== null)
    return {
      text: rich`${name} went on in another incident: ${cmd(`${movedTo.incidentId} document ${movedTo.n}`)}.`,
    };
  const has = (need: string): boolean => needs.includes(need);
  if (has('isComplete'))
    return { text: rich`${name} still lacks:`, items: gaps.map((gap) => gapLine(n, gap)) };
  if (has('isCurrent'))
    return {
      text: rich`The record says something else now than ${name}:`,
      items: stale.map((one) => rich`case ${String(one.n)}: ${one.what.join(', ')}`),
      after: rich`Take it over with ${cmd(`document ${n} refresh`)}, then have it reviewed.`,
    };
  if (has('isValid'))
    return {
      text: rich`${name} would not pass the checks of what is published:`,
      items: problemItems(problems),
    };
  if (has('isOfApproved'))
    return {
      text: rich`${name} is not as it was approved. Give it back: ${cmd(`document ${n} return <reason>`)}.`,
    };
  if (has('isReleased'))
    return {
      text: rich`A bulletin goes out with the release of its incident: ${cmd('go')}. Before, customers are told with ${cmd('advisory draft')}.`,
    };
  if (has('isNotEmbargoed'))
    return {
      text: rich`Case ${embargoed.join(', ')} is under an embargo, so ${name} goes out no earlier than it ends or with the release. See ${cmd(`case show ${embargoed[0] ?? 1}`)}.`,
    };
  if (has('isTranslated'))
    return {
      text: rich`${name} is not there yet in ${languages.map(({ locale }) => locale).join(', ')}:`,
      items: languages.flatMap(({ locale, lacks }) =>
        lacks.map(
          (one) =>
            rich`${sectionWords(one)}: ${cmd(`document ${n} translation ${locale} write ${one} <text>`)}`,
        ),
      ),
      after: rich`To go out without it: ${cmd(`document ${n} translation ${languages[0]?.locale ?? '<locale>'} waive <reason>`)}.`,
    };
  if (has('areTranslated'))
    return {
      text: rich`${name} waits for languages:`,
      items: languages.map(({ locale, lacks }) => awaitedLine(n, locale, lacks)),
      after: rich`Have it translated and handed in, or ${cmd(`document ${n} translation <locale> waive <reason>`)}.`,
    };
  const [first] = needs;
  if (first !== undefined) return { text: rich`${needWords(refusal, first)}` };
  return {
    text: rich`${name} is ${bold(documentStateNames[state])}. ${nextStep(refusal)} See ${cmd(`document ${n}`)}.`,
  };
}

/** The first tests that fail, each by its name. */
export function problemItems(problems: NotNow['problems']): Rich[] {
  return problems
    .slice(0, 10)
    .map(
      ({ check, where, message }) =>
        rich`${bold(line(check, 80))} ${line(where, 120)}: ${richOf(line(message, 300))}`,
    );
}

/** Why a release waits for a language, and where to go on. */
function awaitedLine(n: number, locale: Locale, lacks: readonly Section[]): Rich {
  const what =
    lacks.length === 0 ? 'not handed in' : `lacks ${line(lacks.map(sectionWords).join(', '), 300)}`;
  return rich`${bold(locale)} ${what}: ${cmd(`document ${n} translation ${locale}`)}`;
}

function needWords({ n, id }: NotNow, need: string): Rich {
  const name = rich`Document ${String(n)} (${id})`;
  switch (need) {
    case 'isOther':
      return rich`${name} says so already. See ${cmd(`document ${n}`)}.`;
    case 'isKnownCase':
    case 'isSectionOf':
      return rich`${name} is not about that case. See ${cmd(`document ${n}`)}.`;
    case 'isAffected':
      return rich`No case of ${name} says that this product is affected. See ${cmd('cases')}; after a change of the record: ${cmd(`document ${n} refresh`)}.`;
    case 'isListed':
      return rich`${name} names no update for that product. See ${cmd(`document ${n}`)}.`;
    case 'isWanted':
      return rich`${name} is not to be translated into that language. Ask for it first: ${cmd(`document ${n} translation <locale> want`)}.`;
    case 'isTranslatable':
      return rich`${name} has no such section in English, so there is nothing to translate. See ${cmd(`document ${n}`)}.`;
    case 'isAdvisory':
      return rich`Only an advisory is superseded, by a bulletin that is out. See ${cmd('documents')}.`;
    default:
      return rich`That is not possible now. See ${cmd(`document ${n}`)}.`;
  }
}

/** What only its authors do. */
const authoring: readonly DocumentEventType[] = [
  'WRITE',
  'IMPACT',
  'UPDATE',
  'UPDATE_REMOVED',
  'LABEL',
  'REVISE',
];

/** What would be possible instead: to change it, or to go on with it. */
function nextStep({ n, state, event }: NotNow): Rich {
  const giveBack = rich`To change it, give it back to its authors: ${cmd(`document ${n} return <reason>`)}.`;
  const isChange = authoring.includes(event);
  switch (state) {
    case 'drafting':
    case 'revising':
      return rich`It comes to that after it is handed in: ${cmd(`document ${n} submit`)}.`;
    case 'inReview':
    case 'revisionInReview':
      return isChange
        ? giveBack
        : rich`Two people approve it first: ${cmd(`document ${n} approve`)}.`;
    case 'approved':
      return isChange
        ? giveBack
        : rich`An advisory goes out with ${cmd(`document ${n} publish`)}, a bulletin with the release: ${cmd('go')}.`;
    case 'revisionApproved':
      return isChange ? giveBack : rich`It goes out with ${cmd(`document ${n} publish`)}.`;
    case 'published':
      return rich`To change it, begin a revision: ${cmd(`document ${n} revise minor|major <reason>`)}.`;
    case 'superseded':
    case 'withdrawn':
    case 'moved':
      return rich`Nothing more happens with it; draft another: ${joined([cmd('bulletin draft'), cmd('advisory draft')], ' or ')}.`;
  }
}
