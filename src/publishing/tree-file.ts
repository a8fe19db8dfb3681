// One file of the tree of published files, and what it takes to bring it there. Nothing is written here.
import { createHash } from 'node:crypto';
import type { Signer } from './signer.ts';

export interface TreeFile {
  /** From the root of the tree, with `/`. */
  path: string;
  /** Null: it is no longer part of the tree. */
  make: (() => Uint8Array | Promise<Uint8Array>) | null;
  /** Need what is there not be written again? */
  isCurrent: (found: Uint8Array) => boolean | Promise<boolean>;
}

export function fixed(path: string, text: string): TreeFile {
  const bytes = Buffer.from(text);
  return { path, make: () => bytes, isCurrent: (found) => bytes.equals(found) };
}

export function gone(path: string): TreeFile {
  return { path, make: null, isCurrent: () => false };
}

/** What is kept beside a published file: its hashes (CSAF 2.0, requirement 18), and its signature (19). */
export function witnesses({ path, text, signer, now }: Witnessed): TreeFile[] {
  const bytes = Buffer.from(text);
  const name = path.split('/').at(-1) ?? path;
  const hashed = ['sha256', 'sha512'].map((algorithm) =>
    fixed(
      `${path}.${algorithm}`,
      `${createHash(algorithm).update(bytes).digest('hex')}  ${name}\n`,
    ),
  );
  const signature = `${path}.asc`;
  if (signer === null) return [...hashed, gone(signature)];
  return [
    ...hashed,
    {
      path: signature,
      make: async () => Buffer.from(await signer.sign(bytes, now)),
      // Most signatures are other bytes each time: one that holds is kept.
      isCurrent: (found) => signer.isSignature(Buffer.from(found).toString(), bytes),
    },
  ];
}

export interface Witnessed {
  path: string;
  text: string;
  signer: Signer | null;
  /** ISO-8601 UTC. */
  now: string;
}
