// To which workspace a request of Slack's belongs. An app that is installed for a whole organization gets the
// requests of many workspaces with one token, and then some fields name the organization, or nothing.
import { at, listAt, textAt } from '../../shared/read.ts';

export interface Route {
  /** Undefined where a request is of no single workspace. */
  team: string | undefined;
  organization: string | undefined;
  /** The app is installed for the organization, not for the workspace alone. */
  isOrganizationWide: boolean;
  /** Set for events: Slack may deliver them hours later. */
  happenedMs: number | undefined;
}

export function routeOf(body: unknown): Route {
  return at(body, 'event') === undefined ? ofPerson(body) : ofEvent(body);
}

/** The installation that an event is for says more than where it happened: a channel may be shared. */
function ofEvent(body: unknown): Route {
  const [installation] = listAt(body, 'authorizations');
  return {
    team: firstTeam(
      textAt(installation, 'team_id'),
      textAt(body, 'context_team_id'),
      textAt(body, 'team_id'),
    ),
    organization:
      textAt(installation, 'enterprise_id') ??
      textAt(body, 'context_enterprise_id') ??
      textAt(body, 'enterprise_id') ??
      textAt(body, 'event', 'enterprise_id'),
    isOrganizationWide: isTrue(at(installation, 'is_enterprise_install')),
    happenedMs: happenedMs(body),
  };
}

function ofPerson(body: unknown): Route {
  const isOrganizationWide = isTrue(at(body, 'is_enterprise_install'));
  return {
    team: firstTeam(
      textAt(body, 'view', 'app_installed_team_id'),
      textAt(body, 'team', 'id'),
      textAt(body, 'team_id'),
      // Only there: people of other organizations press buttons in shared channels.
      isOrganizationWide ? textAt(body, 'user', 'team_id') : undefined,
    ),
    organization:
      textAt(body, 'enterprise', 'id') ??
      textAt(body, 'enterprise_id') ??
      textAt(body, 'team', 'enterprise_id'),
    isOrganizationWide,
    happenedMs: undefined,
  };
}

function firstTeam(...ids: readonly (string | undefined)[]): string | undefined {
  return ids.find((id) => id?.startsWith('T'));
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** Epoch milliseconds, as exact as the event says. */
function happenedMs(body: unknown): number | undefined {
  const exact = Number(textAt(body, 'event', 'event_ts'));
  const whole = at(body, 'event_time');
  if (Number.isFinite(exact)) return Math.floor(exact * 1000);
  return typeof whole === 'number' ? whole * 1000 : undefined;
}
