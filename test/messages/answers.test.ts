import { describe, expect, test } from 'vitest';
import type { Saying } from '#machines/effects.ts';
import type { View } from '#src/commands/outcome.ts';
import { formCommands } from '#src/commands/forms.ts';
import { verbs } from '#src/commands/grammar.ts';
import { overview } from '#src/commands/help.ts';
import { renderForm } from '#src/messages/forms.ts';
import type { Message } from '#src/messages/message.ts';
import { renderOutcome } from '#src/messages/reply.ts';
import { plainText } from '#src/messages/rich.ts';
import { renderSaying } from '#src/messages/sayings.ts';
import { ada, bob, entryView, now, Situation, telling } from './situation.ts';

const plain = (message: Message): string => plainText(message, telling.nameOf);
const shown = (view: View): string =>
  plain(renderOutcome({ kind: 'view', ...view }, telling).message);
const said = (saying: Saying, situation = new Situation()): string =>
  plain(renderSaying(saying, situation.view, telling));
const incidentId = 'INC-2026-0001';

describe('empty lists say what to do next', () => {
  test.each([
    [
      { view: 'list', which: 'open', incidents: [] },
      'No open incidents. Declare one: /incident declare <title> --level 1-4.',
    ],
    [
      { view: 'tasks', incident: new Situation().view, which: 'open', tasks: [] },
      'INC-2026-0001 has no open tasks. Add one: /incident task add',
    ],
    [{ view: 'myTasks', tasks: [] }, 'You have no open tasks.'],
    [
      {
        view: 'deliveries',
        waiting: [],
        dead: [],
        counts: { waiting: 0, dead: 0 },
        held: null,
        elsewhere: [],
      },
      'Everything is delivered.',
    ],
    [{ view: 'timeline', incidentId, entries: [], total: 0 }, '/incident note <text>'],
  ] as const)('%j', (view, expected) => {
    expect(shown(view)).toContain(expected);
  });
});

describe('the timeline', () => {
  test('shows the newest last, with number, time and person', () => {
    expect(
      shown({
        view: 'timeline',
        incidentId,
        entries: [entryView(1, 'first'), entryView(2, `told <@${bob}>`)],
        total: 9,
      }),
    ).toBe(
      [
        'Timeline · INC-2026-0001',
        '7 older entries: /incident timeline 100, or all of them: /incident export.',
        '- 1 · 2026-11-22 14:05 UTC · @Ada · first',
        '- 2 · 2026-11-22 14:05 UTC · @Ada · told @Bob',
      ].join('\n'),
    );
  });

  test('marks corrected entries and hides withdrawn ones', () => {
    const entries = [
      entryView(1, 'wrong'),
      entryView(2, 'secret'),
      entryView(3, 'Entry 1 corrected: right', { kind: 'correction', data: { of: 1 } }),
      entryView(4, 'Entry 2 withdrawn', { kind: 'withdrawal', data: { of: 2 } }),
    ];

    const text = shown({ view: 'timeline', incidentId, entries, total: 4 });

    expect(text).toContain('wrong (corrected by entry 3)');
    expect(text).toContain('withdrawn by entry 4');
    expect(text).not.toContain('secret');
    expect(
      renderOutcome({ kind: 'view', view: 'timeline', incidentId, entries, total: 4 }, telling)
        .message.summary,
    ).not.toContain('secret');
  });

  test('says when something was written down later than it happened', () => {
    const entries = [entryView(1, 'seen', { occurredAt: '2026-11-22T13:00:00.000Z' })];

    expect(shown({ view: 'timeline', incidentId, entries, total: 1 })).toContain(
      '13:00 UTC (recorded 2026-11-22 14:05 UTC)',
    );
  });

  test('keeps the newest when not everything fits', () => {
    const entries = Array.from({ length: 100 }, (_, n) => entryView(n + 1, 'long '.repeat(80)));

    const text = shown({ view: 'timeline', incidentId, entries, total: 100 });

    expect(text).toContain('- 100 ·');
    expect(text).not.toContain('- 1 ·');
    expect(text).toMatch(/\d+ older entries/u);
  });
});

test('health names what is stuck and how to try again', () => {
  const stuck = {
    id: 7,
    what: 'pin the status card',
    attempts: 1,
    lastError: 'channel_not_found',
    notBefore: now,
  };
  const text = shown({
    view: 'health',
    incidentId,
    waiting: [],
    dead: [{ ...stuck, state: 'dead' }],
    held: {
      since: '2026-11-22T13:00:00.000Z',
      reason: 'token_revoked',
      remedy: 'Reinstall the app.',
      nextTryAt: '2026-11-22T14:10:00.000Z',
    },
    nextTimers: [{ id: 'sitrep', dueAt: '2026-11-22T15:05:00.000Z' }],
  });

  expect(text).toContain(
    'pin the status card: given up after 1 try, channel_not_found. Once it is mended: /incident INC-2026-0001 retry 7',
  );
  expect(text).toContain(
    'Nothing is delivered to this workspace since 2026-11-22 13:00 UTC: token_revoked. Reinstall the app.',
  );
  expect(text).toContain('sitrep due 2026-11-22 15:05 UTC (in 1 h)');
});

test('roles show who holds them, who is silent, and which are free', () => {
  const situation = new Situation().take(
    { type: 'ROLE_ASSIGNED', role: 'crisis_lead', person: ada },
    { type: 'ROLE_ASSIGNED', role: 'comms_lead', person: bob },
    { type: 'ROLE_ASSIGNED', role: 'scribe', person: ada },
  );

  const text = shown({ view: 'roles', next: {}, incident: situation.view });

  expect(text).toContain('[x] crisis lead: @Ada');
  expect(text).toContain('[ ] comms lead: @Bob, has not said yes: /incident role comms_lead @me');
  expect(text).toContain('[ ] engineering lead: unfilled: /incident role engineering_lead @user');
  expect(text).toContain('- scribe: @Ada');
});

test('help for an unknown command names the nearest', () => {
  expect(shown({ view: 'help', topic: 'advnce' })).toContain('Did you mean /incident help advance');
});

test('help names every command by its part, and how to read more', () => {
  const text = shown({ view: 'help', topic: null });

  for (const part of overview()) expect(text).toContain(`${part.title}: ${part.verbs.join(', ')}`);
  expect(text).toContain('/incident help <command>');
  expect(shown({ view: 'help', topic: 'tasks' })).toContain('/incident followups');
});

test.each(verbs.map(({ names: [name], usage }) => [name, usage] as const))(
  'help for %s shows its whole usage',
  (name, usage) => {
    expect(shown({ view: 'help', topic: name })).toContain(usage);
  },
);

test('declaring is answered with the number and what follows', () => {
  const { message, refused } = renderOutcome(
    { kind: 'declared', incidentId, title: 'VPN', level: 1, visibility: 'private' },
    telling,
  );

  expect(refused).toBe(false);
  expect(message.summary).toContain(
    'INC-2026-0001 is declared (L1 Critical): VPN. Its private channel is being opened; you and everybody who gets a role are invited.',
  );
});

describe('reminders name the person, the deadline and the command', () => {
  test('an overdue sitrep', () => {
    const text = said({ kind: 'sitrepOverdue', dueAt: '2026-11-22T13:53:00.000Z', lead: bob });

    expect(text).toContain('@Bob: The sitrep was due 2026-11-22 13:53 UTC (12 min overdue).');
    expect(text).toContain('/incident sitrep <text>');
    expect(text).toContain('[Sitrep]');
  });

  test('a role offered', () => {
    const text = said({ kind: 'roleOffered', role: 'legal', person: bob, by: ada });

    expect(text).toContain(
      '@Bob, @Ada asks you to be legal of INC-2026-0001 (Remote code execution in Contoso VPN)',
    );
    expect(text).toContain('/incident INC-2026-0001 role legal @me');
    expect(text).toContain('[Take the role]');
  });

  test('a task nobody acknowledged', () => {
    const situation = new Situation().task();

    const text = said(
      { kind: 'taskEscalated', n: 1, text: 'Write it', assignee: bob, to: ada, toRole: 'deputy' },
      situation,
    );

    expect(text).toContain('it is with @Bob');
    expect(text).toContain('@Ada, you are asked as deputy.');
    expect(text).toContain('[Acknowledge]');
  });
});

test('what is told about a private incident leaves out its title', () => {
  const situation = new Situation({ visibility: 'private' }).task();
  const sayings: Saying[] = [
    { kind: 'roleOffered', role: 'legal', person: bob, by: ada },
    { kind: 'handoverOffered', to: bob, by: ada },
    { kind: 'taskOffered', n: 1, text: 'Write it' },
    { kind: 'channelFailed', reason: 'no permission' },
  ];

  for (const saying of sayings) expect(said(saying, situation)).not.toContain('Contoso');
});

test('the reason why there is no channel ends its sentence once', () => {
  const text = said({ kind: 'channelFailed', reason: 'no_team. Add the app.' }, new Situation());

  expect(text).toContain('could not be opened: no_team. Add the app. Nothing about it');
});

test('a phase begins with what it is for and what its end needs', () => {
  const text = said(
    { kind: 'phaseEntered', phase: 'assess', from: 'mobilize', reason: null },
    new Situation().in('assess'),
  );

  expect(text).toContain(
    'Phase assess begins (after mobilize). Find out what is affected, and decide on the remedy.',
  );
  expect(text).toContain('[ ] scope · /incident scope <text>');
});

describe('forms', () => {
  test('bring what is already known', () => {
    const situation = new Situation().take(
      { type: 'BRIEF', text: 'known so far' },
      { type: 'TLP', label: 'AMBER+STRICT' },
    );

    expect(renderForm({ form: 'brief', incident: situation.view }).fields).toMatchObject([
      { name: 'text', initial: 'known so far' },
      { name: 'tlp', initial: 'AMBER+STRICT' },
    ]);
  });

  test('come back as the commands that they stand for', () => {
    const incident = new Situation().task().view;
    const values = {
      title: 't',
      level: '2',
      kind: 'service',
      visibility: 'private',
      text: 'x',
      tlp: 'RED',
      scope: 's',
      affected: 'a, b',
      remedy: 'fix',
      person: bob,
      by: 'in 2h',
      summary: 's',
      reason: 'r',
      incident: incident.context.id,
      happened: 'h',
      responders: 'x',
      stakeholders: 'y',
    };
    const audiences = { notOutside: null, nextDueAt: now, meanwhile: [] };
    const draft = { responders: 'x', stakeholders: 'y' };
    const from = { messageId: 'C1:1.2', author: bob, text: 'seen', at: now, link: null };
    const listed = {
      id: incident.context.id,
      title: 't',
      level: 3,
      phase: 'assess',
      closed: false,
      outcome: null,
      drill: false,
      declaredAt: now,
      channelName: null,
      channelUrl: null,
    } as const;
    const forms = [
      renderForm({ form: 'declare' }),
      ...(['brief', 'assess', 'guidance', 'postmortem', 'followup'] as const).map((form) =>
        renderForm({ form, incident }),
      ),
      renderForm({ form: 'task', incident }),
      renderForm({ form: 'sitrep', incident, ...audiences }),
      renderForm({ form: 'sitrepPreview', incident, draft, ...audiences }),
      renderForm({ form: 'declare', from }),
      renderForm({ form: 'taskFrom', incidents: [listed], from }),
      renderForm({ form: 'captureInto', incidents: [listed], from }),
      renderForm({ form: 'assign', incident, n: 1 }),
      ...[
        'advance --override',
        'monitoring waive',
        'no-go',
        'block 1',
        'regress assess',
        'fix failed',
      ].map((of) => renderForm({ form: 'reason', incident, of })),
    ];

    const taken = forms.map((form) => {
      const known = Object.entries(values).filter(([name]) =>
        form.fields.some((field) => field.name === name),
      );
      const read = formCommands(form, Object.fromEntries(known), { now, zone: 'UTC' });
      return { form: form.id, subject: form.subject, ok: read.ok };
    });

    expect(taken.filter(({ ok }) => !ok)).toEqual([]);
  });

  test.each([
    ['advance --override', 'Override exit criteria'],
    ['block 3', 'Block task 3'],
    ['waive 3', 'Waive task 3'],
    ['regress assess', 'Go back to assess'],
  ])('for the reason of %s is titled %s', (of, title) => {
    const form = renderForm({ form: 'reason', incident: new Situation().view, of });

    expect(form).toMatchObject({ title, subject: of });
  });
});
