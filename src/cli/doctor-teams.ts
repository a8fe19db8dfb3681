// What `ssirp doctor` says of Microsoft Teams.
import { existsSync } from 'node:fs';
import { databasePath, openStore } from '#db/open.ts';
import { createBotApi } from '../chat/teams/bot-api.ts';
import { chosenChannel, incidentsChannelOf } from '../chat/teams/channels.ts';
import { checkWayIn } from '../chat/teams/check-way-in.ts';
import { checkTeams, type CheckedTenant } from '../chat/teams/check.ts';
import { createTokens } from '../chat/teams/tokens.ts';
import type { TeamsAccess, TeamsConfig } from '../config-teams.ts';
import { adminsOf, type Config } from '../config.ts';
import { memoryOf } from '../teams-door.ts';
import type { Check } from './check.ts';
import { clock, teamsClock } from './doctor-clock.ts';

export async function teamsChecks(
  { admins, databaseUrl, publicUrl }: Config,
  teams: TeamsConfig,
  access: TeamsAccess,
): Promise<Check[]> {
  const tokens = createTokens({ ...teams, access });
  const { isAuthenticated, openIdUrl } = teams;
  const checks = await checkTeams({
    ...teams,
    ...channels(databaseUrl, teams),
    tokens,
    api: createBotApi({ ...teams, token: tokens.bot }),
    adminsOf: (tenant) => adminsOf(admins, tenant),
  });
  if (!isAuthenticated) return checks;
  return [
    ...checks,
    ...(await checkWayIn({ publicUrl, openIdUrl })),
    await clock(teamsClock(openIdUrl)),
  ];
}

/** As far as the bot has heard of them. */
function channels(
  databaseUrl: string,
  { incidentsChannel, announceChannel }: TeamsConfig,
): Pick<CheckedTenant, 'incidents' | 'announcements'> {
  const isChosen = incidentsChannel !== undefined;
  if (!existsSync(databasePath(databaseUrl))) {
    const nowhere = { place: undefined };
    return {
      incidents: { ...nowhere, isChosen },
      announcements: announceChannel && nowhere,
    };
  }
  using store = openStore(databaseUrl, { readOnly: true });
  const memory = memoryOf(store);
  return {
    incidents: { place: incidentsChannelOf(memory, incidentsChannel), isChosen },
    announcements: announceChannel && { place: chosenChannel(memory, announceChannel) },
  };
}
