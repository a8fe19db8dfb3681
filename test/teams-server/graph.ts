// Microsoft Graph of the test cloud: what an application may call in a tenant by what was granted to it there, on the
// same world as the Bot Connector. It refuses whatever the real one documents as refused.

import { randomUUID } from 'node:crypto';
import { jsonOf, type Asked, type Part, type Reply } from './answers.ts';
import { sorry } from './graph-answers.ts';
import { appRoutes } from './graph-apps.ts';
import { channelRoutes } from './graph-channels.ts';
import { chatRoutes } from './graph-chats.ts';
import { GraphLimits } from './graph-limits.ts';
import { messageRoutes } from './graph-messages.ts';
import { matches, type GraphCall, type GraphRoute, type GraphState } from './graph-route.ts';
import type { TeamsServer } from './server.ts';

export interface GraphOptions {
  /** Application permissions that an administrator consented to for the whole tenant. */
  granted?: readonly string[];
  /** Resource-specific permissions that the app's manifest asks for: it has them where it is installed. */
  resourceSpecific?: readonly string[];
  /** Answer 429 as Graph's limits would; off by default. */
  hasRateLimits?: boolean;
}

const routes: readonly GraphRoute[] = [
  ...appRoutes,
  ...chatRoutes,
  ...channelRoutes,
  ...messageRoutes,
];

export class FakeGraph implements Part, GraphState {
  readonly world: TeamsServer['world'];
  readonly granted: Set<string>;
  readonly resourceSpecific: Set<string>;
  /** Calls of these names are accepted with 202 and take effect, but their answer names nothing. */
  readonly onlyAccepted = new Set<string>();
  /** Whether the app was uploaded to the tenant's catalogue. */
  isInCatalog = true;
  readonly #server: TeamsServer;
  readonly #limits: GraphLimits | undefined;

  /** Mounts itself at the server's `graphUrl`. */
  constructor(server: TeamsServer, options: GraphOptions = {}) {
    this.#server = server;
    this.world = server.world;
    this.granted = new Set(options.granted);
    this.resourceSpecific = new Set(options.resourceSpecific);
    server.login.granted = this.granted;
    this.#limits = options.hasRateLimits === true ? new GraphLimits() : undefined;
    server.mount(new URL(server.graphUrl).pathname, this);
  }

  get baseUrl(): string {
    return this.#server.graphUrl;
  }

  nameOf(asked: Asked): { call: string; about: string } {
    const route = routeOf(asked);
    return { call: route?.name ?? 'unknownGraphCall', about: asked.path[1] ?? '' };
  }

  answer(asked: Asked): Reply {
    if (!this.#server.login.isValid(asked.bearer, 'https://graph.microsoft.com'))
      return sorry(401, 'InvalidAuthenticationToken', 'Access token is empty or not valid.');
    const route = routeOf(asked);
    if (route === undefined)
      return sorry(400, 'BadRequest', `Resource not found for the segment '${asked.path[0]}'.`);
    const wait = this.#limits?.retryAfter(route, asked.path, this.world.now());
    if (wait !== undefined)
      return {
        ...sorry(429, 'TooManyRequests', 'Too many requests.'),
        headers: { 'retry-after': String(wait) },
      };
    const call: GraphCall = {
      state: this,
      ids: route.path.flatMap((part, n) => (part.startsWith('{') ? [asked.path[n] ?? ''] : [])),
      query: asked.url.searchParams,
      body: jsonOf(asked) ?? {},
    };
    return this.#refusal(route, call, asked) ?? this.#done(route, call);
  }

  #done(route: GraphRoute, call: GraphCall): Reply {
    const reply = route.answer(call);
    if (!this.onlyAccepted.has(route.name) || reply.status >= 300) return reply;
    return { status: 202, headers: { location: `/operations('${randomUUID()}')` } };
  }

  /** Missing permissions come before anything about the thing itself. */
  #refusal(route: GraphRoute, call: GraphCall, asked: Asked): Reply | undefined {
    const specific = this.#specificTo(call);
    if (!route.permissions.some((one) => this.granted.has(one) || specific.includes(one))) {
      const needed = route.permissions.join(', ');
      const roles = [...this.granted].join(', ');
      return sorry(
        403,
        'Forbidden',
        `Missing role permissions on the request. API requires one of '${needed}'. Roles on the request '${roles}'. Resource specific consent grants on the request '${specific.join(', ')}'.`,
      );
    }
    for (const name of call.query.keys())
      if (!(route.query ?? []).includes(name) && name !== '$skiptoken')
        return sorry(400, 'BadRequest', `Query option '${name}' is not allowed.`);
    const isJson = asked.headers['content-type']?.startsWith('application/json') === true;
    if (['POST', 'PATCH'].includes(route.method) && (!isJson || jsonOf(asked) === undefined))
      return sorry(400, 'BadRequest', 'A JSON object is required as content.');
    return undefined;
  }

  /** What the app has by being installed in the team or chat that the call is about. */
  #specificTo({ ids: [id = ''] }: GraphCall): string[] {
    const team = this.world.teams.get(id);
    const chat = this.world.chats.get(id);
    const suffix = team?.hasApp === true ? '.Group' : chat?.hasApp === true ? '.Chat' : undefined;
    return suffix === undefined
      ? []
      : [...this.resourceSpecific].filter((permission) => permission.endsWith(suffix));
  }
}

function routeOf(asked: Asked): GraphRoute | undefined {
  return routes.find((route) => matches(route, asked.method, asked.path));
}
