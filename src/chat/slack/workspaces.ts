// The workspaces that the bot serves: for each who it is there, and the clients with its token. Here for one workspace,
// whose token is configured; it is asked when first needed, so that a Slack that is down does not stop the start.
import { identify, type Identity } from './identity.ts';
import type { Route } from './route.ts';
import type { Web } from './web.ts';

export interface Workspace {
  identity: Identity;
  web: Web;
}

/** The app is not installed in the workspace that a request or a delivery names; `remedy` says who can change that. */
export class NotInstalled extends Error {
  readonly remedy: string;

  constructor(remedy: string) {
    super('not installed in that Slack workspace');
    this.remedy = remedy;
  }
}

/** What Slack says when the app is removed, or its token is no longer worth anything. */
export type Loss = 'app_uninstalled' | 'tokens_revoked';

export interface Workspaces {
  /**
   * The workspace of that id. Rejects with NotInstalled where the app is not installed, with the Web API's error
   * when Slack does not say who the bot is; the next call asks again. `patient`: nobody waits for an answer.
   */
  of(team: string, how?: { patient: boolean }): Promise<Workspace>;
  /** The workspace that a request is for; the same as `of`, and a first contact is learnt from. */
  routed(route: Route): Promise<Workspace>;
  /** What is known without asking. */
  known(team: string): Workspace | undefined;
  /** True while nothing is known of any workspace: Slack did not answer yet. */
  readonly isUnknown: boolean;
  /** What to do when Slack no longer takes a token, where that is not to set another one. */
  readonly tokenRemedy: string | undefined;
  /** Asks ahead of the first request. */
  start(): Promise<void>;
  /** The app is gone from where the event comes from. Rejects when Slack must be asked and does not answer. */
  lost(route: Route, loss: Loss): Promise<void>;
  /** The organization gives its app to workspaces, or takes it from them. */
  shared(route: Route, teams: readonly string[], isGranted: boolean): void;
}

export interface OneWorkspaceParts {
  web: Web;
  /** Nothing works in a tenant until an administrator acts. */
  onTrouble: (trouble: { tenant: string; reason: string; remedy: string }) => void;
}

const elsewhere = 'This bot serves another workspace.';
const again =
  'The app was removed from Slack, or its token revoked: install it again, set SLACK_BOT_TOKEN anew and restart.';

export function createOneWorkspace({ web, onTrouble }: OneWorkspaceParts): Workspaces {
  let found: Workspace | undefined;
  const ask = async (patient: boolean): Promise<Workspace> => {
    found ??= { identity: await identify(patient ? web.patient : web.quick), web };
    return found;
  };
  const of: Workspaces['of'] = async (team, { patient } = { patient: false }) => {
    const workspace = await ask(patient);
    if (workspace.identity.team !== team) throw new NotInstalled(elsewhere);
    return workspace;
  };
  return {
    of,
    routed: ({ team = '' }) => of(team),
    known: (team) => (found?.identity.team === team ? found : undefined),
    get isUnknown() {
      return found === undefined;
    },
    tokenRemedy: undefined,
    start: async () => {
      await ask(true);
    },
    // Whether the token still works is asked from now on: what came late, after a new installation, does no harm.
    lost: async ({ team = '' }, reason) => {
      const { identity } = await of(team);
      onTrouble({ tenant: identity.tenant, reason, remedy: again });
    },
    shared: () => undefined,
  };
}
