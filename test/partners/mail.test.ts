// Packages by mail, over a real SMTP server of this machine: what a mail says outside, what only its reader can open,
// and what becomes of one that the server does not take.
import { generateKey, decrypt, readMessage, readPrivateKey } from 'openpgp';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Partner } from '#machines/partner-types.ts';
import { partsOf } from '#db/parts.ts';
import { mailCourier } from '#src/partners/mail-courier.ts';
import { packagePage } from '#src/partners/package-page.ts';
import { copyByMark } from '#db/partners.ts';
import { marksIn } from '#src/shared/copy-mark.ts';
import { openLink } from '#src/usecases/package-link.ts';
import { Core } from '../support/core.ts';
import { led, says } from '../usecases/typed.ts';

const secret = 'Count the dots in the path';
const taken: { to: string; raw: string }[] = [];
/** What the server answers to a recipient; null: it takes the mail. */
let answer: { code: number; words: string } | null = null;
let server: SMTPServer;
let keys: { publicKey: string; privateKey: string };

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => {
      done(
        answer === null
          ? null
          : Object.assign(new Error(answer.words), { responseCode: answer.code }),
      );
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join();
        taken.push({ to, raw: Buffer.concat(parts).toString('utf8') });
        done();
      });
    },
  });
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  keys = await generateKey({
    userIDs: [{ name: 'Acme', email: 'a@acme.example' }],
    format: 'armored',
  });
});
afterAll(() => new Promise<void>((done) => server.close(done)));
beforeEach(() => {
  taken.length = 0;
  answer = null;
});

const acme: Partner = {
  id: 'acme',
  name: 'Acme AV',
  tier: 'standard',
  contacts: ['alice@acme.example', 'bob@acme.example'],
  mustReport: false,
  ndaUntil: '2026-12-31',
  key: null,
};

function coreFor(partner: Partner): Core {
  const core = new Core({ programme: { partners: [partner], sendsMail: true } });
  const address = server.server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const { store, rules, clock } = core;
  const url = `smtp://127.0.0.1:${port}`;
  const courier = mailCourier({
    store,
    rules,
    clock,
    server: { url, from: 'PSIRT <psirt@example.com>' },
  });
  core.mail = (row) => courier.deliver(row);
  return core;
}

function offered(core: Core): string {
  const incident = led(core, { level: 3 });
  says(
    core,
    incident,
    'tlp AMBER',
    'case add Overflow in the server --cve CVE-2026-1001',
    'case 1 affected Server: 2019',
    'partner description A path overflows a buffer.',
    `partner detection ${secret}`,
    'partner repro Send the path twice.',
    'partner prepare acme',
    'package 1 approve',
    'package 1 offer --release in 1h',
  );
  return incident;
}

const hidden = /Overflow|CVE-2026|Server|dots|buffer|Acme AV/;

describe('A package without a key', () => {
  test('goes as a link, and nothing of the case is in the mail', async () => {
    await using core = coreFor(acme);
    const incident = offered(core);
    await core.settle();

    expect(taken.map(({ to }) => to).toSorted()).toEqual(acme.contacts);
    for (const { raw } of taken) {
      expect(raw).toContain(`Subject: TLP:AMBER Package 1 of ${incident}\r\n`);
      expect(raw).not.toMatch(hidden);
    }
    expect(core.texts(incident).filter((text) => text.includes('as a link'))).toHaveLength(2);

    const [, link = ''] = /partners\/([\w-]+)/.exec(taken[0]?.raw ?? '') ?? [];
    const from = '192.0.2.0/24';
    const copy = openLink(core.store, core.rules, core.clock.now(), { secret: link, from });
    expect(copy?.contact).toBe(taken[0]?.to);
    expect(copy && packagePage(copy)).toContain(secret);
  });

  test('bears an id of its own that is the same in each try', async () => {
    await using core = coreFor(acme);
    answer = { code: 451, words: 'later' };
    offered(core);
    await core.settle();
    expect(taken).toEqual([]);
    answer = null;
    core.clock.advanceTo('2026-03-02T11:00:00.000Z');
    await core.settle();

    const ids = taken.map(({ raw }) => /^Message-ID: <(.+)@example[.]com>/m.exec(raw)?.[1]);
    const rows = core.outbox().filter(({ effect }) => effect.kind === 'mail');
    expect(ids.map(String).toSorted()).toEqual(rows.map(({ key }) => key).toSorted());
    expect(rows.map(({ attempts }) => attempts)).toEqual([2, 2]);
  });
});

describe('A package with a key', () => {
  test('is in the mail, and the holder of the key alone can read it', async () => {
    await using core = coreFor({ ...acme, key: keys.publicKey });
    const incident = offered(core);
    await core.settle();

    const [{ raw } = { raw: '' }] = taken;
    expect(raw).not.toMatch(hidden);
    expect(raw).toContain('multipart/encrypted');
    const armored = /-----BEGIN PGP MESSAGE-----[^]+-----END PGP MESSAGE-----/.exec(raw)?.[0] ?? '';
    const message = await readMessage({ armoredMessage: armored });
    const decryptionKeys = await readPrivateKey({ armoredKey: keys.privateKey });
    const decrypted = await decrypt({ message, decryptionKeys });
    const data = String(decrypted.data);
    expect(data).toContain(secret);
    const [mark = ''] = marksIn(data);
    expect(copyByMark(core.store.db, mark)).toMatchObject({
      incidentId: incident,
      contact: taken[0]?.to,
    });
    expect(core.texts(incident).join()).toContain('encrypted');
  });
});

describe('A mail', () => {
  test('that the server refuses for good is told in the room, without a word of the server', async () => {
    await using core = coreFor(acme);
    answer = { code: 550, words: 'no such user, SECRET' };
    const incident = offered(core);
    await core.settle();

    const said = core.texts(incident).join('\n');
    expect(said).toContain('550');
    expect(said).not.toContain('SECRET');
    expect(partsOf(core.store.db, incident, 'package')[0]?.state).toBe('offered');
  });

  test('that waits is not sent once the package is taken back', async () => {
    await using core = coreFor(acme);
    answer = { code: 451, words: 'later' };
    const incident = offered(core);
    await core.settle();
    says(core, incident, 'package 1 revoke by mistake');
    answer = null;
    core.clock.advanceTo('2026-03-02T11:00:00.000Z');
    await core.settle();

    expect(taken).toEqual([]);
  });

  test('does not wait for a chat that is down', async () => {
    await using core = coreFor(acme);
    core.port.answer = () => ({ outcome: 'tenantDown', reason: 'the token was revoked' });
    offered(core);
    await core.settle();

    expect(taken).toHaveLength(2);
  });
});
