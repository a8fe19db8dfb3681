// What is published for programs: every file of a version, and what is wrong with it.
import type { Locale } from '#machines/document-types.ts';
import { sourceLocale } from '#machines/document-types.ts';
import { csafOf, vexOf } from './csaf.ts';
import { cveRecordsOf } from './cve-record.ts';
import { jsonText } from './json-text.ts';
import { osvOf } from './osv.ts';
import { csafFileName } from './paths.ts';
import type { Problem } from './problem.ts';
import type { Publication } from './publication.ts';
import { localesOf } from './publication.ts';
import { validateCsaf } from './validate-csaf.ts';
import { validateCve, validateOsv } from './validate-json.ts';

export const machineFormats = ['csaf', 'vex', 'cve', 'osv'] as const;
export type MachineFormat = (typeof machineFormats)[number];

export interface MachineFile {
  format: MachineFormat;
  locale: Locale;
  /** As it is published; no two of a version are alike. */
  name: string;
  text: string;
}

export function machineFiles(publication: Publication): MachineFile[] {
  const vex = vexOf(publication);
  return [
    ...localesOf(publication).map((locale): MachineFile => {
      const csaf = csafOf(publication, locale);
      return {
        format: 'csaf',
        locale,
        name: csafFileName(csaf.document.tracking.id),
        text: jsonText(csaf),
      };
    }),
    ...(vex === undefined ? [] : [inEnglish('vex', csafFileName(vex.document.tracking.id), vex)]),
    ...cveRecordsOf(publication).map((record) =>
      inEnglish('cve', `${record.cveMetadata.cveId}.json`, record),
    ),
    ...osvOf(publication).map((entry) => inEnglish('osv', `${entry.id}.osv.json`, entry)),
  ];
}

const validators = {
  csaf: validateCsaf,
  vex: validateCsaf,
  cve: validateCve,
  osv: validateOsv,
} satisfies Record<MachineFormat, (text: string, file: string) => Problem[]>;

function inEnglish(format: MachineFormat, name: string, content: unknown): MachineFile {
  return { format, locale: sourceLocale, name, text: jsonText(content) };
}

/** What keeps a file from being published or handed over. */
export function problemsIn({ format, name, text }: MachineFile): Problem[] {
  return validators[format](text, name);
}
