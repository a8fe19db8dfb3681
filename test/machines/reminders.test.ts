// Reminders nobody heeds: how they grow, whom they reach at last, and how far they can be put off.
import { describe, expect, test } from 'vitest';
import type { IncidentEvent, ReminderId } from '#machines/incident-types.ts';
import type { Told } from '../support/incident-paths.ts';
import {
  ada,
  bob,
  cleo,
  hour,
  IncidentStory,
  minute,
  TaskStory,
} from '../support/incident-paths.ts';

type Event = Told<IncidentEvent>;

const snooze = (what: ReminderId, minutes = 15): Event => ({ type: 'SNOOZE', what, minutes });

/** Whom the last event told in person. */
const told = (story: IncidentStory): string[] =>
  story.moment.step.effects.flatMap((effect) => (effect.kind === 'tell' ? [effect.person] : []));
const tellsAdmins = (story: IncidentStory): boolean =>
  story.moment.step.consequences.some(({ kind }) => kind === 'tellAdmins');

describe('Roles that nobody takes', () => {
  test('reach the declarer and the admins with the third reminder, once', () => {
    const story = new IncidentStory({ level: 3 });
    const reached = [1, 2, 3, 4].map(() => {
      story.fire('staffing');
      return [told(story), tellsAdmins(story)];
    });

    expect(reached).toEqual([
      [[], false],
      [[], false],
      [[ada], true],
      [[], false],
    ]);
  });

  test('say nothing any more once they are held', () => {
    const story = new IncidentStory({ level: 4 });
    story.claimed('crisis_lead', 'engineering_lead');
    story.fire('staffing');

    expect(story.said).toEqual([]);
  });
});

test('somebody who does not say yes to a role is asked again after twice the time', () => {
  const story = new IncidentStory({ level: 2 });
  story.take({ type: 'ROLE_ASSIGNED', role: 'legal', person: bob });
  const waits = [1, 2, 3].map(() => {
    story.fire('role.legal');
    return [story.dueIn('role.legal'), story.entries.length, told(story)];
  });

  expect(waits).toEqual([
    [30 * minute, 1, []],
    [60 * minute, 0, []],
    [120 * minute, 0, [ada]],
  ]);
  story.take({ type: 'ROLE_ASSIGNED', role: 'legal', person: bob, by: bob });
  expect(story.timers).not.toContain('role.legal');
});

const offered = (): IncidentStory =>
  new IncidentStory({ level: 2 })
    .claimed('crisis_lead')
    .take({ type: 'ROLE_ASSIGNED', role: 'deputy', person: cleo, by: cleo })
    .take({ type: 'HANDOVER', to: bob });

describe('A handover that nobody answers', () => {
  test('rings after the time to acknowledge, then twice as late, and reaches more people', () => {
    const story = offered();
    expect(story.dueIn('handover')).toBe(15 * minute);
    const reached = [1, 2, 3].map(() => {
      story.fire('handover');
      return [story.dueIn('handover'), story.entries.length, told(story), tellsAdmins(story)];
    });

    expect(reached).toEqual([
      [30 * minute, 1, [bob], false],
      [60 * minute, 0, [bob, ada, cleo], false],
      [120 * minute, 0, [bob, ada, cleo], true],
    ]);
  });

  test.each<[string, Event]>([
    ['accepted', { type: 'HANDOVER_ACCEPT', by: bob }],
    ['declined', { type: 'HANDOVER_DECLINE', reason: 'on leave', by: bob }],
    ['taken back by the lead', { type: 'HANDOVER_DECLINE', reason: 'he sleeps', by: ada }],
    ['over with the incident', { type: 'STAND_DOWN', reason: 'nothing' }],
  ])('is silent once it is %s', (_how, event) => {
    const story = offered().take(event);

    expect(story.timers).not.toContain('handover');
    expect(story.context.handoverTo).toBeNull();
  });

  test('is declined by nobody else', () => {
    expect(offered().refusal({ type: 'HANDOVER_DECLINE', reason: '', by: cleo })).toEqual({
      guards: ['mayDecline'],
    });
  });

  test('cannot be put off past the end of the shift', () => {
    const story = offered().wait(7 * hour);

    expect(story.refusal(snooze('handover', 61))).toMatchObject({ guards: ['snoozes'] });
    story.take(snooze('handover', 60));
    expect(story.dueIn('handover')).toBe(hour);
  });
});

describe('A reminder that was put off', () => {
  test('rings when the rest is over and goes on doubling', () => {
    const story = new IncidentStory({ level: 3 });
    story.fire('sitrep');
    story.take(snooze('sitrep', 90));
    expect(story.entries).toEqual([
      expect.stringMatching(/put the reminder of the overdue sitrep off for 90 min, until 2026/),
    ]);
    expect(story.dueIn('sitrep')).toBe(90 * minute);
    story.fire('sitrep');

    expect(story.said).toEqual(['sitrepOverdue']);
    expect(story.dueIn('sitrep')).toBe(8 * hour);
  });

  test('can be put off three times, until what it asks for is done', () => {
    const story = new IncidentStory({ level: 3 });
    story.fire('sitrep');
    story.take(snooze('sitrep'), snooze('sitrep'), snooze('sitrep'));
    expect(story.refusal(snooze('sitrep'))).toMatchObject({ guards: ['snoozes'] });

    story.take({ type: 'SITREP', text: 'Still on it' });
    expect(story.context.snoozed).toEqual({});
    story.fire('sitrep');
    story.take(snooze('sitrep'));
  });

  test('rests no longer than the level goes without a sitrep', () => {
    const story = new IncidentStory({ level: 1 });
    expect(story.refusal(snooze('staffing', 61))).toMatchObject({ guards: ['snoozes'] });
    story.take(snooze('staffing', 60));
  });

  test('is gone with the incident', () => {
    const story = new IncidentStory({ level: 3 });
    story.take(snooze('staffing'), { type: 'STAND_DOWN', reason: 'nothing' });

    expect(story.timers).toEqual([]);
    expect(story.context.snoozed).toEqual({});
    expect(story.refusal(snooze('staffing'))).not.toBe('taken');
  });

  test('of a task escalates later, and asks again for what was due', () => {
    const story = new TaskStory({ level: 3, assignee: bob });
    story.take({ type: 'SNOOZE', minutes: 60, by: bob });
    expect(story.dueIn('ack')).toBe(hour);
    const due = new TaskStory({ level: 3, assignee: bob });
    due.take({ type: 'ACK', by: bob });
    expect(due.refusal({ type: 'SNOOZE', minutes: 15, by: bob })).toEqual({
      guards: ['maySnoozeDue'],
    });
    due.take({ type: 'DUE_DATE', dueAt: due.now, by: bob });
    due.fire('due');
    due.take({ type: 'SNOOZE', minutes: 15, by: bob });
    expect(due.dueIn('due')).toBe(15 * minute);
    expect(due.fire('due')).toBe(true);
    expect(due.said).toContain('taskDue');
  });
});

describe('A sitrep for stakeholders', () => {
  test.each([
    [{ visibility: 'private' }, []],
    [{ visibility: 'restricted' }, []],
    [{ visibility: 'open' }, [{ type: 'TLP', label: 'RED' }]],
  ] as const)('is refused for %o', (input, events) => {
    const story = new IncidentStory({ level: 3, ...input }).take(...events);

    expect(story.refusal({ type: 'STAKEHOLDER_SITREP', text: 'All is well' })).toEqual({
      guards: ['mayGoOutside'],
    });
  });

  test('says its audience on the record and leaves the cadence as it is', () => {
    const story = new IncidentStory({ level: 3 }).wait(hour);
    story.take({ type: 'STAKEHOLDER_SITREP', text: 'All is well' });

    expect(story.moment.step.entries).toMatchObject([{ data: { audience: 'stakeholders' } }]);
    expect(story.dueIn('sitrep')).toBe(3 * hour);
    expect(story.moment.step.effects.map(({ kind }) => kind)).toEqual(['announce', 'say']);
  });
});
