// A vulnerability from its report to the files that the world reads: told in the chat, published by the release, found
// whole by the command line, then revised.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { publishCommand } from '#src/cli/publish.ts';
import { openConsoleDoor } from '../support/console-door.ts';

const folder = mkdtempSync(join(tmpdir(), 'ssirp-publishing-'));
const publisherFile = join(folder, 'publisher.yaml');
const tree = join(folder, 'published');
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

writeFileSync(
  publisherFile,
  `schema: ssirp-publisher/1
name: Contoso
namespace: https://contoso.example
contact: mailto:psirt@contoso.example
support: Customers reach support at https://support.contoso.example.
disclaimer: As is.
baseUrl: https://security.contoso.example
requiredLocales: [de-DE]
cna: { orgId: 8254265b-2729-46b6-b9e3-3dfca2d5bfca, shortName: contoso }
directory: published
`,
);

const files = (): string[] =>
  readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(tree.length + 1));
const read = (path: string): string => readFileSync(join(tree, path), 'utf8');

/** `ssirp publish --check`: the exit code and what it prints. */
async function check(): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const heard = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
  try {
    const code = await publishCommand.run({ values: { check: true }, positionals: [] });
    return { code, said: said.join('') };
  } finally {
    heard.mockRestore();
  }
}

test('a case becomes an advisory, then a bulletin in two languages, and the tree is as the record says', async () => {
  const database = join(folder, 'ssirp.db');
  vi.stubEnv('DATABASE_URL', database);
  vi.stubEnv('SSIRP_PUBLISHER', publisherFile);
  await using door = await openConsoleDoor({
    DATABASE_URL: `file:${database}`,
    SSIRP_PUBLISHER: publisherFile,
  });
  const { app, clock } = door.bot;
  const incident = `INC-${clock.now().slice(0, 4)}-0001`;
  const year = clock.now().slice(0, 4);
  const [sa, sb] = ['sa', 'sb'].map((series) => `${series}${year.slice(2)}-001`);
  let requests = 0;
  /** Without a look at the room after each line. */
  const say = async (who: string, ...lines: string[]): Promise<void> => {
    const actor = { id: `console:local:${who}`, tenant: 'console:local', kind: 'member' } as const;
    for (const line of lines) {
      requests += 1;
      const spoken = { actor, requestId: String(requests), conversation: null };
      app.sink.say(spoken, `${incident} ${line}`);
    }
    await app.settled();
  };
  const answer = async (who: string, line: string): Promise<string> =>
    (await door.types(who, 'incident', line)).text;
  /** Handed in by Dara, approved by her and Ben. */
  const approved = async (document: number, approval: number): Promise<void> => {
    await say('dara', `document ${document} submit`, `document ${document} approve`);
    await say('ben', `approve ${approval}`);
  };
  await door.types('ada', 'general', 'declare Mail server runs what it is sent --level 3');
  await say('ada', 'role crisis_lead @me', 'brief A report with a proof.', 'tlp AMBER');
  await say('ben', 'role engineering_lead @me');
  await say('dara', 'role comms_lead,case_manager @me');
  await say(
    'ada',
    'case add Heap overflow in the parser --cve CVE-2026-1110 --reporter Grace of DEVCORE',
    'case 1 validate',
    'case 1 accept',
    'embargo case 1 none the press knows',
    'advance',
    'scope Every mail server on the internet',
    'case 1 severity critical remote and easy',
    'case 1 cvss CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'case 1 affected Contoso Mail: 5.0',
    'remedy 1 workaround add Close port 4433.',
    'remedy 1 workaround 1 tested Contoso Mail ok',
  );

  // Before the fix.
  await say(
    'dara',
    'advisory draft Attacks on mail servers',
    'document 1 write summary We look into reports of attacks.',
    'document 1 write actions Close port 4433.',
    'document 1 write case/1/description The parser reads too far.',
    'document 1 translation de-DE waive the fix comes within days',
  );
  await approved(1, 1);
  expect(await answer('dara', 'document 1 publish')).toContain('version 1.0 is published');
  expect(read(`advisories/${sa}.html`)).toContain('Close port 4433.');

  // With it.
  await say('dara', 'case 1 assess response --severity critical as we see it');
  await say(
    'ben',
    'case 1 assess product --severity critical as they see it',
    'remedy 1 ssvc active super-effective total significant',
    'remedy 1 vehicle out-of-band it cannot wait',
  );
  await say('ada', 'case 1 reconcile --as product they are right', 'decide fix the parser is ours');
  await say('ada', 'advance');
  await say('ben', 'fix built', 'fix verified', 'fix ready', 'case 1 sign-off');
  await say('dara', 'approve comms');
  await say('ada', 'advance');
  await say(
    'dara',
    'bulletin draft',
    'document 2 impact 1 rce',
    'document 2 write title Vulnerability in Contoso Mail Could Allow Remote Code Execution',
    'document 2 write summary Code runs where it must not.',
    'document 2 write case/1/description The parser reads too far.',
    'document 2 update Contoso Mail: 5.1 https://contoso.example/kb1 --restart maybe',
  );
  expect(await answer('dara', 'go')).toContain('/incident document 2 submit');
  await approved(2, 2);
  expect(await answer('dara', 'go')).toContain('/incident document 2 translation de-DE done');
  await say(
    'dara',
    'document 2 translation de-DE write title Sicherheitsanfälligkeit in Contoso Mail',
    'document 2 translation de-DE write summary Code läuft, wo er nicht soll.',
    'document 2 translation de-DE write acknowledgments - Contoso dankt Grace von DEVCORE.',
    'document 2 translation de-DE write case/1/description Der Parser liest zu weit.',
    'document 2 translation de-DE write case/1/workarounds - Port 4433 schließen.',
    'document 2 translation de-DE done',
    'go',
  );
  await say('ben', 'go');
  expect(files().filter((path) => path.includes('sb'))).toEqual([]);
  expect(await answer('ada', 'go')).toContain('superseded by SB');

  expect(files()).toEqual(
    expect.arrayContaining([
      `bulletins/${sb}.html`,
      `bulletins/${sb}.de-DE.html`,
      `white/${year}/${sb}.json`,
      `white/${year}/${sb}-de-de.json`,
      `white/${year}/${sb}-vex.json`,
      `white/${year}/${sb}.json.sha512`,
      `cve/${sb}/CVE-2026-1110.json`,
      `osv/${sb}/CVE-2026-1110.osv.json`,
    ]),
  );
  expect(read(`bulletins/${sb}.de-DE.html`)).toContain('Port 4433 schließen.');
  expect(read(`advisories/${sa}.html`)).toContain(
    `publication of security bulletin ${sb?.toUpperCase()}`,
  );

  // Mended afterwards.
  await say('dara', 'document 2 revise minor A step was missing.');
  await say('dara', 'document 2 write case/1/workarounds - Close ports 4433 and 4434.');
  await say('dara', 'document 2 translation de-DE waive only a port changes');
  await approved(2, 3);
  await say('dara', 'document 2 publish');
  expect(read(`bulletins/${sb}.html`)).toContain('Close ports 4433 and 4434.');
  expect(read('index.html')).toContain('1.1');

  expect(await check()).toEqual({
    code: 0,
    said: 'Documents: 2. The tree is as the record says.\n',
  });
  expect(door.verify()).toEqual([]);
}, 30_000);
