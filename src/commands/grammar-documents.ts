// Advisories and bulletins: drafted from the record, written, handed in, approved by two people, published, revised.
import type { Impact, Update } from '#machines/document-types.ts';
import type { Args } from './args.ts';
import { Problem, withUsage } from './args.ts';
import { clip } from './clip.ts';
import type { IncidentCommand } from './command.ts';
import type { DocumentAct } from './document-command.ts';
import { documentFileParsers, documentFileWays } from './grammar-document-files.ts';
import { sectionOf } from './document-sections.ts';
import type { VerbRow } from './grammar-parts.ts';
import { translation, translationWays } from './grammar-translations.ts';
import {
  needed,
  nothingMore,
  reasoned,
  row,
  text,
  titleMax,
  tlpNames,
  urlOf,
} from './grammar-parts.ts';

const impacts: Readonly<Record<string, Impact>> = {
  rce: 'remote-code-execution',
  'remote-code-execution': 'remote-code-execution',
  eop: 'elevation-of-privilege',
  'elevation-of-privilege': 'elevation-of-privilege',
  info: 'information-disclosure',
  'information-disclosure': 'information-disclosure',
  dos: 'denial-of-service',
  'denial-of-service': 'denial-of-service',
  bypass: 'security-feature-bypass',
  'security-feature-bypass': 'security-feature-bypass',
  spoofing: 'spoofing',
  tampering: 'tampering',
};

type Ways = readonly { usage: string; help: string }[];

const ways: Ways = [
  {
    usage: 'document <n> write <section> [text]',
    help: 'The words of one section, as Markdown without headings: title, summary, recommendation, actions, faq, knownIssues, deployment, acknowledgments, references, or of a case: case/1/description, case/1/mitigations, case/1/workarounds, case/1/faq. “-” empties it. Without a text a form opens with what is written.',
  },
  {
    usage: 'document <n> impact <case> rce|eop|info|dos|bypass|spoofing|tampering',
    help: 'The impact of a case as the document names it.',
  },
  {
    usage:
      'document <n> update <product>: <fixed version> [url] [--replaces id] [--restart required|maybe|no] · document <n> update remove <product>',
    help: 'The update for one of the affected products.',
  },
  {
    usage: 'document <n> tlp RED|AMBER+STRICT|AMBER|GREEN|CLEAR',
    help: 'Who may read it once it is out. The public reads what is CLEAR.',
  },
  {
    usage: 'document <n> refresh',
    help: 'Takes over what the record of its cases says now. What was handed in or approved goes back to its authors.',
  },
  {
    usage: 'document <n> submit · document <n> return <reason> · document <n> approve',
    help: 'Hands it in for review; gives it back to its authors; proposes its approval, to which a second person agrees. What is missing is said.',
  },
  {
    usage: 'document <n> publish',
    help: 'Publishes an approved advisory, or a revision of what is out. A bulletin goes out with the release of its incident.',
  },
  {
    usage: 'document <n> revise minor|major <reason> · document <n> abandon <reason>',
    help: 'Begins the next version of what is out, and the reason stands in its revision history; or gives up a revision that is being written, and what is out stands.',
  },
  {
    usage: 'document <n> supersede <bulletin> · document <n> withdraw <reason>',
    help: 'Its bulletin takes the place of an advisory; or it is given up, or taken back.',
  },
  ...documentFileWays,
  ...translationWays,
];

export const documentVerbs: readonly VerbRow[] = [
  draftRow(
    'advisory',
    'Draft a security advisory: what customers can do before or without a fix. What the record says of the cases is filled in.',
  ),
  draftRow(
    'bulletin',
    'Draft a security bulletin: it goes out with the update, at the release of the incident. What the record says of the cases is filled in.',
  ),
  row(
    ['documents', 'docs'],
    'documents',
    'The advisories and bulletins of this incident: where each stands.',
    'documents',
    (args) => {
      nothingMore(args);
      return { verb: 'documents' };
    },
  ),
  {
    ...row(
      ['document', 'doc'],
      'document <n>',
      'One advisory or bulletin: where it stands, what is missing, and what can be done next.',
      'documents',
      documentCommand,
    ),
    also: ways,
  },
];

function draftRow(kind: 'advisory' | 'bulletin', help: string): VerbRow {
  return row([kind], `${kind} draft [title] [--case 1,2]`, help, 'documents', (args) => {
    args.choice(['draft'], 'what to do');
    const cases = args.option('case');
    const title = args.rest().replaceAll(/\s+/g, ' ');
    if (title.length > titleMax) throw new Problem(`A title has at most ${titleMax} characters.`);
    return {
      verb: 'draftDocument',
      kind,
      title: title === '' ? null : title,
      cases: cases === undefined ? null : numbersOf(cases),
    };
  });
}

function numbersOf(written: string): number[] {
  const numbers = written.split(',').map((word) => Number(word.replace(/^#/, '')));
  if (!numbers.every((n) => Number.isInteger(n) && n > 0 && n < 1e9))
    throw new Problem('I need the numbers of cases, like --case 1,2.');
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}

type Parse = (args: Args, n: number) => IncidentCommand;

/** What may stand behind `document <n>`. */
const parsers: Readonly<Record<string, Parse>> = {
  ...documentFileParsers,
  write,
  impact,
  update,
  tlp: (args, n) => last(args, n, { type: 'LABEL', tlp: args.choice(tlpNames, 'a label') }),
  refresh: (args, n) => last(args, n, { type: 'REFRESH' }),
  submit: (args, n) => last(args, n, { type: 'SUBMIT' }),
  approve: (args, n) => last(args, n, { type: 'APPROVE' }),
  publish: (args, n) => last(args, n, { type: 'PUBLISH' }),
  return: (args, n) =>
    reasoned(args, `document ${n} return`, (reason) => say(n, { type: 'RETURN', reason })),
  withdraw: (args, n) =>
    reasoned(args, `document ${n} withdraw`, (reason) => say(n, { type: 'WITHDRAW', reason })),
  revise,
  abandon: (args, n) =>
    reasoned(args, `document ${n} abandon`, (reason) => say(n, { type: 'ABANDON', reason })),
  translation,
  supersede: (args, n) =>
    last(args, n, { type: 'SUPERSEDE', by: args.number('the number of the bulletin') }),
};

function documentCommand(args: Args): IncidentCommand {
  const documentNumber = args.number('the number of a document');
  const word = args.word()?.toLowerCase();
  if (word === undefined || word === 'show') {
    nothingMore(args);
    return { verb: 'showDocument', documentNumber };
  }
  const parse = Object.hasOwn(parsers, word) ? parsers[word] : undefined;
  if (parse === undefined)
    throw new Problem(
      `“${clip(word)}” is nothing to do with a document: ${Object.keys(parsers).join(', ')}.`,
    );
  const way = ways.find(({ usage }) => usage.includes(`<n> ${word}`));
  return way === undefined
    ? parse(args, documentNumber)
    : withUsage(way.usage, () => parse(args, documentNumber));
}

const say = (documentNumber: number, act: DocumentAct): IncidentCommand => ({
  verb: 'document',
  documentNumber,
  act,
});

function last(args: Args, n: number, act: DocumentAct): IncidentCommand {
  nothingMore(args);
  return say(n, act);
}

function write(args: Args, n: number): IncidentCommand {
  const section = sectionOf(args.word());
  return reasoned(args, `document ${n} write ${section}`, (written) =>
    say(n, { type: 'WRITE', section, text: written === '-' ? '' : written }),
  );
}

function impact(args: Args, n: number): IncidentCommand {
  const caseNumber = args.number('the number of a case');
  const word = args.word()?.toLowerCase() ?? '';
  const found = Object.hasOwn(impacts, word) ? impacts[word] : undefined;
  if (found === undefined)
    throw new Problem(`I need an impact: ${[...new Set(Object.values(impacts))].join(', ')}.`);
  return last(args, n, { type: 'IMPACT', caseNumber, impact: found });
}

function update(args: Args, n: number): IncidentCommand {
  if (args.peek()?.toLowerCase() === 'remove') {
    args.word();
    return say(n, { type: 'UPDATE_REMOVED', product: needed(args, 'the name of a product') });
  }
  const replaces = args.option('replaces') ?? null;
  const restart = restartOf(args.option('restart'));
  const [, product = '', rest = ''] = /^([^]+?):\s+([^]+)$/u.exec(text(args)) ?? [];
  if (product === '') throw new Problem('I need a product, a colon and the version with the fix.');
  const words = rest.split(/\s+/);
  const isLinked = /^https?:/.test(words.at(-1) ?? '') && words.length > 1;
  const url = isLinked ? urlOf(words.at(-1)) : null;
  const fixedVersion = (isLinked ? words.slice(0, -1) : words).join(' ');
  return say(n, { type: 'UPDATE', update: { product, fixedVersion, url, restart, replaces } });
}

function restartOf(word: string | undefined): Update['restart'] {
  if (word === undefined) return null;
  const found = (['required', 'maybe', 'no'] as const).find((one) => one === word.toLowerCase());
  if (found === undefined)
    throw new Problem('--restart says whether a restart is needed: required, maybe or no.');
  return found;
}

function revise(args: Args, n: number): IncidentCommand {
  const size = args.choice(['minor', 'major'], 'how much changes');
  return reasoned(args, `document ${n} revise ${size}`, (reason) =>
    say(n, { type: 'REVISE', major: size === 'major', reason }),
  );
}
