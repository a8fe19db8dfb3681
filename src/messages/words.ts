// Names and one-line meanings of the process's words: roles, levels, phases, outcomes. `satisfies` makes a new word
// without a name a compile error; a test holds the copies of tables against machines/.
import type { ApprovalAct } from '#machines/approval-types.ts';
import type { Audience } from '#machines/incident-types.ts';
import type {
  FactName,
  IncidentContext,
  Kind,
  Level,
  Outcome,
  PersonKind,
  Phase,
  Role,
  Tlp,
  Visibility,
} from '#machines/incident-types.ts';
import type { StatementKind } from '#machines/statement-types.ts';
import type { TaskState } from '#machines/task.ts';
import type { Rich, Span } from './message.ts';
import { bold, joined } from './rich.ts';

export const roleNames = {
  crisis_lead: 'crisis lead',
  engineering_lead: 'engineering lead',
  comms_lead: 'comms lead',
  case_manager: 'case manager',
  product_lead: 'product lead',
  detection_lead: 'detection lead',
  support_liaison: 'support liaison',
  legal: 'legal',
  field_liaison: 'field liaison',
  exec_liaison: 'exec liaison',
  scribe: 'scribe',
  deputy: 'deputy',
} as const satisfies Record<Role, string>;

/** The name of a role that came as a plain string, e.g. in what a criterion misses. */
export function roleName(role: string): string {
  const names: Readonly<Record<string, string>> = roleNames;
  return names[role] ?? role.replaceAll('_', ' ');
}

const watch: readonly Role[] = ['crisis_lead', 'engineering_lead'];
const elevated: readonly Role[] = [...watch, 'comms_lead'];
const high: readonly Role[] = [
  ...elevated,
  'case_manager',
  'product_lead',
  'detection_lead',
  'support_liaison',
  'legal',
  'scribe',
  'deputy',
];

/** Roles that a level needs; the same as `levels` in machines/levels.ts. */
export const levelRoles: Record<Level, readonly Role[]> = {
  1: [...high, 'field_liaison', 'exec_liaison'],
  2: high,
  3: elevated,
  4: watch,
};

export const levelNames = {
  1: 'Critical',
  2: 'High',
  3: 'Elevated',
  4: 'Watch',
} as const satisfies Record<Level, string>;

export const levelMeanings = {
  1: 'attacks are broad or spread by themselves, or it is in CISA’s KEV and there is no fix',
  2: 'limited attacks, or exploit code is public and there is no fix',
  3: 'public and not fixed, or critical and still under embargo',
  4: 'credible and not public, but several teams must work on it',
} as const satisfies Record<Level, string>;

/** `L1 Critical`; a level read back from a list is a plain number. */
export function levelTag(level: number): string {
  const names: Readonly<Record<number, string>> = levelNames;
  return `L${level} ${names[level] ?? ''}`.trim();
}

/** The phases in their order; the same as `phases` in machines/incident-types.ts. */
export const phaseOrder = [
  'mobilize',
  'assess',
  'remediate',
  'communicate',
  'review',
] as const satisfies readonly Phase[];

export const phasePurposes = {
  mobilize: 'Get the people, the brief and the TLP label together.',
  assess: 'Find out what is affected, and decide on the remedy.',
  remediate: 'Build and verify the fix, and have the release approved.',
  communicate: 'Release fix and guidance together, then watch how customers fare.',
  review: 'Hold the postmortem and give every follow-up an owner and a due date.',
} as const satisfies Record<Phase, string>;

export const nextPhase = {
  mobilize: 'assess',
  assess: 'remediate',
  remediate: 'communicate',
  communicate: 'review',
  review: 'closed',
} as const satisfies Record<Phase, Phase | 'closed'>;

const outcomeNames = {
  resolved: 'resolved',
  stoodDown: 'stood down',
  falsePositive: 'false positive',
  merged: 'merged',
} as const satisfies Record<Outcome, string>;

/** The outcome of a listed incident is a plain string. */
export function outcomeName(outcome: string | null): string {
  const names: Readonly<Record<string, string>> = outcomeNames;
  return outcome === null ? 'closed' : `closed (${names[outcome] ?? outcome})`;
}

export const kindNames = {
  vulnerability: 'Vulnerability',
  exploitation: 'Exploitation',
  service: 'Online service',
  'supply-chain': 'Supply chain',
} as const satisfies Record<Kind, string>;

export const visibilityMeanings = {
  open: 'Open: everybody here may follow it',
  private: 'Private: invited people only; others see just its number',
  restricted: 'Restricted: only whom the lead brings in; administrators see just its number',
} as const satisfies Record<Visibility, string>;

export const tlpMeanings = {
  RED: 'TLP:RED: named people only',
  'AMBER+STRICT': 'TLP:AMBER+STRICT: our organisation only, need to know',
  AMBER: 'TLP:AMBER: our organisation and its clients, need to know',
  GREEN: 'TLP:GREEN: the community, not the public',
  CLEAR: 'TLP:CLEAR: may be published',
} as const satisfies Record<Tlp, string>;

export const audienceNames = {
  responders: 'the responders',
  executives: 'executives',
  organization: 'our organization',
  partners: 'partners',
  customers: 'customers',
  regulators: 'regulators',
  press: 'the press',
  public: 'the public',
} as const satisfies Record<Audience, string>;

export const statementKindNames = {
  holding: 'holding statement',
  guidance: 'customer guidance',
  'executive-brief': 'executive brief',
  'partner-notice': 'partner notice',
  regulator: 'text for a regulator',
  'press-line': 'line for the press',
} as const satisfies Record<StatementKind, string>;

export const factNames = {
  public: 'vulnerability public',
  exploit: 'exploit public',
  attacks: 'attacks observed',
  broad: 'attacks broad',
  wormable: 'spreads by itself',
  kev: 'in CISA KEV',
  leak: 'partner leak suspected',
} as const satisfies Record<FactName, string>;

/** In the order in which they are told. */
export const factOrder = [
  'public',
  'exploit',
  'attacks',
  'broad',
  'wormable',
  'kev',
  'leak',
] as const satisfies readonly FactName[];

export const taskStateNames = {
  open: 'open, not acknowledged',
  acknowledged: 'acknowledged',
  started: 'started',
  blocked: 'blocked',
  done: 'done',
  waived: 'waived',
} as const satisfies Record<TaskState, string>;

/** What the platform says of somebody. */
export const personKinds = {
  member: 'member of the workspace',
  guest: 'guest',
  stranger: 'deactivated, an app, or of another organization',
  unknown: 'not known to me',
} as const satisfies Record<PersonKind, string>;

/** `mobilize ▸ assess ▸ …` with the present phase in bold; a closed incident says how it ended. */
export function phaseLine(context: IncidentContext, closed: boolean): Rich {
  if (closed) return [bold(outcomeName(context.outcome)), ...mergedInto(context)];
  const phases = phaseOrder.map((phase): Span => (phase === context.phase ? bold(phase) : phase));
  return joined(phases, ' ▸ ');
}

/** The phase in one word, or how the incident ended. */
export function phaseWord(context: IncidentContext, closed: boolean): string {
  return closed ? outcomeName(context.outcome) : context.phase;
}

function mergedInto({ mergedInto: into }: IncidentContext): Span[] {
  return into === null ? [] : [` into ${into}`];
}

/** What two people must agree on. */
export const actNames = {
  override: 'override of exit criteria',
  'lower-level-1': 'lowering level 1',
  close: 'closing',
  'embargo-end': 'end of an embargo',
  disclosure: 'disclosure',
} as const satisfies Record<ApprovalAct, string>;
