// The files of the page. Its TypeScript is stripped of types when first asked for; nothing is built.
import { readFile } from 'node:fs/promises';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';

export interface Asset {
  type: string;
  content: string;
}

const page = join(import.meta.dirname, 'page');
const { resolve } = createRequire(import.meta.url);

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  ts: 'text/javascript; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};

export function createAssets(): (path: string) => Promise<Asset | null> {
  const cache = new Map<string, Promise<Asset | null>>();
  return (path) => {
    const cached = cache.get(path) ?? load(path);
    // Unknown paths are not remembered: the cache stays as small as the page.
    if (fileOf(path) !== null) cache.set(path, cached);
    return cached;
  };
}

async function load(path: string): Promise<Asset | null> {
  const file = fileOf(path);
  const extension = /\.(html|css|svg|ts|js)$/.exec(path)?.[1];
  if (file === null || extension === undefined) return null;
  const content = await readFile(file, 'utf8').catch(() => null);
  if (content === null) return null;
  return { type: types[extension] ?? '', content: extension === 'ts' ? script(content) : content };
}

/** Only names of plain files below three known folders: there is no way out of them. */
function fileOf(path: string): string | null {
  const library = /^lit-html\/((?:directives\/)?[a-z-]+\.js)$/.exec(path)?.[1];
  if (library !== undefined) return join(dirname(resolve('lit-html')), '..', library);
  if (path === 'adaptivecards.js') {
    return join(dirname(resolve('adaptivecards/package.json')), 'dist', 'adaptivecards.min.js');
  }
  return /^[a-z-]+\.(?:html|css|svg|ts)$/.test(path) ? join(page, path) : null;
}

/** A browser resolves no package names, and an import map would have to be an inline script. */
function script(source: string): string {
  return stripTypeScriptTypes(source)
    .replaceAll("from 'lit-html'", "from '/console/assets/lit-html/lit-html.js'")
    .replaceAll("from 'lit-html/", "from '/console/assets/lit-html/");
}
