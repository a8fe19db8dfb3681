// /partners/<secret>: a package for one contact. Looking asks, so that mail scanners open nothing; the button opens.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Pacing } from '../shared/pacing.ts';
import type { Route } from './server.ts';
import { respond } from './server.ts';

export interface PartnerParts {
  /** ISO-8601 UTC. */
  now: () => string;
  isLink: (secret: string) => boolean;
  /** The page of the package; null when the link opens nothing any more. */
  open: (secret: string, from: string) => string | null;
  askingPage: string;
  closedPage: string;
  contentPolicy: string;
}

const perNetwork = { max: 60, ms: 600_000 };
/** Every secret that was ever made is shorter. */
const secretMax = 100;

export function partnerRoute(parts: PartnerParts): Route {
  const pacing = new Pacing<string>(() => Temporal.Instant.from(parts.now()).epochMilliseconds, {
    countedOf: (network) => [{ name: network, limit: perNetwork }],
    restingOf: (network) => network,
  });
  return (request, response, url) => {
    const [, secret] = /^\/partners\/([\w-]+)$/u.exec(url.pathname) ?? [];
    if (secret === undefined) return false;
    const from = networkOf(request);
    const wait = pacing.take([from]);
    if (typeof wait === 'number') {
      response.setHeader('retry-after', Math.ceil(wait / 1000));
      respond(response, 429, 'Too many requests');
    } else if (secret.length > secretMax || !parts.isLink(secret)) {
      respond(response, 404, 'Not found');
    } else if (request.method === 'POST') {
      const page = parts.open(secret, from);
      send(response, page === null ? 410 : 200, page ?? parts.closedPage, parts);
    } else send(response, 200, parts.askingPage, parts);
    return true;
  };
}

function send(
  response: ServerResponse,
  status: number,
  page: string,
  { contentPolicy }: PartnerParts,
): void {
  response.setHeader('content-security-policy', contentPolicy);
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('x-robots-tag', 'noindex');
  respond(response, status, page, 'text/html; charset=utf-8');
}

/**
 * The network of whoever asks, without the last part of its address: `192.0.2.0/24`, `2001:db8:1::/48`. Behind a proxy
 * on this machine the address that the proxy has seen.
 */
export function networkOf({
  socket,
  headers,
}: Pick<IncomingMessage, 'socket' | 'headers'>): string {
  const peer = socket.remoteAddress ?? '';
  const seen = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .at(-1)
    ?.trim();
  const isLocal = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(peer);
  return truncated(isLocal && seen !== undefined && seen !== '' ? seen : peer);
}

function truncated(address: string): string {
  const [, v4] = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/iu.exec(address) ?? [];
  if (v4 !== undefined) return `${v4}.0/24`;
  if (!/^[0-9a-f:]{2,45}$/iu.test(address)) return 'an unknown network';
  const groups = address.split('::')[0]?.split(':') ?? [];
  const first = [0, 1, 2].map((index) => groups[index] || '0');
  return `${first.join(':').toLowerCase()}::/48`;
}
