// Who is in a conversation, and of what kind: a guest or a stranger has no authority.
import { ApiError, type BotApi, type Member } from './connector.ts';
import { conversation, type ConnectorCall } from './connector-call.ts';
import { objectIdOf } from './guard.ts';
import { isObject, type Json, listAt, textAt } from '../../shared/read.ts';

export interface RosterParts {
  tenantId: string;
  isAuthenticated: boolean;
}

type Place = Parameters<BotApi['members']>[0];

const pageSize = 500;

export function createRoster(
  call: ConnectorCall,
  parts: RosterParts,
): Pick<BotApi, 'member' | 'members'> {
  return {
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

/** A thread has the people of its channel. */
function roster({ conversationId }: Place): string[] {
  return conversation({ conversationId: conversationId.split(';', 1)[0] ?? conversationId });
}

function unknownMember(): never {
  throw new ApiError('member', { status: 404, code: 'NoObjectId' });
}

/** Local clients know neither pages nor object ids: those that we made up are found among all. */
async function localMembers(
  call: ConnectorCall,
  place: Place,
  parts: RosterParts,
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
function memberOf(found: unknown, parts: RosterParts): Member | undefined {
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
function kindOf(found: Json, { tenantId, isAuthenticated }: RosterParts): Member['kind'] {
  const role = textAt(found, 'userRole')?.toLowerCase();
  if (!isAuthenticated) return role === 'guest' ? 'guest' : 'member';
  const tenant = textAt(found, 'tenantId')?.toLowerCase();
  const isElsewhere = tenant !== undefined && tenant !== tenantId;
  if (role === 'anonymous' || isElsewhere) return 'stranger';
  const isOfUs = role === undefined ? tenant === tenantId : role === 'user';
  return isOfUs && !isInvited(found) ? 'member' : 'guest';
}

/** Guests have the name of their own directory within that of ours. */
function isInvited(found: Json): boolean {
  return /#EXT#/iu.test(textAt(found, 'userPrincipalName') ?? '');
}
