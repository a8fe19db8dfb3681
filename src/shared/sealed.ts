// Secrets at rest: AES-256-GCM under keys that only the environment holds. What is sealed is bound to what it belongs
// to, so that a row cannot be put in the place of another. Several keys make rotation possible: the first one seals,
// every one opens.
import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';

const cipher = 'aes-256-gcm';
export const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const version = 'v1';

/** Why something cannot be opened: its key is not among those given, or it is not what was sealed. */
export class NotOpened extends Error {
  readonly why: 'unknownKey' | 'changed';

  constructor(why: 'unknownKey' | 'changed') {
    super(why === 'unknownKey' ? 'sealed under another key' : 'not what was sealed');
    this.why = why;
  }
}

export interface Keyring {
  /** `about`: what the secret belongs to; it opens only with the same. */
  seal(secret: string, about: string): string;
  /** Throws NotOpened. */
  open(sealed: string, about: string): string;
  /** False for what a former key sealed: it is to be sealed anew. */
  isCurrent(sealed: string): boolean;
}

/** `keys`: at least one, each of 32 bytes; the first one seals. */
export function keyring(keys: readonly Uint8Array[]): Keyring {
  const byId = new Map(keys.map((key) => [idOf(key), key]));
  const [current] = byId.keys();
  return {
    seal: (secret, about) => {
      const [[id, key] = []] = byId;
      if (id === undefined || key === undefined) throw new Error('a keyring without keys');
      const nonce = randomBytes(nonceBytes);
      const sealing = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes });
      sealing.setAAD(bound(id, about));
      const text = Buffer.concat([sealing.update(secret, 'utf8'), sealing.final()]);
      const whole = Buffer.concat([nonce, text, sealing.getAuthTag()]);
      return `${version}.${id}.${whole.toString('base64url')}`;
    },
    open: (sealed, about) => {
      const [format, id = '', encoded = ''] = sealed.split('.');
      const key = byId.get(id);
      if (format !== version) throw new NotOpened('changed');
      if (key === undefined) throw new NotOpened('unknownKey');
      const whole = Buffer.from(encoded, 'base64url');
      if (whole.length < nonceBytes + tagBytes) throw new NotOpened('changed');
      const nonce = whole.subarray(0, nonceBytes);
      const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes });
      opening.setAAD(bound(id, about));
      opening.setAuthTag(whole.subarray(-tagBytes));
      try {
        return `${opening.update(whole.subarray(nonceBytes, -tagBytes), undefined, 'utf8')}${opening.final('utf8')}`;
      } catch {
        throw new NotOpened('changed');
      }
    },
    isCurrent: (sealed) => sealed.split('.')[1] === current,
  };
}

/** Tells keys apart and gives nothing away of them. */
function idOf(key: Uint8Array): string {
  return hash('sha256', Buffer.concat([Buffer.from('ssirp key '), key])).slice(0, 12);
}

function bound(id: string, about: string): Buffer {
  return Buffer.from(JSON.stringify([version, id, about]));
}
