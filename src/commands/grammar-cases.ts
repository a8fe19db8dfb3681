// Cases: vulnerabilities within an incident, their reports, fixes and embargoes.
import type { Args } from './args.ts';
import { Problem, withUsage } from './args.ts';
import { clip } from './clip.ts';
import type { IncidentCommand } from './command.ts';
import {
  assessmentActions,
  assessmentCommand,
  assessmentHelp,
  assessmentUsage,
} from './grammar-assessment.ts';
import type { VerbRow } from './grammar-parts.ts';
import { nothingMore, reasoned, row, titleMax } from './grammar-parts.ts';
import { remedyCommand } from './grammar-remedy.ts';

const reporterMax = 200;

export const caseVerbs: readonly VerbRow[] = [
  {
    names: ['case', 'vuln'],
    usage:
      'case add <title> [--cve CVE-…] [--reporter name] [--unaware] · case list · case show <n> · case <n> validate|invalidate|accept|defer|close|duplicate-of|bypass|cve|vendor-aware|fix-ready|fix-deployed|answered [words]',
    help: 'A case is one vulnerability. A report is validated or found invalid, then accepted or deferred, and at last closed; --unaware: its vendor does not know yet. A bypass of a fix is a case of its own.',
    section: 'cases',
    parse: caseCommand,
    // One verb, and more to say of it than one line holds.
    also: [{ usage: assessmentUsage, help: assessmentHelp }],
  },
  row(
    ['cases'],
    'cases',
    'The cases of this incident: where report, embargo and fix stand.',
    'cases',
    (args) => {
      nothingMore(args);
      return { verb: 'cases' };
    },
  ),
  row(
    ['embargo'],
    'embargo [case <n>] propose|revise until <time> · embargo [case <n>] accept|reject|end|none [reason]',
    'The embargo of a case. The shortest proposal wins. It ends by itself when its time has come or the world knows, and none may start then or while attacks are observed. “none” records that there is to be no embargo.',
    'cases',
    embargo,
  ),
];

const actions = [
  'validate',
  'invalidate',
  'accept',
  'defer',
  'close',
  'duplicate-of',
  'bypass',
  'cve',
  'vendor-aware',
  'fix-ready',
  'fix-deployed',
  ...assessmentActions,
  'answered',
  'show',
] as const;

function caseCommand(args: Args): IncidentCommand {
  const first = args.peek()?.toLowerCase();
  if (first === undefined || first === 'list') {
    args.word();
    nothingMore(args);
    return { verb: 'cases' };
  }
  if (first === 'show') {
    args.word();
    return { verb: 'showCase', caseNumber: args.number('the number of the case') };
  }
  if (first === 'add' || first === 'new') {
    args.word();
    return addCase(args);
  }
  const caseNumber = args.number('the number of a case, or add, list or show');
  if (args.isEmpty) return { verb: 'showCase', caseNumber };
  const ofRemedy = remedyCommand(args, caseNumber);
  if (ofRemedy !== undefined) return ofRemedy;
  const action = args.choice(actions, 'what to do with the case');
  switch (action) {
    case 'show':
      return { verb: 'showCase', caseNumber };
    case 'validate':
      nothingMore(args);
      return { verb: 'moveCase', caseNumber, to: 'valid', reason: '' };
    case 'accept':
      nothingMore(args);
      return { verb: 'moveCase', caseNumber, to: 'accepted', reason: '' };
    case 'invalidate':
    case 'defer':
    case 'close':
      return reasoned(args, `case ${caseNumber} ${action}`, (reason) => ({
        verb: 'moveCase',
        caseNumber,
        to: ({ invalidate: 'invalid', defer: 'deferred', close: 'closed' } as const)[action],
        reason,
      }));
    case 'answered': {
      const at = args.time('at', 'past');
      nothingMore(args);
      return { verb: 'answerReporter', caseNumber, at };
    }
    case 'duplicate-of':
      if (args.peek()?.toLowerCase() === 'case') args.word();
      return { verb: 'duplicateCase', caseNumber, of: args.number('the number of the original') };
    case 'bypass':
      return reasoned(args, `case ${caseNumber} bypass`, (title) => ({
        verb: 'bypassCase',
        caseNumber,
        title: titleOf(title),
      }));
    case 'cve':
      return reasoned(args, `case ${caseNumber} cve`, (cve) => ({
        verb: 'caseCve',
        caseNumber,
        cve: cveOf(cve),
      }));
    case 'vendor-aware':
    case 'fix-ready':
    case 'fix-deployed':
      nothingMore(args);
      return {
        verb: 'caseState',
        caseNumber,
        code: ({ 'vendor-aware': 'V', 'fix-ready': 'F', 'fix-deployed': 'D' } as const)[action],
      };
    default:
      return withUsage(assessmentUsage, () => assessmentCommand(args, caseNumber, action));
  }
}

function addCase(args: Args): IncidentCommand {
  const cve = args.option('cve');
  const unaware = args.flag('unaware');
  const reporter = reporterOf(args);
  if (args.peek()?.startsWith('--') === true)
    throw new Problem(`I do not know ${clip(args.peek() ?? '')}.`);
  return reasoned(args, 'case add', (title) => ({
    verb: 'addCase',
    title: titleOf(title),
    cve: cve === undefined ? null : cveOf(cve),
    reporter,
    vendorAware: !unaware,
  }));
}

/** A name is often of several words: `--reporter` takes all up to the end, so it stands last. */
function reporterOf(args: Args): string | null {
  const joined = args.joined('reporter');
  const words = joined ?? args.after('reporter');
  if (words === undefined) return null;
  if (words === '') throw new Problem('--reporter needs a name.');
  if (words.length > reporterMax)
    throw new Problem(`A reporter’s name has at most ${reporterMax} characters.`);
  return words;
}

function titleOf(written: string): string {
  const title = written.replaceAll(/\s+/g, ' ');
  if (title.length > titleMax) throw new Problem(`A title has at most ${titleMax} characters.`);
  return title;
}

function cveOf(written: string): string {
  const cve = written.toUpperCase();
  if (!/^CVE-\d{4}-\d{4,19}$/.test(cve))
    throw new Problem(`“${clip(written)}” is no CVE id. It is written CVE-2026-12345.`);
  return cve;
}

function embargo(args: Args): IncidentCommand {
  const caseNumber = caseOption(args);
  const which = caseNumber === null ? '' : `case ${caseNumber} `;
  const step = args.choice(
    ['propose', 'revise', 'accept', 'reject', 'end', 'none'] as const,
    'what to do with the embargo',
  );
  if (step === 'accept') {
    nothingMore(args);
    return { verb: 'embargo', caseNumber, step, until: null, reason: '' };
  }
  if (step === 'reject' || step === 'end' || step === 'none')
    return reasoned(args, `embargo ${which}${step}`, (reason) => ({
      verb: 'embargo',
      caseNumber,
      step,
      until: null,
      reason,
    }));
  if (args.peek()?.toLowerCase() === 'until') args.word();
  if (args.isEmpty) return { verb: 'form', form: 'reason', of: `embargo ${which}${step}` };
  const until = args.timeHere('future');
  nothingMore(args);
  return { verb: 'embargo', caseNumber, step, until, reason: '' };
}

/** `case <n>` in front; null when no case was named. */
function caseOption(args: Args): number | null {
  if (args.peek()?.toLowerCase() !== 'case') return null;
  args.word();
  return args.number('the number of the case');
}

/** `case <n>` or `case all` after the fact. */
export function factCase(args: Args): { caseNumber?: number | 'all' } {
  if (args.peek()?.toLowerCase() !== 'case') return {};
  args.word();
  if (args.peek()?.toLowerCase() === 'all') {
    args.word();
    return { caseNumber: 'all' };
  }
  return { caseNumber: args.number('the number of the case, or all') };
}
