// /calendar/<secret>.ics: the due times of whoever the secret belongs to. Whoever has the address may read it, so the
// address is in no log, and an unknown one is answered like any page that is not there.
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Pacing } from '../shared/pacing.ts';
import type { Route } from './server.ts';
import { respond } from './server.ts';

export interface CalendarParts {
  /** ISO-8601 UTC. */
  now: () => string;
  /** The file that the secret opens and whose it is; undefined when it is nobody's. */
  calendarOf: (secret: string) => { person: string; file: string } | undefined;
  contentType: string;
}

/** Calendars look every few minutes at most; a person may have a handful of them. */
const perPerson = { max: 60, ms: 600_000 };
/** Every secret that was ever made is shorter. */
const secretMax = 100;

export function calendarRoute({ now, calendarOf, contentType }: CalendarParts): Route {
  const pacing = new Pacing<string>(() => Temporal.Instant.from(now()).epochMilliseconds, {
    countedOf: (person) => [{ name: person, limit: perPerson }],
    restingOf: (person) => person,
  });
  return (request, response, url) => {
    const [, secret] = /^\/calendar\/([^/]*)\.ics$/u.exec(url.pathname) ?? [];
    if (secret === undefined) return false;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const found = isRead && secret.length <= secretMax ? calendarOf(secret) : undefined;
    if (found === undefined) {
      respond(response, 404, 'Not found');
      return true;
    }
    const wait = pacing.take([found.person]);
    if (typeof wait === 'number') {
      response.setHeader('retry-after', Math.ceil(wait / 1000));
      respond(response, 429, 'Too many requests');
      return true;
    }
    send(request, response, { file: found.file, contentType });
    return true;
  };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { file, contentType }: { file: string; contentType: string },
): void {
  const etag = `"${createHash('sha256').update(file).digest('base64url')}"`;
  response.setHeader('etag', etag);
  // Kept by the calendar alone, and asked about each time: somebody may have lost the right to see what is in it.
  response.setHeader('cache-control', 'private, no-cache');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-robots-tag', 'noindex');
  response.setHeader('referrer-policy', 'no-referrer');
  if (isKnown(request.headers['if-none-match'], etag)) {
    response.writeHead(304).end();
    return;
  }
  response.setHeader('content-type', contentType);
  response.setHeader('content-disposition', 'inline; filename="ssirp.ics"');
  response.setHeader('content-length', Buffer.byteLength(file));
  response.writeHead(200).end(file);
}

/** `If-None-Match` compares weakly (RFC 9110, 13.1.2), and may list several. */
function isKnown(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//u, ''));
  return tags.includes(etag) || tags.includes('*');
}
