// The phases of an incident: their order, what each still needs, and the ways back and out. Written from the
// process (domain reference 2.4), not from the chart.
import { describe, expect, test } from 'vitest';
import { missingCriteria } from '#machines/criteria.ts';
import type { IncidentEvent, Level, Phase } from '#machines/incident-types.ts';
import type { Told } from '../support/incident-paths.ts';
import {
  ada,
  bob,
  IncidentStory,
  later,
  nothingOutside,
  rolesAt,
  start,
} from '../support/incident-paths.ts';

type Event = Told<IncidentEvent>;
const levelsOfSsirp: Level[] = [1, 2, 3, 4];

const advance: Event = { type: 'ADVANCE', outside: nothingOutside };
const attacks: Event = { type: 'FACT', fact: 'attacks', occurredAt: start, text: '' };
const published: Event = { type: 'FACT', fact: 'public', occurredAt: start, text: '' };
const brief: Event = { type: 'BRIEF', text: 'It is bad' };
const tlp: Event = { type: 'TLP', label: 'AMBER' };
const scope: Event = { type: 'SCOPE', text: 'Gateways' };
const affected: Event = { type: 'AFFECTED', products: ['VPN 1.2'] };
const decide: Event = { type: 'DECIDE', remedy: 'fix', reason: '' };
const ready: Event = { type: 'FIX_READY', note: '' };
const approveComms: Event = { type: 'APPROVE', as: 'comms' };
const approveLegal: Event = { type: 'APPROVE', as: 'legal' };
const guidance: Event = { type: 'GUIDANCE', text: 'Update now' };
const waiveMonitoring: Event = { type: 'WAIVE_MONITORING', reason: 'quiet' };
const postmortem: Event = { type: 'POSTMORTEM', summary: 'We were slow' };
const failed: Event = { type: 'FIX_FAILED', reason: 'it crashes', rootCauseWrong: false };
const reopen: Event = { type: 'REOPEN', reason: 'it is back' };
const standDown: Event = { type: 'STAND_DOWN', reason: 'nothing there' };
const falsePositive: Event = { type: 'FALSE_POSITIVE', reason: 'a scanner' };
const merge: Event = { type: 'MERGE', into: 'INC-2026-0002', reason: 'the same' };
const regress = (to: Phase): Event => ({ type: 'REGRESS', to, reason: 'not done yet' });
const go = (level: Level): Event => ({ type: 'GO', roles: rolesAt[level], releaseAt: null });

const missing = (story: IncidentStory): string[] =>
  missingCriteria(story.context, nothingOutside).map(({ criterion }) => criterion);

/** What gets an incident out of each phase, for a level. */
const work = (level: Level): Record<Phase, Event[]> => ({
  mobilize: [
    ...rolesAt[level].map((role): Event => ({ type: 'ROLE_ASSIGNED', role, person: ada })),
    brief,
    tlp,
  ],
  assess: [scope, affected, decide],
  remediate: level <= 2 ? [ready, approveComms, approveLegal] : [ready, approveComms],
  communicate: [go(level), guidance, waiveMonitoring],
  review: [postmortem],
});
const order: Phase[] = ['mobilize', 'assess', 'remediate', 'communicate', 'review'];

function workedTo(phase: Phase, level: Level): IncidentStory {
  const story = new IncidentStory({ level });
  for (const past of order.slice(0, order.indexOf(phase)))
    story.take(...work(level)[past], advance);
  return story;
}

function released(level: Level = 4): IncidentStory {
  return workedTo('communicate', level).take(go(level), guidance);
}

function closed(level: Level = 4): IncidentStory {
  return workedTo('review', level).take(postmortem, advance);
}

describe('The way forward', () => {
  test('an incident begins in mobilize, with nobody in charge', () => {
    expect(new IncidentStory().state()).toBe('mobilize.alerting');
  });

  test.each(levelsOfSsirp)(
    'goes through mobilize, assess, remediate, communicate and review in this order at level %i',
    (level) => {
      const story = new IncidentStory({ level });
      const seen: string[] = [story.context.phase];
      for (const phase of order) {
        story.take(...work(level)[phase], advance);
        seen.push(story.context.phase);
      }

      expect(seen).toEqual([...order, 'review']);
      expect(story.states).toEqual(['closed.resolved']);
      expect(story.context.outcome).toBe('resolved');
    },
  );

  test.each(
    levelsOfSsirp.flatMap((level) =>
      order.flatMap((phase) =>
        work(level)[phase].map((left, index) => ({
          level,
          phase,
          index,
          without: describeEvent(left),
        })),
      ),
    ),
  )('at level $level, $phase cannot be left without $without', ({ level, phase, index }) => {
    const story = workedTo(phase, level);
    const others = work(level)[phase].filter((_event, at) => at !== index);
    // Without a go there is no release, and without the release there is nothing to watch.
    for (const event of others) if (story.refusal(event) === 'taken') story.take(event);

    expect(story.refusal(advance)).toEqual({ guards: ['exitCriteriaMet'] });
    expect(missing(story)).not.toEqual([]);
  });

  test('the record says that the criteria were met and which phase begins', () => {
    const story = new IncidentStory().take(...work(4).mobilize, advance);

    expect(story.entries).toEqual(['Exit criteria of mobilize met', 'Phase assess begins']);
  });

  test('a role that was given away must be acknowledged before mobilize can be left', () => {
    const story = new IncidentStory({ level: 4 }).claimed('crisis_lead').take(brief, tlp);

    story.take({ type: 'ROLE_ASSIGNED', role: 'engineering_lead', person: bob });
    expect(missing(story)).toEqual(['rolesAcknowledged']);

    story.take({ type: 'ROLE_ASSIGNED', role: 'engineering_lead', person: bob, by: bob });
    expect(missing(story)).toEqual([]);
  });

  test('the sub-states of mobilize follow the crisis lead and the exit criteria, also backwards', () => {
    const story = new IncidentStory({ level: 4 }).claimed('crisis_lead');
    expect(story.state()).toBe('mobilize.staffing');

    story.claimed('engineering_lead').take(brief, tlp);
    expect(story.state()).toBe('mobilize.briefed');

    story.take({ type: 'ROLE_RELEASED', role: 'engineering_lead' });
    expect(story.state()).toBe('mobilize.staffing');

    story.take({ type: 'ROLE_RELEASED', role: 'crisis_lead' });
    expect(story.state()).toBe('mobilize.alerting');
  });

  test('observed attacks demand a tested mitigation or the statement that none exists', () => {
    const story = workedTo('assess', 4).take(scope, affected, decide);
    expect(story.state()).toBe('assess.deciding');

    story.take(attacks);
    expect(story.state()).toBe('assess.stabilizing');
    expect(missing(story)).toEqual(['mitigation']);

    story.take({ type: 'MITIGATION', text: 'nothing helps', exists: false });
    expect(story.state()).toBe('assess.deciding');
    expect(missing(story)).toEqual([]);
  });

  test('an advisory without a fix needs no fix, and a changed mind brings the fix back', () => {
    const story = workedTo('assess', 4)
      .take(scope, affected, { type: 'DECIDE', remedy: 'advisory-only', reason: 'end of life' })
      .advance();
    expect(story.state()).toBe('remediate.fixless');
    expect(missing(story)).toEqual(['commsApproval']);

    story.take(decide);
    expect(story.state()).toBe('remediate.developing');
    expect(missing(story)).toEqual(['fixReady', 'commsApproval']);
  });

  test('a fix goes from development through verification and validation to ready', () => {
    const story = workedTo('remediate', 4);
    const seen = [story.state()];
    for (const type of ['FIX_BUILT', 'FIX_VERIFIED', 'FIX_READY'] as const) {
      seen.push(story.take({ type, note: '' }).state());
    }

    expect(seen).toEqual([
      'remediate.developing',
      'remediate.verifying',
      'remediate.validating',
      'remediate.ready',
    ]);
  });

  test('an unowned follow-up keeps the review open', () => {
    const story = workedTo('review', 4).take(postmortem);

    expect(story.refusal({ type: 'ADVANCE', outside: { followUpsNotOwned: [12] } })).toEqual({
      guards: ['exitCriteriaMet'],
    });
    expect(missingCriteria(story.context, { followUpsNotOwned: [12] })).toEqual([
      { criterion: 'followUpsOwned', met: false, what: ['12'] },
    ]);
  });
});

describe('An override', () => {
  test.each(order)('leaves %s with a reason and names what was missing', (phase) => {
    const story = new IncidentStory({ level: 1 }).overriddenTo(phase);
    const next = order[order.indexOf(phase) + 1];

    story.take({ type: 'OVERRIDE', reason: 'no time', outside: nothingOutside });

    expect(story.entries[0]).toMatch(new RegExp(`^Left ${phase} by override without .+: no time$`));
    expect(next === undefined ? story.states.join() : story.context.phase).toBe(
      next ?? 'closed.resolved',
    );
  });
});

describe('Ending an incident early', () => {
  test.each(order)('standing down in %s ends it, as long as nothing is published', (phase) => {
    const story = workedTo(phase === 'review' ? 'communicate' : phase, 4).take(standDown);

    expect(story.states).toEqual(['closed.stoodDown']);
    expect(story.context.outcome).toBe('stoodDown');
    expect(story.timers).toEqual([]);
  });

  test.each([
    ['observed attacks', attacks],
    ['published guidance', guidance],
  ])('it cannot be stood down after %s', (_name, event) => {
    expect(new IncidentStory().take(event).refusal(standDown)).toEqual({
      guards: ['canStandDown'],
    });
  });

  test('it cannot be stood down after the release', () => {
    expect(released().refusal(standDown)).toEqual({ guards: ['canStandDown'] });
  });

  test('a false positive ends it', () => {
    const story = workedTo('assess', 4).take(falsePositive);

    expect(story.states).toEqual(['closed.falsePositive']);
    expect(story.timers).toEqual([]);
  });

  test.each([
    ['the remedy is decided', decide],
    ['attacks are observed', attacks],
  ])('it is no false positive any more once %s', (_name, event) => {
    expect(workedTo('assess', 4).take(event).refusal(falsePositive)).toEqual({
      guards: ['canBeFalsePositive'],
    });
  });

  test.each(order)('merging into another incident is possible in %s', (phase) => {
    const story = workedTo(phase, 4).take(merge);

    expect(story.states).toEqual(['closed.merged']);
    expect(story.context.mergedInto).toBe('INC-2026-0002');
    expect(story.timers).toEqual([]);
    expect(story.moment.step.consequences.map(({ kind }) => kind)).toEqual([
      'mergeInto',
      'dropTasks',
      // Its place on a release train.
      'toParts',
    ]);
  });

  test('an incident cannot be merged into itself', () => {
    expect(new IncidentStory().refusal({ ...merge, into: 'INC-2026-0001' })).toEqual({
      guards: ['isAnotherIncident'],
    });
  });

  test('the target of a merge takes over people and facts, and keeps its own facts', () => {
    const story = new IncidentStory().take(attacks, {
      type: 'MERGED_FROM',
      source: 'INC-2026-0003',
      members: [ada, bob],
      facts: { public: later(start, 5), exploit: null, attacks: later(start, 9) },
    });

    expect(story.context.members).toEqual([ada, bob]);
    expect(story.context.facts).toEqual({ public: later(start, 5), exploit: null, attacks: start });
  });
});

describe('The way back', () => {
  test.each(order.slice(1))(
    'from %s every earlier phase can be gone back to, and no other',
    (phase) => {
      const reached = order.flatMap((to) => {
        const story = new IncidentStory().overriddenTo(phase);
        if (story.refusal(regress(to)) !== 'taken') return [];
        const { entries, context } = story.take(regress(to));
        return [`${context.phase}: ${entries[0]}`];
      });

      const earlier = order.slice(0, order.indexOf(phase));
      expect(reached).toEqual(
        earlier.map((to) => `${to}: Back from ${phase} to ${to}: not done yet`),
      );
    },
  );

  test('going back before the release keeps the epoch and asks for every go again', () => {
    const story = workedTo('communicate', 3).take({
      type: 'GO',
      roles: ['crisis_lead'],
      releaseAt: null,
    });

    story.take(regress('remediate'));

    expect(story.context.epoch).toBe(0);
    expect(story.context.goVotes).toEqual([]);
  });

  test('going back after the release begins a new epoch', () => {
    const story = released().take(regress('assess'));

    expect(story.context.epoch).toBe(1);
    expect(story.context.releasedAt).toBeNull();
  });

  test.each([
    { phase: 'remediate', rootCauseWrong: false, to: 'remediate.developing' },
    { phase: 'remediate', rootCauseWrong: true, to: 'assess.stabilizing|assess.deciding' },
    { phase: 'communicate', rootCauseWrong: false, to: 'assess.deciding' },
    { phase: 'communicate', rootCauseWrong: true, to: 'assess.deciding' },
  ] as const)(
    'a fix that fails in $phase before release (root cause wrong: $rootCauseWrong) leads to $to in the same epoch',
    ({ phase, rootCauseWrong, to }) => {
      const story = workedTo(phase, 4);
      if (phase === 'remediate') story.take(ready, approveComms);

      story.take({ ...failed, rootCauseWrong });

      expect(to.split('|')).toContain(story.state());
      expect(story.context).toMatchObject({
        epoch: 0,
        fixReadyAt: null,
        approvals: { comms: null, legal: null },
      });
      expect(story.context.decision === null).toBe(rootCauseWrong);
    },
  );

  test('a fix that fails while the release is planned takes every go and the planned instant back', () => {
    const story = workedTo('communicate', 4).take({
      type: 'GO',
      roles: rolesAt[4],
      releaseAt: later(start, 86_400_000),
    });
    expect(story.state()).toBe('communicate.hold');

    story.take(failed);

    expect(story.context).toMatchObject({ goVotes: [], releaseAt: null });
    expect(story.timers).not.toContain('release');
  });

  test.each([
    ['verifying', [{ type: 'FIX_BUILT', note: '' }]],
    [
      'validating',
      [
        { type: 'FIX_BUILT', note: '' },
        { type: 'FIX_VERIFIED', note: '' },
      ],
    ],
    ['ready', [ready]],
  ] as [string, Event[]][])('a fix that fails in %s goes back to development', (state, events) => {
    const story = workedTo('remediate', 4).take(...events);
    expect(story.state()).toBe(`remediate.${state}`);

    expect(story.take(failed).state()).toBe('remediate.developing');
  });

  test.each([
    ['is watched', released],
    ['is reviewed', () => workedTo('review', 4)],
    ['is closed', closed],
  ])('a released fix that fails while it %s leads to assess and a new epoch', (_name, given) => {
    for (const rootCauseWrong of [false, true]) {
      const story = given();

      story.take({ ...failed, rootCauseWrong });

      expect(story.context).toMatchObject({
        phase: 'assess',
        epoch: 1,
        decision: null,
        fixReadyAt: null,
        releasedAt: null,
        monitoring: 'notStarted',
        postmortem: null,
        outcome: null,
      });
      expect(story.context.facts.public).not.toBeNull();
      expect(story.timers).not.toContain('monitoring');
    }
  });

  test.each([
    ['stood down', (): IncidentStory => new IncidentStory({ level: 2 }).take(standDown)],
    ['a false positive', (): IncidentStory => new IncidentStory({ level: 2 }).take(falsePositive)],
    ['resolved', () => closed(2)],
  ])(
    'an incident that was %s opens again in assess in a new epoch, with its rhythm',
    (_name, given) => {
      for (const event of [reopen, failed]) {
        const story = given().wait(3_600_000_000);

        story.take(event);

        expect(story.context).toMatchObject({
          phase: 'assess',
          epoch: 1,
          outcome: null,
          mergedInto: null,
        });
        expect(story.dueIn('sitrep')).toBe(2 * 3_600_000);
        expect(story.dueIn('shift')).toBe(8 * 3_600_000 - 30 * 60_000);
      }
    },
  );

  test('a merged incident goes on in the other one and does not open again', () => {
    for (const event of [reopen, failed]) {
      expect(new IncidentStory().take(merge).refusal(event)).toEqual({ guards: ['isNotMerged'] });
    }
  });

  test('an open incident cannot be reopened', () => {
    expect(new IncidentStory().refusal(reopen)).toEqual({ onlyIn: ['closed'] });
  });

  test('every epoch has checklists of its own, and none is posted for a phase not entered in it', () => {
    const story = workedTo('review', 4).take(failed);
    const cards = story.moment.step.effects.flatMap((effect) =>
      effect.kind === 'card' && effect.card.startsWith('checklist/') ? [effect.card] : [],
    );

    expect(new Set(cards)).toEqual(new Set(['checklist/review/0', 'checklist/assess/1']));
  });
});

describe('A closed incident', () => {
  test('takes no part in the process any more', () => {
    const story = closed();
    for (const event of [
      advance,
      brief,
      ready,
      go(4),
      guidance,
      attacks,
      standDown,
      merge,
      regress('assess'),
    ]) {
      expect(story.refusal(event)).not.toBe('taken');
    }
  });

  test('still takes notes, corrections, findings and exports', () => {
    const story = closed().take(
      { type: 'NOTE', text: 'late', occurredAt: start, link: null, author: null },
      { type: 'CORRECT', seq: 1, old: 'a', text: 'b' },
      { type: 'FINDING', category: 'lesson', text: 'alert earlier' },
      { type: 'EXPORTED', format: 'md' },
    );

    expect(story.states).toEqual(['closed.resolved']);
  });

  test('drops its open tasks and offers no handover', () => {
    const story = workedTo('review', 3).take({ type: 'HANDOVER', to: bob }, postmortem).advance();

    expect(story.moment.step.consequences).toEqual([
      { kind: 'dropTasks', reason: 'Incident closed. Every phase is done' },
      expect.objectContaining({ kind: 'toParts', part: 'train' }),
    ]);
    expect(story.context.handoverTo).toBeNull();
  });
});

describe('Facts', () => {
  test.each(order)('go on the record in %s without moving the phase', (phase) => {
    const story = workedTo(phase, 3).take(attacks);

    expect(story.context.phase).toBe(phase);
    expect(story.context.facts.attacks).toBe(start);
    expect(story.entries).toEqual(['Attacks are observed']);
  });

  test('are recorded once; a second report is refused', () => {
    expect(new IncidentStory().take(published).refusal(published)).toEqual({
      guards: ['isNewFact'],
    });
  });
});

function describeEvent(event: Event): string {
  const { type, ...rest } = event;
  return `${type} ${Object.values(rest).join(' ')}`.trim();
}
