// Every form the bot can open. Its id and subject come back with the values, and src/commands/forms.ts makes commands
// of them.
import type { RemedyForm } from '../commands/command.ts';
import type { FormRequest } from '../commands/outcome.ts';
import type { IncidentView } from '../commands/view-types.ts';
import { isUntouched, readSeen, writeSeen } from '../commands/seen.ts';
import type { SourceMessage } from '../commands/source-message.ts';
import { packSource } from '../commands/source-message.ts';
import { assessmentDraft, bugBarDraft } from './assessment-form.ts';
import { importDraft } from './document-file-words.ts';
import {
  assessFields,
  briefFields,
  declareFields,
  dueField,
  incidentField,
  followupFields,
  guidanceFields,
  postmortemFields,
  taskFields,
} from './form-content.ts';
import type { FormDraft } from './form-fields.ts';
import { formLimits, multiline, person } from './form-fields.ts';
import { reasonWords } from './form-reasons.ts';
import { drillMark } from './incident-card.ts';
import { oneLine } from './list-items.ts';
import { sitrepsMeanwhile } from './meanwhile.ts';
import type { Form, FormId, FormValues, Rich } from './message.ts';
import { remedyFields, remedyTitle } from './remedy-forms.ts';
import { rich } from './rich.ts';
import { similarField } from './similar.ts';
import { previewFields, previewWords, sitrepFields } from './sitrep-form.ts';
import { statementDraft, statementIntro } from './statement-card.ts';
import { line } from './tidy.ts';
import { noticeDraft } from './train-form.ts';

export function renderForm(request: FormRequest): Form {
  switch (request.form) {
    case 'declare':
      return declareForm(request);
    case 'captureInto':
      return {
        ...form('captureInto', null, {
          title: 'Add to timeline',
          submit: 'Add',
          fields: [incidentField(request.incidents)],
          ...subjectOf(request.from),
        }),
        intro: oneLine(request.from.text, 1000),
      };
    case 'taskFrom':
      return form('taskFrom', null, {
        title: 'Task from a message',
        submit: 'Add',
        fields: [incidentField(request.incidents), ...taskFields(request.from)],
        ...subjectOf(request.from),
      });
    case 'sitrep':
      return form('sitrep', request.incident, {
        title: 'Sitrep',
        submit: 'Preview',
        fields: sitrepFields(request),
      });
    case 'sitrepPreview':
      return sitrepPreview(request);
    case 'brief':
      return form('brief', request.incident, {
        title: 'Brief and TLP',
        submit: 'Save',
        fields: briefFields(request.incident),
      });
    case 'assess':
      return form('assess', request.incident, {
        title: 'Assessment',
        submit: 'Save',
        fields: assessFields(request.incident),
      });
    case 'assessment':
      return form('assessment', request.incident, assessmentDraft(request));
    case 'bugBar':
      return form('bugBar', request.incident, bugBarDraft(request.n));
    case 'trainNotice':
      return form('trainNotice', request.incident, noticeDraft(request.incident, request.n));
    case 'assign':
      return assignForm(request.incident, request.n);
    case 'due':
      return dueForm(request.incident, request.n);
    case 'task':
      return form('task', request.incident, {
        title: 'Add a task',
        submit: 'Add',
        fields: taskFields(request.from),
        ...subjectOf(request.from),
      });
    case 'guidance':
      return form('guidance', request.incident, {
        title: 'Publish guidance',
        submit: 'Publish',
        fields: guidanceFields(request.incident),
      });
    case 'postmortem':
      return form('postmortem', request.incident, {
        title: 'Hold postmortem',
        submit: 'Save',
        fields: postmortemFields(request.incident),
      });
    case 'followup':
      return form('followup', request.incident, {
        title: 'Add a follow-up',
        submit: 'Add',
        fields: followupFields(),
      });
    case 'ssvc':
    case 'vehicle':
    case 'exploitability':
    case 'measure':
    case 'measureTest':
      return remedyForm(request.incident, request.form, request.n);
    case 'statement':
      return statementForm(request.incident, request.n);
    case 'importDocument':
      return form('importDocument', request.incident, importDraft(request.n, request.locale));
    case 'reason':
      return reasonForm(request.incident, request.of);
  }
}

/**
 * The form as it stands now, for somebody whose submission was not taken: fields that they had changed hold their
 * words, the others what is there at present.
 */
export function formAgain(
  fresh: Form,
  { values, seen, notice }: { values: FormValues; seen: string; notice: readonly Rich[] },
): Form {
  const saw = readSeen(seen);
  return {
    ...fresh,
    notice,
    fields: fresh.fields.map((field) => {
      // A file is chosen again: what was in it is not shown.
      if (field.kind === 'file') return field;
      const typed = values[field.name] ?? '';
      if (saw === undefined ? typed === '' : isUntouched(saw, field.name, typed)) return field;
      const { initial: _present, ...rest } = field;
      return typed === '' ? rest : { ...rest, initial: typed };
    }),
  };
}

function subjectOf(from: SourceMessage | undefined): { subject?: string } {
  return from === undefined ? {} : { subject: packSource(from) };
}

/** The texts stand in fields, so that what is read here is what is sent, to the letter. */
function sitrepPreview(request: Extract<FormRequest, { form: 'sitrepPreview' }>): Form {
  const { incident, draft, meanwhile } = request;
  const made = form('sitrepPreview', incident, {
    title: 'Preview of the sitrep',
    submit: 'Send',
    fields: previewFields(request),
    subject: Object.entries(draft)
      .flatMap(([audience, text]) => (text === null ? [] : [audience]))
      .join(' '),
  });
  return {
    ...made,
    ...(meanwhile.length === 0 ? {} : { notice: sitrepsMeanwhile(meanwhile) }),
    intro: rich`${made.intro ?? []} ${previewWords(request)}`,
  };
}

function form(id: FormId, incident: IncidentView | null, draft: FormDraft): Form {
  return {
    id,
    title: line(draft.title, formLimits.title),
    submit: line(draft.submit, formLimits.submit),
    incidentId: incident?.context.id ?? null,
    subject: draft.subject ?? '',
    seen: incident === null ? '' : writeSeen(incident.lastSeq, draft.fields),
    ...(incident === null ? {} : { intro: intro(incident) }),
    fields: draft.fields,
  };
}

/** Which incident the form is about: forms cover the channel that they were opened in. */
function intro(incident: IncidentView): Form['intro'] & {} {
  const { context } = incident;
  return [`${drillMark(incident)}${context.id} · `, ...oneLine(context.title, 200)];
}

/** When it may be declared already, the form asks; what was asked about comes back as its subject. */
function declareForm({ asking, from }: Extract<FormRequest, { form: 'declare' }>): Form {
  const title = 'Declare an incident';
  if (asking === undefined)
    return form('declare', null, {
      title,
      submit: 'Declare',
      fields: declareFields(from),
      ...subjectOf(from),
    });
  const { similar, known, level } = asking;
  const ids = [...known, ...similar.map(({ id }) => id)].join(',');
  return form('declare', null, {
    title,
    submit: 'Go on',
    fields: [similarField(similar, level), ...declareFields(from)],
    subject: `${ids} ${subjectOf(from).subject ?? ''}`.trim(),
  });
}

function assignForm(incident: IncidentView, n: number): Form {
  const task = incident.tasks.find((one) => one.n === n);
  const fields = [person('person', 'Who does it?', { initial: task?.context.assignee ?? null })];
  return aboutTask(incident, n, {
    id: 'assign',
    title: `Assign task ${n}`,
    submit: 'Assign',
    fields,
  });
}

function dueForm(incident: IncidentView, n: number): Form {
  return aboutTask(incident, n, {
    id: 'due',
    title: `When task ${n} is due`,
    submit: 'Save',
    fields: [dueField()],
  });
}

function remedyForm(incident: IncidentView, wanted: RemedyForm, n: number): Form {
  const view = incident.cases.find((one) => one.n === n);
  const { measures = [] } = view?.context.investigation ?? {};
  // There must be one before it can be tested.
  const id = wanted === 'measureTest' && measures.length === 0 ? 'measure' : wanted;
  const draft = { title: remedyTitle(id, n), submit: 'Save', fields: remedyFields(id, view) };
  const made = form(id, incident, { ...draft, subject: String(n) });
  if (view === undefined) return made;
  return {
    ...made,
    intro: [`${drillMark(incident)}Case ${n}: `, ...oneLine(view.context.title, 500)],
  };
}

function aboutTask(
  incident: IncidentView,
  n: number,
  { id, ...draft }: FormDraft & { id: FormId },
): Form {
  const task = incident.tasks.find((one) => one.n === n);
  const made = form(id, incident, { ...draft, subject: String(n) });
  if (task === undefined) return made;
  const { dueAt } = task.context;
  const due = id === 'due' && dueAt !== null ? rich` Due so far: ${{ at: dueAt }}` : [];
  return {
    ...made,
    intro: [`${drillMark(incident)}Task ${n}: `, ...oneLine(task.text, 500), ...due],
  };
}

function statementForm(incident: IncidentView, n: number): Form {
  const made = form('statement', incident, statementDraft(incident, n));
  return { ...made, intro: rich`${made.intro ?? []} ${statementIntro(incident, n)}` };
}

function reasonForm(incident: IncidentView, of: string): Form {
  const { title, submit, hint, label = 'Reason' } = reasonWords(of);
  return form('reason', incident, {
    title,
    submit,
    fields: [multiline('reason', label, { hint, ...writtenBefore(incident, of) })],
    subject: of,
  });
}

/** Whoever writes a section goes on with its words, where they fit into a field. */
function writtenBefore({ documents }: IncidentView, of: string): { initial?: string } {
  const [, n = '', section = ''] = /^document (\d+) write (\S+)$/u.exec(of) ?? [];
  const texts: Readonly<Record<string, string | undefined>> =
    documents.find((one) => one.n === Number(n))?.context.texts ?? {};
  const initial = texts[section];
  return initial === undefined || initial.length > formLimits.text ? {} : { initial };
}
