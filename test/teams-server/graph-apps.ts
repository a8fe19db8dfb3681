// The tenant's catalogue of apps, and installing one of them in a chat or for a person.

import { isObject, objectAt, objectsAt, textAt } from '../slack-server/json.ts';
import type { Reply } from './answers.ts';
import { badRequest, notFound, sorry } from './graph-answers.ts';
import { pathOf, type GraphCall, type GraphRoute } from './graph-route.ts';

const consenting = [
  'TeamsAppInstallation.ReadWriteAndConsentSelfForChat.All',
  'TeamsAppInstallation.ReadWriteAndConsentForChat.All',
];

export const appRoutes: readonly GraphRoute[] = [
  {
    name: 'findApp',
    method: 'GET',
    path: pathOf('appCatalogs/teamsApps'),
    permissions: ['AppCatalog.Read.All', 'AppCatalog.ReadWrite.All'],
    query: ['$filter', '$expand'],
    answer: findApp,
  },
  {
    name: 'installInChat',
    method: 'POST',
    path: pathOf('chats/{chat}/installedApps'),
    permissions: [
      'TeamsAppInstallation.ReadWriteSelfForChat.All',
      'TeamsAppInstallation.ReadWriteForChat.All',
      ...consenting,
    ],
    answer: installInChat,
  },
  {
    name: 'installFor',
    method: 'POST',
    path: pathOf('users/{user}/teamwork/installedApps'),
    permissions: [
      'TeamsAppInstallation.ReadWriteSelfForUser.All',
      'TeamsAppInstallation.ReadWriteForUser.All',
    ],
    answer: installFor,
  },
];

function findApp({ state, query }: GraphCall): Reply {
  const { world } = state;
  const wanted = /^externalId eq '([^']*)'$/u.exec(query.get('$filter') ?? '')?.[1];
  if (wanted === undefined) return badRequest('Only a filter by externalId is known here.');
  const isOurs = state.isInCatalog && wanted === world.manifestId;
  const isExpanded = query.get('$expand')?.startsWith('appDefinitions') === true;
  const definition = {
    id: Buffer.from(`${world.catalogId}##1.0.0`).toString('base64'),
    version: '1.0.0',
    authorization: {
      requiredPermissionSet: { resourceSpecificPermissions: specificOf(state.resourceSpecific) },
    },
  };
  const app = {
    id: world.catalogId,
    externalId: world.manifestId,
    displayName: world.botName,
    distributionMethod: 'organization',
    ...(isExpanded ? { appDefinitions: [definition] } : {}),
  };
  return { status: 200, body: { value: isOurs ? [app] : [] } };
}

const specificOf = (permissions: Iterable<string>): object[] =>
  [...permissions].map((permissionValue) => ({ permissionValue, permissionType: 'application' }));

function installInChat(call: GraphCall): Reply {
  const { state, ids, body } = call;
  const chat = state.world.chats.get(ids[0] ?? '');
  if (chat?.kind !== 'groupChat') return notFound('No chat found with that id.');
  const refused = wrongApp(call);
  if (refused) return refused;
  if (chat.hasApp) return sorry(409, 'Conflict', 'App is already installed in the chat.');
  const needed = [...state.resourceSpecific].toSorted();
  const set = objectAt(body, 'consentedPermissionSet');
  const consented = set === undefined ? [] : objectsAt(set, 'resourceSpecificPermissions');
  const values = consented.map((one) => textAt(one, 'permissionValue') ?? '').toSorted();
  if (JSON.stringify(values) !== JSON.stringify(needed))
    return badRequest('The consented permissions do not match those of the app definition.');
  if (needed.length > 0 && !consenting.some((permission) => state.granted.has(permission)))
    return sorry(403, 'Forbidden', 'The app requires consent to resource-specific permissions.');
  state.world.install(chat, null);
  return { status: 201 };
}

function installFor(call: GraphCall): Reply {
  const { state, ids } = call;
  const person = state.world.personBy(ids[0] ?? '');
  if (!person) return notFound('User not found.');
  const refused = wrongApp(call);
  if (refused) return refused;
  const installed = state.world.install(state.world.personalChat(person.aadObjectId), null);
  return installed ? { status: 201 } : sorry(409, 'Conflict', 'App is already installed.');
}

function wrongApp({ state, body }: GraphCall): Reply | undefined {
  const bound = isObject(body) ? textAt(body, 'teamsApp@odata.bind') : undefined;
  const { catalogId } = state.world;
  return bound === `${state.baseUrl}/appCatalogs/teamsApps/${catalogId}` && state.isInCatalog
    ? undefined
    : notFound('The app was not found in the catalogue.');
}
