// Test passes: participants outside try the updates, findings block or are accepted, and the release waits.
import { describe, expect, test } from 'vitest';
import { loadIncident } from '#db/incidents.ts';
import { renderCard } from '#src/messages/cards.ts';
import { handleOf, plainText } from '#src/messages/rich.ts';
import { incidentView } from '#src/usecases/view.ts';
import { Core, tenant } from '../support/core.ts';
import { led, says } from './typed.ts';

function card(core: Core, incident: string, n: number): string {
  const row = loadIncident(core.store.db, incident);
  if (row === undefined) throw new Error(`no ${incident}`);
  const view = incidentView(core.store.db, row, tenant);
  return plainText(renderCard(`pass/${n}`, view, core.clock.now()), handleOf);
}

const opened = ['pass open March updates --updates=KB5001,KB5002 --until in 21d'] as const;
const running = [...opened, 'pass 1 invite Contoso, Fabrikam', 'pass 1 start'] as const;

describe('The release', () => {
  const toRelease = ['role open me', ...Array.from({ length: 3 }, () => 'advance --override test')];

  test('gets no go while a test pass is not settled', async () => {
    await using core = new Core();
    const incident = led(core);
    says(core, incident, ...running, 'pass 1 finding block Printing stops', ...toRelease);
    expect(says(core, incident, 'go')).toMatch(
      /The release waits.*test pass 1 \(March updates\): finding 1 blocks/s,
    );
    expect(says(core, incident, 'checklist')).toContain('no test pass that holds the release');

    says(core, incident, 'pass 1 resolve 1 fixed in build 12');
    expect(says(core, incident, 'go')).toContain('test pass 1 (March updates) is running');
    says(core, incident, 'pass 1 done');
    expect(says(core, incident, 'go')).toMatch(/go/i);
    expect(says(core, incident, 'guidance Install KB5001')).toContain('Released');
    expect(core.problems()).toEqual([]);
  });

  test('gets its go without a pass that was waived', async () => {
    await using core = new Core();
    const incident = led(core);
    says(core, incident, ...running, ...toRelease, 'pass 1 waive attacks are broad', 'go');

    expect(says(core, incident, 'guidance Install KB5001')).toContain('Released');
    expect(core.problems()).toEqual([]);
  });
});

describe('A test pass', () => {
  test('goes from planned over running to passed', async () => {
    await using core = new Core();
    const incident = led(core);
    expect(says(core, incident, ...opened)).toContain(
      'Test pass 1 (March updates): planned of KB5001, KB5002 until 2026-03-23',
    );
    expect(says(core, incident, 'pass 1 start')).toContain('Nobody takes part yet');
    expect(says(core, incident, 'pass 1 done')).toContain('It is started first');

    expect(says(core, incident, 'pass 1 invite Contoso, Fabrikam')).toContain('take part');
    expect(says(core, incident, 'pass 1 start')).toContain('Contoso, Fabrikam test');
    expect(says(core, incident, 'pass 1 done no regression')).toContain('passed: no regression');
    expect(card(core, incident, 1)).toContain('Participants: Contoso, Fabrikam');
    expect(core.problems()).toEqual([]);
  });

  test('is not passed while a finding blocks', async () => {
    await using core = new Core();
    const incident = led(core);
    says(
      core,
      incident,
      ...running,
      'pass 1 finding block Printing stops',
      'pass 1 finding accept An icon is blue',
    );
    expect(says(core, incident, 'pass 1 done')).toContain('Finding 1 blocks. Resolve it');
    expect(says(core, incident, 'pass 1 resolve 2 repainted')).toContain('no such finding');

    says(core, incident, 'pass 1 resolve 1 fixed in build 12');
    expect(says(core, incident, 'pass 1 done')).toContain('passed');
    says(core, incident, 'pass 1 finding block Now faxing stops');
    expect(card(core, incident, 1)).toMatch(/running[^]*Finding 3 blocks the release/);
    expect(core.problems()).toEqual([]);
  });

  test('is waived by somebody by name, with what still blocks', async () => {
    await using core = new Core();
    const incident = led(core);
    says(core, incident, ...running, 'pass 1 finding block Printing stops');
    says(core, incident, 'pass 1 waive attacks are broad');

    expect(card(core, incident, 1)).toMatch(/waived[^]*by @ada: attacks are broad/);
    expect(core.problems()).toEqual([]);
  });

  test('says when its time is over, once', async () => {
    await using core = new Core();
    const incident = led(core);
    says(core, incident, ...running);
    await core.later({ hours: 30 * 24 });

    const over = core.texts(incident).filter((text) => text.includes('its time is over'));
    expect(over).toEqual(['Test pass 1 (March updates): its time is over, and it is not done']);
    expect(core.problems()).toEqual([]);
  });

  test('tells participants nothing that is under embargo', async () => {
    await using core = new Core();
    const incident = led(core);
    says(
      core,
      incident,
      'case add Heap overflow in the parser --cve CVE-2026-1234',
      'case 1 affected Contoso VPN: 4.2',
      'embargo propose until 2026-04-01',
      'embargo accept',
    );

    expect(says(core, incident, 'pass open Fix of CVE-2026-1234')).toContain('under an embargo');
    expect(says(core, incident, 'pass open Contoso VPN 4.2.1')).toContain('planned');
    expect(core.problems()).toEqual([]);
  });

  test('moves with its incident', async () => {
    await using core = new Core();
    const [from, into] = [led(core), led(core)];
    says(core, from, ...running, `merge ${into} the same`);

    expect(card(core, into, 1)).toMatch(/Test pass 1 March updates · running/);
    expect(core.problems()).toEqual([]);
  });
});
