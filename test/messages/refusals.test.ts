import { describe, expect, test } from 'vitest';
import { checklist } from '#machines/criteria.ts';
import { guards } from '#machines/incident-guards.ts';
import type { Refusal } from '#src/commands/refusal.ts';
import type { EntryView } from '#src/commands/view-types.ts';
import { parse } from '#src/commands/parse.ts';
import { guardSentences, whyGuarded } from '#src/messages/guards.ts';
import type { Message } from '#src/messages/message.ts';
import { renderRefusal } from '#src/messages/refusals.ts';
import { plainRich, plainText } from '#src/messages/rich.ts';
import { misfits } from './measure.ts';
import { ada, bob, now, Situation, telling } from './situation.ts';

const incidentId = 'INC-2026-0001';
const plain = (message: Message): string => plainText(message, telling.nameOf);
const refused = (refusal: Refusal): string => plain(renderRefusal(refusal, telling.nameOf));

/** What the chart answers to an event, as the use case passes it on. */
function refusedBy(situation: Situation, event: Parameters<Situation['refusal']>[0]): string {
  const { context, closed, states, checklist: all } = situation.view;
  const why = situation.refusal(event);
  const common = { incidentId, phase: context.phase, last: null } as const;
  return refused(
    'guards' in why
      ? {
          reason: 'guard',
          guards: why.guards,
          missing: why.guards.includes('exitCriteriaMet') ? all.filter(({ met }) => !met) : [],
          incident: null,
          ...common,
        }
      : { reason: 'notNow', event: event.type, onlyIn: why.onlyIn, now: states, closed, ...common },
  );
}

const nothingOutside = { followUpsNotOwned: [] };
const entry: EntryView = {
  seq: 4,
  occurredAt: now,
  recordedAt: now,
  actor: bob,
  kind: 'brief',
  text: 'Initial brief: Two customers',
  data: {},
  link: null,
  hash: '',
};
const each: Refusal[] = [
  {
    reason: 'usage',
    error: { problem: 'I need a reason.', usage: 'regress <phase> <reason>', nearest: [] },
  },
  {
    reason: 'usage',
    error: { problem: 'I do not know "advnce".', usage: null, nearest: ['advance'] },
  },
  { reason: 'noIncidentHere', open: [] },
  { reason: 'unknownIncident', id: 'INC-9' },
  { reason: 'unknownTask', n: 9, incidentId },
  { reason: 'unknownCase', n: 9, incidentId },
  { reason: 'underEmbargo', found: [{ n: 1, until: null, words: ['CVE-2026-1'] }], incidentId },
  { reason: 'whichCase', cases: [], command: 'embargo case <n> end', incidentId },
  {
    reason: 'whichCase',
    cases: [{ n: 1, title: 'Heap overflow' }],
    command: 'embargo case <n> end',
    incidentId,
  },
  ...(
    [
      'VALIDATE',
      'INVALIDATE',
      'ACCEPT',
      'DEFER',
      'CLOSE',
      'DUPLICATE',
      'CVE',
      'PROPOSE_EMBARGO',
      'REVISE_EMBARGO',
      'ACCEPT_EMBARGO',
      'REJECT_EMBARGO',
      'END_EMBARGO',
      'NO_EMBARGO',
      'VENDOR_AWARE',
      'FIX_READY',
      'FIX_DEPLOYED',
      'FACT',
    ] as const
  ).flatMap((event): Refusal[] =>
    [
      { rm: 'valid', em: 'none', cs: 'vfdPxa' } as const,
      { rm: 'closed', em: 'exited', cs: 'VFDpxa' } as const,
      null,
    ].map((states) => ({
      reason: 'caseNotNow',
      n: 3,
      event,
      guards: [],
      onlyIn: [],
      states,
      history: [],
      movedTo: null,
      incidentId,
    })),
  ),
  { reason: 'unknownEntry', seq: 9, incidentId },
  { reason: 'unknownDelivery', id: 9, incidentId },
  { reason: 'notAllowed', needs: ['crisis_lead', 'deputy'], lead: ada, incidentId },
  { reason: 'notAllowed', needs: [], lead: null, incidentId: null },
  { reason: 'guest' },
  { reason: 'standingUnknown' },
  {
    reason: 'guard',
    guards: ['canStandDown'],
    missing: [],
    incident: null,
    incidentId,
    phase: 'assess',
    last: null,
  },
  {
    reason: 'guard',
    guards: ['unheardOf'],
    missing: [],
    incident: null,
    incidentId,
    phase: 'assess',
    last: null,
  },
  {
    reason: 'notNow',
    event: 'GO',
    onlyIn: ['active.phase.communicate.staging'],
    now: ['active.phase.assess.scoping'],
    incidentId,
    phase: 'assess',
    closed: false,
    last: null,
  },
  {
    reason: 'notNow',
    event: 'UNHEARD',
    onlyIn: [],
    now: [],
    incidentId,
    phase: 'assess',
    closed: false,
    last: null,
  },
  {
    reason: 'taskNotNow',
    event: 'ACK',
    n: 3,
    state: 'done',
    onlyIn: ['pending.open'],
    incidentId,
    last: { by: bob, at: now },
  },
  {
    reason: 'changedMeanwhile',
    changes: [{ latest: entry, before: null }],
    incidentId,
  },
  { reason: 'notNext', to: 'assess', phase: 'assess', incidentId, last: { by: bob, at: now } },
  { reason: 'notNext', to: 'review', phase: 'assess', incidentId, last: null },
  { reason: 'notInQuorum', quorum: ['crisis_lead', 'engineering_lead'], incidentId },
  { reason: 'nothingToClaim', incidentId },
  { reason: 'mergeTargetClosed', into: 'INC-2026-0002' },
  { reason: 'mergeDrill', into: 'INC-2026-0002' },
  { reason: 'noDrill', incidentId: 'INC-2026-0001' },
  { reason: 'alreadyCaptured', seq: 4 },
  { reason: 'notCaptured' },
  { reason: 'otherPlatform', what: 'teams:T1:29:x' },
  { reason: 'otherPlatform', what: 'drill' },
  { reason: 'noCalendar' },
  {
    reason: 'taskNotNow',
    event: 'ASSIGN',
    n: 3,
    state: 'open',
    onlyIn: [],
    incidentId,
    last: null,
  },
];

describe('every refusal', () => {
  test.each(each)('$reason mentions a command and fits', (refusal) => {
    const message = renderRefusal(refusal, telling.nameOf);

    expect(plain(message)).toContain('/incident ');
    expect(message.summary).toContain('/incident ');
    expect(misfits(message)).toEqual([]);
  });

  test.each([...Object.keys(guards), ...Object.keys(guardSentences)])(
    'of the guard %s has its own sentence with a command',
    (name) => {
      const sentence = plainRich(
        whyGuarded([name], { incidentId, phase: 'assess', last: null }),
        telling.nameOf,
      );

      expect(sentence).toMatch(/\/incident [a-z]/u);
      expect(sentence).not.toContain('as things stand');
    },
  );
});

test('advancing too early says what is missing and how to supply it, and that the lead may override', () => {
  const text = refusedBy(new Situation().staffed().take({ type: 'BRIEF', text: 'b' }), {
    type: 'ADVANCE',
    outside: nothingOutside,
  });

  expect(text).toContain('To leave mobilize you still need:');
  expect(text).toContain('TLP label · /incident tlp <label>');
  expect(text).not.toContain('initial brief');
  expect(text).toContain('The crisis lead may override: /incident advance --override <reason>.');
});

test('missing roles are named, with the command for the first of them', () => {
  const text = refusedBy(
    new Situation().take({ type: 'ROLE_ASSIGNED', role: 'crisis_lead', person: ada }),
    { type: 'ADVANCE', outside: nothingOutside },
  );

  expect(text).toContain(
    'every role held: engineering lead, comms lead · /incident role engineering_lead @user',
  );
});

test('a follow-up without an owner is named by its number', () => {
  const missing = checklist('review', new Situation().view.context, {
    followUpsNotOwned: [12],
  }).filter(({ met }) => !met);

  const text = refused({
    reason: 'guard',
    guards: ['exitCriteriaMet'],
    missing,
    incident: null,
    incidentId,
    phase: 'review',
    last: null,
  });

  expect(text).toContain('task 12 · /incident assign 12 @user');
});

test('standing down after guidance is out is refused with the way to the end', () => {
  const text = refusedBy(new Situation().take({ type: 'GUIDANCE', text: 'g' }), {
    type: 'STAND_DOWN',
    reason: 'r',
  });

  expect(text).toContain('can no longer be stood down');
  expect(text).toContain('/incident advance');
});

describe('too early, too late', () => {
  const go = { type: 'GO' as const, roles: ['crisis_lead' as const], releaseAt: null };

  test('a go in assess belongs to communicate', () => {
    const text = refusedBy(new Situation().in('assess'), go);

    expect(text).toContain(
      'A go for the release belongs to communicate; the incident is in assess.',
    );
    expect(text).toContain('/incident checklist');
  });

  test('a fix reported in review says how to go back', () => {
    const text = refusedBy(new Situation().in('review'), { type: 'FIX_BUILT', note: '' });

    expect(text).toContain(
      'belongs to remediate; the incident is in review. To go back there: /incident regress remediate <reason>.',
    );
  });

  test('verifying a fix that is not built says what comes first', () => {
    const text = refusedBy(new Situation().in('remediate'), { type: 'FIX_VERIFIED', note: '' });

    expect(text).toBe(
      'Reporting a fix as verified is possible in remediate only while the fix is being verified. At present the fix is being built. Next: /incident fix built.',
    );
  });

  test('reopening what is open says so', () => {
    expect(refusedBy(new Situation(), { type: 'REOPEN', reason: 'r' })).toContain(
      'INC-2026-0001 is not closed: it is in mobilize.',
    );
  });

  test('work on a closed incident says how to reopen it', () => {
    const closed = new Situation().take({ type: 'STAND_DOWN', reason: 'r' });

    expect(refusedBy(closed, { type: 'BRIEF', text: 'b' })).toContain(
      'INC-2026-0001 is closed, and this needs an open incident. Reopen it first: /incident reopen <reason>.',
    );
  });

  test('accepting a handover nobody offered says who offers it', () => {
    expect(refusedBy(new Situation(), { type: 'HANDOVER_ACCEPT' })).toContain(
      'No handover is on offer.',
    );
  });

  test('a task taken up twice names the next step', () => {
    expect(
      refused({
        reason: 'taskNotNow',
        event: 'ACK',
        n: 3,
        state: 'started',
        onlyIn: [],
        incidentId,
        last: null,
      }),
    ).toBe('Task 3 is started. Next: /incident done 3, or /incident block 3 <reason>.');
  });
});

test('who may do it is said in words, with whom to ask', () => {
  expect(
    refused({ reason: 'notAllowed', needs: ['assignee', 'lead', 'legal'], lead: ada, incidentId }),
  ).toBe(
    'Only these may do this: the person who has the task, crisis lead or deputy, legal. Ask @Ada, who leads it now, to do it or to give you a role: /incident role legal @user.',
  );
});

test('a mistyped command shows how it is written, verbs as commands', () => {
  const parsed = parse('regres assess', { now, zone: 'UTC' });
  if (parsed.ok) throw new Error('was understood');

  const text = refused({ reason: 'usage', error: parsed.error });

  expect(text).toContain('Did you mean /incident regress');
  expect(text).toContain('/incident help');
});
