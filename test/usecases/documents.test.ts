// Advisories and bulletins: drafted from the record, written, approved by two people, published with the release.
import { describe, expect, test } from 'vitest';
import { loadPart } from '#db/parts.ts';
import { readTimeline } from '#db/timeline.ts';
import type { DocumentContext } from '#machines/document-types.ts';
import { saidIn } from '#machines/said.ts';
import type { Playbook } from '#machines/playbook.ts';
import { renderOutcome } from '#src/messages/reply.ts';
import { handleOf } from '#src/messages/rich.ts';
import { about, Core } from '../support/core.ts';
import { led, says } from './typed.ts';

const twoPeople: Playbook = {
  name: 'two',
  version: '1',
  tasks: [],
  approvals: { disclosure: [1, 2, 3, 4] },
};

function document(core: Core, incident: string, n = 1): DocumentContext {
  const found = loadPart(core.store.db, incident, 'document', n);
  if (found === undefined) throw new Error(`no document ${n}`);
  return found.snapshot.context;
}

function cardOf(core: Core, incident: string): string {
  const outcome = core.ask('ada', about(incident, { verb: 'showDocument', documentNumber: 1 }));
  return JSON.stringify(
    renderOutcome(outcome, { now: core.clock.now(), nameOf: handleOf }).message.blocks,
  );
}

/** A case of which everything is known, in an incident that Ada leads and Bob is deputy of. */
const known = [
  'case add Overflow in the parser --cve CVE-2026-1111 --reporter "the finder"',
  'case 1 validate',
  'case 1 accept',
  'case 1 severity critical it runs code',
  'case 1 cvss CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  'case 1 affected Contoso VPN: 4.2, 4.3',
  'case 1 bug-bar server elevation anonymous none default full',
];

function withCase(core: Core, input: Parameters<typeof led>[1] = {}): string {
  const incident = led(core, input);
  core.done('ada', about(incident, { verb: 'invite', people: ['slack:T1:bob'] }));
  core.done('bob', about(incident, { verb: 'role', roles: ['deputy'], person: 'me' }));
  says(core, incident, ...known);
  return incident;
}

const written = [
  'document 1 write summary Somebody can run code.',
  'document 1 write case/1/description The parser overflows.',
];
const bulletin = [
  'bulletin draft',
  ...written,
  'document 1 update Contoso VPN: 4.4 https://x.example/u --restart required',
];

describe('A draft', () => {
  test('that names who reported asks whether they agreed, and says that it is a draft', async () => {
    await using core = new Core();
    const incident = withCase(core);

    says(core, incident, ...bulletin);
    const card = cardOf(core, incident);
    says(core, incident, 'document 1 submit');

    expect(card).toContain('The acknowledgments name the finder: check that they agreed.');
    expect(card).toContain('DRAFT, TLP:AMBER until it is out; then TLP:CLEAR');
    expect(core.texts(incident).join('\n')).toContain('it names who reported');
    says(core, incident, 'document 1 return -', 'document 1 write acknowledgments -');
    expect(cardOf(core, incident)).not.toContain('check that they agreed');
  });

  test('has what the record says of the cases, an id, and a title without the words of the case', async () => {
    await using core = new Core();
    const incident = withCase(core);

    says(core, incident, 'bulletin draft');

    const { id, facts, texts, cases } = document(core, incident);
    expect(id).toBe('SB26-001');
    expect(cases).toEqual([1]);
    expect(facts[0]).toMatchObject({ cve: 'CVE-2026-1111', severity: 'critical' });
    expect(texts).toEqual({
      title: 'Vulnerability in Contoso VPN Could Allow Remote Code Execution',
      acknowledgments: '- Example Corporation thanks the finder for reporting CVE-2026-1111.',
    });
  });

  test('gets the next number of its series, over all incidents; a drill has a series of its own', async () => {
    await using core = new Core();
    const ids = [withCase(core), withCase(core)].map((incident) => {
      says(core, incident, 'advisory draft', 'bulletin draft');
      return [document(core, incident, 1).id, document(core, incident, 2).id];
    });
    const drill = led(core, { drill: true });
    says(core, drill, 'advisory draft Look out');

    expect(ids).toEqual([
      ['SA26-001', 'SB26-001'],
      ['SA26-002', 'SB26-002'],
    ]);
    expect(document(core, drill).id).toBe('DRILL-SA26-001');
  });

  test('of a bulletin needs a case that is real', async () => {
    await using core = new Core();
    const incident = led(core);

    expect(says(core, incident, 'case add Overflow', 'bulletin draft')).toContain(
      'no case of this incident is valid',
    );
  });
});

describe('Handing in', () => {
  test('says what is missing, and the command that adds it', async () => {
    await using core = new Core();
    const incident = withCase(core);

    const answer = says(core, incident, 'bulletin draft', 'document 1 submit');

    expect(answer).toContain('Document 1 (SB26-001) still lacks');
    expect(says(core, incident, ...written, 'document 1 submit')).toContain('still lacks');
    expect(
      says(core, incident, 'document 1 update Contoso VPN: 4.4', 'document 1 submit'),
    ).toContain('handed it in for review');
  });

  test('is refused when the record says something else now', async () => {
    await using core = new Core();
    const incident = withCase(core);
    says(core, incident, ...bulletin, 'case 1 cve CVE-2026-2222');

    expect(says(core, incident, 'document 1 submit')).toContain('document 1 refresh');
    expect(says(core, incident, 'document 1 refresh', 'document 1 submit')).toContain('review');
  });

  test('is refused with the check that fails', async () => {
    const problem = { check: 'csaf 6.1.9', where: 'sb26-001.json', message: 'wrong score' };
    await using core = new Core({ checks: () => [problem] });
    const incident = withCase(core);

    says(core, incident, ...bulletin);
    const submit = { verb: 'document', documentNumber: 1, act: { type: 'SUBMIT' } } as const;

    expect(core.ask('ada', about(incident, submit))).toMatchObject({
      refusal: { reason: 'documentNotNow', needs: ['isValid'], problems: [problem] },
    });
  });
});

describe('Approving', () => {
  test('takes two people; what one changes in between has to be proposed anew', async () => {
    await using core = new Core({ playbook: twoPeople });
    const incident = withCase(core);
    says(core, incident, ...bulletin, 'document 1 submit');

    expect(says(core, incident, 'document 1 approve')).toContain('to be approved by somebody else');
    expect(document(core, incident).approved).toBeNull();
    core.done('bob', about(incident, { verb: 'approveAct', approval: 1 }));

    expect(document(core, incident).approved).toMatchObject({
      by: 'slack:T1:ada',
      with: 'slack:T1:bob',
      edition: document(core, incident).edition,
    });
  });
});

test('what was proposed is approved as it was then, or not at all', async () => {
  await using core = new Core({ playbook: twoPeople });
  const incident = withCase(core);
  says(core, incident, ...bulletin, 'document 1 submit', 'document 1 approve');
  const again = ['document 1 return a word is wrong', 'document 1 write summary Another.'];
  says(core, incident, ...again, 'document 1 submit');

  core.done('bob', about(incident, { verb: 'approveAct', approval: 1 }));

  expect(document(core, incident).approved).toBeNull();
});

describe('An advisory', () => {
  const advisory = ['advisory draft', ...written, 'document 1 write actions Turn it off.'];

  test('goes out by a word once it is approved, and the world knows of its cases', async () => {
    await using core = new Core();
    const incident = withCase(core);

    const answer = says(
      core,
      incident,
      ...advisory,
      'document 1 submit',
      'document 1 approve',
      'document 1 publish',
    );

    expect(answer).toContain('version 1.0 is published');
    expect(document(core, incident).releases).toMatchObject([
      { version: '1.0', reason: 'Advisory published.' },
    ]);
    const { facts, guidance, releasedAt } = core.context(incident);
    expect(facts.public).not.toBeNull();
    expect(guidance?.text).toContain('SA26-001');
    expect(releasedAt).toBeNull();
  });

  test('about a case under an embargo waits for its end', async () => {
    await using core = new Core();
    const incident = withCase(core);
    const embargoed = ['embargo propose until in 30d', 'embargo accept'];
    says(core, incident, ...embargoed, ...advisory, 'document 1 submit', 'document 1 approve');

    expect(says(core, incident, 'document 1 publish')).toContain('under an embargo');
    expect(document(core, incident).releases).toEqual([]);
  });
});

/** In communicate, with a bulletin that is handed in; Ada gives every go. */
function staged(core: Core): string {
  const incident = withCase(core);
  for (const role of ['engineering_lead', 'comms_lead'] as const)
    core.done('ada', about(incident, { verb: 'role', roles: [role], person: 'me' }));
  says(core, incident, ...bulletin, 'document 1 submit');
  const override = { verb: 'override', reason: 'the rest is done' } as const;
  for (let phase = 0; phase < 3; phase += 1) core.done('ada', about(incident, override));
  return incident;
}

test('An advisory that names a case under an embargo is not published, whatever it is about', async () => {
  await using core = new Core();
  const incident = withCase(core);
  says(core, incident, 'embargo propose until in 30d', 'embargo accept', 'case add Another flaw');
  says(
    core,
    incident,
    'case 2 validate',
    'case 2 affected Contoso VPN',
    'advisory draft Flaw --case 2',
  );
  const texts = ['summary Like CVE-2026-1111.', 'case/2/description A flaw.', 'actions Wait.'];
  says(core, incident, ...texts.map((text) => `document 1 write ${text}`));

  says(core, incident, 'document 1 submit', 'document 1 approve');

  expect(says(core, incident, 'document 1 publish')).toContain('Leave these words out');
  expect(document(core, incident).releases).toEqual([]);
});

describe('The release', () => {
  test('gets no go while a bulletin is not approved, and then takes it along', async () => {
    await using core = new Core();
    const incident = staged(core);

    expect(says(core, incident, 'go')).toContain('SB26-001 is not approved');
    expect(says(core, incident, 'document 1 publish')).toContain('Two people approve it first');
    says(core, incident, 'document 1 approve');
    expect(says(core, incident, 'document 1 publish')).toContain('with the release');
    says(core, incident, 'go');

    const { releases, approved } = document(core, incident);
    expect(releases).toMatchObject([{ version: '1.0', reason: 'Bulletin published.' }]);
    expect(approved?.edition).toBe(document(core, incident).edition);
    expect(core.context(incident)).toMatchObject({
      releasedAt: core.clock.now(),
      guidance: { text: expect.stringContaining('SB26-001') as string },
    });
    expect(core.problems()).toEqual([]);
  });

  test('can be pulled in, also when the world knows of the cases already', async () => {
    await using core = new Core();
    const incident = staged(core);
    says(core, incident, 'fact public', 'document 1 refresh', 'document 1 submit');
    says(core, incident, 'document 1 approve', 'go --at in 2d');
    expect(document(core, incident).releases).toEqual([]);

    says(core, incident, 'pull-in it is attacked');

    expect(document(core, incident).releases).toHaveLength(1);
    expect(core.context(incident).releasedAt).toBe(core.clock.now());
    expect(says(core, incident, 'said')).toMatch(/SB26-001, version 1\.0, by .*, approved by/);
    expect(says(core, incident, 'pull-in again')).not.toContain('pulled in');
    expect(core.problems()).toEqual([]);
  });

  test('waits for its instant', async () => {
    await using core = new Core();
    const incident = staged(core);
    says(core, incident, 'document 1 approve', 'go --at in 2d');
    expect(document(core, incident).releases).toEqual([]);

    await core.later({ hours: 49 });

    expect(document(core, incident).releases).toHaveLength(1);
    expect(core.context(incident).releasedAt).not.toBeNull();
  });

  test('is not taken for released by what somebody types meanwhile: it waits for its documents', async () => {
    await using core = new Core();
    const incident = staged(core);
    says(core, incident, 'document 1 approve', 'go --at in 2d', 'fact public case 1');

    says(core, incident, 'guidance Stop the service until there is an update');
    expect(core.context(incident).releasedAt).toBeNull();
    expect(core.context(incident).guidance?.text).toContain('Stop the service');
    // That the world knows is one of the facts of the document.
    says(core, incident, 'document 1 refresh', 'document 1 submit', 'document 1 approve');

    await core.later({ hours: 49 });

    expect(document(core, incident).releases).toHaveLength(1);
    expect(core.context(incident).releasedAt).not.toBeNull();
    const told = readTimeline(core.store.db, incident);
    expect(saidIn(told).map(({ what }) => what)).toEqual([
      'customer guidance',
      'bulletin SB26-001, version 1.0',
    ]);
    expect(core.problems()).toEqual([]);
  });

  test('is held, and says so, when the record has changed; what is refreshed and approved goes out at once', async () => {
    await using core = new Core();
    const incident = staged(core);
    says(core, incident, 'document 1 approve', 'go --at in 2d', 'case 1 cve CVE-2026-2222');

    await core.later({ hours: 49 });

    expect(document(core, incident).releases).toEqual([]);
    expect(core.texts(incident)).toContain(
      'Document 1 (bulletin SB26-001): not published with the release, and so nothing is: the record says something else now of case 1 (cve) (document 1 refresh)',
    );
    says(core, incident, 'document 1 refresh', 'document 1 submit', 'document 1 approve');
    expect(document(core, incident).releases[0]?.facts[0]?.cve).toBe('CVE-2026-2222');
    expect(core.context(incident).releasedAt).not.toBeNull();
  });

  test('takes the place of the advisory about the same case, which points at it in its next version', async () => {
    await using core = new Core();
    const incident = withCase(core);
    for (const role of ['engineering_lead', 'comms_lead'] as const)
      core.done('ada', about(incident, { verb: 'role', roles: [role], person: 'me' }));
    says(core, incident, 'advisory draft', ...written, 'document 1 write actions Turn it off.');
    says(core, incident, 'document 1 submit', 'document 1 approve', 'document 1 publish');
    const second = bulletin.map((line) => line.replace('document 1', 'document 2'));
    says(core, incident, ...second, 'document 2 submit', 'document 2 approve');
    const override = { verb: 'override', reason: 'the rest is done' } as const;
    for (let phase = 0; phase < 3; phase += 1) core.done('ada', about(incident, override));

    says(core, incident, 'go');

    expect(document(core, incident, 1)).toMatchObject({
      supersededBy: { n: 2, id: 'SB26-001' },
      releases: [
        { version: '1.0' },
        {
          version: '2.0',
          reason: 'Advisory updated to reflect publication of security bulletin SB26-001.',
        },
      ],
    });
    expect(document(core, incident, 2).supersedes).toEqual({ n: 1, id: 'SA26-001' });
    expect(core.context(incident).releasedAt).not.toBeNull();
  });

  test('is revised afterwards, also when the incident is over, and then by two people, too', async () => {
    await using core = new Core({ playbook: twoPeople });
    const incident = staged(core);
    const agreed = (approval: number): unknown =>
      core.done('bob', about(incident, { verb: 'approveAct', approval }));
    says(core, incident, 'document 1 approve');
    agreed(1);
    says(core, incident, 'go');
    agreed(2);
    const override = { verb: 'override', reason: 'quiet since' } as const;
    core.done('ada', about(incident, override));
    core.done('ada', about(incident, override));
    const revised = ['document 1 revise minor Corrected a name.', 'document 1 write faq None.'];

    says(core, incident, ...revised, 'document 1 submit', 'document 1 approve');
    expect(document(core, incident).approved).toBeNull();
    agreed(3);
    says(core, incident, 'document 1 publish');

    expect(document(core, incident).releases).toMatchObject([
      { version: '1.0', texts: expect.not.objectContaining({ faq: 'None.' }) as object },
      { version: '1.1', reason: 'Corrected a name.', texts: { faq: 'None.' } },
    ]);
  });
});

function merged(core: Core, from: string): { into: string; there: DocumentContext } {
  const into = led(core);
  says(core, into, 'case add Known here');
  says(core, from, `merge ${into} the same`);
  return { into, there: document(core, into) };
}

describe('A merge', () => {
  test('takes a document along: same id, and the new numbers of its cases', async () => {
    await using core = new Core();
    const from = withCase(core);
    says(core, from, ...bulletin);

    const { into, there } = merged(core, from);

    expect(there).toMatchObject({ id: 'SB26-001', cases: [2], facts: [{ n: 2 }] });
    expect(there.texts['case/2/description']).toBe('The parser overflows.');
    expect(says(core, from, 'document 1 submit')).toContain(`${into} document 1`);
    says(core, into, 'bulletin draft --case 2');
    expect(document(core, into, 2).id).toBe('SB26-002');
    expect(core.problems()).toEqual([]);
  });

  test('of a private incident into an open one leaves its words behind, and its approval', async () => {
    await using core = new Core();
    const from = withCase(core, { visibility: 'private' });
    says(core, from, ...bulletin, 'document 1 submit', 'document 1 approve');

    const { there } = merged(core, from);

    expect(there).toMatchObject({ texts: {}, facts: [], updates: [], approved: null });
    expect(core.problems()).toEqual([]);
  });
});
