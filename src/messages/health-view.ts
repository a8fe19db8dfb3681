// What has not been delivered and why, how to try again, and what the bot will do next by itself.
import type { View } from '../commands/outcome.ts';
import type { StuckEffect } from '../commands/view-types.ts';
import { button, compose } from './compose.ts';
import { heldBlock, heldWords } from './held.ts';
import type { Message, Rich } from './message.ts';
import { cmd, rich } from './rich.ts';
import { relative } from './time.ts';
import { line } from './tidy.ts';
import { buttonBlock, plural, section } from './view-blocks.ts';
import { roleName } from './words.ts';

export function healthView(
  { incidentId, drill, waiting, dead, held, nextTimers }: Extract<View, { view: 'health' }>,
  now: string,
): Message {
  const timers = nextTimers
    .slice(0, 10)
    .map(({ id, dueAt }) => rich`${timerName(id)} ${{ at: dueAt }} (${relative(dueAt, now)})`);
  const state =
    waiting.length + dead.length === 0
      ? 'everything is delivered'
      : `${dead.length} not delivered, ${waiting.length} waiting`;
  const mark = drill === true ? 'DRILL · ' : '';
  return compose(`${mark}Health of ${incidentId}: ${state}.${heldWords(held)}`, [
    { kind: 'heading', text: `${mark}Health · ${incidentId}` },
    {
      kind: 'text',
      text: [`${state.charAt(0).toUpperCase()}${state.slice(1)}.`],
      tone: dead.length > 0 || held !== null ? 'bad' : 'good',
    },
    ...(held === null ? [] : [heldBlock(held)]),
    ...section(
      'Not delivered',
      dead.slice(0, 15).map((effect) => stuckItem(incidentId, effect)),
    ),
    ...section(
      'Waiting',
      waiting.slice(0, 15).map((effect) => waitingItem(effect)),
    ),
    ...section('Next timers', timers),
    ...buttonBlock([
      ...dead.slice(0, 3).map(({ id }) => button(incidentId, `retry ${id}`, `Retry ${id}`)),
      ...(dead.length > 1 ? [button(incidentId, 'retry all', 'Retry all')] : []),
    ]),
  ]);
}

export function stuckItem(
  incidentId: string,
  { id, what, attempts, lastError }: StuckEffect,
): Rich {
  const tries = `${attempts} ${plural('try', attempts)}`;
  return rich`${line(what, 100)}: given up after ${tries}, ${reasonOf(lastError)}. Once it is mended: ${cmd(`${incidentId} retry ${id}`)}`;
}

/** With what to do about it, where that is known; the sentence goes on after it. */
function reasonOf(lastError: string | null): string {
  return line(lastError ?? 'no reason known', 300).replace(/\.$/, '');
}

export function waitingItem({ what, attempts, lastError, notBefore }: StuckEffect): Rich {
  const last = lastError === null ? '' : `, last: ${line(lastError, 200)}`;
  return rich`${line(what, 100)}: ${String(attempts)} tried${last}. Next try ${{ at: notBefore }}`;
}

const timerNames: Readonly<Record<string, string>> = {
  sitrep: 'sitrep due',
  staffing: 'staffing reminder',
  shift: 'shift ends soon',
  release: 'release',
  monitoring: 'monitoring window ends',
};

function timerName(id: string): string {
  if (id.startsWith('role.')) return `acknowledgement of ${roleName(id.slice('role.'.length))}`;
  return Object.hasOwn(timerNames, id) ? (timerNames[id] ?? id) : line(id, 60);
}
