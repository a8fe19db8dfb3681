// An advisory or a bulletin as one HTML file that needs nothing else: no script, no outside resource, and a policy that
// says so. The same record gives the same bytes.
import { createHash } from 'node:crypto';
import type { Locale } from '#machines/document-types.ts';
import { blockHtml } from './html-blocks.ts';
import { escaped } from './html-text.ts';
import { wordsIn } from './i18n.ts';
import type { Level, Node } from './outline-nodes.ts';
import type { Outline } from './outline.ts';
import { outlineOf } from './outline.ts';
import { everyPage, style } from './page-style.ts';
import type { Publication } from './publication.ts';

export function htmlPage(
  publication: Publication,
  locale: Locale,
  { isDrill }: { isDrill: boolean },
): string {
  const words = wordsIn(locale);
  const outline = outlineOf(publication, locale, { isBlank: false });
  const { id } = publication.document;
  const { tlp } = publication.release;
  const label = `<p class="tlp" translate="no"><bdi class="${labelClass(tlp)}">TLP:${tlp}</bdi></p>`;
  const marks = [...(isDrill ? ['DRILL'] : []), ...outline.marks];
  const css = style + everyPage(id, [`TLP:${tlp}`, ...marks]);
  return `<!doctype html>
<html lang="${locale}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(css)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">${publication.isDraft || tlp !== 'CLEAR' ? '\n<meta name="robots" content="noindex">' : ''}
<title>${escaped(`${id}: ${outline.title}`)}</title>
<style>${css}</style>
</head>
<body>
${marks.map((mark) => `<p class="mark" role="note"><strong>${escaped(mark)}</strong></p>\n`).join('')}<header>
${label}
<h1><span class="name">${escaped(outline.name)}</span> <bdi>${escaped(outline.title)}</bdi></h1>
${blockHtml(outline.head, 2)}
${contents(outline)}
</header>
<main>
${bodyOf(outline.body)}</main>
<footer>
<p><bdi>${escaped(publication.publisher.name)}</bdi></p>
${label}
</footer>
</body>
</html>
`;
}

function contents({ body }: Outline): string {
  const items = body.flatMap((node) =>
    node.kind === 'heading' && node.level === 2
      ? [`<li><a href="#${node.anchor}">${escaped(node.text)}</a></li>`]
      : [],
  );
  return `<nav><ul>\n${items.join('\n')}\n</ul></nav>`;
}

/** Each part of the first level is a section. */
function bodyOf(body: readonly Node[]): string {
  let html = '';
  let level: Level | null = null;
  for (const node of body) {
    if (node.kind === 'heading' && node.level === 2) {
      if (level !== null) html += '</section>\n';
      html += `<section aria-labelledby="${node.anchor}">\n`;
    }
    if (node.kind === 'heading') level = node.level;
    html += blockHtml(node, (level ?? 2) + 1);
  }
  return level === null ? html : `${html}</section>\n`;
}

function labelClass(tlp: string): string {
  return tlp.split('+')[0]?.toLowerCase() ?? '';
}

function hashOf(css: string): string {
  return `sha256-${createHash('sha256').update(css).digest('base64')}`;
}
