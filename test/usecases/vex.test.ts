// What is said of products for VEX: still looked at, or not affected for a reason that programs know.
import { expect, test } from 'vitest';
import { loadPart } from '#db/parts.ts';
import { standingVex } from '#machines/vex.ts';
import { parse } from '#src/commands/parse.ts';
import { handleOf, plainText } from '#src/messages/rich.ts';
import { Core } from '../support/core.ts';
import { answerTo, led } from './typed.ts';

function says(core: Core, incident: string, ...typed: string[]): string {
  return plainText(answerTo(core, incident, typed), handleOf);
}

function withCase(core: Core): string {
  const incident = led(core, { title: 'Hole' });
  says(core, incident, 'case add Heap overflow', 'case 1 validate', 'case 1 accept');
  return incident;
}

const said = (core: Core, incident: string) =>
  standingVex(loadPart(core.store.db, incident, 'case', 1)?.snapshot.context.investigation ?? {});

test('A product is under investigation until it is on the list of products', async () => {
  await using core = new Core();
  const incident = withCase(core);

  says(core, incident, 'case 1 vex under-investigation Contoso VPN: 4.2, 4.3');
  expect(said(core, incident)).toEqual([
    { product: 'Contoso VPN', versions: ['4.2', '4.3'], says: 'under_investigation' },
  ]);
  expect(says(core, incident, 'case show 1')).toContain(
    'Contoso VPN: 4.2, 4.3 (under investigation)',
  );

  says(core, incident, 'case 1 affected contoso vpn: 4.2');
  expect(said(core, incident)).toEqual([]);
  expect(says(core, incident, 'case 1 vex under-investigation Contoso VPN')).toMatch(
    /on its list already.*case 1 affected remove/,
  );

  says(core, incident, 'case 1 affected remove Contoso VPN');
  expect(said(core, incident)).toEqual([]);
  expect(core.problems()).toEqual([]);
});

test('Why a product is not affected is said of one that is not', async () => {
  await using core = new Core();
  const incident = withCase(core);
  const why = 'case 1 vex vulnerable-code-not-present Portal';

  expect(says(core, incident, why)).toMatch(/case 1 not-affected <product>.* comes first/);
  says(core, incident, 'case 1 not-affected Portal', why);
  expect(core.texts(incident).at(-1)).toMatch(
    /Portal is not affected: vulnerable code not present/,
  );
  expect(says(core, incident, why)).toMatch(/said of the product already/);
  expect(parse(`${why}: 4`, { now: core.clock.now(), zone: 'UTC' })).toMatchObject({
    error: { problem: expect.stringContaining('leave the versions out') as string },
  });

  // The list of products has the last word.
  says(core, incident, 'case 1 affected Portal');
  expect(said(core, incident)).toEqual([]);
  expect(core.problems()).toEqual([]);
});
