// Which tenants of one organisation mirror each other. One sentence per mistake; values are not quoted.

/** Two tenants that show each other their open incidents. */
export type Pair = readonly [string, string];

/** What the process is connected to. */
export interface Connected {
  slack: boolean;
  /** Null without Teams. */
  teamsTenant: string | null;
  console: boolean;
}

const tenantPattern =
  /^(?:slack:T[A-Z0-9]+|teams:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|console:local)$/u;

/** `slack:T01ABC=teams:<tenant id>`, as many as there are; each tenant may be in one pair. */
export function readMirrors(
  written: readonly string[],
  connected: Connected,
): { pairs: readonly Pair[]; problems: readonly string[] } {
  const pairs: Pair[] = written
    .map((text): readonly string[] => text.split('=').map(tenantOf))
    .filter(isPair);
  if (pairs.length < written.length)
    return problem('must be two tenants with = between them: slack:T01ABC=teams:<tenant id>');
  const tenants = pairs.flat();
  if (new Set(tenants).size < tenants.length) return problem('must name each tenant once');
  const reasons = [...new Set(tenants.flatMap((tenant) => whyNotHere(tenant, connected) ?? []))];
  return { pairs, problems: reasons.map((reason) => `SSIRP_MIRROR: ${reason}`) };
}

function problem(reason: string): { pairs: readonly Pair[]; problems: readonly string[] } {
  return { pairs: [], problems: [`SSIRP_MIRROR: ${reason}`] };
}

/** Microsoft writes its ids in capitals in some places. */
function tenantOf(text: string): string {
  const id = text.trim();
  return id.startsWith('teams:') ? id.toLowerCase() : id;
}

function isPair(tenants: readonly string[]): tenants is Pair {
  const isKnown = tenants.every((tenant) => tenantPattern.test(tenant));
  return tenants.length === 2 && isKnown && tenants[0] !== tenants[1];
}

/** What is sent to a tenant that nobody is connected to would wait for ever. */
export function whyNotHere(
  tenant: string,
  { slack, teamsTenant, console }: Connected,
): string | null {
  if (tenant.startsWith('slack:'))
    return slack ? null : 'names a Slack workspace, and Slack is not connected (docs/slack.md)';
  if (tenant === 'console:local')
    return console ? null : 'names the local console, which is off: set SSIRP_CONSOLE=on';
  if (teamsTenant === null)
    return 'names a Microsoft tenant, and Teams is not connected (docs/teams.md)';
  return tenant === `teams:${teamsTenant}`
    ? null
    : 'names another Microsoft tenant than MICROSOFT_APP_TENANT_ID';
}
