// Slack and another platform in one process, as an organisation has them whose tenants mirror each other.
import { consoleDoorOf } from './console-door.ts';
import type { Door } from './door.ts';
import type { SlackDoor } from './slack-door.ts';
import { openSlackDoor } from './slack-door.ts';
import { openTeamsDoor } from './teams-door.ts';

export interface TwoPlatforms extends AsyncDisposable {
  slack: SlackDoor;
  other: Door;
  /** The other's tenant. */
  tenant: string;
  /** How its people are marked on Slack. */
  mark: string;
  /** Somebody of the other: their id. */
  id(handle: string): string;
  /** Somebody who is on the other platform only, as a person of Slack writes them. */
  stranger: { handle: string; name: string; id: string };
  verify(): readonly string[];
}

const slackTenant = 'slack:T0SSIRP01';

export async function openSlackAndConsole(): Promise<TwoPlatforms> {
  const tenant = 'console:local';
  const slack = await openSlackDoor({
    SSIRP_CONSOLE: 'on',
    SSIRP_MIRROR: `${slackTenant}=${tenant}`,
  });
  const other = consoleDoorOf(slack.bot);
  return {
    slack,
    other,
    tenant,
    mark: 'Console',
    id: (handle) => `${tenant}:${handle}`,
    stranger: { handle: 'kiri', name: 'Kiri Walker', id: `${tenant}:kiri` },
    verify: () => slack.verify(),
    [Symbol.asyncDispose]: () => slack[Symbol.asyncDispose](),
  };
}

export async function openSlackAndTeams(): Promise<TwoPlatforms> {
  const holder: { slack?: SlackDoor } = {};
  const other = await openTeamsDoor({}, async (env) => {
    const tenant = `teams:${env['MICROSOFT_APP_TENANT_ID']}`;
    holder.slack = await openSlackDoor({ ...env, SSIRP_MIRROR: `${slackTenant}=${tenant}` });
    return holder.slack.bot;
  });
  const { slack } = holder;
  if (slack === undefined) throw new Error('the bot was not started');
  const tenant = `teams:${other.server.world.tenantId}`;
  const id = (handle: string): string => `${tenant}:${other.person(handle).aadObjectId}`;
  const mia = other.server.world.addPerson({ name: 'Mia Lind' });
  other.team.members.add(mia.aadObjectId);
  await other.teams.installs({ by: mia.aadObjectId });
  const { id: ownChat } = other.server.world.personalChat(mia.aadObjectId);
  await other.teams.says({ by: mia.aadObjectId, in: ownChat, text: 'list' });
  await other.settled();
  return {
    slack,
    other,
    tenant,
    mark: 'Teams',
    id,
    stranger: { handle: 'mia.lind', name: 'Mia Lind', id: `${tenant}:${mia.aadObjectId}` },
    verify: () => [...slack.verify(), ...other.verify()],
    [Symbol.asyncDispose]: async () => {
      await slack[Symbol.asyncDispose]();
      await other.server.close();
    },
  };
}
