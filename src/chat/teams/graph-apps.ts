// The app by Microsoft Graph: found in the tenant's catalogue, and put into a chat or to a person.
import { ApiError, type Graph } from './connector.ts';
import { hasStatus, path, quoted, type GraphClient } from './graph-client.ts';
import { listAt, textAt } from '../../shared/read.ts';

/** `manifestId`: of the app, as its manifest names it; the catalogue has another id for it. */
export function createGraphApps(
  client: GraphClient,
  manifestId: string,
): Pick<Graph, 'installInChat' | 'installFor'> {
  return {
    // Asked each time: a new version of the app may ask for other permissions.
    installInChat: async (chatId) => {
      const app = await findApp(client, manifestId);
      await install(client, 'installInChat', ['chats', chatId, 'installedApps'], app);
    },
    installFor: async (person) => {
      const { id } = await findApp(client, manifestId);
      // What is consented to in teams and chats does not concern a person.
      const scope = ['users', person, 'teamwork', 'installedApps'];
      await install(client, 'installFor', scope, { id, permissions: [] });
    },
  };
}

interface CatalogApp {
  id: string;
  /** What installing it consents to; Graph wants to read the same as the manifest has. */
  permissions: readonly { permissionValue: string; permissionType: string }[];
}

async function findApp(client: GraphClient, manifestId: string): Promise<CatalogApp> {
  const { body } = await client.call('findApp', {
    path: path(['appCatalogs', 'teamsApps'], {
      $filter: `externalId eq ${quoted(manifestId)}`,
      $expand: 'appDefinitions($select=id,version,authorization)',
    }),
  });
  const [app] = listAt(body, 'value');
  const id = textAt(app, 'id');
  if (id === undefined) throw new ApiError('findApp', { status: 404, code: 'AppNotInCatalog' });
  const definition = listAt(app, 'appDefinitions').at(-1);
  const asked = listAt(
    definition,
    'authorization',
    'requiredPermissionSet',
    'resourceSpecificPermissions',
  );
  return {
    id,
    permissions: asked.flatMap((permission) => {
      const permissionValue = textAt(permission, 'permissionValue');
      const permissionType = textAt(permission, 'permissionType');
      return permissionValue === undefined || permissionType === undefined
        ? []
        : [{ permissionValue, permissionType }];
    }),
  };
}

/** That it is installed there already counts as done. */
async function install(
  client: GraphClient,
  name: string,
  where: readonly string[],
  { id, permissions }: CatalogApp,
): Promise<void> {
  try {
    await client.call(name, {
      method: 'POST',
      path: path(where),
      body: {
        'teamsApp@odata.bind': `${client.baseUrl}/appCatalogs/teamsApps/${encodeURIComponent(id)}`,
        ...(permissions.length === 0
          ? {}
          : { consentedPermissionSet: { resourceSpecificPermissions: permissions } }),
      },
    });
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
  }
}
