// What comes back from a command: done, something to look at, a form, or one refusal. Plain data; src/messages puts it
// into words.
import type { Locale } from '#machines/document-types.ts';
import type { IncidentId, IsoInstant, PersonId, Role } from '#machines/incident-types.ts';
import type { Reliability } from '#machines/exploitability.ts';
import type { Score } from '#machines/score.ts';
import type { AssessedAs } from './investigation-command.ts';
import type { AnywhereCommand, RemedyForm, SitrepDraft } from './command.ts';
import type { PartnerViews } from './partner-command.ts';
import type { SourceMessage } from './source-message.ts';
import type { StatementScreen } from './statement-screen.ts';
import type {
  TaskView,
  IncidentView,
  ScenarioView,
  EntryView,
  SimilarIncident,
  ListedIncident,
  HomeView,
  StuckEffect,
  Held,
  AccessView,
} from './view-types.ts';
import type { Refusal } from './refusal.ts';
import type { TrainsView } from './train-views.ts';

export type View =
  | ({ view: 'trains' } & TrainsView)
  | { view: 'train'; incident: IncidentView; n: number }
  | { view: 'status'; incident: IncidentView; last: readonly EntryView[] }
  | {
      view: 'timeline';
      incidentId: IncidentId;
      /** Absent: not of a drill. */
      drill?: true;
      entries: readonly EntryView[];
      total: number;
    }
  | { view: 'checklist'; incident: IncidentView }
  /** `next`: whom `role <role> next` would ask, where anybody is on call. */
  | { view: 'roles'; incident: IncidentView; next: Partial<Record<Role, PersonId>> }
  /** `last`: the newest change of the level; null while it is as declared. */
  | { view: 'level'; incident: IncidentView; last: EntryView | null }
  | { view: 'tasks'; incident: IncidentView; which: string; tasks: readonly TaskView[] }
  | {
      view: 'myTasks';
      tasks: readonly { incidentId: IncidentId; drill: boolean; task: TaskView }[];
    }
  /** The nearest due first; `person` asks. */
  | {
      view: 'followUps';
      which: 'open' | 'mine' | 'overdue' | 'all';
      person: PersonId;
      /** There are more than these. */
      isCut: boolean;
      followUps: readonly { incidentId: IncidentId; drill: boolean; task: TaskView }[];
    }
  | { view: 'home'; home: HomeView }
  | { view: 'list'; which: string; incidents: readonly ListedIncident[] }
  | {
      view: 'health';
      incidentId: IncidentId;
      /** Absent: not of a drill. */
      drill?: true;
      waiting: readonly StuckEffect[];
      dead: readonly StuckEffect[];
      /** Null while the workspace takes deliveries. */
      held: Held | null;
      nextTimers: readonly { id: string; dueAt: IsoInstant }[];
    }
  /** For admins: the whole workspace. `waiting` has only what failed before. */
  | {
      view: 'deliveries';
      waiting: readonly { incidentId: IncidentId; effect: StuckEffect }[];
      dead: readonly { incidentId: IncidentId; effect: StuckEffect }[];
      counts: { waiting: number; dead: number };
      held: Held | null;
      /** Other tenants of this process that are held back, for whoever runs it. */
      elsewhere: readonly (Held & { tenant: string })[];
    }
  | { view: 'score'; incident: IncidentView; score: Score }
  | { view: 'clocks'; incident: IncidentView }
  | { view: 'clock'; incident: IncidentView; n: number }
  | { view: 'documents'; incident: IncidentView }
  | { view: 'document'; incident: IncidentView; n: number }
  | { view: 'translation'; incident: IncidentView; n: number; locale: Locale }
  | { view: 'cases'; incident: IncidentView }
  | { view: 'case'; incident: IncidentView; n: number }
  /** `n`: of the case. */
  | { view: 'remedy'; incident: IncidentView; n: number }
  | ({ view: 'reliability' } & Reliability)
  | PartnerViews
  | { view: 'approvals'; incident: IncidentView }
  | { view: 'approval'; incident: IncidentView; n: number }
  | StatementScreen
  | { view: 'passes'; incident: IncidentView }
  | { view: 'pass'; incident: IncidentView; n: number }
  | ({ view: 'who' } & AccessView)
  | { view: 'help'; topic: string | null };

export interface Audiences {
  /** Why nothing may be told outside the room, or null. */
  notOutside: 'visibility' | 'tlp' | 'nowhere' | null;
  /** When the next sitrep is due if this one is sent now. */
  nextDueAt: IsoInstant;
}

export type FormRequest =
  /** `asking`: before it is declared; `known`: which they have answered for; `level`: the one that was chosen. */
  | {
      form: 'declare';
      from?: SourceMessage | undefined;
      asking?: {
        similar: readonly SimilarIncident[];
        known: readonly IncidentId[];
        level: string;
      };
    }
  /** Outside the incident's channel the person chooses among those that they may see. */
  | { form: 'captureInto' | 'taskFrom'; incidents: readonly ListedIncident[]; from: SourceMessage }
  | { form: 'task'; incident: IncidentView; from?: SourceMessage }
  | ({ form: 'sitrep'; incident: IncidentView } & Audiences)
  | ({
      form: 'sitrepPreview';
      incident: IncidentView;
      draft: SitrepDraft;
      /** Sitreps that others sent while this one was written. */
      meanwhile: readonly EntryView[];
    } & Audiences)
  | {
      form: 'brief' | 'assess' | 'guidance' | 'postmortem' | 'followup';
      incident: IncidentView;
    }
  | {
      form: 'assign' | 'due' | 'bugBar' | 'trainNotice' | RemedyForm;
      incident: IncidentView;
      n: number;
    }
  | { form: 'assessment'; incident: IncidentView; n: number; as: AssessedAs }
  | { form: 'statement'; incident: IncidentView; n: number }
  | { form: 'importDocument'; incident: IncidentView; n: number; locale: Locale }
  | { form: 'reason'; incident: IncidentView; of: string };

export type Outcome =
  /** `text` is the newest words of the record, with people as `<@person-id>`. */
  | {
      kind: 'done';
      incidentId: IncidentId;
      text: string;
      /** Absent: not of a drill. */
      drill?: true;
      /** Sitreps of others, sent while this one was written. */
      meanwhile?: readonly EntryView[];
    }
  | {
      kind: 'declared';
      incidentId: IncidentId;
      title: string;
      level: number;
      visibility: string;
      drill?: true;
    }
  /** Nothing is declared yet: it may be one of these. */
  | {
      kind: 'similar';
      command: Extract<AnywhereCommand, { verb: 'declare' }>;
      similar: readonly SimilarIncident[];
    }
  | { kind: 'drillStarted'; scenario: string }
  /** Which scenarios there are. `isScripted`: this process can play the people, too. */
  | { kind: 'scenarios'; scenarios: readonly ScenarioView[]; isScripted: boolean }
  /** The person's own calendar address, which is a secret; null: it was given at `since` and cannot be shown again. */
  | { kind: 'calendar'; address: string | null; since: IsoInstant }
  | { kind: 'standing'; partner: string; suspended: boolean; packages: number }
  /** The link of one contact, which is a secret; `url` null: it was given and cannot be shown again. */
  | {
      kind: 'packageLink';
      incidentId: IncidentId;
      n: number;
      contact: string;
      until: IsoInstant;
      url: string | null;
    }
  /** Deliveries of a whole workspace are tried again. */
  | { kind: 'retried'; deliveries: number; incidents: number }
  | ({ kind: 'view' } & View)
  | { kind: 'form'; request: FormRequest }
  | { kind: 'refused'; refusal: Refusal };
