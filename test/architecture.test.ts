// The dependency table of ARCHITECTURE.md holds. Called from here because the tool itself passes on nothing.
import type { ICruiseResult } from 'dependency-cruiser';
import { cruise } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { expect, test } from 'vitest';

test('every import follows the dependency table', async () => {
  const options = await extractDepcruiseOptions('./.dependency-cruiser.mjs');
  const { output } = await cruise(['src', 'machines', 'db'], options);
  const { modules, summary } = output as ICruiseResult;

  expect(
    modules.filter(({ source }) => /^(src|machines|db)\//.test(source)).length,
  ).toBeGreaterThan(150);
  const violations = summary.violations.map(
    ({ rule, from, to }) => `${rule.name}: ${from} → ${to}`,
  );
  expect(violations).toEqual([]);
});
