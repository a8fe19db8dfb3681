// The terms on which partners are told (domain reference 3.8), and the life of one package.
import { describe, expect, test } from 'vitest';
import { packageState } from '#machines/package-state.ts';
import {
  excerptsFor,
  missingTexts,
  ndaHolds,
  offerFrom,
  termsOf,
  tierTerms,
} from '#machines/partner-policy.ts';
import type {
  PackageContext,
  PackageEvent,
  PackageInput,
  Partner,
  PartnerTexts,
  PartnerTier,
} from '#machines/partner-types.ts';
import { partnerTiers } from '#machines/partner-types.ts';
import type { Stored } from '#machines/step.ts';
import { startPart, stepPart } from '#machines/step.ts';
import { serverFacts } from '../support/documents.ts';

const ada = 'console:local:ada';
const grace = 'console:local:grace';
const start = '2026-11-05T17:00:00.000Z';
/** The second Tuesday of November 2026, at 10:00 in Redmond. */
const release = '2026-11-10T18:00:00.000Z';

const texts: PartnerTexts = {
  description: 'A stack overflow in the Server service.',
  detection: 'Look for NetPathCanonicalize with more than one ..',
  repro: 'Send it twice.',
  poc: 'https://example.com/poc',
};
const material = [{ facts: serverFacts, texts }];
const terms = (tier: PartnerTier, mustReport = false) => ({ tier, mustReport });

describe('A partner is told', () => {
  test.each([
    ['ans', 'the Thursday before', '2026-11-05T18:00:00.000Z'],
    ['entry', 'the Monday before', '2026-11-09T18:00:00.000Z'],
    ['standard', 'the Thursday before', '2026-11-05T18:00:00.000Z'],
    // In the summer time of October, at the same time of day.
    ['validate', 'two weeks before', '2026-10-27T17:00:00.000Z'],
  ] as const)('%s: %s the release', (tier, _when, at) => {
    expect(offerFrom(terms(tier), release)).toBe(at);
  });

  test('a day later for each federal holiday', () => {
    // Thanksgiving is on November 26, 2026.
    expect(offerFrom(terms('standard'), '2026-12-01T18:00:00.000Z')).toBe(
      '2026-11-25T18:00:00.000Z',
    );
  });

  test.each(partnerTiers)(
    'with the release and not before, where a law makes a %s report',
    (tier) => {
      expect(offerFrom(terms(tier, true), release)).toBe(release);
      const [excerpt] = excerptsFor(terms(tier, true), material);
      expect(Object.keys(excerpt ?? {})).not.toEqual(
        expect.arrayContaining(['measures', 'detection', 'repro', 'poc']),
      );
      for (const piece of ['measures', 'detection', 'repro', 'poc'] as const)
        expect(excerpt?.[piece]).toBeUndefined();
    },
  );

  test('what its tier says, and nothing else of the case', () => {
    const got = (tier: PartnerTier) => Object.keys(excerptsFor(terms(tier), material)[0] ?? {});

    expect(got('ans')).toEqual(['n', 'summary']);
    expect(got('entry')).toEqual(['n', 'summary', 'facts', 'measures', 'description', 'detection']);
    expect(got('standard')).toEqual([...got('entry'), 'repro']);
    expect(got('validate')).toEqual([...got('standard'), 'poc']);
    expect(JSON.stringify(excerptsFor(terms('ans'), material))).not.toMatch(/CVE|stack|customer/);
    expect(JSON.stringify(excerptsFor(terms('validate'), material))).not.toContain('a customer');
  });

  test('nothing before it is written; a proof of concept need not be', () => {
    expect(missingTexts(terms('ans'), [{ facts: serverFacts, texts: {} }])).toEqual([]);
    const missing = missingTexts(terms('validate'), [{ facts: serverFacts, texts: {} }]);
    expect(missing.map(({ text }) => text)).toEqual(['description', 'detection', 'repro']);
  });

  test('nothing without an agreement on that day', () => {
    expect(ndaHolds('2026-11-05', start)).toBe(true);
    // Still the 5th in Redmond.
    expect(ndaHolds('2026-11-05', '2026-11-06T07:59:00.000Z')).toBe(true);
    expect(ndaHolds('2026-11-05', '2026-11-06T08:00:00.000Z')).toBe(false);
  });

  test('more the more it is trusted, and never later', () => {
    const { entry, standard, validate } = tierTerms;
    expect(standard.pieces).toEqual(expect.arrayContaining([...entry.pieces]));
    expect(validate.pieces).toEqual(expect.arrayContaining([...standard.pieces]));
    expect([entry, standard, validate].map(({ leadDays }) => leadDays)).toEqual([1, 3, 10]);
    expect(termsOf(terms('validate', true)).leadDays).toBe(0);
  });
});

type Told = PackageEvent extends infer E
  ? E extends unknown
    ? Omit<E, 'at' | 'by'>
    : never
  : never;

const partner: Pick<Partner, 'id' | 'name' | 'tier' | 'mustReport'> = {
  id: 'acme',
  name: 'Acme AV',
  ...terms('standard'),
};
const content = excerptsFor(partner, material);

class Story {
  stored: Stored<PackageContext>;
  kinds: string[];
  effects: string[] = [];

  constructor(input: Partial<PackageInput> = {}) {
    const step = startPart('package', {
      incidentId: 'INC-2026-0001',
      n: 1,
      partner,
      content,
      at: start,
      by: ada,
      ...input,
    });
    this.stored = step.snapshot;
    this.kinds = step.entries.map(({ kind }) => kind);
  }

  /** Refused: the guards or states; null when it was taken. */
  take(event: Told, at = start): unknown {
    const stepped = stepPart('package', this.stored, { at, by: grace, ...event });
    if (!stepped.ok) return stepped.refused;
    this.stored = stepped.step.snapshot;
    this.kinds.push(...stepped.step.entries.map(({ kind }) => kind));
    this.effects = stepped.step.effects.map(({ kind }) => kind);
    return null;
  }

  get state(): string {
    return packageState(this.stored);
  }
}

const offer: Told & { type: 'OFFER' } = {
  type: 'OFFER',
  contacts: ['a@acme.example', 'b@acme.example'],
  notBefore: start,
  ndaUntil: '2027-01-01',
  isDrill: false,
};
const opened = { type: 'OPENED', contact: 'a@acme.example', from: '192.0.2.0/24' } as const;

describe('A package', () => {
  test('is approved, offered by mail to each contact, opened, and over in time', () => {
    const story = new Story();

    expect(story.take(offer)).toEqual({ onlyIn: ['here.approved'] });
    expect(story.take({ type: 'APPROVE' })).toBeNull();
    expect(story.take(offer)).toBeNull();
    expect(story.effects.filter((kind) => kind === 'mail')).toHaveLength(2);
    expect(story.state).toBe('offered');
    expect(story.take({ type: 'SENT', contact: 'a@acme.example', how: 'link' })).toBeNull();
    expect(story.take(opened)).toBeNull();
    expect(story.take(opened)).toBeNull();
    expect(story.state).toBe('opened');
    expect(story.stored.context.recipients[0]).toMatchObject({ opened: 2, openedAt: start });
    expect(story.take({ type: 'EXPIRED' })).toBeNull();
    expect(story.state).toBe('closed');
    expect(story.take(opened)).not.toBeNull();
  });

  test.each([
    ['before its time', { notBefore: '2026-11-05T17:00:00.001Z' }],
    ['without an agreement', { ndaUntil: '2026-11-04' }],
    ['to nobody', { contacts: [] }],
  ])('is not offered %s', (_when, more) => {
    const story = new Story();
    story.take({ type: 'APPROVE' });

    expect(story.take({ ...offer, ...more })).toEqual({ guards: ['mayOffer'] });
  });

  test('that is prepared again was approved by nobody, and nobody has it', () => {
    const story = new Story();
    story.take({ type: 'APPROVE' });
    story.take(offer);

    expect(story.take({ type: 'PREPARE', partner, content })).toBeNull();

    expect(story.state).toBe('prepared');
    expect(story.stored.context).toMatchObject({
      edition: 2,
      approved: null,
      offered: null,
      recipients: [],
    });
    expect(story.take(opened)).not.toBeNull();
  });

  test('of a suspended partner opens to nobody, and is approved anew when it takes part again', () => {
    const story = new Story();
    story.take({ type: 'APPROVE' });
    story.take(offer);

    expect(story.take({ type: 'SUSPEND', reason: 'a leak' })).toBeNull();

    expect(story.state).toBe('suspended');
    expect(story.take(opened)).not.toBeNull();
    expect(story.take({ type: 'PREPARE', partner, content })).not.toBeNull();
    const { type: _type, ...tried } = opened;
    expect(story.take({ type: 'DENIED', why: 'suspended', ...tried })).toBeNull();
    expect(story.take({ type: 'RESUME' })).toBeNull();
    expect(story.state).toBe('prepared');
    expect(story.stored.context.approved).toBeNull();
  });

  test('of a drill is mailed to nobody', () => {
    const story = new Story();
    story.take({ type: 'APPROVE' });
    story.take({ ...offer, isDrill: true });

    expect(story.effects).not.toContain('mail');
    expect(story.kinds.at(-1)).toBe('package.offered');
  });

  test('is opened by those alone to whom it was offered', () => {
    const story = new Story();
    story.take({ type: 'APPROVE' });
    story.take(offer);

    expect(story.take({ ...opened, contact: 'c@acme.example' })).toEqual({
      guards: ['isRecipient'],
    });
  });
});
