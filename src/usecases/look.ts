// Commands that only look: views and forms of an incident. They write nothing and need no key.
import { levels } from '#machines/levels.ts';
import { whyNotOutside } from '#machines/outside.ts';
import { fieldsIn } from '#machines/regulator-text.ts';
import { saidIn, saidKinds } from '#machines/said.ts';
import type { IncidentRow } from '#db/incidents.ts';
import { loadIncident } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import { outboxCounts, undelivered, unsettled } from '#db/outbox.ts';
import { allPauses, pauseOf } from '#db/pauses.ts';
import { loadPart } from '#db/parts.ts';
import { pendingTasksFor } from '#db/tasks.ts';
import { entriesSince, lastEntries, newestEntry } from '#db/timeline.ts';
import { timersOf } from '#db/timers.ts';
import type { Command, IncidentCommand, RemedyForm } from '../commands/command.ts';
import { remedyForms } from '../commands/command.ts';
import type { Outcome } from '../commands/outcome.ts';
import type { IncidentView, TaskView } from '../commands/view-types.ts';
import { platformName } from '../shared/platform-name.ts';
import { sitrepsOfOthers } from './meanwhile.ts';
import { clockFor } from './change-clock.ts';
import { documentFor } from './change-document.ts';
import { refuseNoTranslation } from './document-files.ts';
import { caseFor } from './change-case.ts';
import { trainFor } from './change-train.ts';
import { packageFor } from './change-package.ts';
import { nextByRole } from './on-call.ts';
import type { Rules } from './work.ts';
import { passFor } from './change-pass.ts';
import { statementFor } from './change-statement.ts';
import { accessView } from './access-view.ts';
import { Refused } from './refused.ts';
import { entryView, incidentView, scoreAt, stuckEffect, taskView } from './view.ts';

const shownMax = 100;

/** What is stuck in a whole tenant; `elsewhere` for whoever runs the process and so answers for every tenant. */
export function lookAtDeliveries(db: Db, tenant: string, answersForAll: boolean): Outcome {
  const rows = undelivered(db, tenant, shownMax).map((row) => ({
    incidentId: row.incidentId,
    effect: stuckEffect(row),
  }));
  return {
    kind: 'view',
    view: 'deliveries',
    dead: rows.filter(({ effect }) => effect.state === 'dead'),
    waiting: rows.filter(({ effect }) => effect.state === 'waiting' && effect.attempts > 0),
    counts: outboxCounts(db, tenant),
    held: pauseOf(db, tenant) ?? null,
    elsewhere: answersForAll ? allPauses(db).filter((pause) => pause.tenant !== tenant) : [],
  };
}

interface Looking {
  tenant: string;
  person: string;
  /** ISO-8601 UTC. */
  now: string;
  /** Does the tenant have an announcement channel? */
  announces: boolean;
  /** Whom the tenant's troubles are told to. */
  admins: readonly string[];
  onCall: Rules['onCall'];
  /** How far the record went when the form before this one opened. */
  seen?: number | undefined;
}

/** `row` is undefined only for `tasks mine` outside an incident's channel. */
export function look(
  db: Db,
  { tenant, person, now, announces, admins, onCall, seen }: Looking,
  command: Command & IncidentCommand,
  row: IncidentRow | undefined,
): Outcome {
  if (row === undefined) {
    const tasks = pendingTasksFor(db, tenant, person);
    return {
      kind: 'view',
      view: 'myTasks',
      tasks: tasks.map((task) => ({
        incidentId: task.incidentId,
        drill: loadIncident(db, task.incidentId)?.drill === true,
        task: taskView(task),
      })),
    };
  }
  const incidentId = row.id;
  switch (command.verb) {
    case 'timeline': {
      const entries = lastEntries(db, incidentId, command.last).map(entryView);
      return {
        kind: 'view',
        view: 'timeline',
        incidentId,
        ...(row.drill ? { drill: true } : {}),
        entries,
        total: row.lastSeq,
      };
    }
    case 'health': {
      const rows = unsettled(db, incidentId).map((one) => {
        const effect = stuckEffect(one);
        const where = one.tenant === row.tenant ? '' : ` on ${platformName(one.tenant)}`;
        return { ...effect, what: `${effect.what}${where}` };
      });
      return {
        kind: 'view',
        view: 'health',
        incidentId,
        ...(row.drill ? { drill: true } : {}),
        waiting: rows.filter(({ state }) => state === 'waiting'),
        dead: rows.filter(({ state }) => state === 'dead'),
        held: pauseOf(db, tenant) ?? null,
        nextTimers: timersOf(db, incidentId)
          // What a drill has in store is nobody's to know.
          .filter(({ id }) => !id.startsWith('inject.'))
          .slice(0, 5)
          .map(({ instance, id, dueAt }) => ({ id: `${instance} ${id}`, dueAt })),
      };
    }
    case 'drillScore':
      if (!row.drill) throw new Refused({ reason: 'noDrill', incidentId });
      return {
        kind: 'view',
        view: 'score',
        incident: incidentView(db, row, tenant),
        score: scoreAt(db, row, now),
      };
    case 'status':
      return {
        kind: 'view',
        view: 'status',
        incident: incidentView(db, row, tenant),
        last: lastEntries(db, incidentId, 5).map(entryView),
      };
    case 'checklist':
      return { kind: 'view', view: 'checklist', incident: incidentView(db, row, tenant) };
    case 'who':
      return { kind: 'view', view: 'who', ...accessView(db, row, { tenant, admins }) };
    case 'cases':
      return { kind: 'view', view: 'cases', incident: incidentView(db, row, tenant) };
    case 'showCase': {
      caseFor(db, row, command.caseNumber);
      const incident = incidentView(db, row, tenant);
      return { kind: 'view', view: 'case', incident, n: command.caseNumber };
    }
    case 'documents':
      return { kind: 'view', view: 'documents', incident: incidentView(db, row, tenant) };
    case 'showDocument': {
      documentFor(db, row, command.documentNumber);
      const incident = incidentView(db, row, tenant);
      return { kind: 'view', view: 'document', incident, n: command.documentNumber };
    }
    case 'showTranslation': {
      const { documentNumber: n, locale } = command;
      documentFor(db, row, n);
      return {
        kind: 'view',
        view: 'translation',
        incident: incidentView(db, row, tenant),
        n,
        locale,
      };
    }
    case 'clocks':
      return { kind: 'view', view: 'clocks', incident: incidentView(db, row, tenant) };
    case 'showClock': {
      clockFor(db, row, command.clockNumber);
      const incident = incidentView(db, row, tenant);
      return { kind: 'view', view: 'clock', incident, n: command.clockNumber };
    }
    case 'showTrain': {
      const { n } = trainFor(db, row, command.booking);
      return { kind: 'view', view: 'train', incident: incidentView(db, row, tenant), n };
    }
    case 'showLevel': {
      const last = newestEntry(db, incidentId, { kinds: ['level'] });
      return {
        kind: 'view',
        view: 'level',
        incident: incidentView(db, row, tenant),
        last: last === undefined ? null : entryView(last),
      };
    }
    case 'showRemedy': {
      caseFor(db, row, command.caseNumber);
      const incident = incidentView(db, row, tenant);
      return { kind: 'view', view: 'remedy', incident, n: command.caseNumber };
    }
    case 'approvals':
      return { kind: 'view', view: 'approvals', incident: incidentView(db, row, tenant) };
    case 'showApproval': {
      if (loadPart(db, incidentId, 'approval', command.approval) === undefined)
        throw new Refused({ reason: 'unknownApproval', approval: command.approval, incidentId });
      const incident = incidentView(db, row, tenant);
      return { kind: 'view', view: 'approval', incident, n: command.approval };
    }
    case 'passes':
      return { kind: 'view', view: 'passes', incident: incidentView(db, row, tenant) };
    case 'showPass': {
      passFor(db, row, command.pass);
      return {
        kind: 'view',
        view: 'pass',
        incident: incidentView(db, row, tenant),
        n: command.pass,
      };
    }
    case 'statements':
      return { kind: 'view', view: 'statements', incident: incidentView(db, row, tenant) };
    case 'showStatement': {
      const n = command.statement;
      const { text } = statementFor(db, row, n).snapshot.context;
      const incident = incidentView(db, row, tenant);
      return command.asFields
        ? { kind: 'view', view: 'statementFields', incident, n, fields: fieldsIn(text) }
        : { kind: 'view', view: 'statement', incident, n };
    }
    case 'said': {
      const { all } = command;
      const said = saidIn(entriesSince(db, incidentId, { kinds: saidKinds, after: 0 }));
      return { kind: 'view', view: 'said', incident: incidentView(db, row, tenant), all, said };
    }
    case 'packages':
      return { kind: 'view', view: 'packages', incident: incidentView(db, row, tenant) };
    case 'showPackage': {
      const { packageNumber: n } = command;
      packageFor(db, row, n);
      return { kind: 'view', view: 'package', incident: incidentView(db, row, tenant), n };
    }
    case 'roles':
      return {
        kind: 'view',
        view: 'roles',
        incident: incidentView(db, row, tenant),
        next: nextByRole(db, { onCall }, row),
      };
    case 'tasks': {
      const incident = incidentView(db, row, tenant);
      return {
        kind: 'view',
        view: 'tasks',
        incident,
        which: command.which,
        tasks: chosen(incident, command.which, person),
      };
    }
    case 'form': {
      const incident = incidentView(db, row, tenant);
      if (command.form === 'trainNotice') {
        const { n } = trainFor(db, row, command.booking);
        return { kind: 'form', request: { form: 'trainNotice', incident, n } };
      }
      if (command.form === 'task') {
        const from = command.from === undefined ? {} : { from: command.from };
        return { kind: 'form', request: { form: 'task', incident, ...from } };
      }
      if (command.form === 'sitrep' || command.form === 'sitrepPreview') {
        const { level } = incident.context;
        const audiences = {
          notOutside:
            whyNotOutside(incident.context) ?? (announces || row.drill ? null : 'nowhere'),
          nextDueAt: later(now, levels[level].sitrepMs),
        } as const;
        if (!('draft' in command))
          return { kind: 'form', request: { form: 'sitrep', incident, ...audiences } };
        const { draft } = command;
        const meanwhile = seen === undefined ? [] : sitrepsOfOthers(db, row, { seen, person });
        return {
          kind: 'form',
          request: { form: 'sitrepPreview', incident, draft, meanwhile, ...audiences },
        };
      }
      if (command.form === 'statement') {
        statementFor(db, row, command.statement);
        return { kind: 'form', request: { form: 'statement', incident, n: command.statement } };
      }
      if (command.form === 'assessment' || command.form === 'bugBar') caseFor(db, row, command.n);
      if (command.form === 'assessment') {
        const { n, as } = command;
        return { kind: 'form', request: { form: 'assessment', incident, n, as } };
      }
      if (isAboutRemedy(command)) {
        caseFor(db, row, command.n);
        return { kind: 'form', request: { form: command.form, incident, n: command.n } };
      }
      if (command.form === 'assign' || command.form === 'due' || command.form === 'bugBar')
        return { kind: 'form', request: { form: command.form, incident, n: command.n } };
      if (command.form === 'importDocument') {
        const { n, locale } = command;
        refuseNoTranslation(row, documentFor(db, row, n).snapshot.context, locale);
        return { kind: 'form', request: { form: 'importDocument', incident, n, locale } };
      }
      if (command.form === 'reason')
        return { kind: 'form', request: { form: 'reason', incident, of: command.of } };
      return { kind: 'form', request: { form: command.form, incident } };
    }
    default:
      throw new Error(`${command.verb} is no view`);
  }
}

type FormCommand = Extract<IncidentCommand, { verb: 'form' }>;

function isAboutRemedy(
  command: FormCommand,
): command is Extract<FormCommand, { form: RemedyForm }> {
  return remedyForms.some((form) => form === command.form);
}

function later(at: string, ms: number): string {
  return Temporal.Instant.from(at)
    .add({ milliseconds: ms })
    .toString({ fractionalSecondDigits: 3 });
}

const isPending = ({ state }: TaskView): boolean => state !== 'done' && state !== 'waived';

function chosen({ tasks }: IncidentView, which: string, person: string): readonly TaskView[] {
  switch (which) {
    case 'all':
      return tasks;
    case 'open':
      return tasks.filter(isPending);
    case 'mine':
      return tasks.filter((task) => isPending(task) && task.context.assignee === person);
    default:
      return tasks.filter(({ context }) => context.phase === which);
  }
}
