// Test passes: the card of one with its findings, the list of all, why not.
import type { PassState } from '#machines/pass-types.ts';
import type { PassRefusal } from '../commands/pass-refusal.ts';
import type { IncidentView, PartView } from '../commands/view-types.ts';
import { button, compose } from './compose.ts';
import { drillMark } from './incident-card.ts';
import type { Block, Button, Message, Rich, Tone } from './message.ts';
import type { NameOf } from './rich.ts';
import { bold, cmd, handleOf, joined, rich, richOf, who } from './rich.ts';
import { line } from './tidy.ts';
import { buttonBlock, dots, firstItems, plural, spoken, textOnly } from './view-blocks.ts';

type PassView = Extract<PartView, { kind: 'pass' }>;

const stateNames = {
  planned: 'planned',
  running: 'running',
  done: 'passed',
  waived: 'waived',
  moved: 'moved',
} as const satisfies Record<PassState, string>;

/** How many findings a card shows, the newest; the export has all. */
const findingsMax = 10;

function passesOf({ parts }: Pick<IncidentView, 'parts'>): PassView[] {
  return parts.filter((part) => part.kind === 'pass');
}

export function renderPassCard(
  incident: IncidentView,
  n: number,
  nameOf: NameOf = handleOf,
): Message {
  const { id } = incident.context;
  const view = passesOf(incident).find((one) => one.n === n);
  if (view === undefined)
    return textOnly(rich`${id} has no test pass ${String(n)}. See ${cmd('pass list')}.`);
  const { name, until, updates, participants, findings, done, waived } = view.snapshot.context;
  const head = `${drillMark(incident)}Test pass ${n}`;
  const state = stateOf(view);
  const items = findings.slice(-findingsMax).map(findingItem);
  const blocks: Block[] = [
    {
      kind: 'text',
      text: rich`${bold(head)} ${richOf(line(name, 150))} · ${state}`,
      tone: toneOf(view),
    },
    {
      kind: 'facts',
      facts: [
        ...(updates.length === 0
          ? []
          : [{ label: 'Updates', value: richOf(line(updates.join(', '), 500)) }]),
        {
          label: 'Participants',
          value:
            participants.length === 0
              ? rich`nobody yet: ${cmd(`pass ${n} invite <who, who>`)}`
              : richOf(line(participants.join(', '), 500)),
        },
        ...(until === null ? [] : [{ label: 'Until', value: [{ at: until }] }]),
        ...(done === null
          ? []
          : [
              {
                label: 'Passed',
                value: rich`${{ at: done.at }}, ${who(done.by)} ${richOf(line(done.words, 300))}`,
              },
            ]),
        ...(waived === null
          ? []
          : [
              {
                label: 'Waived',
                value: rich`${{ at: waived.at }} by ${who(waived.by)}: ${richOf(line(waived.reason, 300))}`,
              },
            ]),
      ],
    },
    ...(items.length === 0 ? [] : [{ kind: 'list' as const, items: dots(items) }]),
    ...(view.closed
      ? []
      : [
          {
            kind: 'text' as const,
            text: rich`The release waits for it. Participants get the updates and no details of the vulnerability, and test in no production.`,
            tone: 'muted' as const,
          },
        ]),
    ...buttonBlock(buttonsOf(id, view)),
  ];
  return compose(
    `${head} (${line(name, 150)}), ${state}: ${spoken(items, nameOf)}`.replace(/: $/u, ''),
    blocks,
  );
}

function findingItem({
  m,
  verdict,
  text,
  resolved,
}: PassView['snapshot']['context']['findings'][number]): Rich {
  const is =
    verdict === 'accept' ? 'accepted' : resolved === null ? 'blocks the release' : 'resolved';
  const how = resolved === null ? [] : rich` (${richOf(line(resolved.how, 150))})`;
  return rich`${bold(`Finding ${m}`)} ${is}: ${richOf(line(text, 200))}${how}`;
}

function stateOf({ state }: PassView): string {
  const names: Readonly<Record<string, string>> = stateNames;
  return names[state] ?? state;
}

function toneOf({ state, snapshot }: PassView): Tone {
  if (state === 'done') return 'good';
  const isBlocked = snapshot.context.findings.some(
    ({ verdict, resolved }) => verdict === 'block' && resolved === null,
  );
  return isBlocked && state === 'running' ? 'bad' : 'normal';
}

function buttonsOf(id: string, { n, state }: PassView): Button[] {
  if (state === 'planned')
    return [
      button(id, `pass ${n} start`, 'Start', { style: 'primary' }),
      button(id, `pass ${n} waive`, 'Waive'),
    ];
  if (state !== 'running') return [];
  return [
    button(id, `pass ${n} done`, 'Passed', { style: 'primary' }),
    button(id, `pass ${n} waive`, 'Waive'),
  ];
}

export function passesView(incident: IncidentView, nameOf: NameOf): Message {
  const { id } = incident.context;
  const all = passesOf(incident);
  const mark = drillMark(incident);
  if (all.length === 0)
    return textOnly(
      rich`${mark}${id} has no test pass. Open one, for which the release then waits: ${cmd('pass open <name> --updates <a,b> --until <time>')}.`,
    );
  const items = all.map((view): Rich => {
    const { name, participants, findings } = view.snapshot.context;
    const count = `${findings.length} ${plural('finding', findings.length)}`;
    return rich`${bold(`Test pass ${view.n}`)} ${richOf(line(name, 150))} · ${stateOf(view)} · ${String(participants.length)} ${plural('participant', participants.length)} · ${count}`;
  });
  return compose(`${mark}${id} has ${all.length} test passes: ${spoken(items, nameOf)}`, [
    { kind: 'heading', text: `${mark}Test passes of ${id}` },
    ...firstItems(items, rich`One of them: ${cmd(`pass ${all.length}`)}.`),
  ]);
}

/** Answers to what a test pass does not take. */
export const passRefusals: {
  [R in PassRefusal as R['reason']]: (refusal: R) => { text: Rich };
} = {
  unknownPass: ({ n, incidentId }) => ({
    text: rich`${incidentId} has no test pass ${String(n)}. See ${cmd('pass list')}.`,
  }),
  passNotNow: ({ n, state, event, blockers, movedTo }) => {
    const is = rich`Test pass ${String(n)} is ${bold(stateNames[state])}.`;
    if (movedTo !== null)
      return {
        text: rich`Test pass ${String(n)} went on in another incident: ${cmd(`${movedTo.incidentId} pass ${movedTo.n}`)}.`,
      };
    if (event === 'START' && state === 'planned')
      return { text: rich`${is} Nobody takes part yet: ${cmd(`pass ${n} invite <who, who>`)}.` };
    if (event === 'DONE' && blockers.length > 0)
      return {
        text: rich`${is} ${joined(blockers.slice(0, 10).map((m) => `Finding ${m}`))} ${blockers.length === 1 ? 'blocks' : 'block'}. Resolve it: ${cmd(`pass ${n} resolve ${blockers[0] ?? 1} <how>`)}; or go on without: ${cmd(`pass ${n} waive <reason>`)}.`,
      };
    if (event === 'RESOLVE')
      return {
        text: rich`${is} It has no such finding that blocks. See ${cmd(`pass ${n}`)}.`,
      };
    if (state === 'planned')
      return { text: rich`${is} It is started first: ${cmd(`pass ${n} start`)}.` };
    return {
      text: rich`${is} See ${cmd(`pass ${n}`)}; or open another: ${cmd('pass open <name>')}.`,
    };
  },
};
