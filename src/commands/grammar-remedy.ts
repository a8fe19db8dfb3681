// The remedy of a case: SSVC, release vehicle, exploitability, mitigations and workarounds, variants. What stands behind
// `remedy <n>` may stand behind `case <n>`, too.
import type { Denial, Exploitability } from '#machines/exploitability.ts';
import type { MeasureKind } from '#machines/mitigations.ts';
import type {
  Exploitation,
  SafetyImpact,
  TechnicalImpact,
  Utility,
  Vehicle,
} from '#machines/ssvc.ts';
import type { VexStatement } from '#machines/vex-types.ts';
import type { Args } from './args.ts';
import { Problem, withUsage } from './args.ts';
import { clip } from './clip.ts';
import type { IncidentCommand, RemedyAct, RemedyForm } from './command.ts';
import type { VerbRow } from './grammar-parts.ts';
import { productsOf } from './grammar-assessment.ts';
import { nothingMore, reasoned, row, text } from './grammar-parts.ts';

const productMax = 200;

// Values, where machines/ may give only types.
const exploitations = new Map<string, Exploitation>([
  ['none', 'none'],
  ['poc', 'public-poc'],
  ['public-poc', 'public-poc'],
  ['active', 'active'],
]);
const utilities = ['laborious', 'efficient', 'super-effective'] as const satisfies Utility[];
/** Value density, behind whether it can be automated. */
const byDensity = {
  yes: { diffuse: 'efficient', concentrated: 'super-effective' },
  no: { diffuse: 'laborious', concentrated: 'efficient' },
} as const satisfies Record<string, Record<string, Utility>>;
const impacts = ['partial', 'total'] as const satisfies TechnicalImpact[];
const safeties = ['minimal', 'significant'] as const satisfies SafetyImpact[];
const vehicles = [
  'next-version',
  'monthly',
  'out-of-band',
  'advisory-only',
] as const satisfies Vehicle[];
const vexWords = [
  'under-investigation',
  'component-not-present',
  'vulnerable-code-not-present',
  'vulnerable-code-not-in-execute-path',
  'vulnerable-code-cannot-be-controlled-by-adversary',
  'inline-mitigations-already-exist',
] as const;
const vexSays = {
  'under-investigation': 'under_investigation',
  'component-not-present': 'component_not_present',
  'vulnerable-code-not-present': 'vulnerable_code_not_present',
  'vulnerable-code-not-in-execute-path': 'vulnerable_code_not_in_execute_path',
  'vulnerable-code-cannot-be-controlled-by-adversary':
    'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline-mitigations-already-exist': 'inline_mitigations_already_exist',
} as const satisfies Record<(typeof vexWords)[number], VexStatement['says']>;
const denials = ['permanent', 'temporary'] as const satisfies Denial[];

const remedyUsage =
  'remedy <n> · remedy <n> ssvc [none|poc|active] <laborious|efficient|super-effective> <partial|total> <minimal|significant> · remedy <n> vehicle next-version|monthly [2026-12]|out-of-band|advisory-only [reason] · remedy <n> exploitability <0-3> [older <0-3>] [dos permanent|temporary] [note] · remedy <n> mitigation|workaround add <text> · remedy <n> mitigation|workaround <m> tested <product> ok|fails [side effects] · remedy <n> mitigation none <reason> · remedy <n> variant <text> · remedy <n> variants none <how searched> · remedy <n> vex under-investigation|component-not-present|vulnerable-code-not-present|… <product>[: version, version]';

export const remedyVerbs: readonly VerbRow[] = [
  row(
    ['remedy'],
    remedyUsage,
    'The remedy of case n. SSVC says how urgent a fix is, and proposes the release vehicle; another one needs a reason. A mitigation reduces the severity by a setting, a workaround blocks known attacks; both are tested by product. VEX says which product is still looked at, or why one is not affected. “case” for “remedy” means the same.',
    'cases',
    (args) => {
      const caseNumber = args.number('the number of a case');
      if (args.isEmpty) return { verb: 'showRemedy', caseNumber };
      const command = remedyCommand(args, caseNumber);
      if (command === undefined)
        throw new Problem(`I need what is said of the remedy: ${remedyWords.join(', ')}.`);
      return command;
    },
  ),
  {
    names: ['exploitability'],
    usage: 'exploitability',
    help: 'How reliable exploitability ratings were, over all incidents but drills: the share that was not revised upwards within 30 days of the release.',
    section: 'anywhere',
    parse: (args) => {
      nothingMore(args);
      return { verb: 'reliability' };
    },
  },
];

const parsers: Readonly<Record<string, (args: Args, n: number) => IncidentCommand>> = {
  ssvc,
  vehicle,
  exploitability,
  mitigation: (args, n) => measure(args, n, 'mitigation'),
  workaround: (args, n) => measure(args, n, 'workaround'),
  variant,
  variants: variant,
  vex,
};

/** What may stand behind the number of a case. */
const remedyWords = Object.keys(parsers);

/** The command behind `case <n>`; undefined when the next word is none of `remedyWords`. */
export function remedyCommand(args: Args, caseNumber: number): IncidentCommand | undefined {
  const word = args.peek()?.toLowerCase() ?? '';
  const parse = Object.hasOwn(parsers, word) ? parsers[word] : undefined;
  if (parse === undefined) return undefined;
  args.word();
  return withUsage(remedyUsage, () => parse(args, caseNumber));
}

const say = (caseNumber: number, act: RemedyAct): IncidentCommand => ({
  verb: 'remedy',
  caseNumber,
  act,
});

const form = (name: RemedyForm, n: number): IncidentCommand => ({ verb: 'form', form: name, n });

function ssvc(args: Args, n: number): IncidentCommand {
  if (args.isEmpty) return form('ssvc', n);
  const exploitation = exploitations.get(args.peek()?.toLowerCase() ?? '');
  if (exploitation !== undefined) args.word();
  const utility = utilityOf(args);
  const impact = args.choice(impacts, 'the technical impact');
  const safety = args.choice(safeties, 'the public safety impact');
  nothingMore(args);
  return say(n, { type: 'SSVC', exploitation: exploitation ?? null, utility, impact, safety });
}

function utilityOf(args: Args): Utility {
  const word = args.peek()?.toLowerCase();
  const utility = utilities.find((one) => one === word);
  if (utility !== undefined) {
    args.word();
    return utility;
  }
  const automatable = args.choice(
    ['yes', 'no'] as const,
    `the utility (${utilities.join(', ')}), or whether it can be automated`,
  );
  return byDensity[automatable][
    args.choice(['diffuse', 'concentrated'] as const, 'the value density')
  ];
}

function vehicle(args: Args, n: number): IncidentCommand {
  if (args.isEmpty) return form('vehicle', n);
  const chosen = args.choice(vehicles, 'the release vehicle');
  const isMonth = chosen === 'monthly' && /^\d{4}-\d\d$/.test(args.peek() ?? '');
  const month = isMonth ? monthOf(args.word() ?? '') : null;
  return say(n, { type: 'VEHICLE', vehicle: chosen, month, reason: text(args) });
}

function monthOf(word: string): string {
  const month = Number(word.slice(-2));
  if (month < 1 || month > 12) throw new Problem(`“${clip(word)}” is no month.`);
  return word;
}

function exploitability(args: Args, n: number): IncidentCommand {
  if (args.isEmpty) return form('exploitability', n);
  const latest = ratingOf(args);
  const older = follows(args, 'older') ? ratingOf(args) : null;
  const dos = follows(args, 'dos') ? args.choice(denials, 'the kind of denial of service') : null;
  return say(n, { type: 'EXPLOITABILITY', latest, older, dos, note: text(args) });
}

function ratingOf(args: Args): Exploitability {
  const word = args.word();
  const rating = ([0, 1, 2, 3] as const).find((one) => String(one) === word);
  if (rating === undefined)
    throw new Problem(
      'I need a rating: 0 Exploitation Detected, 1 More Likely, 2 Less Likely, 3 Unlikely.',
    );
  return rating;
}

/** Takes the next word when it is this one. */
function follows(args: Args, word: string): boolean {
  if (args.peek()?.toLowerCase() !== word) return false;
  args.word();
  return true;
}

function measure(args: Args, n: number, kind: MeasureKind): IncidentCommand {
  const head = `case ${n} ${kind}`;
  if (args.isEmpty) return form('measure', n);
  if (follows(args, 'none'))
    return reasoned(args, `case ${n} mitigation none`, (reason) =>
      say(n, { type: 'NO_MEASURE', reason }),
    );
  if (follows(args, 'add'))
    return args.peek() === undefined
      ? form('measure', n)
      : say(n, { type: 'MEASURE', kind, text: text(args) });
  const m = args.number(`add, none, or the number of a ${kind}`);
  if (follows(args, 'tested')) {
    if (args.peek() === undefined) return form('measureTest', n);
    return tested(args, n, m);
  }
  throw new Problem(`I need what was tested: ${head} ${m} tested <product> ok|fails.`);
}

/** The product is everything up to the verdict; what follows is side effects. */
function tested(args: Args, n: number, m: number): IncidentCommand {
  const words: string[] = [];
  while (!args.isEmpty && !/^(ok|works|fails?)$/i.test(args.peek() ?? ''))
    words.push(args.word() ?? '');
  const product = words.join(' ');
  const verdict = args.word()?.toLowerCase();
  if (product === '' || verdict === undefined)
    throw new Problem('I need a product and whether it works there: ok or fails.');
  if (product.length > productMax)
    throw new Problem(`A product has at most ${productMax} characters.`);
  const works = verdict === 'ok' || verdict === 'works';
  if (follows(args, 'side') && !follows(args, 'effects')) follows(args, 'effects:');
  return say(n, { type: 'MEASURE_TESTED', m, product, works, sideEffects: text(args) });
}

function variant(args: Args, n: number): IncidentCommand {
  if (follows(args, 'none'))
    return reasoned(args, `case ${n} variants none`, (how) => say(n, { type: 'NO_VARIANTS', how }));
  return reasoned(args, `case ${n} variant`, (words) => say(n, { type: 'VARIANT', text: words }));
}

function vex(args: Args, n: number): IncidentCommand {
  const says = vexSays[args.choice(vexWords, 'what is said of a product')];
  return reasoned(args, `case ${n} vex`, (written) => {
    const [product, ...more] = productsOf(written, false);
    if (product === undefined || more.length > 0)
      throw new Problem('I need one product at a time.');
    const { name, versions } = product;
    if (says !== 'under_investigation' && versions.length > 0)
      throw new Problem('A reason is given for a product as a whole: leave the versions out.');
    return say(n, { type: 'VEX', statement: { product: name, versions, says } });
  });
}
