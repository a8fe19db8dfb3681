// The coordinated release: go by every role of the quorum, holding until the planned instant, publishing, watching.
// Communications runs beside it from minute one. Written from the domain reference 2.2 and 2.4.
import { describe, expect, test } from 'vitest';
import { missingCriteria } from '#machines/criteria.ts';
import type { IncidentEvent, IsoInstant, Level, Role } from '#machines/incident-types.ts';
import type { Told } from '../support/incident-paths.ts';
import { hour, IncidentStory, later, nothingOutside, start } from '../support/incident-paths.ts';

type Event = Told<IncidentEvent>;

const day = 24 * hour;
const tuesday = later(start, 9 * day);
const guidance: Event = { type: 'GUIDANCE', text: 'Update now' };
const noGo: Event = { type: 'NO_GO', reason: 'it crashes in Japanese' };
const leads: Role[] = ['crisis_lead', 'engineering_lead', 'comms_lead'];

const go = (roles: Role[], releaseAt: IsoInstant | null = null): Event => ({
  type: 'GO',
  roles,
  releaseAt,
});
const fact = (name: 'public' | 'exploit' | 'attacks'): Event => ({
  type: 'FACT',
  fact: name,
  occurredAt: start,
  text: '',
});
const level = (to: Level): Event => ({ type: 'LEVEL', level: to, reason: 'it changed' });

const staging = (at: Level = 3): IncidentStory =>
  new IncidentStory({ level: at }).overriddenTo('communicate');
const held = (): IncidentStory => staging().take(go(leads, tuesday));
const watched = (at: Level = 3): IncidentStory => staging(at).take(go(leads), guidance);
const votesMissing = (story: IncidentStory): readonly string[] =>
  missingCriteria(story.context, nothingOutside).find(({ criterion }) => criterion === 'releaseGo')
    ?.what ?? [];

describe('Go for the release', () => {
  test('it takes the go of the crisis lead, engineering and communications', () => {
    const story = staging();
    expect(votesMissing(story)).toEqual(leads);

    story.take(go(['engineering_lead']));
    expect(story.state()).toBe('communicate.staging');
    story.take(go(['comms_lead']));
    expect(votesMissing(story)).toEqual(['crisis_lead']);
    story.take(go(['crisis_lead']));

    expect(story.state()).toBe('communicate.publishing');
  });

  test('at level 4, which has no comms lead, two are enough', () => {
    const story = staging(4).take(go(['crisis_lead', 'engineering_lead']));

    expect(story.state()).toBe('communicate.publishing');
  });

  test('a go counts once, and only from the quorum', () => {
    const story = staging().take(go(['crisis_lead']));

    expect(story.refusal(go(['crisis_lead']))).toEqual({ guards: ['mayGo'] });
    expect(story.refusal(go(['legal']))).toEqual({ guards: ['mayGo'] });
    expect(story.refusal(go([]))).toEqual({ guards: ['mayGo'] });
  });

  test('a go is possible while the release is prepared, and at no other time', () => {
    expect(new IncidentStory().refusal(go(leads))).toEqual({
      onlyIn: ['active.phase.communicate.staging'],
    });
    expect(held().refusal(go(leads))).toEqual({ onlyIn: ['active.phase.communicate.staging'] });
  });

  test('lowering the level to 4 can complete the quorum', () => {
    const story = staging(3).take(go(['crisis_lead', 'engineering_lead']), level(4));

    expect(story.state()).toBe('communicate.publishing');
  });

  test.each([
    [
      'holding',
      (): IncidentStory => staging(4).take(go(['crisis_lead', 'engineering_lead'], tuesday)),
    ],
    ['publishing', (): IncidentStory => staging(4).take(go(['crisis_lead', 'engineering_lead']))],
  ])(
    'raising the level while %s asks the comms lead for a go, which can then be given',
    (_name, given) => {
      const story = given().take(level(3));
      expect(votesMissing(story)).toEqual(['comms_lead']);
      expect(story.state()).toBe('communicate.staging');
      expect(story.timers).not.toContain('release');

      story.take(go(['comms_lead']));

      expect(['communicate.hold', 'communicate.publishing']).toContain(story.state());
    },
  );

  test.each([
    ['staging', (): IncidentStory => staging().take(go(['crisis_lead']))],
    ['hold', held],
    ['publishing', (): IncidentStory => staging().take(go(leads))],
  ])('a no-go in %s leads back to remediate, and every go must be given again', (_name, given) => {
    const story = given().take(noGo);

    expect(story.context).toMatchObject({
      phase: 'remediate',
      goVotes: [],
      releaseAt: null,
      epoch: 0,
    });
    expect(story.timers).not.toContain('release');
  });

  test('after a no-go the fix is still ready', () => {
    const story = new IncidentStory()
      .overriddenTo('remediate')
      .take({ type: 'FIX_READY', note: '' });

    story.overriddenTo('communicate').take(noGo);

    expect(story.state()).toBe('remediate.ready');
  });
});

describe('The planned instant', () => {
  test('the release is held until then', () => {
    const story = held();

    expect(story.state()).toBe('communicate.hold');
    expect(story.dueIn('release')).toBe(9 * day);
  });

  test('when it comes, guidance can go out', () => {
    const story = held();

    story.fire('release');

    expect(story.now).toBe(tuesday);
    expect(story.state()).toBe('communicate.publishing');
    expect(story.entries).toEqual(['The release instant is reached: publish now']);
  });

  test('an instant that is past already holds nothing back', () => {
    expect(
      staging()
        .take(go(leads, later(start, -hour)))
        .state(),
    ).toBe('communicate.publishing');
  });

  test('a pull-in releases at once and records the plan it broke', () => {
    const story = held()
      .wait(2 * day)
      .take({ type: 'PULL_IN', reason: 'mass scanning' });

    expect(story.state()).toBe('communicate.publishing');
    expect(story.entries).toEqual([`Release pulled in from ${tuesday}: mass scanning`]);
    expect(story.timers).not.toContain('release');
  });

  test.each(['public', 'exploit'] as const)(
    'once the %s fact is on record there is nothing left to hold back for',
    (name) => {
      const story = held().take(fact(name));

      expect(story.state()).toBe('communicate.publishing');
      // What is to go out by itself still goes out at its time: its updates may not be there before.
      expect(story.timers).toContain('release');
    },
  );

  test('limited attacks alone do not end the hold', () => {
    expect(held().take(fact('attacks')).state()).toBe('communicate.hold');
  });

  test('guidance during the hold is an advisory, not the release', () => {
    const story = held().take(guidance);

    expect(story.context.releasedAt).toBeNull();
    expect(story.state()).toBe('communicate.hold');
    expect(story.state('comms')).toBe('advising');
  });

  test('a later go moves the instant', () => {
    const story = staging()
      .take(go(['crisis_lead'], tuesday))
      .take(go(['engineering_lead', 'comms_lead'], later(tuesday, day)));

    expect(story.dueIn('release')).toBe(10 * day);
  });
});

describe('Publishing and watching', () => {
  test('guidance after every go is the release: the world knows, and monitoring begins', () => {
    const story = staging().wait(hour).take(go(leads), guidance);

    expect(story.state()).toBe('communicate.monitoring');
    expect(story.state('comms')).toBe('released');
    expect(story.context).toMatchObject({ releasedAt: story.now, monitoring: 'running' });
    expect(story.context.facts.public).toBe(story.now);
    expect(story.entries).toEqual(['Released, customer guidance is out: Update now']);
  });

  test('a vulnerability that was public before keeps that date', () => {
    const story = staging().take(fact('public')).wait(hour).take(go(leads), guidance);

    expect(story.context.facts.public).toBe(start);
  });

  test('guidance before every go is an advisory, and its revisions are counted', () => {
    const story = staging().take(go(['crisis_lead']), guidance, guidance);

    expect(story.context.releasedAt).toBeNull();
    expect(story.entries).toEqual(['Customer guidance, revision 2: Update now']);
  });

  test.each([
    [1, 72],
    [2, 72],
    [3, 24],
    [4, 24],
  ] as const)('at level %i customers are watched for %i hours', (at, hours) => {
    expect(watched(at).dueIn('monitoring')).toBe(hours * hour);
  });

  test('the phase is left when the window is over, not before', () => {
    const story = watched();
    const advance: Event = { type: 'ADVANCE', outside: nothingOutside };
    expect(story.refusal(advance)).toEqual({ guards: ['exitCriteriaMet'] });

    story.fire('monitoring');
    expect(story.entries).toEqual(['The monitoring window is over']);

    expect(story.take(advance).context.phase).toBe('review');
  });

  test('waiving the window ends it, once', () => {
    const waive: Event = { type: 'WAIVE_MONITORING', reason: 'nobody uses it' };
    const story = watched().take(waive);

    expect(story.timers).not.toContain('monitoring');
    expect(story.refusal(waive)).toEqual({ guards: ['isMonitoring'] });
    expect(missingCriteria(story.context, nothingOutside)).toEqual([]);
  });

  test('a fix that fails stops the watching; after the next release it begins anew', () => {
    const story = watched().take({ type: 'FIX_FAILED', reason: 'bypassed', rootCauseWrong: true });
    expect(story.timers).not.toContain('monitoring');
    expect(story.state('comms')).toBe('advising');

    story.overriddenTo('communicate').take(go(leads), guidance);

    expect(story.state('comms')).toBe('released');
    expect(story.dueIn('monitoring')).toBe(24 * hour);
    expect(story.context.guidance?.revision).toBe(2);
  });
});

describe('Communications', () => {
  test('are quiet at first and speak whenever they need to, whatever the phase', () => {
    for (const phase of ['mobilize', 'assess', 'remediate', 'communicate', 'review'] as const) {
      const story = new IncidentStory().overriddenTo(phase);
      expect(story.state('comms')).toBe('quiet');

      story.take({ type: 'HOLDING', text: 'We are investigating' });
      expect(story.state('comms')).toBe('holding');

      story.take(guidance);
      expect(story.state('comms')).toBe('advising');
      expect(story.context.phase).toBe(phase);
    }
  });

  test('a holding statement stays possible after guidance and after the release', () => {
    const holding: Event = { type: 'HOLDING', text: 'We are aware of reports' };

    expect(new IncidentStory().take(guidance, holding).state('comms')).toBe('advising');
    expect(watched().take(holding).state('comms')).toBe('released');
  });

  test('guidance stays known when an incident is reopened', () => {
    const story = new IncidentStory()
      .take(guidance)
      .overriddenTo('review')
      .take({ type: 'OVERRIDE', reason: 'nothing left', outside: nothingOutside })
      .take({ type: 'REOPEN', reason: 'something was' });

    expect(story.state('comms')).toBe('advising');
  });
});
