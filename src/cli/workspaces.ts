// `ssirp workspaces`: where the app is installed by OAuth, and whether it works there.
import { allInstallations } from '#db/installations.ts';
import { openStore, type Store } from '#db/open.ts';
import { allPauses } from '#db/pauses.ts';
import { readSecret, type Secret } from '../chat/slack/installations.ts';
import { requiredScopes } from '../chat/slack/scopes.ts';
import { keyring, NotOpened } from '../shared/sealed.ts';
import type { CliCommand } from './command.ts';
import { configured, print } from './command.ts';

export interface Installed {
  /** Slack's id of the workspace or organization. */
  id: string;
  /** The organization whose app the workspace uses, where it has none of its own. */
  organization: string | null;
  name: string | null;
  installedAt: string;
  removedAt: string | null;
  missingScopes: readonly string[];
  heldBack: { since: string; reason: string; remedy: string } | null;
  /** Why its token cannot be read. */
  problem: string | null;
  /** Never printed. */
  secret: Secret | undefined;
}

/** Every installation there is or was. */
export function readInstalled(store: Store, keys: readonly Uint8Array[]): Installed[] {
  const ring = keyring(keys);
  const pauses = new Map(allPauses(store.db).map((pause) => [pause.tenant, pause]));
  return allInstallations(store.db).map(({ id, tenant, sealed, installedAt, removedAt }) => {
    const [, kind, ...ids] = id.split(':');
    const opened = sealed === null ? undefined : tryOpen(() => ring.open(sealed, id));
    const secret = typeof opened === 'string' ? readSecret(opened) : undefined;
    const pause = tenant === null ? undefined : pauses.get(tenant);
    return {
      id: ids.at(-1) ?? id,
      organization: kind === 'E' && ids.length === 2 ? (ids[0] ?? null) : null,
      name: secret?.teamName ?? null,
      installedAt,
      removedAt,
      missingScopes:
        secret === undefined
          ? []
          : requiredScopes.map(({ scope }) => scope).filter((one) => !secret.scopes.includes(one)),
      heldBack:
        pause === undefined
          ? null
          : { since: pause.since, reason: pause.reason, remedy: pause.remedy },
      problem: opened instanceof NotOpened ? opened.message : null,
      secret,
    };
  });
}

function tryOpen(open: () => string): string | NotOpened {
  try {
    return open();
  } catch (error) {
    if (error instanceof NotOpened) return error;
    throw error;
  }
}

export const workspacesCommand: CliCommand = {
  options: { json: { type: 'boolean' } },
  run: ({ values }) => {
    const { config, secrets } = configured();
    const access = secrets.slack?.access;
    if (access?.by !== 'oauth') {
      process.stderr.write(
        'Nothing is installed by OAuth here: SLACK_CLIENT_ID is not set. See: ssirp doctor\n',
      );
      return Promise.resolve(1);
    }
    using store = openStore(config.databaseUrl, { readOnly: true });
    const rows = readInstalled(store, access.keys).map(({ secret: _secret, ...row }) => row);
    if (values['json'] === true) print(JSON.stringify(rows, null, 2));
    else if (rows.length === 0)
      print(
        `No workspace yet. Install the app: ${new URL('/slack/install', access.publicUrl).href}`,
      );
    else for (const row of rows) print(line(row));
    return Promise.resolve(0);
  },
};

function line(row: Omit<Installed, 'secret'>): string {
  const { id, organization, installedAt, removedAt, missingScopes, heldBack, problem } = row;
  const name = (row.name ?? '').replaceAll(/\p{C}/gu, '·');
  const states = [
    removedAt === null ? 'installed' : `removed ${minute(removedAt)}`,
    ...(problem === null ? [] : [`its token cannot be read: ${problem}`]),
    ...(missingScopes.length === 0 ? [] : [`lacks ${missingScopes.join(', ')}: install it again`]),
    ...(heldBack === null
      ? []
      : [`held back since ${minute(heldBack.since)}: ${heldBack.reason}. ${heldBack.remedy}`]),
  ];
  const where = organization === null ? id : `${id} (of ${organization})`;
  return `${where.padEnd(14)}  ${minute(installedAt)}  ${name === '' ? '' : `${name}  `}${states.join('; ')}`;
}

function minute(at: string): string {
  return `${at.slice(0, 16)}Z`;
}
