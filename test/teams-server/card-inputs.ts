// What a person types into the inputs of a card, checked as Teams does before it sends anything.

import { objectsAt, textAt, type Json } from '../slack-server/json.ts';
import { elementsOf } from './reading.ts';

/**
 * Every input by its id: as it stands in the card, or as given. Throws for what the client would not let through:
 * unknown inputs, empty required ones, choices that are not offered, texts out of range.
 */
export function filledIn(card: Json, given: Readonly<Record<string, string>>): Json {
  const inputs = elementsOf(card).filter((one) => textAt(one, 'type')?.startsWith('Input.'));
  const known = new Set(inputs.map((input) => textAt(input, 'id')));
  const stray = Object.keys(given).find((id) => !known.has(id));
  if (stray !== undefined) throw new Error(`the card has no input ${stray}`);
  return Object.fromEntries(
    inputs.flatMap((input) => {
      const id = textAt(input, 'id') ?? '';
      const value = given[id] ?? textAt(input, 'value') ?? '';
      refuse(input, id, value);
      // The client leaves out what is empty.
      return value === '' ? [] : [[id, value]];
    }),
  );
}

function refuse(input: Json, id: string, value: string): void {
  if (value === '') {
    if (input['isRequired'] === true) throw new Error(`the input ${id} is required`);
    return;
  }
  const most = input['maxLength'];
  if (typeof most === 'number' && value.length > most) throw new Error(`the input ${id} is full`);
  const pattern = textAt(input, 'regex');
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value))
    throw new Error(`the input ${id} does not take ${value}`);
  if (input['type'] !== 'Input.ChoiceSet' || input['choices.data'] !== undefined) return;
  const offered = objectsAt(input, 'choices').map((choice) => textAt(choice, 'value'));
  const chosen = input['isMultiSelect'] === true ? value.split(',') : [value];
  const other = chosen.find((one) => !offered.includes(one));
  if (other !== undefined) throw new Error(`the input ${id} does not offer ${other}`);
}
