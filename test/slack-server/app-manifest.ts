// What installing an app by its manifest gives it: scopes, events and a home tab. What the manifest does not ask for
// does not happen in the workspace.

import { objectAt, type Json } from './json.ts';
import type { WorkspaceOptions } from './workspace.ts';

type Installed = Required<Pick<WorkspaceOptions, 'scopes' | 'events' | 'hasHomeTab'>>;

function textsAt(object: Json | undefined, key: string): string[] {
  const value = object?.[key];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** The workspace options that an app manifest decides. */
export function installedFrom(manifest: object): Installed {
  const whole: Json = { ...manifest };
  const features = objectAt(whole, 'features') ?? {};
  const settings = objectAt(whole, 'settings') ?? {};
  return {
    scopes: textsAt(objectAt(objectAt(whole, 'oauth_config') ?? {}, 'scopes'), 'bot'),
    events: textsAt(objectAt(settings, 'event_subscriptions'), 'bot_events'),
    hasHomeTab: objectAt(features, 'app_home')?.['home_tab_enabled'] === true,
  };
}
