// Whether the machine's clock agrees with the platform's: requests that are signed minutes away are refused here.
import type { Check } from './check.ts';

interface PlatformClock {
  platform: string;
  /** Where it is asked, and how. */
  url: string;
  method: 'GET' | 'POST';
  /** How far apart the clocks may be. */
  mostSeconds: number;
  most: string;
}

export function slackClock(apiUrl = 'https://slack.com/api/'): PlatformClock {
  const url = new URL('api.test', apiUrl).href;
  return { platform: 'Slack', url, method: 'POST', mostSeconds: 60, most: 'a minute' };
}

export function teamsClock(openIdUrl: string): PlatformClock {
  const most = 'five minutes';
  return { platform: 'Microsoft', url: openIdUrl, method: 'GET', mostSeconds: 300, most };
}

export async function clock(of: PlatformClock): Promise<Check> {
  const { platform, url, method, mostSeconds, most } = of;
  const check = 'clock';
  try {
    const response = await fetch(url, { method, signal: AbortSignal.timeout(5000) });
    const theirs = Date.parse(response.headers.get('date') ?? '');
    const apart = Math.round(Math.abs(Temporal.Now.instant().epochMilliseconds - theirs) / 1000);
    if (Number.isNaN(apart))
      return { check, ok: true, found: `not compared: ${platform} did not tell its time` };
    const found = `${apart} s apart from ${platform}'s`;
    return apart <= mostSeconds
      ? { check, ok: true, found }
      : {
          check,
          ok: false,
          found: `${found}; ${platform}'s requests are refused beyond ${most}`,
          remedy: 'Turn on time synchronisation (NTP).',
        };
  } catch {
    return {
      check,
      ok: false,
      found: `not compared: ${platform} cannot be reached`,
      remedy: `Let this machine connect to ${new URL(url).origin} (firewall, proxy).`,
    };
  }
}
