// What a case's two teams find, compare and settle, event by event.
import { describe, expect, test } from 'vitest';
import type { Cvss, Product } from '#machines/assessment-types.ts';
import { bugBar } from '#machines/bug-bar.ts';
import { unmetNeeds } from '#machines/investigation.ts';
import type { Said, Told } from './case-steps.ts';
import { after, at, newCase, states, tell, texts } from './case-steps.ts';

const worst: Cvss = {
  version: '3.1',
  vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  score: 9.8,
  base: 9.8,
  severity: 'critical',
};
const local: Cvss = {
  ...worst,
  vector: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  score: 8.4,
  base: 8.4,
  severity: 'high',
};
const vpn: Product = { name: 'Contoso VPN', versions: ['4.2'], isAffected: true };

const nothing = { severity: null, cvss: null, products: null } as const;
const assess = (side: 'response' | 'product', said: object = {}): Said => ({
  type: 'ASSESS',
  side,
  words: '',
  ...nothing,
  ...said,
});
const reconcile = (said: object = {}): Said => ({
  type: 'RECONCILE',
  as: null,
  words: 'compared',
  ...nothing,
  ...said,
});
const all = { severity: 'critical', cvss: worst, products: [vpn] } as const;

const found = ({ snapshot }: Told) => snapshot.context.investigation ?? {};

function unmet(told: Told, event: Said): string[] {
  expect(tell(told, event)).toEqual({ refused: { guards: ['hasAllItNeeds'] } });
  return unmetNeeds(told.snapshot.context, { ...event, at, by: 'slack:T1:ada' });
}

describe('Two teams that assess a case', () => {
  test('settle what they agree upon, and it counts for the case', () => {
    const told = after(newCase(), assess('response', all), assess('product', all), reconcile());
    expect(found(told)).toMatchObject({
      severity: { is: 'critical' },
      cvss: { score: 9.8 },
      products: [vpn],
      reconciled: { words: 'compared' },
    });
    expect(states(told)).toEqual(states(newCase()));
  });

  test('need not repeat what stands for the case', () => {
    const told = after(
      newCase(),
      { type: 'SEVERITY', severity: 'critical', reason: 'a worm' },
      { type: 'CVSS', cvss: worst },
      { type: 'PRODUCTS', products: [vpn] },
      assess('response'),
      assess('product', { severity: 'important' }),
    );
    expect(found(told).assessments).toMatchObject({
      response: { ...all },
      product: { ...all, severity: 'important' },
    });
    expect(texts(told).at(-1)).toMatch(/the sides differ in severity$/);
  });

  test('must both be heard, and whatever they differ in must be chosen', () => {
    expect(unmet(newCase(), assess('response'))).toEqual(['isComplete']);
    const one = after(newCase(), assess('response', all));
    expect(unmet(one, reconcile())).toContain('areBothHeard');
    const both = after(one, assess('product', { ...all, severity: 'important', cvss: local }));
    expect(unmet(both, reconcile())).toEqual(['isChosen']);
    expect(unmet(both, reconcile({ severity: 'important' }))).toEqual(['isChosen']);
    expect(found(after(both, reconcile({ as: 'product' })))).toMatchObject({
      severity: { is: 'important' },
      cvss: { score: 8.4 },
    });
    expect(found(after(both, reconcile({ as: 'product', cvss: worst })))).toMatchObject({
      severity: { is: 'important' },
      cvss: { score: 9.8 },
    });
  });

  test('take what was changed for the case since then, and nothing that was said before them', () => {
    const low: Said = { type: 'SEVERITY', severity: 'low', reason: 'guessed' };
    const both = [assess('response', all), assess('product', all)];
    expect(found(after(newCase(), low, ...both, reconcile())).severity?.is).toBe('critical');
    expect(found(after(newCase(), ...both, low, reconcile())).severity?.is).toBe('low');
    const differ = [assess('response', all), assess('product', { ...all, severity: 'important' })];
    expect(unmet(after(newCase(), low, ...differ), reconcile())).toEqual(['isChosen']);
    expect(found(after(newCase(), ...differ, low, reconcile())).severity?.is).toBe('low');
  });

  test('mean the same products in whatever order and case they are named', () => {
    const portal = { name: 'Portal', versions: ['1', '2'], isAffected: true };
    const other = [{ ...portal, name: 'portal', versions: ['2', '1'] }, vpn];
    const told = after(
      newCase(),
      assess('response', { ...all, products: [vpn, portal] }),
      assess('product', { ...all, products: other }),
    );
    expect(texts(told).at(-1)).not.toMatch(/differ/);
  });
});

describe('A case that is settled and signed off', () => {
  const settled = after(newCase(), assess('response', all), assess('product', all), reconcile());
  const signed = after(settled, { type: 'SIGN_OFF', note: 'reproduced' });

  test.each<[string, Said, { reconciled: boolean; signedOff: boolean }]>([
    ['another score', { type: 'CVSS', cvss: local }, { reconciled: false, signedOff: false }],
    [
      'another severity',
      { type: 'SEVERITY', severity: 'low', reason: 'no' },
      { reconciled: false, signedOff: false },
    ],
    [
      'a further product',
      { type: 'PRODUCTS', products: [{ ...vpn, name: 'Portal' }] },
      { reconciled: false, signedOff: false },
    ],
    [
      'one product fewer',
      { type: 'PRODUCT_REMOVED', name: 'contoso vpn' },
      { reconciled: false, signedOff: false },
    ],
    ['a new assessment', assess('product'), { reconciled: false, signedOff: false }],
    [
      'another weakness',
      { type: 'CWE', cwes: ['CWE-787'], isRemoval: false },
      { reconciled: true, signedOff: false },
    ],
    ['a new comparison', reconcile(), { reconciled: true, signedOff: false }],
    [
      'the same severity with a better reason',
      { type: 'SEVERITY', severity: 'critical', reason: 'it is a worm' },
      { reconciled: true, signedOff: true },
    ],
  ])('%s', (_what, event, still) => {
    const told = after(signed, event);
    const { reconciled = null, signedOff = null } = found(told);
    expect({ reconciled: reconciled !== null, signedOff: signedOff !== null }).toEqual(still);
    expect(/sign-off counts no longer/.test(texts(told).at(-1) ?? '')).toBe(!still.signedOff);
    expect(/reconciled again/.test(texts(told).at(-1) ?? '')).toBe(!still.reconciled);
  });

  test('is signed off once, and only after both agree', () => {
    expect(unmet(signed, { type: 'SIGN_OFF', note: '' })).toEqual(['isToSignOff']);
    expect(
      unmet(after(newCase(), assess('response', all)), { type: 'SIGN_OFF', note: '' }),
    ).toEqual(['isReconciled']);
  });
});

/** `Contoso VPN 4.2` or `not Contoso VPN 4.2`, after all that was said. */
function list(...said: Product[]): string[] {
  const told = after(
    newCase(),
    ...said.map((one): Said => ({ type: 'PRODUCTS', products: [one] })),
  );
  return (found(told).products ?? []).map(
    ({ name, versions, isAffected }) => `${isAffected ? '' : 'not '}${name} ${versions.join()}`,
  );
}

describe('The products of a case', () => {
  test('follow the last word, version by version', () => {
    expect(list(vpn, { ...vpn, versions: ['4.3'] })).toEqual(['Contoso VPN 4.2,4.3']);
    expect(
      list({ ...vpn, versions: ['4.2', '4.3'] }, { ...vpn, versions: ['4.3'], isAffected: false }),
    ).toEqual(['Contoso VPN 4.2', 'not Contoso VPN 4.3']);
    expect(list(vpn, { ...vpn, versions: [], isAffected: false })).toEqual(['not Contoso VPN ']);
    expect(list({ ...vpn, versions: [] }, { ...vpn, isAffected: false })).toEqual([
      'not Contoso VPN 4.2',
    ]);
  });
});

describe('The bug bar', () => {
  const worm = {
    pivot: 'server',
    threat: 'elevation',
    access: 'anonymous',
    interaction: 'none',
    scenario: 'default',
    extent: 'full',
  } as const;

  test.each([
    ['critical', {}],
    ['important', { scenario: 'specific' }],
    ['important', { access: 'authenticated' }],
    ['important', { interaction: 'extensive' }],
    ['important', { threat: 'denial' }],
    ['moderate', { threat: 'denial', extent: 'limited' }],
    ['low', { threat: 'denial', extent: 'limited', access: 'authenticated' }],
    ['important', { threat: 'disclosure' }],
    ['low', { threat: 'disclosure', extent: 'limited', scenario: 'specific' }],
    ['critical', { pivot: 'client' }],
    ['important', { pivot: 'client', interaction: 'prompt' }],
    ['important', { pivot: 'client', access: 'local' }],
    ['moderate', { pivot: 'client', threat: 'denial' }],
    ['moderate', { pivot: 'client', threat: 'spoofing', scenario: 'specific' }],
  ] as const)('proposes %s for %o', (severity, change) => {
    expect(bugBar({ ...worm, ...change })).toMatchObject({ proposed: severity, version: 1 });
  });
});
