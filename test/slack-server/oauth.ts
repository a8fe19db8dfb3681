// Slack's side of an installation by OAuth: the page where somebody allows an app, the exchange of its code for a
// token, and organizations whose one token serves the workspaces they give it.

import { refuse, refuseArguments, SlackRefusal } from './call.ts';
import { genericErrors, methodContracts } from './contract.ts';
import type { Json } from './json.ts';
import type { Workspace } from './workspace.ts';

/** As the app's settings at Slack say. */
export interface OAuthApp {
  clientId: string;
  clientSecret: string;
  redirectUrls: readonly string[];
  scopes: readonly string[];
  /** Whole organizations may install it. */
  isForOrganizations?: boolean;
}

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  /** Undefined while the app is not installed there. */
  token: string | undefined;
  scopes: Set<string>;
  /** The workspaces that the app was given. */
  readonly granted: Set<Workspace>;
}

/** What the person on the page chooses. */
export type Choice = { workspace: Workspace } | { organization: Organization } | 'cancel';

interface Code {
  choice: Exclude<Choice, 'cancel'>;
  redirectUri: string;
  scopes: readonly string[];
  expiresAt: number;
  isUsed: boolean;
}

const codeLifeMs = 10 * 60_000;
/** With the token of an organization these must say which workspace they mean. */
const needTeam = new Set(
  'conversations.create conversations.list users.list users.conversations usergroups.list'.split(
    ' ',
  ),
);

export class OAuthDesk {
  readonly app: OAuthApp;
  readonly organizations: Organization[] = [];
  /** What the next person on the page chooses. */
  choice: Choice = 'cancel';
  readonly #now: () => number;
  readonly #codes = new Map<string, Code>();
  #lastId = 0;

  constructor(app: OAuthApp, now: () => number) {
    this.app = app;
    this.#now = now;
  }

  addOrganization(named: Pick<Organization, 'id' | 'name' | 'domain'>): Organization {
    const added = { ...named, token: undefined, scopes: new Set<string>(), granted: new Set([]) };
    this.organizations.push(added);
    return added;
  }

  /** The page: where it sends the browser, or what it complains of. */
  page(url: URL): { location: string } | { complaint: string } {
    const asked = url.searchParams;
    const scopes = (asked.get('scope') ?? '').split(',').filter((scope) => scope !== '');
    const redirectUri = asked.get('redirect_uri') ?? this.app.redirectUrls[0] ?? '';
    if (asked.get('client_id') !== this.app.clientId) return { complaint: 'invalid_client_id' };
    if (!this.app.redirectUrls.some((known) => redirectUri.startsWith(known)))
      return { complaint: 'bad_redirect_uri' };
    if (scopes.length === 0 || scopes.some((scope) => !this.app.scopes.includes(scope)))
      return { complaint: 'invalid_scope' };
    const back = new URL(redirectUri);
    if (this.choice === 'cancel') back.searchParams.set('error', 'access_denied');
    else back.searchParams.set('code', this.#codeFor(this.choice, redirectUri, scopes));
    back.searchParams.set('state', asked.get('state') ?? '');
    return { location: back.href };
  }

  /** oauth.v2.access. */
  exchange(args: Readonly<Record<string, string>>, basic: string | undefined): Json {
    try {
      return { ok: true, ...this.#exchanged({ ...args, ...credentials(basic) }) };
    } catch (problem) {
      if (!(problem instanceof SlackRefusal)) throw problem;
      const listed = methodContracts.get('oauth.v2.access')?.errors ?? [];
      if (!listed.includes(problem.code) && !genericErrors.has(problem.code))
        throw new Error(`oauth.v2.access must not answer ${problem.code}`, { cause: problem });
      return { ok: false, error: problem.code, ...problem.details };
    }
  }

  /** Whom a token of an organization speaks for in a call; undefined when it is none. */
  speaksFor(
    token: string,
    method: string,
    teamId: string | undefined,
  ): { organization: Organization } | { workspace: Workspace } | { error: string } | undefined {
    const organization = this.organizations.find((one) => one.token === token);
    if (organization === undefined || token === '') return undefined;
    if (method === 'auth.test') return { organization };
    const granted = [...organization.granted];
    const meant = granted.find((workspace) => workspace.teamId === teamId);
    if (meant) return { workspace: meant };
    if (teamId !== undefined) return { error: 'team_access_not_granted' };
    const [first] = granted;
    return needTeam.has(method) || first === undefined
      ? { error: 'missing_argument' }
      : { workspace: first };
  }

  /** The organization gives its app to a workspace, or takes it back. */
  give(organization: Organization, workspace: Workspace, isGiven = true): void {
    workspace.isOrganizationApp = isGiven;
    if (!isGiven) return void organization.granted.delete(workspace);
    organization.granted.add(workspace);
    workspace.scopes.clear();
    for (const scope of organization.scopes) workspace.scopes.add(scope);
  }

  #codeFor(choice: Code['choice'], redirectUri: string, scopes: readonly string[]): string {
    if ('organization' in choice && this.app.isForOrganizations !== true)
      throw new Error('the app is not for organizations');
    const code = `${this.#next()}.code`;
    const expiresAt = this.#now() + codeLifeMs;
    this.#codes.set(code, { choice, redirectUri, scopes, expiresAt, isUsed: false });
    return code;
  }

  #exchanged(args: Readonly<Record<string, string>>): Json {
    if (args['client_id'] !== this.app.clientId) refuse('invalid_client_id');
    if (args['client_secret'] !== this.app.clientSecret) refuse('bad_client_secret');
    if (args['code'] === undefined) refuseArguments('missing required field: code');
    const code = this.#codes.get(args['code']);
    if (!code || code.isUsed || code.expiresAt < this.#now()) refuse('invalid_code');
    if ((args['redirect_uri'] ?? '') !== code.redirectUri) refuse('bad_redirect_uri');
    code.isUsed = true;
    const token = `xoxb-${this.#next()}-installed`;
    const { choice, scopes } = code;
    const common = {
      access_token: token,
      token_type: 'bot',
      scope: scopes.join(','),
      authed_user: { id: 'U0INSTALLER' },
    };
    if ('organization' in choice) {
      const { organization } = choice;
      Object.assign(organization, { token, scopes: new Set(scopes) });
      return {
        ...common,
        bot_user_id: 'U0BOT',
        app_id: 'A0SSIRP',
        team: null,
        enterprise: { id: organization.id, name: organization.name },
        is_enterprise_install: true,
      };
    }
    const { workspace } = choice;
    if (workspace.isOrganizationApp) refuse('cannot_install_an_org_installed_app');
    workspace.install(token, scopes);
    return {
      ...common,
      bot_user_id: workspace.botUserId,
      app_id: workspace.appId,
      team: { id: workspace.teamId, name: workspace.teamName },
      enterprise: workspace.enterprise ?? null,
      is_enterprise_install: false,
    };
  }

  #next(): string {
    this.#lastId += 1;
    return String(1000 + this.#lastId);
  }
}

/** What auth.test says of the token of an organization. */
export function organizationIdentity({ id, name, domain }: Organization): Json {
  return {
    ok: true,
    url: `https://${domain}.enterprise.slack.com/`,
    team: name,
    user: 'ssirp',
    team_id: id,
    user_id: 'U0BOT',
    bot_id: 'B0BOT',
    enterprise_id: id,
    is_enterprise_install: true,
  };
}

function credentials(basic: string | undefined): Record<string, string> {
  const [, encoded] = /^Basic (.+)$/u.exec(basic ?? '') ?? [];
  if (encoded === undefined) return {};
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
  return { client_id: id, client_secret: secret };
}
