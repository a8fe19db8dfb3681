import { describe, expect, test } from 'vitest';
import { labelsFor, mayRead, tlpLabels, whyNot } from '#machines/audiences.ts';
import { audiences } from '#machines/incident-types.ts';
import { whyNotOutside } from '#machines/outside.ts';

describe('a label of TLP 2.0 says who may read', () => {
  test.each([
    ['RED', 'responders'],
    ['AMBER+STRICT', 'responders executives organization'],
    ['AMBER', 'responders executives organization partners customers regulators'],
    ['GREEN', 'responders executives organization partners customers regulators'],
    ['CLEAR', audiences.join(' ')],
  ] as const)('TLP:%s: %s', (label, readers) => {
    expect(audiences.filter((audience) => mayRead(label, audience)).join(' ')).toBe(readers);
  });

  test('whoever may read a label may read every laxer one', () => {
    for (const audience of audiences) {
      const labels = labelsFor(audience);

      expect(labels).toEqual(tlpLabels.slice(tlpLabels.length - labels.length));
    }
  });
});

describe('why a text may not go somewhere', () => {
  test('says what the label means and which labels would do', () => {
    expect(whyNot('AMBER+STRICT', 'partners')).toBe(
      'TLP:AMBER+STRICT is within our organization only, for those who need to know; partners may read TLP:AMBER, TLP:GREEN or TLP:CLEAR',
    );
    expect(whyNot('GREEN', 'press')).toBe(
      'TLP:GREEN is within the community, never where the public can read it; the press may read TLP:CLEAR',
    );
  });

  test('is nothing where the label lets it', () => {
    for (const audience of audiences) expect(whyNot('CLEAR', audience)).toBeNull();
  });

  test('without a label it goes to nobody but the responders', () => {
    expect(whyNot(null, 'responders')).toBeNull();
    expect(whyNot(null, 'customers')).toBe(
      'it has no TLP label yet; customers may read TLP:AMBER, TLP:GREEN or TLP:CLEAR',
    );
  });
});

test('a label that keeps our own organization out keeps an open incident out of the announcements', () => {
  const outside = tlpLabels.filter((tlp) => whyNotOutside({ visibility: 'open', tlp }) !== null);

  expect(outside).toEqual(['RED']);
  expect(whyNotOutside({ visibility: 'open', tlp: null })).toBeNull();
  expect(whyNotOutside({ visibility: 'private', tlp: 'CLEAR' })).toBe('visibility');
});
