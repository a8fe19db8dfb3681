// Imported threat data and the cases it speaks of: told once, to whom the incident belongs, and to nobody else.
import { describe, expect, test } from 'vitest';
import type { Store } from '#db/open.ts';
import { loadIncident } from '#db/incidents.ts';
import type { KevRow } from '#db/threat.ts';
import { exportIncident } from '#src/export/export.ts';
import { renderCaseCard } from '#src/messages/case-card.ts';
import { readRecord } from '#src/usecases/read-record.ts';
import { importEpss, importKev } from '#src/usecases/threat-import.ts';
import { takeUpThreats } from '#src/usecases/threat.ts';
import { incidentView } from '#src/usecases/view.ts';
import { about, Core, start, tenant, told } from '../support/core.ts';
import { led, says } from './typed.ts';

const cve = 'CVE-2026-1111';
const listing: KevRow = { cve, added: '2026-02-27', due: '2026-03-20', ransomware: true };
let versions = 0;

/** As `ssirp import kev` does beside the running bot. */
function kev(store: Store, rows: readonly KevRow[]): void {
  versions += 1;
  const version = String(versions);
  const imported = importKev(store, { version, publishedAt: start, importedAt: start }, rows);
  if (!imported.ok) throw new Error('too old');
}

function withCase(
  core: Core,
  input: Parameters<Core['declare']>[1] = {},
  ...typed: string[]
): string {
  const incident = led(core, input);
  says(core, incident, 'case add Heap overflow', ...typed);
  return incident;
}

/** As the running bot does when it notices that somebody else has written. */
function takeUp(core: Core): number {
  const cases = takeUpThreats(core.store, core.rules, core.clock.now());
  core.dispatcher.wake();
  return cases;
}

function card(core: Core, incident: string): string {
  const row = loadIncident(core.store.db, incident);
  if (row === undefined) throw new Error(`no ${incident}`);
  const { blocks } = renderCaseCard(incidentView(core.store.db, row, tenant), 1);
  return JSON.stringify(blocks);
}

const inKev = `Case 1 (Heap overflow): ${cve} is in CISA’s catalogue of known exploited vulnerabilities since 2026-02-27, to be mended by 2026-03-20; known to be used in ransomware campaigns`;

describe('A case whose CVE is in KEV', () => {
  test('is a fact of its incident once, when the catalogue is imported', async () => {
    await using core = new Core();
    const incident = withCase(core, {}, `case 1 cve ${cve}`);
    const had = core.texts(incident).length;
    kev(core.store, [listing, { ...listing, cve: 'CVE-2026-9999' }]);
    expect(takeUp(core)).toBe(1);
    const said = core.texts(incident).slice(had);
    expect(said.filter((text) => !text.startsWith('Clock'))).toEqual([
      inKev,
      'It is in CISA’s catalogue of known exploited vulnerabilities (KEV) (case 1)',
      'Case 1 (Heap overflow): attacks are observed: listed in KEV',
      'Attacks are observed: listed in KEV',
      expect.stringMatching(/^Level raised from 3 to 1 \(Critical\) by the facts: CISA lists it/),
    ]);
    expect(core.context(incident)).toMatchObject({
      level: 1,
      facts: { kev: '2026-02-27T00:00:00.000Z', attacks: '2026-02-27T00:00:00.000Z' },
    });
    expect(card(core, incident)).toContain(
      'listed 2026-02-27, to be mended by 2026-03-20, used in ransomware campaigns',
    );
    await core.settle();
    expect(core.port.taken.map(({ deed }) => told(deed)).join('\n')).toContain(inKev);

    const before = core.texts(incident).length;
    expect(takeUp(core)).toBe(0);
    kev(core.store, [listing]);
    takeUp(core);
    expect(core.texts(incident)).toHaveLength(before);
    expect(core.problems()).toEqual([]);
  });

  test('is told so when the CVE is assigned or comes with the case', async () => {
    await using core = new Core();
    kev(core.store, [listing]);
    const incident = withCase(core);
    expect(says(core, incident, `case 1 cve ${cve}`)).toContain(inKev);
    const other = core.declare('ada');
    expect(says(core, other, `case add Heap overflow --cve ${cve}`)).toContain(inKev);
    expect(core.context(other).facts.kev).toBe('2026-02-27T00:00:00.000Z');
    expect(core.problems()).toEqual([]);
  });

  test('hears of a new date, but it is no new fact', async () => {
    await using core = new Core();
    kev(core.store, [{ ...listing, ransomware: false }]);
    const incident = withCase(core, {}, `case 1 cve ${cve}`);
    const had = core.texts(incident).length;
    kev(core.store, [listing]);
    takeUp(core);
    expect(core.texts(incident).slice(had)).toEqual([
      inKev.replace(cve, `CISA has changed its entry: ${cve}`),
    ]);
  });

  test('under embargo: whether attacks end it is for people to decide', async () => {
    await using core = new Core();
    const incident = withCase(
      core,
      {},
      `case 1 cve ${cve}`,
      'embargo propose until in 9d',
      'embargo accept',
    );
    kev(core.store, [listing]);
    takeUp(core);
    expect(card(core, incident)).toMatch(/End embargo/);
    expect(core.texts(incident).join('\n')).toMatch(
      /Decide: end the embargo of case 1, because attacks are observed/,
    );
  });

  test('in a drill hears nothing of the real world', async () => {
    await using core = new Core();
    const incident = withCase(core, { drill: true }, `case 1 cve ${cve}`);
    kev(core.store, [listing]);
    importEpss(core.store, { version: 'v1', publishedAt: start, importedAt: start }, [
      { cve, score: 0.9, percentile: 0.99 },
    ]);
    expect(takeUp(core)).toBe(0);
    says(core, incident, 'case add Another --cve CVE-2026-2222', `case 2 cve ${cve}`);
    expect(core.context(incident).facts.kev ?? null).toBeNull();
    expect(card(core, incident)).not.toContain('EPSS');
  });

  test('of a private incident leaks nothing of it', async () => {
    await using core = new Core();
    const incident = withCase(core, { visibility: 'private' }, `case 1 cve ${cve}`);
    await core.settle();
    const before = core.port.taken.length;
    kev(core.store, [listing]);
    takeUp(core);
    await core.settle();
    const sent = core.port.taken.slice(before).map(({ deed }) => deed);
    const outside = sent.filter(
      (deed) => (deed.kind === 'post' && deed.to === null) || deed.kind === 'topic',
    );
    expect(outside.map(told).join('\n')).not.toMatch(/CVE|KEV|Heap|Case/);
    expect(sent.map(told).join('\n')).toContain(inKev);
    expect(core.texts(incident).join('\n')).toContain(inKev);
  });

  test('goes to an incident that more people see without a word of it', async () => {
    await using core = new Core();
    const target = withCase(core);
    const incident = withCase(core, { visibility: 'private' }, `case 1 cve ${cve}`);
    kev(core.store, [listing]);
    takeUp(core);
    core.done('ada', about(incident, { verb: 'merge', into: target, reason: 'one attack' }));
    const row = loadIncident(core.store.db, target);
    if (row === undefined) throw new Error(`no ${target}`);
    const [, moved] = incidentView(core.store.db, row, tenant).cases;
    expect(JSON.stringify(moved)).not.toMatch(/CVE-|ransomware":true/);
    expect(core.texts(target).join('\n')).not.toContain(cve);
    expect(core.problems()).toEqual([]);
  });

  test('of an incident that is closed is on its record', async () => {
    await using core = new Core();
    const incident = withCase(core, {}, `case 1 cve ${cve}`, 'stand-down a false alarm');
    kev(core.store, [listing]);
    takeUp(core);
    expect(core.texts(incident)).toContain(inKev);
    expect(core.context(incident).facts.kev ?? null).toBeNull();
    expect(core.problems()).toEqual([]);
  });
});

test('A score is shown on the card of its case and decides nothing', async () => {
  await using core = new Core();
  const incident = withCase(core, {}, `case 1 cve ${cve}`);
  const feed = { version: 'v2025.03.14', publishedAt: start, importedAt: start };
  await core.settle();
  importEpss(core.store, feed, [{ cve, score: 0.91234, percentile: 0.99871 }]);
  const before = core.port.taken.length;
  const had = core.texts(incident).length;
  expect(takeUp(core)).toBe(1);
  await core.settle();

  expect(core.port.taken.slice(before).map(({ deed }) => deed.kind)).toEqual(['update']);
  expect(card(core, incident)).toContain(
    '91.2 % likely to be exploited within 30 days, likelier than 99.8 % of all CVEs',
  );
  expect(core.texts(incident)).toHaveLength(had);

  const row = loadIncident(core.store.db, incident);
  if (row === undefined) throw new Error(`no ${incident}`);
  const record = readRecord(core.store.db, row);
  const { chunks } = exportIncident('md', { ...record, exportedAt: start, zones: [] });
  expect([...chunks].join('')).toContain('EPSS: 91.2 % likely to be exploited within 30 days');
});
