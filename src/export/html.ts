// The postmortem as one HTML file that needs nothing else: no script, no outside resource, and a policy that says so.
import { blockHtml } from './html-blocks.ts';
import { labelStyle, style } from './html-style.ts';
import { escaped } from './html-text.ts';
import { materialOf, sectionsOf, shortTitle } from './postmortem.ts';
import type { Section } from './report.ts';
import type { ExportSource } from './source.ts';
import { tlpLabel } from './wording.ts';

export function* html(source: ExportSource): Generator<string> {
  const material = materialOf(source);
  const { context } = source.incident;
  const sections = sectionsOf(material);
  const title = escaped(shortTitle(material));
  const id = escaped(context.id);
  const label = `<p class="tlp"><span class="${labelClass(context.tlp)}">${tlpLabel(context)}</span></p>`;
  const drill = context.drill
    ? '<p class="drill" role="note"><strong>DRILL</strong> This is an exercise.</p>\n'
    : '';

  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${id}: ${title}</title>
<style>${style}${labelStyle(id, tlpLabel(context))}</style>
</head>
<body>
${drill}<header>${label}
<h1><span class="id">${id}</span> <bdi>${title}</bdi></h1>
${contents(sections)}</header>
<main>
`;
  for (const section of sections) {
    yield `<section id="${slug(section)}">\n<h2>${escaped(section.heading)}</h2>\n`;
    for (const block of section.blocks) yield* blockHtml(block, material);
    yield '</section>\n';
  }
  yield `</main>\n<footer>${label}</footer>\n</body>\n</html>\n`;
}

function contents(sections: readonly Section[]): string {
  const items = sections.map(
    (section) => `<a href="#${slug(section)}">${escaped(section.heading)}</a>`,
  );
  return `<nav aria-label="Contents">${items.join('\n')}</nav>`;
}

function slug({ heading }: Section): string {
  return heading.toLowerCase().replaceAll(/[^a-z]+/g, '-');
}

function labelClass(tlp: string | null): string {
  return tlp === null ? 'unset' : (tlp.split('+')[0] ?? '').toLowerCase();
}
