// The level that the facts ask for (domain reference 1.5), and that it is raised by itself, never lowered.
import { describe, expect, test } from 'vitest';
import type { FactName, IncidentEvent, Level } from '#machines/incident-types.ts';
import { levelRule } from '#machines/level-rules.ts';
import type { Told } from '../support/incident-paths.ts';
import { bob, IncidentStory, start } from '../support/incident-paths.ts';

type Event = Told<IncidentEvent>;

const fact = (name: FactName, caseNumber?: number): Event => ({
  type: 'FACT',
  fact: name,
  occurredAt: start,
  text: '',
  ...(caseNumber === undefined ? {} : { caseNumber }),
});
const critical = (holds: boolean): Event => ({ type: 'CRITICAL_CASE', n: 2, holds });
const level = (to: Level): Event => ({
  type: 'LEVEL',
  level: to,
  reason: 'we think so',
  because: 'people',
});
const fixReleased: Event[] = [
  { type: 'DECIDE', remedy: 'fix', reason: '' },
  { type: 'GUIDANCE', text: 'Update now' },
];

/** In communicate, with every go in: what is published next is the release. */
function beforeRelease(): IncidentStory {
  return new IncidentStory({ level: 4 })
    .overriddenTo('communicate')
    .claimed('crisis_lead', 'engineering_lead')
    .take({ type: 'GO', roles: ['crisis_lead', 'engineering_lead'], releaseAt: null });
}

describe('The facts ask for', () => {
  const unfixed: [level: Level, rule: string, known: FactName[], critical?: true][] = [
    [4, 'watch', []],
    [4, 'watch', ['wormable']],
    [3, 'criticalEmbargo', [], true],
    [3, 'criticalEmbargo', ['wormable'], true],
    [3, 'publicUnfixed', ['public']],
    [3, 'publicUnfixed', ['public', 'wormable'], true],
    [2, 'exploitUnfixed', ['exploit']],
    [2, 'exploitUnfixed', ['public', 'exploit']],
    [2, 'attacks', ['attacks']],
    [2, 'attacks', ['attacks', 'exploit', 'public'], true],
    [1, 'worm', ['attacks', 'wormable']],
    [1, 'worm', ['broad', 'wormable']],
    [1, 'worm', ['kev', 'wormable']],
    [1, 'broad', ['broad']],
    [1, 'broad', ['attacks', 'broad', 'kev']],
    [1, 'kevUnfixed', ['kev']],
    [1, 'kevUnfixed', ['attacks', 'kev', 'public']],
  ];

  test.each(unfixed)('level %i (%s) while nothing fixes %j', (asked, rule, known, isCritical) => {
    const story = new IncidentStory({ level: 1 }).take(
      ...known.map((name) => fact(name)),
      ...(isCritical ? [critical(true)] : []),
    );

    expect(levelRule(story.context)).toMatchObject({ level: asked, rule });
  });

  const fixed: [level: Level, rule: string, known: FactName[]][] = [
    // The release itself makes it public.
    [4, 'watch', ['exploit']],
    [2, 'attacks', ['kev']],
    [1, 'broad', ['broad']],
  ];

  test.each(fixed)('level %i (%s) once a fix is released for %j', (asked, rule, known) => {
    const story = beforeRelease().take(...fixReleased, ...known.map((name) => fact(name)));

    expect(levelRule(story.context)).toMatchObject({ level: asked, rule });
  });

  test('no less after an advisory without a fix, nor after a fix that failed', () => {
    const advised = beforeRelease().take(
      { type: 'DECIDE', remedy: 'advisory-only', reason: 'end of life' },
      { type: 'GUIDANCE', text: 'Replace it' },
    );
    expect(levelRule(advised.context)).toMatchObject({ level: 3, rule: 'publicUnfixed' });

    const failed = beforeRelease().take(...fixReleased);
    expect(levelRule(failed.context).level).toBe(4);
    failed.take({ type: 'FIX_FAILED', reason: 'it can be bypassed', rootCauseWrong: true });
    expect(levelRule(failed.context)).toMatchObject({ level: 3, rule: 'publicUnfixed' });
    expect(raises(failed)).toEqual([3]);
  });
});

/** The levels that the last event raises the incident to by itself. */
function raises({ moment }: IncidentStory): Level[] {
  return moment.step.consequences.flatMap((one) =>
    one.kind === 'toIncident' && one.event.type === 'LEVEL' ? [one.event.level] : [],
  );
}

const consequencesOf = ({ moment }: IncidentStory) => moment.step.consequences;

describe('A fact', () => {
  test('raises the level only above the present one, and only when it asks for more than before', () => {
    const story = new IncidentStory({ level: 4 });
    expect(raises(story.take(fact('public')))).toEqual([3]);
    expect(raises(story.take(fact('wormable')))).toEqual([]);
    // People judged otherwise; the next fact that asks for no more than before leaves it so.
    expect(raises(story.take(critical(true)))).toEqual([]);
    expect(raises(story.take(fact('attacks')))).toEqual([1]);
    expect(raises(new IncidentStory({ level: 1 }).take(fact('broad')))).toEqual([]);
  });

  test('that is no more than what is known never lowers it', () => {
    const story = new IncidentStory({ level: 2 }).take(critical(true), critical(false));

    expect(story.context.level).toBe(2);
    expect(raises(story)).toEqual([]);
  });

  test.each(['broad', 'kev'] as const)('%s is an attack, of the case it names', (name) => {
    const [plain] = consequencesOf(new IncidentStory({ level: 1 }).take(fact(name)));
    expect(plain).toMatchObject({ kind: 'toIncident', event: { type: 'FACT', fact: 'attacks' } });

    const [ofCase] = consequencesOf(new IncidentStory({ level: 1 }).take(fact(name, 2)));
    expect(ofCase).toMatchObject({
      kind: 'toParts',
      part: 'case',
      n: 2,
      event: { fact: 'attacks' },
    });

    expect(
      consequencesOf(new IncidentStory({ level: 1 }).take(fact('attacks'), fact(name))),
    ).toEqual([]);
  });
});

describe('A change of level', () => {
  test('by the facts is the bot’s own, with the rule as reason', () => {
    const story = new IncidentStory({ level: 3 }).take({
      type: 'LEVEL',
      level: 2,
      reason: 'attacks are observed, limited and targeted',
      because: 'facts',
      by: bob,
    });

    expect(story.entries).toEqual([
      'Level raised from 3 to 2 (High) by the facts: attacks are observed, limited and targeted',
    ]);
    expect(story.moment.step.entries[0]?.actor).toBe('ssirp');
  });

  test('below what the facts ask for is allowed, and says so', () => {
    const story = new IncidentStory({ level: 1 }).take(fact('attacks'), level(3));

    expect(story.entries).toEqual([
      'Level lowered from 1 to 3 (Elevated): we think so. The facts ask for 2 (High): attacks are observed, limited and targeted',
    ]);
    expect(story.take(level(2)).entries).toEqual(['Level raised from 3 to 2 (High): we think so']);
  });
});
