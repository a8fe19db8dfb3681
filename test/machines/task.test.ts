// One task: saying yes to it is apart from doing it, and silence climbs from the deputy to the crisis lead and stops.
import { describe, expect, test } from 'vitest';
import type { Level } from '#machines/incident-types.ts';
import type { TaskEvent, TaskState } from '#machines/task.ts';
import type { Told } from '../support/incident-paths.ts';
import {
  ada,
  bob,
  cleo,
  hour,
  later,
  minute,
  start,
  TaskStory,
} from '../support/incident-paths.ts';

type Event = Told<TaskEvent>;

const ack: Event = { type: 'ACK', by: bob };
const begin: Event = { type: 'START', by: bob };
const done: Event = { type: 'DONE', note: 'published', by: bob };
const block: Event = { type: 'BLOCK', reason: 'no build machine', by: bob };
const waive: Event = { type: 'WAIVE', reason: 'not needed' };
const reopen: Event = { type: 'REOPEN' };
const assign = (to: string): Event => ({ type: 'ASSIGN', to });
const level = (to: Level): Event => ({ type: 'CHANGE_LEVEL', level: to });
const due = (dueAt: string): Event => ({ type: 'DUE_DATE', dueAt });

/** A task in each of its states. */
const tasks: Record<TaskState, () => TaskStory> = {
  open: () => new TaskStory(),
  acknowledged: () => new TaskStory().take(ack),
  started: () => new TaskStory().take(begin),
  blocked: () => new TaskStory().take(block),
  done: () => new TaskStory().take(done),
  waived: () => new TaskStory().take(waive),
};

describe('What can happen to a task', () => {
  const table: Record<TaskState, Partial<Record<TaskEvent['type'], TaskState>>> = {
    open: {
      ASSIGN: 'open',
      ACK: 'acknowledged',
      START: 'started',
      DONE: 'done',
      BLOCK: 'blocked',
      WAIVE: 'waived',
      DUE_DATE: 'open',
      CHANGE_LEVEL: 'open',
      ACK_OVERDUE: 'open',
      DUE: 'open',
    },
    acknowledged: {
      ASSIGN: 'open',
      START: 'started',
      DONE: 'done',
      BLOCK: 'blocked',
      WAIVE: 'waived',
      DUE_DATE: 'acknowledged',
      CHANGE_LEVEL: 'acknowledged',
      DUE: 'acknowledged',
    },
    started: {
      ASSIGN: 'open',
      DONE: 'done',
      BLOCK: 'blocked',
      WAIVE: 'waived',
      DUE_DATE: 'started',
      CHANGE_LEVEL: 'started',
      DUE: 'started',
    },
    blocked: {
      ASSIGN: 'open',
      ACK: 'acknowledged',
      START: 'started',
      DONE: 'done',
      BLOCK: 'blocked',
      WAIVE: 'waived',
      DUE_DATE: 'blocked',
      CHANGE_LEVEL: 'blocked',
      DUE: 'blocked',
    },
    done: { REOPEN: 'open' },
    waived: { REOPEN: 'open' },
  };
  const events: Event[] = [
    assign(cleo),
    ack,
    begin,
    done,
    block,
    waive,
    reopen,
    due(later(start, hour)),
    level(1),
    { type: 'ACK_OVERDUE', deputy: null, lead: null },
    { type: 'DUE' },
    { type: 'DUE_SOON' },
  ];

  test.each(
    (Object.keys(table) as TaskState[]).flatMap((state) =>
      events.map((event) => ({
        state,
        event,
        type: event.type,
        next: table[state][event.type] ?? 'refused',
      })),
    ),
  )('$type in $state: $next', ({ state, event, next }) => {
    const story = tasks[state]();
    const refused = story.refusal(event);

    expect(refused === 'taken' ? story.take(event).state : 'refused').toBe(next);
    expect(refused).not.toEqual({ onlyIn: [] });
  });
});

describe('Saying yes', () => {
  test.each([
    [1, 5],
    [2, 15],
    [3, 30],
    [4, 60],
  ] as const)('at level %i is due within %i minutes', (at, minutes) => {
    expect(new TaskStory({ level: at }).dueIn('ack')).toBe(minutes * minute);
  });

  test('is not doing it', () => {
    const story = tasks.acknowledged();

    expect(story.context).toMatchObject({ acknowledgedAt: story.now, closedAt: null });
    expect(story.timers).not.toContain('ack');
    expect(story.entries).toEqual([`Task 7 (Write the advisory) acknowledged by <@${bob}>`]);
  });

  test('to a task of nobody takes it', () => {
    expect(new TaskStory({ assignee: null }).take(ack).context.assignee).toBe(bob);
  });

  test.each([begin, done, block] as const)('is implied by $type', (event) => {
    const story = new TaskStory().wait(minute).take(event);

    expect(story.context.acknowledgedAt).toBe(story.now);
    expect(story.timers).not.toContain('ack');
  });

  test('whoever is given a task is told; whoever takes one is not asked again', () => {
    expect(new TaskStory().said).toEqual(['taskOffered']);
    expect(new TaskStory({ by: bob }).said).toEqual([]);

    const taken = new TaskStory({ assignee: null }).take({ ...assign(bob), by: bob });
    expect(taken.state).toBe('acknowledged');
    expect(taken.said).toEqual([]);
  });

  test('cannot be asked twice of the same person', () => {
    expect(tasks.started().refusal(assign(bob))).toHaveProperty('guards');
  });
});

describe('A task that nobody acknowledges', () => {
  test('goes to the deputy, then to the crisis lead, and then rests', () => {
    const story = new TaskStory({ level: 3 });
    const told: unknown[] = [];
    for (let rung = 0; story.timers.includes('ack'); rung += 1) {
      expect(story.dueIn('ack')).toBe(30 * minute);
      expect(rung).toBeLessThan(3);
      expect(story.fire('ack')).toBe(true);
      told.push(
        ...story.moment.step.effects.flatMap((effect) =>
          effect.kind === 'tell' ? [effect.person] : [],
        ),
      );
    }

    expect(told).toEqual([cleo, ada]);
    expect(story.state).toBe('open');
    expect(story.timers).toEqual([]);
  });

  test('goes to the crisis lead at once when there is no deputy', () => {
    const story = new TaskStory();
    story.deputy = null;

    story.fire('ack');

    expect(story.context.escalation).toBe(2);
    expect(story.entries).toEqual([
      `Task 7 (Write the advisory) not acknowledged in time, escalated to <@${ada}>`,
    ]);
    expect(story.timers).toEqual([]);
  });

  test('is put on record even when nobody is there to tell', () => {
    const story = new TaskStory();
    story.deputy = null;
    story.lead = null;

    story.fire('ack');

    expect(story.entries).toEqual([
      'Task 7 (Write the advisory) not acknowledged in time, escalated to the crisis lead (nobody holds the role)',
    ]);
    expect(story.said).toEqual(['taskEscalated']);
  });

  test('escalates no further once somebody says yes', () => {
    const story = new TaskStory();
    story.fire('ack');

    expect(story.take(ack).timers).toEqual([]);
  });

  test('given to somebody else it begins anew', () => {
    const story = new TaskStory({ level: 3 });
    story.fire('ack');
    story.fire('ack');

    story.take(assign(cleo));

    expect(story.context).toMatchObject({ assignee: cleo, escalation: 0, openedAt: story.now });
    expect(story.dueIn('ack')).toBe(30 * minute);
  });
});

describe('A change of the incident’s level', () => {
  test.each([
    { from: 4, to: 1, waited: 3, left: 2 },
    { from: 4, to: 1, waited: 20, left: 0 },
    { from: 1, to: 4, waited: 3, left: 57 },
    { from: 2, to: 3, waited: 10, left: 20 },
  ] as const)(
    'from $from to $to after $waited minutes leaves $left minutes to say yes',
    ({ from, to, waited, left }) => {
      const story = new TaskStory({ level: from }).wait(waited * minute).take(level(to));

      expect(story.context.level).toBe(to);
      expect(story.dueIn('ack')).toBe(left * minute);
    },
  );

  test('counts for later deadlines of a task that is under way', () => {
    const story = tasks.started().take(level(1), assign(cleo));

    expect(story.dueIn('ack')).toBe(5 * minute);
  });

  test('keeps quiet about a task that everybody was told of', () => {
    const story = new TaskStory();
    story.fire('ack');
    story.fire('ack');

    expect(story.take(level(1)).timers).toEqual([]);
  });

  test('to the present level is refused', () => {
    expect(new TaskStory({ level: 2 }).refusal(level(2))).toHaveProperty('guards');
  });
});

describe('Being blocked', () => {
  test('needs words that everybody sees', () => {
    const story = tasks.blocked();

    expect(story.context.reason).toBe('no build machine');
    expect(story.said).toEqual(['taskBlocked']);
    expect(story.entries).toEqual(['Task 7 (Write the advisory) blocked: no build machine']);
  });

  test.each([ack, begin, done, assign(cleo)] as const)(
    'ends with $type, and so does its reason',
    (event) => {
      const story = tasks.blocked().take(event);

      expect(story.state).not.toBe('blocked');
      expect(story.context.reason).toBeNull();
    },
  );
});

describe('The end of a task', () => {
  test('done says who and what came of it', () => {
    const story = tasks.done();

    expect(story.context).toMatchObject({ closedAt: story.now, closedBy: bob });
    expect(story.entries).toEqual([`Task 7 (Write the advisory) done by <@${bob}>: published`]);
    expect(story.timers).toEqual([]);
  });

  test('waived keeps the reason', () => {
    const story = tasks.waived();

    expect(story.context).toMatchObject({ reason: 'not needed', closedAt: story.now });
    expect(story.entries).toEqual(['Task 7 (Write the advisory) waived: not needed']);
    expect(story.timers).toEqual([]);
  });

  test.each(['done', 'waived'] as const)(
    'a task that was %s opens again and must be acknowledged again',
    (state) => {
      const story = tasks[state]().wait(hour).take(reopen);

      expect(story.state).toBe('open');
      expect(story.context).toMatchObject({
        acknowledgedAt: null,
        closedAt: null,
        closedBy: null,
        reason: null,
        escalation: 0,
      });
      expect(story.dueIn('ack')).toBe(30 * minute);
    },
  );
});

const day = 24 * hour;
const followUp = (dueIn: number): TaskStory =>
  new TaskStory({ followUp: true, dueAt: later(start, dueIn) }).take(ack);

describe('A follow-up', () => {
  test('is called for a day before its date, and only at its date when that is nearer', () => {
    expect(followUp(10 * day).dueIn('due')).toBe(9 * day);
    expect(followUp(day).dueIn('due')).toBe(day);
  });

  test('is then called for at its date, and after twice the time each time, at most a week', () => {
    const story = followUp(2 * day);
    const waits = Array.from({ length: 7 }, () => {
      story.fire('due');
      return (story.dueIn('due') ?? 0) / day;
    });

    expect(waits).toEqual([1, 1, 2, 4, 7, 7, 7]);
  });

  test('is told in person and not in the room', () => {
    const story = followUp(hour);
    story.fire('due');

    expect(story.moment.step.effects).toMatchObject([
      { kind: 'tell', person: bob, say: { to: 'owner', sent: 1 } },
      { kind: 'card' },
      { kind: 'card' },
    ]);
  });

  test('of nobody is told to whoever led', () => {
    const story = new TaskStory({ followUp: true, assignee: null, dueAt: later(start, hour) });
    story.fire('due');

    expect(story.moment.step.effects[0]).toMatchObject({
      kind: 'tell',
      person: ada,
      say: { to: 'lead' },
    });
  });

  test('is due in the words of records that are older than its reminders', () => {
    const story = followUp(hour).take({ type: 'DUE' });

    expect(story.entries).toEqual(['Task 7 (Write the advisory) is due and not done']);
    expect(story.context).toEqual(followUp(hour).context);
  });
});

describe('A due date', () => {
  test('rings once when the task is not done by then', () => {
    const story = new TaskStory({ dueAt: later(start, 2 * hour) }).take(begin);
    expect(story.dueIn('due')).toBe(2 * hour);

    story.fire('due');

    expect(story.entries).toEqual(['Task 7 (Write the advisory) is due and not done']);
    expect(story.said).toEqual(['taskDue', 'taskDue']);
    expect(story.timers).toEqual([]);
  });

  test('can be moved, and the reminder with it', () => {
    const story = new TaskStory({ dueAt: later(start, hour) }).take(due(later(start, 3 * hour)));

    expect(story.dueIn('due')).toBe(3 * hour);
  });

  test.each([done, waive])('does not ring after $type', (event) => {
    expect(new TaskStory({ dueAt: later(start, hour) }).take(event).timers).toEqual([]);
  });

  test('stays when the task changes hands, is blocked or is opened again', () => {
    const story = new TaskStory({ dueAt: later(start, 2 * hour) }).take(
      assign(cleo),
      block,
      done,
      reopen,
    );

    expect(story.dueIn('due')).toBe(2 * hour);
  });
});
