// CVSS vectors as people paste them: what they score, and what is said of those that are wrong.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ScoredVector } from '#src/shared/cvss.ts';
import { readCvss } from '#src/shared/cvss.ts';

function read(written: string): ScoredVector {
  const result = readCvss(written);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

const worst = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const worst4 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N';

describe('A CVSS vector', () => {
  test.each([
    [worst, '3.1', 9.8, 9.8, 'critical'],
    [`${worst}/E:U`, '3.1', 9, 9.8, 'critical'],
    ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:N', '3.0', 8.6, 8.6, 'high'],
    ['CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N', '3.1', 1.6, 1.6, 'low'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', '3.1', 0, 0, 'none'],
    [worst4, '4.0', 9.3, 9.3, 'critical'],
    [`${worst4}/E:U`, '4.0', 8.1, 9.3, 'high'],
    ['AV:L/AC:H/Au:M/C:N/I:N/A:C', '2.0', 3.7, 3.7, 'low'],
    ['AV:N/AC:L/Au:N/C:C/I:C/A:C', '2.0', 10, 10, 'high'],
  ])('%s scores as its standard says', (vector, version, score, base, severity) => {
    expect(read(vector)).toEqual({ version, vector, score, base, severity });
  });

  test('is read in any case and order, and written as the standard does', () => {
    expect(read(' cvss:3.1/c:h/i:h/a:h/av:n/ac:l/pr:n/ui:n/s:u/e:x ')).toMatchObject({
      vector: worst,
    });
    expect(read('(AV:N/AC:L/Au:N/C:C/I:C/A:C)')).toMatchObject({
      vector: 'AV:N/AC:L/Au:N/C:C/I:C/A:C',
    });
    expect(read(`${worst4}/AU:Y/CR:H/E:P`)).toMatchObject({
      vector: `${worst4}/E:P/CR:H/AU:Y`,
    });
  });

  test.each([
    ['critical', /begins with CVSS:4.0\/ or CVSS:3.1\//],
    ['', /begins with/],
    ['CVSS:5.0/AV:N', /CVSS 5.0 is not known/],
    ['CVSS:3.1/AV:N/AC:Q/PR:N/UI:N/S:U/C:H/I:H/A:H', /^AC takes L or H, not “Q”/],
    ['CVSS:3.1/AV:N/AC:L/UI:N/S:U/C:H/I:H', /lacks PR, A\.$/],
    [`${worst}/ZZ:1`, /“ZZ:1” is no metric of CVSS 3.1/],
    [`${worst}/AV:L`, /AV stands in the vector twice/],
    [worst.replace('AV:N', 'AV:X'), /^AV takes N, A, L or P, not “X”/],
    [worst4.replace('SI:N', 'SI:S'), /^SI takes H, L or N, not “S”/],
    [`${worst}/`, /“” is no metric/],
  ])('“%s” is refused with what is wrong in it', (vector, problem) => {
    const result = readCvss(vector);
    expect(result.ok ? '' : result.error).toMatch(problem);
  });
});

const data = new URL('../../../shared/data/cvss/', import.meta.url);

describe.skipIf(!existsSync(data))('The published vectors (../shared/data/cvss)', () => {
  test.each([
    'vectors_simple2',
    'vectors_simple3',
    'vectors_simple31',
    'vectors_calculator3',
    'vectors_simple4',
    'vectors_security4',
    'vectors_supplemental4',
    'vectors_threat4',
  ])('of %s score as they should', (file) => {
    const wrong = readFileSync(new URL(file, data), 'utf8')
      .split('\n')
      .flatMap((line) => {
        const [vector = '', scores = ''] = line.split(' - ');
        const numbers = (scores.match(/-?\d+\.\d+/g) ?? []).map((score) => Math.abs(Number(score)));
        if (vector === '') return [];
        const scored = readCvss(vector);
        const [base = NaN, temporal = base, environmental = base] = numbers;
        // Version 3.1 would score the modified metrics by another formula, though none of them is there.
        const expected = /\/(M|[CIA]R:)/.test(vector) ? environmental : temporal;
        const isRight =
          scored.ok &&
          (scored.value.version === '4.0'
            ? scored.value.score === base
            : scored.value.base === base && scored.value.score === expected);
        return isRight ? [] : [`${line}: ${JSON.stringify(scored)}`];
      });
    expect(wrong).toEqual([]);
  });
});
