// The workspaces that the bot serves: for each who it is there, and the clients with its token. Asked when first
// needed, so that a Slack that is down does not stop the start.
import { identify, type Identity } from './identity.ts';
import type { Web } from './web.ts';

export interface Workspace {
  identity: Identity;
  web: Web;
}

/** The app is not installed in the workspace that a request or a delivery names. */
export class NotInstalled extends Error {}

export interface Workspaces {
  /**
   * The workspace of that id. Rejects with NotInstalled where the app is not installed, with the Web API's error
   * when Slack does not say who the bot is; the next call asks again. `patient`: nobody waits for an answer.
   */
  of(team: string, how?: { patient: boolean }): Promise<Workspace>;
  /** What is known without asking. */
  known(team: string): Workspace | undefined;
  /** True while nothing is known of any workspace: Slack did not answer yet. */
  readonly isUnknown: boolean;
  /** Asks ahead of the first request. */
  start(): Promise<void>;
}

/** One workspace, whose token is configured. */
export function createOneWorkspace(web: Web): Workspaces {
  let found: Workspace | undefined;
  const ask = async (patient: boolean): Promise<Workspace> => {
    found ??= { identity: await identify(patient ? web.patient : web.quick), web };
    return found;
  };
  return {
    of: async (team, { patient } = { patient: false }) => {
      const workspace = await ask(patient);
      if (workspace.identity.team !== team)
        throw new NotInstalled('a request from another Slack workspace');
      return workspace;
    },
    known: (team) => (found?.identity.team === team ? found : undefined),
    get isUnknown() {
      return found === undefined;
    },
    start: async () => {
      await ask(true);
    },
  };
}
