// What needs two people: the card of one proposal, the list of all, what those are told who may approve, and why not.
import type { ApprovalAct, ApprovalState } from '#machines/approval-types.ts';
import type { Refusal } from '../commands/refusal.ts';
import type { IncidentView, PartView } from '../commands/view-types.ts';
import { button, compose } from './compose.ts';
import { missingWords } from './criteria.ts';
import { drillMark } from './incident-card.ts';
import type { Block, Button, Message, Rich, Tone } from './message.ts';
import type { NameOf } from './rich.ts';
import { bold, byWhom, cmd, handleOf, joined, plainLine, rich, richOf, who } from './rich.ts';
import { buttonBlock, firstItems, plural, spoken, textOnly } from './view-blocks.ts';
import { actNames, roleName } from './words.ts';

type ApprovalView = Extract<PartView, { kind: 'approval' }>;
type ApprovalRefusal = Extract<
  Refusal,
  {
    reason:
      | 'unknownApproval'
      | 'approvalNotNow'
      | 'approvalWaits'
      | 'ownApproval'
      | 'nobodyApproves';
  }
>;

const stateNames = {
  proposed: 'waits for a second person',
  approved: 'approved',
  declined: 'declined',
  withdrawn: 'taken back',
  expired: 'expired, nothing was done',
  overtaken: 'overtaken, nothing was done',
  moved: 'moved',
} as const satisfies Record<ApprovalState, string>;

const tones: Partial<Record<string, Tone>> = { proposed: 'warning', approved: 'good' };

export function approvalsOf({ parts }: Pick<IncidentView, 'parts'>): ApprovalView[] {
  return parts.filter((part) => part.kind === 'approval');
}

export function renderApprovalCard(
  incident: IncidentView,
  n: number,
  nameOf: NameOf = handleOf,
): Message {
  const { id } = incident.context;
  const view = approvalsOf(incident).find((one) => one.n === n);
  if (view === undefined)
    return textOnly(rich`${id} has no approval ${String(n)}. See ${cmd('approvals')}.`);
  const { act, words, proposedBy, proposedAt, expiresAt, asked } = view.snapshot.context;
  const head = `${drillMark(incident)}Approval ${n}`;
  const state = stateOf(view);
  const blocks: Block[] = [
    {
      kind: 'text',
      text: rich`${bold(head)} · ${actNames[act]} · ${state}`,
      tone: tones[view.state] ?? 'muted',
    },
    { kind: 'text', text: richOf(words) },
    {
      kind: 'facts',
      facts: [
        { label: 'Proposed', value: rich`${{ at: proposedAt }} by ${who(proposedBy)}` },
        ...(view.closed
          ? decidedFacts(view)
          : [
              ...consequences(incident, act),
              { label: 'Asked', value: joined(asked.map(who)) },
              { label: 'Stands until', value: [{ at: expiresAt }] },
            ]),
      ],
    },
    ...buttonBlock(view.closed ? [] : approvalButtons(id, n)),
  ];
  return compose(`${head}, ${actNames[act]}, ${state}: ${plainLine(words, nameOf, 300)}`, blocks);
}

/** What whoever approves should know and its words do not say. */
function consequences(
  { checklist, clocks }: IncidentView,
  act: ApprovalAct,
): { label: string; value: Rich }[] {
  const missing = act === 'override' ? missingWords(checklist) : '';
  const open = act === 'close' ? clocks.filter(({ closed }) => !closed).length : 0;
  return [
    ...(missing === '' ? [] : [{ label: 'Missing', value: [missing] }]),
    ...(open === 0
      ? []
      : [
          {
            label: 'Goes on',
            value: rich`${String(open)} ${plural('clock', open)}: ${cmd('clock list')}`,
          },
        ]),
  ];
}

function stateOf({ state }: ApprovalView): string {
  const names: Readonly<Record<string, string>> = stateNames;
  return names[state] ?? state;
}

function decidedFacts({ snapshot: { context } }: ApprovalView): { label: string; value: Rich }[] {
  const { decidedBy, decidedAt, reason } = context;
  return [
    ...(decidedBy === null || decidedAt === null
      ? []
      : [{ label: 'Decided', value: rich`${{ at: decidedAt }} by ${who(decidedBy)}` }]),
    ...(reason === null ? [] : [{ label: 'Reason', value: richOf(reason) }]),
  ];
}

export function approvalButtons(incidentId: string, n: number): Button[] {
  return [
    button(incidentId, `approve ${n}`, 'Approve', { style: 'primary' }),
    button(incidentId, `decline ${n}`, 'Decline'),
  ];
}

export function approvalsView(incident: IncidentView, nameOf: NameOf): Message {
  const { id } = incident.context;
  const all = approvalsOf(incident);
  if (all.length === 0)
    return textOnly(
      rich`Nothing of ${id} has needed a second person so far. Two must agree on an override, on lowering a level 1, on closing, on ending an embargo and on what customers are told.`,
    );
  const items = all.map((view): Rich => {
    const { n, snapshot } = view;
    const { act, words, proposedBy, decidedBy } = snapshot.context;
    const decided = decidedBy === null ? [] : rich` by ${who(decidedBy)}`;
    return rich`${bold(`Approval ${n}`)} ${actNames[act]} · ${stateOf(view)}${decided} · proposed by ${who(proposedBy)}: ${richOf(plainLine(words, nameOf, 200))}`;
  });
  return compose(
    `${drillMark(incident)}${id} has ${all.length} ${plural('approval', all.length)}: ${spoken(items, nameOf)}`,
    [
      { kind: 'heading', text: `${drillMark(incident)}Approvals of ${id}` },
      ...firstItems(items, rich`One of them: ${cmd(`approval ${all.length}`)}.`),
    ],
  );
}

/** Answers to who cannot approve, or not now. */
export const approvalRefusals: {
  [R in ApprovalRefusal as R['reason']]: (refusal: R) => { text: Rich };
} = {
  unknownApproval: ({ approval, incidentId }) => ({
    text: rich`${incidentId} has no approval ${String(approval)}. See ${cmd('approvals')}.`,
  }),
  approvalNotNow: ({ approval, state, last }) => ({
    text: rich`Approval ${String(approval)} is decided already: ${stateNames[state]}${byWhom(last)}. See ${cmd('approvals')}.`,
  }),
  approvalWaits: ({ approval, by, words }) => ({
    text: rich`This is proposed already by ${who(by)} as approval ${String(approval)}: ${richOf(words)}. Somebody else says ${cmd(`approve ${approval}`)}.`,
  }),
  ownApproval: ({ approval }) => ({
    text: rich`You have proposed this yourself, so somebody else must approve it: ${cmd(`approve ${approval}`)}. To take it back: ${cmd(`approval ${approval} withdraw <reason>`)}.`,
  }),
  nobodyApproves: ({ act, roles }) => {
    const [first = 'deputy'] = roles.filter((role) => role !== 'crisis_lead');
    return {
      text: rich`Two people must agree on this (${actNames[act]}), and nobody but you holds a role that may approve it: ${joined(roles.map(roleName))}. Give one of them to somebody: ${cmd(`role ${first} @user`)}. Then say it again.`,
    };
  },
};
