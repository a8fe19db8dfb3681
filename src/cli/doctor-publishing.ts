// What `ssirp doctor` says of publishing: who publishes, whether the tree can be written, whether the key opens.
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config, Secrets } from '../config.ts';
import { loadPublisher, PublisherProblem } from '../publisher-file.ts';
import { keyPath } from '../publishing/provider.ts';
import type { Publisher } from '../shared/publisher.ts';
import type { Check } from './check.ts';

/** `now`: ISO-8601 UTC. */
export async function publishingChecks(
  { publisher: path }: Pick<Config, 'publisher'>,
  { signingPassphrase }: Pick<Secrets, 'signingPassphrase'>,
  now: string,
): Promise<Check[]> {
  const check = 'publisher';
  if (path === undefined)
    return [
      { check, ok: true, isNote: true, found: 'the example: documents can be drafted and drilled' },
    ];
  let publisher: Publisher;
  try {
    publisher = loadPublisher(path);
  } catch (error) {
    if (error instanceof PublisherProblem) return [{ check, ok: false, found: error.message }];
    throw error;
  }
  const { name, directory, signingKeyFile } = publisher;
  const named: Check = { check, ok: true, found: name };
  if (directory === null)
    return [named, { check: 'publications', ok: true, isNote: true, found: 'kept nowhere' }];
  return [
    named,
    treeCheck(directory),
    ...(signingKeyFile === null
      ? []
      : [await keyCheck({ directory, signingKeyFile, signingPassphrase, now })]),
  ];
}

function treeCheck(directory: string): Check {
  const check = 'publications';
  const place = existing(directory);
  if (!statSync(place).isDirectory()) {
    const remedy = 'Name another folder in the file of the publisher.';
    return { check, ok: false, found: `${place} is no folder`, remedy };
  }
  try {
    accessSync(place, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    const remedy = `Let the user that runs ssirp-bot write to ${place}.`;
    return { check, ok: false, found: `${directory} cannot be written`, remedy };
  }
  const found = place === directory ? directory : `${directory} is made by the first publication`;
  return { check, ok: true, found };
}

/** The nearest folder that is there. */
function existing(directory: string): string {
  const parent = dirname(directory);
  return existsSync(directory) || parent === directory ? directory : existing(parent);
}

async function keyCheck({
  directory,
  signingKeyFile,
  signingPassphrase,
  now,
}: {
  directory: string;
  signingKeyFile: string;
  signingPassphrase: string | null;
  now: string;
}): Promise<Check> {
  const check = 'signing key';
  const { openSigner } = await import('../publishing/signer.ts');
  try {
    const { expiresAt, fingerprint, publicKey } = await openSigner(
      signingKeyFile,
      signingPassphrase,
    );
    if (expiresAt !== null && expiresAt <= now)
      return {
        check,
        ok: false,
        found: `it expired on ${expiresAt.slice(0, 10)}`,
        remedy: 'Extend it or make another, then: ssirp publish.',
      };
    const published = join(directory, keyPath);
    if (existsSync(published) && readFileSync(published, 'utf8') !== publicKey)
      return {
        check,
        ok: false,
        found: 'what is published is signed by another key',
        remedy: 'Sign it anew: ssirp publish.',
      };
    const until = expiresAt === null ? '' : `, until ${expiresAt.slice(0, 10)}`;
    return { check, ok: true, found: `${fingerprint}${until}` };
  } catch (error) {
    if (error instanceof PublisherProblem) return { check, ok: false, found: error.message };
    throw error;
  }
}
