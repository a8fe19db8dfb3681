// A case assessed by two teams, as they type it and fill in forms: what is taken, refused, shown and asked again.
import { describe, expect, test } from 'vitest';
import { checklist } from '#machines/criteria.ts';
import type { Phase } from '#machines/incident-types.ts';
import type { IncidentCommand } from '#src/commands/command.ts';
import { formCommands } from '#src/commands/forms.ts';
import type { Outcome } from '#src/commands/outcome.ts';
import { parse } from '#src/commands/parse.ts';
import { renderForm } from '#src/messages/forms.ts';
import type { Message } from '#src/messages/message.ts';
import { renderOutcome } from '#src/messages/reply.ts';
import { handleOf } from '#src/messages/rich.ts';
import { about, Core, id } from '../support/core.ts';

const worst = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const local = 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';

/** Ada leads, Eve is the engineering lead, Pia the product lead: each line is said by one of them. */
class Story {
  readonly core = new Core();
  readonly incident: string;

  constructor(level: 1 | 2 | 3 | 4 = 4) {
    this.incident = this.core.declare('ada', { level });
    this.says('ada: role crisis_lead @me');
    for (const [who, role] of [
      ['eve', 'engineering_lead'],
      ['pia', 'product_lead'],
    ] as const) {
      this.says(`ada: role ${role} <@${id(who)}>`);
      this.says(`${who}: role ${role} @me`);
    }
    this.says('ada: case add Heap overflow', 'ada: case 1 validate', 'ada: case 1 accept');
  }

  /** `who: command`; the answer to the last one. */
  says(...lines: string[]): string {
    return lines.map((line) => this.shown(this.ask(line)).summary).at(-1) ?? '';
  }

  ask(line: string): Outcome {
    const [, who = '', typed = ''] = /^(\w+): (.*)$/su.exec(line) ?? [];
    const parsed = parse(typed, { now: this.core.clock.now(), zone: 'UTC' });
    if (!parsed.ok) throw new Error(`${typed}: ${parsed.error.problem}`);
    return this.core.ask(who, about(this.incident, parsed.value as IncidentCommand));
  }

  shown(outcome: Outcome): Message {
    return renderOutcome(outcome, { now: this.core.clock.now(), nameOf: handleOf }).message;
  }

  card(): string {
    return JSON.stringify(this.shown(this.ask('ada: case show 1')));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.core[Symbol.asyncDispose]();
  }
}

const assessed = [
  `ada: case 1 assess response --severity critical --cvss ${worst} a worm --affected Contoso VPN: 4.2`,
  `pia: case 1 assess product --severity important --cvss ${worst} not by default --affected Contoso VPN: 4.2`,
];

describe('A case', () => {
  test('is assessed by each team, compared, settled and signed off', async () => {
    await using story = new Story();
    story.says(...assessed);
    expect(story.card()).toMatch(/The two teams differ in severity/);
    expect(story.says('ada: case 1 reconcile agreed')).toMatch(
      /two teams differ, so say what counts/,
    );
    expect(story.says('eve: case 1 sign-off')).toMatch(/case 1 reconcile <words> comes first/);
    expect(story.says('ada: case 1 reconcile --as product not on by default')).toMatch(
      /both teams agree on important, CVSS 9\.8 critical/,
    );
    expect(story.says('eve: case 1 sign-off reproduced')).toMatch(/technical sign-off/);
    expect(story.card()).not.toMatch(/differ in|Sign off"/);
    expect(story.says(`ada: case 1 cvss ${local}`)).toMatch(
      /reconciled again; the technical sign-off counts no longer/,
    );
    expect(story.core.problems()).toEqual([]);
  });

  test('is assessed by no team in the name of the other', async () => {
    await using story = new Story();
    expect(story.says('pia: case 1 assess response fine')).toMatch(/case manager/);
    expect(story.says('ada: case 1 assess product fine')).toMatch(/product lead/);
    expect(story.says('pia: case 1 sign-off')).toMatch(/engineering lead/);
  });

  test('has a severity that the bug bar proposes and people set', async () => {
    await using story = new Story();
    expect(story.says('eve: case 1 bug-bar server elevation anonymous none')).toMatch(
      /the bug bar proposes critical/,
    );
    expect(story.card()).toContain('case 1 severity critical');
    expect(story.says('eve: case 1 severity important a firewall is always there')).toMatch(
      /severity important, where the bug bar proposes critical: a firewall/,
    );
    expect(story.card()).toContain('important (the bug bar proposes critical)');
  });

  test.each([
    ['eve: case 1 cvss nonsense', /begins with CVSS:4.0/],
    [`eve: case 1 cvss ${worst}/E:Q`, /E takes X, U, P, F or H, not “Q”/],
    ['eve: case 1 cwe 787', /no CWE id/],
    ['eve: case 1 affected : 4.2', /I need a product/],
    ['eve: case 1 bug-bar server theft', /elevation, denial, disclosure, spoofing, tampering/],
    ['eve: case 1 assess response --score 9 fine', /do not know --score/],
  ])('is not told “%s”, and the answer says what is wrong', async (line, problem) => {
    await using story = new Story();
    expect(() => story.ask(line)).toThrow(problem);
  });

  test.each([
    ['pia: case 1 assess product fine', /names a severity, a CVSS vector and at least one/],
    ['ada: case 1 reconcile fine', /Both teams assess the case before they compare/],
    ['eve: case 1 affected remove Portal', /no such product/],
    ['eve: case 1 cwe remove CWE-20', /just these weaknesses/],
    ['eve: case 9 cvss AV:N/AC:L/Au:N/C:C/I:C/A:C', /has no case 9/],
  ])('refuses “%s” and says what to do', async (line, why) => {
    await using story = new Story();
    expect(story.says(line)).toMatch(why);
  });
});

describe('A Critical case under embargo', () => {
  test('makes its incident elevated, as long as both hold', async () => {
    await using story = new Story();
    const critical = () => story.core.context(story.incident).criticalCases ?? [];
    story.says('ada: case 1 severity critical a worm');
    expect(critical()).toEqual([]);
    story.says('ada: embargo propose until in 9d');
    expect(critical()).toEqual([1]);
    story.says('ada: case 1 severity important not by default');
    expect(critical()).toEqual([]);
    story.says('ada: case 1 severity critical after all', 'ada: embargo reject no');
    expect(critical()).toEqual([]);
    expect(story.core.problems()).toEqual([]);
  });
});

function submitted(story: Story, as: string, values: Record<string, string> = {}) {
  return formCommands(
    { id: 'assessment', incidentId: story.incident, subject: '1', seen: '' },
    {
      as,
      severity: 'critical',
      cvss: worst,
      affected: 'Contoso VPN: 4.2\nPortal',
      words: 'seen',
      ...values,
    },
    { now: story.core.clock.now(), zone: 'UTC' },
  );
}

describe('The form of an assessment', () => {
  test('says the same as the command', async () => {
    await using story = new Story();
    const response = submitted(story, 'response', { notAffected: 'Legacy: 3' });
    expect(response).toMatchObject({
      ok: true,
      value: {
        commands: [
          {
            verb: 'assessCase',
            caseNumber: 1,
            side: 'response',
            severity: 'critical',
            cvss: { score: 9.8 },
            products: [
              { name: 'Contoso VPN', versions: ['4.2'], isAffected: true },
              { name: 'Portal', versions: [], isAffected: true },
              { name: 'Legacy', versions: ['3'], isAffected: false },
            ],
            words: 'seen',
          },
        ],
      },
    });
    expect(submitted(story, 'both')).toMatchObject({
      value: { commands: [{ verb: 'reconcileCase', as: null, severity: 'critical' }] },
    });
  });

  test('says at its field what is wrong', async () => {
    await using story = new Story();
    expect(submitted(story, '', { cvss: 'x', affected: ':', severity: '' })).toMatchObject({
      error: { as: 'Choose whose assessment it is.', severity: 'Choose a severity.' },
    });
    const wrong = submitted(story, 'product', { cvss: 'x', affected: ':' });
    expect(Object.keys(wrong.ok ? {} : wrong.error)).toEqual(['cvss', 'affected']);
  });

  test('holds what both found, and leaves open what they differ in', async () => {
    await using story = new Story();
    story.says(...assessed);
    const outcome = story.ask('ada: case 1 reconcile');
    if (outcome.kind !== 'form') throw new Error('no form');
    const fields = new Map(renderForm(outcome.request).fields.map((field) => [field.name, field]));
    expect(fields.get('as')).toMatchObject({ initial: 'both' });
    expect(fields.get('severity')).not.toHaveProperty('initial');
    expect(fields.get('severity')?.hint).toBe('Response team: critical. Product team: important.');
    expect(fields.get('cvss')).toMatchObject({ initial: worst });
    expect(fields.get('affected')).toMatchObject({ initial: 'Contoso VPN: 4.2' });
  });
});

/** What the answer to `advance` says is missing. */
const missing = (story: Story): string => story.says('ada: advance');

describe('The phases of an incident with cases', () => {
  test('wait until each case that is worked on is assessed, and then signed off', async () => {
    await using story = new Story();
    story.says('ada: case add A duplicate', 'ada: case 2 duplicate-of 1');
    story.says('ada: case add Not now', 'ada: case 3 validate', 'ada: case 3 defer low');
    story.says('ada: advance --override begin', 'ada: scope VPN', 'ada: decide fix it is bad');
    expect(missing(story)).toMatch(
      /severity of each case, by the bug bar \(case 1\), CVSS vector of each case \(case 1\), affected products of each case \(case 1\), each case assessed by both teams \(case 1\), both assessments of each case reconciled \(case 1\)/,
    );
    expect(JSON.stringify(story.shown(story.ask('ada: checklist')))).toMatch(
      /case 1 bug-bar.*case 1 cvss.*case 1 affected.*case 1 assess.*case 1 reconcile/,
    );
    story.says(...assessed);
    expect(missing(story)).toMatch(/reconciled \(case 1\)/);
    story.says('ada: case 1 reconcile --as response as reproduced');
    expect(missing(story)).toMatch(/SSVC evaluation.*release vehicle of each case \(case 1\)/);
    story.says(
      'ada: case 1 ssvc none laborious partial minimal',
      'ada: case 1 vehicle next-version',
    );
    story.says('ada: advance', 'eve: fix ready', 'ada: approve comms');
    expect(missing(story)).toMatch(
      /CVE id of each case \(case 1\), technical sign-off of each case \(case 1\)/,
    );
    story.says('eve: case 1 cve CVE-2026-1111', 'eve: case 1 sign-off');
    story.says('ada: advance');
    expect(story.core.context(story.incident).phase).toBe('communicate');
    expect(story.core.problems()).toEqual([]);
  });

  test('wait while attacks are observed until something holds them back', async () => {
    await using story = new Story();
    story.says('ada: advance --override begin', 'ada: fact attacks in the wild');
    expect(missing(story)).toMatch(/none exists \(case 1\)/);
    expect(JSON.stringify(story.shown(story.ask('ada: checklist')))).toMatch(
      /case 1 mitigation add <text>/,
    );
    story.says('eve: case 1 mitigation none it is on by default');
    expect(missing(story)).not.toMatch(/none exists/);
  });

  test('take what is said of the whole incident for each of its cases', async () => {
    await using story = new Story();
    story.says('ada: advance --override begin', 'ada: fact attacks in the wild');
    story.says('ada: mitigation Block port 4433');
    expect(missing(story)).not.toMatch(/none exists/);
  });

  test('ask of a case in a record of before only what was asked then', async () => {
    await using story = new Story();
    const context = story.core.context(story.incident);
    const before = { followUpsNotOwned: [], cases: [{ n: 1, rm: 'accepted', hasPosture: true }] };
    const asked = (phase: Phase): string[] =>
      checklist(phase, context, before).map(({ criterion }) => criterion);
    expect(asked('assess')).toEqual(['scope', 'affectedProducts', 'decision', 'casesJudged']);
    expect(asked('remediate')).toEqual(['fixReady', 'commsApproval']);
  });
});
