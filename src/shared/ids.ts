// Fresh ids and chance: the only places where the program is not a function of its inputs.
import { randomBytes } from 'node:crypto';

/** 24 characters, unguessable: idempotency keys and error references. */
export function newId(): string {
  return randomBytes(18).toString('base64url');
}
