// The scenarios that come with the bot, played through the use cases until all is known of their cases; then a bulletin
// and an advisory are drafted of the record, and every form of them passes the tests of its standard.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentContext } from '#machines/document-types.ts';
import { loadIncident } from '#db/incidents.ts';
import { openStore } from '#db/open.ts';
import { loadPart } from '#db/parts.ts';
import { dueTimers, nextTimer } from '#db/timers.ts';
import type { Command } from '#src/commands/command.ts';
import type { Outcome } from '#src/commands/outcome.ts';
import { parse } from '#src/commands/parse.ts';
import { checkDocument } from '#src/disclosure/check.ts';
import { machineFiles } from '#src/disclosure/machine-files.ts';
import { draft } from '#src/disclosure/publication.ts';
import { validateCsaf } from '#src/disclosure/validate-csaf.ts';
import type { ScenarioStep } from '#src/drill/scenario.ts';
import { builtInScenarios, loadScenario, withMentions } from '#src/drill/scenario.ts';
import { builtInPlaybookPath, loadPlaybook } from '#src/playbook-file.ts';
import type { Publisher } from '#src/shared/publisher.ts';
import { examplePublisher } from '#src/shared/publisher.ts';
import { fireTimer } from '#src/usecases/fire-timer.ts';
import { handleCommands } from '#src/usecases/handle-command.ts';
import { plainRules } from '../support/plain-rules.ts';

const publisher: Publisher = {
  ...examplePublisher,
  cna: { orgId: 'f38d906d-7342-40ea-92c1-6c4a2c6478c8', shortName: 'example' },
};

const idOf = (handle: string): string => `console:local:${handle}`;

const plain = {
  newId: () => crypto.randomUUID(),
  ...plainRules,
  publisher,
  checks: (document: DocumentContext) => checkDocument(document, publisher),
};

const isLast = ({ text }: ScenarioStep): boolean => text.includes('sign-off');

/** The incident once its last case is signed off and nothing is out. */
function played(name: string) {
  const scenario = loadScenario(builtInScenarios[name] ?? name);
  const incidentId = `INC-${scenario.startsAt.slice(0, 4)}-0001`;
  const store = openStore(':memory:');
  const rules = { ...plain, playbook: loadPlaybook(builtInPlaybookPath) };
  let now: string = scenario.startsAt;
  const ask = (by: string, text: string): Outcome => {
    const parsed = parse(withMentions({ text, by }, idOf), { now, zone: 'UTC' });
    if (!parsed.ok) throw new Error(`${text}: ${parsed.error.problem}`);
    const command: Command =
      'incidentId' in parsed.value ? { ...parsed.value, incidentId } : parsed.value;
    const request = {
      requestId: crypto.randomUUID(),
      person: idOf(by),
      tenant: 'console:local',
      kind: 'member' as const,
      isAdmin: false,
      conversation: null,
    };
    return handleCommands(store, rules, now, request, [command]);
  };
  for (const step of scenario.steps.slice(0, scenario.steps.findLastIndex(isLast) + 1)) {
    now = Temporal.Instant.from(scenario.startsAt)
      .add({ milliseconds: step.atMs })
      .toString({ fractionalSecondDigits: 3 });
    for (let due = nextTimer(store.db); due !== undefined && due <= now;) {
      for (const timer of dueTimers(store.db, due, 100))
        fireTimer(store, rules, timer.dueAt, timer);
      due = nextTimer(store.db);
    }
    if (step.kind === 'say') ask(step.by, step.text);
  }
  const lead = loadIncident(store.db, incidentId)?.snapshot.context.roles.crisis_lead?.person;
  return {
    store,
    says: (text: string) => ask(lead?.split(':').at(-1) ?? '', text),
    document: (n: number): DocumentContext => {
      const found = loadPart(store.db, incidentId, 'document', n);
      if (found === undefined) throw new Error(`no document ${n}`);
      return found.snapshot.context;
    },
  };
}

describe.each([
  ['ms08-078', 'Internet Explorer: 7.0.6000', ['CVE-2008-4844']],
  [
    'proxylogon',
    'Exchange Server: 15.2.792.10',
    ['CVE-2021-26855', 'CVE-2021-26857', 'CVE-2021-26858', 'CVE-2021-27065'],
  ],
])('the documents of %s', (name, update, cves) => {
  let incident: ReturnType<typeof played>;
  beforeAll(() => {
    incident = played(name);
    // The validator compiles its schemas once; no test is to be slow for it.
    validateCsaf('{}', '');
  }, 60_000);
  afterAll(() => incident.store[Symbol.dispose]());

  test.each(['bulletin', 'advisory'])('a %s is valid in every form', (kind) => {
    const { says, document } = incident;
    const n = kind === 'bulletin' ? 1 : 2;
    says(`${kind} draft`);
    const { cases } = document(n);
    for (const one of cases)
      says(`document ${n} write case/${one}/description What attackers can do with the flaw.`);
    says(`document ${n} write summary It is mended.`);
    says(`document ${n} write actions Install the update.`);
    says(`document ${n} write case/${cases[0]}/faq ### What causes it?\n\nA missing check.`);
    for (const one of cases) says(`document ${n} impact ${one} rce`);
    if (kind === 'bulletin') says(`document ${n} update ${update} --restart required`);

    expect(says(`document ${n} submit`)).toMatchObject({ kind: 'done' });

    const files = machineFiles(draft(document(n), publisher));
    expect(
      document(n)
        .facts.map(({ cve }) => cve ?? 'none')
        .toSorted(),
    ).toEqual(cves);
    expect(files.filter(({ format }) => format === 'cve').map((file) => file.name)).toHaveLength(
      cves.length,
    );
    expect(new Set(files.map(({ format }) => format))).toEqual(
      new Set(['csaf', 'vex', 'cve', 'osv']),
    );
  });

  test('what the record has wrong is refused with the test that found it', () => {
    const { says } = incident;
    says('document 1 return once more');
    says('case 1 cwe CWE-99999');
    says('case 1 cwe remove CWE-416');
    says('case 1 cwe remove CWE-918');
    says('document 1 refresh');

    expect(says('document 1 submit')).toMatchObject({
      kind: 'refused',
      refusal: {
        problems: expect.arrayContaining([
          expect.objectContaining({ check: 'CSAF 6.1.11' }),
        ]) as unknown,
      },
    });
  });
});
