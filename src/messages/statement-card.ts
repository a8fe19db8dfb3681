// A text for one audience: its card with what is withheld, the form in which it is written, the list of all, why not.
import type { Tlp } from '#machines/incident-types.ts';
import type { StatementContext, StatementState } from '#machines/statement-types.ts';
import type { IncidentView, PartView } from '../commands/view-types.ts';
import type { StatementRefusal } from '../commands/statement-refusal.ts';
import { button, compose } from './compose.ts';
import type { FormDraft } from './form-fields.ts';
import { choice, formLimits, multiline } from './form-fields.ts';
import { drillMark } from './incident-card.ts';
import type { Block, Button, Message, Rich, Tone } from './message.ts';
import type { NameOf } from './rich.ts';
import { bold, cmd, handleOf, joined, plainLine, rich, richOf, who } from './rich.ts';
import { line, shorten } from './tidy.ts';
import { buttonBlock, dots, firstItems, plural, spoken, textOnly } from './view-blocks.ts';
import { audienceNames, statementKindNames, tlpMeanings } from './words.ts';

type StatementView = Extract<PartView, { kind: 'statement' }>;

const stateNames = {
  draft: 'draft',
  approved: 'approved, to be told',
  given: 'told',
  withdrawn: 'withdrawn',
  moved: 'moved',
} as const satisfies Record<StatementState, string>;

const tones: Partial<Record<string, Tone>> = { approved: 'warning', given: 'good' };

/** Characters of the text on a card; all of it stands in the form and in the export. */
const textMax = 2500;

function statementsOf({ parts }: Pick<IncidentView, 'parts'>): StatementView[] {
  return parts.filter((part) => part.kind === 'statement');
}

export function renderStatementCard(
  incident: IncidentView,
  n: number,
  nameOf: NameOf = handleOf,
): Message {
  const { id } = incident.context;
  const view = statementsOf(incident).find((one) => one.n === n);
  if (view === undefined)
    return textOnly(rich`${id} has no statement ${String(n)}. See ${cmd('statement list')}.`);
  const { context } = view.snapshot;
  const head = headOf(incident, context);
  const state = stateOf(view);
  const blocks: Block[] = [
    {
      kind: 'text',
      text: rich`${bold(head)} · for ${audienceNames[context.audience]} · ${labelOf(context)} · ${state}`,
      tone: tones[view.state] ?? 'muted',
    },
    { kind: 'text', text: richOf(shorten(context.text, textMax)) },
    ...withheldBlocks(view),
    ...facts(context),
    ...buttonBlock(buttonsOf(id, view)),
  ];
  const said = plainLine(context.text, nameOf, 500);
  return compose(`${head}, for ${audienceNames[context.audience]}, ${state}: ${said}`, blocks);
}

/** The fields of a regulator's statement as JSON, to be copied. */
export function statementFields(
  incident: IncidentView,
  n: number,
  fields: Readonly<Record<string, string>>,
): Message {
  const head = `${drillMark(incident)}Statement ${n}, field by field`;
  const json = line(JSON.stringify(fields), textMax);
  if (Object.keys(fields).length === 0)
    return textOnly(
      rich`${drillMark(incident)}Statement ${String(n)} has no fields: only what a regulator asks for has. See ${cmd(`statement ${n}`)}.`,
    );
  return compose(head, [
    { kind: 'heading', text: head },
    { kind: 'text', text: [{ code: json }] },
  ]);
}

const headOf = (incident: IncidentView, { n, kind }: StatementContext): string =>
  `${drillMark(incident)}Statement ${n}, ${statementKindNames[kind]}`;

const labelOf = ({ tlp }: StatementContext): string =>
  tlp === null ? 'no TLP label' : `TLP:${tlp}`;

function stateOf({ state }: StatementView): string {
  const names: Readonly<Record<string, string>> = stateNames;
  return names[state] ?? state;
}

/** As long as somebody may still change it: afterwards it was told as it is. */
function withheldBlocks({ closed, snapshot }: StatementView): Block[] {
  const { withheld } = snapshot.context;
  if (closed || withheld.length === 0) return [];
  return [
    { kind: 'text', text: rich`${bold('The draft withholds:')}`, tone: 'muted' },
    { kind: 'list', items: dots(withheld.map((what) => richOf(line(what, 300)))) },
  ];
}

function facts({ approved, given, withdrawn, clock }: StatementContext): Block[] {
  const lines: { label: string; value: Rich }[] = [
    ...(clock === null
      ? []
      : [{ label: 'For', value: rich`clock ${String(clock)}: ${cmd(`clock ${clock}`)}` }]),
    ...(approved === null
      ? []
      : [
          {
            label: 'Approved',
            value: rich`${{ at: approved.at }} by ${joined([approved.by, approved.with].flatMap((person) => (person === null ? [] : [who(person)])))}`,
          },
        ]),
    ...given.slice(-5).map(({ at, by, how, to }) => ({
      label: how === 'sent' ? 'Sent' : 'Copied',
      value: rich`${{ at }} by ${who(by)}${to === '' ? [] : rich`: ${richOf(line(to, 200))}`}`,
    })),
    ...(withdrawn === null
      ? []
      : [
          {
            label: 'Withdrawn',
            value: rich`${{ at: withdrawn.at }} by ${who(withdrawn.by)}: ${richOf(line(withdrawn.reason, 300))}`,
          },
        ]),
  ];
  return lines.length === 0 ? [] : [{ kind: 'facts', facts: lines }];
}

function buttonsOf(id: string, { n, state }: StatementView): Button[] {
  if (state === 'draft')
    return [
      button(id, `statement ${n} write`, 'Edit'),
      button(id, `statement ${n} approve`, 'Approve', { style: 'primary' }),
    ];
  if (state !== 'approved') return [];
  return [
    button(id, `statement ${n} sent`, 'Sent', { style: 'primary' }),
    button(id, `statement ${n} copied`, 'Copied'),
    button(id, `statement ${n} write`, 'Edit'),
  ];
}

export function statementsView(incident: IncidentView, nameOf: NameOf): Message {
  const { id } = incident.context;
  const all = statementsOf(incident);
  if (all.length === 0)
    return textOnly(
      rich`${id} has no statements. Draft one from the record: ${cmd('statement holding')}; also guidance, executive-brief, partner-notice, press-line, regulator <clock>.`,
    );
  const items = all.map((view): Rich => {
    const { context } = view.snapshot;
    return rich`${bold(`Statement ${view.n}`)} ${statementKindNames[context.kind]} · for ${audienceNames[context.audience]} · ${labelOf(context)} · ${stateOf(view)}: ${richOf(plainLine(context.text, nameOf, 150))}`;
  });
  return compose(
    `${drillMark(incident)}${id} has ${all.length} ${plural('statement', all.length)}: ${spoken(items, nameOf)}`,
    [
      { kind: 'heading', text: `${drillMark(incident)}Statements of ${id}` },
      ...firstItems(items, rich`One of them: ${cmd(`statement ${all.length}`)}.`),
      ...buttonBlock([button(id, 'said', 'What was told')]),
    ],
  );
}

/** The text stands in a field, so that what is read is what is approved. */
export function statementDraft(incident: IncidentView, n: number): FormDraft {
  const context = statementsOf(incident).find((one) => one.n === n)?.snapshot.context;
  const labels = Object.entries(tlpMeanings).map(([value, label]) => ({ value, label }));
  return {
    title: `Statement ${n}`,
    submit: 'Save',
    subject: String(n),
    fields: [
      multiline('text', 'Text', {
        initial: context?.text ?? null,
        maxLength: formLimits.text,
        hint: 'Saved as a draft; it is approved by itself. What was approved before has to be approved again.',
      }),
      choice('tlp', 'TLP label', labels, {
        initial: context?.tlp ?? null,
        hint: 'It goes to its audience only if this label lets them read.',
      }),
    ],
  };
}

/** Above the fields: for whom it is, and what its draft left out. */
export function statementIntro(incident: IncidentView, n: number): Rich {
  const context = statementsOf(incident).find((one) => one.n === n)?.snapshot.context;
  if (context === undefined) return [];
  const withheld = context.withheld.map((what) => line(what, 200)).join('; ');
  const out = withheld === '' ? [] : rich` Withheld: ${richOf(withheld)}.`;
  return rich`${statementKindNames[context.kind]}, for ${audienceNames[context.audience]}.${out}`;
}

const tlpNamed = (labels: readonly Tlp[]): string =>
  labels.map((label) => `TLP:${label}`).join(', ');

/** Answers to who cannot tell it, or not now. */
export const statementRefusals: {
  [R in StatementRefusal as R['reason']]: (refusal: R) => { text: Rich };
} = {
  unknownStatement: ({ n, incidentId }) => ({
    text: rich`${incidentId} has no statement ${String(n)}. See ${cmd('statement list')}.`,
  }),
  statementNotNow: ({ n, state, event, movedTo }) => {
    const is = rich`Statement ${String(n)} is ${bold(stateNames[state])}.`;
    if (movedTo !== null)
      return {
        text: rich`Statement ${String(n)} went on in another incident: ${cmd(`${movedTo.incidentId} statement ${movedTo.n}`)}.`,
      };
    if (event === 'GIVE' && state === 'draft')
      return {
        text: rich`${is} It is approved before it is told: ${cmd(`statement ${n} approve`)}.`,
      };
    return {
      text:
        state === 'given'
          ? rich`${is} What was told stays as it was; say what is new in another one: ${cmd('statement <kind>')}.`
          : rich`${is} See ${cmd(`statement ${n}`)}.`,
    };
  },
  statementLabel: ({ n, why, labels }) => ({
    text: rich`Statement ${String(n)} may not go there: ${why}. If its words allow it, give it one of these (${tlpNamed(labels)}): ${cmd(`statement ${n} tlp <label>`)}.`,
  }),
  statementClock: ({ clocks }) => ({
    text:
      clocks.length === 0
        ? rich`A regulator’s text is for a clock, and none is open that an authority asks a text for. See ${cmd('clock list')}.`
        : rich`A regulator’s text is for a clock: ${joined(clocks.slice(0, 10).map(({ n, name }) => rich`${cmd(`statement regulator ${n}`)} (${name})`))}.`,
  }),
  statementUnwritten: ({ n, fields }) => ({
    text: rich`Statement ${String(n)} has fields that only a person can fill: ${joined(
      fields.slice(0, 10).map((field) => line(field, 120)),
      '; ',
    )}. Write them, or that they are not known: ${cmd(`statement ${n} write`)}.`,
  }),
  statementTold: ({ n, at, to }) => ({
    text: rich`That was told already, at ${{ at }}${to === '' ? '' : ` (${line(to, 80)})`}. If it went to others, too, say to whom: ${cmd(`statement ${n} sent <to whom>`)}.`,
  }),
  statementChanged: ({ n }) => ({
    text: rich`Statement ${String(n)} was changed since its approval was proposed. Read it again and propose it anew: ${cmd(`statement ${n} approve`)}.`,
  }),
};
