// `ssirp document`: a document out as a file and in again, beside the running bot.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { loadPart } from '#db/parts.ts';
import { documentCommand } from '#src/cli/document.ts';
import { startBot } from '../support/bot.ts';

const folder = mkdtempSync(join(tmpdir(), 'ssirp-document-'));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** As on the command line: exit code and what was printed. */
async function run(positionals: string[], values = {}): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const heard = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said.push(String(text));
      return true;
    }),
  );
  try {
    const defaults = { format: 'md', language: 'en-US' };
    const code = await documentCommand.run({ values: { ...defaults, ...values }, positionals });
    return { code, said: said.join('') };
  } finally {
    for (const one of heard) one.mockRestore();
  }
}

test('out, changed and in again; what is wrong with a file is said, line by line', async () => {
  const path = join(folder, 'ssirp.db');
  vi.stubEnv('DATABASE_URL', path);
  await using bot = await startBot({ SSIRP_CONSOLE: 'on', DATABASE_URL: `file:${path}` });
  const actor = { id: 'console:local:ada', tenant: 'console:local', kind: 'member' } as const;
  const say = async (requestId: string, text: string): Promise<void> => {
    bot.app.sink.say({ actor, requestId, conversation: null }, text);
    await bot.app.settled();
  };
  await say('1', 'declare Mail server runs what it is sent --level 3');
  const year = new Date().getUTCFullYear();
  const incident = `INC-${year}-0001`;
  await say('2', `${incident} role comms_lead me`);
  await say('3', `${incident} advisory draft Look out`);
  const file = join(folder, 'sa.md');
  const texts = () => loadPart(bot.app.store.db, incident, 'document', 1)?.snapshot.context.texts;

  expect(await run(['export', incident, '1'], { output: file })).toEqual({
    code: 0,
    said: `${file}\n`,
  });
  const written = readFileSync(file, 'utf8');
  writeFileSync(file, written.replace('Look out', 'Look out for mail'));
  const taken = await run(['import', incident, '1', file]);

  expect(taken).toMatchObject({ code: 0, said: expect.stringContaining('title') as unknown });
  expect(texts()).toMatchObject({ title: 'Look out for mail' });

  expect(await run(['import', incident, '1', file])).toMatchObject({
    code: 1,
    said: expect.stringContaining('changed since: title') as unknown,
  });
  writeFileSync(file, '# Hello');
  expect(await run(['import', incident, '1', file])).toMatchObject({
    code: 1,
    said: expect.stringContaining('line 1: This is no file of') as unknown,
  });
  expect(await run(['export', incident, '2'])).toMatchObject({ code: 1 });

  const unfit = join(folder, 'vex.json');
  expect(await run(['export', incident, '1'], { format: 'vex', output: unfit })).toMatchObject({
    code: 1,
    said: expect.stringContaining('is not handed over as vex') as unknown,
  });
  expect(existsSync(unfit)).toBe(false);

  const page = await run(['export', incident, '1'], { format: 'html', output: '-' });
  expect(page.said).toContain('Look out for mail');
});
