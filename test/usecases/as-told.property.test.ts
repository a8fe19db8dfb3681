// Whatever has happened to an incident, whoever does what the bot says is missing gets it to its end: no refusal leads
// nowhere, and no sequence of accepted commands breaks what Vultron says SHALL hold of a case.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { approvalActs } from '#machines/approval-types.ts';
import { caseStates } from '#machines/case-state.ts';
import type { DocumentContext } from '#machines/document-types.ts';
import type { Playbook } from '#machines/playbook.ts';
import { loadIncident } from '#db/incidents.ts';
import { partsOf } from '#db/parts.ts';
import { parse } from '#src/commands/parse.ts';
import { checkDocument } from '#src/disclosure/check.ts';
import type { Problem } from '#src/disclosure/problem.ts';
import type { Block, Message, Rich } from '#src/messages/message.ts';
import { handleOf, plainText } from '#src/messages/rich.ts';
import { renderOutcome } from '#src/messages/reply.ts';
import type { Publisher } from '#src/shared/publisher.ts';
import { examplePublisher } from '#src/shared/publisher.ts';
import { Core, id } from '../support/core.ts';

const playbook: Playbook = {
  name: 'two people for everything',
  version: '1',
  tasks: [],
  approvals: Object.fromEntries(approvalActs.map((act) => [act, [1, 2, 3, 4]])),
};

const publisher: Publisher = { ...examplePublisher, requiredLocales: ['de-DE'] };

const checks = (document: DocumentContext): Problem[] => checkDocument(document, publisher);

const people = ['ada', 'ben', 'cleo'] as const;
type Person = (typeof people)[number];

interface Line {
  by: Person;
  text: string;
}

const aDayPasses = '(a day passes)';

/** What people may say at any time; much of it is refused, and that is as it should be. */
const vocabulary = [
  'role open @me',
  'role crisis_lead @me',
  'role legal @ben',
  'level 1 it spreads',
  'level 4 all quiet',
  'fact public a blog',
  'fact exploit a module',
  'fact attacks a customer',
  'fact broad everywhere',
  'fact wormable by itself',
  'fact kev listed',
  'case add Heap overflow in the parser',
  'case add Use after free --cve CVE-2026-1111 --reporter Grace of DEVCORE',
  'case 1 validate',
  'case 2 validate',
  'case 1 accept',
  'case 2 defer not now',
  'case 1 invalidate works as designed',
  'case 2 duplicate-of 1',
  'case 1 bypass A way around the fix',
  'case 1 fix-ready',
  'case 1 fix-deployed',
  'case 1 close all done',
  'case 1 severity critical remote and easy',
  'case 1 cvss CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  'case 1 affected Contoso Mail: 5',
  'case 1 assess response --severity important as we see it',
  'case 1 assess product --severity critical as they see it',
  'case 1 reconcile --as product they are right',
  'case 1 sign-off',
  'case 1 answered',
  'case 1 mitigation none',
  'remedy 1 mitigation add Close the port',
  'remedy 1 ssvc active super-effective total significant',
  'remedy 1 vehicle out-of-band it cannot wait',
  'remedy 1 exploitability 1',
  'remedy 1 variant Another parser',
  aDayPasses,
  'approve 1',
  'approve 2',
  'decline 1 not convinced',
  'decline 2 not convinced',
  'clock list',
  'clock cra applies',
  'clock gdpr not-applicable no personal data',
  'clock 1 filed REF-1',
  'embargo case 1 propose until in 3d',
  'embargo case 2 propose until in 9d',
  'embargo case 1 accept',
  'embargo case 1 end the press knows',
  'embargo case 2 none nothing to keep',
  'brief Code runs where it must not',
  'tlp AMBER',
  'scope All tenants',
  'affected Contoso Mail 5',
  'mitigation Port closed',
  'decide fix the parser is ours',
  'decide advisory-only out of support',
  'fix built',
  'fix failed breaks printing',
  'approve comms',
  'go --at in 2d',
  'no-go not yet',
  'guidance Close the port',
  'advisory draft',
  'advisory draft Attacks on mail servers --case 1',
  'bulletin draft',
  'bulletin draft --case 1,2',
  'document 1 write summary Code runs where it must not.',
  'document 1 write case/1/description The parser reads too far.',
  'document 1 impact 1 eop',
  'document 1 update Contoso Mail: 5.1 https://contoso.example/kb1 --restart maybe',
  'document 1 update remove Contoso Mail',
  'document 1 tlp AMBER',
  'document 1 refresh',
  'document 2 refresh',
  'document 1 translation de-DE write summary Code läuft, wo er nicht soll.',
  'document 1 translation de-DE done',
  'document 1 translation fr-FR require',
  'document 1 translation fr-FR waive nobody reads it',
  'document 1 submit',
  'document 1 approve',
  'document 1 return the words are wrong',
  'document 1 publish',
  'document 2 publish',
  'document 1 revise minor a typing error',
  'document 1 supersede 2',
  'document 1 withdraw another tells of it',
  'document 2 withdraw not needed',
  'statement guidance Close the port.',
  'statement partner-notice',
  'statement 1 approve',
  'statement 1 sent everybody',
  'pass open Ring one --updates KB1 --until in 2d',
  'pass 1 invite Fabrikam, Northwind',
  'pass 1 start',
  'pass 1 finding block It breaks printing',
  'pass 1 done',
  'pass 1 waive no time',
  'train join',
  'train leave it goes by itself',
  'train notice 1 critical Mail',
  'advance',
  'advance --override no time',
  'regress assess the root cause is another one',
  'stand-down nothing there',
  'false-positive a test',
  'postmortem It took long.',
  'close',
  'reopen it came back',
  'handover @ben',
  'followup Write a fuzzer',
];

/** What seldom comes about word by word. */
const scenes: readonly (readonly string[])[] = [
  [
    'role open @me',
    'case add Heap overflow in the parser --cve CVE-2026-1110',
    'case 1 validate',
    'case 1 accept',
    'case 1 severity critical remote and easy',
    'case 1 cvss CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'case 1 affected Contoso Mail: 5',
  ],
  ['bulletin draft --case 1', 'document 1 impact 1 rce', 'document 1 update Contoso Mail: 5.1'],
  [
    'advisory draft --case 1',
    'document 1 write title Attacks on mail servers',
    'document 1 write actions Close the port.',
  ],
  [
    'document 1 write summary Code runs where it must not.',
    'document 1 write case/1/description The parser reads too far.',
    'document 1 submit',
    'document 1 approve',
  ],
  ['pass open Ring one', 'pass 1 invite Fabrikam', 'pass 1 start'],
];

const sayings = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...vocabulary).map((text): readonly string[] => [text]) },
  { weight: 1, arbitrary: fc.constantFrom(...scenes) },
);

const turns = fc
  .record({ by: fc.constantFrom(...people), texts: sayings })
  .map(({ by, texts }) => texts.map((text): Line => ({ by, text })));

/** What once led nowhere. */
const ledNowhere = [
  ['role open @me', 'case add Heap overflow', 'case 1 validate', 'case 1 close all done'],
  ['role open @me', 'case add Heap overflow', 'case 1 validate', 'case 1 defer not now'],
  ['advisory draft'],
].map((texts): [Line[], number] => [texts.map((text): Line => ({ by: 'ada', text })), 1]);

test('doing what the bot says is missing leads every incident to its end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(turns, { maxLength: 30 }).map((all) => all.flat()),
      fc.constantFrom(1, 3, 4),
      async (all, level) => {
        await using core = new Core({ admins: ['cleo'], playbook, publisher, checks });
        const room = new Room(core, core.declare('ada', { level }));
        for (const said of all) {
          if (said.text === aDayPasses) await core.later({ hours: 25 });
          else room.says(said);
          expect(room.broken()).toEqual([]);
        }
        room.leadsToTheEnd();
        expect(core.problems()).toEqual([]);
      },
    ),
    { numRuns: 25, examples: ledNowhere },
  );
});

class Room {
  readonly #core: Core;
  readonly #incident: string;
  /** What was said and answered, to be read when it led nowhere. */
  readonly #heard: string[] = [];

  constructor(core: Core, incident: string) {
    this.#core = core;
    this.#incident = incident;
  }

  says({ by, text }: Line): { refused: boolean; message: Message } {
    const now = this.#core.clock.now();
    const spoken = text.replaceAll(
      /@(\w+)/g,
      (_, who: string) => `<@${id(who === 'me' ? by : who)}>`,
    );
    const parsed = parse(spoken, { now, zone: 'UTC' });
    if (!parsed.ok) throw new Error(`${text}: ${parsed.error.problem}`);
    const outcome = this.#core.ask(
      by,
      { ...parsed.value, incidentId: this.#incident } as typeof parsed.value,
      { isAdmin: by === 'cleo' },
    );
    const { message, refused } = renderOutcome(outcome, { now, nameOf: handleOf });
    this.#heard.push(`${by}: ${text}\n  ${plainText(message, handleOf).replaceAll('\n', '\n  ')}`);
    return { refused, message };
  }

  leadsToTheEnd(): void {
    for (let round = 0; round < 60 && !this.#isClosed(); round += 1) {
      const { refused, message } = this.says({ by: 'cleo', text: 'advance' });
      if (refused ? !this.#obeys('cleo', message, 3) : !this.#agreed('cleo', message)) break;
    }
    if (!this.#isClosed()) throw new Error(`stuck:\n${this.#heard.join('\n')}`);
  }

  /** Does what a message says should be done, whoever may; was anything of it taken? */
  #obeys(told: Person, message: Message, depth: number): boolean {
    const taken = commandsIn(message, told).map((text) => {
      const refusals: [Person, Message][] = [];
      for (const by of people) {
        const answer = this.says({ by, text });
        if (!answer.refused) return this.#agreed(by, answer.message);
        refusals.push([by, answer.message]);
      }
      if (depth === 0) return false;
      // Each of them does what they are told.
      return refusals.map(([by, refusal]) => this.#obeys(by, refusal, depth - 1)).includes(true);
    });
    return taken.includes(true);
  }

  /** Where it needs a second person, somebody else approves. */
  #agreed(proposer: Person, message: Message): boolean {
    const [, n] = /Approval (\d+): .* proposed by/s.exec(message.summary) ?? [];
    if (n === undefined) return true;
    return people
      .filter((one) => one !== proposer)
      .some((by) => !this.says({ by, text: `approve ${n}` }).refused);
  }

  /** What Vultron says shall hold of every case, and does not; and what one person alone has brought about. */
  broken(): string[] {
    const alone = partsOf(this.#core.store.db, this.#incident, 'approval')
      .map(({ state, snapshot: { context } }) => ({ state, ...context }))
      .filter(
        ({ state, proposedBy, decidedBy }) => state === 'approved' && proposedBy === decidedBy,
      )
      .map(({ words }) => `approved by who proposed it: ${words}`);
    return [...alone, ...this.#brokenCases()];
  }

  #brokenCases(): string[] {
    return partsOf(this.#core.store.db, this.#incident, 'case').flatMap(({ n, snapshot }) => {
      const states = caseStates(snapshot);
      if (states === null) return [];
      const { rm, em, cs } = states;
      const isEmbargoed = em === 'active' || em === 'revise';
      return [
        ...(/[PX]/.test(cs) && (isEmbargoed || em === 'proposed')
          ? [`${n}: ${em} though ${cs}`]
          : []),
        ...(cs.includes('A') && em === 'proposed' ? [`${n}: ${em} though ${cs}`] : []),
        ...(/vF|fD/.test(cs) || cs.includes('pX') ? [`${n}: ${cs}`] : []),
        ...(cs.includes('F') && !['accepted', 'deferred', 'closed'].includes(rm)
          ? [`${n}: ${cs} while ${rm}`]
          : []),
        ...(isEmbargoed === (snapshot.context.embargoUntil !== null) ? [] : [`${n}: ${em} until?`]),
      ];
    });
  }

  #isClosed(): boolean {
    return loadIncident(this.#core.store.db, this.#incident)?.closed === true;
  }
}

/** What is typed instead of filling in the form that a command opens. */
const typedInstead: readonly (readonly [opens: RegExp, ...lines: string[]])[] = [
  [/^case (\d+) bug-bar$/, 'case $1 severity important as told'],
  [/^case (\d+) assess$/, 'case $1 assess response as told', 'case $1 assess product as told'],
  [/^case (\d+) reconcile$/, 'case $1 reconcile as told'],
  [/^case (\d+) ssvc$/, 'remedy $1 ssvc efficient partial minimal'],
];

function typed(code: string): string[] {
  for (const [opens, ...lines] of typedInstead)
    if (opens.test(code)) return lines.map((told) => code.replace(opens, told));
  return [code];
}

/** The commands that a message names, with words put in where it leaves them to people. */
function commandsIn(message: Message, told: Person): string[] {
  // Somebody else is meant where two must agree.
  const other = told === 'ben' ? '@ada' : '@ben';
  const user = message.summary.includes('Two people must agree') ? other : '@me';
  const codes = message.blocks
    .flatMap(textsOf)
    .flatMap((text) =>
      text.flatMap((span) => (typeof span === 'object' && 'code' in span ? [span.code] : [])),
    );
  return [...new Set(codes)]
    .map((code) => code.replace(/^\/incident /, ''))
    .filter(
      (code) =>
        !/^(advance --override|reopen|merge|(checklist|status|list|help|roles|tasks|cases|approvals|health)\b)/.test(
          code,
        ),
    )
    .map((code) => filled(code.replaceAll('@user', user)))
    .flatMap(typed)
    .filter((code) => !code.includes('<'));
}

function textsOf(block: Block): Rich[] {
  if (block.kind === 'text') return [block.text];
  if (block.kind === 'list') return block.items.map(({ text }) => text);
  return [];
}

function filled(code: string): string {
  return code
    .replace('<product>, <product>', 'Contoso Mail 5')
    .replaceAll(/<(text|reason|words|note|title|how)>/g, 'as told')
    .replaceAll('<label>', 'AMBER')
    .replaceAll('<vector>', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H')
    .replaceAll('<product>: <versions>', 'Contoso Mail: 5')
    .replaceAll('tested <product>', 'tested Contoso Mail')
    .replaceAll('<vehicle>', 'monthly')
    .replace(/^case (\d+) cve <(id|CVE-…)>$/, 'case $1 cve CVE-2026-432$1')
    .replaceAll('minor|major', 'minor')
    .replaceAll('<rating>', 'important')
    .replaceAll('<impact>', 'rce')
    .replaceAll('<version>', '5.1')
    .replaceAll('<who, who>', 'Fabrikam, Northwind')
    .replaceAll('<reference>', 'REF-1')
    .replaceAll('<time>', 'in 2d')
    .replace(/^postmortem$/, 'postmortem It is written down.');
}
