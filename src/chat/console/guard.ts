// Who may talk to the console at all: only this machine, only by a loopback name (no DNS rebinding), and for changes
// only the console's own page (no cross-site requests). Checked before anything else is looked at.
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Denial {
  status: number;
  text: string;
}

const loopback = /^(127\.|::1$|::ffff:127\.)/;
const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/** Why this request is not served; null when it is. */
export function denial(request: IncomingMessage): Denial | null {
  const { host, origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (!loopback.test(request.socket.remoteAddress ?? '') || isForwarded(request)) {
    return { status: 403, text: 'The console is for this machine only.' };
  }
  const hosts = loopbackNames.map((name) => `${name}:${request.socket.localPort}`);
  if (host === undefined || !hosts.includes(host)) {
    return { status: 403, text: 'The console answers only to 127.0.0.1, localhost and [::1].' };
  }
  if (request.method === 'GET' || request.method === 'HEAD') {
    const isForeign = site === 'cross-site' && request.headers['sec-fetch-mode'] !== 'navigate';
    return isForeign ? { status: 403, text: 'Not from another site.' } : null;
  }
  if (request.method !== 'POST') return { status: 405, text: 'Only GET and POST.' };
  return postDenial(request, origin === `http://${host}`, site === 'same-origin');
}

/** A reverse proxy on this machine speaks for people who are not on it. */
function isForwarded({ headers }: IncomingMessage): boolean {
  return ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'].some(
    (name) => headers[name] !== undefined,
  );
}

/** A browser always sends one of the two; what sends neither is no page of ours. */
function postDenial(
  { headers }: IncomingMessage,
  hasOwnOrigin: boolean,
  isSameSite: boolean,
): Denial | null {
  const originFits = headers.origin === undefined || hasOwnOrigin;
  const siteFits = headers['sec-fetch-site'] === undefined || isSameSite;
  if (!(originFits && siteFits && (hasOwnOrigin || isSameSite))) {
    return { status: 403, text: 'Not from another site.' };
  }
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  return type === 'application/json' ? null : { status: 415, text: 'Send application/json.' };
}

const policy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export function setSecurityHeaders(response: ServerResponse): void {
  response.setHeader('content-security-policy', policy);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cache-control', 'no-store');
}
