// The tree on disk. Each file is there whole or not at all, whenever the process dies: it is written beside its place
// and then renamed.
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { TreeFile } from './tree-file.ts';

/** Ends the name of what is being written. The next try writes it anew. */
const unfinished = '.unfinished';

/** In the order given: what points at others comes last. Returns the paths that were written or taken away. */
export async function writeTree(directory: string, files: readonly TreeFile[]): Promise<string[]> {
  const changed: string[] = [];
  for (const file of files) {
    const found = await readTreeFile(directory, file.path);
    if (file.make === null) {
      if (found === undefined) continue;
      await rm(placeOf(directory, file.path));
    } else {
      if (found !== undefined && (await file.isCurrent(found))) continue;
      await replace(placeOf(directory, file.path), await file.make());
    }
    changed.push(file.path);
  }
  return changed;
}

export interface Drift {
  path: string;
  is: 'missing' | 'different' | 'unexpected';
}

/** Where the tree is not what it should be. */
export async function driftOf(directory: string, files: readonly TreeFile[]): Promise<Drift[]> {
  const drift: Drift[] = [];
  const known = new Set<string>();
  for (const { path, make, isCurrent } of files) {
    if (make === null) continue;
    known.add(path);
    const found = await readTreeFile(directory, path);
    if (found === undefined) drift.push({ path, is: 'missing' });
    else if (!(await isCurrent(found))) drift.push({ path, is: 'different' });
  }
  const others = (await filesIn(directory)).filter((path) => !known.has(path));
  return [...drift, ...others.map((path) => ({ path, is: 'unexpected' as const }))];
}

/** Undefined where there is no such file. */
export async function readTreeFile(directory: string, path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(placeOf(directory, path));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function filesIn(directory: string): Promise<string[]> {
  try {
    const found = await readdir(directory, { recursive: true, withFileTypes: true });
    return found
      .filter((entry) => entry.isFile())
      .map((entry) => relative(directory, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
      .toSorted();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function replace(place: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(place), { recursive: true });
  const beside = `${place}${unfinished}`;
  const file = await open(beside, 'w');
  try {
    await file.writeFile(bytes);
    // Renamed before its content is on disk, it could be there empty after a power failure.
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, place);
}

function placeOf(directory: string, path: string): string {
  const place = resolve(directory, path);
  if (!place.startsWith(resolve(directory) + sep)) throw new Error('a path that leaves the tree');
  return place;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
