// The platform of an id, in words for people.

/** `Slack` for `slack:T01ABC:U02DEF`, a person's id or a tenant's. */
export function platformName(id: string): string {
  const [platform = ''] = id.split(':');
  return platform.charAt(0).toUpperCase() + platform.slice(1);
}

/** `Ada (Teams)`: somebody who is shown on another platform than their own. */
export function withPlatform(name: string, person: string): string {
  return `${name} (${platformName(person)})`;
}
