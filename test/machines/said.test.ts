import { expect, test } from 'vitest';
import { saidIn } from '#machines/said.ts';

const at = '2026-03-02T10:00:00.000Z';
const told = (kind: string, text: string, data: Record<string, unknown> = {}) => ({
  seq: 1,
  kind,
  text,
  data,
  occurredAt: at,
  actor: 'ada',
});

/** To whom, what and in which words. */
const lines = (...entries: ReturnType<typeof told>[]): string[] =>
  saidIn(entries.map((entry, index) => ({ ...entry, seq: index + 1 }))).map(
    ({ to, what, text, approvedBy }) => [to, what, text, ...approvedBy].join(' | '),
  );

test('whatever leaves the room is a statement of record', () => {
  expect(
    lines(
      told('holding', 'Holding statement: We look'),
      told('stakeholderSitrep', 'Sitrep for stakeholders: All is well'),
      told('document.published', 'Document 1 (bulletin SB26-001): version 1.0 is published: out', {
        document: 'bulletin',
        id: 'SB26-001',
        version: '1.0',
      }),
      told('train.notice', 'Booking 1 (…): two bulletins', { text: 'Advance notice: two' }),
      told('package.offered', 'Package 2 (Contoso): offered to a@contoso.example', {
        n: 2,
        partner: 'contoso',
      }),
      told('clock.filed', 'Clock 1 (CRA early warning): done: SRP-17', {
        regime: 'cra',
        obligation: 'earlyWarning',
      }),
      told('clock.filed', 'Clock 2 (answer to the reporter): done', {
        regime: 'reporter',
        obligation: 'answer',
      }),
      told('released', 'Released, customer guidance is out: Install it', { approvedBy: 'ben' }),
    ),
  ).toEqual([
    'the public | holding statement | We look',
    'our organization | sitrep for stakeholders | All is well',
    'the public | bulletin SB26-001, version 1.0 | version 1.0 is published: out',
    'customers | advance notice of a release | Advance notice: two',
    'partner contoso | package 2 | offered to a@contoso.example',
    'regulators | cra earlyWarning | done: SRP-17',
    'the reporter | reporter answer | done',
    'the public | release, with customer guidance | Install it | ben',
  ]);
});

test('what stays in the room, and our own deadline for guidance, is none', () => {
  expect(
    lines(
      told('sitrep', 'Sitrep: x'),
      told('note', 'Note: x'),
      told('clock.filed', 'Clock 3 (first public guidance): done', { regime: 'guidance' }),
    ),
  ).toEqual([]);
});
