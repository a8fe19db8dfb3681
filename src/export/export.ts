// One incident in one format, as chunks of text: the only door into this folder.
import type { ExportFormat } from '#machines/incident-types.ts';
import { inChunks } from './chunks.ts';
import { csv } from './csv.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import type { ExportSource } from './source.ts';

export interface ExportedFile {
  filename: string;
  contentType: string;
  /** About 64 kB each; the source is read while they are taken, so take them within its transaction. */
  chunks: Iterable<string>;
}

interface Writer {
  ending: string;
  contentType: string;
  write: (source: ExportSource) => Iterable<string>;
}

const writers: Record<ExportFormat, Writer> = {
  md: { ending: '-postmortem.md', contentType: 'text/markdown; charset=utf-8', write: markdown },
  html: { ending: '-postmortem.html', contentType: 'text/html; charset=utf-8', write: html },
  json: { ending: '.json', contentType: 'application/json; charset=utf-8', write: json },
  csv: {
    ending: '-timeline.csv',
    contentType: 'text/csv; charset=utf-8; header=present',
    write: csv,
  },
};

export function exportIncident(format: ExportFormat, source: ExportSource): ExportedFile {
  const { ending, contentType, write } = writers[format];
  const { id, drill } = source.incident.context;
  return {
    filename: `${drill ? 'DRILL-' : ''}${id}${ending}`,
    contentType,
    chunks: inChunks(write(source)),
  };
}
