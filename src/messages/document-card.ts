// The card of an advisory or bulletin: where it stands, what is missing, what can be done next; and the list of all.
import type { DocumentContext, DocumentState } from '#machines/document-types.ts';
import type { Tlp } from '#machines/incident-types.ts';
import type { DocumentView, IncidentView } from '../commands/view-types.ts';
import { button, compose } from './compose.ts';
import { documentStateNames, gapLine, sectionWords } from './document-words.ts';
import { drillMark } from './incident-card.ts';
import type { Block, Button, Message, Rich, Tone } from './message.ts';
import type { NameOf } from './rich.ts';
import { bold, cmd, handleOf, joined, rich, richOf, who } from './rich.ts';
import { line } from './tidy.ts';
import { translationFacts } from './translation-words.ts';
import { buttonBlock, firstItems, plural, section, spoken, textOnly } from './view-blocks.ts';

interface Fact {
  label: string;
  value: Rich;
}

const tones: Partial<Record<DocumentState, Tone>> = {
  inReview: 'warning',
  revisionInReview: 'warning',
  approved: 'good',
  published: 'good',
  superseded: 'muted',
  withdrawn: 'muted',
  moved: 'muted',
};

/** So many of what is missing; `submit` names the rest. */
const gapsShown = 8;

export function renderDocumentCard(
  incident: IncidentView,
  n: number,
  nameOf: NameOf = handleOf,
): Message {
  const { id } = incident.context;
  const view = incident.documents.find((one) => one.n === n);
  if (view === undefined)
    return textOnly(
      rich`${drillMark(incident)}${id} has no document ${String(n)}. See ${cmd('documents')}.`,
    );
  const { context, state } = view;
  const head = `${drillMark(incident)}Document ${n} · ${context.kind} ${context.id}`;
  const is = documentStateNames[state];
  const title = line(context.texts.title ?? 'without a title yet', 200);
  const gaps = isWritten(view) ? view.gaps : [];
  const missing = gaps.map((gap) => gapLine(n, gap));
  const blocks: Block[] = [
    {
      kind: 'text',
      text: rich`${bold(head)} · ${is}`,
      tone: tones[state] ?? 'normal',
    },
    { kind: 'text', text: richOf(title) },
    { kind: 'facts', facts: factsOf(view) },
    ...thankedBlock(view),
    ...section('Missing', missing.slice(0, gapsShown)),
    ...buttonBlock(buttonsOf(id, view, gaps.length)),
  ];
  const lacks = gaps.length === 0 ? '' : `; ${gaps.length} ${plural('thing', gaps.length)} missing`;
  return compose(`${head}, ${is}: ${spoken([richOf(title)], nameOf)}${lacks}`, blocks);
}

const isWritten = ({ state }: DocumentView): boolean =>
  state === 'drafting' || state === 'revising';

/** Not everybody who reports wants to be named; the record does not say. */
function thankedBlock({ thanked }: DocumentView): Block[] {
  if (thanked.length === 0) return [];
  const names = line(thanked.join(', '), 200);
  const text = rich`The acknowledgments name ${names}: check that they agreed.`;
  return [{ kind: 'text', text, tone: 'warning' }];
}

function labelWords({ tlp, releases, revision }: DocumentContext, label: Tlp): string {
  const isDraft = releases.length === 0 || revision !== null;
  return isDraft ? `DRAFT, TLP:${label} until it is out; then TLP:${tlp}` : `TLP:${label}`;
}

function factsOf({ context, written, label }: DocumentView): Fact[] {
  const { cases, updates, releases, revision, submitted, approved } = context;
  const last = releases.at(-1);
  return [
    { label: 'About', value: [cases.length === 0 ? 'no case' : `case ${cases.join(', ')}`] },
    { label: 'Label', value: [labelWords(context, label)] },
    {
      label: 'Written',
      value: [
        written.length === 0 ? 'nothing yet' : line(written.map(sectionWords).join(', '), 600),
      ],
    },
    ...(updates.length === 0
      ? []
      : [
          {
            label: 'Updates',
            value: [
              line(updates.map((one) => `${one.product} ${one.fixedVersion}`).join(', '), 600),
            ],
          },
        ]),
    ...(last === undefined
      ? []
      : [
          {
            label: 'Out',
            value: rich`version ${last.version}, ${{ at: last.at }}: ${last.reason}`,
          },
        ]),
    ...(revision === null
      ? []
      : [
          {
            label: 'Revision',
            value: rich`${revision.major ? 'major' : 'minor'}: ${richOf(line(revision.reason, 300))}`,
          },
        ]),
    ...(submitted === null
      ? []
      : [{ label: 'Handed in', value: rich`${{ at: submitted.at }} by ${who(submitted.by)}` }]),
    ...(approved === null
      ? []
      : [
          {
            label: 'Approved',
            value: rich`${{ at: approved.at }} by ${joined([approved.by, ...(approved.with === null ? [] : [approved.with])].map(who), ' and ')}`,
          },
        ]),
    ...translationFacts(context),
    ...otherFacts(context),
  ];
}

function otherFacts({ supersededBy, supersedes, withdrawn, movedTo }: DocumentContext): Fact[] {
  return [
    ...(supersededBy === null ? [] : [{ label: 'Superseded by', value: [supersededBy.id] }]),
    ...(supersedes === null ? [] : [{ label: 'Instead of', value: [supersedes.id] }]),
    ...(withdrawn === null
      ? []
      : [
          {
            label: 'Withdrawn',
            value: rich`${{ at: withdrawn.at }} by ${who(withdrawn.by)}: ${richOf(line(withdrawn.reason, 300))}`,
          },
        ]),
    ...(movedTo === null
      ? []
      : [
          {
            label: 'Goes on',
            value: [cmd(`${movedTo.incidentId} document ${movedTo.n}`)],
          },
        ]),
  ];
}

function buttonsOf(id: string, view: DocumentView, gaps: number): Button[] {
  const { n, state, context } = view;
  const say = (act: string, label: string, more: Parameters<typeof button>[3] = {}): Button =>
    button(id, `document ${n} ${act}`, label, more);
  const refresh = say('refresh', 'Refresh from record');
  const file = say('export md', 'Get the file');
  const handIn = say('import', 'Hand in the file');
  const look = say('export html', 'Get the page');
  const back = say('return', 'Back to authors');
  switch (state) {
    case 'drafting':
    case 'revising':
      return [
        ...(state === 'revising' ? [say('abandon', 'Give up the revision')] : []),
        say(
          'submit',
          'Hand in for review',
          gaps === 0
            ? { style: 'primary' }
            : { disabledReason: `${gaps} ${plural('thing', gaps)} missing` },
        ),
        file,
        handIn,
        refresh,
      ];
    case 'inReview':
    case 'revisionInReview':
      return [say('approve', 'Approve', { style: 'primary' }), look, back];
    case 'approved':
      return context.kind === 'advisory'
        ? [say('publish', 'Publish now', { style: 'danger' }), look, back]
        : [look, back];
    case 'revisionApproved':
      return [say('publish', 'Publish now', { style: 'danger' }), look, back];
    case 'published':
      return [look];
    case 'superseded':
    case 'withdrawn':
    case 'moved':
      return [];
  }
}

/** `documents` */
export function documentsView(incident: IncidentView, nameOf: NameOf): Message {
  const { id } = incident.context;
  const all = incident.documents;
  if (all.length === 0)
    return textOnly(
      rich`${drillMark(incident)}${id} has no advisory or bulletin. Draft one: ${cmd('advisory draft')} before or without a fix, ${cmd('bulletin draft')} with it.`,
    );
  const items = all.map((view): Rich => {
    const { n, id: name, kind, texts, releases } = view.context;
    const version = releases.at(-1)?.version;
    const out = version === undefined ? '' : ` ${version}`;
    return rich`${bold(`${n}: ${kind} ${name}${out}`)} · ${documentStateNames[view.state]} · ${richOf(line(texts.title ?? 'without a title yet', 150))}`;
  });
  return compose(
    `${drillMark(incident)}${id} has ${all.length} ${plural('document', all.length)}: ${spoken(items, nameOf)}`,
    [
      { kind: 'heading', text: `${drillMark(incident)}Advisories and bulletins of ${id}` },
      ...firstItems(items, rich`One of them: ${cmd(`document ${all.length}`)}.`),
    ],
  );
}
