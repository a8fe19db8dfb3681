// Threat data that another process imports beside the running bot.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { allIncidents } from '#db/incidents.ts';
import { openStore } from '#db/open.ts';
import { importKev } from '#src/usecases/threat-import.ts';
import { startBot } from '../support/bot.ts';

const folder = mkdtempSync(join(tmpdir(), 'ssirp-beside-'));
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

test('is taken up within seconds, though nobody says a word', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  const path = join(folder, 'ssirp.db');
  await using bot = await startBot({ SSIRP_CONSOLE: 'on', DATABASE_URL: `file:${path}` });
  const actor = { id: 'console:local:ada', tenant: 'console:local', kind: 'member' } as const;
  const asked = (requestId: string) => ({ actor, requestId, conversation: null });
  bot.app.sink.say(asked('1'), 'declare Mail server runs what it is sent --level 3');
  await bot.app.settled();
  const id = allIncidents(bot.app.store.db)[0]?.id;
  bot.app.sink.say(asked('2'), `${id} case add Heap overflow --cve CVE-2026-1111`);
  await bot.app.settled();

  using other = openStore(path, { migrates: false });
  const publishedAt = '2026-03-02T17:04:19.979Z';
  importKev(other, { version: '2026.03.02', publishedAt, importedAt: publishedAt }, [
    { cve: 'CVE-2026-1111', added: '2026-03-02', due: '2026-03-23', ransomware: false },
  ]);
  vi.advanceTimersByTime(2000);
  await bot.app.settled();

  expect(bot.timeline().join('\n')).toContain(
    'CVE-2026-1111 is in CISA’s catalogue of known exploited vulnerabilities since 2026-03-02, to be mended by 2026-03-23',
  );
  expect(bot.problems()).toEqual([]);
});
