// What `ssirp doctor` asks of Slack: does the token work, may the bot do what it has to, and can it announce.
import { announceChannel } from './announce.ts';
import { classify, isTransient } from './api-error.ts';
import { identify, type Identity } from './identity.ts';
import { boltLogger, type SlackLog } from './log.ts';
import { remedyFor } from './remedies.ts';
import { requiredScopes } from './scopes.ts';
import { createWeb, type Web } from './web.ts';

export interface SlackCheck {
  check: string;
  ok: boolean;
  found: string;
}

const silent: SlackLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export async function checkSlack(config: {
  botToken: string;
  apiUrl: string | undefined;
  announceChannel: string | undefined;
}): Promise<SlackCheck[]> {
  const web = createWeb(config.botToken, config.apiUrl, boltLogger(silent), undefined);
  try {
    const identity = await identify(web.patient);
    const found = `@${identity.botName} (${identity.botUser}) in ${identity.teamName} (${identity.team})`;
    return [
      { check: 'slack token', ok: true, found },
      scopes(identity),
      await announcements(web, identity, config.announceChannel),
    ];
  } catch (error) {
    return [{ check: 'slack token', ok: false, found: explained(error) }];
  }
}

function scopes({ scopes: granted }: Identity): SlackCheck {
  const missing = requiredScopes.filter(({ scope }) => !granted.includes(scope));
  const each = missing.map(({ scope, why }) => `${scope} (${why})`);
  return missing.length === 0
    ? { check: 'slack scopes', ok: true, found: `all ${requiredScopes.length} granted` }
    : { check: 'slack scopes', ok: false, found: `add and reinstall: ${each.join('; ')}` };
}

async function announcements(
  web: Web,
  identity: Identity,
  channel: string | undefined,
): Promise<SlackCheck> {
  const check = 'slack announcements';
  if (channel === undefined)
    return { check, ok: true, found: 'no SSIRP_ANNOUNCE_CHANNEL: incidents are not announced' };
  const parts = { log: silent, now: () => 0, announceChannel: channel, announced: new Map() };
  try {
    const found = await announceChannel(parts, { identity, web });
    if (!('outcome' in found)) return { check, ok: true, found: `go to ${channel} (${found.id})` };
    if (found.outcome === 'failed')
      return { check, ok: false, found: found.remedy ?? found.reason };
    return { check, ok: false, found: 'Slack did not answer, try again' };
  } catch (error) {
    return { check, ok: false, found: explained(error) };
  }
}

function explained(error: unknown): string {
  const problem = classify(error);
  if (isTransient(problem)) return 'Slack did not answer, try again';
  const remedy = remedyFor(problem.code, problem.needed, 'ssirp');
  return [problem.code, remedy].filter((part) => part !== undefined).join('. ');
}
