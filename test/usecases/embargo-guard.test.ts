// While a case is under an embargo, nothing that names it is said to people outside its incident: what is typed is
// refused with the words in question, and the incident's own title is withheld where everybody reads it.
import { expect, test } from 'vitest';
import { loadIncident } from '#db/incidents.ts';
import { handleOf, plainText } from '#src/messages/rich.ts';
import { renderDigest } from '#src/messages/digest.ts';
import { digestView } from '#src/usecases/digest-view.ts';
import { titleOutside } from '#src/usecases/embargo-guard.ts';
import { Core, tenant } from '../support/core.ts';
import { answerTo, led, says } from './typed.ts';

const held = [
  'case add Requests forged by the front end --cve CVE-2026-26855 --reporter "Orange Tsai"',
  'case 1 validate',
  'case 1 affected Mail Server: 2016, 2019',
  'embargo case 1 propose until 2027-01-12T18:00Z',
  'embargo case 1 accept',
];

test('A text for people outside that names an embargoed case is refused, and says which words and what to do', async () => {
  await using core = new Core();
  const incident = led(core);
  says(core, incident, ...held);
  for (const verb of ['sitrep --to stakeholders', 'holding', 'guidance']) {
    const answer = plainText(
      answerTo(core, incident, [`${verb} We fix cve 2026-26855 in MAIL SERVER`]),
      handleOf,
    );
    expect(answer).toContain('under an embargo');
    expect(answer).toContain('Case 1, until 2027-01-12 18:00 UTC: “CVE-2026-26855”, “Mail Server”');
    expect(answer).toContain('embargo case 1 end');
  }
  expect(says(core, incident, 'holding We look into a report')).toContain('Holding statement');
  expect(core.problems()).toEqual([]);
});

test('Once the embargo has ended the same words may be said', async () => {
  await using core = new Core();
  const incident = led(core);
  says(core, incident, ...held, 'fact public case 1');
  expect(says(core, incident, 'holding We fix CVE-2026-26855')).toContain('Holding statement');
});

test('The room itself may read everything', async () => {
  await using core = new Core();
  const incident = led(core);
  says(core, incident, ...held);
  expect(says(core, incident, 'sitrep Orange Tsai answers; CVE-2026-26855 reproduced')).toContain(
    'Sitrep',
  );
});

test('A title that names the case is withheld in the digest and on the announcement, until the embargo ends', async () => {
  await using core = new Core();
  const incident = led(core, { title: 'Attack on Mail Server' });
  await core.settle();
  says(core, incident, ...held);
  const row = () => {
    const found = loadIncident(core.store.db, incident);
    if (found === undefined) throw new Error(`no ${incident}`);
    return found;
  };
  const digest = () =>
    plainText(renderDigest(digestView(core.store.db, tenant), handleOf), handleOf);
  expect(titleOutside(core.store.db, row())).toContain('withheld');
  expect(digest()).not.toContain('Mail Server');
  says(core, incident, 'fact public case 1');
  expect(titleOutside(core.store.db, row())).toBe('Attack on Mail Server');
});
