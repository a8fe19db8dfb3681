// What is told outside the room: drafted from the record with what is withheld, told only to whom its label allows,
// approved by two where it leaves the house, and on the record with who approved it.
import { describe, expect, test } from 'vitest';
import type { Playbook } from '#machines/playbook.ts';
import type { StatementContext } from '#machines/statement-types.ts';
import { loadIncident } from '#db/incidents.ts';
import { renderCard } from '#src/messages/cards.ts';
import { handleOf, plainText } from '#src/messages/rich.ts';
import { incidentView } from '#src/usecases/view.ts';
import { Core, id, tenant } from '../support/core.ts';
import { answerTo, led, says } from './typed.ts';

/** What is said to the world needs two. */
const playbook: Playbook = {
  name: 'two',
  version: '1',
  tasks: [],
  approvals: { disclosure: [1, 2, 3, 4] },
};

const saysAs = (by: string, core: Core, incident: string, ...typed: string[]): string =>
  answerTo(core, incident, typed, by).summary;

function statement(core: Core, incident: string, n: number): StatementContext & { state: string } {
  const row = loadIncident(core.store.db, incident);
  if (row === undefined) throw new Error(`no ${incident}`);
  const part = incidentView(core.store.db, row, tenant).parts.find(
    (one) => one.kind === 'statement' && one.n === n,
  );
  if (part?.kind !== 'statement') throw new Error(`no statement ${n}`);
  return { ...part.snapshot.context, state: part.state };
}

function card(core: Core, incident: string, n: number): string {
  const row = loadIncident(core.store.db, incident);
  if (row === undefined) throw new Error(`no ${incident}`);
  const view = incidentView(core.store.db, row, tenant);
  return plainText(renderCard(`statement/${n}`, view, core.clock.now()), handleOf);
}

/** Led by Ada, with Ben as comms lead who may approve. */
function staffed(core: Core, input: Parameters<typeof led>[1] = {}): string {
  const incident = led(core, { level: 2, ...input });
  saysAs('ben', core, incident, 'role comms_lead me');
  return incident;
}

const known = [
  'brief Attackers read mailboxes by the parser',
  'tlp AMBER',
  'case add Heap overflow in the parser --cve CVE-2026-1234',
  'case 1 validate',
  'case 1 affected Contoso VPN: 4.2',
  'case 1 mitigation add Turn the parser off',
] as const;

const embargoed = ['embargo propose until 2026-04-01', 'embargo accept'] as const;

describe('A statement', () => {
  test('is drafted from the record for its audience', async () => {
    await using core = new Core({ playbook });
    const incident = staffed(core);
    says(core, incident, ...known, 'fact attacks two customers', 'statement guidance');
    const { text, tlp, audience, state } = statement(core, incident, 1);

    expect(text).toContain('We found CVE-2026-1234 in Contoso VPN 4.2.');
    expect(text).toContain('We are aware of limited, targeted attacks.');
    expect(text).toContain('- Turn the parser off');
    expect([tlp, audience, state]).toEqual(['AMBER', 'customers', 'draft']);
    says(core, incident, 'statement executive-brief');
    expect(statement(core, incident, 2).text).toMatch(
      /level 2 \(High\)[^]*Attackers read mailboxes[^]*Case 1 \(CVE-2026-1234\): Heap overflow/,
    );
    expect(core.problems()).toEqual([]);
  });

  test('withholds from outsiders what is under embargo, and says so', async () => {
    await using core = new Core({ playbook });
    const incident = staffed(core);
    says(core, incident, ...known, ...embargoed, 'statement holding', 'statement press-line');
    for (const n of [1, 2])
      expect(statement(core, incident, n).text).not.toMatch(/CVE|Contoso|parser/i);

    expect(card(core, incident, 1)).toMatch(
      /The draft withholds:[^]*case 1, with its products and measures: under embargo until 2026-04-01/,
    );
    says(core, incident, 'statement executive-brief');
    expect(statement(core, incident, 3).text).toContain('embargo until 2026-04-01');
    expect(core.problems()).toEqual([]);
  });

  test('does not go to outsiders with a word of an embargoed case, whoever wrote it', async () => {
    await using core = new Core({ playbook });
    const incident = staffed(core);
    says(core, incident, ...known, ...embargoed, 'statement holding --tlp CLEAR');
    const refusals = ['CVE-2026-1234 is bad', 'See cve-2026-1234.', 'A contoso  VPN is broken'].map(
      (text) => says(core, incident, `statement 1 write ${text}`, 'statement 1 approve'),
    );

    for (const refusal of refusals) expect(refusal).toContain('embargo case 1 end');
    expect(
      says(core, incident, 'statement 1 write A product of ours is hit', 'statement 1 approve'),
    ).toContain('approved for the public');
    expect(core.problems()).toEqual([]);
  });

  test('goes only where its label lets people read', async () => {
    await using core = new Core({ playbook });
    const incident = staffed(core);
    says(core, incident, 'tlp AMBER+STRICT', 'statement holding');

    expect(says(core, incident, 'statement 1 approve')).toContain(
      'TLP:AMBER+STRICT is within our organization only, for those who need to know; the public may read TLP:CLEAR',
    );
    says(core, incident, 'statement 1 tlp CLEAR');
    expect(says(core, incident, 'statement 1 sent')).toContain('approved before it is told');
    says(core, incident, 'statement 1 approve');
    expect(statement(core, incident, 1).state).toBe('approved');
    says(core, incident, 'statement 1 tlp GREEN');
    expect(statement(core, incident, 1).state).toBe('draft');
    expect(core.problems()).toEqual([]);
  });

  test('for the outside is approved by two, who approve these very words', async () => {
    await using core = new Core({ playbook });
    const incident = staffed(core);
    says(core, incident, 'tlp CLEAR', 'statement guidance Update now', 'statement 1 approve');
    expect(statement(core, incident, 1).state).toBe('draft');
    says(core, incident, 'statement 1 write Update today');
    saysAs('ben', core, incident, 'approve 1');

    expect(statement(core, incident, 1).state).toBe('draft');
    says(core, incident, 'statement 1 approve');
    saysAs('ben', core, incident, 'approve 2');
    expect(statement(core, incident, 1)).toMatchObject({
      state: 'approved',
      approved: { by: id('ada'), with: id('ben') },
    });
    expect(core.problems()).toEqual([]);
  });

  test('of the holding kind needs one person, and is the incident’s own once it is told', async () => {
    await using core = new Core({ playbook });
    const incident = staffed(core);
    says(core, incident, 'statement holding --tlp CLEAR', 'statement 1 approve');
    expect(says(core, incident, 'statement 1 sent the security blog')).toContain(
      'sent to the public (the security blog)',
    );
    const again = says(core, incident, 'statement 1 sent the security blog');
    expect(again).toContain('told already');
    expect(again).toContain('statement 1 sent <to whom>');
    expect(says(core, incident, 'statement 1 sent the newspaper')).toContain('(the newspaper)');

    expect(
      core.texts(incident).filter((text) => text.startsWith('Holding statement')),
    ).toHaveLength(1);
    expect(says(core, incident, 'statement 1 write More')).toContain('What was told stays');
    expect(core.problems()).toEqual([]);
  });

  test('for a regulator has the fields of its clock, and files it with the reference', async () => {
    await using core = new Core({ playbook });
    const incident = staffed(core);
    says(core, incident, ...known, 'fact attacks', 'clock cra applies');
    expect(says(core, incident, 'statement regulator')).toContain('statement regulator 2');
    says(core, incident, 'statement regulator 2');
    const { text } = statement(core, incident, 1);

    expect(text).toContain('## Product\nContoso VPN 4.2');
    expect(says(core, incident, 'statement 1 approve')).toContain('Member States in which');
    says(
      core,
      incident,
      `statement 1 write ${text.replaceAll('(to be written by a person)', 'DE')}`,
    );
    expect(plainText(answerTo(core, incident, ['statement 1 fields']), handleOf)).toContain(
      '"Product":"Contoso VPN 4.2"',
    );
    says(core, incident, 'statement 1 approve');
    saysAs('ben', core, incident, 'approve 1', 'statement 1 sent SRP-17');
    expect(core.texts(incident)).toContainEqual(
      expect.stringMatching(/^Clock 2 \(CRA early warning\): done.*SRP-17/),
    );
    expect(core.problems()).toEqual([]);
  });

  test('of a drill is marked, and practised only', async () => {
    await using core = new Core({ playbook });
    const incident = staffed(core, { drill: true });
    says(core, incident, 'statement holding --tlp CLEAR', 'statement 1 approve');

    expect(statement(core, incident, 1).text).toMatch(/^DRILL/);
    expect(says(core, incident, 'statement 1 sent')).toContain(
      'DRILL. Statement 1 (holding): practised, and nobody outside was told',
    );
    expect(core.problems()).toEqual([]);
  });
});

test('The record is exported for people only if the label of the incident lets them read it', async () => {
  await using core = new Core({ playbook });
  const incident = staffed(core);
  says(core, incident, 'tlp AMBER+STRICT');

  expect(says(core, incident, 'export md --for partners')).toContain(
    'TLP:AMBER+STRICT is within our organization only',
  );
  expect(says(core, incident, 'export md --for executives')).toContain('exported as md');
  expect(core.problems()).toEqual([]);
});

describe('What was told', () => {
  test('is listed with audience, words, and who approved it', async () => {
    await using core = new Core({ playbook });
    const incident = staffed(core);
    expect(says(core, incident, 'said')).toContain('Nobody outside the room was told anything');
    says(
      core,
      incident,
      'holding We look into it',
      'statement press-line --tlp CLEAR We are on it',
      'statement 1 approve',
    );
    saysAs('ben', core, incident, 'approve 1', 'statement 1 copied the wire');
    says(core, incident, 'guidance Block port 443');
    saysAs('ben', core, incident, 'approve 2');

    const shown = plainText(answerTo(core, incident, ['said']), handleOf);
    expect(shown).toMatch(/the public, holding statement, by @ada: We look into it/);
    expect(shown).toMatch(
      /the press, statement 1 \(press-line\), by @ben, approved by @ada, @ben: We are on it/,
    );
    expect(shown).toMatch(/the public, customer guidance, by @ada, approved by @ben/);
    expect(core.problems()).toEqual([]);
  });

  test('once as a statement is not listed twice', async () => {
    await using core = new Core({ playbook });
    const incident = staffed(core);
    says(
      core,
      incident,
      'statement holding --tlp CLEAR We look',
      'statement 1 approve',
      'statement 1 sent',
    );

    expect(says(core, incident, 'said')).toContain('1 statement of record');
    expect(core.problems()).toEqual([]);
  });
});
