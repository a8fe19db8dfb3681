// Installing by OAuth: `/slack/install` sends people to Slack, `/slack/oauth_redirect` takes them back with a code,
// which becomes a token. The SDK's provider makes the exchange and ties it to the browser; a state counts once.
import { ClearStateStore, InstallProvider, type Installation } from '@slack/oauth';
import type { Logger } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { identify, tenantOf } from './identity.ts';
import { installPage, pageFor, send, type Page } from './install-pages.ts';
import { organizationId, workspaceId, writeSecret, type Installations } from './installations.ts';
import { errorFields, type SlackLog } from './log.ts';
import { installPath, redirectPath } from './oauth-paths.ts';
import type { RequestListener } from './request-listener.ts';
import { botScopes } from './scopes.ts';
import { clientOptions } from './web.ts';

export interface OAuthOptions {
  clientId: string;
  clientSecret: string;
  stateSecret: string;
  /** The public https address of the bot, without a path. */
  publicUrl: string;
}

export interface OAuthParts {
  apiUrl: string | undefined;
  installations: Installations;
  log: SlackLog;
  logger: Logger;
  /** Epoch milliseconds. */
  now: () => number;
}

const stateLifeS = 600;

/** For `GET` of the two paths; answers 405 itself. Never rejects. */
export function createOAuth(options: OAuthOptions, parts: OAuthParts): RequestListener {
  const { clientId, clientSecret, publicUrl } = options;
  const { apiUrl, log, logger } = parts;
  const provider = new InstallProvider({
    clientId,
    clientSecret,
    authorizationUrl: new URL('/oauth/v2/authorize', apiUrl ?? 'https://slack.com').href,
    directInstall: true,
    installUrlOptions: {
      scopes: botScopes.map(({ scope }) => scope),
      redirectUri: new URL(redirectPath, publicUrl).href,
    },
    stateCookieExpirationSeconds: stateLifeS,
    stateStore: onceOnly(options, parts),
    installationStore: {
      storeInstallation: (installation) => keep(parts, installation),
      fetchInstallation: () => Promise.reject(new Error('installations are found elsewhere')),
    },
    clientOptions: clientOptions(apiUrl, logger),
    logger,
  });
  return async (request, response) => {
    const answer = (page: Page): void => {
      send(response, page);
    };
    for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
    if (request.method !== 'GET') {
      response.setHeader('allow', 'GET');
      response.writeHead(405).end();
      return;
    }
    try {
      if ((request.url ?? '').split('?', 1)[0] === installPath) {
        await provider.handleInstallPath(request, response);
        return;
      }
      await provider.handleCallback(request, response, {
        success: (installation) => {
          answer(installPage(installation));
        },
        failure: (error) => {
          log.warn(errorFields(error), 'slack installation failed');
          answer(pageFor(error));
        },
      });
    } catch (error) {
      log.error(errorFields(error), 'slack installation failed');
      answer(pageFor(error));
    }
  };
}

/** The addresses of these pages hold codes, so nobody is told of them and nothing keeps them. */
const pageHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** The SDK would take a state as often as its browser brings it back. */
function onceOnly({ stateSecret }: OAuthOptions, { installations, now }: OAuthParts) {
  const states = new ClearStateStore(stateSecret, stateLifeS);
  return {
    generateStateParam: (...[install]: Parameters<ClearStateStore['generateStateParam']>) =>
      states.generateStateParam(install, new Date(now())),
    verifyStateParam: async (_now: Date, state: string) => {
      const install = await states.verifyStateParam(new Date(now()), state);
      if (!installations.claim(`oauth state ${state}`)) throw new UsedState();
      return install;
    },
  };
}

/** As the SDK's own errors of states. */
class UsedState extends Error {
  readonly code = 'slack_oauth_invalid_state';

  constructor() {
    super('the state was used before');
  }
}

async function keep(
  { apiUrl, installations, log, logger }: OAuthParts,
  installation: Installation,
): Promise<void> {
  const { bot, team, enterprise, isEnterpriseInstall } = installation;
  const where = isEnterpriseInstall ? enterprise : team;
  if (bot === undefined || where === undefined)
    throw new Error('an installation without a bot or a workspace');
  const client = new WebClient(bot.token, clientOptions(apiUrl, logger));
  const { team: _team, tenant: _tenant, ...identity } = await identify(client);
  const secret = writeSecret({
    ...identity,
    token: bot.token,
    teamName: where.name ?? identity.teamName,
    botUser: bot.userId,
    botId: bot.id,
    scopes: bot.scopes,
  });
  installations.keep(
    isEnterpriseInstall
      ? { id: organizationId(where.id), tenant: null, secret }
      : { id: workspaceId(where.id), tenant: tenantOf(where.id), secret },
  );
  log.info(
    { where: where.id, isOrganization: isEnterpriseInstall === true },
    'slack app installed',
  );
}
