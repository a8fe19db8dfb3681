// What each form asks for. Field names are a contract with src/commands/forms.ts.
import type { IncidentView, ListedIncident } from '../commands/view-types.ts';
import type { SourceMessage } from '../commands/source-message.ts';
import { choice, multiline, person, text } from './form-fields.ts';
import { plainTitle } from './list-items.ts';
import type { Field } from './message.ts';
import {
  kindNames,
  levelMeanings,
  levelNames,
  levelTag,
  phaseOrder,
  tlpMeanings,
  visibilityMeanings,
} from './words.ts';

const timeHint = 'For example: in 2h, tomorrow 09:00, 14:05 UTC.';

const options = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([value, label]) => ({ value, label }));

/** Which incident is meant, among those that the person may see. */
export function incidentField(incidents: readonly ListedIncident[]): Field {
  const [only, ...others] = incidents;
  return choice(
    'incident',
    'Incident',
    incidents.map(({ id, level, title }) => ({
      value: id,
      label: `${id} · ${levelTag(level)} · ${plainTitle(title, 75)}`,
    })),
    { initial: others.length === 0 ? (only?.id ?? null) : null },
  );
}

export function declareFields(from?: SourceMessage): Field[] {
  const levels = ([1, 2, 3, 4] as const).map((level) => ({
    value: String(level),
    label: `${level} ${levelNames[level]}: ${levelMeanings[level]}`,
  }));
  return [
    text('title', 'What happens to which product?', {
      maxLength: 150,
      initial: from === undefined ? null : plainTitle(from.text.split('\n')[0] ?? '', 150),
      placeholder: 'Remote code execution in Contoso VPN 4.2',
    }),
    choice('level', 'Level', levels, {
      initial: '3',
      hint: 'Choose by what you know now; it can be changed at any time.',
    }),
    choice('kind', 'Kind', options(kindNames), { initial: 'vulnerability' }),
    choice('visibility', 'Who may see it', options(visibilityMeanings), { initial: 'open' }),
    multiline('brief', 'Initial brief', {
      required: false,
      maxLength: 2000,
      initial: from?.text ?? null,
      hint: 'What is known, who is affected, what happens next. It can follow later.',
    }),
  ];
}

export function briefFields({ context }: IncidentView): Field[] {
  return [
    multiline('text', 'Initial brief', {
      initial: context.brief,
      hint: 'What is known, how sure it is, who is affected, what happens next.',
    }),
    choice('tlp', 'TLP label', options(tlpMeanings), {
      initial: context.tlp,
      hint: 'Who may be told what is said in this incident.',
    }),
  ];
}

export function assessFields({ context }: IncidentView): Field[] {
  const { scope, affected, mitigation, decision, facts } = context;
  const attacked = facts.attacks !== null;
  return [
    multiline('scope', 'Scope', {
      initial: scope,
      hint: 'What the incident covers, and what it does not.',
    }),
    text('affected', 'Affected products', {
      initial: affected.join(', '),
      hint: 'With versions, separated by commas.',
    }),
    multiline('mitigation', 'Mitigation or workaround', {
      required: false,
      initial: mitigation?.text ?? null,
      hint: attacked
        ? 'Attacks are observed: say what was tested, or why none exists. You cannot leave assess without it.'
        : 'What was tested, or why none exists. Needed once attacks are observed.',
    }),
    choice(
      'mitigationExists',
      'Does a mitigation exist?',
      [
        { value: 'yes', label: 'Yes, it was tested' },
        { value: 'no', label: 'No, none exists' },
      ],
      { required: false, initial: mitigation === null ? null : mitigation.exists ? 'yes' : 'no' },
    ),
    choice(
      'remedy',
      'Decision on the remedy',
      [
        { value: 'fix', label: 'Build a fix' },
        { value: 'advisory-only', label: 'Advisory only, no fix' },
      ],
      { initial: decision?.remedy ?? null },
    ),
    multiline('reason', 'Reason for the decision', {
      required: false,
      initial: decision?.reason ?? null,
    }),
  ];
}

export function taskFields(from?: SourceMessage): Field[] {
  return [
    text('text', 'What is to be done?', { maxLength: 500, initial: from?.text ?? null }),
    person('person', 'Who does it?', {
      required: false,
      hint: 'Without a person anybody may take it.',
    }),
    text('by', 'By when?', { required: false, maxLength: 60, hint: timeHint }),
    choice(
      'phase',
      'Phase',
      phaseOrder.map((phase) => ({ value: phase, label: phase })),
      { required: false, hint: 'The present one, unless you choose another.' },
    ),
  ];
}

export function guidanceFields({ context }: IncidentView): Field[] {
  return [
    multiline('text', 'Customer guidance', {
      initial: context.guidance?.text ?? null,
      hint: 'Where it is published (link), and what customers should do.',
    }),
  ];
}

export function postmortemFields({ context }: IncidentView): Field[] {
  const optional = { required: false } as const;
  return [
    multiline('summary', 'Technical summary', {
      initial: context.postmortem?.summary ?? null,
      hint: 'What happened, and how it was resolved.',
    }),
    multiline('technical', 'Technical lapses', optional),
    multiline('procedure', 'Procedural failures', optional),
    multiline('manual', 'Manual errors', optional),
    multiline('process', 'Process flaws', optional),
    multiline('communication', 'Communication glitches', optional),
    multiline('lesson', 'Lessons', optional),
  ];
}

export function followupFields(): Field[] {
  return [
    text('text', 'What is to be done?', { maxLength: 500 }),
    person('person', 'Owner'),
    dueField(),
  ];
}

export function dueField(): Field {
  return text('by', 'By when?', { maxLength: 60, hint: timeHint });
}
