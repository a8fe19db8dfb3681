// What Slack says of the installation itself: the app was removed, its token revoked, an organization gave it to a
// workspace or took it away. Stored before Slack is answered; it comes in any order, late, and more than once.
import type { SlackLog } from './log.ts';
import type { InstallationEvent } from './manifest.ts';
import { at, listAt } from '../../shared/read.ts';
import { routeOf } from './route.ts';
import type { Workspaces } from './workspaces.ts';

export async function receiveInstallation(
  { workspaces, log }: { workspaces: Workspaces; log: SlackLog },
  name: InstallationEvent,
  body: unknown,
): Promise<void> {
  const route = routeOf(body);
  const event = at(body, 'event');
  const { team, organization } = route;
  log.warn({ event: name, team, organization }, 'slack installation changed');
  if (name === 'team_access_granted' || name === 'team_access_revoked') {
    const teams = listAt(event, 'team_ids').filter((id) => typeof id === 'string');
    workspaces.shared(route, teams, name === 'team_access_granted');
    return;
  }
  // Tokens of people are none of ours.
  if (name === 'tokens_revoked' && listAt(at(event, 'tokens'), 'bot').length === 0) return;
  await workspaces.lost(route, name);
}
