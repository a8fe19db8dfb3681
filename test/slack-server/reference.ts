// Slack's own examples and samples, where they lie beside the project, and how an object of ours is held against them.

import { existsSync, readFileSync } from 'node:fs';
import { isObject, parseJson, type Json } from './json.ts';

export const folder = new URL('../../../shared/data/slack/', import.meta.url);

/** A JSON file of the folder; empty where it is absent. */
export function read(name: string): Json {
  const file = new URL(name, folder);
  const json = existsSync(file) ? parseJson(readFileSync(file, 'utf8')) : {};
  return isObject(json) ? json : {};
}

/** What the app or a person put in. */
const content = new Set(['blocks', 'state', 'text']);

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? (value[0] as unknown) : value;
}

/**
 * The paths of `ours` that none of `theirs` has; lists are compared by their first entries. `alike` has more examples
 * for whatever stands under a name.
 */
export function invented(
  ours: unknown,
  theirs: readonly unknown[],
  alike: Readonly<Record<string, readonly Json[]>> = {},
  path = '',
): string[] {
  if (Array.isArray(ours)) return invented(ours[0], theirs.map(firstOf), alike, `${path}/0`);
  const known = theirs.filter(isObject);
  if (!isObject(ours) || known.length === 0) return [];
  return Object.entries(ours).flatMap(([key, value]) => {
    if (content.has(key)) return [];
    const at = `${path}/${key}`;
    const fitting = known.filter((one) => key in one).map((one) => one[key]);
    if (fitting.length === 0) return [at];
    return invented(value, [...fitting, ...(alike[key] ?? [])], alike, at);
  });
}
