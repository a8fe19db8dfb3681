// Who publishes: what advisories, bulletins, CSAF documents and CVE records say of the publisher.

export interface Publisher {
  name: string;
  /** Of CSAF: an URL that is the publisher's own. */
  namespace: string;
  category: 'vendor' | 'coordinator' | 'discoverer' | 'other' | 'user';
  contact: string;
  /** What customers read below each document. */
  support: string;
  disclaimer: string;
  /** First letters of the series: `SB` gives SB26-001. */
  series: { bulletin: string; advisory: string };
  /** The languages that a release waits for, besides English. */
  requiredLocales: readonly string[];
  /** Of the CVE programme; null: CVE records cannot be made. */
  cna: { orgId: string; shortName: string } | null;
  /** Where the tree of published files is kept; null: nothing is written. */
  directory: string | null;
  /** Where the world reads that tree, without a slash at the end. */
  baseUrl: string;
  /** A file with an armored OpenPGP private key; null: nothing is signed. */
  signingKeyFile: string | null;
  policyUrl: string | null;
  /** Nobody has said who publishes: drafts and drills only. */
  isExample: boolean;
}

/** Until `SSIRP_PUBLISHER` names one. */
export const examplePublisher: Publisher = {
  name: 'Example Corporation',
  namespace: 'https://psirt.example.com',
  category: 'vendor',
  contact: 'mailto:psirt@example.com',
  support: 'Customers reach support at https://support.example.com.',
  disclaimer:
    'The information in this document is provided "as is", without warranty of any kind, and may be revised.',
  series: { bulletin: 'SB', advisory: 'SA' },
  requiredLocales: [],
  cna: null,
  directory: null,
  baseUrl: 'https://psirt.example.com',
  signingKeyFile: null,
  policyUrl: null,
  isExample: true,
};
