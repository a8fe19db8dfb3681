// Forms: what was filled in becomes the same commands that could have been typed, or errors at their fields.
import { describe, expect, test } from 'vitest';
import type { IncidentCommand } from '#src/commands/command.ts';
import { formCommands } from '#src/commands/forms.ts';

const context = { now: '2026-11-22T12:00:00.000Z', zone: 'Europe/Berlin' };
const incidentId = 'INC-2026-0007';
const bob = 'slack:T1:UBOB';
const long = 'x'.repeat(3001);

type Values = Record<string, string>;
const filled = (id: string, values: Values, subject = '') =>
  formCommands(
    { id, incidentId: id === 'declare' ? null : incidentId, subject, seen: '' },
    values,
    context,
  );
const errors = (id: string, values: Values, subject = ''): string[] => {
  const result = filled(id, values, subject);
  return result.ok ? [] : Object.keys(result.error).toSorted();
};

const assessment = { scope: 'gateways', affected: 'VPN 1.2, VPN 1.3', remedy: 'fix' };
const followup = { text: 'Alert earlier', person: bob, by: '2026-12-01' };

describe('A form', () => {
  test.each([
    [
      'sitrep',
      { happened: ' one\ntwo ', next: 'three' },
      [
        {
          verb: 'form',
          form: 'sitrepPreview',
          draft: { responders: 'What happened: one\ntwo\nNext: three', stakeholders: null },
        },
      ],
    ],
    [
      'sitrep',
      { audience: 'stakeholders', happened: 'one', stakeholders: 'two' },
      [
        {
          verb: 'form',
          form: 'sitrepPreview',
          draft: { responders: null, stakeholders: 'two' },
        },
      ],
    ],
    ['guidance', { text: 'update' }, [{ verb: 'guidance', text: 'update' }]],
    [
      'brief',
      { text: 'bad', tlp: 'AMBER' },
      [
        { verb: 'brief', text: 'bad' },
        { verb: 'tlp', label: 'AMBER' },
      ],
    ],
    [
      'assess',
      assessment,
      [
        { verb: 'scope', text: 'gateways' },
        { verb: 'affected', products: ['VPN 1.2', 'VPN 1.3'] },
        { verb: 'decide', remedy: 'fix', reason: '' },
      ],
    ],
    [
      'assess',
      {
        ...assessment,
        remedy: 'advisory-only',
        reason: 'end of life',
        mitigation: 'none',
        mitigationExists: 'no',
      },
      [
        { verb: 'scope', text: 'gateways' },
        { verb: 'affected', products: ['VPN 1.2', 'VPN 1.3'] },
        { verb: 'mitigation', text: 'none', exists: false },
        { verb: 'decide', remedy: 'advisory-only', reason: 'end of life' },
      ],
    ],
    [
      'task',
      { text: 'tell me --by noon', by: '17:00', phase: 'review' },
      [
        {
          verb: 'addTask',
          text: 'tell me --by noon',
          assignee: null,
          by: '2026-11-22T16:00:00.000Z',
          phase: 'review',
          followUp: false,
        },
      ],
    ],
    [
      'followup',
      followup,
      [
        {
          verb: 'addTask',
          text: 'Alert earlier',
          assignee: bob,
          by: '2026-12-01T16:00:00.000Z',
          phase: null,
          followUp: true,
        },
      ],
    ],
    [
      'postmortem',
      { summary: 'slow', technical: 'no alert', communication: '  ', lesson: 'alert earlier' },
      [
        {
          verb: 'postmortem',
          summary: 'slow',
          findings: [
            { category: 'technical', text: 'no alert' },
            { category: 'lesson', text: 'alert earlier' },
          ],
        },
      ],
    ],
  ] as [string, Values, IncidentCommand[]][])(
    '%s %o becomes its commands',
    (id, values, commands) => {
      expect(filled(id, values)).toStrictEqual({
        ok: true,
        value: {
          commands: commands.map((command) => ({ ...command, incidentId })),
          afterDeclare: [],
        },
      });
    },
  );

  test('to declare becomes the declaration, and the brief follows for the new incident', () => {
    expect(
      filled('declare', {
        title: 'VPN\n down --level 1',
        level: '2',
        kind: 'service',
        visibility: 'private',
        brief: 'bad',
      }),
    ).toMatchObject({
      ok: true,
      value: {
        commands: [
          {
            verb: 'declare',
            title: 'VPN down --level 1',
            level: 2,
            kind: 'service',
            visibility: 'private',
            drill: false,
          },
        ],
        afterDeclare: [{ verb: 'brief', text: 'bad' }],
      },
    });
    expect(filled('declare', { title: 'VPN' })).toMatchObject({
      value: {
        commands: [{ level: 3, kind: 'vulnerability', visibility: 'open' }],
        afterDeclare: [],
      },
    });
  });

  test('for more time names the task it was opened for', () => {
    expect(filled('due', { by: '2026-12-01' }, '3')).toMatchObject({
      value: { commands: [{ verb: 'due', n: 3, incidentId }] },
    });
  });

  test('for a lesson keeps its words', () => {
    expect(filled('reason', { reason: 'Alert earlier' }, 'lesson')).toMatchObject({
      value: { commands: [{ verb: 'finding', category: 'lesson', text: 'Alert earlier' }] },
    });
  });

  test('to assign names the task it was opened for', () => {
    expect(filled('assign', { person: bob }, '3')).toMatchObject({
      value: { commands: [{ verb: 'assign', n: 3, to: bob, incidentId }] },
    });
  });

  test.each([
    ['stand-down', { verb: 'standDown', reason: 'a\nb' }],
    ['advance --override', { verb: 'override', reason: 'a\nb' }],
    ['block 3', { verb: 'block', n: 3, reason: 'a\nb' }],
    ['regress assess', { verb: 'regress', to: 'assess', reason: 'a\nb' }],
    ['fix failed --root-cause', { verb: 'fixFailed', reason: 'a\nb', rootCauseWrong: true }],
  ])('that asks why completes “%s”', (subject, command) => {
    expect(filled('reason', { reason: 'a\nb' }, subject)).toStrictEqual({
      ok: true,
      value: { commands: [{ ...command, incidentId }], afterDeclare: [] },
    });
  });
});

describe('A form with mistakes says at which fields', () => {
  test.each([
    ['declare', {}, ['title']],
    ['declare', { title: 'x'.repeat(151), brief: long }, ['brief', 'title']],
    ['declare', { title: 'x', level: '9' }, ['level']],
    ['declare', { title: 'x', kind: 'bug' }, ['level']],
    ['sitrep', { happened: ' ' }, ['happened']],
    ['sitrep', { audience: 'both' }, ['happened', 'stakeholders']],
    ['captureInto', { incident: 'INC-1' }, ['']],
    ['guidance', {}, ['text']],
    ['brief', {}, ['text', 'tlp']],
    ['brief', { text: 'x', tlp: 'WHITE' }, ['tlp']],
    ['assess', {}, ['affected', 'remedy', 'scope']],
    ['assess', { ...assessment, affected: ',' }, ['affected']],
    ['assess', { ...assessment, remedy: 'pray' }, ['remedy']],
    ['assess', { ...assessment, reason: long }, ['remedy']],
    ['assess', { ...assessment, mitigation: long }, ['mitigation']],
    ['assign', {}, ['person']],
    ['due', {}, ['by']],
    ['due', { by: '2020-01-01' }, ['by']],
    ['task', {}, ['text']],
    ['task', { text: 'x'.repeat(501) }, ['text']],
    ['task', { text: 'x', by: 'soon' }, ['by']],
    ['task', { text: 'x', by: '2h ago' }, ['by']],
    ['task', { text: 'x', phase: 'closed' }, ['phase']],
    ['followup', {}, ['by', 'person', 'text']],
    ['followup', { ...followup, by: '2020-01-01' }, ['by']],
    ['postmortem', { summary: '', technical: long }, ['summary', 'technical']],
    ['reason', { reason: ' ' }, ['reason']],
    ['reason', { reason: long }, ['reason']],
    ['unheard-of', {}, ['']],
  ] as [string, Values, string[]][])('%s %o', (id, values, fields) => {
    expect(errors(id, values, 'stand-down')).toEqual(fields);
  });

  test('in words of bounded length', () => {
    const result = filled('task', { text: 'x', by: 'x'.repeat(50_000), phase: 'x'.repeat(50_000) });
    const lengths = result.ok ? [] : Object.values(result.error).map(({ length }) => length);

    expect(lengths).toHaveLength(2);
    expect(Math.max(...lengths)).toBeLessThan(500);
  });
});
