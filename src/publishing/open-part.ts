// The part of the tree that everybody may read.
import { readTreeFile } from './disk.ts';

/** Everything else stands in a folder of its label, or is not ours. */
const open = [
  /^\.well-known\/(csaf\/)?[\w.-]+$/,
  /^white\/(\d{4}\/)?[\w.+-]+$/,
  /^(bulletins|advisories|summaries)\/[\w.-]+$/,
  /^(cve|osv)\/[\w-]+\/[\w.-]+$/,
  /^index(\.[\w-]+)?\.html$/,
];

/** Undefined where there is no such file, or it is not for everybody. */
export async function readOpenFile(
  directory: string,
  path: string,
): Promise<Uint8Array | undefined> {
  const isOpen = open.some((form) => form.test(path)) && !path.endsWith('.unfinished');
  return isOpen ? readTreeFile(directory, path) : undefined;
}
