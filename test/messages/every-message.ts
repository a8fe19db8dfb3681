// Every card, saying and form that the bot can render, of an incident whose every text is hostile.
import fc from 'fast-check';
import { bulletin } from '../support/documents.ts';
import type { Product } from '#machines/assessment-types.ts';
import type { CardKey, Saying } from '#machines/effects.ts';
import type { Score } from '#machines/score.ts';
import { measures } from '#machines/score.ts';
import type { HandoverBrief, Level, Phase, Role, Visibility } from '#machines/incident-types.ts';
import { roles as allRoles } from '#machines/incident-types.ts';
import { remedyForms } from '#src/commands/command.ts';
import type { FormRequest } from '#src/commands/outcome.ts';
import type { Glance, IncidentView, ListedIncident } from '#src/commands/view-types.ts';
import { renderCard } from '#src/messages/cards.ts';
import { renderDigest } from '#src/messages/digest.ts';
import { renderForm } from '#src/messages/forms.ts';
import type { Form, Message } from '#src/messages/message.ts';
import { renderSaying } from '#src/messages/sayings.ts';
import { ada, aRole, bob, entryView, hostileText, now, Situation, telling } from './situation.ts';

export interface Hostile {
  title: string;
  text: string;
  short: string;
  phase: Phase;
  level: Level;
  drill: boolean;
  visibility: Visibility;
  role: Role;
  incident: IncidentView;
}

/** An incident whose every text is hostile, in one of its phases. */
export const hostile: fc.Arbitrary<Hostile> = fc
  .record({
    title: hostileText(400),
    text: hostileText(3000),
    short: hostileText(30),
    phase: fc.constantFrom('mobilize', 'assess', 'remediate', 'communicate', 'review'),
    level: fc.constantFrom(1, 2, 3, 4),
    drill: fc.boolean(),
    visibility: fc.constantFrom('open', 'private', 'restricted'),
    role: aRole,
  } as const)
  .map((given) => {
    const { title, text, short, phase, ...rest } = given;
    const situation = new Situation({ title, ...rest }).take(
      { type: 'BRIEF', text },
      { type: 'SCOPE', text },
      { type: 'AFFECTED', products: [text, short] },
      { type: 'MITIGATION', text, exists: true },
      { type: 'DECIDE', remedy: 'fix', reason: text },
      { type: 'GUIDANCE', text },
      { type: 'FACT', fact: 'attacks', occurredAt: now, text },
      { type: 'ROLE_ASSIGNED', role: 'legal', person: bob },
    );
    situation.in(phase).task({ text, assignee: bob, dueAt: now }, { type: 'BLOCK', reason: text });
    situation.case(
      { title: text, reporter: short, cve: 'CVE-2026-1111' },
      { type: 'VALIDATE' },
      { type: 'ACCEPT' },
      { type: 'PROPOSE_EMBARGO', until: '2027-01-01T00:00:00.000Z' },
      { type: 'PROPOSE_EMBARGO', until: '2027-02-01T00:00:00.000Z' },
      { type: 'ACCEPT_EMBARGO' },
      { type: 'SEVERITY', severity: 'critical', reason: text },
      { type: 'CWE', cwes: ['CWE-787', 'CWE-20'], isRemoval: false },
      { type: 'CVSS', cvss: scored },
      { type: 'PRODUCTS', products: productsOf(text, short) },
      ...(['response', 'product'] as const).map((side) => ({
        type: 'ASSESS' as const,
        side,
        words: text,
        severity: side === 'product' ? ('low' as const) : null,
        cvss: null,
        products: null,
      })),
      {
        type: 'KEV',
        listing: { cve: 'CVE-2026-1111', added: '2026-11-20', due: '2026-12-11', ransomware: true },
      },
      {
        type: 'SSVC',
        exploitation: null,
        utility: 'efficient',
        impact: 'total',
        safety: 'minimal',
      },
      { type: 'VEHICLE', vehicle: 'monthly', month: null, reason: text },
      ...([3, 2, 1, 0] as const).map((latest) => ({
        type: 'EXPLOITABILITY' as const,
        latest,
        older: 3 as const,
        dos: 'permanent' as const,
        note: text,
      })),
      ...Array.from({ length: 20 }, () => ({
        type: 'MEASURE' as const,
        kind: 'workaround' as const,
        text,
      })),
      { type: 'MEASURE_TESTED', m: 1, product: short, works: true, sideEffects: text },
      { type: 'VARIANT', text },
      ...Array.from({ length: 12 }, (_, n) => ({
        type: 'VEX' as const,
        statement: {
          product: `${short} ${n}`,
          versions: Array.from({ length: 50 }, () => short),
          says: 'under_investigation' as const,
        },
      })),
      { type: 'NO_VARIANTS', how: text },
    );
    situation
      .clock({ reason: text })
      .clock({ obligation: 'notification', group: 1, reason: text })
      .clock({ obligation: 'finalReport', group: 1, reason: text })
      .clock(
        { regime: 'nis2', applies: true, reason: text },
        {
          type: 'FILED',
          reference: text,
          filedAt: now,
        },
      );
    situation
      .approval({ words: text })
      .approval({ words: text }, { type: 'DECLINE', reason: text })
      .document({
        kind: 'advisory',
        texts: { title: text },
        facts: bulletin.facts.map((one) => ({
          ...one,
          cve: null,
          severity: null,
          products: Array.from({ length: 30 }, (_, n) => ({
            name: `${short} ${n}`,
            versions: [],
            isAffected: true,
          })),
        })),
      })
      .document({}, { type: 'WITHDRAW', reason: text })
      .document(
        { texts: { ...bulletin.texts, title: text } },
        ...bulletin.updates.map((update) => ({ type: 'UPDATE' as const, update })),
        { type: 'SUBMIT', stale: [], failed: [] },
        { type: 'APPROVE', approvedBy: bob, stale: [], failed: [] },
        { type: 'PUBLISH', isRelease: true, embargoed: [], stale: [], failed: [] },
        { type: 'WANT_TRANSLATION', locale: 'de-DE', required: true },
        { type: 'TRANSLATE', locale: 'de-DE', texts: { title: text } },
        { type: 'WANT_TRANSLATION', locale: 'ja-JP', required: true },
        { type: 'WAIVE_TRANSLATION', locale: 'ja-JP', reason: text },
        { type: 'REVISE', major: true, reason: text },
      )
      .pass(
        { name: text, updates: [text] },
        { type: 'INVITE', participants: [text, short] },
        { type: 'START' },
        ...Array.from({ length: 20 }, () => ({
          type: 'FINDING' as const,
          verdict: 'block' as const,
          text,
        })),
        { type: 'RESOLVE', m: 20, how: text },
      )
      .pass({ name: text, until: null }, { type: 'WAIVE', reason: text })
      .statement({ text, withheld: Array.from({ length: 9 }, () => text), clock: 1 })
      .statement(
        { text, kind: 'press-line', tlp: 'CLEAR' },
        { type: 'APPROVE', approvedBy: bob },
        ...Array.from({ length: 9 }, () => ({
          type: 'GIVE' as const,
          how: 'sent' as const,
          to: text,
        })),
        { type: 'WITHDRAW', reason: text },
      )
      .train(
        { reason: text, rereleaseOf: 7, cases: Array.from({ length: 40 }, (_, n) => n + 1) },
        { type: 'NOTICE', bulletins: 99, severity: 'critical', families: text },
      )
      .train({ reason: text }, { type: 'LEAVE', reason: text })
      .train(
        { reason: text },
        { type: 'PULLED_IN', was: '2026-12-08T18:00:00.000Z', reason: text },
        { type: 'DEPARTED' },
        { type: 'WEBCAST', note: text },
      )
      .train({}, { type: 'PASSED' })
      .package({ partner: { id: short, name: text, tier: 'validate', mustReport: true } })
      .package(
        {},
        { type: 'APPROVE' },
        {
          type: 'OFFER',
          contacts: Array.from({ length: 20 }, (_, n) => `${n}@acme.example`),
          notBefore: now,
          ndaUntil: '2099-01-01',
          isDrill: false,
        },
        { type: 'SENT', contact: '1@acme.example', how: 'link' },
        { type: 'OPENED', contact: '1@acme.example', from: '192.0.2.0/24' },
      )
      .package({}, { type: 'REVOKE', reason: text });
    for (let n = 0; n < 30; n += 1) {
      situation.task({ text });
      situation.case({ title: text });
    }
    const { cases, ...incident } = situation.view;
    const rated = cases.map((one) => ({
      ...one,
      differs: ['severity', 'cvss', 'products'] as const,
      epss: { score: 0.912, percentile: 1, at: now },
    }));
    return { ...given, incident: { ...incident, cases: rated } };
  });

const scored = {
  version: '4.0',
  vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U',
  score: 8.1,
  base: 9.3,
  severity: 'high',
} as const;

const productsOf = (text: string, short: string): Product[] =>
  Array.from({ length: 30 }, (_, n) => ({
    name: `${n}${text}`,
    versions: Array.from({ length: 20 }, () => short),
    isAffected: n % 2 === 0,
  }));

const source = { messageId: 'C1:1.2', author: bob, at: now, link: 'https://chat.example/p1' };

export const listedAs = (title: string): ListedIncident => ({
  id: 'INC-2026-0001',
  title,
  level: 1,
  phase: 'assess',
  closed: false,
  outcome: null,
  drill: true,
  declaredAt: now,
  channelName: 'inc-2026-0001',
  channelUrl: null,
});

const briefOf = (text: string): HandoverBrief => ({
  since: now,
  tasks: Array.from({ length: 30 }, (_, n) => ({
    n,
    text,
    assignee: n % 2 === 0 ? bob : null,
    dueAt: n < 10 ? now : null,
    state: 'open',
  })),
  lastSitrep: { text, at: now, by: ada },
  entries: Array.from({ length: 15 }, (_, seq) => ({ seq, text, at: now })),
  entriesTotal: 99,
});

export const score: Score = {
  scenario: 'ms08-078',
  met: 3,
  judged: 7,
  rows: measures.map((measure, index) => ({
    measure,
    value: index === 2 ? null : 90_000_000,
    expected: index === 3 ? null : 300_000,
    met: index % 2 === 0,
    of: index > 3 ? 12 : null,
    short: index > 3 ? Array.from({ length: 100 }, (_, n) => n + 1) : [],
  })),
};

export const glanceOf = ({ context, closed, channel }: IncidentView): Glance => ({
  context,
  isSitrepOverdue: true,
  closed,
  channel,
});

/** The cards of an incident. */
export function everyCard({ incident, phase }: Hostile): Message[] {
  const cards: CardKey[] = [
    'status',
    'roles',
    'announcement',
    `checklist/${phase}/0`,
    `checklist/${phase}/7`,
    'task/1',
    'task/2',
    'task/99',
    'case/1',
    'approval/1',
    'approval/2',
    'document/1',
    'document/2',
    'document/3',
    'document/99',
    'pass/1',
    'pass/2',
    'pass/99',
    'statement/1',
    'statement/2',
    'statement/99',
    'package/1',
    'package/2',
    'package/3',
    'package/99',
    'case/2',
    'case/99',
    'clock/1',
    'clock/4',
    'clock/99',
    'train/1',
    'train/2',
    'train/3',
    'train/4',
    'train/99',
    'score',
  ];
  return cards.map((card) => renderCard(card, incident, now));
}

/** The incidents of the announcement channel. */
export function everyDigest({ incident }: Hostile): Message[] {
  const many = Array.from({ length: 20 }, () => glanceOf(incident));
  const hidden = [{ incidentId: 'INC-2026-0009', ask: bob }];
  const open = many.map((one) => ({ ...one, guidanceDueAt: now }));
  return [renderDigest({ open, moreOpen: 9, hidden, closed: many }, () => 'Bob')];
}

/** What the bot says by itself. */
export function everySaying({ incident, text, phase, short, role }: Hostile): Message[] {
  const sayings: Saying[] = [
    { kind: 'recorded', text, tone: 'good' },
    { kind: 'phaseEntered', phase, from: 'assess', reason: text },
    { kind: 'sitrep', text, by: ada, nextDueAt: now },
    { kind: 'stakeholderSitrep', text, by: ada, nextDueAt: now },
    { kind: 'staffingEscalated', missing: [...allRoles], reminders: 3 },
    { kind: 'roleFree', role, text },
    { kind: 'handoverUnanswered', to: bob, lead: ada, sent: 2 },
    { kind: 'handoverOffered', to: bob, by: ada, brief: briefOf(text) },
    { kind: 'sitrepOverdue', dueAt: now, lead: null },
    { kind: 'approvalAsked', n: 1, words: text, by: bob, expiresAt: now, sent: 0 },
    { kind: 'approvalAsked', n: 1, words: text, by: bob, expiresAt: now, sent: 1 },
    { kind: 'approvalWaits', n: 1, words: text, by: bob, expiresAt: now, asked: [ada, bob] },
    { kind: 'approvalLapsed', n: 1, words: text },
    { kind: 'roleOffered', role, person: bob, by: ada },
    { kind: 'roleOffered', role, person: bob, by: 'ssirp', onCall: { after: null } },
    { kind: 'roleOffered', role, person: bob, by: 'ssirp', onCall: { after: ada } },
    { kind: 'rolePassedOn', role, to: bob, taken: false },
    { kind: 'rolePassedOn', role, to: bob, taken: true },
    { kind: 'onCallEnded', role, person: bob },
    { kind: 'rolesNeeded', level: 1, missing: [...allRoles] },
    { kind: 'roleUnacknowledged', role, person: bob, lead: ada },
    { kind: 'staffingOverdue', missing: [role], lead: ada },
    { kind: 'staffingOverdue', missing: [...allRoles], lead: null },
    { kind: 'taskEscalated', n: 1, text, assignee: bob, to: null, toRole: role },
    { kind: 'taskDue', n: 1, text, assignee: null },
    ...[0, 1, 4].flatMap((sent) =>
      (['owner', 'lead'] as const).map((to): Saying => ({
        kind: 'followUpReminder',
        n: 1,
        text,
        owner: sent === 4 ? null : bob,
        dueAt: now,
        sent,
        to,
      })),
    ),
    ...(['half', 'passed'] as const).map((mark): Saying => ({
      kind: 'clockWarning',
      n: 1,
      name: 'CRA early warning',
      mark,
      dueAt: now,
      doneBy: mark === 'half' ? 'filing' : { answerCase: 1 },
      isProposal: mark === 'half',
      zones: ['Europe/Berlin', 'America/Los_Angeles'],
    })),
    ...(['notice', 'go', 'webcast'] as const).map((what): Saying => ({
      kind: 'trainReminder',
      n: 1,
      what,
      name: 'release train 2026-12',
      releaseAt: now,
      webcastAt: now,
      missing: [...allRoles],
    })),
    { kind: 'inject', n: 1, from: short, text, answerBy: now },
    { kind: 'inject', n: 2, from: short, text, answerBy: null },
    { kind: 'taskOffered', n: 2, text: short },
    { kind: 'shiftEnding', lead: ada, endsAt: now },
    { kind: 'handoverOffered', to: bob, by: ada },
    { kind: 'related', to: 'INC-2026-0002', by: ada, lead: bob },
    { kind: 'channelFailed', reason: text },
    { kind: 'taskBlocked', n: 1, text, reason: text },
    { kind: 'taskProgress', n: 1, text },
    { kind: 'roomLost', why: 'archived', name: short, replaced: true },
    { kind: 'roomMoved', from: short },
    { kind: 'cameUninvited', person: bob, inviter: ada },
    { kind: 'foundInRoom', people: [{ person: bob, kind: 'guest' }] },
    { kind: 'accessEnded', person: bob, how: 'removed', roles: [...allRoles], tasks: [1, 2, 3] },
    { kind: 'accessReview', dueAt: now },
    { kind: 'heldBack', since: now, until: now, reason: text, late: 7 },
    { kind: 'unknownRefusal', what: text, reason: text },
  ];
  return sayings.map((saying) => renderSaying(saying, incident, telling));
}

export function everyForm({ incident, text }: Hostile): Form[] {
  const requests: FormRequest[] = [
    { form: 'declare' },
    ...(['brief', 'assess', 'guidance', 'postmortem', 'followup'] as const).map((form) => ({
      form,
      incident,
    })),
    { form: 'task', incident },
    { form: 'declare', from: { ...source, text } },
    { form: 'task', incident, from: { ...source, text } },
    { form: 'taskFrom', incidents: [listedAs(text)], from: { ...source, text } },
    { form: 'captureInto', incidents: [listedAs(text)], from: { ...source, text } },
    { form: 'sitrep', incident, notOutside: null, nextDueAt: now },
    {
      form: 'sitrepPreview',
      incident,
      draft: { responders: text, stakeholders: text },
      notOutside: null,
      nextDueAt: now,
      meanwhile: [entryView(3, text)],
    },
    { form: 'assign', incident, n: 1 },
    { form: 'assign', incident, n: 9_999_999 },
    { form: 'bugBar', incident, n: 9_999_999 },
    ...([null, 'response', 'product', 'both'] as const).map((as) => ({
      form: 'assessment' as const,
      incident,
      n: 1,
      as,
    })),
    { form: 'assessment', incident, n: 9_999_999, as: null },
    { form: 'trainNotice', incident, n: 1 },
    { form: 'trainNotice', incident, n: 99 },
    { form: 'due', incident, n: 1 },
    { form: 'due', incident, n: 9_999_999 },
    ...remedyForms.flatMap((form) => [
      { form, incident, n: 1 },
      { form, incident, n: 9_999_999 },
    ]),
    { form: 'statement', incident, n: 1 },
    { form: 'statement', incident, n: 9_999_999 },
    { form: 'importDocument', incident, n: 9_999_999, locale: 'zh-TW' },
    { form: 'reason', incident, of: 'lesson' },
    ...[
      'advance --override',
      'monitoring waive',
      'block 3',
      'block 999999',
      'regress communicate',
      text,
    ].map((of) => ({ form: 'reason' as const, incident, of })),
  ];
  return requests.map(renderForm);
}
