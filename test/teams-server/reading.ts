// Cards as people see them: the words, the buttons, the inputs.

import { isObject, objectAt, objectsAt, textAt, type Json } from '../slack-server/json.ts';
import { cardsOf } from './lint.ts';
import type { TeamsMessage } from './model.ts';

const holders = ['body', 'items', 'columns', 'rows', 'cells'];

/** Every element of the card, in reading order; what is hidden behind Action.ShowCard too. */
export function elementsOf(card: Json): Json[] {
  const own = holders.flatMap((key) => objectsAt(card, key));
  const inside = own.flatMap((element) => [element, ...elementsOf(element)]);
  const shown = actionsHere(card).flatMap((action) => {
    const nested = objectAt(action, 'card');
    return nested ? elementsOf(nested) : [];
  });
  return [...inside, ...shown];
}

/** Every action that can be pressed, in reading order. */
export function actionsOf(card: Json): Json[] {
  const all = [card, ...elementsOf(card)].flatMap((element) => {
    const select = objectAt(element, 'selectAction');
    return [...actionsHere(element), ...(select ? [select] : [])];
  });
  return all.flatMap((action) => {
    const nested = objectAt(action, 'card');
    return nested ? actionsOf(nested) : [action];
  });
}

function actionsHere(element: Json): Json[] {
  return [
    ...objectsAt(element, 'actions'),
    ...objectsAt(element, 'inlines').flatMap((run) => {
      const select = objectAt(run, 'selectAction');
      return select ? [select] : [];
    }),
  ];
}

export function buttonsOf(card: Json): string[] {
  return actionsOf(card).map((action) => textAt(action, 'title') ?? '');
}

/** The words of the card, an element a line. */
export function textOf(card: Json): string {
  return elementsOf(card)
    .map(lineOf)
    .filter((line) => line !== '')
    .join('\n');
}

function lineOf(element: Json): string {
  if (element['type'] === 'FactSet')
    return objectsAt(element, 'facts')
      .map((fact) => `${textAt(fact, 'title') ?? ''}: ${textAt(fact, 'value') ?? ''}`)
      .join('\n');
  const inlines = element['inlines'];
  if (Array.isArray(inlines))
    return inlines
      .map((run) =>
        typeof run === 'string' ? run : isObject(run) ? (textAt(run, 'text') ?? '') : '',
      )
      .join('');
  return textAt(element, 'text') ?? textAt(element, 'label') ?? '';
}

/** The message's card; undefined when it has none. */
export function cardOf(message: TeamsMessage): Json | undefined {
  return cardsOf(message.activity)[0];
}
