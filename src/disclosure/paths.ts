// Names and addresses of what is published: where the tree keeps a file, and where the world reads it.
import type { DocumentKind, Locale } from '#machines/document-types.ts';
import { sourceLocale } from '#machines/document-types.ts';
import type { Tlp } from '#machines/incident-types.ts';
import type { Publication } from './publication.ts';

/** CSAF 2.0 knows the labels of TLP 1: CLEAR is WHITE there, AMBER+STRICT is AMBER with a word of text. */
export function csafTlp(label: Tlp): 'WHITE' | 'GREEN' | 'AMBER' | 'RED' {
  if (label === 'CLEAR') return 'WHITE';
  return label === 'AMBER+STRICT' ? 'AMBER' : label;
}

/** `SB26-001`, of a translation `SB26-001-de-DE`, of the VEX document `SB26-001-VEX`. */
export function trackingId(id: string, locale: Locale, isVex = false): string {
  return [id, ...(isVex ? ['VEX'] : []), ...(locale === sourceLocale ? [] : [locale])].join('-');
}

/** CSAF 2.0, 5.1: `SB26-001` is kept as `sb26-001.json`. */
export function csafFileName(id: string): string {
  return `${id.toLowerCase().replaceAll(/[^+\-a-z0-9]+/g, '_')}.json`;
}

/** In the tree: `white/2026/sb26-001.json`, in the year in which the document first came out. */
export function csafPath(publication: Publication, id: string): string {
  return `${csafFolder(publication)}/${csafFileName(id)}`;
}

export function csafFolder({ history, release }: Publication): string {
  return `${csafTlp(release.tlp).toLowerCase()}/${(history[0] ?? release).at.slice(0, 4)}`;
}

/**
 * `cve/sb26-001/CVE-2026-1234.json`: an advisory and its bulletin are about the same vulnerability, and each has its own
 * file.
 */
export function recordPath(
  { document, release }: Publication,
  { format, name }: { format: 'cve' | 'osv'; name: string },
): string {
  return `${labelFolder(release.tlp)}${format}/${document.id.toLowerCase()}/${name}`;
}

/** What everybody may read stands at the root, the rest in the folder of its label. */
export function labelFolder(tlp: Tlp): string {
  return tlp === 'CLEAR' ? '' : `${csafTlp(tlp).toLowerCase()}/`;
}

const folders = { bulletin: 'bulletins', advisory: 'advisories' } as const;

/**
 * The page that people read: `bulletins/sb26-001.html`, in another language `bulletins/sb26-001.de-DE.html`. What is not
 * for everybody stands in the folder of its label: `amber/bulletins/sb26-001.html`.
 */
export function pagePath(
  { kind, id, tlp }: { kind: DocumentKind; id: string; tlp: Tlp },
  locale: Locale,
): string {
  const language = locale === sourceLocale ? '' : `.${locale}`;
  return `${labelFolder(tlp)}${folders[kind]}/${id.toLowerCase()}${language}.html`;
}
