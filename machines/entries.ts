// The words of the record: one function per kind of timeline entry. People stand in it as `<@person-id>`.
import { audienceNames } from './audiences.ts';
import type { Criterion } from './criteria.ts';
import type { EntryDraft } from './effects.ts';
import type {
  FactName,
  Group,
  HeldRole,
  IncidentContext,
  IncidentEvent,
  IncidentEventType,
  IsoInstant,
  Level,
  Outcome,
  PersonId,
  Phase,
  Role,
  Tlp,
} from './incident-types.ts';
import type { LevelRuling } from './level-rules.ts';
import { levels } from './levels.ts';

type Of<T extends IncidentEventType> = Extract<IncidentEvent, { type: T }>;
interface Stamp {
  at: IsoInstant;
  by: PersonId;
  approvedBy?: PersonId;
}

export const mention = (person: PersonId): string => `<@${person}>`;
const roleName = (role: Role): string => role.replaceAll('_', ' ');

const factText = {
  public: 'The vulnerability is public',
  exploit: 'Exploit code is public',
  attacks: 'Attacks are observed',
  broad: 'Attacks are broad, no longer limited and targeted',
  wormable: 'It spreads by itself',
  kev: 'It is in CISA’s catalogue of known exploited vulnerabilities (KEV)',
  leak: 'What partners were told may have leaked',
} satisfies Record<FactName, string>;

const criterionNames: Record<Criterion, string> = {
  rolesClaimed: 'roles claimed',
  rolesAcknowledged: 'roles acknowledged',
  brief: 'initial brief',
  tlp: 'TLP label',
  scope: 'scope',
  affectedProducts: 'affected products',
  mitigation: 'tested mitigation or the statement that none exists',
  decision: 'decision on the remedy',
  fixReady: 'fix ready',
  commsApproval: 'approval by communications',
  legalApproval: 'approval by legal',
  releaseGo: 'go of the release quorum',
  guidanceOut: 'customer guidance published',
  monitoringOver: 'monitoring window over',
  postmortemHeld: 'postmortem held',
  followUpsOwned: 'follow-ups with owner and due date',
  embargoPosture: 'embargo decided for each case',
  casesJudged: 'every case judged, one of them valid',
  casesRated: 'severity of each case',
  casesScored: 'CVSS vector of each case',
  casesLocated: 'affected products of each case',
  casesAssessed: 'each case assessed by both teams',
  casesReconciled: 'both assessments of each case reconciled',
  casesPrioritized: 'SSVC evaluation of each case',
  casesScheduled: 'release vehicle of each case',
  casesNumbered: 'CVE id of each case',
  casesSignedOff: 'technical sign-off of each case',
  clocksInTime: 'no clock overdue',
  documentsApproved: 'advisories and bulletins approved',
  translationsReady: 'required languages ready',
  passesSettled: 'test passes settled',
};

/** An entry that happened when it was recorded. `data.approvedBy`: the second person, where it needed two. */
export function entry(
  stamp: Stamp,
  kind: string,
  text: string,
  data: Record<string, unknown> = {},
): EntryDraft {
  const { at, by, approvedBy } = stamp;
  const also = approvedBy === undefined ? {} : { approvedBy };
  return { kind, text, occurredAt: at, actor: by, data: { ...data, ...also }, link: null };
}

const because = (reason: string): string => `: ${reason}`;
const withNote = (note: string): string => (note === '' ? '' : `: ${note}`);

export const declared = (c: IncidentContext): EntryDraft =>
  entry(
    { at: c.declaredAt, by: c.declaredBy },
    'declared',
    `${c.drill ? 'DRILL. ' : ''}Incident declared at level ${c.level} (${levels[c.level].name}): ${c.title}`,
    { title: c.title, level: c.level, kind: c.kind, visibility: c.visibility, drill: c.drill },
  );

export const roleAssigned = (e: Of<'ROLE_ASSIGNED'>, former: HeldRole | undefined): EntryDraft => {
  const who = mention(e.person);
  const role = roleName(e.role);
  const data = {
    role: e.role,
    person: e.person,
    from: former?.person ?? null,
    ...(e.onCall === undefined ? {} : { onCall: true }),
  };
  if (former?.person === e.person)
    return entry(e, 'roleAcknowledged', `${who} acknowledged the role ${role}`, data);
  const takesOver = former === undefined ? '' : ` (was ${mention(former.person)})`;
  if (e.onCall !== undefined && e.by !== e.person) {
    const { after } = e.onCall;
    const next = after === null ? 'is on call' : `is next on call after ${mention(after)}`;
    return entry(e, 'roleAssigned', `${who} ${next} and was asked to take the role ${role}`, data);
  }
  return e.by === e.person
    ? entry(e, 'roleClaimed', `${who} took the role ${role}${takesOver}`, data)
    : entry(e, 'roleAssigned', `${who} was asked to take the role ${role}${takesOver}`, data);
};

export const roleReleased = (e: Of<'ROLE_RELEASED'>, former: HeldRole | undefined): EntryDraft =>
  entry(
    e,
    'roleReleased',
    `The role ${roleName(e.role)} is free again${former ? ` (was ${mention(former.person)})` : ''}`,
    {
      role: e.role,
      from: former?.person ?? null,
    },
  );

export const roleUnacknowledged = (e: Of<'ROLE_UNACKNOWLEDGED'>, held: HeldRole): EntryDraft =>
  entry(
    e,
    'roleUnacknowledged',
    `${mention(held.person)} has not acknowledged the role ${roleName(e.role)} in time`,
    {
      role: e.role,
      person: held.person,
    },
  );

export const staffingOverdue = (e: Stamp, missing: readonly Role[]): EntryDraft =>
  entry(e, 'staffingOverdue', `Roles still unclaimed: ${missing.map(roleName).join(', ')}`, {
    missing,
  });

const groupNames = (groups: readonly Group[]): string[] =>
  groups.map(({ name }) => `${name} (user group)`);

export const invited = (e: Of<'INVITED'>): EntryDraft => {
  const { people, groups } = e;
  const who = [...people.map(mention), ...groupNames(groups ?? [])];
  return entry(e, 'invited', `Invited: ${who.join(', ')}`, {
    people,
    ...(groups === undefined ? {} : { groups }),
  });
};

export const groupInvited = ({ groups, people, ...e }: Of<'GROUP_INVITED'>): EntryDraft => {
  const of = groupNames(groups).join(', ');
  const who = people.length === 0 ? 'nobody' : people.map(mention).join(', ');
  return entry(e, 'groupInvited', `Came in with ${of}: ${who}`, { groups, people });
};

export const memberJoined = (e: Of<'MEMBER_JOINED'>): EntryDraft =>
  e.inviter === undefined
    ? entry(e, 'memberJoined', `${mention(e.person)} joined the channel`, { person: e.person })
    : entry(
        e,
        'memberJoined',
        `${mention(e.person)} joined the channel, added by ${mention(e.inviter)}`,
        { person: e.person, inviter: e.inviter },
      );

export const memberLeft = (e: Of<'MEMBER_LEFT'>): EntryDraft =>
  entry(e, 'memberLeft', `${mention(e.person)} left the channel`, { person: e.person });

export const brief = (e: Of<'BRIEF'>): EntryDraft =>
  entry(e, 'brief', `Initial brief${because(e.text)}`);

export const tlp = (e: Of<'TLP'>, from: Tlp | null): EntryDraft =>
  entry(e, 'tlp', `TLP label set to TLP:${e.label}${from === null ? '' : ` (was TLP:${from})`}`, {
    from,
    to: e.label,
  });

export const scope = (e: Of<'SCOPE'>): EntryDraft => entry(e, 'scope', `Scope${because(e.text)}`);

export const affected = (e: Of<'AFFECTED'>, from: readonly string[]): EntryDraft =>
  entry(e, 'affected', `Affected products: ${e.products.join(', ')}`, { from, to: e.products });

export const mitigation = (e: Of<'MITIGATION'>): EntryDraft =>
  entry(
    e,
    'mitigation',
    e.exists ? `Mitigation tested: ${e.text}` : `No mitigation or workaround exists: ${e.text}`,
    {
      exists: e.exists,
    },
  );

export const decide = (e: Of<'DECIDE'>, from: IncidentContext['decision']): EntryDraft =>
  entry(
    e,
    'decision',
    `Decision: ${e.remedy === 'fix' ? 'build a fix' : 'advisory only, no fix'}${withNote(e.reason)}`,
    { from: from?.remedy ?? null, to: e.remedy },
  );

export const fixMoved = (e: Stamp & { note: string }, text: string, kind: string): EntryDraft =>
  entry(e, kind, `${text}${withNote(e.note)}`);

export const fixFailed = (e: Of<'FIX_FAILED'>, released: boolean): EntryDraft =>
  entry(
    e,
    'fixFailed',
    `${released ? 'The released fix' : 'The fix'} failed${e.rootCauseWrong ? ' and the root cause was wrong' : ''}${because(e.reason)}`,
    { released, rootCauseWrong: e.rootCauseWrong },
  );

export const approved = (e: Of<'APPROVE'>): EntryDraft =>
  entry(
    e,
    'approved',
    `Release approved for ${e.as === 'comms' ? 'communications' : 'legal'} by ${mention(e.by)}`,
    {
      as: e.as,
    },
  );

export const go = (e: Of<'GO'>): EntryDraft =>
  entry(
    e,
    'go',
    `Go for release from ${mention(e.by)} (${e.roles.map(roleName).join(', ')})${e.releaseAt === null ? '' : ` at ${e.releaseAt}`}`,
    { roles: e.roles, releaseAt: e.releaseAt },
  );

export const noGo = (e: Of<'NO_GO'>): EntryDraft =>
  entry(e, 'noGo', `No-go for release${because(e.reason)}`);

export const pullIn = (e: Of<'PULL_IN'>, from: IsoInstant | null): EntryDraft =>
  entry(
    e,
    'pulledIn',
    `Release pulled in${from === null ? '' : ` from ${from}`}${because(e.reason)}`,
    { from },
  );

export const releaseDue = (e: Stamp): EntryDraft =>
  entry(e, 'releaseDue', 'The release instant is reached: publish now');

export const holding = (e: Of<'HOLDING'>): EntryDraft =>
  entry(e, 'holding', `Holding statement${because(e.text)}`);

export const guidance = (e: Of<'GUIDANCE'>, revision: number, release: boolean): EntryDraft =>
  entry(
    e,
    release ? 'released' : 'guidance',
    release
      ? `Released, customer guidance is out${because(e.text)}`
      : `Customer guidance, revision ${revision}${because(e.text)}`,
    { revision, ...(e.documents === undefined ? {} : { documents: e.documents }) },
  );

export const monitoringOver = (e: Stamp): EntryDraft =>
  entry(e, 'monitoringOver', 'The monitoring window is over');

export const monitoringWaived = (e: Of<'WAIVE_MONITORING'>): EntryDraft =>
  entry(e, 'monitoringWaived', `The monitoring window is waived${because(e.reason)}`, {
    reason: e.reason,
  });

export const postmortem = (e: Of<'POSTMORTEM'>): EntryDraft =>
  entry(e, 'postmortem', `Postmortem held${because(e.summary)}`);

export const finding = (e: Of<'FINDING'>): EntryDraft =>
  entry(e, 'finding', `Finding (${e.category})${because(e.text)}`, {
    category: e.category,
    text: e.text,
  });

export const advanced = (e: Stamp, from: Phase): EntryDraft =>
  entry(e, 'phaseLeft', `Exit criteria of ${from} met`, { from });

export const overridden = (
  e: Of<'OVERRIDE'>,
  from: Phase,
  missing: readonly Criterion[],
): EntryDraft =>
  entry(
    e,
    'overridden',
    `Left ${from} by override${missing.length === 0 ? '' : ` without ${missing.map((name) => criterionNames[name]).join(', ')}`}${because(e.reason)}`,
    { from, missing, reason: e.reason },
  );

export const phaseEntered = (stamp: Stamp, phase: Phase, epoch: number): EntryDraft =>
  entry(stamp, 'phaseEntered', `Phase ${phase} begins`, { phase, epoch });

export const regressed = (e: Of<'REGRESS'>, from: Phase): EntryDraft =>
  entry(e, 'regressed', `Back from ${from} to ${e.to}${because(e.reason)}`, {
    from,
    to: e.to,
    reason: e.reason,
  });

/** `asked`: what the facts ask for. It is said where people choose less. */
export const level = (e: Of<'LEVEL'>, from: Level, asked: LevelRuling): EntryDraft => {
  const isByFacts = e.because === 'facts';
  const isBelow = e.because !== undefined && e.level > asked.level;
  const moved = `Level ${e.level < from ? 'raised' : 'lowered'} from ${from} to ${e.level} (${levels[e.level].name})`;
  const below = isBelow
    ? `. The facts ask for ${asked.level} (${levels[asked.level].name}): ${asked.text}`
    : '';
  return entry(
    isByFacts ? { at: e.at, by: 'ssirp' } : e,
    'level',
    `${moved}${isByFacts ? ' by the facts' : ''}${withNote(e.reason)}${below}`,
    {
      from,
      to: e.level,
      reason: e.reason,
      ...(e.because === undefined ? {} : { because: e.because }),
      ...(isBelow ? { below: asked.rule } : {}),
    },
  );
};

const ofCase = (n: number | 'all' | undefined): string => {
  if (n === undefined) return '';
  return n === 'all' ? ' (all cases)' : ` (case ${n})`;
};

export const fact = (e: Of<'FACT'>): EntryDraft => ({
  ...entry(e, 'fact', `${factText[e.fact]}${ofCase(e.caseNumber)}${withNote(e.text)}`, {
    fact: e.fact,
    ...(e.caseNumber === undefined ? {} : { case: e.caseNumber }),
  }),
  occurredAt: e.occurredAt,
});

export const closed = (e: Stamp, why: string): EntryDraft =>
  entry(e, 'closed', `Incident closed. ${why}`, { outcome: 'resolved' });

export const stoodDown = (e: Of<'STAND_DOWN'>): EntryDraft =>
  entry(e, 'closed', `Stood down${because(e.reason)}`, {
    outcome: 'stoodDown' satisfies Outcome,
    reason: e.reason,
  });

export const falsePositive = (e: Of<'FALSE_POSITIVE'>): EntryDraft =>
  entry(e, 'closed', `Closed as a false positive${because(e.reason)}`, {
    outcome: 'falsePositive' satisfies Outcome,
    reason: e.reason,
  });

export const merged = (e: Of<'MERGE'>): EntryDraft =>
  entry(e, 'closed', `Merged into ${e.into}${because(e.reason)}`, {
    outcome: 'merged' satisfies Outcome,
    into: e.into,
    reason: e.reason,
  });

export const mergedFrom = (e: Of<'MERGED_FROM'>): EntryDraft =>
  entry(e, 'mergedFrom', `${e.source} was merged into this incident`, { source: e.source });

export const related = (e: Of<'RELATED'>): EntryDraft =>
  entry(
    e,
    'related',
    e.when === 'earlier'
      ? `May be the same as ${e.to}, which was declared shortly before`
      : `${e.to} was declared as well and may be the same`,
    { to: e.to, when: e.when },
  );

export const reopened = (e: Of<'REOPEN'>, was: Outcome | null): EntryDraft =>
  entry(e, 'reopened', `Reopened${because(e.reason)}`, { was, reason: e.reason });

export const sitrep = (e: Of<'SITREP'>): EntryDraft =>
  entry(
    e,
    'sitrep',
    `Sitrep${because(e.text)}`,
    e.audience === undefined ? {} : { audience: e.audience },
  );

export const stakeholderSitrep = (e: Of<'STAKEHOLDER_SITREP'>): EntryDraft =>
  entry(e, 'stakeholderSitrep', `Sitrep for stakeholders${because(e.text)}`, {
    audience: 'stakeholders',
  });

const reminderNames: Record<string, string> = {
  sitrep: 'of the overdue sitrep',
  staffing: 'of the unclaimed roles',
  handover: 'of the handover',
};

export const snoozed = (e: Of<'SNOOZE'>, until: IsoInstant): EntryDraft => {
  const what =
    reminderNames[e.what] ?? `of the role ${roleName(e.what.slice('role.'.length) as Role)}`;
  return entry(
    e,
    'snoozed',
    `${mention(e.by)} put the reminder ${what} off for ${e.minutes} min, until ${until}`,
    { what: e.what, until },
  );
};

export const sitrepOverdue = (e: Stamp, dueAt: IsoInstant): EntryDraft =>
  entry(e, 'sitrepOverdue', 'The sitrep is overdue', { dueAt });

export const handoverOffered = (e: Of<'HANDOVER'>): EntryDraft =>
  entry(
    e,
    'handoverOffered',
    `${mention(e.by)} asked ${mention(e.to)} to take over as crisis lead`,
    { to: e.to, ...(e.brief === undefined ? {} : { brief: e.brief }) },
  );

export const handoverDeclined = (
  e: Of<'HANDOVER_DECLINE'>,
  to: PersonId,
  lead: HeldRole | undefined,
): EntryDraft => {
  const leads = lead === undefined ? '' : `; ${mention(lead.person)} still leads`;
  const what =
    e.by === to
      ? `${mention(to)} declined to take over as crisis lead`
      : `${mention(e.by)} took the offer to ${mention(to)} to take over as crisis lead back`;
  return entry(e, 'handoverDeclined', `${what}${withNote(e.reason)}${leads}`, {
    to,
    reason: e.reason,
  });
};

export const handoverUnanswered = (e: Stamp, to: PersonId): EntryDraft =>
  entry(e, 'handoverUnanswered', `${mention(to)} has not answered the handover in time`, { to });

export const handoverAccepted = (e: Stamp, former: HeldRole | undefined): EntryDraft =>
  entry(
    e,
    'handover',
    `${mention(e.by)} took over as crisis lead${former ? ` from ${mention(former.person)}` : ''}`,
    {
      from: former?.person ?? null,
      to: e.by,
    },
  );

export const note = (e: Of<'NOTE'>): EntryDraft => ({
  ...entry(e, 'note', e.text, e.author === null ? {} : { author: e.author }),
  occurredAt: e.occurredAt,
  link: e.link,
});

export const link = (e: Of<'LINK'>): EntryDraft => ({
  ...entry(e, 'link', e.text === '' ? e.url : `${e.text} (${e.url})`, { url: e.url }),
  link: e.url,
});

export const correction = (e: Of<'CORRECT'>): EntryDraft =>
  entry(e, 'correction', `Entry ${e.seq} corrected: ${e.text}`, {
    of: e.seq,
    old: e.old,
    new: e.text,
  });

export const withdrawal = (e: Of<'WITHDRAW'>): EntryDraft =>
  entry(e, 'withdrawal', `Entry ${e.seq} withdrawn`, { of: e.seq, old: e.old });

export const exported = (e: Of<'EXPORTED'>): EntryDraft =>
  e.document === undefined
    ? entry(
        e,
        'exported',
        `Postmortem exported as ${e.format}${e.audience === undefined ? '' : ` for ${audienceNames[e.audience]}`}`,
        { format: e.format },
      )
    : entry(e, 'exported', `Document ${e.document} exported as ${e.format} (${e.locale})`, {
        format: e.format,
        document: e.document,
        locale: e.locale,
      });

export const channelOpened = (e: Of<'CHANNEL_OPENED'>): EntryDraft => ({
  ...entry(
    e,
    'channelOpened',
    `Channel ${e.name} opened${e.instead === undefined ? '' : ` in place of ${e.instead}`}`,
    { conversation: e.conversation },
  ),
  link: e.url,
});

export const deliveryFailed = (e: Of<'DELIVERY_FAILED'>): EntryDraft =>
  entry(
    e,
    'deliveryFailed',
    `${e.partly ? 'Delivered in part' : 'Not delivered'}: ${e.what} (${e.reason})`,
    {
      what: e.what,
      reason: e.reason,
      partly: e.partly,
    },
  );
