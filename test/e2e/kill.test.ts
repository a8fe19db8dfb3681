import { expect, test } from 'vitest';
import { playShortIncident } from './short-incident.ts';
test('x', async () => {
  const a = await playShortIncident({});
  console.log(JSON.stringify(a, null, 1));
});
