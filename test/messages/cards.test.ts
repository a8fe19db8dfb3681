import { describe, expect, test } from 'vitest';
import { levels } from '#machines/levels.ts';
import type { Level, Phase } from '#machines/incident-types.ts';
import { phases } from '#machines/incident-types.ts';
import { parse } from '#src/commands/parse.ts';
import { channelNameOf, renderCard, topicOf } from '#src/messages/cards.ts';
import type { Button, Message } from '#src/messages/message.ts';
import { plainText } from '#src/messages/rich.ts';
import { levelNames, levelRoles, phaseOrder } from '#src/messages/words.ts';
import { ada, bob, now, Situation, telling } from './situation.ts';

const plain = (message: Message): string => plainText(message, telling.nameOf);
const buttonsOf = (message: Message): Button[] =>
  message.blocks.flatMap((block) => (block.kind === 'buttons' ? [...block.buttons] : []));
const labels = (message: Message): string[] => buttonsOf(message).map(({ label }) => label);
const checklistOf = (situation: Situation, phase: Phase): Message =>
  renderCard(`checklist/${phase}/0`, situation.view, now);

test('names and order of levels, roles and phases are those of the chart', () => {
  expect(phaseOrder).toEqual(phases);
  for (const level of [1, 2, 3, 4] satisfies Level[]) {
    expect(levelRoles[level]).toEqual(levels[level].roles);
    expect(levelNames[level]).toBe(levels[level].name);
  }
});

describe('the status card', () => {
  test('says where the incident stands', () => {
    const text = plain(
      renderCard(
        'status',
        new Situation().staffed().in('assess').task().task({}, { type: 'ACK' }).view,
        now,
      ),
    );

    expect(text).toContain('INC-2026-0001 · Remote code execution in Contoso VPN');
    expect(text).toContain('mobilize ▸ assess ▸ remediate ▸ communicate ▸ review');
    expect(text).toContain('Roles: 3 of 3 held');
    expect(text).toContain('Tasks: 1 open, 1 acknowledged');
    expect(text).toContain('Next sitrep: 2026-11-22 18:05 UTC');
    expect(text).toContain('TLP: not set');
  });

  test('counts roles that nobody holds and roles that nobody said yes to', () => {
    const text = plain(
      renderCard(
        'status',
        new Situation().take({ type: 'ROLE_ASSIGNED', role: 'comms_lead', person: bob }).view,
        now,
      ),
    );

    expect(text).toContain('Roles: 1 of 3 held, 2 unfilled, 1 not acknowledged');
  });

  test('of a drill says so first, in the notification too', () => {
    const card = renderCard('status', new Situation({ drill: true }).view, now);

    expect(card.summary).toMatch(/^DRILL/u);
    expect(plain(card)).toMatch(/^DRILL · INC-2026-0001/u);
  });

  test('says what waits for a second person and until when, by number and without its words', () => {
    const situation = new Situation()
      .approval({ words: 'secret words', act: 'close' })
      .approval({ act: 'override' }, { type: 'DECLINE', reason: 'r' });
    const text = plain(renderCard('status', situation.view, now));

    expect(text).toContain(
      'Waits for a second person: approval 1, closing, until 2027-01-01 00:00 UTC: /incident approvals',
    );
    expect(text).not.toContain('secret words');
  });

  test('of a closed incident says how it ended and asks for no sitrep', () => {
    const card = renderCard(
      'status',
      new Situation().take({ type: 'STAND_DOWN', reason: 'r' }).view,
      now,
    );

    expect(plain(card)).toContain('closed (stood down)');
    expect(labels(card)).toEqual(['Tasks', 'Timeline']);
  });
});

describe('the announcement', () => {
  test('of an open incident says level, phase, lead and channel', () => {
    const text = plain(
      renderCard('announcement', new Situation().staffed().view, now, telling.nameOf),
    );

    expect(text).toContain('Level: L3 Elevated');
    expect(text).toContain('Crisis lead: @Ada');
    expect(text).toContain('#inc-2026-0001-vpn (https://chat.example/C1)');
  });

  test('of a private incident says its number and whom to ask', () => {
    const card = renderCard(
      'announcement',
      new Situation({ visibility: 'private' }).view,
      now,
      telling.nameOf,
    );

    expect(plain(card)).toBe('INC-2026-0001: private incident. Ask @Ada.');
    expect(card.summary).toBe('INC-2026-0001: private incident. Ask @Ada.');
  });
});

describe('the checklist', () => {
  test('offers in mobilize what is missing, and to advance only when nothing is', () => {
    const situation = new Situation();

    expect(labels(checklistOf(situation, 'mobilize'))).toEqual([
      'Brief and TLP',
      'Take all open roles',
      'Advance to assess',
    ]);
    expect(buttonsOf(checklistOf(situation, 'mobilize')).at(-1)?.disabledReason).toContain(
      'every role held (crisis lead, engineering lead, comms lead)',
    );

    situation.staffed().take({ type: 'BRIEF', text: 'b' }, { type: 'TLP', label: 'RED' });

    expect(labels(checklistOf(situation, 'mobilize'))).toEqual(['Advance to assess']);
    expect(buttonsOf(checklistOf(situation, 'mobilize')).at(-1)?.disabledReason).toBeUndefined();
  });

  test('names who has not said yes to a role', () => {
    const situation = new Situation().take({
      type: 'ROLE_ASSIGNED',
      role: 'comms_lead',
      person: bob,
    });

    expect(plain(checklistOf(situation, 'mobilize'))).toContain(
      'comms lead (@Bob) · each says /incident role comms_lead @me',
    );
  });

  test('asks for legal approval only where the level has a legal role', () => {
    expect(labels(checklistOf(new Situation({ level: 3 }).in('remediate'), 'remediate'))).toEqual([
      'Fix ready',
      'Approve (comms)',
      'Advance to communicate',
    ]);
    expect(labels(checklistOf(new Situation({ level: 2 }).in('remediate'), 'remediate'))).toContain(
      'Approve (legal)',
    );
  });

  test('in communicate lets guidance out only after every go, and monitoring be waived only while it runs', () => {
    const situation = new Situation({ level: 4 }).staffed().in('communicate');
    const publish = (): Button | undefined =>
      buttonsOf(checklistOf(situation, 'communicate')).find(
        ({ command }) => command === 'guidance',
      );

    expect(publish()?.disabledReason).toBe('Needs the go of: crisis lead, engineering lead');

    situation.take({ type: 'GO', roles: ['crisis_lead', 'engineering_lead'], releaseAt: null });
    expect(publish()?.disabledReason).toBeUndefined();
    expect(labels(checklistOf(situation, 'communicate'))).toEqual([
      'Publish guidance',
      'Advance to review',
    ]);

    situation.take({ type: 'GUIDANCE', text: 'update now' });
    expect(labels(checklistOf(situation, 'communicate'))).toEqual([
      'Waive monitoring',
      'Advance to review',
    ]);
  });

  test('waits for the planned release time, which can be pulled in', () => {
    const situation = new Situation({ level: 4 })
      .staffed()
      .in('communicate')
      .take({
        type: 'GO',
        roles: ['crisis_lead', 'engineering_lead'],
        releaseAt: '2026-12-08T18:00:00.000Z',
      });

    expect(labels(checklistOf(situation, 'communicate'))).toEqual([
      'Release now',
      'Publish guidance',
      'Advance to review',
    ]);
    expect(buttonsOf(checklistOf(situation, 'communicate'))[1]?.disabledReason).toBe(
      'Waits for the release time',
    );
  });

  test('of review closes the incident', () => {
    expect(labels(checklistOf(new Situation().in('review'), 'review'))).toEqual([
      'Hold postmortem',
      'Add lesson',
      'Add follow-up',
      'Close incident',
    ]);
  });

  test('of a phase left behind has no buttons', () => {
    const card = checklistOf(new Situation().in('remediate'), 'assess');

    expect(labels(card)).toEqual([]);
    expect(plain(card)).toContain('This phase is over. The incident is now: remediate.');
  });

  test('of a phase that the incident went back from says so', () => {
    const situation = new Situation()
      .in('remediate')
      .take({ type: 'REGRESS', to: 'assess', reason: 'r' });

    expect(plain(checklistOf(situation, 'remediate'))).toContain(
      'The incident went back to assess.',
    );
  });
});

describe('the card of a task', () => {
  test.each([
    [[], ['Acknowledge', 'Start', 'Done', 'Block', 'Assign']],
    [[{ type: 'ACK' }], ['Start', 'Done', 'Block', 'Assign']],
    [[{ type: 'START' }], ['Done', 'Block', 'Assign']],
    [[{ type: 'BLOCK', reason: 'no access' }], ['Start', 'Done', 'Assign']],
    [[{ type: 'DONE', note: '' }], []],
    [[{ type: 'WAIVE', reason: 'r' }], []],
  ] as const)('after %j offers %j', (events, expected) => {
    expect(labels(renderCard('task/1', new Situation().task({}, ...events).view, now))).toEqual(
      expected,
    );
  });

  test('says which role is wanted, and later who closed it why', () => {
    const situation = new Situation()
      .task({ role: 'legal' })
      .task({}, { type: 'WAIVE', reason: 'covered by task 1' });

    expect(plain(renderCard('task/1', situation.view, now))).toContain('Wanted: legal');
    expect(plain(renderCard('task/2', situation.view, now))).toContain(
      'Waived 2026-11-22 14:05 UTC: covered by task 1',
    );
  });
});

test('every button says a command that the grammar takes', () => {
  const messages = phases.flatMap((phase) => {
    const situation = new Situation({ level: 1 })
      .in(phase)
      .task()
      .task({}, { type: 'BLOCK', reason: 'r' });
    return (['status', `checklist/${phase}/0`, 'task/1', 'task/2'] as const).map((card) =>
      renderCard(card, situation.view, now),
    );
  });
  const commands = messages
    .flatMap(buttonsOf)
    .map(({ command, incidentId }) => `${incidentId} ${command}`);

  expect(commands.filter((command) => !parse(command, { now, zone: 'UTC' }).ok)).toEqual([]);
});

describe('topic and channel name', () => {
  test('the topic says number, level, phase and lead by name', () => {
    expect(topicOf(new Situation({ drill: true }).staffed().view, telling.nameOf)).toBe(
      'DRILL · INC-2026-0001 · L3 Elevated · mobilize · lead @Ada',
    );
  });

  test.each([
    ['Überlauf in  Größe: CVE-2026-1234!', 'open', '-uberlauf-in-grosse-cve-2026-1234'],
    ['漢字', 'open', ''],
    [`<@${ada}> saw it`, 'open', '-saw-it'],
    [
      'a very long title '.repeat(9),
      'open',
      '-a-very-long-title-a-very-long-title-a-very-long-title-a',
    ],
    ['Contoso VPN', 'private', ''],
    ['Contoso VPN', 'restricted', ''],
  ] as const)('the channel of %j (%s) is its number and %j', (title, visibility, words) => {
    expect(channelNameOf({ id: 'INC-2026-0001', title, visibility, drill: false })).toBe(
      `inc-2026-0001${words}`,
    );
  });
});
