// Who may do what: one table. docs/permissions.md is its prose; a test keeps the two together.
import { sourceLocale } from '#machines/document-types.ts';
import type { IncidentContext, PersonId, Role } from '#machines/incident-types.ts';
import { rolesOf } from '#machines/incident-rules.ts';
import { levels, quorum } from '#machines/levels.ts';
import type { TaskContext } from '#machines/task.ts';
import type { Command, IncidentCommand, RemedyAct } from '../commands/command.ts';
import type { DocumentAct } from '../commands/document-command.ts';

/**
 * `member`: in an open incident everybody of the workspace, otherwise who was brought in. `lead`: the crisis lead,
 * the deputy, and the declarer until somebody has said yes to the crisis lead. `holder`: whoever holds any role.
 */
export type Need =
  | 'anybody'
  | 'member'
  | 'holder'
  | 'lead'
  | 'crisis lead'
  | 'assignee'
  | 'author'
  | 'translator'
  | 'admin'
  | Role;

const caseWork = ['case_manager', 'engineering_lead', 'product_lead', 'lead'] as const;

/** Who writes what customers read; what decides that it goes out is the comms lead's. */
const documentWork = ['comms_lead', ...caseWork] as const;
const documentCourse: readonly DocumentAct['type'][] = [
  'APPROVE',
  'PUBLISH',
  'LABEL',
  'SUPERSEDE',
  'WITHDRAW',
  'WAIVE_TRANSLATION',
];
/** Whoever has a translation in hand writes it. */
const translating: readonly DocumentAct['type'][] = ['TRANSLATE', 'TRANSLATED'];

/** Admins (SSIRP_ADMINS) may do everything that `lead` may. */
const needs: Record<Exclude<IncidentCommand['verb'], 'form' | 'role' | 'join'>, readonly Need[]> = {
  status: ['member'],
  timeline: ['member'],
  checklist: ['member'],
  health: ['member'],
  roles: ['member'],
  showLevel: ['member'],
  tasks: ['member'],
  export: ['member'],
  note: ['member'],
  link: ['member'],
  capture: ['member'],
  release: ['member'],
  finding: ['member'],
  fact: ['member'],
  cases: ['member'],
  showCase: ['member'],
  addCase: ['member'],
  bypassCase: caseWork,
  moveCase: caseWork,
  duplicateCase: caseWork,
  caseCve: caseWork,
  caseState: caseWork,
  bugBar: caseWork,
  caseSeverity: caseWork,
  caseCvss: caseWork,
  caseCwe: caseWork,
  caseProducts: caseWork,
  removeProduct: caseWork,
  assessCase: ['case_manager', 'lead', 'product_lead', 'engineering_lead'],
  reconcileCase: ['case_manager', 'lead'],
  signOffCase: ['engineering_lead'],
  remedy: caseWork,
  showRemedy: ['member'],
  documents: ['member'],
  showDocument: ['member'],
  showTranslation: ['member'],
  draftDocument: documentWork,
  document: documentWork,
  exportDocument: ['member'],
  importDocument: documentWork,
  embargo: ['case_manager', 'lead'],
  partnerText: ['detection_lead', ...caseWork],
  preparePackage: ['detection_lead', ...caseWork],
  packages: ['member'],
  showPackage: ['member'],
  approvePackage: ['detection_lead', 'comms_lead', 'case_manager', 'lead'],
  offerPackage: ['detection_lead', 'case_manager', 'lead'],
  linkPackage: ['detection_lead', 'case_manager', 'lead'],
  revokePackage: ['detection_lead', 'case_manager', 'lead'],
  clocks: ['member'],
  showClock: ['member'],
  proposeClock: ['member'],
  decideClock: ['legal', 'lead'],
  fileClock: ['legal', 'comms_lead', 'case_manager', 'lead'],
  waiveClock: ['legal', 'lead'],
  clockSince: ['legal', 'lead'],
  showTrain: ['member'],
  joinTrain: caseWork,
  leaveTrain: caseWork,
  noticeTrain: ['comms_lead', 'lead'],
  heldWebcast: ['comms_lead', 'lead'],
  answerReporter: ['comms_lead', ...caseWork],
  passes: ['member'],
  showPass: ['member'],
  openPass: caseWork,
  pass: ['holder', 'lead'],
  statements: ['member'],
  showStatement: ['member'],
  said: ['member'],
  draftStatement: ['holder', 'lead'],
  writeStatement: ['holder', 'lead'],
  labelStatement: ['comms_lead', 'legal', 'lead'],
  approveStatement: ['comms_lead', 'legal', 'exec_liaison', 'lead'],
  giveStatement: ['comms_lead', 'legal', 'exec_liaison', 'case_manager', 'lead'],
  withdrawStatement: ['comms_lead', 'legal', 'exec_liaison', 'lead'],
  invite: ['member'],
  addTask: ['member'],
  who: ['member'],
  lookAgain: ['member'],
  confirmAccess: ['lead'],
  remove: ['lead'],
  newRoom: ['lead'],
  joined: ['anybody'],
  left: ['anybody'],
  sitrep: ['holder', 'lead'],
  stakeholderSitrep: ['comms_lead', 'lead'],
  brief: ['holder', 'lead'],
  tlp: ['holder', 'lead'],
  scope: ['holder', 'lead'],
  affected: ['holder', 'lead'],
  mitigation: ['holder', 'lead'],
  decide: ['engineering_lead', 'lead'],
  fix: ['engineering_lead', 'product_lead', 'lead'],
  fixFailed: ['engineering_lead', 'product_lead', 'lead'],
  holding: ['comms_lead', 'lead'],
  guidance: ['comms_lead', 'lead'],
  approve: ['comms_lead', 'legal'],
  approvals: ['member'],
  showApproval: ['member'],
  // By the act that is proposed, which approvals.ts knows.
  approveAct: ['member'],
  declineAct: ['member'],
  withdrawAct: ['member'],
  go: ['crisis_lead', 'engineering_lead', 'comms_lead'],
  noGo: ['crisis_lead', 'engineering_lead', 'comms_lead', 'lead'],
  postmortem: ['scribe', 'lead'],
  advance: ['lead'],
  override: ['crisis lead'],
  regress: ['lead'],
  level: ['lead'],
  answerInject: ['member'],
  drillScore: ['member'],
  stopDrill: ['lead'],
  standDown: ['lead'],
  falsePositive: ['lead'],
  merge: ['lead'],
  close: ['lead'],
  reopen: ['lead'],
  pullIn: ['lead'],
  waiveMonitoring: ['lead'],
  retry: ['lead'],
  handover: ['lead'],
  acceptHandover: ['member'],
  declineHandover: ['member'],
  snooze: ['holder', 'lead'],
  snoozeTask: ['assignee', 'lead'],
  correct: ['author', 'scribe', 'lead'],
  withdraw: ['author', 'scribe', 'lead'],
  ack: ['assignee', 'lead'],
  start: ['assignee', 'lead'],
  done: ['assignee', 'lead'],
  block: ['assignee', 'lead'],
  waive: ['lead'],
  reopenTask: ['assignee', 'lead'],
  assign: ['assignee', 'lead'],
  due: ['assignee', 'lead'],
};

export interface Asking {
  person: PersonId;
  isAdmin: boolean;
  context: IncidentContext;
  /** The task or entry that the command is about, where there is one. */
  task?: TaskContext | undefined;
  author?: PersonId | undefined;
  /** Who has the translation in hand that the command is about. */
  translator?: PersonId | null | undefined;
}

/** May this person see the incident at all? Of a restricted one admins see only that there is one. */
export function maySee({ person, isAdmin, context }: Asking): boolean {
  const { visibility, members } = context;
  return visibility === 'open' || members.includes(person) || (isAdmin && visibility === 'private');
}

/** Does anybody who comes in need the lead's word? */
export function isByLeadOnly({ visibility }: Pick<IncidentContext, 'visibility'>): boolean {
  return visibility === 'restricted';
}

/** What is lacking, or null when the person may. */
export function lacking(
  command: Command & IncidentCommand,
  asking: Asking,
): readonly Need[] | null {
  const wanted = neededFor(command, asking);
  return wanted.some((need) => has(need, asking)) ? null : wanted;
}

function neededFor(command: IncidentCommand, { context, person }: Asking): readonly Need[] {
  switch (command.verb) {
    case 'form':
      return ['member'];
    case 'role':
      // Taking a free role, or one offered to you, is everybody's right; the use case checks each role.
      return ['member'];
    case 'snooze':
      // Whoever is asked to take over may hold no role yet.
      return command.what === 'handover' ? ['member'] : needs.snooze;
    case 'level':
      // Raising must be quick, lowering deliberate.
      return command.level < context.level ? ['holder', 'lead'] : needs.level;
    case 'pass':
      // Who lets the release go out without it is known by name.
      return command.act.type === 'WAIVE' ? ['engineering_lead', 'lead'] : needs.pass;
    case 'document':
      if (translating.includes(command.act.type)) return ['translator', ...documentWork];
      return documentCourse.includes(command.act.type) ? ['comms_lead', 'lead'] : needs.document;
    case 'importDocument':
      return command.locale === sourceLocale
        ? needs.importDocument
        : ['translator', ...documentWork];
    case 'remedy':
      // Whoever works on it may say what they tried and found.
      return isFound(command.act) ? ['holder', 'lead'] : needs.remedy;
    case 'stopDrill':
      // Whoever set it up watches over it, whoever leads.
      return context.declaredBy === person ? ['member'] : needs.stopDrill;
    case 'approve': {
      const { roles } = levels[context.level];
      const role: Role = command.as === 'legal' ? 'legal' : 'comms_lead';
      return [roles.includes(role) ? role : 'crisis lead'];
    }
    case 'go':
      return quorum(context);
    case 'assessCase':
      // Each team by itself, or there is nothing to compare.
      return command.side === 'response'
        ? ['case_manager', 'lead']
        : ['product_lead', 'engineering_lead'];
    case 'invite':
      return isByLeadOnly(context) ? ['lead'] : needs.invite;
    case 'join':
      return context.visibility === 'open' || context.members.includes(person)
        ? ['member']
        : ['admin'];
    default:
      return needs[command.verb];
  }
}

function isFound({ type }: RemedyAct): boolean {
  return !['SSVC', 'VEHICLE', 'EXPLOITABILITY', 'VEX'].includes(type);
}

function has(need: Need, asking: Asking): boolean {
  const { person, isAdmin, context, task, author, translator } = asking;
  const held = rolesOf(context, person);
  switch (need) {
    case 'anybody':
      return true;
    case 'member':
      return maySee(asking);
    case 'holder':
      return held.length > 0;
    case 'crisis lead':
      return isAdmin || held.includes('crisis_lead');
    case 'lead':
      return isAdmin || isLead(context, person);
    case 'assignee':
      if (task === undefined) return true;
      return (
        task.assignee === person ||
        task.assignee === null ||
        (task.role !== null && held.includes(task.role))
      );
    case 'author':
      return author === person;
    case 'translator':
      return translator === person;
    case 'admin':
      return isAdmin;
    default:
      return held.includes(need);
  }
}

/**
 * The crisis lead or the deputy; until somebody has said yes to the crisis lead, whoever declared: or an offer to
 * somebody who is asleep could not be taken back.
 */
export function isLead(context: IncidentContext, person: PersonId): boolean {
  const { crisis_lead: lead, deputy } = context.roles;
  const nobodyLeads = lead === undefined || lead.acknowledgedAt === null;
  return (
    lead?.person === person ||
    deputy?.person === person ||
    (nobodyLeads && context.declaredBy === person)
  );
}
