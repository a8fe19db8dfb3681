// The Bot Connector's REST API by fetch. Nothing is repeated here: that is the outbox's decision, because a repeated post
// stands twice. The token goes to hosts of the service only, wherever an address came from.
import { ApiError, type BotApi, type Member, type Outgoing } from './connector.ts';
import { isServiceUrl, objectIdOf } from './guard.ts';
import { isObject, type Json, listAt, textAt } from './read.ts';
import { callService, type TokenSource, withToken } from './service-call.ts';

export interface BotApiParts {
  /** The bot's token; undefined where authentication is off. */
  token: TokenSource<string | undefined>;
  appId: string;
  tenantId: string;
  isAuthenticated: boolean;
  serviceHosts: readonly string[];
  /** How long an answer is waited for. */
  timeoutMs?: number;
}

const patientMs = 8000;
const pageSize = 500;
const cardType = 'application/vnd.microsoft.card.adaptive';

export function createBotApi(parts: BotApiParts): BotApi {
  const call = (name: string, request: Request): Promise<unknown> => send(parts, name, request);
  const activity = (message: Outgoing): Json => activityOf(message, parts.appId);
  return {
    post: async (place, message) => {
      const path = [...conversation(place), 'activities'];
      const body = activity(message);
      return {
        activityId: idIn('post', await call('post', { ...place, method: 'POST', path, body })),
      };
    },
    whisper: async (place, teamsId, message) => {
      const path = [...conversation(place), 'activities'];
      const body = { ...activity(message), recipient: { id: teamsId } };
      const query = '?isTargetedActivity=true';
      const answer = await call('whisper', { ...place, method: 'POST', path, query, body });
      return { activityId: idIn('whisper', answer) };
    },
    update: async (place, activityId, message) => {
      const path = [...conversation(place), 'activities', activityId];
      const body = { ...activity(message), id: activityId };
      await call('update', { ...place, method: 'PUT', path, body });
    },
    remove: async (place, activityId) => {
      const path = [...conversation(place), 'activities', activityId];
      await call('remove', { ...place, method: 'DELETE', path });
    },
    startThread: async ({ serviceUrl, channelId }, message) => {
      const body = {
        isGroup: true,
        channelData: { channel: { id: channelId } },
        tenantId: parts.tenantId,
        activity: activity(message),
      };
      const path = ['v3', 'conversations'];
      const answer = await call('startThread', { serviceUrl, method: 'POST', path, body });
      const conversationId = idIn('startThread', answer);
      // Where the service leaves it out, it is the root of the thread.
      const root = textAt(answer, 'activityId') ?? conversationId.split(';messageid=')[1];
      if (root === undefined) throw unreadable('startThread');
      return { conversationId, activityId: root };
    },
    startChat: async ({ serviceUrl, teamsId }) => {
      const body = {
        isGroup: false,
        bot: botOf(parts.appId),
        members: [{ id: teamsId }],
        tenantId: parts.tenantId,
        channelData: { tenant: { id: parts.tenantId } },
      };
      const path = ['v3', 'conversations'];
      const answer = await call('startChat', { serviceUrl, method: 'POST', path, body });
      return { conversationId: idIn('startChat', answer) };
    },
    member: async (place, id) => {
      if (!parts.isAuthenticated) return localMember(await localMembers(call, place, parts), id);
      const path = [...roster(place), 'members', id];
      const answer = await call('member', { ...place, method: 'GET', path });
      return memberOf(answer, parts) ?? unknownMember();
    },
    members: async function* members(place) {
      if (!parts.isAuthenticated) {
        yield* await localMembers(call, place, parts);
        return;
      }
      const path = [...roster(place), 'pagedmembers'];
      let from: string | undefined;
      do {
        const next = from === undefined ? '' : `&continuationToken=${encodeURIComponent(from)}`;
        const query = `?pageSize=${pageSize}${next}`;
        const page = await call('members', { ...place, method: 'GET', path, query });
        for (const found of listAt(page, 'members')) {
          const member = memberOf(found, parts);
          if (member !== undefined) yield member;
        }
        from = textAt(page, 'continuationToken');
      } while (from !== undefined);
    },
  };
}

interface Request {
  serviceUrl: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: readonly string[];
  query?: string;
  body?: Json;
}

async function send(parts: BotApiParts, name: string, request: Request): Promise<unknown> {
  const { serviceUrl, method, path, query = '', body } = request;
  if (!isServiceUrl(serviceUrl, parts.serviceHosts))
    throw new ApiError(name, { status: 403, code: 'ServiceUrlRefused' });
  const below = path.map((part) => `/${encodeURIComponent(part)}`).join('');
  const url = `${serviceUrl.replace(/\/+$/u, '')}${below}${query}`;
  const { timeoutMs = patientMs } = parts;
  const { body: answer } = await withToken(parts.token, (token) =>
    callService(name, { url, method, body, token, timeoutMs }),
  );
  return answer;
}

function conversation({ conversationId }: { conversationId: string }): string[] {
  return ['v3', 'conversations', conversationId];
}

/** A thread has the people of its channel. */
function roster({ conversationId }: { conversationId: string }): string[] {
  return conversation({ conversationId: conversationId.split(';', 1)[0] ?? conversationId });
}

function activityOf({ card, summary, attachment }: Outgoing, appId: string): Json {
  return {
    type: 'message',
    from: botOf(appId),
    summary,
    attachments: [attachment ?? { contentType: cardType, content: card }],
  };
}

function botOf(appId: string): Json {
  return { id: `28:${appId}`, name: 'ssirp' };
}

function idIn(name: string, answer: unknown): string {
  const id = textAt(answer, 'id');
  if (id === undefined) throw unreadable(name);
  return id;
}

/** It may have been done all the same: a page of a proxy, say. */
function unreadable(name: string): ApiError {
  return new ApiError(name, { status: 200, code: 'unreadable_answer' });
}

function unknownMember(): never {
  throw new ApiError('member', { status: 404, code: 'NoObjectId' });
}

/** Local clients know neither pages nor object ids: those that we made up are found among all. */
async function localMembers(
  call: (name: string, request: Request) => Promise<unknown>,
  place: { serviceUrl: string; conversationId: string },
  parts: BotApiParts,
): Promise<Member[]> {
  const path = [...roster(place), 'members'];
  const all = await call('members', { ...place, method: 'GET', path });
  return (Array.isArray(all) ? all : []).flatMap((one) => memberOf(one, parts) ?? []);
}

function localMember(members: readonly Member[], id: string): Member {
  const found = members.find((one) => one.teamsId === id || one.aadObjectId === id);
  return found ?? unknownMember();
}

/** Undefined for who has no object id: apps, and the anonymous guests of meetings. */
function memberOf(found: unknown, parts: BotApiParts): Member | undefined {
  const aadObjectId = objectIdOf(found, parts);
  const teamsId = textAt(found, 'id');
  if (!isObject(found) || aadObjectId === undefined || teamsId === undefined) return undefined;
  return {
    aadObjectId,
    teamsId,
    name: textAt(found, 'name') ?? '',
    handle: textAt(found, 'userPrincipalName') ?? null,
    kind: kindOf(found, parts),
  };
}

/** What is not said counts as the lesser; a local client says nothing. */
function kindOf(found: Json, { tenantId, isAuthenticated }: BotApiParts): Member['kind'] {
  const role = textAt(found, 'userRole')?.toLowerCase();
  if (!isAuthenticated) return role === 'guest' ? 'guest' : 'member';
  const tenant = textAt(found, 'tenantId')?.toLowerCase() ?? '';
  if (role === 'anonymous' || (tenant !== '' && tenant !== tenantId)) return 'stranger';
  const isExternal = /#EXT#/iu.test(textAt(found, 'userPrincipalName') ?? '');
  const isUser = role === undefined ? tenant === tenantId : role === 'user';
  return isUser && !isExternal ? 'member' : 'guest';
}
