// What may be logged of an error: nothing that could quote an incident.
import { expect, test } from 'vitest';
import { errorFacts } from '#src/shared/log.ts';

test('An error is logged by kind, code and place, never by its message', () => {
  const error = Object.assign(
    new TypeError('Secret hole in Spooler\n    at line two of the title'),
    { code: 'ENOENT' },
  );

  const facts = errorFacts(error);

  expect(facts).toMatchObject({ error: 'TypeError', code: 'ENOENT' });
  expect(JSON.stringify(facts)).not.toMatch(/Secret|Spooler|title/);
});

test('What was thrown but is no error is logged by its type', () => {
  expect(errorFacts('Secret hole')).toEqual({ error: 'string' });
});
