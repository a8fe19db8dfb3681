// OpenPGP encryption for one partner. The library is loaded when it is first needed: most processes never do.
import type { PublicKey } from 'openpgp';

/** Armored. Rejects when the key cannot encrypt, such as one that has expired. */
export async function encryptedFor(armoredKey: string, text: string): Promise<string> {
  const { createMessage, encrypt, readKey } = await import('openpgp');
  const key: PublicKey = await readKey({ armoredKey });
  const message = await createMessage({ text });
  const armored: unknown = await encrypt({ message, encryptionKeys: key });
  return String(armored).replaceAll('\r\n', '\n').trim();
}

/** Why packages cannot be encrypted with this key, or null. */
export async function whyNoKey(armoredKey: string): Promise<string | null> {
  try {
    await encryptedFor(armoredKey, 'test');
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'it cannot be read';
  }
}
