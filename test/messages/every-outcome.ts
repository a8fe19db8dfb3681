// Every answer that the bot can give, of an incident whose every text is hostile: what was done, shown and refused.
import type { DocumentGap } from '#machines/document-gaps.ts';
import { timetable } from '#machines/release-calendar.ts';
import type { PartnerView } from '#src/commands/partner-command.ts';
import type { Outcome } from '#src/commands/outcome.ts';
import type { Refusal } from '#src/commands/refusal.ts';
import type { HomeView, IncidentView } from '#src/commands/view-types.ts';
import type { Message } from '#src/messages/message.ts';
import type { Answer } from '#src/messages/reply.ts';
import { renderOutcome } from '#src/messages/reply.ts';
import { ada, bob, entryView, now, telling } from './situation.ts';
import type { Hostile } from './every-message.ts';
import { glanceOf, listedAs, score } from './every-message.ts';

const declaring = {
  verb: 'declare',
  level: 1,
  kind: 'service',
  visibility: 'open',
  drill: false,
} as const;

const documentStates = ['drafting', 'inReview', 'approved', 'published', 'moved'] as const;

const documentNeeds = [
  null,
  'isComplete',
  'isCurrent',
  'isValid',
  'isOfApproved',
  'isReleased',
  'isNotEmbargoed',
  'isOther',
  'isSectionOf',
  'isAffected',
  'isListed',
  'isAdvisory',
  'isWanted',
  'isTranslatable',
  'isTranslated',
  'areTranslated',
  'isAsProposed',
] as const;

const homeOf = (incident: IncidentView): HomeView => ({
  person: ada,
  isMember: true,
  approvals: incident.parts.flatMap((part) => {
    if (part.kind !== 'approval') return [];
    const { words, proposedBy: by, expiresAt } = part.snapshot.context;
    return Array.from({ length: 5 }, (_, more) => ({
      incident: glanceOf(incident),
      n: part.n * 10 + more,
      words,
      by,
      expiresAt,
    }));
  }),
  due: [
    { incident: glanceOf(incident), thing: { kind: 'embargo', caseNumber: 1 }, dueAt: now },
    {
      incident: glanceOf(incident),
      thing: { kind: 'clock', n: 1, name: 'CRA early warning', isProposed: true, isOverdue: true },
      dueAt: now,
    },
  ],
  tasks: incident.tasks.map((task) => ({ incidentId: 'INC-2026-0001', drill: true, task })),
  answers: [{ incidentId: 'INC-2026-0001', to: { task: 1 }, by: now }],
  mine: Array.from({ length: 8 }, () => glanceOf(incident)),
  others: Array.from({ length: 8 }, () => glanceOf(incident)),
  moreOpen: 3,
});

/** What commands answer. */
export function everyAnswer(given: Hostile): Message[] {
  return everyOutcome(given).map(({ message }) => message);
}

export function everyOutcome({ incident, title, text, short, visibility }: Hostile): Answer[] {
  const incidentId = incident.context.id;
  const listed = { ...listedAs(title), channelName: short, channelUrl: text };
  const entries = Array.from({ length: 60 }, (_, n) => entryView(n, text, { link: text }));
  const changed = { latest: entryView(2, text, {}), before: entryView(1, text, {}) };
  const stuck = {
    id: 3,
    what: text,
    state: 'dead',
    attempts: 5,
    lastError: text,
    notBefore: now,
  } as const;
  const refusals: Refusal[] = [
    { reason: 'usage', error: { problem: text, usage: text, nearest: [text, short] } },
    { reason: 'noIncidentHere', open: Array.from({ length: 20 }, () => listed) },
    { reason: 'unknownIncident', id: text },
    { reason: 'unknownCase', n: 99, incidentId },
    {
      reason: 'underEmbargo',
      found: [
        { n: 99, until: now, words: [text, short] },
        { n: 100, until: null, words: [text] },
      ],
      incidentId,
    },
    {
      reason: 'documentFile',
      n: 99,
      id: 'SB26-001',
      problems: Array.from({ length: 40 }, () => ({ line: 9_999_999, problem: text })),
      incidentId,
    },
    {
      reason: 'documentUnfit',
      n: 99,
      id: 'SB26-001',
      format: 'csaf',
      problems: Array.from({ length: 40 }, () => ({ check: text, where: text, message: text })),
      incidentId,
    },
    { reason: 'documentFileSame', n: 99, id: 'SB26-001', incidentId },
    { reason: 'noTranslation', n: 99, id: 'SB26-001', locale: 'zh-TW', incidentId },
    { reason: 'unknownPartner', partner: text, known: [] },
    { reason: 'unknownPartner', partner: text, known: Array.from({ length: 40 }, () => short) },
    { reason: 'partnerStanding', partner: short, isSuspended: true },
    { reason: 'partnerStanding', partner: short, isSuspended: false },
    { reason: 'unknownPackage', n: 99, incidentId },
    {
      reason: 'textsMissing',
      partner: short,
      missing: Array.from({ length: 40 }, (_, n) => ({ n, text: 'detection' as const })),
      incidentId,
    },
    { reason: 'packageStale', n: 1, partner: short, incidentId },
    { reason: 'notForPartners', because: text, incidentId },
    { reason: 'noReleaseTime', n: 1, incidentId },
    { reason: 'noWayOut', n: 1, lacks: 'mail', incidentId },
    { reason: 'noWayOut', n: 1, lacks: 'drill', incidentId },
    { reason: 'noWayOut', n: 1, lacks: 'publicUrl', incidentId },
    {
      reason: 'offerNotNow',
      n: 1,
      lacks: ['content', 'nda', 'time', 'contacts'],
      notBefore: now,
      ndaUntil: '2026-01-01',
      incidentId,
    },
    { reason: 'noSuchContact', n: 1, contacts: ['a@acme.example'], incidentId },
    ...(['prepared', 'approved', 'offered', 'opened', 'suspended', 'closed'] as const).map(
      (state) => ({
        reason: 'packageNotNow' as const,
        n: 1,
        event: 'OFFER' as const,
        state,
        movedTo: null,
        incidentId,
      }),
    ),
    {
      reason: 'packageNotNow',
      n: 1,
      event: 'REVOKE',
      state: 'moved',
      movedTo: { incidentId: 'INC-2026-0002', n: 3 },
      incidentId,
    },
    { reason: 'unknownApproval', approval: 99, incidentId },
    {
      reason: 'approvalNotNow',
      approval: 1,
      state: 'expired',
      last: { by: bob, at: now },
      incidentId,
    },
    { reason: 'approvalWaits', approval: 1, by: bob, words: text, incidentId },
    { reason: 'ownApproval', approval: 1, incidentId },
    { reason: 'notForAudience', why: 'TLP:RED is for the eyes of those named only', incidentId },
    {
      reason: 'unready',
      unready: Array.from({ length: 30 }, (_, n) => ({
        what: 'pass' as const,
        n,
        words: text,
        next: `pass ${n} done`,
      })),
      incidentId,
    },
    { reason: 'unknownDocument', n: 99, incidentId },
    { reason: 'nothingToTell', kind: 'bulletin', incidentId },
    ...documentNeeds.flatMap((need) =>
      documentStates.map((state) => ({
        reason: 'documentNotNow' as const,
        n: 1,
        id: 'SB26-001',
        state,
        event: 'PUBLISH' as const,
        needs: need === null ? [] : [need],
        gaps: [
          { what: 'section', section: 'case/1/workarounds' },
          ...(['cve', 'severity', 'cvss', 'impact', 'products'] as const).map((fact) => ({
            what: 'fact' as const,
            n: 1,
            fact,
          })),
          ...Array.from({ length: 30 }, () => ({ what: 'update' as const, product: text })),
        ] satisfies DocumentGap[],
        stale: [{ n: 1, what: ['cve', 'products'] }],
        problems: Array.from({ length: 30 }, () => ({ check: text, where: text, message: text })),
        embargoed: [1, 2],
        languages: [
          { locale: 'de-DE', lacks: ['title', 'case/1/faq', 'revision'] as const },
          { locale: 'ar-SA', lacks: [] },
        ],
        movedTo: state === 'moved' ? { incidentId: 'INC-2026-0009', n: 2 } : null,
        incidentId,
      })),
    ),
    { reason: 'unknownPass', n: 99, incidentId },
    ...(['planned', 'running', 'done', 'waived'] as const).flatMap((state) =>
      (['START', 'DONE', 'RESOLVE', 'FINDING'] as const).map((event) => ({
        reason: 'passNotNow' as const,
        n: 1,
        state,
        event,
        blockers: Array.from({ length: 30 }, (_, m) => m + 1),
        movedTo: null,
        incidentId,
      })),
    ),
    {
      reason: 'passNotNow',
      n: 1,
      state: 'moved',
      event: 'DONE',
      blockers: [],
      movedTo: { incidentId, n: 2 },
      incidentId,
    },
    { reason: 'unknownStatement', n: 99, incidentId },
    ...(['draft', 'approved', 'given', 'withdrawn'] as const).map((state) => ({
      reason: 'statementNotNow' as const,
      n: 1,
      state,
      event: 'GIVE' as const,
      movedTo: null,
      incidentId,
    })),
    {
      reason: 'statementNotNow',
      n: 1,
      state: 'moved',
      event: 'GIVE',
      movedTo: { incidentId, n: 2 },
      incidentId,
    },
    { reason: 'statementLabel', n: 1, why: 'TLP:RED', labels: ['GREEN', 'CLEAR'], incidentId },
    {
      reason: 'statementClock',
      clocks: Array.from({ length: 30 }, () => ({ n: 1, name: 'CRA notification' })),
      incidentId,
    },
    { reason: 'statementClock', clocks: [], incidentId },
    {
      reason: 'statementUnwritten',
      n: 1,
      fields: Array.from({ length: 30 }, () => text),
      incidentId,
    },
    { reason: 'statementChanged', n: 1, incidentId },
    { reason: 'statementTold', n: 1, at: now, to: text, incidentId },
    { reason: 'unknownTrain', n: null, incidentId },
    { reason: 'unknownTrain', n: 99, incidentId },
    { reason: 'trainOfClosed', incidentId },
    { reason: 'trainPast', releaseAt: now, incidentId },
    { reason: 'trainBooked', n: 1, name: 'release train 2026-12', incidentId },
    { reason: 'trainElsewhere', cases: [1, 2], incidentId },
    { reason: 'otherThanTrain', n: 1, name: 'out-of-band release', releaseAt: now, incidentId },
    { reason: 'noticeTells', what: Array.from({ length: 40 }, () => text), incidentId },
    ...(['moved', 'left', 'departed', 'announced'] as const).flatMap((state) =>
      (['NOTICE', 'WEBCAST'] as const).map((event): Refusal => ({
        reason: 'trainNotNow',
        n: 1,
        name: 'release train 2026-12',
        state,
        event,
        movedTo: state === 'moved' ? { incidentId, n: 2 } : null,
        incidentId,
      })),
    ),
    { reason: 'nobodyApproves', act: 'override', roles: ['crisis_lead', 'legal'], incidentId },
    {
      reason: 'whichCase',
      cases: Array.from({ length: 40 }, (_, n) => ({ n, title: text })),
      command: 'fact public case <n>',
      incidentId,
    },
    { reason: 'notAllowed', needs: [text], lead: null, incidentId },
    { reason: 'otherPlatform', what: text },
    { reason: 'noCalendar' },
    { reason: 'noOnCall', role: 'legal', after: null, incidentId },
    { reason: 'noOnCall', role: 'legal', after: bob, incidentId },
    { reason: 'noDrill', incidentId },
    { reason: 'mergeDrill', into: short },
    { reason: 'mergeTargetClosed', into: text },
    { reason: 'roleTaken', role: 'legal', by: bob, since: now, isRace: true, incidentId },
    { reason: 'noSnooze', what: text, because: { why: 'long', latest: now } },
    { reason: 'nobodyOutside', because: 'tlp', incidentId },
    { reason: 'changedMeanwhile', changes: [changed, changed, changed], incidentId },
  ];
  const similar = Array.from({ length: 3 }, (_, n) => ({
    id: `INC-2026-000${n}`,
    title,
    level: 1 as const,
    declaredBy: bob,
    declaredAt: now,
    channelName: short,
    channelUrl: text,
  }));
  const drill = incident.context.drill ? ({ drill: true } as const) : {};
  const partner: PartnerView = {
    partner: {
      id: 'acme',
      name: text,
      tier: 'entry',
      contacts: Array.from({ length: 20 }, (_, n) => `${n}@acme.example`),
      mustReport: true,
      ndaUntil: '2026-01-01',
      hasKey: false,
    },
    isNdaOver: true,
    suspended: { by: bob, at: now, reason: text },
  };
  const outcomes: Outcome[] = [
    { kind: 'done', incidentId, text, ...drill },
    { kind: 'declared', incidentId, title, level: 1, visibility, ...drill },
    { kind: 'done', incidentId, text, ...drill, meanwhile: entries.slice(0, 3) },
    { kind: 'similar', command: { ...declaring, title: title.slice(0, 150) }, similar },
    { kind: 'drillStarted', scenario: text },
    { kind: 'scenarios', scenarios: [{ name: short, title: text }], isScripted: true },
    { kind: 'view', view: 'score', incident, score },
    { kind: 'view', view: 'status', incident, last: entries },
    { kind: 'view', view: 'timeline', incidentId, ...drill, entries, total: 900 },
    { kind: 'view', view: 'checklist', incident },
    { kind: 'view', view: 'roles', incident, next: {} },
    { kind: 'view', view: 'roles', incident, next: { crisis_lead: bob, legal: ada } },
    { kind: 'view', view: 'level', incident, last: null },
    { kind: 'view', view: 'level', incident, last: changed.latest },
    { kind: 'view', view: 'tasks', incident, which: text, tasks: incident.tasks },
    {
      kind: 'view',
      view: 'myTasks',
      tasks: incident.tasks.map((task) => ({ incidentId, drill: true, task })),
    },
    ...[[], incident.tasks].map((tasks): Outcome => ({
      kind: 'view',
      view: 'followUps',
      isCut: true,
      which: 'open',
      person: bob,
      followUps: tasks.map((task) => ({ incidentId, drill: true, task })),
    })),
    {
      kind: 'view',
      view: 'list',
      which: 'all',
      incidents: Array.from({ length: 300 }, () => listed),
    },
    {
      kind: 'view',
      view: 'health',
      incidentId,
      ...drill,
      waiting: [{ ...stuck, state: 'waiting' }],
      dead: Array.from({ length: 40 }, (_, id) => ({ ...stuck, id })),
      held: { since: now, reason: text, remedy: text, nextTryAt: now },
      nextTimers: [{ id: text, dueAt: now }],
    },
    {
      kind: 'view',
      view: 'deliveries',
      waiting: [{ incidentId, effect: { ...stuck, state: 'waiting' } }],
      dead: Array.from({ length: 100 }, (_, id) => ({
        incidentId,
        effect: { ...stuck, id },
      })),
      counts: { waiting: 1, dead: 100 },
      held: { since: now, reason: text, remedy: text, nextTryAt: now },
      elsewhere: [{ tenant: text, since: now, reason: text, remedy: text, nextTryAt: now }],
    },
    { kind: 'view', view: 'home', home: homeOf(incident) },
    { kind: 'calendar', address: `https://bot.example/calendar/${'x'.repeat(24)}.ics`, since: now },
    { kind: 'calendar', address: null, since: now },
    { kind: 'view', view: 'cases', incident },
    { kind: 'view', view: 'case', incident, n: 1 },
    { kind: 'view', view: 'remedy', incident, n: 1 },
    { kind: 'view', view: 'remedy', incident, n: 2 },
    { kind: 'view', view: 'reliability', rated: 3, held: 2, running: 1 },
    ...trainsOf(incident),
    { kind: 'view', view: 'train', incident, n: 1 },
    { kind: 'view', view: 'approvals', incident },
    { kind: 'view', view: 'approval', incident, n: 1 },
    { kind: 'view', view: 'documents', incident },
    { kind: 'view', view: 'document', incident, n: 3 },
    { kind: 'view', view: 'translation', incident, n: 3, locale: 'de-DE' },
    { kind: 'view', view: 'translation', incident, n: 3, locale: 'ja-JP' },
    { kind: 'view', view: 'translation', incident, n: 3, locale: 'fr-FR' },
    { kind: 'view', view: 'passes', incident },
    { kind: 'view', view: 'pass', incident, n: 1 },
    { kind: 'view', view: 'statements', incident },
    { kind: 'view', view: 'statement', incident, n: 1 },
    { kind: 'view', view: 'statementFields', incident, n: 1, fields: { [text]: text, b: text } },
    { kind: 'view', view: 'statementFields', incident, n: 1, fields: {} },
    {
      kind: 'view',
      view: 'said',
      incident,
      all: false,
      said: Array.from({ length: 60 }, (_, seq) => ({
        seq,
        at: now,
        to: 'customers',
        what: 'guidance',
        text,
        by: ada,
        approvedBy: [ada, bob],
      })),
    },
    { kind: 'view', view: 'said', incident, all: true, said: [] },
    { kind: 'view', view: 'packages', incident },
    { kind: 'view', view: 'package', incident, n: 2 },
    { kind: 'view', view: 'partners', partners: [] },
    { kind: 'view', view: 'partners', partners: Array.from({ length: 40 }, () => partner) },
    {
      kind: 'view',
      view: 'partner',
      partner,
      packages: Array.from({ length: 40 }, (_, n) => ({ incidentId, n, state: 'offered' })),
    },
    { kind: 'standing', partner: text, suspended: true, packages: 2 },
    { kind: 'standing', partner: text, suspended: false, packages: 1 },
    // Nothing of a drill is given to anybody.
    ...(incident.context.drill ? [] : [null, 'https://bot.example/partners/secret']).map((url) => ({
      kind: 'packageLink' as const,
      incidentId,
      n: 1,
      contact: 'a@acme.example',
      until: now,
      url,
    })),
    {
      kind: 'view',
      view: 'who',
      incident,
      readers: Array.from({ length: 40 }, () => ({
        person: bob,
        kind: 'member' as const,
        why: [{ why: 'invited' as const, by: ada, at: now }],
        isInRoom: true,
      })),
      others: [{ person: bob, kind: 'guest' }],
      admins: [ada],
      inRoom: 40,
      lookedAt: now,
      reviewed: { by: ada, at: now },
    },
    { kind: 'view', view: 'help', topic: null },
    { kind: 'view', view: 'help', topic: text },
    ...refusals.map((refusal): Outcome => ({ kind: 'refused', refusal })),
  ];
  return outcomes.map((outcome) => renderOutcome(outcome, telling));
}

/** Many releases with many bookings. */
function trainsOf(incident: IncidentView): Outcome[] {
  const bookings = incident.bookings.flatMap((booking) =>
    Array.from({ length: 9 }, () => ({ incident: incident.context, booking })),
  );
  const train = {
    name: 'release train 2026-12',
    releaseAt: now,
    timetable: timetable(now),
    bookings,
    unseen: 3,
  };
  return (['next', 'list', 'month'] as const).map((which) => ({
    kind: 'view',
    view: 'trains',
    which,
    trains: Array.from({ length: which === 'list' ? 30 : 1 }, () => train),
  }));
}
