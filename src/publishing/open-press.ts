// The press of this process: what is published goes where the publisher says, signed where there is a key.
import { checkPublication } from '../disclosure/check.ts';
import type { Publisher } from '../shared/publisher.ts';
import type { Press } from './press.ts';
import { createPress } from './press.ts';

/**
 * Null where nothing is kept. `now`: ISO-8601 UTC. Rejects with PublisherProblem for a key that does not open: better
 * than to find out at the release.
 */
export async function openPress(
  publisher: Publisher,
  { passphrase, now }: { passphrase: string | null; now: () => string },
): Promise<Press | null> {
  const { directory, signingKeyFile } = publisher;
  if (directory === null) return null;
  // Loaded only where something is signed.
  const signer =
    signingKeyFile === null
      ? null
      : await (await import('./signer.ts')).openSigner(signingKeyFile, passphrase);
  return createPress({
    directory,
    publisher,
    signer,
    now,
    check: checkPublication,
  });
}
