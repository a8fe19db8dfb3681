// Packages for partners: the card of one, and the list of all. What is in a package is said by name only: the room has
// the cases themselves.
import type { PackageState, Recipient } from '#machines/partner-types.ts';
import type { IncidentView, PartView } from '../commands/view-types.ts';
import { button, compose } from './compose.ts';
import { drillMark } from './incident-card.ts';
import type { Block, Button, Message, Rich, Tone } from './message.ts';
import { piecesOf, tierNames } from './partner-words.ts';
import type { NameOf } from './rich.ts';
import { bold, cmd, handleOf, joined, plainRich, rich, richOf, who } from './rich.ts';
import { line } from './tidy.ts';
import { buttonBlock, dots, firstItems, plural, spoken, textOnly } from './view-blocks.ts';

type PackageView = Extract<PartView, { kind: 'package' }>;

const stateNames = {
  prepared: 'to be approved by two people',
  approved: 'approved, not offered yet',
  offered: 'offered, not opened yet',
  opened: 'opened',
  suspended: 'suspended with its partner',
  closed: 'closed',
  moved: 'moved',
} as const satisfies Record<PackageState, string>;

const tones: Partial<Record<string, Tone>> = {
  prepared: 'warning',
  approved: 'warning',
  offered: 'good',
  opened: 'good',
  suspended: 'bad',
};

function packagesOf({ parts }: Pick<IncidentView, 'parts'>): PackageView[] {
  return parts.filter((part) => part.kind === 'package');
}

export function renderPackageCard(
  incident: IncidentView,
  n: number,
  nameOf: NameOf = handleOf,
): Message {
  const { id } = incident.context;
  const view = packagesOf(incident).find((one) => one.n === n);
  if (view === undefined)
    return textOnly(rich`${id} has no package ${String(n)}. See ${cmd('packages')}.`);
  const { partner, content, preparedAt, preparedBy, approved, offered, recipients, closed } =
    view.snapshot.context;
  const head = `${drillMark(incident)}Package ${n}`;
  const name = line(partner.name, 80);
  const cases = content?.map(({ n: number }) => number) ?? [];
  const facts = [
    { label: 'Tier', value: [`${tierNames[partner.tier]}${mustReport(partner.mustReport)}`] },
    {
      label: 'In it',
      value: [
        content === null
          ? 'nothing here: it stays in the private incident that it came from'
          : `${plural('case', cases.length)} ${cases.join(', ')}: ${piecesOf(content)}`,
      ],
    },
    { label: 'Prepared', value: rich`${{ at: preparedAt }} by ${who(preparedBy)}` },
    ...(approved === null
      ? []
      : [
          {
            label: 'Approved',
            value: rich`${{ at: approved.at }} by ${joined(
              [approved.by, ...(approved.with === null ? [] : [approved.with])].map(who),
            )}`,
          },
        ]),
    ...(offered === null
      ? []
      : [{ label: 'Offered', value: rich`${{ at: offered.at }}, until ${{ at: offered.until }}` }]),
    ...(closed === null
      ? []
      : [
          {
            label: 'Closed',
            value: rich`${{ at: closed.at }}: ${richOf(line(closed.reason, 300))}`,
          },
        ]),
  ];
  const text = rich`${bold(head)} · ${name} · ${stateOf(view)}`;
  const blocks: Block[] = [
    { kind: 'text', text, tone: tones[view.state] ?? 'muted' },
    { kind: 'facts', facts },
    ...(recipients.length === 0
      ? []
      : [{ kind: 'list', items: dots(recipients.map(recipientLine)) } as const]),
    ...buttonBlock(buttonsOf(id, view)),
  ];
  const got = recipients.map((one) => plainRich(recipientLine(one), nameOf)).join('; ');
  const said = facts.map(({ label, value }) => `${label}: ${plainRich(value, nameOf)}`).join('; ');
  return compose(line(`${head}, ${name}, ${stateOf(view)}. ${said}. ${got}`, 2500), blocks);
}

const mustReport = (is: boolean): string => (is ? ', written descriptions only' : '');

/** To whom, how, and what became of it. */
function recipientLine({ contact, sent, opened, openedAt }: Recipient): Rich {
  const how =
    sent === null
      ? rich`not mailed`
      : rich`mailed ${sent.how === 'encrypted' ? 'encrypted' : 'a link'} ${{ at: sent.at }}`;
  const read =
    openedAt === null
      ? []
      : rich`, opened ${String(opened)} ${plural('time', opened)}, last ${{ at: openedAt }}`;
  return rich`${richOf(contact)}: ${how}${read}`;
}

function stateOf({ state }: PackageView): string {
  const names: Readonly<Record<string, string>> = stateNames;
  return names[state] ?? state;
}

function buttonsOf(id: string, { n, state }: PackageView): Button[] {
  switch (state) {
    case 'prepared':
      return [button(id, `package ${n} approve`, 'Approve', { style: 'primary' })];
    case 'approved':
      return [button(id, `package ${n} offer`, 'Offer', { style: 'primary' })];
    case 'offered':
    case 'opened':
      return [button(id, `package ${n} revoke`, 'Take back')];
    default:
      return [];
  }
}

export function packagesView(incident: IncidentView, nameOf: NameOf): Message {
  const { id } = incident.context;
  const all = packagesOf(incident);
  if (all.length === 0)
    return textOnly(
      rich`No partner has got or is to get anything of ${id}. Prepare it: ${cmd('partner prepare <partner>')}.`,
    );
  const items = all.map((view): Rich => {
    const { partner, recipients } = view.snapshot.context;
    const read = recipients.filter(({ opened }) => opened > 0).length;
    const of =
      recipients.length === 0 ? '' : ` · opened by ${read} of ${recipients.length} contacts`;
    return rich`${bold(`Package ${view.n}`)} ${line(partner.name, 80)} · ${stateOf(view)}${of}`;
  });
  return compose(
    `${drillMark(incident)}${id} has ${all.length} ${plural('package', all.length)}: ${spoken(items, nameOf)}`,
    [
      { kind: 'heading', text: `${drillMark(incident)}Packages for partners of ${id}` },
      ...firstItems(items, rich`One of them: ${cmd('package 1')}.`),
    ],
  );
}
