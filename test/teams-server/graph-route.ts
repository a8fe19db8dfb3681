// A call of Graph as the test cloud serves it: its path, what permits it, and what it does.

import type { Json } from '../slack-server/json.ts';
import type { Reply } from './answers.ts';
import type { TeamsWorld } from './world.ts';

export interface GraphState {
  readonly world: TeamsWorld;
  readonly baseUrl: string;
  readonly granted: ReadonlySet<string>;
  readonly resourceSpecific: ReadonlySet<string>;
  readonly isInCatalog: boolean;
}

export interface GraphCall {
  state: GraphState;
  /** The path's own ids, in its order. */
  ids: readonly string[];
  query: URLSearchParams;
  body: Json;
}

export interface GraphRoute {
  /** As faults and records name it. */
  name: string;
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** `{…}` stands for an id. */
  path: readonly string[];
  /** Any of them will do; least first, as Microsoft lists them. */
  permissions: readonly string[];
  /** Query options that it knows. */
  query?: readonly string[];
  /** At most four a minute in a chat. */
  isMemberChange?: true;
  answer: (call: GraphCall) => Reply;
}

export function matches(route: GraphRoute, method: string, path: readonly string[]): boolean {
  return (
    route.method === method &&
    route.path.length === path.length &&
    route.path.every((part, n) => part.startsWith('{') || part === path[n])
  );
}

/** `a/b/{id}` as a path. */
export function pathOf(path: string): string[] {
  return path.split('/');
}
