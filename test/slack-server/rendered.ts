// What was really rendered, and so can be used: the element somebody clicks, the values a form is submitted with.

import { isEmptyState, isStateful, stateOf, type Given } from './element-values.ts';
import { isObject, textAt, type Json } from './json.ts';
import type { SlackView } from './model.ts';
import { elementsOf, type FoundElement, type Readable } from './reading.ts';

/** The element that was rendered; one that was not cannot be used. */
export function elementIn(
  readable: Readable,
  on: { actionId: string; blockId?: string | undefined; value?: Given | undefined },
): FoundElement {
  const fitting = elementsOf(readable).filter(
    (found) =>
      found.actionId === on.actionId && (on.blockId === undefined || found.blockId === on.blockId),
  );
  // The same action may stand in several blocks; the value then says which one is meant.
  const byValue = fitting.filter((one) => one.value !== undefined && one.value === on.value);
  const [found, second] = byValue.length > 0 ? byValue : fitting;
  if (second) throw new Error(`${on.actionId} stands in several blocks; name the block`);
  if (found) return found;
  const present = elementsOf(readable).map((one) => one.actionId);
  throw new Error(`there is no ${on.actionId} to use; there are: ${present.join(', ')}`);
}

/** Every value of a form that is submitted: what was given, chosen before, or there from the start. */
export function filledIn(
  view: SlackView,
  given: Readonly<Record<string, Given>>,
): Record<string, Json> {
  const elements = elementsOf(view).filter((found) => isStateful(found.element));
  const values: Record<string, Json> = {};
  for (const found of elements) {
    const earlier = view.values[found.blockId]?.[found.actionId];
    const value = given[found.blockId] ?? (isObject(earlier) ? earlier : undefined);
    const state = stateOf(found.element, given[found.blockId] === null ? null : value);
    values[found.blockId] = { ...values[found.blockId], [found.actionId]: state };
  }
  const unknown = Object.keys(given).filter((blockId) => values[blockId] === undefined);
  if (unknown.length > 0) throw new Error(`the view has no input ${unknown.join(', ')}`);

  const required = view.blocks.filter(
    (block) => block['type'] === 'input' && block['optional'] !== true,
  );
  for (const block of required) {
    const state = Object.values(values[textAt(block, 'block_id') ?? ''] ?? {});
    if (state.every((one) => !isObject(one) || isEmptyState(one)))
      throw new Error(`the required input ${textAt(block, 'block_id') ?? ''} is empty`);
  }
  return values;
}
