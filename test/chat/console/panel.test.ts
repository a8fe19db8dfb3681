// What stands beside an incident's channel, as the page is told it.
import { expect, test } from 'vitest';
import { panelState } from '#src/chat/console/panel.ts';
import { Situation } from '../../messages/situation.ts';

test('each case stands with its report, embargo and what the world knows', () => {
  const situation = new Situation();
  situation.case(
    { title: 'Nested frobs', cve: 'CVE-2026-1111' },
    { type: 'VALIDATE' },
    { type: 'ACCEPT' },
    { type: 'PROPOSE_EMBARGO', until: '2027-01-01T00:00:00.000Z' },
    { type: 'ACCEPT_EMBARGO' },
  );
  situation.case(
    { title: 'Frobs again' },
    { type: 'INVALIDATE', reason: 'no' },
    { type: 'CLOSE', reason: '' },
  );

  expect(panelState({ incident: situation.view, entries: [], timers: [] }).cases).toEqual([
    {
      n: 1,
      title: 'Nested frobs',
      cve: 'CVE-2026-1111',
      closed: false,
      standing: ['accepted', 'embargo in force', 'vendor aware'],
    },
    {
      n: 2,
      title: 'Frobs again',
      cve: null,
      closed: true,
      standing: ['closed', 'no embargo', 'vendor aware'],
    },
  ]);
});

test('what waits for a second person says until when it stands; what is decided is gone', () => {
  const situation = new Situation()
    .approval({ words: 'close the incident' })
    .approval({ words: 'end the embargo' }, { type: 'DECLINE', reason: 'no' });

  const { approvals } = panelState({ incident: situation.view, entries: [], timers: [] });
  expect(approvals).toEqual([
    {
      n: 1,
      words: 'close the incident',
      proposedBy: 'UBOB',
      expiresAt: '2027-01-01T00:00:00.000Z',
    },
  ]);
});

test('a clock without a due time says what it waits for', () => {
  const situation = new Situation().clock(
    { obligation: 'finalReport' },
    { type: 'APPLIES', since: null, reason: '' },
  );

  expect(panelState({ incident: situation.view, entries: [], timers: [] }).waits).toEqual([
    {
      label: 'CRA final report',
      until: '14 d once a corrective or mitigating measure is available to users',
    },
  ]);
});
