// What needs two people: nothing is done before somebody else has said yes, and then exactly what was proposed.
import { describe, expect, test } from 'vitest';
import { approvalActs } from '#machines/approval-types.ts';
import type { Playbook } from '#machines/playbook.ts';
import { partsOf } from '#db/parts.ts';
import { readTimeline } from '#db/timeline.ts';
import { timersOf } from '#db/timers.ts';
import { parse } from '#src/commands/parse.ts';
import { renderOutcome } from '#src/messages/reply.ts';
import { handleOf, plainText } from '#src/messages/rich.ts';
import { about, Core, id, told } from '../support/core.ts';

const playbook: Playbook = {
  name: 'two',
  version: '1',
  tasks: [],
  approvals: Object.fromEntries(approvalActs.map((act) => [act, [1, 2, 3, 4]])),
};

class Room implements AsyncDisposable {
  readonly core: Core;
  readonly incident: string;

  constructor(level: 1 | 2 | 3 | 4 = 3, more: { admins?: string[]; visibility?: 'private' } = {}) {
    this.core = new Core({ playbook, admins: more.admins ?? [] });
    this.incident = this.core.declare('ada', { level, visibility: more.visibility ?? 'open' });
    this.says('ada', 'role crisis_lead @me');
    this.says('ada', 'role engineering_lead @ben');
    this.says('ben', 'role engineering_lead @me');
  }

  /** What somebody types, and reads in answer. */
  says(by: string, text: string, conversation?: string): string {
    const now = this.core.clock.now();
    const spoken = text.replaceAll(
      /@(\w+)/g,
      (_, who: string) => `<@${id(who === 'me' ? by : who)}>`,
    );
    const parsed = parse(spoken, { now, zone: 'UTC' });
    if (!parsed.ok) throw new Error(`${text}: ${parsed.error.problem}`);
    const command = { ...parsed.value, incidentId: this.incident } as ReturnType<typeof about>;
    const isAdmin = this.core.rules.admins('slack:T1').includes(id(by));
    const outcome = this.core.ask(by, command, {
      isAdmin,
      ...(conversation === undefined ? {} : { conversation }),
    });
    return plainText(renderOutcome(outcome, { now, nameOf: handleOf }).message, handleOf);
  }

  /** Goes on to a phase the short way. */
  in(phase: string): void {
    while (this.phase !== phase) {
      this.says('ada', 'advance --override no time');
      this.says('ben', `approve ${this.approvals.length}`);
    }
  }

  get approvals(): string[] {
    return partsOf(this.core.store.db, this.incident, 'approval').map(({ state }) => state);
  }

  get phase(): string {
    return this.core.context(this.incident).phase;
  }

  get record(): string[] {
    return this.core.texts(this.incident);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const wrong = [...this.core.problems(), ...this.core.errors];
    if (wrong.length > 0) throw new Error(wrong.map(String).join());
    await this.core[Symbol.asyncDispose]();
  }
}

describe('Two people', () => {
  test('must agree on an override, which is then done in the name of who proposed it', async () => {
    await using room = new Room();

    expect(room.says('ada', 'advance --override no time')).toContain(
      'Approval 1: leave mobilize although something is missing: no time — proposed by @ada',
    );
    expect(room.phase).toBe('mobilize');
    // Whoever approves sees what would be left out.
    expect(room.says('ben', 'approvals 1')).toMatch(/Missing: .*initial brief, TLP label/);
    expect(room.says('ben', 'approve 1')).toContain('@ben approved what @ada proposed');
    expect(room.phase).toBe('assess');
    expect(room.approvals).toEqual(['approved']);
    // What is decided reminds of nothing.
    const ringing = timersOf(room.core.store.db, room.incident).map(({ instance }) => instance);
    expect(ringing).not.toContain('approval/1');
    const override = [...readTimeline(room.core.store.db, room.incident)].find(({ text }) =>
      text.startsWith('Left mobilize by override'),
    );
    expect(override).toMatchObject({ actor: id('ada'), data: { approvedBy: id('ben') } });
  });

  test.each([
    ['lowering a level 1', 1, [], 'level 2 fewer attacks'],
    ['what customers are told', 3, [], 'guidance Close the port'],
    [
      'ending an embargo',
      3,
      ['case add Overflow', 'embargo propose until in 3d', 'embargo accept'],
      'embargo end it leaked',
    ],
  ] as const)('must agree on %s', async (_what, level, before, line) => {
    await using room = new Room(level);
    for (const text of before) room.says('ada', text);
    const length = room.record.length;

    room.says('ada', line);
    expect(room.record.slice(length)).toHaveLength(1);
    room.says('ben', 'approve 1');
    expect(room.record.slice(length).length).toBeGreaterThan(2);
    expect(room.approvals).toEqual(['approved']);
  });

  test('must agree on closing, by “close” as by “advance”', async () => {
    await using room = new Room(4);
    room.in('review');
    room.says('ada', 'postmortem It took long.');
    for (const line of ['close', 'advance']) {
      room.says('ada', line);
      expect(room.approvals.at(-1)).toBe('proposed');
      expect(room.says('ada', line)).toContain('proposed already');
      room.says('ada', `approval ${room.approvals.length} withdraw not yet`);
    }
    room.says('ada', 'close');
    room.says('ben', `approve ${room.approvals.length}`);
    expect(room.core.context(room.incident).outcome).toBe('resolved');
  });

  test('must agree on a release for which one person would give every go, and need not where two have', async () => {
    for (const [first, answer] of [
      ['ada', 'proposed by'],
      ['ben', 'go for release from @ada'],
    ] as const) {
      await using room = new Room(4);
      room.in('communicate');
      if (first === 'ben') room.says('ben', 'go');
      else {
        room.says('ada', 'role engineering_lead @me');
        room.says('ada', 'role deputy @ben');
      }
      expect(room.says('ada', 'go').toLowerCase()).toContain(answer.toLowerCase());
    }
  });

  test('must agree on a release before the time agreed', async () => {
    await using room = new Room(4);
    room.in('communicate');
    for (const who of ['ada', 'ben']) room.says(who, 'go --at in 2d');
    const stands = (): string => room.says('ada', 'checklist');
    const before = stands();

    expect(room.says('ada', 'pull-in it leaks')).toContain(
      'release now and not at the time agreed',
    );
    expect(stands()).toBe(before);
    expect(room.says('ben', `approve ${room.approvals.length}`)).toContain('it leaks');
    expect(room.approvals.at(-1)).toBe('approved');
  });

  test('are two: nobody approves their own, by whatever roles', async () => {
    await using room = new Room(3, { admins: ['ada'] });
    room.says('ada', 'advance --override no time');

    expect(room.says('ada', 'approve 1')).toContain('somebody else must approve it');
    expect(room.approvals).toEqual(['proposed']);
    expect(room.says('ada', 'decline 1 a mistake')).toContain('is taken back: a mistake');
    expect(room.approvals).toEqual(['withdrawn']);
  });

  test('have the right at that moment: without the role nobody approves, and what its proposer may not do any more is not done', async () => {
    await using room = new Room();
    room.says('ada', 'advance --override no time');
    expect(room.says('cleo', 'approve 1')).toContain('Only these may do this');
    room.says('ada', 'role crisis_lead @dora');
    room.says('dora', 'role crisis_lead @me');

    expect(room.says('ben', 'approve 1')).toContain('@ada may not do it any more');
    expect(room.approvals).toEqual(['overtaken']);
    expect(room.phase).toBe('mobilize');
  });

  test('find that the incident has gone on: what was meant for another phase is not done in this one', async () => {
    await using room = new Room();
    room.says('ada', 'advance --override no time');
    room.says('ada', 'role comms_lead @me');
    room.says('ada', 'brief x');
    room.says('ada', 'tlp AMBER');
    room.says('ada', 'advance');
    expect(room.phase).toBe('assess');

    expect(room.says('ben', 'approve 1')).toContain('the incident is in assess now');
    expect(room.phase).toBe('assess');
  });

  test('hear it when nobody else can approve, and what to do about it', async () => {
    await using room = new Room();
    room.says('ada', 'role engineering_lead none');

    expect(room.says('ada', 'advance --override no time')).toMatch(
      /nobody but you holds a role that may approve it.*\/incident role deputy @user/,
    );
    expect(room.approvals).toEqual([]);
  });

  test('learn that it cannot be done before anybody is asked', async () => {
    await using room = new Room();
    expect(room.says('ada', 'embargo case 1 end it leaked')).toContain('has no case 1');
    expect(room.says('ben', 'advance --override no time')).toContain('Only these may do this');
    expect(room.approvals).toEqual([]);
  });

  test('may be an admin where nobody else of the incident can', async () => {
    await using room = new Room(3, { admins: ['ines'] });
    room.says('ada', 'role engineering_lead none');
    await room.core.later({ minutes: 1 });
    room.says('ada', 'advance --override no time');
    await room.core.settle();

    const shown = room.core.port.taken.map(({ deed }) =>
      'message' in deed ? plainText(deed.message, handleOf) : '',
    );
    expect(shown.join()).toContain('Waits for a second person: approval 1, override of exit');
    const asked = room.core.port.taken.filter(
      ({ deed }) => deed.kind === 'tell' && deed.person === id('ines'),
    );
    expect(asked.map(({ deed }) => told(deed)).join()).toContain('needs a second person');
    room.says('ines', 'approve 1');
    expect(room.phase).toBe('assess');
  });

  test('of a private incident nobody is asked who does not belong to it', async () => {
    await using room = new Room(3, { admins: ['ines'], visibility: 'private' });
    room.says('ada', 'role engineering_lead none');
    room.says('ada', 'remove @ben off duty');
    expect(room.says('ada', 'advance --override no time')).toContain('nobody but you holds a role');
  });

  test('are reminded at half time, and after it nothing is done and the proposer hears of it', async () => {
    await using room = new Room(1);
    room.says('ada', 'level 2 fewer attacks');
    await room.core.later({ minutes: 31 });
    const said = (): string => room.core.port.taken.map(({ deed }) => told(deed)).join('\n');
    expect(said()).toContain('Approval 1 waits until');
    expect(said()).toContain('still needs a second person');
    await room.core.later({ minutes: 30 });

    expect(room.approvals).toEqual(['expired']);
    expect(said()).toContain('Nobody approved in time');
    expect(room.says('ben', 'approve 1')).toContain('decided already: expired');
    expect(room.core.context(room.incident).level).toBe(1);
  });

  test('see another text as another proposal, in place of the first', async () => {
    await using room = new Room();
    room.says('ada', 'guidance Close the port');
    room.says('ada', 'guidance Close both ports');

    expect(room.approvals).toEqual(['withdrawn', 'proposed']);
    expect(room.says('ben', 'approve 1')).toContain('decided already: taken back');
    expect(room.says('ben', 'approve 2')).toContain('Close both ports');
    expect(room.core.context(room.incident).guidance?.text).toBe('Close both ports');
  });

  test('do it once: a second yes comes too late, and an end of the incident leaves nothing to approve', async () => {
    await using room = new Room();
    room.says('ada', 'role legal @cleo');
    room.says('ada', 'advance --override no time');
    room.says('ben', 'approve 1');
    expect(room.says('cleo', 'approve 1')).toContain('decided already: approved');
    room.says('ada', 'advance --override no time');
    room.says('ada', 'stand-down nothing there');
    expect(room.approvals).toEqual(['approved', 'overtaken']);
    expect(room.says('cleo', 'approvals')).toContain('Approval 2 override of exit criteria');
  });

  test('need not be two where the playbook says so', async () => {
    await using core = new Core({ playbook: { ...playbook, approvals: { override: [1, 2] } } });
    const incident = core.declare('ada', { level: 3 });
    core.done('ada', about(incident, { verb: 'role', roles: ['crisis_lead'], person: 'me' }));
    core.done('ada', about(incident, { verb: 'override', reason: 'alone' }));
    expect(core.context(incident).phase).toBe('assess');
  });
});
