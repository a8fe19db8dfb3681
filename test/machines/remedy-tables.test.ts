// SSVC's table for suppliers, the monthly release, the Exploitability Index and mitigations: the pure parts.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Exploitability } from '#machines/exploitability.ts';
import { exploitabilityName, ratingHeld, reliabilityOf } from '#machines/exploitability.ts';
import { isProven, lastTests } from '#machines/mitigations.ts';
import { startPart, stepPart } from '#machines/step.ts';
import { monthlyRelease, nextMonthlyRelease } from '#machines/release-calendar.ts';
import {
  exploitationFrom,
  exploitations,
  proposalFor,
  safetyImpacts,
  supplierPriority,
  technicalImpacts,
  utilities,
  utilityOf,
} from '#machines/ssvc.ts';

/** The 36 answers of the published table (SEI, "Supplier Patch Development Priority" 1.0.0), row by row. */
const published = `
defer scheduled scheduled out-of-cycle scheduled out-of-cycle scheduled out-of-cycle scheduled out-of-cycle
out-of-cycle out-of-cycle scheduled out-of-cycle scheduled immediate scheduled immediate out-of-cycle immediate
out-of-cycle immediate out-of-cycle immediate out-of-cycle immediate out-of-cycle immediate out-of-cycle immediate
out-of-cycle immediate immediate immediate immediate immediate`
  .trim()
  .split(/\s+/);

const rows = exploitations.flatMap((exploitation) =>
  utilities.flatMap((utility) =>
    technicalImpacts.flatMap((impact) =>
      safetyImpacts.map((safety) => ({ exploitation, utility, impact, safety })),
    ),
  ),
);

describe('The priority of a fix', () => {
  test('is what the published table says, in all 36 rows', () => {
    expect(rows.map(supplierPriority)).toEqual(published);
  });

  const csv = new URL(
    '../../../shared/data/ssvc/supplier_patch_development_priority_1_0_0.csv',
    import.meta.url,
  );
  test.skipIf(!existsSync(csv))(
    'agrees with ../shared/data/ssvc (skipped where that is absent)',
    () => {
      const lines = readFileSync(csv, 'utf8').trim().split('\n').slice(1);
      const theirs = lines.map((line) => line.trim().split(',').slice(1).join());
      const ours = rows.map((row) =>
        [
          row.exploitation.replace('-', ' '),
          row.utility.replace('-', ' '),
          row.impact,
          row.safety,
          supplierPriority(row),
        ].join(),
      );
      expect(ours).toEqual(theirs);
    },
  );

  test('proposes the release vehicle, with the date of the next second Tuesday', () => {
    const at = '2026-11-26T12:00:00.000Z';
    expect(proposalFor('defer', at)).toMatchObject({ vehicle: 'next-version', releaseAt: null });
    expect(proposalFor('scheduled', at)).toEqual({
      vehicle: 'monthly',
      releaseAt: '2026-12-08T18:00:00.000Z',
      isImmediate: false,
    });
    expect(proposalFor('out-of-cycle', at)).toMatchObject({
      vehicle: 'out-of-band',
      isImmediate: false,
    });
    expect(proposalFor('immediate', at)).toMatchObject({
      vehicle: 'out-of-band',
      isImmediate: true,
    });
  });

  test('takes exploitation from the facts, and utility from what can be automated and what is won', () => {
    expect(exploitationFrom({ attacks: true, exploit: true })).toBe('active');
    expect(exploitationFrom({ attacks: false, exploit: true })).toBe('public-poc');
    expect(exploitationFrom({ attacks: false, exploit: false })).toBe('none');
    expect(utilityOf(false, 'diffuse')).toBe('laborious');
    expect(utilityOf(false, 'concentrated')).toBe('efficient');
    expect(utilityOf(true, 'diffuse')).toBe('efficient');
    expect(utilityOf(true, 'concentrated')).toBe('super-effective');
  });
});

describe('The monthly release', () => {
  test('is at ten in Redmond on the second Tuesday, summer time or not', () => {
    const months = ['2026-03', '2026-11', '2021-03', '2008-12', '2009-01', '2026-09'];
    expect(months.map(monthlyRelease)).toEqual([
      '2026-03-10T17:00:00.000Z',
      '2026-11-10T18:00:00.000Z',
      '2021-03-09T18:00:00.000Z',
      '2008-12-09T18:00:00.000Z',
      '2009-01-13T18:00:00.000Z',
      '2026-09-08T17:00:00.000Z',
    ]);
  });

  test('of this month counts until its very minute, then comes that of the next month', () => {
    expect(nextMonthlyRelease('2008-12-09T17:59:59.999Z')).toBe('2008-12-09T18:00:00.000Z');
    expect(nextMonthlyRelease('2008-12-09T18:00:00.000Z')).toBe('2009-01-13T18:00:00.000Z');
    // Still December in Redmond.
    expect(nextMonthlyRelease('2009-01-01T03:00:00.000Z')).toBe('2009-01-13T18:00:00.000Z');
  });
});

const rated = (latest: Exploitability, at: string, older: Exploitability | null = null) => ({
  latest,
  older,
  at: `${at}T10:00:00.000Z`,
});

const tried = (product: string, works: boolean) => ({
  product,
  works,
  sideEffects: '',
  at: '2026-01-01T00:00:00.000Z',
  by: 'ada',
});

describe('The Exploitability Index', () => {
  test('is worded as it was at the time', () => {
    expect(exploitabilityName(0, '2026-01-01')).toBe('Exploitation Detected');
    expect(exploitabilityName(1, '2014-08-12')).toBe('Exploitation More Likely');
    expect(exploitabilityName(2, '2014-07-31')).toBe('Exploit code would be difficult to build');
    expect(exploitabilityName(3, '2008-10-23')).toBe('Functioning exploit code unlikely');
  });

  const released = '2011-04-12T17:00:00.000Z';
  const later = '2011-06-01T00:00:00.000Z';

  test.each([
    ['held when nothing changed', [rated(2, '2011-04-10')], 'held'],
    ['raised by a revision upwards', [rated(2, '2011-04-10'), rated(1, '2011-04-15')], 'raised'],
    [
      'raised for the older releases only',
      [rated(2, '2011-04-10', 2), rated(2, '2011-04-15', 1)],
      'raised',
    ],
    ['held after a revision downwards', [rated(1, '2011-04-10'), rated(3, '2011-04-15')], 'held'],
    [
      'held when raised only after 30 days',
      [rated(2, '2011-04-10'), rated(1, '2011-05-20')],
      'held',
    ],
    [
      'held when raised before the release',
      [rated(3, '2011-04-01'), rated(1, '2011-04-10')],
      'held',
    ],
    ['none when it came after the release', [rated(1, '2011-04-20')], 'none'],
  ] as const)('%s', (_what, ratings, held) => {
    expect(ratingHeld({ ratings, releasedAt: released }, later)).toBe(held);
  });

  test('is judged when its 30 days are over, or at once when it was too low', () => {
    const stays = { ratings: [rated(2, '2011-04-10')], releasedAt: released };
    const raised = {
      ratings: [rated(2, '2011-04-10'), rated(0, '2011-04-15')],
      releasedAt: released,
    };
    const unreleased = { ratings: [rated(2, '2011-04-10')], releasedAt: null };
    const soon = '2011-04-20T00:00:00.000Z';
    const all = [stays, raised, unreleased];
    expect(reliabilityOf(all, soon)).toEqual({ rated: 1, held: 0, running: 1 });
    expect(reliabilityOf(all, later)).toEqual({ rated: 2, held: 1, running: 0 });
  });
});

test('A mitigation is proven by the last test of each product', () => {
  const first = { tests: [tried('Server 2.1', true), tried('Client 4', false)] };
  expect(isProven(first)).toBe(true);
  const again = { tests: [...first.tests, tried('server 2.1', false)] };
  expect(lastTests(again).map(({ product, works }) => [product, works])).toEqual([
    ['server 2.1', false],
    ['Client 4', false],
  ]);
  expect(isProven(again)).toBe(false);
  expect(isProven({ tests: [] })).toBe(false);
});

test('A journal from before there were remedies replays as it was: what a fix means for them is an event of its own', () => {
  const stamp = { at: '2026-01-01T00:00:00.000Z', by: 'ada' };
  const names = { incidentId: 'INC-2026-0001', n: 1, title: 'Hole', cve: null, reporter: null };
  const input = { ...names, bypassOf: null, vendorAware: true, ...stamp };
  let { snapshot } = startPart('case', input);
  for (const type of ['VALIDATE', 'ACCEPT', 'FIX_READY', 'FIX_DEPLOYED'] as const) {
    const stepped = stepPart('case', snapshot, { type, ...stamp });
    if (!stepped.ok) throw new Error(type);
    ({ snapshot } = stepped.step);
  }
  expect(snapshot.context).not.toHaveProperty('investigation');
});
