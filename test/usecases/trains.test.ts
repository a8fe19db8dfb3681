// Release trains as people meet them: cases are booked by themselves, the go waits for the train, customers hear
// beforehand what a person says and nothing of the cases.
import { describe, expect, test } from 'vitest';
import { loadIncident } from '#db/incidents.ts';
import { partsOf } from '#db/parts.ts';
import { renderOutcome } from '#src/messages/reply.ts';
import { handleOf } from '#src/messages/rich.ts';
import { parse } from '#src/commands/parse.ts';
import { about, Core, id, told } from '../support/core.ts';
import { answerTo, led, says } from './typed.ts';

/** The core begins on Monday, March 2, 2026; the second Tuesday is March 10. */
const march = '2026-03-10T17:00:00.000Z';
const april = '2026-04-14T17:00:00.000Z';

const scheduled = (n: number): string => `case ${n} ssvc laborious total minimal`;

/** An incident with a case that goes with the next monthly release. */
function booked(core: Core, input: Parameters<typeof led>[1] = {}): string {
  const incident = led(core, input);
  says(core, incident, 'case add Overflow in the parser --reporter Grace');
  says(core, incident, scheduled(1), 'case 1 vehicle monthly');
  return incident;
}

/** `1 2026-03 open [1]`, by number. */
const bookings = (core: Core, incident: string): string[] =>
  partsOf(core.store.db, incident, 'train').map(
    ({ n, state, snapshot: { context } }) =>
      `${n} ${context.month ?? context.releaseAt} ${state} [${context.cases.join(' ')}]`,
  );

const phaseOf = (core: Core, incident: string) => {
  const row = loadIncident(core.store.db, incident);
  if (row === undefined) throw new Error(`no ${incident}`);
  return row.snapshot;
};

/** Ada holds every role of the quorum, and the incident stands in communicate. */
function staging(core: Core, incident: string): void {
  const roles = ['engineering_lead', 'comms_lead'] as const;
  core.done('ada', about(incident, { verb: 'role', roles: [...roles], person: 'me' }));
  for (const why of ['one', 'two', 'three']) says(core, incident, `advance --override ${why}`);
}

function asks(core: Core, by: string, line: string): string {
  const now = core.clock.now();
  const parsed = parse(line, { now, zone: 'UTC' });
  if (!parsed.ok) throw new Error(`${line}: ${parsed.error.problem}`);
  return renderOutcome(core.ask(by, parsed.value), { now, nameOf: handleOf }).message.summary;
}

describe('A booking', () => {
  test('follows the release vehicle of its case', async () => {
    await using core = new Core();
    const incident = booked(core);
    expect(bookings(core, incident)).toEqual(['1 2026-03 open [1]']);
    says(core, incident, 'case add Another', scheduled(2), 'case 2 vehicle monthly');
    expect(bookings(core, incident)).toEqual(['1 2026-03 open [1 2]']);
    says(core, incident, 'case 2 vehicle monthly 2026-04 more tests');
    expect(bookings(core, incident)).toEqual(['1 2026-03 open [1]', '2 2026-04 open [2]']);
    says(core, incident, 'case 1 vehicle out-of-band customers ask');
    expect(bookings(core, incident)).toEqual(['1 2026-03 left []', '2 2026-04 open [2]']);
    expect(core.problems()).toEqual([]);
  });

  test('is made by hand for what has no case, and out of band only with a reason', async () => {
    await using core = new Core();
    const incident = led(core, { kind: 'service' });
    expect(says(core, incident, 'train show')).toMatch(/Nothing of .* is booked.*train join/);
    says(core, incident, 'train join');
    expect(bookings(core, incident)).toEqual(['1 2026-03 open []']);
    expect(says(core, incident, 'train join')).toMatch(/booked already, as booking 1/);
    expect(says(core, incident, 'train join 2026-02')).toMatch(/That release was .*train list/);
    const out = answerTo(core, incident, ['train join --at 2026-03-05T18:00Z']);
    expect(out.summary).toMatch(/out of band/i);
    says(core, incident, 'train join --at 2026-03-05T18:00Z it is attacked');
    expect(bookings(core, incident)).toEqual([
      '1 2026-03 left []',
      '2 2026-03-05T18:00:00.000Z open []',
    ]);
    says(core, incident, 'train leave it was nothing');
    expect(bookings(core, incident)[1]).toBe('2 2026-03-05T18:00:00.000Z left []');
    expect(says(core, incident, 'train 2 notice 1 critical Windows')).toMatch(
      /taken off.*train join/,
    );
    expect(core.problems()).toEqual([]);
  });

  test('does not take a case elsewhere than was decided', async () => {
    await using core = new Core();
    const incident = booked(core);
    expect(says(core, incident, 'train join 2026-04')).toMatch(
      /decided that case 1 goes with another release.*case 1 vehicle monthly/,
    );
    expect(bookings(core, incident)).toEqual(['1 2026-03 open [1]']);
  });

  test('that comes after the freeze is asked about', async () => {
    await using core = new Core().start();
    const incident = booked(core);
    // Five working days before March 10 is Tuesday, the 3rd.
    await core.later({ hours: 33 });
    expect(bookings(core, incident)).toEqual(['1 2026-03 frozen [1]']);
    says(core, incident, 'case add Late', scheduled(2), 'case 2 vehicle monthly');
    expect(core.texts(incident)).toContain(
      'Booking 1 (release train 2026-03): case 2 comes along, after its scope was frozen',
    );
    expect(says(core, incident, 'tasks')).toContain('case 2 came after the release train 2026-03');
    const late = booked(core);
    expect(bookings(core, late)).toEqual(['1 2026-03 frozen [1]']);
    expect(core.problems()).toEqual([]);
  });

  test('is missed when the day has passed, and then people decide', async () => {
    await using core = new Core().start();
    const incident = booked(core);
    await core.later({ hours: 24 * 8 });
    expect(bookings(core, incident)).toEqual(['1 2026-03 frozen [1]']);
    await core.later({ hours: 24 * 2 });
    expect(bookings(core, incident)).toEqual(['1 2026-03 missed [1]']);
    expect(says(core, incident, 'tasks')).toContain('the release train 2026-03 went without it');
    expect(core.problems()).toEqual([]);
  });

  test('goes along when incidents are merged, and ends with its incident', async () => {
    await using core = new Core();
    const target = booked(core);
    const source = booked(core);
    says(core, source, `merge ${target} the same`);
    expect(bookings(core, source)).toEqual(['1 2026-03 moved [1]']);
    expect(bookings(core, target)).toEqual(['1 2026-03 open [1]', '2 2026-03 open [2]']);
    says(core, target, 'stand-down it is nothing');
    expect(bookings(core, target)).toEqual(['1 2026-03 left [1]', '2 2026-03 left [2]']);
    expect(core.problems()).toEqual([]);
  });
});

describe('The release', () => {
  test('is held until the train goes, and goes with it', async () => {
    await using core = new Core().start();
    const incident = booked(core);
    staging(core, incident);
    expect(says(core, incident, 'go --at 2026-03-11T17:00Z')).toMatch(
      /goes with the release train 2026-03 \(booking 1\).*pull-in/,
    );
    says(core, incident, 'go');
    expect(phaseOf(core, incident).context.releaseAt).toBe(march);
    await core.later({ hours: 24 * 8 + 8 });
    says(core, incident, 'guidance Install the update');
    expect(bookings(core, incident)).toEqual(['1 2026-03 departed [1]']);
    expect(core.texts(incident).at(-1)).toContain(
      'the webcast for customers is at 2026-03-11T18:00',
    );
    expect(says(core, incident, 'train webcast 300 listened')).toContain('was held: 300 listened');
    expect(says(core, incident, 'train webcast')).toMatch(/held already/);
    // The fix fails: what goes next is a re-release.
    says(core, incident, 'fix failed it does not start', 'case 1 vehicle monthly 2026-04 again');
    expect(core.texts(incident)).toContain(
      `Booking 2 (release train 2026-04): booked for ${april} with case 1, a re-release of what went with booking 1`,
    );
    expect(core.problems()).toEqual([]);
  });

  test('that is pulled in goes out of band, with its reason', async () => {
    await using core = new Core().start();
    const incident = booked(core);
    staging(core, incident);
    says(core, incident, 'go', 'pull-in it is attacked');
    const [train] = partsOf(core.store.db, incident, 'train');
    expect(train?.snapshot.context).toMatchObject({
      month: null,
      releaseAt: core.clock.now(),
      pulledIn: { was: march, reason: 'it is attacked', by: id('ada') },
    });
    says(core, incident, 'guidance Install the update');
    expect(bookings(core, incident)[0]).toMatch(/^1 2026-03-02\S+ departed \[1\]$/);
    expect(core.problems()).toEqual([]);
  });
});

describe('The advance notice', () => {
  test('is asked for three business days before, and says numbers and families only', async () => {
    await using core = new Core().start();
    const incident = booked(core);
    says(core, incident, 'case 1 affected Contoso VPN 4.2: 4.2.1');
    for (const [families, why] of [
      ['Contoso VPN 4.2', /the product “Contoso VPN 4.2” of case 1/],
      ['an overflow in the parser of VPNs', /the title of case 1/],
      ['VPN (CVE-2026-1111)', /a CVE number/],
      ['what grace found', /the reporter of case 1/],
    ] as const)
      expect(says(core, incident, `train notice 1 critical ${families}`)).toMatch(why);
    const reminders = (): string[] =>
      core.port.taken.map(({ deed }) => told(deed)).filter((text) => /advance notice/.test(text));
    await core.later({ hours: 24 * 3 + 7 });
    expect(reminders()).toEqual([]);
    // Thursday, March 5, ten in Redmond; in the room and to the lead.
    await core.later({ hours: 1 });
    expect(reminders()).toHaveLength(2);
    expect(says(core, incident, 'train notice 2 critical Networking products')).toContain(
      'Booking 1 (release train 2026-03): Advance notice of the monthly release at 2026-03-10 17:00 UTC: 2 security bulletins, maximum severity Critical, for Networking products',
    );
    expect(says(core, incident, 'train notice 2 critical Networking products')).toMatch(
      /was given already/,
    );
    expect(bookings(core, incident)).toEqual(['1 2026-03 announced [1]']);
    expect(core.problems()).toEqual([]);
  });

  test('needs a second person', async () => {
    const approvals = { disclosure: [1, 2, 3, 4] as const };
    const playbook = { name: 'two', version: '1', tasks: [], approvals };
    await using core = new Core({ playbook });
    const incident = booked(core);
    core.done('ada', about(incident, { verb: 'role', roles: ['legal'], person: id('ben') }));
    core.done('ben', about(incident, { verb: 'role', roles: ['legal'], person: 'me' }));
    expect(says(core, incident, 'train notice 1 low Networking products')).toContain(
      'give advance notice: 1 security bulletin, maximum severity low, for Networking products',
    );
    expect(bookings(core, incident)).toEqual(['1 2026-03 open [1]']);
    answerTo(core, incident, ['approve 1'], 'ben');
    const [train] = partsOf(core.store.db, incident, 'train');
    expect(train?.snapshot.context.notice).toMatchObject({ by: id('ada'), approvedBy: id('ben') });
    expect(core.problems()).toEqual([]);
  });
});

describe('The go', () => {
  test('is asked for on the working day before, of whoever has not said it', async () => {
    await using core = new Core().start();
    booked(core);
    const asked = (): string[] =>
      core.port.taken.map(({ deed }) => told(deed)).filter((text) => /needs the go of/.test(text));
    await core.later({ hours: 24 * 7 + 6 });
    expect(asked()).toEqual([]);
    await core.later({ hours: 1 });
    expect(asked()).toHaveLength(2);
    expect(asked()[0]).toMatch(/crisis lead/);
    expect(core.problems()).toEqual([]);
  });
});

describe('What is on the next train', () => {
  test('is told of incidents that the person may see; of others how many, of restricted ones nothing', async () => {
    await using core = new Core();
    const open = booked(core, { title: 'Open one' });
    booked(core, { title: 'Quiet one', visibility: 'private' });
    booked(core, { title: 'Hidden one', visibility: 'restricted' });
    says(core, open, 'train notice 1 important Networking products');
    const seen = asks(core, 'ben', 'train');
    expect(seen).toMatch(/Release train 2026-03: 2026-03-10 17:00 UTC/);
    expect(seen).toContain(`${open} Open one · announced · case 1`);
    expect(seen).toContain('maximum severity Important, for Networking products');
    expect(seen).toContain('1 more incident that you may not see');
    expect(seen).not.toMatch(/Quiet|Hidden/);
    expect(asks(core, 'ada', 'train')).toMatch(/Quiet one.*Hidden one|Hidden one.*Quiet one/);
    expect(asks(core, 'ben', 'train 2026-04')).toMatch(/2026-04-14 17:00 UTC$/);
    expect(asks(core, 'ben', 'train list')).toMatch(/2026-03-10.*2026-04-14.*2026-05-12/);
  });
});
