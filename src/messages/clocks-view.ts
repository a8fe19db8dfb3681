// The list of clocks, with what else of the incident is due: sitreps and embargo ends, from where they live.
import type { IncidentView } from '../commands/view-types.ts';
import { byDue, clockLine } from './clock-words.ts';
import { button, compose } from './compose.ts';
import type { Message, Rich } from './message.ts';
import type { NameOf } from './rich.ts';
import { cmd, rich } from './rich.ts';
import { buttonBlock, firstItems, section, spoken } from './view-blocks.ts';

export function clocksView(incident: IncidentView, nameOf: NameOf): Message {
  const { id } = incident.context;
  const open = byDue(incident.clocks.filter(({ closed }) => !closed)).map(clockLine);
  const done = incident.clocks.filter(({ closed }) => closed).map(clockLine);
  const others = alsoDue(incident);
  const none = rich`No clock runs. One of the law is proposed with ${cmd('clock <regime> propose')}: cra, cra-incident, nis2, nis2-trust, gdpr, sec.`;
  const head = `${id} has ${open.length} open ${open.length === 1 ? 'clock' : 'clocks'}`;
  const said = spoken([...open, ...others, ...done], nameOf);
  return compose(said === '' ? head : `${head}: ${said}`, [
    { kind: 'heading', text: `Clocks of ${id}` },
    ...(open.length === 0
      ? [{ kind: 'text', text: none } as const]
      : firstItems(open, rich`One of them: ${cmd('clock <n>')}.`)),
    ...section('Also due', others),
    ...section('Done', done.slice(-10)),
    ...buttonBlock([button(id, 'status', 'Status')]),
  ]);
}

function alsoDue({ closed, context, cases }: IncidentView): Rich[] {
  if (closed) return [];
  const embargoes = cases.flatMap(({ n, context: { embargoUntil } }): Rich[] =>
    embargoUntil === null ? [] : [rich`Embargo of case ${String(n)} ends ${{ at: embargoUntil }}`],
  );
  return [rich`Next sitrep ${{ at: context.sitrepDueAt }}`, ...embargoes];
}
