// Every command a person can give, as one validated union. parse.ts makes them from text, forms.ts from forms.
import type { Locale } from '#machines/document-types.ts';
import type { Audience, Plan } from '#machines/incident-types.ts';
import type {
  ExportFormat,
  FactName,
  FindingCategory,
  Group,
  IncidentId,
  IsoInstant,
  Kind,
  Level,
  PersonId,
  Phase,
  ReminderId,
  Role,
  Tlp,
  Visibility,
} from '#machines/incident-types.ts';
import type { AssessedAs, AssessmentCommand } from './investigation-command.ts';
import type { DocumentFileCommand } from './document-file-command.ts';
import type { DocumentCommand } from './document-command.ts';
import type { RemedyEvent } from '#machines/remedy-types.ts';
import type { RegimeId } from '#machines/regimes.ts';
import type { PackageCommand, ProgrammeCommand } from './partner-command.ts';
import type { SourceMessage } from './source-message.ts';
import type { PassCommand } from './pass-command.ts';
import type { StatementCommand } from './statement-command.ts';
import type { TrainCommand, TrainsCommand } from './train-command.ts';

/** What each audience is to read; null: nothing for them. */
export interface SitrepDraft {
  responders: string | null;
  stakeholders: string | null;
}

/** A person id, or `me`: whoever says it. `role` also takes `none`, and `next`: whoever is next on call. */
export type Whom = PersonId;

/** What a person says of the remedy of a case. */
export type RemedyAct = Exclude<RemedyEvent, { type: 'RELEASED' | 'WINDOW_OVER' }>;

export const remedyForms = ['ssvc', 'vehicle', 'exploitability', 'measure', 'measureTest'] as const;
/** Each is about one case. */
export type RemedyForm = (typeof remedyForms)[number];

/** Commands that need no incident. */
export type AnywhereCommand =
  | {
      verb: 'declare';
      title: string;
      level: Level;
      kind: Kind;
      visibility: Visibility;
      drill: boolean;
      /** Also when it may be declared already: whatever there is, or no more than these that they were told of. */
      anyway?: true | readonly IncidentId[];
      /** The message it is declared because of; whoever declares because of the same one means the same. */
      because?: string;
      /** What it is about, elsewhere; absent where nothing was named. */
      link?: string;
      /** Of a drill that people lead after a scenario. */
      exercise?: Plan;
    }
  | { verb: 'list'; which: 'open' | 'mine' | 'all' }
  | { verb: 'followUps'; which: 'open' | 'mine' | 'overdue' | 'all' }
  /** `scripted`: its people are played, too; `scenario` null: which ones there are. */
  | { verb: 'drill'; scenario: string | null; scripted: boolean }
  | { verb: 'home' }
  | TrainsCommand
  | { verb: 'reliability' }
  /** `renew`: another address in place of the one that there is. */
  | { verb: 'calendar'; renew: boolean }
  | ProgrammeCommand
  | { verb: 'help'; topic: string | null }
  | { verb: 'form'; form: 'declare'; from?: SourceMessage };

/** Commands about one incident. */
export type IncidentCommand =
  | { verb: 'status' }
  | { verb: 'timeline'; last: number }
  | { verb: 'checklist' }
  | { verb: 'health' }
  | { verb: 'retry'; id: number | 'all' }
  /** `to`: only if this phase is the next one. */
  | { verb: 'advance'; to?: Phase }
  | { verb: 'override'; reason: string }
  | { verb: 'regress'; to: Phase; reason: string }
  | { verb: 'showLevel' }
  /** Without a reason only to raise it. */
  | { verb: 'level'; level: Level; reason: string }
  /** `caseNumber`: of which case; absent where none was named. */
  | {
      verb: 'fact';
      fact: FactName;
      at: IsoInstant | null;
      text: string;
      caseNumber?: number | 'all';
    }
  | { verb: 'cases' }
  | { verb: 'showCase'; caseNumber: number }
  | {
      verb: 'addCase';
      title: string;
      cve: string | null;
      reporter: string | null;
      vendorAware: boolean;
    }
  | { verb: 'bypassCase'; caseNumber: number; title: string }
  | {
      verb: 'moveCase';
      caseNumber: number;
      to: 'valid' | 'invalid' | 'accepted' | 'deferred' | 'closed';
      reason: string;
    }
  | { verb: 'duplicateCase'; caseNumber: number; of: number }
  | { verb: 'caseCve'; caseNumber: number; cve: string }
  | { verb: 'caseState'; caseNumber: number; code: 'V' | 'F' | 'D' }
  | AssessmentCommand
  | StatementCommand
  | PassCommand
  | DocumentCommand
  | DocumentFileCommand
  | PackageCommand
  | { verb: 'remedy'; caseNumber: number; act: RemedyAct }
  | { verb: 'showRemedy'; caseNumber: number }
  /** `caseNumber` null: the only one. `until` is set to propose and to revise. */
  | {
      verb: 'embargo';
      caseNumber: number | null;
      step: 'propose' | 'revise' | 'accept' | 'reject' | 'end' | 'none';
      until: IsoInstant | null;
      reason: string;
    }
  | { verb: 'answerInject'; inject: number; text: string }
  | { verb: 'drillScore' }
  | { verb: 'stopDrill'; reason: string }
  | { verb: 'clocks' }
  | { verb: 'showClock'; clockNumber: number }
  | { verb: 'proposeClock'; regime: RegimeId; since: IsoInstant | null; reason: string }
  /** `which`: a clock, or all of a regime. */
  | {
      verb: 'decideClock';
      which: number | RegimeId;
      applies: boolean;
      since: IsoInstant | null;
      reason: string;
    }
  | {
      verb: 'fileClock';
      clockNumber: number;
      reference: string;
      at: IsoInstant | null;
      /** A progress report in place of the final one. */
      isProgress: boolean;
    }
  | { verb: 'waiveClock'; clockNumber: number; reason: string }
  | { verb: 'clockSince'; clockNumber: number; since: IsoInstant }
  | { verb: 'answerReporter'; caseNumber: number; at: IsoInstant | null }
  | TrainCommand
  | { verb: 'standDown'; reason: string }
  | { verb: 'falsePositive'; reason: string }
  | { verb: 'merge'; into: IncidentId; reason: string }
  | { verb: 'close' }
  | { verb: 'reopen'; reason: string }
  | { verb: 'brief'; text: string }
  | { verb: 'tlp'; label: Tlp }
  | { verb: 'scope'; text: string }
  | { verb: 'affected'; products: string[] }
  | { verb: 'mitigation'; text: string; exists: boolean }
  | { verb: 'decide'; remedy: 'fix' | 'advisory-only'; reason: string }
  | { verb: 'fix'; step: 'built' | 'verified' | 'ready'; note: string }
  | { verb: 'fixFailed'; reason: string; rootCauseWrong: boolean }
  | { verb: 'approve'; as: 'comms' | 'legal' }
  | { verb: 'approvals' }
  | { verb: 'showApproval'; approval: number }
  | { verb: 'approveAct'; approval: number }
  | { verb: 'declineAct'; approval: number; reason: string }
  | { verb: 'withdrawAct'; approval: number; reason: string }
  | { verb: 'go'; at: IsoInstant | null }
  | { verb: 'noGo'; reason: string }
  | { verb: 'pullIn'; reason: string }
  | { verb: 'holding'; text: string }
  | { verb: 'guidance'; text: string }
  | { verb: 'waiveMonitoring'; reason: string }
  | { verb: 'postmortem'; summary: string; findings: { category: FindingCategory; text: string }[] }
  | { verb: 'finding'; category: FindingCategory; text: string }
  | { verb: 'roles' }
  /** `onlyFree`: takes no role that somebody holds, whoever asks. */
  | { verb: 'role'; roles: Role[] | 'open'; person: Whom; onlyFree?: true }
  | { verb: 'handover'; to: PersonId }
  | { verb: 'acceptHandover' }
  | { verb: 'declineHandover'; reason: string }
  | { verb: 'invite'; people: PersonId[]; groups?: Group[] }
  | { verb: 'snooze'; what: ReminderId; minutes: number }
  | { verb: 'snoozeTask'; n: number; minutes: number }
  | { verb: 'join'; reason: string }
  | { verb: 'remove'; person: PersonId; reason: string }
  | { verb: 'who' }
  | { verb: 'lookAgain' }
  | { verb: 'confirmAccess' }
  | { verb: 'newRoom'; reason: string }
  | { verb: 'tasks'; which: 'open' | 'mine' | 'all' | Phase }
  | {
      verb: 'addTask';
      text: string;
      assignee: Whom | null;
      by: IsoInstant | null;
      phase: Phase | null;
      followUp: boolean;
      link?: string;
    }
  | { verb: 'ack'; n: number }
  | { verb: 'start'; n: number }
  | { verb: 'done'; n: number; note: string }
  | { verb: 'block'; n: number; reason: string }
  | { verb: 'waive'; n: number; reason: string }
  | { verb: 'reopenTask'; n: number }
  | { verb: 'assign'; n: number; to: Whom }
  | { verb: 'due'; n: number; at: IsoInstant }
  | { verb: 'note'; text: string; at: IsoInstant | null; link?: string }
  | { verb: 'correct'; seq: number; text: string }
  | { verb: 'withdraw'; seq: number }
  | { verb: 'link'; url: string; text: string }
  | { verb: 'sitrep'; text: string }
  | { verb: 'stakeholderSitrep'; text: string }
  /** `audience`: whom it is meant for; absent: those in the room. */
  | { verb: 'export'; format: ExportFormat; audience?: Audience }
  /** Not typed: a message captured by shortcut or 📌; `messageId` makes it happen once. */
  | ({ verb: 'capture' } & SourceMessage)
  | { verb: 'release'; messageId: string }
  /** Not typed: the platform saw somebody join or leave the incident's channel. */
  | { verb: 'joined'; person: PersonId; inviter?: PersonId }
  | { verb: 'left'; person: PersonId }
  | {
      verb: 'form';
      form: 'sitrep' | 'brief' | 'assess' | 'guidance' | 'postmortem' | 'followup';
    }
  | { verb: 'form'; form: 'task'; from?: SourceMessage }
  | { verb: 'form'; form: 'sitrepPreview'; draft: SitrepDraft }
  | { verb: 'form'; form: 'assign' | 'due' | 'bugBar'; n: number }
  | { verb: 'form'; form: 'assessment'; n: number; as: AssessedAs }
  /** `n`: of the case. */
  | { verb: 'form'; form: RemedyForm; n: number }
  | { verb: 'form'; form: 'importDocument'; n: number; locale: Locale }
  | { verb: 'form'; form: 'reason'; of: string };

/** `incidentId` null: the incident of the channel it was said in. */
export type Command = AnywhereCommand | (IncidentCommand & { incidentId: IncidentId | null });

export type Verb = Command['verb'];

/** What the grammar says of a command it cannot take: what is wrong, how it is written, and the nearest verbs. */
export interface UsageError {
  problem: string;
  usage: string | null;
  nearest: readonly string[];
}
