// Detached OpenPGP signatures of what is published (CSAF 2.0, requirements 19 and 20).
import { existsSync, readFileSync } from 'node:fs';
import {
  createMessage,
  decryptKey,
  readPrivateKey,
  readSignature,
  sign,
  verify,
  type PrivateKey,
} from 'openpgp';
import { PublisherProblem } from '../publisher-file.ts';

export interface Signer {
  /** 40 capital hexadecimal digits or more. */
  fingerprint: string;
  /** Armored, as it is published. */
  publicKey: string;
  /** When the key ends, ISO-8601 UTC; null: never. */
  expiresAt: string | null;
  /** An armored signature made at an instant (ISO-8601 UTC); rejects once the key has expired. */
  sign(content: Uint8Array, at: string): Promise<string>;
  /** Is that an armored signature of the content by this key? */
  isSignature(text: string, content: Uint8Array): Promise<boolean>;
}

/** Rejects with PublisherProblem for a file that is not there, is no private key, or that the passphrase does not open. */
export async function openSigner(path: string, passphrase: string | null): Promise<Signer> {
  const key = await unlocked(await readKey(path), passphrase);
  const expiration = await key.getExpirationTime();
  return {
    fingerprint: key.getFingerprint().toUpperCase(),
    publicKey: key.toPublic().armor(),
    expiresAt: expiration instanceof Date ? expiration.toISOString() : null,
    sign: async (content, at) => {
      const message = await createMessage({ binary: content });
      // The library's types leave open that it may be a stream.
      const signature: unknown = await sign({
        message,
        signingKeys: key,
        detached: true,
        date: new Date(at),
      });
      if (typeof signature !== 'string') throw new Error('a signature that is no text');
      return signature;
    },
    isSignature: async (text, content) => {
      try {
        const signature = await readSignature({ armoredSignature: text });
        const message = await createMessage({ binary: content });
        // Made while the key was valid, whatever became of it since.
        const date = null;
        const { signatures } = await verify({ message, signature, verificationKeys: key, date });
        return signatures.length > 0 && (await signatures[0]?.verified) === true;
      } catch {
        return false;
      }
    },
  };
}

async function readKey(path: string): Promise<PrivateKey> {
  if (!existsSync(path)) throw new PublisherProblem(`There is no signing key at ${path}.`);
  try {
    return await readPrivateKey({ armoredKey: readFileSync(path, 'utf8') });
  } catch {
    throw new PublisherProblem(`${path} is no armored OpenPGP private key.`);
  }
}

async function unlocked(privateKey: PrivateKey, passphrase: string | null): Promise<PrivateKey> {
  if (privateKey.isDecrypted()) return privateKey;
  if (passphrase === null)
    throw new PublisherProblem('The signing key is locked: set SSIRP_SIGNING_PASSPHRASE.');
  try {
    return await decryptKey({ privateKey, passphrase });
  } catch {
    throw new PublisherProblem('SSIRP_SIGNING_PASSPHRASE does not open the signing key.');
  }
}
