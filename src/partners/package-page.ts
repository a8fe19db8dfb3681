// The two pages behind a link: the one that asks, which mail scanners may look at as they please, and the package.
// What people wrote is shown as it is written, never as markup.
import type { PackageCopy } from '../usecases/package-link.ts';
import { packageLabel, packageText } from './package-text.ts';

const style = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:.9rem/1.5 ui-monospace,monospace}
button{font:inherit;padding:.5rem 1rem}
.tlp{display:inline-block;padding:.15rem .6rem;background:#000;color:#ffc000;font:700 1rem/1.5 system-ui,sans-serif;print-color-adjust:exact}
@page{margin:20mm 16mm;@top-right{content:"${packageLabel}";font:9pt system-ui,sans-serif}}`;

/** For the header of both pages: nothing is loaded, and nothing runs. */
export const contentPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${escaped(title)}</title><style>${style}</style></head>
<body>${body}</body></html>
`;
}

/** Says nothing of what is behind it, nor of whom it is for. */
export function askingPage(): string {
  return page(
    `${packageLabel} · Partner programme`,
    `<p class="tlp">${packageLabel}</p><h1>Package of the partner programme</h1><p>A package is behind this link. It was given to you alone: the copy names you, and each time it is opened is recorded.</p><form method="post"><button>Open the package</button></form>`,
  );
}

export function packagePage(copy: PackageCopy): string {
  const { incidentId, n } = copy.context;
  return page(
    `${packageLabel} · Package ${n} of ${incidentId}`,
    `<main><p class="tlp">${packageLabel}</p><pre>${escaped(packageText(copy))}</pre></main>`,
  );
}

/** The same for every reason: only we are told which. */
export function closedPage(): string {
  return page(
    'Partner programme',
    '<h1>This link opens nothing any more</h1><p>Ask your contact.</p>',
  );
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (letter) => entities[letter] ?? letter);
}
