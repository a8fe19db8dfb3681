// The sitrep form and its preview: what each audience will read, and what nobody outside will.
import type { FormRequest } from '../commands/outcome.ts';
import { sitrepParts } from '../commands/sitrep-draft.ts';
import { choice, multiline } from './form-fields.ts';
import type { Field, Rich } from './message.ts';
import { rich } from './rich.ts';

type Sitrep = Extract<FormRequest, { form: 'sitrep' }>;
type Preview = Extract<FormRequest, { form: 'sitrepPreview' }>;

const hints: Record<(typeof sitrepParts)[number]['field'], string> = {
  happened: 'Since the last sitrep; how sure it is.',
  impact: 'On customers and products.',
  doing: 'Who works on what.',
  next: 'With times, and what you need from whom.',
};

export function sitrepFields({ notOutside }: Pick<Sitrep, 'notOutside'>): Field[] {
  const parts = sitrepParts.map(({ field, heading }) =>
    multiline(field, heading, { required: false, maxLength: 700, hint: hints[field] }),
  );
  if (notOutside !== null) return parts;
  return [
    ...parts,
    choice(
      'audience',
      'Who reads it',
      [
        { value: 'responders', label: 'Responders, in the incident’s channel' },
        { value: 'both', label: 'Responders, and stakeholders in their own words' },
        { value: 'stakeholders', label: 'Stakeholders only, in the announcement channel' },
      ],
      { initial: 'responders' },
    ),
    multiline('stakeholders', 'For stakeholders', {
      required: false,
      maxLength: 1500,
      hint: 'In words for people who are not in the room: no names of customers, no technical detail.',
    }),
  ];
}

export function previewFields({ draft, incident }: Preview): Field[] {
  const room = incident.channel === null ? 'the incident’s channel' : `#${incident.channel.name}`;
  const { responders, stakeholders } = draft;
  return [
    ...(responders === null
      ? []
      : [multiline('responders', `Responders will read in ${room}`, { initial: responders })]),
    ...(stakeholders === null
      ? []
      : [
          multiline('stakeholders', 'Stakeholders will read in the announcement channel', {
            initial: stakeholders,
          }),
        ]),
  ];
}

const withheld = {
  visibility: 'Nothing of it goes outside: this incident is not open to all.',
  tlp: 'Nothing of it goes outside: TLP:RED.',
  nowhere: 'Nothing of it goes outside: there is no announcement channel.',
};

/** What surrounds the texts, and what is held back. */
export function previewWords({ draft, incident, notOutside, nextDueAt }: Preview): Rich {
  const { responders, stakeholders } = draft;
  const outside =
    notOutside !== null
      ? withheld[notOutside]
      : stakeholders === null
        ? 'Nothing of it goes outside.'
        : `Everybody in the workspace can read the text for stakeholders; it stands under the number and title of the incident${incident.context.tlp === null ? '' : ` (TLP:${incident.context.tlp})`}.`;
  const next =
    responders === null
      ? rich`The responders’ next sitrep stays due ${{ at: incident.context.sitrepDueAt }}.`
      : rich`The next sitrep will be due ${{ at: nextDueAt }}.`;
  return rich`— Sent is what stands below, under your name. ${outside} ${next}`;
}
