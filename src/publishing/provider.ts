// Where the world begins to look: provider metadata (CSAF 2.0, requirement 7), the public key (20) and security.txt
// (RFC 9116; requirement 8).
import { jsonText } from '../disclosure/json-text.ts';
import type { Publisher } from '../shared/publisher.ts';
import type { Label } from './feeds.ts';
import { categoryPath, feedPath, servicePath } from './feeds.ts';
import type { Signer } from './signer.ts';
import type { TreeFile } from './tree-file.ts';
import { fixed } from './tree-file.ts';

const metadataPath = '.well-known/csaf/provider-metadata.json';
export const keyPath = '.well-known/csaf/openpgp-key.asc';
const securityTxtPath = '.well-known/security.txt';

/** `labels`: those that there is a feed of; `lastAt`: when anything last was published, ISO-8601 UTC. */
export function metadataFiles(
  { baseUrl, category, contact, name, namespace }: Publisher,
  { labels, lastAt, signer }: { labels: readonly Label[]; lastAt: string; signer: Signer | null },
): TreeFile[] {
  const at = (path: string): string => `${baseUrl}/${path}`;
  const metadata = {
    canonical_url: at(metadataPath),
    distributions: [
      { directory_url: at('white/') },
      {
        rolie: {
          feeds: labels.map((label) => ({
            summary: `All TLP:${label.toUpperCase()} advisories of ${name}.`,
            tlp_label: label.toUpperCase(),
            url: at(feedPath(label)),
          })),
          services: labels.map((label) => at(servicePath(label))),
          categories: labels.map((label) => at(categoryPath(label))),
        },
      },
    ],
    last_updated: lastAt,
    list_on_CSAF_aggregators: true,
    metadata_version: '2.0',
    mirror_on_CSAF_aggregators: true,
    public_openpgp_keys:
      signer === null ? undefined : [{ fingerprint: signer.fingerprint, url: at(keyPath) }],
    publisher: { category, contact_details: contact, name, namespace },
    role: signer === null ? 'csaf_provider' : 'csaf_trusted_provider',
  };
  return [
    ...(signer === null ? [] : [fixed(keyPath, signer.publicKey)]),
    fixed(metadataPath, jsonText(metadata)),
  ];
}

/** So long it is said to be valid, and so long before its end it is written anew. */
const validDays = 180;
const renewDays = 60;

/** `isProvider`: there is provider metadata to point at. `now`: ISO-8601 UTC. */
export function securityTxt(
  { baseUrl, contact, policyUrl }: Publisher,
  { isProvider, now }: { isProvider: boolean; now: string },
): TreeFile {
  const at = (path: string): string => `${baseUrl}/${path}`;
  const lines = (expires: string): string[] => [
    `Contact: ${contact}`,
    `Expires: ${expires}`,
    'Preferred-Languages: en',
    `Canonical: ${at(securityTxtPath)}`,
    ...(policyUrl === null ? [] : [`Policy: ${policyUrl}`]),
    ...(isProvider ? [`CSAF: ${at(metadataPath)}`] : []),
  ];
  const text = (expires: string): string => `${lines(expires).join('\n')}\n`;
  const fromNow = (days: number): string =>
    Temporal.Instant.from(now)
      .add({ hours: 24 * days })
      .round({ smallestUnit: 'hour', roundingMode: 'floor' })
      .toString();
  return {
    path: securityTxtPath,
    make: () => Buffer.from(text(fromNow(validDays))),
    isCurrent: (found) => {
      const written = Buffer.from(found).toString();
      const expires = expiresOf(written);
      return expires !== undefined && expires > fromNow(renewDays) && written === text(expires);
    },
  };
}

function expiresOf(text: string): string | undefined {
  return /^Expires: (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/m.exec(text)?.[1];
}
