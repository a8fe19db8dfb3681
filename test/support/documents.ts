// Documents as their authors leave them, after two real ones of Microsoft: bulletin MS08-067 and advisory 2757760.
import type { CaseFacts, DocumentContext, Release } from '#machines/document-types.ts';
import type { IsoInstant } from '#machines/incident-types.ts';

const ada = 'console:local:ada';
const grace = 'console:local:grace';

const at = (text: string): IsoInstant => text;

export const serverFacts: CaseFacts = {
  n: 1,
  cve: 'CVE-2008-4250',
  cwes: ['CWE-121'],
  severity: 'critical',
  impact: 'remote-code-execution',
  cvss: {
    version: '3.1',
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    score: 9.8,
    base: 9.8,
    severity: 'critical',
  },
  exploitability: { latest: 0, older: 0, dos: null },
  products: [
    { name: 'Windows XP', versions: ['SP2', 'SP3'], isAffected: true },
    { name: 'Windows Server 2003', versions: ['SP1', 'SP2'], isAffected: true },
    { name: 'Windows 7', versions: [], isAffected: false },
  ],
  publiclyDisclosed: false,
  exploited: true,
  vehicle: 'out-of-band',
  measures: [
    {
      kind: 'mitigation',
      text: 'Firewall best practices and standard default firewall configurations help protect networks from attacks that originate outside the enterprise perimeter.',
      works: ['Windows XP'],
      fails: [],
    },
    {
      kind: 'workaround',
      text: 'Disable the Server and Computer Browser services.',
      works: ['Windows XP', 'Windows Server 2003'],
      fails: [],
    },
  ],
  noMeasure: false,
  reporter: 'a customer',
  openedAt: at('2008-09-25T08:00:00.000Z'),
};

const release = (context: DocumentContext, given: Partial<Release>): Release => {
  const { texts, facts, updates, tlp } = context;
  return {
    texts,
    facts,
    updates,
    tlp,
    version: '1.0',
    at: at('2008-10-23T17:00:00.000Z'),
    by: ada,
    approvedBy: grace,
    reason: 'Bulletin published.',
    translations: {},
    ...given,
  };
};

const common = {
  incidentId: 'INC-2008-0001',
  n: 1,
  tlp: 'CLEAR',
  createdAt: at('2008-10-20T09:00:00.000Z'),
  createdBy: ada,
  edition: 3,
  impacts: {},
  translations: {},
  revision: null,
  submitted: null,
  approved: null,
  releases: [],
  supersededBy: null,
  supersedes: null,
  withdrawn: null,
  movedTo: null,
} satisfies Partial<DocumentContext>;

/** Approved, and not out yet. */
export const bulletin: DocumentContext = {
  ...common,
  kind: 'bulletin',
  id: 'SB08-067',
  cases: [1],
  texts: {
    title: 'Vulnerability in Server Service Could Allow Remote Code Execution',
    summary:
      'This security update resolves a privately reported vulnerability in the Server service. The vulnerability could allow remote code execution if an affected system received a specially crafted RPC request.',
    recommendation: 'We recommend that customers apply the update **immediately**.',
    faq: '### Is this update related to SB06-040?\n\nYes: the update replaces that of SB06-040.',
    deployment: 'The update is offered through automatic updating.',
    acknowledgments: 'Example Corporation thanks the customers who worked with us.',
    references: '- [SDL blog](https://blog.example.com/ms08-067)',
    'case/1/description':
      'A remote code execution vulnerability exists in the Server service. It is caused by the service not properly handling specially crafted RPC requests.',
    'case/1/mitigations':
      '- Firewall best practices and standard default firewall configurations help protect networks.\n- On Windows Vista, the vulnerable code path is only accessible to authenticated users.',
    'case/1/workarounds':
      '- **Disable the Server and Computer Browser services**, with `sc config`.',
    'case/1/faq':
      '### What is the scope of the vulnerability?\n\nThis is a remote code execution vulnerability.\n\n### What causes it?\n\nThe Server service does not properly handle *specially crafted* RPC requests.',
  },
  facts: [serverFacts],
  updates: [
    {
      product: 'Windows XP',
      fixedVersion: '5.1.2600.3462',
      url: 'https://updates.example.com/958644',
      restart: 'required',
      replaces: 'SB06-040',
    },
    {
      product: 'Windows Server 2003',
      fixedVersion: '5.2.3790.4392',
      url: 'https://updates.example.com/958644',
      restart: 'required',
      replaces: 'SB06-040',
    },
  ],
  submitted: { by: ada, at: at('2008-10-21T09:00:00.000Z'), edition: 3 },
  approved: { by: ada, with: grace, at: at('2008-10-22T09:00:00.000Z'), edition: 3 },
};

export const publishedBulletin: DocumentContext = {
  ...bulletin,
  releases: [release(bulletin, {})],
};

/** There is no fix yet; its vulnerability is attacked. */
export const advisory: DocumentContext = {
  ...common,
  kind: 'advisory',
  id: 'SA12-004',
  cases: [1],
  texts: {
    title: 'Vulnerability in the browser could allow remote code execution',
    summary:
      'We are investigating public reports of a vulnerability. We are aware of targeted attacks that attempt to exploit it.',
    recommendation: 'Apply the workarounds until an update is there.',
    actions:
      '- Deploy the Enhanced Mitigation Experience Toolkit.\n- Set the security zone to *High*.',
    faq: '### What is the scope of the advisory?\n\nIt tells customers of a new vulnerability.',
    'case/1/description': 'The browser accesses an object that was deleted (a use after free).',
    'case/1/workarounds': '- Set the Internet zone to “High”.',
  },
  facts: [
    {
      ...serverFacts,
      cve: 'CVE-2012-4969',
      cwes: ['CWE-416'],
      vehicle: 'advisory-only',
      products: [
        { name: 'Internet Explorer', versions: ['6', '7', '8', '9'], isAffected: true },
        { name: 'Internet Explorer 10', versions: [], isAffected: false },
      ],
      publiclyDisclosed: true,
      reporter: null,
    },
  ],
  updates: [],
};

export const publishedAdvisory: DocumentContext = {
  ...advisory,
  releases: [release(advisory, { reason: 'Advisory published.' })],
};
