// The partner programme through the front door: what is written for partners, whom it goes to, when and never otherwise.
import { describe, expect, test } from 'vitest';
import { approvalActs } from '#machines/approval-types.ts';
import type { Partner } from '#machines/partner-types.ts';
import { partsOf } from '#db/parts.ts';
import { partnerLinks } from '#db/schema.ts';
import { openLink } from '#src/usecases/package-link.ts';
import { about, Core, id } from '../support/core.ts';
import { answerTo, led, says } from './typed.ts';

const acme: Partner = {
  id: 'acme',
  name: 'Acme AV',
  tier: 'standard',
  contacts: ['alice@acme.example', 'bob@acme.example'],
  mustReport: false,
  ndaUntil: '2026-12-31',
  key: null,
};
const partners: Partner[] = [
  acme,
  { ...acme, id: 'duty', name: 'Duty Labs', mustReport: true, contacts: ['d@duty.example'] },
  { ...acme, id: 'past', name: 'Past Inc', ndaUntil: '2026-03-01', contacts: ['p@past.example'] },
  { ...acme, id: 'news', name: 'News Desk', tier: 'ans', contacts: ['n@news.example'] },
];
const secret = 'Count the dots in the path';
const written = [
  'tlp AMBER',
  'case add Overflow in the server --cve CVE-2026-1001',
  'case 1 affected Server: 2019',
  'partner description A path overflows a buffer.',
  `partner detection ${secret}`,
  'partner repro Send the path twice.',
];

function incidentWith(core: Core, ...more: string[]): string {
  const incident = led(core, { level: 3 });
  says(core, incident, ...written, ...more);
  return incident;
}

const programme = { partners, sendsMail: true };
const state = (core: Core, incident: string): string[] =>
  partsOf(core.store.db, incident, 'package').map((part) => part.state);

/** The link of a contact, as it is shown once. */
function linkOf(core: Core, incident: string, contact = 'alice@acme.example'): string {
  const told = says(core, incident, `package 1 link ${contact}`);
  return /partners\/([\w-]+)/.exec(told)?.[1] ?? told;
}

const open = (core: Core, link: string) =>
  openLink(core.store, core.rules, core.clock.now(), { secret: link, from: '192.0.2.0/24' });

describe('A package', () => {
  test('waits for what is to be written, for approval and for its time', async () => {
    await using core = new Core({ programme });
    const incident = led(core, { level: 3 });

    expect(says(core, incident, 'partner prepare acme')).toContain('may go to partners');
    expect(says(core, incident, 'tlp AMBER', 'partner prepare acme')).toContain('no open case');
    const asked = says(core, incident, 'case add Overflow', 'partner prepare acme');
    expect(asked).toContain('partner detection case 1 <text>');
    says(core, incident, ...written.slice(2), 'partner prepare acme');
    expect(says(core, incident, 'package 1 offer')).toContain('approved first');
    expect(says(core, incident, 'package 1 approve', 'package 1 offer')).toContain('vehicle');
    // The second Tuesday is March 10; three business days before it is Thursday.
    const early = says(core, incident, 'package 1 offer --release 2026-03-10T17:00Z');
    expect(early).toContain('2026-03-05 18:00 UTC');
    expect(state(core, incident)).toEqual(['approved']);
    core.clock.advanceTo('2026-03-05T18:00:00.000Z');
    expect(says(core, incident, 'package 1 offer --release 2026-03-10T17:00Z')).toContain(
      'offered',
    );
    expect(state(core, incident)).toEqual(['offered']);
  });

  test('goes by the release that the record plans, and by nobody’s word where it plans one', async () => {
    await using core = new Core({ programme });
    const incident = incidentWith(
      core,
      'remedy 1 ssvc efficient partial minimal',
      'remedy 1 vehicle monthly 2026-03 in time',
      'partner prepare acme',
      'package 1 approve',
    );

    expect(says(core, incident, 'package 1 offer --release in 1h')).toContain('2026-03-05');
  });

  test('mails each contact, in a lane of its own, and no word of the case is in the outbox', async () => {
    await using core = new Core({ programme });
    const incident = incidentWith(core, 'partner prepare acme', 'package 1 approve');
    says(core, incident, 'package 1 offer --release in 1h');

    const mails = core.outbox().filter(({ effect }) => effect.kind === 'mail');

    expect(mails.map(({ lane }) => lane)).toEqual([
      'mail alice@acme.example',
      'mail bob@acme.example',
    ]);
    expect(JSON.stringify(mails)).not.toMatch(/Overflow|CVE|dots/);
  });

  test('says in no room and on no record what is written for partners', async () => {
    await using core = new Core({ programme });
    const incident = incidentWith(core, 'partner prepare acme', 'package 1 approve');
    says(core, incident, 'package 1 offer --release in 1h');
    await core.settle();

    const said = JSON.stringify([core.port.taken, core.texts(incident)]);

    expect(said).toContain('detection guidance for partners was written');
    expect(says(core, incident, 'said')).toMatch(/partner acme, package 1, by .*, approved by/);
    expect(said).not.toContain(secret);
  });

  test('is approved by two people, where the playbook asks for it', async () => {
    const playbook = {
      name: 'two',
      version: '1',
      tasks: [],
      approvals: Object.fromEntries(approvalActs.map((act) => [act, [1, 2, 3, 4] as const])),
    };
    await using core = new Core({ programme, playbook });
    const incident = incidentWith(core);
    core.done('ada', about(incident, { verb: 'role', roles: ['legal'], person: id('ben') }));
    core.done('ben', about(incident, { verb: 'role', roles: ['legal'], person: 'me' }));
    says(core, incident, 'partner prepare acme', 'package 1 approve');

    expect(state(core, incident)).toEqual(['prepared']);
    answerTo(core, incident, ['approve 1'], 'ben');
    expect(state(core, incident)).toEqual(['approved']);
    const [part] = partsOf(core.store.db, incident, 'package');
    expect(part?.snapshot.context.approved).toMatchObject({ by: id('ada'), with: id('ben') });
  });

  test('is not offered once the record says something else than was approved', async () => {
    await using core = new Core({ programme });
    const incident = incidentWith(core, 'partner prepare acme', 'package 1 approve');
    says(core, incident, 'case 1 affected Server: 2022');

    expect(says(core, incident, 'package 1 offer --release in 1h')).toContain(
      'partner prepare acme',
    );
    says(core, incident, 'partner prepare acme');
    expect(state(core, incident)).toEqual(['prepared']);
  });

  test('gives a partner whose law makes it report the description, with the release', async () => {
    await using core = new Core({ programme });
    const incident = incidentWith(core, 'partner prepare duty', 'package 1 approve');
    const [part] = partsOf(core.store.db, incident, 'package');

    expect(JSON.stringify(part?.snapshot.context.content)).not.toContain(secret);
    expect(says(core, incident, 'package 1 offer --release 2026-03-02T12:00Z')).toContain(
      '2026-03-02 12:00 UTC',
    );
  });

  test.each([
    ['past', 'agreement ended'],
    ['nobody', 'no partner'],
  ])('gives %s nothing', async (partner, why) => {
    await using core = new Core({ programme });
    const incident = incidentWith(core, `partner prepare ${partner}`, 'package 1 approve');
    const answer =
      partner === 'nobody' ? `partner prepare ${partner}` : 'package 1 offer --release in 1h';

    expect(says(core, incident, answer)).toContain(why);
  });

  test('of a drill is shown and mailed to nobody, without any mail server', async () => {
    await using core = new Core({ programme: { partners, sendsMail: false } });
    const incident = led(core, { level: 3, drill: true });
    says(core, incident, ...written, 'partner prepare acme', 'package 1 approve');

    expect(says(core, incident, 'package 1 offer --release in 1h')).toContain('nothing is sent');
    expect(core.outbox().map(({ effect }) => effect.kind)).not.toContain('mail');
  });

  test('needs a way out before it is offered', async () => {
    await using core = new Core({ programme: { partners, sendsMail: false } });
    const incident = incidentWith(core, 'partner prepare acme', 'package 1 approve');

    expect(says(core, incident, 'package 1 offer --release in 1h')).toContain('SSIRP_SMTP_URL');
  });
});

async function offered(core: Core): Promise<string> {
  const incident = incidentWith(core, 'partner prepare acme', 'package 1 approve');
  says(core, incident, 'package 1 offer --release in 1h');
  await Promise.resolve();
  return incident;
}

describe('A link', () => {
  test('is shown once, kept nowhere, and opens the copy of its contact, on the record', async () => {
    await using core = new Core({ programme });
    const incident = await offered(core);
    const link = linkOf(core, incident);
    const other = linkOf(core, incident, 'bob@acme.example');

    const copy = open(core, link);

    expect(copy).toMatchObject({ contact: 'alice@acme.example', isDrill: false });
    expect(open(core, link)?.mark).toBe(copy?.mark);
    expect(open(core, other)?.mark).not.toBe(copy?.mark);
    expect(core.texts(incident).at(-1)).toContain('opened by bob@acme.example from 192.0.2.0/24');
    expect(state(core, incident)).toEqual(['opened']);
    expect(JSON.stringify(core.store.db.select().from(partnerLinks).all())).not.toContain(link);
    expect(core.texts(incident).join()).not.toContain(link);
  });

  test('opens nothing for whoever guesses', async () => {
    await using core = new Core({ programme });
    const incident = await offered(core);
    const before = core.texts(incident).length;

    expect(open(core, 'x'.repeat(48))).toBeNull();
    expect(core.texts(incident)).toHaveLength(before);
  });

  test('ends with its partner’s suspension at once, and does not come back with it', async () => {
    await using core = new Core({ programme, admins: ['root'] });
    const incident = await offered(core);
    const link = linkOf(core, incident);
    const suspend = { verb: 'suspendPartner', partner: 'acme', reason: 'a leak' } as const;

    expect(core.ask('ada', suspend)).toMatchObject({ kind: 'refused' });
    expect(core.ask('root', suspend, { isAdmin: true })).toMatchObject({
      kind: 'standing',
      packages: 1,
    });

    expect(open(core, link)).toBeNull();
    expect(core.texts(incident).at(-1)).toContain('the partner is suspended');
    expect(says(core, incident, 'partner prepare acme')).toContain('suspended');
    core.ask('root', { ...suspend, verb: 'resumePartner' }, { isAdmin: true });
    expect(state(core, incident)).toEqual(['prepared']);
    expect(open(core, link)).toBeNull();
  });

  test.each([
    ['when it is taken back', 'package 1 revoke by mistake', 'it was taken back'],
    ['when its package is prepared again', 'partner prepare acme', 'it was prepared again'],
  ])('ends %s', async (_when, line, why) => {
    await using core = new Core({ programme });
    const incident = await offered(core);
    const link = linkOf(core, incident);
    says(core, incident, line);

    expect(open(core, link)).toBeNull();
    expect(core.texts(incident).at(-1)).toContain(why);
  });

  test('ends after two weeks, and when no agreement is in force any more', async () => {
    await using core = new Core({ programme });
    const incident = await offered(core);
    const link = linkOf(core, incident);
    core.clock.advanceTo('2026-03-16T10:00:01.000Z');
    await core.settle();
    expect(state(core, incident)).toEqual(['closed']);
    expect(open(core, link)).toBeNull();

    await using later = new Core({
      programme: { ...programme, partners: [{ ...acme, ndaUntil: '2026-03-03' }] },
    });
    const second = await offered(later);
    const ended = linkOf(later, second);
    later.clock.advanceTo('2026-03-05T10:00:00.000Z');
    expect(open(later, ended)).toBeNull();
    expect(later.texts(second).at(-1)).toContain('no non-disclosure agreement');
  });

  test('goes on opening a package that its incident took into another', async () => {
    await using core = new Core({ programme });
    const incident = await offered(core);
    const link = linkOf(core, incident);
    const other = led(core, { level: 3 });
    says(core, incident, `merge ${other} the same`);

    expect(open(core, link)?.context.incidentId).toBe(other);
  });
});

describe('A leak', () => {
  test('raises the level as if it were public, once', async () => {
    await using core = new Core({ programme });
    const incident = led(core, { level: 4 });

    says(core, incident, 'partner leak seen in a forum');

    expect(core.context(incident)).toMatchObject({ level: 3 });
    expect(core.context(incident).facts.leak).toBe(core.clock.now());
  });
});
