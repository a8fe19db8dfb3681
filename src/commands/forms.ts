// Submitted form → the commands it stands for. Field errors are values by field name.
import type { IncidentId } from '#machines/incident-types.ts';
import type { FormValues } from '../messages/message.ts';
import type { Result } from '../shared/result.ts';
import { err, ok } from '../shared/result.ts';
import { english } from './grammar-document-files.ts';
import { categories, fileBytesMax, incidentIdOf, textMax, titleMax } from './grammar-parts.ts';
import type { Command, IncidentCommand } from './command.ts';
import { parse } from './parse.ts';
import { assessedAs, assessmentCommands } from './assessment-form.ts';
import { bugBarChoices } from './grammar-assessment.ts';
import { isRemedyForm, remedyLine } from './remedy-forms.ts';
import { sitrepDraft } from './sitrep-draft.ts';
import { unpackSource } from './source-message.ts';
import type { TimeContext } from './time.ts';
import { parseTime, timeProblem } from './time.ts';

/** The command that opens this form anew, as the state is then; null for what only its own beginning can open. */
export function formCommand(
  { id, incidentId, subject }: SubmittedForm,
  values: FormValues,
): Command | null {
  const from = unpackSource(subject);
  const source = from === undefined ? {} : { from };
  switch (id) {
    case 'declare':
      return { verb: 'form', form: 'declare', ...source };
    case 'task':
    case 'taskFrom':
      return { verb: 'form', form: 'task', incidentId, ...source };
    case 'sitrepPreview': {
      const { responders = null, stakeholders = null } = values;
      return { verb: 'form', form: id, incidentId, draft: { responders, stakeholders } };
    }
    case 'assign':
    case 'due':
    case 'bugBar':
      return { verb: 'form', form: id, n: Number(subject), incidentId };
    case 'assessment': {
      const [n = '', as = ''] = subject.split(' ');
      return { verb: 'form', form: id, n: Number(n), as: assessedAs(as), incidentId };
    }
    case 'statement':
      return { verb: 'form', form: id, statement: Number(subject), incidentId };
    case 'importDocument': {
      const [n, locale = english] = subject.split(' ');
      return { verb: 'form', form: id, n: Number(n), locale, incidentId };
    }
    case 'reason':
      return { verb: 'form', form: 'reason', of: subject, incidentId };
    case 'trainNotice':
      return { verb: 'form', form: id, booking: Number(subject), incidentId };
    case 'sitrep':
    case 'brief':
    case 'assess':
    case 'guidance':
    case 'postmortem':
    case 'followup':
      return { verb: 'form', form: id, incidentId };
    default:
      return isRemedyForm(id) ? { verb: 'form', form: id, n: Number(subject), incidentId } : null;
  }
}

type Errors = Record<string, string>;

/** Which form was submitted, with what it handed back unchanged. */
export interface SubmittedForm {
  id: string;
  incidentId: IncidentId | null;
  subject: string;
  /** What the person saw when it opened; empty where it showed no state. */
  seen: string;
}

/** The commands of a form, to be taken together or not at all; a new incident's brief follows its declaration. */
export interface FormCommands {
  commands: Command[];
  /** Commands for the incident that the first one declares. */
  afterDeclare: IncidentCommand[];
}

/**
 * Reads a submitted form. `subject` is the form's own: the task number of `assign` and `due`, the command of `reason`.
 * Errors name fields; the key `` (empty) is for what concerns no single field.
 */
export function formCommands(
  form: SubmittedForm,
  values: FormValues,
  context: TimeContext,
): Result<FormCommands, Errors> {
  const { incidentId } = form;
  const value = (name: string): string => (values[name] ?? '').trim();
  const errors: Errors = {};
  const optional = (name: string, max = textMax): string => {
    if (value(name).length > max)
      errors[name] = `At most ${max} characters; this has ${value(name).length}.`;
    return value(name);
  };
  const required = (name: string, problem: string, max = textMax): string => {
    if (value(name) === '') errors[name] = problem;
    return optional(name, max);
  };
  const time = (name: string): string | null => {
    if (value(name) === '') return null;
    const at = parseTime(value(name), 'future', context);
    if (at === undefined) errors[name] = timeProblem(value(name));
    else if (at <= context.now) errors[name] = 'This time is already past.';
    return at ?? null;
  };
  /** Fields that are words of the grammar go through the grammar itself. */
  const typed = (field: string, text: string): Command[] => {
    const parsed = parse(incidentId === null ? text : `${incidentId} ${text}`, context);
    if (!parsed.ok) errors[field] = parsed.error.problem;
    return parsed.ok ? [parsed.value] : [];
  };
  const done = (commands: (IncidentCommand | Command)[], afterDeclare: IncidentCommand[] = []) =>
    Object.keys(errors).length > 0
      ? err(errors)
      : ok({
          commands: commands.map((command) =>
            'incidentId' in command ? command : { ...command, incidentId },
          ),
          afterDeclare,
        });

  switch (form.id) {
    case 'declare': {
      const same = value('same');
      const source = unpackSource(form.subject);
      const [ids = ''] = form.subject.split(' {', 1);
      const known = ids.split(',').flatMap((word) => incidentIdOf(word) ?? []);
      if (known.includes(same))
        return done([
          { verb: 'join', reason: '', incidentId: same },
          // What was to be declared because of a message is evidence there.
          ...(source === undefined
            ? []
            : [{ verb: 'capture' as const, ...source, incidentId: same }]),
        ]);
      if (known.length > 0 && same !== 'anyway') errors['same'] = 'Choose whether it is the same.';
      const title = required(
        'title',
        'An incident needs a title: what happens to which product?',
        titleMax,
      ).replaceAll(/\s+/g, ' ');
      const visibility =
        value('visibility') === 'open' || value('visibility') === ''
          ? ''
          : ` --${value('visibility')}`;
      const head = typed(
        'level',
        `declare x --level ${value('level') || '3'} --kind ${value('kind') || 'vulnerability'}${visibility}`,
      );
      const [first] = head;
      const brief = optional('brief');
      return done(
        first?.verb === 'declare'
          ? [
              {
                ...first,
                title,
                ...(known.length === 0 ? {} : { anyway: known }),
                ...(source === undefined ? {} : { because: source.messageId }),
              },
            ]
          : [],
        [
          ...(source === undefined ? [] : [{ verb: 'capture' as const, ...source }]),
          ...(brief === '' ? [] : [{ verb: 'brief' as const, text: brief }]),
        ],
      );
    }
    case 'captureInto': {
      const source = unpackSource(form.subject);
      const into = required('incident', 'Choose an incident.');
      if (source === undefined) return err({ '': 'The message is lost: use the shortcut again.' });
      return done([{ verb: 'capture', ...source, incidentId: into }]);
    }
    case 'sitrep': {
      const draft = sitrepDraft(value, errors);
      return done([{ verb: 'form', form: 'sitrepPreview', draft }]);
    }
    case 'sitrepPreview': {
      const sent: IncidentCommand[] = [];
      if (form.subject.includes('responders'))
        sent.push({ verb: 'sitrep', text: required('responders', 'A sitrep needs a text.') });
      if (form.subject.includes('stakeholders'))
        sent.push({
          verb: 'stakeholderSitrep',
          text: required('stakeholders', 'Say what they are to read.'),
        });
      return done(sent);
    }
    case 'guidance':
      return done([
        { verb: 'guidance', text: required('text', 'Say what customers were told and where.') },
      ]);
    case 'brief':
      return done([
        { verb: 'brief', text: required('text', 'The brief is empty.') },
        ...typed('tlp', `tlp ${value('tlp') || '?'}`),
      ]);
    case 'assess': {
      const scope = required('scope', 'Say what the incident covers.');
      const affected = required('affected', 'Name at least one product.');
      const mitigation = optional('mitigation');
      return done([
        { verb: 'scope', text: scope },
        ...typed('affected', `affected ${affected}`),
        ...(mitigation === ''
          ? []
          : [
              {
                verb: 'mitigation' as const,
                exists: value('mitigationExists') !== 'no',
                text: mitigation,
              },
            ]),
        ...typed('remedy', `decide ${value('remedy') || '?'} ${value('reason')}`),
      ]);
    }
    case 'assessment':
      return done(assessmentCommands(form.subject, { value, required, typed }));
    case 'bugBar': {
      const answers = Object.keys(bugBarChoices).map((question) =>
        required(question, 'Choose one.'),
      );
      return done(typed('', `case ${form.subject} bug-bar ${answers.join(' ')}`));
    }
    case 'trainNotice': {
      const bulletins = required('bulletins', 'Say how many.');
      const families = required('families', 'Name the product families.');
      const typedNotice = `${bulletins} ${value('severity')} ${families}`;
      return done(typed('families', `train ${form.subject} notice ${typedNotice}`));
    }
    case 'assign':
      return done([
        { verb: 'assign', n: Number(form.subject), to: required('person', 'Choose a person.') },
      ]);
    case 'due': {
      required('by', 'Say when it is due.');
      const at = time('by');
      return done(at === null ? [] : [{ verb: 'due', n: Number(form.subject), at }]);
    }
    case 'task':
    case 'taskFrom':
    case 'followup': {
      const followUp = form.id === 'followup';
      const text = required('text', 'Say what is to be done.', 500);
      const assignee = followUp
        ? required('person', 'A follow-up needs an owner.')
        : value('person') || null;
      if (followUp) required('by', 'A follow-up needs a date.');
      const by = time('by');
      const phase = value('phase');
      const [parsed] = phase === '' ? [] : typed('phase', `task add x --phase ${phase}`);
      const link = unpackSource(form.subject)?.link ?? null;
      const into = form.id === 'taskFrom' ? required('incident', 'Choose an incident.') : null;
      return done([
        {
          verb: 'addTask',
          ...(link === null ? {} : { link }),
          ...(into === null ? {} : { incidentId: into }),
          text,
          assignee,
          by,
          phase: parsed?.verb === 'addTask' ? parsed.phase : null,
          followUp,
        },
      ]);
    }
    case 'postmortem':
      return done([
        {
          verb: 'postmortem',
          summary: required('summary', 'The postmortem needs a summary.'),
          findings: categories
            .map((category) => ({ category, text: optional(category) }))
            .filter(({ text }) => text !== ''),
        },
      ]);
    case 'statement':
      return done([
        {
          verb: 'writeStatement',
          statement: Number(form.subject),
          text: required('text', 'A statement needs a text.'),
        },
        ...typed('tlp', `statement ${form.subject} tlp ${value('tlp') || '?'}`),
      ]);
    case 'importDocument': {
      const [n, locale = english] = form.subject.split(' ');
      const text = required('file', 'Choose the file that you changed.', fileBytesMax);
      return done([{ verb: 'importDocument', documentNumber: Number(n), locale, text }]);
    }
    case 'reason': {
      required(
        'reason',
        form.subject === 'lesson' ? 'Say what was learnt.' : 'This needs a reason.',
      );
      return done(
        Object.keys(errors).length > 0 ? [] : typed('reason', `${form.subject} ${value('reason')}`),
      );
    }
  }
  const { id } = form;
  if (isRemedyForm(id)) {
    const caseNumber = Number(form.subject);
    if (id === 'measureTest') {
      const act = {
        type: 'MEASURE_TESTED',
        m: Number(required('m', 'Choose what was tested.')),
        product: required('product', 'Name the product and its version.', 200),
        works: value('works') === 'ok',
        sideEffects: optional('sideEffects'),
      } as const;
      return done([{ verb: 'remedy', caseNumber, act }]);
    }
    if (id === 'measure') required('text', 'Say what customers do.');
    const isComplete = Object.keys(errors).length === 0;
    return done(isComplete ? typed('', remedyLine(id, caseNumber, value)) : []);
  }
  return err({ '': 'This form is no longer known. Close it and open it again.' });
}
