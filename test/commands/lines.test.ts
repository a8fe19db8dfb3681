// What people type and what it means: every verb, every alias, and what is said to a line that is no command.
import { describe, expect, test } from 'vitest';
import type { Command, IncidentCommand, Verb } from '#src/commands/command.ts';
import type { PassAct } from '#src/commands/pass-command.ts';
import type { DocumentAct } from '#src/commands/document-command.ts';
import { verbs } from '#src/commands/grammar.ts';
import { parse } from '#src/commands/parse.ts';

const context = { now: '2026-11-22T12:00:00.000Z', zone: 'Europe/Berlin' };
const remedyUsage = verbs.find(({ names }) => names[0] === 'remedy')?.usage;
const today = '2026-11-22T';
const bob = 'slack:T1:UBOB';
const cleo = 'slack:T1:UCLEO';
const here = { incidentId: null };

type About = IncidentCommand;
const declared = {
  verb: 'declare',
  title: 'VPN down',
  level: 3,
  kind: 'vulnerability',
  visibility: 'open',
  drill: false,
} as const;
const task = {
  verb: 'addTask',
  text: 'x',
  assignee: null,
  by: null,
  phase: null,
  followUp: false,
} as const;
const cvss = {
  version: '2.0',
  vector: 'AV:N/AC:L/Au:N/C:C/I:C/A:C',
  score: 10,
  base: 10,
  severity: 'high',
} as const;
const statement = {
  verb: 'draftStatement',
  kind: 'holding',
  clockNumber: null,
  label: null,
  text: null,
} as const;
const passSaid = (act: PassAct): About => ({ verb: 'pass', pass: 2, act });
const reason = (of: string): About => ({ verb: 'form', form: 'reason', of });

function meant(line: string): unknown {
  const parsed = parse(line, context);
  return parsed.ok ? parsed.value : parsed.error;
}

const ofDocument = (act: DocumentAct): About => ({ verb: 'document', documentNumber: 1, act });
const update = { product: 'VPN', url: null, restart: null, replaces: null };

const documentLines: [line: string, command: About][] = [
  ['advisory draft', { verb: 'draftDocument', kind: 'advisory', title: null, cases: null }],
  [
    'bulletin draft Flaw in VPN --case 2,1',
    { verb: 'draftDocument', kind: 'bulletin', title: 'Flaw in VPN', cases: [1, 2] },
  ],
  ['documents', { verb: 'documents' }],
  ['document 1', { verb: 'showDocument', documentNumber: 1 }],
  ['document 1 translation', { verb: 'showDocument', documentNumber: 1 }],
  ['document 1 translation DE', { verb: 'showTranslation', documentNumber: 1, locale: 'de-DE' }],
  [
    'document 1 translation pt-br require',
    ofDocument({ type: 'WANT_TRANSLATION', locale: 'pt-BR', required: true }),
  ],
  [
    'document 1 translation de assign me',
    ofDocument({ type: 'ASSIGN_TRANSLATION', locale: 'de-DE', to: 'me' }),
  ],
  [
    'document 1 translation de write revision Links ergänzt',
    ofDocument({ type: 'TRANSLATE', locale: 'de-DE', texts: { revision: 'Links ergänzt' } }),
  ],
  ['document 1 translation de done', ofDocument({ type: 'TRANSLATED', locale: 'de-DE' })],
  ['document 1 translation de waive', reason('document 1 translation de-DE waive')],
  [
    'document 1 write Summary Read\n\n- this',
    ofDocument({ type: 'WRITE', section: 'summary', text: 'Read\n\n- this' }),
  ],
  ['document 1 write FAQ', reason('document 1 write faq')],
  [
    'document 1 write case/2/WORKAROUNDS -',
    ofDocument({ type: 'WRITE', section: 'case/2/workarounds', text: '' }),
  ],
  [
    'document 1 impact 2 RCE',
    ofDocument({ type: 'IMPACT', caseNumber: 2, impact: 'remote-code-execution' }),
  ],
  [
    'document 1 update VPN: 1.2 build 7',
    ofDocument({ type: 'UPDATE', update: { ...update, fixedVersion: '1.2 build 7' } }),
  ],
  [
    'document 1 update VPN: 1.2 https://x.example/u --restart maybe --replaces SB25-004',
    ofDocument({
      type: 'UPDATE',
      update: {
        ...update,
        fixedVersion: '1.2',
        url: 'https://x.example/u',
        restart: 'maybe',
        replaces: 'SB25-004',
      },
    }),
  ],
  ['document 1 update remove VPN', ofDocument({ type: 'UPDATE_REMOVED', product: 'VPN' })],
  ['document 1 tlp AMBER', ofDocument({ type: 'LABEL', tlp: 'AMBER' })],
  ['document 1 refresh', ofDocument({ type: 'REFRESH' })],
  ['document 1 submit', ofDocument({ type: 'SUBMIT' })],
  ['document 1 return', reason('document 1 return')],
  ['document 1 return too long', ofDocument({ type: 'RETURN', reason: 'too long' })],
  ['document 1 approve', ofDocument({ type: 'APPROVE' })],
  ['document 1 publish', ofDocument({ type: 'PUBLISH' })],
  ['document 1 revise minor', reason('document 1 revise minor')],
  [
    'document 1 revise major a second attack',
    ofDocument({ type: 'REVISE', major: true, reason: 'a second attack' }),
  ],
  ['document 1 abandon', reason('document 1 abandon')],
  ['document 1 abandon too soon', ofDocument({ type: 'ABANDON', reason: 'too soon' })],
  ['document 1 supersede 2', ofDocument({ type: 'SUPERSEDE', by: 2 })],
  ['document 1 withdraw', reason('document 1 withdraw')],
  [
    'document 1 export',
    { verb: 'exportDocument', documentNumber: 1, format: 'md', locale: 'en-US' },
  ],
  [
    'document 1 export html de',
    { verb: 'exportDocument', documentNumber: 1, format: 'html', locale: 'de-DE' },
  ],
  [
    'document 1 export vex',
    { verb: 'exportDocument', documentNumber: 1, format: 'vex', locale: 'en-US' },
  ],
  ['document 1 import', { verb: 'form', form: 'importDocument', n: 1, locale: 'en-US' }],
  ['document 1 import zh-TW', { verb: 'form', form: 'importDocument', n: 1, locale: 'zh-TW' }],
  ['document 1 withdraw wrong', ofDocument({ type: 'WITHDRAW', reason: 'wrong' })],
];

const anywhere: [line: string, command: Command][] = [
  ['', { verb: 'help', topic: null }],
  ['/incident', { verb: 'help', topic: null }],
  ['train', { verb: 'trains', which: 'next' }],
  ['trains list', { verb: 'trains', which: 'list' }],
  ['train 2026-12', { verb: 'trains', which: { month: '2026-12' } }],
  ['declare', { verb: 'form', form: 'declare' }],
  ['declare --private', { verb: 'form', form: 'declare' }],
  ['declare VPN down', declared],
  ['DECLARE VPN down', declared],
  ['declare "VPN down"', declared],
  ['declare “VPN down”', declared],
  ['declare VPN\n  down', declared],
  ['/incident declare VPN down', declared],
  ['declare VPN down --level 1', { ...declared, level: 1 }],
  ['declare --level=L2 VPN down', { ...declared, level: 2 }],
  ['declare VPN —level 1 down', { ...declared, level: 1 }],
  ['declare VPN –level 1 down', { ...declared, level: 1 }],
  ['declare VPN down --kind Supply-Chain', { ...declared, kind: 'supply-chain' }],
  ['declare VPN down --kind exploitation', { ...declared, kind: 'exploitation' }],
  ['declare --private VPN down', { ...declared, visibility: 'private' }],
  ['declare VPN --restricted down', { ...declared, visibility: 'restricted' }],
  ['declare VPN down --private --restricted', { ...declared, visibility: 'restricted' }],
  ['declare VPN down --drill', { ...declared, drill: true }],
  ['declare VPN down --anyway', { ...declared, anyway: true }],
  [
    'declare --anyway=INC-2026-0001,inc-7 VPN down',
    { ...declared, anyway: ['INC-2026-0001', 'INC-7'] },
  ],
  ['declare "a" and "b"', { ...declared, title: '"a" and "b"' }],
  ['list', { verb: 'list', which: 'open' }],
  ['list mine', { verb: 'list', which: 'mine' }],
  ['list ALL', { verb: 'list', which: 'all' }],
  ['home', { verb: 'home' }],
  ['exploitability', { verb: 'reliability' }],
  ['calendar', { verb: 'calendar', renew: false }],
  ['calendar reset', { verb: 'calendar', renew: true }],
  ['partner', { verb: 'partners' }],
  ['partner list', { verb: 'partners' }],
  ['partner show Acme', { verb: 'showPartner', partner: 'acme' }],
  ['partner suspend acme a leak', { verb: 'suspendPartner', partner: 'acme', reason: 'a leak' }],
  ['partner resume acme no leak', { verb: 'resumePartner', partner: 'acme', reason: 'no leak' }],
  ['followups', { verb: 'followUps', which: 'open' }],
  ['follow-ups MINE', { verb: 'followUps', which: 'mine' }],
  ['INC-7 followups overdue', { verb: 'followUps', which: 'overdue' }],
  ['drill', { verb: 'drill', scenario: null, scripted: false }],
  ['drill ms08-078', { verb: 'drill', scenario: 'ms08-078', scripted: false }],
  ['drill ms08-078 --scripted', { verb: 'drill', scenario: 'ms08-078', scripted: true }],
  [
    'drill answered 2 Called back',
    { verb: 'answerInject', inject: 2, text: 'Called back', incidentId: null },
  ],
  ['drill answered 2', { verb: 'form', form: 'reason', of: 'drill answered 2', incidentId: null }],
  ['drill score', { verb: 'drillScore', incidentId: null }],
  [
    'drill stop Everybody knows it now',
    { verb: 'stopDrill', reason: 'Everybody knows it now', incidentId: null },
  ],
  ['help', { verb: 'help', topic: null }],
  ['help role', { verb: 'help', topic: 'role' }],
];

const about: [line: string, command: About][] = [
  ['status', { verb: 'status' }],
  ['checklist', { verb: 'checklist' }],
  ['advance', { verb: 'advance' }],
  ['advance --override no time', { verb: 'override', reason: 'no time' }],
  ['advance no time —override', { verb: 'override', reason: 'no time' }],
  ['advance --override', reason('advance --override')],
  [
    'regress assess we missed a product',
    { verb: 'regress', to: 'assess', reason: 'we missed a product' },
  ],
  ['regress Assess', reason('regress assess')],
  ['level 2 attacks seen', { verb: 'level', level: 2, reason: 'attacks seen' }],
  ['level L1 attacks seen', { verb: 'level', level: 1, reason: 'attacks seen' }],
  ['level 1', reason('level 1')],
  ['level', { verb: 'showLevel' }],
  ['fact attacks', { verb: 'fact', fact: 'attacks', at: null, text: '' }],
  [
    'fact public on a blog --at 11:00',
    { verb: 'fact', fact: 'public', at: `${today}10:00:00.000Z`, text: 'on a blog' },
  ],
  [
    'fact --at 11:00 UTC exploit',
    { verb: 'fact', fact: 'exploit', at: `${today}11:00:00.000Z`, text: '' },
  ],
  [
    'fact —at 2h ago\nexploit',
    { verb: 'fact', fact: 'exploit', at: `${today}10:00:00.000Z`, text: '' },
  ],
  [
    'fact --at=10:30Z exploit',
    { verb: 'fact', fact: 'exploit', at: `${today}10:30:00.000Z`, text: '' },
  ],
  [
    'fact exploit case 2 on a list',
    { verb: 'fact', fact: 'exploit', caseNumber: 2, at: null, text: 'on a list' },
  ],
  ['fact public case all', { verb: 'fact', fact: 'public', caseNumber: 'all', at: null, text: '' }],
  [
    'case add Heap overflow in the parser --cve cve-2026-12345 --reporter Ada of DEVCORE',
    {
      verb: 'addCase',
      title: 'Heap overflow in the parser',
      cve: 'CVE-2026-12345',
      reporter: 'Ada of DEVCORE',
      vendorAware: true,
    },
  ],
  [
    'case add Hole --unaware',
    { verb: 'addCase', title: 'Hole', cve: null, reporter: null, vendorAware: false },
  ],
  ['case add', reason('case add')],
  ['case', { verb: 'cases' }],
  ['case list', { verb: 'cases' }],
  ['cases', { verb: 'cases' }],
  ['case show 2', { verb: 'showCase', caseNumber: 2 }],
  ['case 2', { verb: 'showCase', caseNumber: 2 }],
  ['case 2 validate', { verb: 'moveCase', caseNumber: 2, to: 'valid', reason: '' }],
  ['case 2 accept', { verb: 'moveCase', caseNumber: 2, to: 'accepted', reason: '' }],
  [
    'case 2 invalidate by design',
    { verb: 'moveCase', caseNumber: 2, to: 'invalid', reason: 'by design' },
  ],
  ['case 2 defer', reason('case 2 defer')],
  ['case 2 close fixed', { verb: 'moveCase', caseNumber: 2, to: 'closed', reason: 'fixed' }],
  ['case 2 duplicate-of 1', { verb: 'duplicateCase', caseNumber: 2, of: 1 }],
  ['case 2 duplicate-of case 1', { verb: 'duplicateCase', caseNumber: 2, of: 1 }],
  ['case 2 bypass Through UTF-7', { verb: 'bypassCase', caseNumber: 2, title: 'Through UTF-7' }],
  ['case 2 cve CVE-2026-1111', { verb: 'caseCve', caseNumber: 2, cve: 'CVE-2026-1111' }],
  ['case 2 severity critical', reason('case 2 severity critical')],
  [
    'case 2 severity Critical a worm',
    { verb: 'caseSeverity', caseNumber: 2, severity: 'critical', reason: 'a worm' },
  ],
  ['case 2 cvss', reason('case 2 cvss')],
  ['case 2 cvss (AV:N/AC:L/Au:N/C:C/I:C/A:C)', { verb: 'caseCvss', caseNumber: 2, cvss }],
  ['case 2 cwe', reason('case 2 cwe')],
  [
    'case 2 cwe cwe-787, CWE-20',
    { verb: 'caseCwe', caseNumber: 2, cwes: ['CWE-787', 'CWE-20'], isRemoval: false },
  ],
  [
    'case 2 cwe remove CWE-20',
    { verb: 'caseCwe', caseNumber: 2, cwes: ['CWE-20'], isRemoval: true },
  ],
  ['case 2 affected', reason('case 2 affected')],
  [
    'case 2 affected Contoso VPN: 4.2, 4.3; Portal',
    {
      verb: 'caseProducts',
      caseNumber: 2,
      products: [
        { name: 'Contoso VPN', versions: ['4.2', '4.3'], isAffected: true },
        { name: 'Portal', versions: [], isAffected: true },
      ],
    },
  ],
  [
    'case 2 not-affected Portal: 5',
    {
      verb: 'caseProducts',
      caseNumber: 2,
      products: [{ name: 'Portal', versions: ['5'], isAffected: false }],
    },
  ],
  [
    'case 2 affected remove Contoso VPN',
    { verb: 'removeProduct', caseNumber: 2, name: 'Contoso VPN' },
  ],
  ['case 2 bug-bar', { verb: 'form', form: 'bugBar', n: 2 }],
  [
    'case 2 bug-bar client elevation anonymous prompt',
    {
      verb: 'bugBar',
      caseNumber: 2,
      answers: {
        pivot: 'client',
        threat: 'elevation',
        access: 'anonymous',
        interaction: 'prompt',
        scenario: 'default',
        extent: 'full',
      },
    },
  ],
  ['case 2 assess', { verb: 'form', form: 'assessment', n: 2, as: null }],
  ['case 2 assess product', { verb: 'form', form: 'assessment', n: 2, as: 'product' }],
  [
    'case 2 assess response as it stands',
    {
      verb: 'assessCase',
      caseNumber: 2,
      side: 'response',
      severity: null,
      cvss: null,
      products: null,
      words: 'as it stands',
    },
  ],
  [
    'case 2 assess product --severity low --cvss AV:N/AC:L/Au:N/C:C/I:C/A:C not by default --affected VPN: 1; Portal',
    {
      verb: 'assessCase',
      caseNumber: 2,
      side: 'product',
      severity: 'low',
      cvss,
      products: [
        { name: 'VPN', versions: ['1'], isAffected: true },
        { name: 'Portal', versions: [], isAffected: true },
      ],
      words: 'not by default',
    },
  ],
  ['case 2 reconcile', { verb: 'form', form: 'assessment', n: 2, as: 'both' }],
  [
    'case 2 reconcile --as product they know it best',
    {
      verb: 'reconcileCase',
      caseNumber: 2,
      as: 'product',
      severity: null,
      cvss: null,
      products: null,
      words: 'they know it best',
    },
  ],
  ['case 2 sign-off', { verb: 'signOffCase', caseNumber: 2, note: '' }],
  [
    'case 2 ssvc active super-effective total minimal',
    {
      verb: 'remedy',
      caseNumber: 2,
      act: {
        type: 'SSVC',
        exploitation: 'active',
        utility: 'super-effective',
        impact: 'total',
        safety: 'minimal',
      },
    },
  ],
  [
    'remedy 2 ssvc no concentrated partial significant',
    {
      verb: 'remedy',
      caseNumber: 2,
      act: {
        type: 'SSVC',
        exploitation: null,
        utility: 'efficient',
        impact: 'partial',
        safety: 'significant',
      },
    },
  ],
  ['case 2 ssvc', { verb: 'form', form: 'ssvc', n: 2 }],
  [
    'case 2 vehicle monthly 2026-12 with the others',
    {
      verb: 'remedy',
      caseNumber: 2,
      act: { type: 'VEHICLE', vehicle: 'monthly', month: '2026-12', reason: 'with the others' },
    },
  ],
  [
    'case 2 vehicle out-of-band',
    {
      verb: 'remedy',
      caseNumber: 2,
      act: { type: 'VEHICLE', vehicle: 'out-of-band', month: null, reason: '' },
    },
  ],
  [
    'case 2 exploitability 1 older 2 dos temporary code was posted',
    {
      verb: 'remedy',
      caseNumber: 2,
      act: {
        type: 'EXPLOITABILITY',
        latest: 1,
        older: 2,
        dos: 'temporary',
        note: 'code was posted',
      },
    },
  ],
  [
    'case 2 workaround add Switch the parser off',
    {
      verb: 'remedy',
      caseNumber: 2,
      act: { type: 'MEASURE', kind: 'workaround', text: 'Switch the parser off' },
    },
  ],
  [
    'case 2 workaround 1 tested Mail Server 2016 CU 19 fails side effects no search',
    {
      verb: 'remedy',
      caseNumber: 2,
      act: {
        type: 'MEASURE_TESTED',
        m: 1,
        product: 'Mail Server 2016 CU 19',
        works: false,
        sideEffects: 'no search',
      },
    },
  ],
  ['case 2 mitigation', { verb: 'form', form: 'measure', n: 2 }],
  ['case 2 mitigation 1 tested', { verb: 'form', form: 'measureTest', n: 2 }],
  ['case 2 workaround none', reason('case 2 mitigation none')],
  [
    'case 2 mitigation none all was tried',
    { verb: 'remedy', caseNumber: 2, act: { type: 'NO_MEASURE', reason: 'all was tried' } },
  ],
  [
    'case 2 variant in the importer',
    { verb: 'remedy', caseNumber: 2, act: { type: 'VARIANT', text: 'in the importer' } },
  ],
  [
    'case 2 vex under-investigation VPN: 4.2',
    {
      verb: 'remedy',
      caseNumber: 2,
      act: {
        type: 'VEX',
        statement: { product: 'VPN', versions: ['4.2'], says: 'under_investigation' },
      },
    },
  ],
  [
    'case 2 variants none fuzzed all parsers',
    { verb: 'remedy', caseNumber: 2, act: { type: 'NO_VARIANTS', how: 'fuzzed all parsers' } },
  ],
  [
    'partner detection Look for it',
    { verb: 'partnerText', caseNumber: null, text: 'detection', words: 'Look for it' },
  ],
  [
    'partner repro case 2 Send it twice',
    { verb: 'partnerText', caseNumber: 2, text: 'repro', words: 'Send it twice' },
  ],
  ['partner prepare acme', { verb: 'preparePackage', partner: 'acme', cases: null }],
  ['partner prepare acme case 1,3', { verb: 'preparePackage', partner: 'acme', cases: [1, 3] }],
  ['partner leak seen for sale', { verb: 'fact', fact: 'leak', at: null, text: 'seen for sale' }],
  ['packages', { verb: 'packages' }],
  ['package 2', { verb: 'showPackage', packageNumber: 2 }],
  ['package 2 approve', { verb: 'approvePackage', packageNumber: 2 }],
  ['package 2 offer', { verb: 'offerPackage', packageNumber: 2, release: null }],
  [
    'package 2 link <mailto:A@acme.example|A@acme.example>',
    { verb: 'linkPackage', packageNumber: 2, contact: 'a@acme.example' },
  ],
  [
    'package 2 revoke sent too early',
    { verb: 'revokePackage', packageNumber: 2, reason: 'sent too early' },
  ],
  ['package 2 revoke', reason('package 2 revoke')],
  ['remedy 2', { verb: 'showRemedy', caseNumber: 2 }],
  ['case 2 answered', { verb: 'answerReporter', caseNumber: 2, at: null }],
  ['train show', { verb: 'showTrain', booking: null }],
  ['train 2', { verb: 'showTrain', booking: 2 }],
  ['train join', { verb: 'joinTrain', month: null, at: null, reason: '' }],
  [
    'train join 2030-12 with the others',
    { verb: 'joinTrain', month: '2030-12', at: null, reason: 'with the others' },
  ],
  [
    'train join --at 2030-12-17T18:00Z it is attacked',
    {
      verb: 'joinTrain',
      month: null,
      at: '2030-12-17T18:00:00.000Z',
      reason: 'it is attacked',
    },
  ],
  ['train join --at 2030-12-17T18:00Z', reason('train join --at 2030-12-17T18:00:00.000Z')],
  [
    'train leave it needs more tests',
    { verb: 'leaveTrain', booking: null, reason: 'it needs more tests' },
  ],
  ['train 2 leave', reason('train 2 leave')],
  ['train notice', { verb: 'form', form: 'trainNotice', booking: null }],
  [
    'train 2 notice 3 Critical Windows, Office',
    {
      verb: 'noticeTrain',
      booking: 2,
      bulletins: 3,
      severity: 'critical',
      families: 'Windows, Office',
    },
  ],
  ['train webcast 300 listeners', { verb: 'heldWebcast', booking: null, note: '300 listeners' }],
  ['clock', { verb: 'clocks' }],
  ['clock list', { verb: 'clocks' }],
  ['clock 3', { verb: 'showClock', clockNumber: 3 }],
  [
    'clock CRA propose --since 2020-01-02T03:04Z a customer told us',
    {
      verb: 'proposeClock',
      regime: 'cra',
      since: '2020-01-02T03:04:00.000Z',
      reason: 'a customer told us',
    },
  ],
  [
    'clock nis2 applies',
    { verb: 'decideClock', which: 'nis2', applies: true, since: null, reason: '' },
  ],
  [
    'clock 3 applies yes',
    { verb: 'decideClock', which: 3, applies: true, since: null, reason: 'yes' },
  ],
  [
    'clock sec not-applicable not listed',
    { verb: 'decideClock', which: 'sec', applies: false, since: null, reason: 'not listed' },
  ],
  ['clock sec not-applicable', reason('clock sec not-applicable')],
  ['clock 3 filed', reason('clock 3 filed')],
  [
    'clock 3 filed SRP-77 --at 2020-01-02T03:04Z',
    {
      verb: 'fileClock',
      clockNumber: 3,
      reference: 'SRP-77',
      at: '2020-01-02T03:04:00.000Z',
      isProgress: false,
    },
  ],
  [
    'clock 3 progress CSIRT-8',
    { verb: 'fileClock', clockNumber: 3, reference: 'CSIRT-8', at: null, isProgress: true },
  ],
  [
    'clock 3 waive the CSIRT agreed',
    { verb: 'waiveClock', clockNumber: 3, reason: 'the CSIRT agreed' },
  ],
  ['clock 3 since', reason('clock 3 since')],
  [
    'clock 3 since 2020-01-02T03:04Z',
    { verb: 'clockSince', clockNumber: 3, since: '2020-01-02T03:04:00.000Z' },
  ],
  ['case 2 vendor-aware', { verb: 'caseState', caseNumber: 2, code: 'V' }],
  ['case 2 fix-ready', { verb: 'caseState', caseNumber: 2, code: 'F' }],
  ['case 2 fix-deployed', { verb: 'caseState', caseNumber: 2, code: 'D' }],
  [
    'embargo propose until 2099-03-09T17:00Z',
    {
      verb: 'embargo',
      caseNumber: null,
      step: 'propose',
      until: '2099-03-09T17:00:00.000Z',
      reason: '',
    },
  ],
  [
    'embargo case 2 accept',
    { verb: 'embargo', caseNumber: 2, step: 'accept', until: null, reason: '' },
  ],
  ['embargo case 2 revise', reason('embargo case 2 revise')],
  [
    'embargo end it leaked',
    { verb: 'embargo', caseNumber: null, step: 'end', until: null, reason: 'it leaked' },
  ],
  ['embargo none', reason('embargo none')],
  ['brief', { verb: 'form', form: 'brief' }],
  ['brief what we know', { verb: 'brief', text: 'what we know' }],
  ['tlp amber+strict', { verb: 'tlp', label: 'AMBER+STRICT' }],
  ['tlp RED', { verb: 'tlp', label: 'RED' }],
  ['assess', { verb: 'form', form: 'assess' }],
  ['scope gateways, not clients', { verb: 'scope', text: 'gateways, not clients' }],
  ['affected VPN 1.2, VPN 1.3,', { verb: 'affected', products: ['VPN 1.2', 'VPN 1.3'] }],
  ['mitigation turn it off', { verb: 'mitigation', text: 'turn it off', exists: true }],
  ['mitigation none it is built in', { verb: 'mitigation', text: 'it is built in', exists: false }],
  ['decide fix', { verb: 'decide', remedy: 'fix', reason: '' }],
  [
    'decide advisory-only end of life',
    { verb: 'decide', remedy: 'advisory-only', reason: 'end of life' },
  ],
  ['fix built build 7', { verb: 'fix', step: 'built', note: 'build 7' }],
  ['fix verified', { verb: 'fix', step: 'verified', note: '' }],
  ['fix ready', { verb: 'fix', step: 'ready', note: '' }],
  ['fix failed it crashes', { verb: 'fixFailed', reason: 'it crashes', rootCauseWrong: false }],
  [
    'fix failed --root-cause another bug',
    { verb: 'fixFailed', reason: 'another bug', rootCauseWrong: true },
  ],
  ['fix failed', reason('fix failed')],
  ['fix failed --root-cause', reason('fix failed --root-cause')],
  ['approve comms', { verb: 'approve', as: 'comms' }],
  ['approve 2', { verb: 'approveAct', approval: 2 }],
  ['decline 2 not yet', { verb: 'declineAct', approval: 2, reason: 'not yet' }],
  ['decline 2', { verb: 'form', form: 'reason', of: 'decline 2' }],
  ['approvals', { verb: 'approvals' }],
  ['approvals 2', { verb: 'showApproval', approval: 2 }],
  ['approvals 2 withdraw a mistake', { verb: 'withdrawAct', approval: 2, reason: 'a mistake' }],
  ['approve legal', { verb: 'approve', as: 'legal' }],
  ['go', { verb: 'go', at: null }],
  ['go --at tomorrow 19:00', { verb: 'go', at: '2026-11-23T18:00:00.000Z' }],
  ['no-go not yet', { verb: 'noGo', reason: 'not yet' }],
  ['no-go', reason('no-go')],
  ['pull-in mass scanning', { verb: 'pullIn', reason: 'mass scanning' }],
  ['pull-in', reason('pull-in')],
  ['holding we are aware', { verb: 'holding', text: 'we are aware' }],
  ['guidance', { verb: 'form', form: 'guidance' }],
  ['guidance update now', { verb: 'guidance', text: 'update now' }],
  ['monitoring waive quiet', { verb: 'waiveMonitoring', reason: 'quiet' }],
  ['monitoring waive', reason('monitoring waive')],
  ['postmortem', { verb: 'form', form: 'postmortem' }],
  ['postmortem we were slow', { verb: 'postmortem', summary: 'we were slow', findings: [] }],
  ['stand-down a test', { verb: 'standDown', reason: 'a test' }],
  ['stand-down', reason('stand-down')],
  ['false-positive a scanner', { verb: 'falsePositive', reason: 'a scanner' }],
  ['false-positive', reason('false-positive')],
  ['merge inc-2026-0002', { verb: 'merge', into: 'INC-2026-0002', reason: '' }],
  ['merge INC-2 the same', { verb: 'merge', into: 'INC-2', reason: 'the same' }],
  ['close', { verb: 'close' }],
  ['reopen it is back', { verb: 'reopen', reason: 'it is back' }],
  ['reopen', reason('reopen')],
  ['roles', { verb: 'roles' }],
  ['role comms_lead', { verb: 'role', roles: ['comms_lead'], person: 'me' }],
  ['role Comms-Lead me', { verb: 'role', roles: ['comms_lead'], person: 'me' }],
  ['role open @me', { verb: 'role', roles: 'open', person: 'me' }],
  [`role scribe <@${bob}>`, { verb: 'role', roles: ['scribe'], person: bob }],
  [`role scribe,deputy <@${bob}>`, { verb: 'role', roles: ['scribe', 'deputy'], person: bob }],
  [
    `role scribe, deputy, comms-lead <@${bob}>`,
    { verb: 'role', roles: ['scribe', 'deputy', 'comms_lead'], person: bob },
  ],
  ['role scribe @me --if-free', { verb: 'role', roles: ['scribe'], person: 'me', onlyFree: true }],
  ['role legal none', { verb: 'role', roles: ['legal'], person: 'none' }],
  [`handover <@${bob}>`, { verb: 'handover', to: bob }],
  ['handover accept', { verb: 'acceptHandover' }],
  ['handover decline on leave', { verb: 'declineHandover', reason: 'on leave' }],
  ['handover decline', { verb: 'form', form: 'reason', of: 'handover decline' }],
  ['snooze sitrep 15m', { verb: 'snooze', what: 'sitrep', minutes: 15 }],
  ['snooze roles for 1 hour', { verb: 'snooze', what: 'staffing', minutes: 60 }],
  ['snooze role legal in 2h', { verb: 'snooze', what: 'role.legal', minutes: 120 }],
  ['snooze handover 5 min', { verb: 'snooze', what: 'handover', minutes: 5 }],
  ['snooze task 3 1h', { verb: 'snoozeTask', n: 3, minutes: 60 }],
  [`remove <@${bob}> left the team`, { verb: 'remove', person: bob, reason: 'left the team' }],
  [`remove <@${bob}>`, { verb: 'form', form: 'reason', of: `remove <@${bob}>` }],
  ['who', { verb: 'who' }],
  ['who look', { verb: 'lookAgain' }],
  ['who confirm', { verb: 'confirmAccess' }],
  ['room new archived by mistake', { verb: 'newRoom', reason: 'archived by mistake' }],
  [`invite <@${bob}> <@${cleo}>`, { verb: 'invite', people: [bob, cleo] }],
  ['join the night shift', { verb: 'join', reason: 'the night shift' }],
  [
    `invite <@${bob}> <&slack:T1:S1|@oncall>`,
    { verb: 'invite', people: [bob], groups: [{ id: 'slack:T1:S1', name: '@oncall' }] },
  ],
  [`invite <@${bob}>, <@${cleo}> and me`, { verb: 'invite', people: [bob, cleo] }],
  ['tasks', { verb: 'tasks', which: 'open' }],
  ['tasks mine', { verb: 'tasks', which: 'mine' }],
  ['tasks review', { verb: 'tasks', which: 'review' }],
  ['task add', { verb: 'form', form: 'task' }],
  ['task add x', task],
  ['task new x', task],
  [
    `task add x <@${bob}> --by in 2h --phase Review`,
    { ...task, assignee: bob, by: `${today}14:00:00.000Z`, phase: 'review' },
  ],
  ['task add x @me', { ...task, assignee: 'me' }],
  ['task add tell me when done', { ...task, text: 'tell me when done' }],
  ['task add --by=17:00 x', { ...task, by: `${today}16:00:00.000Z` }],
  ['task reopen 3', { verb: 'reopenTask', n: 3 }],
  ['followup', { verb: 'form', form: 'followup' }],
  [
    `followup x <@${bob}> --by 2026-12-01`,
    { ...task, assignee: bob, by: '2026-12-01T16:00:00.000Z', followUp: true },
  ],
  ['ack 3', { verb: 'ack', n: 3 }],
  ['ack #3', { verb: 'ack', n: 3 }],
  ['start 3', { verb: 'start', n: 3 }],
  ['done 3', { verb: 'done', n: 3, note: '' }],
  ['done 3 published', { verb: 'done', n: 3, note: 'published' }],
  ['block 3 no machine', { verb: 'block', n: 3, reason: 'no machine' }],
  ['block 3', reason('block 3')],
  ['waive 3 not needed', { verb: 'waive', n: 3, reason: 'not needed' }],
  ['waive 3', reason('waive 3')],
  [`assign 3 <@${bob}>`, { verb: 'assign', n: 3, to: bob }],
  ['assign 3 me', { verb: 'assign', n: 3, to: 'me' }],
  ['assign 3', { verb: 'form', form: 'assign', n: 3 }],
  ['due 3', { verb: 'form', form: 'due', n: 3 }],
  ['due 3 tomorrow 09:00', { verb: 'due', n: 3, at: '2026-11-23T08:00:00.000Z' }],
  ['note seen in the log', { verb: 'note', text: 'seen in the log', at: null }],
  ['note <&slack:T1:S1|@oncall> knows', { verb: 'note', text: '@oncall knows', at: null }],
  [
    'note seen --link https://chat.example/p1',
    { verb: 'note', text: 'seen', at: null, link: 'https://chat.example/p1' },
  ],
  ['note seen --at 14:05', { verb: 'note', text: 'seen', at: '2026-11-21T13:05:00.000Z' }],
  ['correct 4 it was Monday', { verb: 'correct', seq: 4, text: 'it was Monday' }],
  ['withdraw 4', { verb: 'withdraw', seq: 4 }],
  [
    'link https://example.com/a the blog',
    { verb: 'link', url: 'https://example.com/a', text: 'the blog' },
  ],
  ['sitrep', { verb: 'form', form: 'sitrep' }],
  ['sitrep --to stakeholders all is well', { verb: 'stakeholderSitrep', text: 'all is well' }],
  ['sitrep still on it', { verb: 'sitrep', text: 'still on it' }],
  ['lesson', { verb: 'form', form: 'reason', of: 'lesson' }],
  [
    'lesson technical debt bites',
    { verb: 'finding', category: 'lesson', text: 'technical debt bites' },
  ],
  ['finding lesson alert earlier', { verb: 'finding', category: 'lesson', text: 'alert earlier' }],
  ['pass', { verb: 'passes' }],
  ['pass list', { verb: 'passes' }],
  ['pass 2', { verb: 'showPass', pass: 2 }],
  ['pass open March', { verb: 'openPass', name: 'March', until: null, updates: [] }],
  [
    'pass open March  updates --updates=KB1,KB2 --until in 1d',
    {
      verb: 'openPass',
      name: 'March updates',
      until: '2026-11-23T12:00:00.000Z',
      updates: ['KB1', 'KB2'],
    },
  ],
  [
    'pass 2 invite Contoso, Fabrikam',
    passSaid({ type: 'INVITE', participants: ['Contoso', 'Fabrikam'] }),
  ],
  ['pass 2 start', passSaid({ type: 'START' })],
  [
    'pass 2 finding block it stops',
    passSaid({ type: 'FINDING', verdict: 'block', text: 'it stops' }),
  ],
  ['pass 2 resolve 3 fixed', passSaid({ type: 'RESOLVE', m: 3, how: 'fixed' })],
  ['pass 2 done', passSaid({ type: 'DONE', words: '' })],
  ['pass 2 waive it burns', passSaid({ type: 'WAIVE', reason: 'it burns' })],
  ['pass 2 waive', reason('pass 2 waive')],
  ['statement', { verb: 'statements' }],
  ['statement list', { verb: 'statements' }],
  ['statement 2', { verb: 'showStatement', statement: 2, asFields: false }],
  ['statement 2 fields', { verb: 'showStatement', statement: 2, asFields: true }],
  ['statement holding', statement],
  ['statement holding draft', statement],
  [
    'statement Press-Line draft --tlp clear We look.',
    { ...statement, kind: 'press-line', label: 'CLEAR', text: 'We look.' },
  ],
  ['statement regulator 3', { ...statement, kind: 'regulator', clockNumber: 3 }],
  ['statement 2 write We look.', { verb: 'writeStatement', statement: 2, text: 'We look.' }],
  ['statement 2 write', { verb: 'form', form: 'statement', statement: 2 }],
  ['statement 2 tlp amber+strict', { verb: 'labelStatement', statement: 2, label: 'AMBER+STRICT' }],
  ['statement 2 approve', { verb: 'approveStatement', statement: 2 }],
  ['statement 2 sent', { verb: 'giveStatement', statement: 2, how: 'sent', to: '' }],
  [
    'statement 2 copied the blog',
    { verb: 'giveStatement', statement: 2, how: 'copied', to: 'the blog' },
  ],
  ['statement 2 withdraw wrong', { verb: 'withdrawStatement', statement: 2, reason: 'wrong' }],
  ['statement 2 withdraw', reason('statement 2 withdraw')],
  ['said', { verb: 'said', all: false }],
  ['said --all', { verb: 'said', all: true }],
  ['timeline', { verb: 'timeline', last: 20 }],
  ['timeline 5', { verb: 'timeline', last: 5 }],
  ['timeline 5000', { verb: 'timeline', last: 100 }],
  ['export', { verb: 'export', format: 'md' }],
  ['export CSV', { verb: 'export', format: 'csv' }],
  ['export html --for Partners', { verb: 'export', format: 'html', audience: 'partners' }],
  ['health', { verb: 'health' }],
  ...documentLines,
  ['retry 12', { verb: 'retry', id: 12 }],
];

describe('A command', () => {
  test.each(anywhere)('“%s” needs no incident', (line, command) => {
    expect(meant(line)).toStrictEqual(command);
  });

  test.each(about)('“%s” is about the incident of the channel', (line, command) => {
    expect(meant(line)).toStrictEqual({ ...command, ...here });
  });

  test.each(about)('“INC-2026-0007 %s” is about that incident', (line, command) => {
    expect(meant(`/incident inc-2026-0007 ${line}`)).toStrictEqual({
      ...command,
      incidentId: 'INC-2026-0007',
    });
  });

  test('an incident id alone asks where it stands', () => {
    expect(meant('INC-3')).toStrictEqual({ verb: 'status', incidentId: 'INC-3' });
  });

  test('every other name of a verb means the same', () => {
    for (const { names } of verbs) {
      const [name, ...others] = names;
      const lines = [...anywhere, ...about].filter(
        ([line]) => line === name || line.startsWith(`${name} `),
      );
      for (const other of others) {
        for (const [line, command] of lines) {
          expect(meant(line.replace(name, other))).toMatchObject(command);
        }
      }
    }
  });

  test('has an example here for every verb of the grammar', () => {
    const shown = new Set([...anywhere, ...about].map(([line]) => line.split(' ')[0]));

    expect(verbs.map(({ names }) => names[0]).filter((name) => !shown.has(name))).toEqual([]);
  });

  test('can be typed for all that a person may ask', () => {
    // The others come from shortcuts, reactions and the platform itself.
    const untyped: Verb[] = ['capture', 'importDocument', 'joined', 'left', 'release'];
    const known: Record<Verb, true> = {
      declare: true,
      list: true,
      home: true,
      calendar: true,
      followUps: true,
      drill: true,
      help: true,
      form: true,
      answerInject: true,
      drillScore: true,
      stopDrill: true,
      status: true,
      timeline: true,
      checklist: true,
      health: true,
      retry: true,
      advance: true,
      override: true,
      regress: true,
      level: true,
      showLevel: true,
      fact: true,
      standDown: true,
      falsePositive: true,
      merge: true,
      close: true,
      reopen: true,
      brief: true,
      tlp: true,
      scope: true,
      affected: true,
      mitigation: true,
      decide: true,
      fix: true,
      fixFailed: true,
      approve: true,
      approvals: true,
      showApproval: true,
      approveAct: true,
      declineAct: true,
      withdrawAct: true,
      go: true,
      noGo: true,
      pullIn: true,
      holding: true,
      guidance: true,
      waiveMonitoring: true,
      postmortem: true,
      finding: true,
      roles: true,
      role: true,
      handover: true,
      acceptHandover: true,
      invite: true,
      join: true,
      remove: true,
      who: true,
      lookAgain: true,
      confirmAccess: true,
      newRoom: true,
      tasks: true,
      addTask: true,
      ack: true,
      start: true,
      done: true,
      block: true,
      waive: true,
      reopenTask: true,
      assign: true,
      due: true,
      note: true,
      correct: true,
      withdraw: true,
      link: true,
      sitrep: true,
      export: true,
      capture: true,
      release: true,
      joined: true,
      left: true,
      declineHandover: true,
      snooze: true,
      snoozeTask: true,
      stakeholderSitrep: true,
      cases: true,
      showCase: true,
      addCase: true,
      bypassCase: true,
      moveCase: true,
      duplicateCase: true,
      caseCve: true,
      bugBar: true,
      caseSeverity: true,
      caseCvss: true,
      caseCwe: true,
      caseProducts: true,
      removeProduct: true,
      assessCase: true,
      reconcileCase: true,
      signOffCase: true,
      caseState: true,
      remedy: true,
      showRemedy: true,
      partners: true,
      showPartner: true,
      suspendPartner: true,
      resumePartner: true,
      partnerText: true,
      preparePackage: true,
      packages: true,
      showPackage: true,
      approvePackage: true,
      offerPackage: true,
      linkPackage: true,
      revokePackage: true,
      reliability: true,
      embargo: true,
      trains: true,
      showTrain: true,
      joinTrain: true,
      leaveTrain: true,
      noticeTrain: true,
      heldWebcast: true,
      clocks: true,
      showClock: true,
      proposeClock: true,
      decideClock: true,
      fileClock: true,
      waiveClock: true,
      clockSince: true,
      answerReporter: true,
      passes: true,
      showPass: true,
      openPass: true,
      pass: true,
      statements: true,
      showStatement: true,
      draftStatement: true,
      writeStatement: true,
      labelStatement: true,
      approveStatement: true,
      giveStatement: true,
      withdrawStatement: true,
      said: true,
      documents: true,
      showDocument: true,
      showTranslation: true,
      draftDocument: true,
      document: true,
      exportDocument: true,
      importDocument: true,
    };
    const typed = new Set([...anywhere, ...about].map(([, { verb }]) => verb));

    expect((Object.keys(known) as Verb[]).filter((verb) => !typed.has(verb)).toSorted()).toEqual(
      untyped,
    );
  });

  test('no two verbs share a name, and each usage begins with its verb', () => {
    const names = verbs.flatMap((row) => row.names);
    expect(new Set(names).size).toBe(names.length);

    for (const {
      names: [name],
      usage,
    } of verbs) {
      for (const way of usage.split(' · ')) expect(way.split(' ')[0]).toBe(name);
    }
  });
});

describe('A text', () => {
  test('keeps its line breaks and its blank lines', () => {
    expect(meant('sitrep first\nsecond\n\nlast')).toMatchObject({ text: 'first\nsecond\n\nlast' });
    expect(meant('sitrep\nfirst\r\n  second')).toMatchObject({ text: 'first\nsecond' });
    expect(meant('advance --override\nbecause\nof this')).toMatchObject({
      reason: 'because\nof this',
    });
  });

  test('keeps dashes and quotes that belong to it', () => {
    expect(meant('note Redmond – Dublin — all')).toMatchObject({ text: 'Redmond – Dublin — all' });
    expect(meant('note he said "no" to it')).toMatchObject({ text: 'he said "no" to it' });
    expect(meant('note "no" is not "yes"')).toMatchObject({ text: '"no" is not "yes"' });
    expect(meant('note “all of\nthis”')).toMatchObject({ text: 'all of\nthis' });
  });

  test('keeps the mentions in it', () => {
    expect(meant(`note <@${bob}> saw it`)).toMatchObject({ text: `<@${bob}> saw it` });
  });

  test('of 3000 characters is taken, a longer one refused', () => {
    expect(meant(`note ${'x'.repeat(3000)}`)).toMatchObject({ verb: 'note' });
    expect(meant(`note ${'x'.repeat(3001)}`)).toMatchObject({
      problem: 'That is too long: at most 3000 characters.',
    });
  });
});

describe('A line that is no command', () => {
  test.each([
    ['declare VPN down --level 7', /level/],
    ['declare VPN down --level', /--level needs a value/],
    ['declare VPN down --kind bug', /“bug” is no kind/],
    ['declare --secret VPN', /--secret/],
    [`declare ${'x'.repeat(151)}`, /150 characters/],
    ['list yours', /open, mine, all/],
    ['regress', /phase/],
    ['regress closed it', /mobilize, assess/],
    ['level 0 x', /1 Critical/],
    ['fact', /public, exploit, attacks/],
    ['fact rumours', /public, exploit, attacks/],
    ['fact public case x', /number of the case, or all/],
    ['case x', /number of a case, or add/],
    ['case 2 explode', /what to do with the case: validate/],
    ['case 2 cve 2026-1', /no CVE id/],
    ['case 2 constructor', /what to do with the case/],
    ['case 2 ssvc constructor total minimal', /utility/],
    ['remedy 2 explode', /what is said of the remedy: ssvc/],
    ['case 2 ssvc active easy total minimal', /utility .*or whether it can be automated/],
    ['case 2 vehicle monthly 2026-13', /no month/],
    ['case 2 exploitability 4', /I need a rating: 0/],
    ['case 2 mitigation 1 tested ok', /product and whether it works/],
    ['case 2 workaround 1 tested Server 2016', /ok or fails/],
    ['case 2 workaround 1 works', /what was tested: case 2 workaround 1 tested/],
    ['case add x --reporter', /name/],
    [`case add ${'x'.repeat(151)}`, /150/],
    ['embargo', /what to do with the embargo/],
    ['embargo propose until whenever', /time “whenever”/],
    ['fact public --at noonish', /time “noonish”/],
    ['fact public --at', /time/],
    ['tlp', /RED/],
    ['tlp WHITE', /CLEAR/],
    ['scope', /scope/],
    ['affected', /product/],
    ['affected ,', /product/],
    ['mitigation', /mitigation/],
    ['mitigation none', /why none/],
    ['decide', /fix, advisory-only/],
    ['fix', /built/],
    ['approve', /comms, legal/],
    ['go 14:05', /“14:05”/],
    ['go --at 14:05 PST', /“PST”/],
    ['go --at 2:05 pm', /time “2:05 pm”/],
    ['holding', /holding/],
    ['monitoring', /waive/],
    ['merge', /INC-2026-0001/],
    ['merge it', /INC-2026-0001/],
    ['role', /crisis_lead/],
    ['role king', /crisis_lead/],
    ['role legal bob', /mention/],
    ['handover', /mention/],
    ['handover me', /mention/],
    ['remove', /mention/],
    ['remove me', /leave the channel/],
    ['who else', /look, confirm/],
    ['room old', /what to do/],
    ['invite', /mention/],
    ['invite bob', /mention/],
    ['tasks old', /mine/],
    ['task', /add/],
    ['task reopen', /number/],
    ['task add --by never x', /time “never x”/],
    ['task add x --phase closed', /“closed” is no phase/],
    ['ack', /number of the task/],
    ['ack 0', /number of the task/],
    ['ack -1', /number of the task/],
    ['ack 1.5', /number of the task/],
    ['ack 9999999999', /number of the task/],
    ['done three', /number of the task/],
    ['block', /number of the task/],
    ['due 3 soon', /time “soon”/],
    ['due 3 14:05 CET', /“CET”/],
    ['note', /text/],
    ['correct 4', /corrected text/],
    ['correct it', /number/],
    ['withdraw', /number/],
    ['link', /http/],
    ['link javascript:alert(1)', /http/],
    [`link https://x/${'x'.repeat(3000)}`, /too long/],
    ['finding', /technical/],
    ['finding lesson', /finding/],
    ['timeline all', /number|entries/],
    ['export pdf', /md, html, json, csv/],
    ['retry', /number/],
  ])('“%s” is answered with what is wrong and how it is written', (line, problem) => {
    const parsed = parse(line, context);

    const row = verbs.find(({ names }) => line === names[0] || line.startsWith(`${names[0]} `));
    expect(parsed).toEqual({
      ok: false,
      error: {
        problem: expect.stringMatching(problem) as unknown,
        usage: expect.any(String) as unknown,
        nearest: [],
      },
    });
    const { usage } = parsed.ok ? { usage: '' } : parsed.error;
    const ways = [row?.usage, ...(row?.names[0] === 'case' ? [remedyUsage] : [])].join(' · ');
    expect(ways).toContain(usage?.replace(' · …', ''));
  });

  test.each([
    ['case 1 ssvc fast', /^remedy <n> ssvc \S.*<minimal\|significant>$/],
    ['case 1 exploitability 9', /^remedy <n> exploitability <0-3>[^·]*$/],
    ['case 1 cvss 9.8', /^case <n> cvss <vector>$/],
    ['case 1 cwe 787', /^case <n> cwe \[remove\] CWE-787$/],
    ['clock 5 filed A --at 2027-01-01T00:00Z', /^clock <n> applies\|filed[^·]*$/],
    ['clock banana propose', /^clock <regime> propose[^·]*$/],
    ['remedy', /^remedy <n> · .* · …$/],
  ])('“%s” is answered with the way of the verb that was meant', (line, usage) => {
    const parsed = parse(line, context);
    expect(parsed.ok ? '' : parsed.error.usage).toMatch(usage);
  });

  test.each([
    ['advnce', 'advance'],
    ['statsu', 'status'],
    ['standown', 'stand-down'],
    ['sitrp', 'sitrep'],
    ['decl', 'declare'],
    ['roll', 'role'],
    ['tsk', 'task'],
  ])('“%s” is answered with the nearest verb %s', (typo, verb) => {
    const parsed = parse(typo, context);

    expect(parsed).toMatchObject({ ok: false, error: { usage: null } });
    const { nearest, problem } = parsed.ok ? { nearest: [], problem: '' } : parsed.error;
    expect(nearest).toContain(verb);
    expect(nearest.length).toBeLessThanOrEqual(3);
    expect(problem).toContain(typo);
  });

  test('what is nothing like a verb has no nearest one', () => {
    expect(meant('xyzzyxyzzyxyzzy')).toMatchObject({ nearest: [] });
  });
});
