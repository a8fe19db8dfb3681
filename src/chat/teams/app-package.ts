// The package that is uploaded to Teams: a zip of the manifest and two icons. The same wishes give the same bytes.
import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { type TeamsManifestWishes, teamsManifest } from './manifest.ts';

const folder = new URL('../../../manifests/teams/', import.meta.url);
// Without a zone: the zip keeps local time, and the package must not depend on where it is made.
const fixedTime = '1980-01-01T00:00:00';

export function appPackage(wishes: TeamsManifestWishes): Uint8Array {
  return zipSync(
    {
      'manifest.json': strToU8(`${JSON.stringify(teamsManifest(wishes), null, 2)}\n`),
      'color.png': icon('color.png'),
      'outline.png': icon('outline.png'),
    },
    { mtime: fixedTime },
  );
}

function icon(name: string): Uint8Array {
  return readFileSync(new URL(name, folder));
}
