// Who may do what, written down once more and on purpose: not derived from src/usecases/authorize.ts.
import type { IncidentCommand } from '#src/commands/command.ts';
import type { PassAct } from '#src/commands/pass-command.ts';
import { id, start } from '../support/core.ts';

/** The people of the table. Guests, strangers and outsiders of a private incident may do nothing at all. */
export const columns = [
  'not known',
  'workspace',
  'member',
  'holder',
  'assignee',
  'author',
  'declarer, nobody leads',
  'declarer, somebody leads',
  'deputy',
  'crisis lead',
  'admin',
  'engineering lead',
  'product lead',
  'comms lead',
  'legal',
  'scribe',
] as const;
export type Column = (typeof columns)[number];

type Key =
  | Exclude<
      IncidentCommand['verb'],
      'level' | 'approve' | 'role' | 'assessCase' | 'remedy' | 'document'
    >
  | 'assess response'
  | 'assess product'
  | 'raise'
  | 'lower'
  | 'approve comms'
  | 'approve legal'
  | 'ssvc'
  | 'measure'
  | 'waive pass'
  | 'write document'
  | 'publish document'
  | 'translate document';

export interface Right {
  /** One mark per column: + may, . may not. */
  may: string;
  /** As docs/permissions.md writes it; empty: nobody types it. */
  typed: string;
  /** The words of docs/permissions.md. */
  who: string;
  commands: IncidentCommand[];
}

/** One line per right; the marks are in the order of `columns`. */
const table = `
                ? w m h t a d D y L A e p c g s | typed as           | in docs/permissions.md
status          . + + + + + + + + + + + + + + + | status             | Everybody who belongs
timeline        . + + + + + + + + + + + + + + + | timeline           | Everybody who belongs
checklist       . + + + + + + + + + + + + + + + | checklist          | Everybody who belongs
health          . + + + + + + + + + + + + + + + | health             | Everybody who belongs
roles           . + + + + + + + + + + + + + + + | roles              | Everybody who belongs
showLevel       . + + + + + + + + + + + + + + + | level              | To see it: everybody who belongs. To raise it: whoever holds a role, or the lead. To lower it: the lead
tasks           . + + + + + + + + + + + + + + + | tasks              | Everybody who belongs
form            . + + + + + + + + + + + + + + + |                    | Everybody who belongs
export          . + + + + + + + + + + + + + + + | export             | Everybody who belongs
note            . + + + + + + + + + + + + + + + | note               | Everybody who belongs
link            . + + + + + + + + + + + + + + + | link               | Everybody who belongs
capture         . + + + + + + + + + + + + + + + |                    | Everybody who belongs
release         . + + + + + + + + + + + + + + + |                    | Everybody who belongs
finding         . + + + + + + + + + + + + + + + | finding            | Everybody who belongs
fact            . + + + + + + + + + + + + + + + | fact               | Everybody who belongs
invite          . + + + + + + + + + + + + + + + | invite             | Everybody who belongs; into a restricted incident: the lead
join            . + + + + + + + + + + + + + + + | join               | Everybody who belongs; into a private or restricted incident: an admin
who             . + + + + + + + + + + + + + + + | who                | Everybody who belongs
lookAgain       . + + + + + + + + + + + + + + + | who look           | Everybody who belongs
confirmAccess   . . . . . . + . + + + . . . . . | who confirm        | The lead
remove          . . . . . . + . + + + . . . . . | remove             | The lead
newRoom         . . . . . . + . + + + . . . . . | room new           | The lead
addTask         . + + + + + + + + + + + + + + + | task add           | Everybody who belongs
acceptHandover  . + + + + + + + + + + + + + + + | handover accept    | Whoever was asked
declineHandover . + + + + + + + + + + + + + + + | handover decline   | Whoever was asked
joined          . + + + + + + + + + + + + + + + |                    | Everybody who belongs
left            . + + + + + + + + + + + + + + + |                    | Everybody who belongs
sitrep          . . . + . . + . + + + + + + + + | sitrep             | Whoever holds a role, or the lead
snooze          . . . + . . + . + + + + + + + + | snooze             | Whoever holds a role, or the lead
brief           . . . + . . + . + + + + + + + + | brief              | Whoever holds a role, or the lead
tlp             . . . + . . + . + + + + + + + + | tlp                | Whoever holds a role, or the lead
scope           . . . + . . + . + + + + + + + + | scope              | Whoever holds a role, or the lead
affected        . . . + . . + . + + + + + + + + | affected           | Whoever holds a role, or the lead
mitigation      . . . + . . + . + + + + + + + + | mitigation         | Whoever holds a role, or the lead
raise           . . . + . . + . + + + + + + + + | level              | To see it: everybody who belongs. To raise it: whoever holds a role, or the lead. To lower it: the lead
lower           . . . . . . + . + + + . . . . . | level              | To see it: everybody who belongs. To raise it: whoever holds a role, or the lead. To lower it: the lead
decide          . . . . . . + . + + + + . . . . | decide             | The engineering lead or the lead
fix             . . . . . . + . + + + + + . . . | fix                | The engineering lead, the product lead or the lead
fixFailed       . . . . . . + . + + + + + . . . | fix                | The engineering lead, the product lead or the lead
cases           . + + + + + + + + + + + + + + + | cases              | Everybody who belongs
showCase        . + + + + + + + + + + + + + + + | case show          | Everybody who belongs
addCase         . + + + + + + + + + + + + + + + | case add           | Everybody who belongs
moveCase        . . . . . . + . + + + + + . . . | case validate      | The case manager, the engineering lead, the product lead or the lead
bypassCase      . . . . . . + . + + + + + . . . | case bypass        | The case manager, the engineering lead, the product lead or the lead
duplicateCase   . . . . . . + . + + + + + . . . | case duplicate-of  | The case manager, the engineering lead, the product lead or the lead
caseCve         . . . . . . + . + + + + + . . . | case cve           | The case manager, the engineering lead, the product lead or the lead
caseState       . . . . . . + . + + + + + . . . | case fix-ready     | The case manager, the engineering lead, the product lead or the lead
bugBar          . . . . . . + . + + + + + . . . | case bug-bar       | The case manager, the engineering lead, the product lead or the lead
caseSeverity    . . . . . . + . + + + + + . . . | case severity      | The case manager, the engineering lead, the product lead or the lead
caseCvss        . . . . . . + . + + + + + . . . | case cvss          | The case manager, the engineering lead, the product lead or the lead
caseCwe         . . . . . . + . + + + + + . . . | case cwe           | The case manager, the engineering lead, the product lead or the lead
caseProducts    . . . . . . + . + + + + + . . . | case affected      | The case manager, the engineering lead, the product lead or the lead
removeProduct   . . . . . . + . + + + + + . . . | case affected      | The case manager, the engineering lead, the product lead or the lead
assess response . . . . . . + . + + + . . . . . | case assess response | The case manager or the lead
assess product  . . . . . . . . . . . + + . . . | case assess product | The product lead or the engineering lead
reconcileCase   . . . . . . + . + + + . . . . . | case reconcile     | The case manager or the lead
signOffCase     . . . . . . . . . . . + . . . . | case sign-off      | The engineering lead alone
partnerText     . . . . . . + . + + + + + . . . | partner detection  | The detection lead, the case manager, the engineering lead, the product lead or the lead
preparePackage  . . . . . . + . + + + + + . . . | partner prepare    | The detection lead, the case manager, the engineering lead, the product lead or the lead
packages        . + + + + + + + + + + + + + + + | packages           | Everybody who belongs
showPackage     . + + + + + + + + + + + + + + + | package            | Everybody who belongs
approvePackage  . . . . . . + . + + + . . + . . | package approve    | The detection lead, the comms lead, the case manager or the lead
offerPackage    . . . . . . + . + + + . . . . . | package offer      | The detection lead, the case manager or the lead
linkPackage     . . . . . . + . + + + . . . . . | package link       | The detection lead, the case manager or the lead
revokePackage   . . . . . . + . + + + . . . . . | package revoke     | The detection lead, the case manager or the lead
showRemedy      . + + + + + + + + + + + + + + + | remedy             | Everybody who belongs
ssvc            . . . . . . + . + + + + + . . . | case ssvc          | The case manager, the engineering lead, the product lead or the lead
measure         . . . + . . + . + + + + + + + + | case mitigation    | Whoever holds a role, or the lead
embargo         . . . . . . + . + + + . . . . . | embargo            | The case manager or the lead
documents       . + + + + + + + + + + + + + + + | documents          | Everybody who belongs
showDocument    . + + + + + + + + + + + + + + + | document           | Everybody who belongs
exportDocument  . + + + + + + + + + + + + + + + | document export    | Everybody who belongs
importDocument  . . . . . . + . + + + + + + . . | document import    | The case manager, the engineering lead, the product lead, the comms lead or the lead
showTranslation . + + + + + + + + + + + + + + + |                    | Everybody who belongs
draftDocument   . . . . . . + . + + + + + + . . | bulletin draft     | The case manager, the engineering lead, the product lead, the comms lead or the lead
write document  . . . . . . + . + + + + + + . . | document write     | The case manager, the engineering lead, the product lead, the comms lead or the lead
translate document . . . . . . + . + + + + + + . . | document translation | Its translator, the case manager, the engineering lead, the product lead, the comms lead or the lead
publish document . . . . . . + . + + + . . + . . | document publish   | The comms lead or the lead
clocks          . + + + + + + + + + + + + + + + | clock              | Everybody who belongs
showClock       . + + + + + + + + + + + + + + + | clock list         | Everybody who belongs
proposeClock    . + + + + + + + + + + + + + + + | clock propose      | Everybody who belongs
decideClock     . . . . . . + . + + + . . . + . | clock applies      | Legal or the lead
waiveClock      . . . . . . + . + + + . . . + . | clock waive        | Legal or the lead
clockSince      . . . . . . + . + + + . . . + . | clock since        | Legal or the lead
fileClock       . . . . . . + . + + + . . + + . | clock filed        | Legal, the comms lead, the case manager or the lead
showTrain       . + + + + + + + + + + + + + + + | train show         | Everybody who belongs
joinTrain       . . . . . . + . + + + + + . . . | train join         | The case manager, the engineering lead, the product lead or the lead
leaveTrain      . . . . . . + . + + + + + . . . | train leave        | The case manager, the engineering lead, the product lead or the lead
noticeTrain     . . . . . . + . + + + . . + . . | train notice       | The comms lead or the lead
heldWebcast     . . . . . . + . + + + . . + . . | train webcast      | The comms lead or the lead
answerReporter  . . . . . . + . + + + + + + . . | case answered      | The case manager, the engineering lead, the product lead, the comms lead or the lead
holding         . . . . . . + . + + + . . + . . | holding            | The comms lead or the lead
guidance        . . . . . . + . + + + . . + . . | guidance           | The comms lead or the lead
stakeholderSitrep . . . . . . + . + + + . . + . . | sitrep --to stakeholders | The comms lead or the lead
passes          . + + + + + + + + + + + + + + + | pass               | Everybody who belongs
showPass        . + + + + + + + + + + + + + + + | pass list          | Everybody who belongs
openPass        . . . . . . + . + + + + + . . . | pass open          | The case manager, the engineering lead, the product lead or the lead
pass            . . . + . . + . + + + + + + + + | pass finding       | Whoever holds a role, or the lead
waive pass      . . . . . . + . + + + + . . . . | pass waive         | The engineering lead or the lead
statements      . + + + + + + + + + + + + + + + | statement          | Everybody who belongs
showStatement   . + + + + + + + + + + + + + + + | statement list     | Everybody who belongs
said            . + + + + + + + + + + + + + + + | said               | Everybody who belongs
draftStatement  . . . + . . + . + + + + + + + + | statement holding  | Whoever holds a role, or the lead
writeStatement  . . . + . . + . + + + + + + + + | statement write    | Whoever holds a role, or the lead
labelStatement  . . . . . . + . + + + . . + + . | statement tlp      | The comms lead, legal or the lead
approveStatement . . . . . . + . + + + . . + + . | statement approve  | The comms lead, legal, the exec liaison or the lead
giveStatement   . . . . . . + . + + + . . + + . | statement sent     | The comms lead, legal, the exec liaison, the case manager or the lead
withdrawStatement . . . . . . + . + + + . . + + . | statement withdraw | The comms lead, legal, the exec liaison or the lead
approve comms   . . . . . . . . . . . . . + . . | approve comms      | The comms lead alone
approve legal   . . . . . . . . . . . . . . + . | approve legal      | Legal alone
approvals       . + + + + + + + + + + + + + + + | approvals          | Everybody who belongs
showApproval    . + + + + + + + + + + + + + + + |                    | Everybody who belongs
approveAct      . + + + + + + + + + + + + + + + | approve 1          | Another leader than who proposed, or an admin: see below
declineAct      . + + + + + + + + + + + + + + + | decline            | Another leader than who proposed, or an admin: see below
withdrawAct     . + + + + + + + + + + + + + + + |                    | Who proposed, or the lead
go              . . . . . . . . . + . + . + . . | go                 | The crisis lead, the engineering lead and the comms lead, each for themselves
noGo            . . . . . . + . + + + + . + . . | no-go              | The engineering lead, the comms lead or the lead
postmortem      . . . . . . + . + + + . . . . + | postmortem         | The scribe or the lead
advance         . . . . . . + . + + + . . . . . | advance            | The lead
override        . . . . . . . . . + + . . . . . | advance --override | The crisis lead or an admin
regress         . . . . . . + . + + + . . . . . | regress            | The lead
answerInject    . + + + + + + + + + + + + + + + | drill answered     | Everybody who belongs
drillScore      . + + + + + + + + + + + + + + + | drill score        | Everybody who belongs
stopDrill       . . . . . . + + + + + . . . . . | drill stop         | Whoever declared it, or the lead
standDown       . . . . . . + . + + + . . . . . | stand-down         | The lead
falsePositive   . . . . . . + . + + + . . . . . | false-positive     | The lead
merge           . . . . . . + . + + + . . . . . | merge              | The lead
close           . . . . . . + . + + + . . . . . | close              | The lead
reopen          . . . . . . + . + + + . . . . . | reopen             | The lead
pullIn          . . . . . . + . + + + . . . . . | pull-in            | The lead
waiveMonitoring . . . . . . + . + + + . . . . . | monitoring waive   | The lead
retry           . . . . . . + . + + + . . . . . | retry              | The lead
handover        . . . . . . + . + + + . . . . . | handover           | The lead
waive           . . . . . . + . + + + . . . . . | waive              | The lead
snoozeTask      . . . . + . + . + + + . . . . . | snooze task        | Whoever has the task, or the lead
ack             . . . . + . + . + + + . . . . . | ack                | Whoever has the task, or the lead
start           . . . . + . + . + + + . . . . . | start              | Whoever has the task, or the lead
done            . . . . + . + . + + + . . . . . | done               | Whoever has the task, or the lead
block           . . . . + . + . + + + . . . . . | block              | Whoever has the task, or the lead
reopenTask      . . . . + . + . + + + . . . . . | task reopen        | Whoever has the task, or the lead
assign          . . . . + . + . + + + . . . . . | assign             | Whoever has the task, or the lead
due             . . . . + . + . + + + . . . . . | due                | Whoever has the task, or the lead
correct         . . . . . + + . + + + . . . . + | correct            | Its author, the scribe or the lead
withdraw        . . . . . + + . + + + . . . . + | withdraw           | Its author, the scribe or the lead
`;

const n = 1;
const reason = 'because';
const text = 'what happened';
const cvss = {
  version: '2.0',
  vector: 'AV:N/AC:L/Au:N/C:C/I:C/A:C',
  score: 10,
  base: 10,
  severity: 'high',
} as const;
const products = [{ name: 'VPN', versions: [], isAffected: true }];
const found = { severity: 'critical', cvss, products, words: text } as const;
const tomorrow = '2026-03-03T10:00:00.000Z';

const commands: Record<Key, IncidentCommand[]> = {
  status: [{ verb: 'status' }],
  approvals: [{ verb: 'approvals' }],
  showApproval: [{ verb: 'showApproval', approval: 1 }],
  approveAct: [{ verb: 'approveAct', approval: 1 }],
  declineAct: [{ verb: 'declineAct', approval: 1, reason }],
  withdrawAct: [{ verb: 'withdrawAct', approval: 1, reason }],
  timeline: [
    {
      verb: 'timeline',
      last: 5,
    },
  ],
  checklist: [{ verb: 'checklist' }],
  health: [{ verb: 'health' }],
  roles: [{ verb: 'roles' }],
  showLevel: [{ verb: 'showLevel' }],
  tasks: [
    {
      verb: 'tasks',
      which: 'open',
    },
  ],
  form: [
    { verb: 'form', form: 'sitrep' },
    { verb: 'form', form: 'assign', n },
    { verb: 'form', form: 'reason', of: 'close' },
  ],
  export: [
    {
      verb: 'export',
      format: 'md',
    },
  ],
  note: [{ verb: 'note', text, at: null }],
  link: [
    {
      verb: 'link',
      url: 'https://x.example',
      text,
    },
  ],
  capture: [
    {
      verb: 'capture',
      messageId: 'M1',
      author: null,
      text,
      at: start,
      link: null,
    },
  ],
  release: [
    {
      verb: 'release',
      messageId: 'M1',
    },
  ],
  finding: [
    {
      verb: 'finding',
      category: 'process',
      text,
    },
  ],
  fact: [
    {
      verb: 'fact',
      fact: 'public',
      at: null,
      text,
    },
  ],
  cases: [{ verb: 'cases' }],
  showCase: [{ verb: 'showCase', caseNumber: 1 }],
  addCase: [{ verb: 'addCase', title: text, cve: null, reporter: null, vendorAware: true }],
  bypassCase: [{ verb: 'bypassCase', caseNumber: 1, title: text }],
  moveCase: [
    { verb: 'moveCase', caseNumber: 1, to: 'valid', reason: '' },
    { verb: 'moveCase', caseNumber: 1, to: 'closed', reason },
  ],
  duplicateCase: [{ verb: 'duplicateCase', caseNumber: 1, of: 2 }],
  caseCve: [{ verb: 'caseCve', caseNumber: 1, cve: 'CVE-2026-1111' }],
  caseState: [{ verb: 'caseState', caseNumber: 1, code: 'F' }],
  bugBar: [
    {
      verb: 'bugBar',
      caseNumber: 1,
      answers: {
        pivot: 'server',
        threat: 'elevation',
        access: 'anonymous',
        interaction: 'none',
        scenario: 'default',
        extent: 'full',
      },
    },
  ],
  caseSeverity: [{ verb: 'caseSeverity', caseNumber: 1, severity: 'critical', reason }],
  caseCvss: [{ verb: 'caseCvss', caseNumber: 1, cvss }],
  caseCwe: [{ verb: 'caseCwe', caseNumber: 1, cwes: ['CWE-787'], isRemoval: false }],
  caseProducts: [{ verb: 'caseProducts', caseNumber: 1, products }],
  removeProduct: [{ verb: 'removeProduct', caseNumber: 1, name: 'VPN' }],
  'assess response': [{ verb: 'assessCase', caseNumber: 1, side: 'response', ...found }],
  'assess product': [{ verb: 'assessCase', caseNumber: 1, side: 'product', ...found }],
  reconcileCase: [{ verb: 'reconcileCase', caseNumber: 1, as: null, ...found }],
  signOffCase: [{ verb: 'signOffCase', caseNumber: 1, note: '' }],
  partnerText: [{ verb: 'partnerText', caseNumber: 1, text: 'detection', words: text }],
  preparePackage: [{ verb: 'preparePackage', partner: 'acme', cases: null }],
  packages: [{ verb: 'packages' }],
  showPackage: [{ verb: 'showPackage', packageNumber: 1 }],
  approvePackage: [{ verb: 'approvePackage', packageNumber: 1 }],
  offerPackage: [{ verb: 'offerPackage', packageNumber: 1, release: null }],
  linkPackage: [{ verb: 'linkPackage', packageNumber: 1, contact: 'a@acme.example' }],
  revokePackage: [{ verb: 'revokePackage', packageNumber: 1, reason }],
  showRemedy: [{ verb: 'showRemedy', caseNumber: 1 }],
  ssvc: (
    [
      {
        type: 'SSVC',
        exploitation: null,
        utility: 'efficient',
        impact: 'total',
        safety: 'minimal',
      },
      { type: 'VEHICLE', vehicle: 'monthly', month: null, reason },
      { type: 'EXPLOITABILITY', latest: 1, older: null, dos: null, note: text },
      {
        type: 'VEX',
        statement: { product: text, versions: [], says: 'under_investigation' },
      },
    ] as const
  ).map((act) => ({ verb: 'remedy', caseNumber: 1, act })),
  measure: (
    [
      { type: 'MEASURE', kind: 'workaround', text },
      { type: 'MEASURE_TESTED', m: 1, product: text, works: true, sideEffects: '' },
      { type: 'NO_MEASURE', reason },
      { type: 'VARIANT', text },
      { type: 'NO_VARIANTS', how: text },
    ] as const
  ).map((act) => ({ verb: 'remedy', caseNumber: 1, act })),
  embargo: [
    { verb: 'embargo', caseNumber: 1, step: 'propose', until: tomorrow, reason: '' },
    { verb: 'embargo', caseNumber: null, step: 'end', until: null, reason },
  ],
  documents: [{ verb: 'documents' }],
  showDocument: [{ verb: 'showDocument', documentNumber: 1 }],
  exportDocument: [{ verb: 'exportDocument', documentNumber: 1, format: 'md', locale: 'en-US' }],
  importDocument: [{ verb: 'importDocument', documentNumber: 1, locale: 'en-US', text }],
  draftDocument: [{ verb: 'draftDocument', kind: 'bulletin', title: null, cases: [1] }],
  'write document': (
    [
      { type: 'WRITE', section: 'summary', text },
      { type: 'REFRESH' },
      { type: 'SUBMIT' },
      { type: 'RETURN', reason },
      { type: 'REVISE', major: true, reason },
      { type: 'ABANDON', reason },
    ] as const
  ).map((act) => ({ verb: 'document', documentNumber: 1, act })),
  showTranslation: [{ verb: 'showTranslation', documentNumber: 1, locale: 'de-DE' }],
  'translate document': [
    ...(
      [
        { type: 'TRANSLATE', locale: 'de-DE', texts: { title: text } },
        { type: 'TRANSLATED', locale: 'de-DE' },
      ] as const
    ).map((act) => ({ verb: 'document', documentNumber: 1, act }) as const),
    { verb: 'importDocument', documentNumber: 1, locale: 'de-DE', text },
  ],
  'publish document': (
    [
      { type: 'LABEL', tlp: 'AMBER' },
      { type: 'APPROVE' },
      { type: 'PUBLISH' },
      { type: 'SUPERSEDE', by: 2 },
      { type: 'WITHDRAW', reason },
    ] as const
  ).map((act) => ({ verb: 'document', documentNumber: 1, act })),
  clocks: [{ verb: 'clocks' }],
  showClock: [{ verb: 'showClock', clockNumber: 1 }],
  proposeClock: [{ verb: 'proposeClock', regime: 'cra', since: null, reason }],
  decideClock: [
    { verb: 'decideClock', which: 'cra', applies: true, since: start, reason },
    { verb: 'decideClock', which: 1, applies: false, since: null, reason },
  ],
  fileClock: [
    { verb: 'fileClock', clockNumber: 1, reference: text, at: null, isProgress: false },
    { verb: 'fileClock', clockNumber: 1, reference: text, at: start, isProgress: true },
  ],
  waiveClock: [{ verb: 'waiveClock', clockNumber: 1, reason }],
  clockSince: [{ verb: 'clockSince', clockNumber: 1, since: start }],
  showTrain: [{ verb: 'showTrain', booking: 1 }],
  joinTrain: [{ verb: 'joinTrain', month: null, at: null, reason: '' }],
  leaveTrain: [{ verb: 'leaveTrain', booking: null, reason }],
  noticeTrain: [
    { verb: 'noticeTrain', booking: 1, bulletins: 1, severity: 'critical', families: text },
  ],
  heldWebcast: [{ verb: 'heldWebcast', booking: 1, note: '' }],
  answerReporter: [{ verb: 'answerReporter', caseNumber: 1, at: null }],
  passes: [{ verb: 'passes' }],
  showPass: [{ verb: 'showPass', pass: 1 }],
  openPass: [{ verb: 'openPass', name: text, until: null, updates: [] }],
  pass: (
    [
      { type: 'INVITE', participants: [text] },
      { type: 'START' },
      { type: 'FINDING', verdict: 'block', text },
      { type: 'RESOLVE', m: 1, how: text },
      { type: 'DONE', words: '' },
    ] as PassAct[]
  ).map((act) => ({ verb: 'pass', pass: 1, act: act })),
  'waive pass': [{ verb: 'pass', pass: 1, act: { type: 'WAIVE', reason } }],
  statements: [{ verb: 'statements' }],
  showStatement: [{ verb: 'showStatement', statement: 1, asFields: false }],
  said: [{ verb: 'said', all: false }],
  draftStatement: [
    { verb: 'draftStatement', kind: 'holding', clockNumber: null, label: null, text },
  ],
  writeStatement: [{ verb: 'writeStatement', statement: 1, text }],
  labelStatement: [{ verb: 'labelStatement', statement: 1, label: 'CLEAR' }],
  approveStatement: [{ verb: 'approveStatement', statement: 1 }],
  giveStatement: [{ verb: 'giveStatement', statement: 1, how: 'sent', to: '' }],
  withdrawStatement: [{ verb: 'withdrawStatement', statement: 1, reason }],
  join: [{ verb: 'join', reason }],
  invite: [
    {
      verb: 'invite',
      people: [id('new')],
    },
  ],
  addTask: [
    { verb: 'addTask', text, assignee: null, by: null, phase: null, followUp: false },
    { verb: 'addTask', text, assignee: id('new'), by: tomorrow, phase: null, followUp: true },
  ],
  acceptHandover: [
    {
      verb: 'acceptHandover',
    },
  ],
  declineHandover: [{ verb: 'declineHandover', reason }],
  snooze: [{ verb: 'snooze', what: 'sitrep', minutes: 15 }],
  snoozeTask: [{ verb: 'snoozeTask', n, minutes: 15 }],
  stakeholderSitrep: [{ verb: 'stakeholderSitrep', text }],
  who: [{ verb: 'who' }],
  lookAgain: [{ verb: 'lookAgain' }],
  confirmAccess: [{ verb: 'confirmAccess' }],
  remove: [{ verb: 'remove', person: id('mia'), reason }],
  newRoom: [{ verb: 'newRoom', reason }],
  joined: [
    {
      verb: 'joined',
      person: id('new'),
    },
  ],
  left: [{ verb: 'left', person: id('mia') }],
  sitrep: [{ verb: 'sitrep', text }],
  brief: [{ verb: 'brief', text }],
  tlp: [{ verb: 'tlp', label: 'RED' }],
  scope: [{ verb: 'scope', text }],
  affected: [
    {
      verb: 'affected',
      products: ['Spooler'],
    },
  ],
  mitigation: [
    {
      verb: 'mitigation',
      text,
      exists: true,
    },
  ],
  raise: [{ verb: 'level', level: 1, reason }],
  lower: [
    { verb: 'level', level: 3, reason },
    { verb: 'level', level: 4, reason },
  ],
  decide: [
    {
      verb: 'decide',
      remedy: 'fix',
      reason,
    },
  ],
  fix: [
    { verb: 'fix', step: 'built', note: '' },
    { verb: 'fix', step: 'ready', note: '' },
  ],
  fixFailed: [
    {
      verb: 'fixFailed',
      reason,
      rootCauseWrong: true,
    },
  ],
  holding: [{ verb: 'holding', text }],
  guidance: [{ verb: 'guidance', text }],
  'approve comms': [{ verb: 'approve', as: 'comms' }],
  'approve legal': [
    {
      verb: 'approve',
      as: 'legal',
    },
  ],
  go: [{ verb: 'go', at: null }],
  noGo: [{ verb: 'noGo', reason }],
  postmortem: [
    {
      verb: 'postmortem',
      summary: text,
      findings: [],
    },
  ],
  advance: [{ verb: 'advance' }],
  override: [{ verb: 'override', reason }],
  regress: [
    {
      verb: 'regress',
      to: 'mobilize',
      reason,
    },
  ],
  answerInject: [{ verb: 'answerInject', inject: n, text }],
  drillScore: [{ verb: 'drillScore' }],
  stopDrill: [{ verb: 'stopDrill', reason }],
  standDown: [
    {
      verb: 'standDown',
      reason,
    },
  ],
  falsePositive: [
    {
      verb: 'falsePositive',
      reason,
    },
  ],
  merge: [
    {
      verb: 'merge',
      into: 'INC-2026-0001',
      reason,
    },
  ],
  close: [{ verb: 'close' }],
  reopen: [{ verb: 'reopen', reason }],
  pullIn: [{ verb: 'pullIn', reason }],
  waiveMonitoring: [
    {
      verb: 'waiveMonitoring',
      reason,
    },
  ],
  retry: [{ verb: 'retry', id: 1 }],
  handover: [
    {
      verb: 'handover',
      to: id('new'),
    },
  ],
  waive: [{ verb: 'waive', n, reason }],
  ack: [{ verb: 'ack', n }],
  start: [{ verb: 'start', n }],
  done: [{ verb: 'done', n, note: '' }],
  block: [{ verb: 'block', n, reason }],
  reopenTask: [
    {
      verb: 'reopenTask',
      n,
    },
  ],
  assign: [
    {
      verb: 'assign',
      n,
      to: id('new'),
    },
  ],
  due: [{ verb: 'due', n, at: tomorrow }],
  correct: [
    {
      verb: 'correct',
      seq: 0,
      text,
    },
  ],
  withdraw: [
    {
      verb: 'withdraw',
      seq: 0,
    },
  ],
};

const rows = table
  .split('\n')
  .slice(2, -1)
  .map((line) => {
    const [marks = '', typed = '', who = ''] = line.split('|').map((cell) => cell.trim());
    const [, key = '', may = ''] = /^(.*?) +([+.](?: [+.]){15})$/.exec(marks) ?? [];
    return { key, may, typed, who };
  });

/** Throws when a command has no line in the table. */
export const rights: [Key, Right][] = (Object.keys(commands) as Key[]).map((key) => {
  const row = rows.find((each) => each.key === key);
  if (row === undefined) throw new Error(`the table has no line for ${key}`);
  return [key, { may: row.may, typed: row.typed, who: row.who, commands: commands[key] }];
});
