// Incidents that the export tests tell: one that went through everything, one that has only begun.
import { bugBar } from '#machines/bug-bar.ts';
import { ada, alan, grace, TestRecord } from './record.ts';

const outside = { followUpsNotOwned: [] };

const worm = {
  pivot: 'server',
  threat: 'elevation',
  access: 'anonymous',
  interaction: 'none',
  scenario: 'default',
  extent: 'full',
} as const;
const scored = {
  version: '3.1',
  vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U',
  score: 9,
  base: 9.8,
  severity: 'critical',
} as const;
const frobs = [
  { name: 'Frob|nicator', versions: ['4.0', '4.2'], isAffected: true },
  { name: 'Frobnicator', versions: ['5'], isAffected: false },
];
const asItStands = { severity: null, cvss: null, products: null } as const;

/** Declared at level 3, raised to 2, overridden, released, the fix failed, released again, closed after review. */
export function longIncident(): TestRecord {
  const record = new TestRecord();
  record
    .does('ssirp', {
      type: 'CHANNEL_OPENED',
      name: 'inc-2026-0001-frobnicator',
      conversation: 'C1',
      url: 'https://chat.example/C1?a=1&b=2',
    })
    .adds('ssirp', { text: 'Set up the bridge', role: 'crisis_lead' })
    .adds('ssirp', { text: 'Reproduce the report on a clean build', role: 'engineering_lead' })
    .adds('ssirp', { text: 'Draft the holding statement', role: 'comms_lead' })
    .at('14:04')
    .does(ada, { type: 'ROLE_ASSIGNED', role: 'crisis_lead', person: ada })
    .task(1, ada, { type: 'ASSIGN', to: ada })
    .at('14:10')
    .does(ada, { type: 'ROLE_ASSIGNED', role: 'engineering_lead', person: grace })
    .at('14:20')
    .task(1, ada, { type: 'DONE', note: '' })
    .at('14:30')
    .task(2, 'ssirp', { type: 'ACK_OVERDUE', deputy: null, lead: ada })
    .at('14:40')
    .does('ssirp', { type: 'ROLE_UNACKNOWLEDGED', role: 'engineering_lead' })
    .at('14:44')
    .does(grace, { type: 'ROLE_ASSIGNED', role: 'engineering_lead', person: grace })
    .task(2, grace, { type: 'ACK' })
    .at('14:50')
    .does(alan, { type: 'ROLE_ASSIGNED', role: 'comms_lead', person: alan })
    .does(ada, {
      type: 'BRIEF',
      text: 'A reporter showed code execution through a crafted frob file.',
    })
    .does(ada, { type: 'TLP', label: 'AMBER' })
    .does(ada, { type: 'ADVANCE', outside })
    .adds('ssirp', { text: 'Rate the vulnerability with CVSS and SSVC', role: 'case_manager' })
    .at('15:30')
    .does(ada, { type: 'SCOPE', text: 'Frobnicator 4 and later on every platform' })
    .does(ada, { type: 'AFFECTED', products: ['Frobnicator 4.2', 'Frobnicator Cloud'] })
    .task(3, alan, { type: 'DONE', note: 'posted' })
    .does(alan, { type: 'HOLDING', text: 'We are aware of a report and investigate.' })
    .at('16:00')
    .does(ada, {
      type: 'FACT',
      fact: 'attacks',
      occurredAt: '2026-03-02T11:30:00.000Z',
      text: 'seen by a customer, limited and targeted',
    })
    .does(ada, { type: 'LEVEL', level: 2, reason: 'attacks observed' })
    .at('17:10')
    .does('ssirp', { type: 'SITREP_OVERDUE' })
    .at('17:40')
    .does('ssirp', { type: 'SITREP_OVERDUE' })
    .at('17:55')
    .does(alan, { type: 'SITREP', text: 'Reproduced; a workaround is being tested.' })
    .does(grace, {
      type: 'NOTE',
      text: 'Workaround: disable the frob parser.\nTested on 4.2 and 4.3.',
      occurredAt: '2026-03-02T17:20:00.000Z',
      link: 'https://chat.example/m/17',
      author: null,
    })
    .does(ada, { type: 'MITIGATION', text: 'Disable the frob parser', exists: true })
    .does(ada, { type: 'DECIDE', remedy: 'fix', reason: 'the workaround breaks imports' })
    .task(4, grace, { type: 'WAIVE', reason: 'rated in the case tool' })
    .at('18:20')
    .does(ada, { type: 'ADVANCE', outside })
    .adds('ssirp', { text: 'Build and review the fix', role: 'engineering_lead' })
    .adds('ssirp', { text: 'Tell the partners', role: 'case_manager', assignee: alan })
    .at('19:00')
    .task(5, grace, { type: 'START' })
    .does(alan, { type: 'SITREP', text: 'Fix under way.' })
    .at('23:10')
    .does(grace, { type: 'FIX_BUILT', note: '' })
    .at('23:50')
    .does(grace, {
      type: 'FIX_FAILED',
      reason: 'the parser still reads past the end',
      rootCauseWrong: false,
    })
    .at('03-03 06:30')
    .does(grace, { type: 'FIX_READY', note: 'second build' })
    .task(5, grace, { type: 'DONE', note: '' })
    .does(alan, { type: 'SITREP', text: 'Fix ready, advisory in review.' })
    .does(alan, { type: 'APPROVE', as: 'comms' })
    .at('08:00')
    .does(ada, { type: 'OVERRIDE', reason: 'legal is asleep and attacks go on', outside })
    .does(ada, { type: 'GO', roles: ['crisis_lead'], releaseAt: null })
    .does(grace, { type: 'GO', roles: ['engineering_lead'], releaseAt: null })
    .does(alan, { type: 'GO', roles: ['comms_lead'], releaseAt: null })
    .at('09:00')
    .does(alan, { type: 'GUIDANCE', text: 'Install 4.2.1.' })
    .does(alan, { type: 'SITREP', text: 'Released.' })
    .does('ssirp', {
      type: 'DELIVERY_FAILED',
      partly: false,
      what: 'sitrep to #announce',
      reason: 'channel archived',
    })
    .at('15:00')
    .does(grace, {
      type: 'FIX_FAILED',
      reason: 'bypassed with a nested frob',
      rootCauseWrong: true,
    })
    .at('17:00')
    .does(ada, { type: 'DECIDE', remedy: 'fix', reason: 'reject nested frobs' })
    .does(ada, { type: 'ADVANCE', outside })
    .at('21:00')
    .does(grace, { type: 'FIX_READY', note: 'third build' })
    .does(ada, { type: 'OVERRIDE', reason: 'approvals given by phone', outside })
    .does(ada, { type: 'GO', roles: ['crisis_lead'], releaseAt: null })
    .does(grace, { type: 'GO', roles: ['engineering_lead'], releaseAt: null })
    .does(alan, { type: 'GO', roles: ['comms_lead'], releaseAt: null })
    .at('22:00')
    .does(alan, { type: 'GUIDANCE', text: 'Install 4.2.2; 4.2.1 is not enough.' })
    .does(alan, { type: 'SITREP', text: 'Released again.' })
    .at('03-04 15:00')
    .does(ada, { type: 'WAIVE_MONITORING', reason: 'telemetry is quiet' })
    .does(ada, { type: 'ADVANCE', outside });
  review(record);
  return record;
}

function review(record: TestRecord): void {
  const note = record.entries.find(({ kind }) => kind === 'note');
  const brief = record.entries.find(({ kind }) => kind === 'brief');
  record
    .at('16:00')
    .does(ada, {
      type: 'CORRECT',
      seq: brief?.seq ?? 0,
      old: brief?.text ?? '',
      text: 'Code execution through a nested frob.',
    })
    .does(grace, { type: 'WITHDRAW', seq: note?.seq ?? 0, old: note?.text ?? '' })
    .does(grace, {
      type: 'FINDING',
      category: 'technical',
      text: 'The fuzzer never made nested frobs.',
    })
    .does(ada, { type: 'FINDING', category: 'procedure', text: 'Nobody from legal was on call.' })
    .does(ada, {
      type: 'FINDING',
      category: 'process',
      text: 'Two approvals by phone left no trace.',
    })
    .does(alan, {
      type: 'FINDING',
      category: 'communication',
      text: 'The announcement channel was archived.',
    })
    .does(alan, {
      type: 'FINDING',
      category: 'lesson',
      text: 'Drills should include a failed fix.',
    })
    .adds(ada, {
      text: 'Fuzz nested frobs',
      followUp: true,
      assignee: grace,
      dueAt: '2026-04-01T00:00:00.000Z',
    })
    .does(ada, { type: 'POSTMORTEM', summary: 'Good speed, weak second look at the root cause.' })
    .at('17:30')
    .task(7, grace, { type: 'ACK' })
    .does(ada, { type: 'ADVANCE', outside });
}

/** An hour old and not yet mobilized. */
export function youngIncident(): TestRecord {
  return new TestRecord({ level: 4, visibility: 'open', drill: true, title: 'Odd log lines' })
    .at('14:20')
    .does(ada, { type: 'ROLE_ASSIGNED', role: 'crisis_lead', person: ada })
    .adds(ada, { text: 'Look at the logs', assignee: grace })
    .at('15:00');
}

/** Two cases: one with an embargo that attacks and a leak ended, one found to be the same. */
export function casesIncident(): TestRecord {
  return new TestRecord()
    .at('14:10')
    .receives(ada, { title: 'Nested *frobs* overflow', cve: 'CVE-2026-1111', reporter: 'Grace' })
    .case(1, ada, { type: 'VALIDATE' })
    .case(1, ada, { type: 'ACCEPT' })
    .case(1, ada, { type: 'PROPOSE_EMBARGO', until: '2026-03-10T18:00:00.000Z' })
    .case(1, ada, { type: 'ACCEPT_EMBARGO' })
    .at('14:30')
    .receives(ada, { title: 'Frobs again' })
    .case(2, ada, { type: 'DUPLICATE', of: 1 })
    .at('15:00')
    .case(1, ada, { type: 'FIX_READY' })
    .case(1, ada, { type: 'BUG_BAR', bugBar: bugBar(worm) })
    .case(1, ada, { type: 'SEVERITY', severity: 'critical', reason: 'no *login* | no click' })
    .case(1, ada, { type: 'CVSS', cvss: scored })
    .case(1, ada, { type: 'CWE', cwes: ['CWE-787'], isRemoval: false })
    .case(1, ada, { type: 'PRODUCTS', products: frobs })
    .case(1, ada, { type: 'ASSESS', side: 'response', words: 'all *four* samples', ...asItStands })
    .case(1, grace, {
      type: 'ASSESS',
      side: 'product',
      words: 'off by default',
      ...asItStands,
      severity: 'important',
    })
    .case(1, ada, { type: 'RECONCILE', as: 'product', words: 'off | by default', ...asItStands })
    .case(1, grace, { type: 'SIGN_OFF', note: 'reproduced' })
    .case(1, ada, {
      type: 'SSVC',
      exploitation: null,
      utility: 'efficient',
      impact: 'total',
      safety: 'significant',
    })
    .case(1, ada, { type: 'VEHICLE', vehicle: 'monthly', month: '2026-04', reason: 'test | pass' })
    .case(1, ada, { type: 'EXPLOITABILITY', latest: 2, older: 1, dos: null, note: 'hard' })
    .case(1, ada, { type: 'MEASURE', kind: 'workaround', text: 'Switch *frobs* off' })
    .case(1, ada, {
      type: 'MEASURE_TESTED',
      m: 1,
      product: 'Server 2016',
      works: true,
      sideEffects: 'no search',
    })
    .case(1, ada, { type: 'NO_VARIANTS', how: 'fuzzed all parsers' })
    .at('15:30')
    .case(1, ada, {
      type: 'FACT',
      fact: 'public',
      occurredAt: '2026-03-02T15:20:00.000Z',
      text: 'a blog',
    });
}

/** The CRA clocks, one met, one missed, one waiting; one regime that does not apply; one that legal waived too late. */
export function clocksIncident(): TestRecord {
  return new TestRecord()
    .at('15:00')
    .counts(grace)
    .counts(grace, { obligation: 'notification', group: 1 })
    .counts(grace, { obligation: 'finalReport', group: 1 })
    .counts(grace, { regime: 'gdpr', obligation: 'authority', reason: 'level 1' })
    .counts(grace, { regime: 'sec', obligation: 'form8k', reason: 'level 1' })
    .counts('ssirp', {
      regime: 'guidance',
      obligation: 'first',
      reason: 'level 2',
      applies: true,
    })
    .clock(1, alan, { type: 'APPLIES', since: null, reason: 'our *product*' })
    .clock(2, alan, { type: 'APPLIES', since: null, reason: '' })
    .clock(3, alan, { type: 'APPLIES', since: null, reason: '' })
    .clock(4, alan, { type: 'NOT_APPLICABLE', reason: 'no personal data' })
    .clock(5, alan, { type: 'APPLIES', since: null, reason: '' })
    .at('03-03 12:00')
    .clock(1, alan, { type: 'FILED', reference: 'SRP-77', filedAt: '2026-03-03T11:30:00.000Z' })
    .at('03-05 17:00')
    .clock(2, alan, { type: 'FILED', reference: 'SRP-78', filedAt: '2026-03-05T16:00:00.000Z' })
    .at('03-10 10:00')
    .clock(5, alan, { type: 'WAIVE', reason: 'the delisting made it moot' });
}

/** Left mobilize by an override of two people; what else was proposed was declined, taken back, overtaken, too late, or waits. */
export function approvalsIncident(): TestRecord {
  return new TestRecord()
    .at('14:10')
    .proposes(ada, { words: 'leave mobilize although something is missing: *no* time' })
    .at('14:25')
    .approval(1, grace, { type: 'APPROVE' })
    .does(ada, { type: 'OVERRIDE', reason: '*no* time', outside, approvedBy: grace })
    .proposes(ada, { words: 'publish this guidance: Close | the port', act: 'disclosure' })
    .at('14:30')
    .approval(2, grace, { type: 'DECLINE', reason: 'not | tested' })
    .proposes(ada, { words: 'publish this guidance: Install it', act: 'disclosure' })
    .approval(3, ada, { type: 'WITHDRAW', reason: 'a typing error' })
    .proposes(ada, { words: 'leave assess although something is missing: haste' })
    .approval(4, grace, { type: 'OVERTAKEN', reason: 'the incident is in remediate now' })
    .proposes(ada, { words: 'lower the level from 1 to 2: calm', act: 'lower-level-1' })
    .at('18:30')
    .approval(5, 'ssirp', { type: 'EXPIRED' })
    .proposes(ada, { words: 'publish this guidance: Switch it off', act: 'disclosure' })
    .proposes(ada, { words: 'close the incident', act: 'close' })
    .approval(6, alan, { type: 'APPROVE' })
    .does(ada, { type: 'GUIDANCE', text: 'Switch it off', approvedBy: alan });
}
