// The HTTP server: who answers, what an error shows, and what monitoring sees.
import { request } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '#db/open.ts';
import type { HealthParts } from '#src/http/health.ts';
import { healthRoutes } from '#src/http/health.ts';
import type { Listening, Route } from '#src/http/server.ts';
import { listen, respond } from '#src/http/server.ts';
import { pauseTenant } from '#src/usecases/pause-tenant.ts';
import { addClock, tellClock } from '../support/clocks.ts';
import { about, Core, after, start, tenant } from '../support/core.ts';

let core: Core;
let server: Listening;
let errors: unknown[];
let health: Partial<HealthParts>;

const routes: Route[] = [
  (incoming, response, url) =>
    healthRoutes({
      db: core.store.db,
      now: () => core.clock.now(),
      unreachable: () => undefined,
      ...health,
    })(incoming, response, url),
  (_incoming, response, url) => {
    if (url.pathname === '/breaks') throw new Error('Secret hole');
    if (url.pathname === '/breaks/later') return Promise.reject(new Error('Secret hole'));
    if (url.pathname === '/breaks/midway') {
      response.writeHead(200);
      response.write('half');
      throw new Error('Secret hole');
    }
    if (url.pathname !== '/mine') return false;
    respond(response, 200, `mine ${url.search}`);
    return true;
  },
];

beforeEach(async () => {
  core = new Core();
  errors = [];
  health = {};
  const log = {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (...said: unknown[]) => errors.push(said),
  };
  server = await listen({ host: '127.0.0.1', port: 0, log }, routes);
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await core[Symbol.asyncDispose]();
});

async function get(
  path: string,
  method = 'GET',
): Promise<{ status: number; text: string; type: string | null }> {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
  return {
    status: response.status,
    text: await response.text(),
    type: response.headers.get('content-type'),
  };
}

describe('The server', () => {
  test('asks its routes in order and answers 404 when none wants the request', async () => {
    expect(await get('/mine?a=1')).toMatchObject({ status: 200, text: 'mine ?a=1' });
    expect(await get('/nobodys')).toMatchObject({ status: 404, text: 'Not found' });
    expect(await get('/healthz', 'POST')).toMatchObject({ status: 404 });
  });

  test.each(['/breaks', '/breaks/later'])(
    'answers 500 without a word of the error: %s',
    async (path) => {
      expect(await get(path)).toMatchObject({ status: 500, text: 'Something went wrong' });
      expect(errors).toHaveLength(1);
      expect(JSON.stringify(errors)).not.toContain('Secret');
    },
  );

  test('breaks the connection off when an answer fails midway', async () => {
    await expect(get('/breaks/midway')).rejects.toThrow(/fetch failed|terminated/);
  });

  test('lives on after a request that is none', async () => {
    const status = await new Promise((done, failed) => {
      request({ port: server.port, path: '//[', method: 'GET' }, (response) => {
        response.resume();
        done(response.statusCode);
      })
        .on('error', failed)
        .end();
    });

    expect([400, 404]).toContain(status);
    expect(await get('/healthz')).toMatchObject({ status: 200 });
  });

  test('is not kept in a page, nor guessed at by browsers', async () => {
    const { headers } = await fetch(`http://127.0.0.1:${server.port}/healthz`);

    expect([headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual([
      'no-store',
      'nosniff',
    ]);
  });

  test('says when its port is taken', async () => {
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

    await expect(listen({ host: '127.0.0.1', port: server.port, log }, [])).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});

describe('Monitoring', () => {
  test('sees that the process lives', async () => {
    expect(await get('/healthz')).toMatchObject({ status: 200, text: 'ok' });
  });

  test('sees that the database can be written', async () => {
    expect(await get('/readyz')).toMatchObject({ status: 200, text: 'ready' });
  });

  test('sees that it cannot', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ssirp-http-'));
    const path = join(folder, 'ssirp.db');
    openStore(path)[Symbol.dispose]();
    using store = openStore(path, { readOnly: true });
    health = { db: store.db };

    expect(await get('/readyz')).toMatchObject({
      status: 503,
      text: 'The database cannot be written; see the log.',
    });
    expect(await get('/healthz')).toMatchObject({ status: 200 });
    rmSync(folder, { recursive: true });
  });

  test('counts incidents, deliveries and lateness, without a word of any incident', async () => {
    core.port.answer = ({ deed }) => {
      if (deed.kind === 'invite') return { outcome: 'failed', reason: 'Secret reason' };
      return deed.kind === 'topic' ? { outcome: 'retryLater', reason: 'busy' } : undefined;
    };
    core.start();
    core.declare('ada', { title: 'Secret hole in Spooler', visibility: 'private' });
    const closed = core.declare('ada', { title: 'Secret test' });
    core.done('ada', about(closed, { verb: 'standDown', reason: 'secret' }));
    core.declare('ada', { title: 'Secret exercise', drill: true });
    await core.settle();
    await core.stop();
    core.clock.advanceTo(after(start, { minutes: 60 }));

    const { text, type } = await get('/metrics');

    expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toContain('ssirp_incidents{state="open"} 1\nssirp_incidents{state="closed"} 1\n');
    expect(text).toMatch(/ssirp_outbox\{state="failing"\} [1-9]/);
    expect(text).toContain('ssirp_outbox{state="dead"} 3\n');
    expect(text).toContain('ssirp_timer_lateness_seconds 1800\n');
    expect(text).not.toMatch(/secret|Spooler|INC-|ada/i);
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(/^(# (HELP|TYPE) ssirp_\w+ .+|ssirp_\w+(\{\w+="\w+"\})? \d+(\.\d+)?)$/);
    }
  });

  test('counts the clocks that run and those that are overdue, without those of drills', async () => {
    const applies = { type: 'APPLIES', since: null, reason: '' } as const;
    const [real, drill] = [core.declare(), core.declare('ada', { drill: true })];
    for (const incident of [real, drill]) {
      tellClock(core, incident, addClock(core, incident), applies);
      tellClock(core, incident, addClock(core, incident, { obligation: 'notification' }), applies);
      addClock(core, incident, { regime: 'gdpr', obligation: 'authority' });
    }
    core.clock.advanceTo(after(start, { hours: 25 }));

    expect((await get('/metrics')).text).toContain(
      'ssirp_clocks{state="running"} 1\nssirp_clocks{state="overdue"} 1\n',
    );
  });

  test('sees which workspaces are held back, and still that the bot is ready', async () => {
    core.declare();
    pauseTenant(core.store, start, { tenant, reason: 'token_revoked', remedy: 'Set a new one' });

    expect(await get('/readyz')).toMatchObject({
      status: 200,
      text: `ready\nDeliveries to ${tenant} are held back since ${start}: token_revoked`,
    });
    const { text } = await get('/metrics');
    expect(text).toMatch(/ssirp_outbox\{state="held"\} [1-9]/u);
    expect(text).toContain('ssirp_paused_tenants 1\n');
  });

  test('sees no lateness and nothing failed on a quiet day', async () => {
    expect((await get('/metrics')).text).toMatch(/state="dead"\} 0\n[\s\S]*lateness_seconds 0\n$/);
  });
});
