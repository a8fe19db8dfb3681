// Three in the morning, at the machine: what is stuck is seen and mended beside the running bot, and a bot killed while
// everything is held back goes on holding it back, and sends it once when it may.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { SlackClientSide } from '../slack-server/client-side.ts';
import { textOf } from '../slack-server/reading.ts';
import { SlackServer } from '../slack-server/server.ts';
import { runCli, startProcess } from '../support/process.ts';

const signingSecret = 'the-signing-secret-of-the-tests';

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 15_000; performance.now() < end; await pause(50))
    if (await holds()) return;
  throw new Error('it did not come true');
}

test('ssirp outbox shows and retries what is stuck beside the running bot; a pause outlives a kill and nothing is sent twice', async () => {
  await using server = await SlackServer.start();
  const folder = mkdtempSync(join(tmpdir(), 'ssirp-held-'));
  using _folder = { [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
  const env = {
    DATABASE_URL: `file:${join(folder, 'ssirp.db')}`,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_BOT_TOKEN: 'xoxb-test-token',
    SLACK_API_URL: server.url,
    SSIRP_ANNOUNCE_CHANNEL: 'incidents',
  };
  server.addUser({ id: 'UADA', name: 'ada', realName: 'Ada Reyes' });
  server.addChannel({ id: 'CGENERAL', name: 'general', members: ['UADA', 'U0BOT'] });
  const announcements = server.addChannel({
    id: 'CINCIDENTS',
    name: 'incidents',
    members: ['UADA'],
  });
  let bot = await startProcess(env);
  const slack = new SlackClientSide(server, { url: bot?.url ?? '', signingSecret });
  const types = async (text: string): Promise<string> => {
    const { error } = await slack.slash({
      user: 'UADA',
      channel: 'CGENERAL',
      command: '/incident',
      text,
    });
    if (error !== undefined) throw new Error(`the command was not answered: ${error}`);
    return textOf(server.ephemerals('UADA').at(-1) ?? {});
  };
  const ready = async (): Promise<string> => (await fetch(`${bot?.url ?? ''}/readyz`)).text();

  await types('declare Cache leak --level 4');
  await bot?.idle();
  const listed = await runCli(['outbox', '--json'], env);
  expect(JSON.parse(listed.output)).toMatchObject({
    pauses: [],
    deliveries: [
      {
        effect: 'card announcement',
        state: 'dead',
        attempts: 1,
        lastError: expect.stringContaining('/invite @ssirp') as string,
        nextTryAt: null,
      },
    ],
  });
  announcements.members.add('U0BOT');
  const [{ id } = { id: 0 }] = (JSON.parse(listed.output) as { deliveries: { id: number }[] })
    .deliveries;
  expect(await runCli(['outbox', 'retry', '999'], env)).toMatchObject({ code: 1 });
  expect(await runCli(['outbox', 'retry'], env)).toMatchObject({ code: 2 });
  expect(await runCli(['outbox', 'retry', String(id)], env)).toMatchObject({ code: 0 });
  await until(() => server.messages('CINCIDENTS').length === 1);
  await bot?.idle();
  expect((await runCli(['outbox'], env)).output).toBe('Everything is delivered.\n');
  expect(await ready()).toBe('ready');

  server.workspace.isTokenRevoked = true;
  const said = await types('INC-1 finding process Kept while nothing was delivered');
  await until(async () => (await ready()).includes('token_revoked'));
  expect(said).toContain('Kept while');
  expect(await types('INC-1 tlp GREEN')).toMatch(/recorded, but deliveries .* held back since/u);
  bot?.kill();
  await bot?.gone();
  bot = await startProcess(env);
  expect(await ready()).toMatch(
    /^ready\nDeliveries to slack:\w+ are held back since .*: token_revoked$/u,
  );
  expect((await runCli(['outbox'], env)).output).toMatch(/^HELD BACK .*SLACK_BOT_TOKEN/u);
  const doctor = await runCli(['doctor'], env);
  expect(doctor).toMatchObject({ code: 1 });
  expect(doctor.output).toMatch(/FAIL +deliveries: held back for slack:\w+ since/u);

  server.workspace.isTokenRevoked = false;
  await runCli(['outbox', 'retry', '--all'], env);
  await until(async () => (await ready()) === 'ready');
  await bot?.idle();
  const room = [...server.workspace.channels.values()].find(({ name }) => name.startsWith('inc-'));
  const texts = server.messages(room?.id ?? '').map(textOf);
  expect(texts.filter((text) => text.includes('Kept while'))).toHaveLength(1);
  expect(texts.filter((text) => text.includes('TLP label set'))).toHaveLength(1);
  expect(server.pinned(room?.id ?? '')).toHaveLength(1);
  expect(await bot?.stop()).toBe(0);
  expect((await runCli(['verify', '--all'], env)).code).toBe(0);
}, 60_000);
