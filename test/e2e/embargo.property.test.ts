// Whatever is done with a case under an embargo, and in whatever order: until the embargo ends nothing that leaves its
// incident has its title, product, CVE or finder: no announcement, digest, home page, calendar, mail, published file,
// channel name, metric, log line or refusal.
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outside } from '../support/outside.ts';
import type { SlackDoor } from '../support/slack-door.ts';
import { openSlackDoor } from '../support/slack-door.ts';

const secret = /forged front-end|CVE-2027-26855|Postfach|Tsai/i;

/** Before every walk: a case with all that may not get out, in an incident that says nothing of it by its own title. */
const held = [
  'role crisis_lead,engineering_lead,comms_lead @me',
  'invite @ben',
  'case add Forged front-end requests --cve CVE-2027-26855 --reporter "Orange Tsai"',
  'case 1 validate',
  'case 1 accept',
  'case 1 affected Postfach Server: 2016, 2019',
  'case 1 severity critical remote and anonymous',
  'case 1 cvss CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  'embargo case 1 propose until in 60d',
  'embargo case 1 accept',
  'remedy 1 vehicle monthly with the others',
];

const acts: readonly string[] = [
  'brief CVE-2027-26855 in Postfach Server, found by Orange Tsai',
  'tlp AMBER',
  'tlp CLEAR',
  'sitrep CVE-2027-26855 is reproduced',
  'sitrep --to stakeholders Postfach Server has a flaw',
  'sitrep --to stakeholders A fix is being built',
  'holding Orange Tsai told us of CVE-2027-26855',
  'guidance Stop Postfach Server',
  'fact leak somebody wrote to us',
  'level 1 it grows',
  'task add Call Orange Tsai @ben --by tomorrow',
  'followup Ask Orange Tsai about Postfach @ben --by tomorrow',
  'clock cra propose',
  'clock cra applies',
  'export md',
  'advisory draft Forged front-end requests in Postfach Server --case 1',
  'bulletin draft Vulnerability in Postfach Server --case 1',
  'document 1 write summary CVE-2027-26855, thanks to Orange Tsai',
  'document 1 write actions Stop Postfach Server',
  'document 1 write case/1/description Forged front-end requests',
  'document 1 write case/1/workarounds Stop it',
  'document 1 submit',
  'document 1 approve',
  'approve 1',
  'document 1 publish',
  'document 1 export html',
  'document 1 translation de-DE want',
  'statement holding',
  'statement press-line Postfach Server is safe',
  'statement executive-brief',
  'statement 1 approve',
  'statement 1 sent to the press',
  'train notice --families "Mail servers"',
  'pass open Try the fix',
  'pass 1 invite Contoso',
  'pass 1 finding block Postfach Server does not start',
  'advance --override no time',
  'partner detection Watch Postfach Server for CVE-2027-26855',
  'partner description Forged front-end requests',
  'partner repro As Orange Tsai did',
  'partner prepare acme',
  'package 1 approve',
  'package 1 offer',
  'role crisis_lead none',
  'nonsense CVE-2027-26855',
];
const others = [
  'list all',
  'train',
  'followups all',
  'home',
  'INC-1 status',
  'INC-1 cases',
  'INC-1 said',
];

let folder: string;
let mailServer: SMTPServer;
const mails: string[] = [];
let env: Record<string, string>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ssirp-embargo-'));
  mailServer = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        mails.push(Buffer.concat(parts).toString('utf8'));
        done();
      });
    },
  });
  const listening = mailServer.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const publisher = join(folder, 'publisher.yaml');
  const partners = join(folder, 'partners.yaml');
  writeFileSync(publisher, publisherFile);
  writeFileSync(partners, partnersFile);
  env = {
    SSIRP_DIGEST: 'on',
    SSIRP_PUBLISHER: publisher,
    SSIRP_PARTNERS: partners,
    SSIRP_SMTP_URL: `smtp://127.0.0.1:${port}`,
    SSIRP_MAIL_FROM: 'psirt@contoso.example',
    PUBLIC_URL: 'https://bot.example',
  };
});
afterAll(async () => {
  await new Promise<void>((done) => {
    mailServer.close(done);
  });
  rmSync(folder, { recursive: true });
});

const publisherFile = `schema: ssirp-publisher/1
name: Contoso
namespace: https://contoso.example
contact: mailto:psirt@contoso.example
support: Call us.
disclaimer: As is.
baseUrl: https://security.contoso.example
directory: published
`;
const partnersFile = `schema: ssirp-partners/1
partners:
  - id: acme
    name: Acme AV
    tier: validate
    contacts: [mapp@acme.example]
    ndaUntil: '2099-03-31'
`;

/** Every file that the world can read, as one text. */
function published(): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return files
    .filter((entry) => entry.isFile() && entry.parentPath !== folder)
    .map(({ parentPath, name }) => `${name} ${readFileSync(join(parentPath, name), 'utf8')}`)
    .join('\n');
}

/** What everybody in the workspace reads without being in the incident. */
const announced = (door: SlackDoor): string[] =>
  door.server.calls
    .filter(({ args }) => args['channel'] === 'CANNOUNCE')
    .map(({ method, args }) => `${method} ${JSON.stringify(args)}`);

const named = (door: SlackDoor): string[] =>
  door.server.callsOf('conversations.create').map(({ args }) => String(args['name']));

const step = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...acts).map((text) => ['ada', text] as const) },
  { weight: 1, arbitrary: fc.constantFrom(...acts).map((text) => ['ben', text] as const) },
  { weight: 1, arbitrary: fc.constantFrom(...others).map((text) => ['dara', text] as const) },
);

test(
  'Nothing of an embargoed case leaves its incident before the embargo ends, whether that is open or private',
  { timeout: 600_000 },
  async () => {
    const walks = fc.array(step, { minLength: 5, maxLength: 16 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('open', 'private'), walks, async (visibility, walk) => {
        const logged: string[] = [];
        const log = pino({ level: 'debug' }, { write: (line: string) => logged.push(line) });
        mails.length = 0;
        await using door = await openSlackDoor(env, { log });
        door.server.addUser({ id: 'UINES', name: 'ines' });
        const flag = visibility === 'open' ? '' : ` --${visibility}`;
        await door.types('ada', 'general', `declare Reports are looked into --level 2${flag}`);
        for (const line of held) await door.types('ada', 'incident', line);
        for (const [who, text] of walk)
          await door.types(who, who === 'dara' ? 'general' : 'incident', text);
        await door.slack.homeOpened('UDARA');
        await door.bot.later({ hours: 25 });

        const served = (path: string): Promise<string> =>
          fetch(`http://127.0.0.1:${door.bot.port}${path}`).then((answer) => answer.text());
        const left = [
          ...announced(door),
          ...(visibility === 'open' ? [] : outside(door, ['UADA', 'UBEN'])),
          ...named(door),
          ...logged,
          ...mails,
          published(),
          await served('/metrics'),
          await served('/publications/index.html'),
        ];
        expect(left.filter((line) => secret.test(line))).toEqual([]);
        expect(door.verify()).toEqual([]);
      }),
      { numRuns: 2 },
    );
  },
);
