// CVE records and OSV documents held against their schemas, as they would be written.
import type { z } from 'zod';
import { cveRecord } from './cve-schema.ts';
import { osv } from './osv-schema.ts';
import type { Problem } from './problem.ts';

export const validateCve = (text: string, file: string): Problem[] =>
  problemsOf('CVE schema', cveRecord, text, file);

export const validateOsv = (text: string, file: string): Problem[] =>
  problemsOf('OSV schema', osv, text, file);

function problemsOf(check: string, schema: z.ZodType, text: string, file: string): Problem[] {
  const document: unknown = JSON.parse(text);
  const read = schema.safeParse(document);
  return (read.error?.issues ?? []).map(({ path, message }) => ({
    check,
    where: [file, `/${path.join('/')}`].join(' '),
    message,
  }));
}
