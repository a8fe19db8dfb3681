// /publications/…: what everybody may read of the tree of published files, for a proxy or a look. What is not for
// everybody is answered like any page that is not there.
import { createHash } from 'node:crypto';
import type { Route } from './server.ts';
import { respond } from './server.ts';

/** `read`: a file of the open part of the tree, by its path from the root; undefined where there is none. */
export function publicationsRoute(read: (path: string) => Promise<Uint8Array | undefined>): Route {
  return async (request, response, url) => {
    const [, asked] = /^\/publications\/(.*)$/u.exec(url.pathname) ?? [];
    if (asked === undefined) return false;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const path = asked === '' || asked.endsWith('/') ? `${asked}index.html` : asked;
    const found = isRead ? await read(path) : undefined;
    if (found === undefined) {
      respond(response, 404, 'Not found');
      return true;
    }
    const etag = `"${createHash('sha256').update(found).digest('base64url')}"`;
    response.setHeader('etag', etag);
    response.setHeader('cache-control', 'no-cache');
    response.setHeader('x-content-type-options', 'nosniff');
    // What is published has no scripts; that stays so whatever is put there.
    response.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304).end();
      return true;
    }
    response.setHeader('content-type', typeOf(path));
    response.setHeader('content-length', found.byteLength);
    response.writeHead(200).end(request.method === 'HEAD' ? undefined : found);
    return true;
  };
}

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json',
  md: 'text/markdown; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
};

function typeOf(path: string): string {
  return types[path.split('.').at(-1) ?? ''] ?? 'text/plain; charset=utf-8';
}
