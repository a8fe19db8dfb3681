// What CISA's KEV catalogue (JSON) and FIRST's EPSS scores (CSV) must look like to be taken. A file with a mistake is
// not taken in part.
import { z } from 'zod';
import type { EpssRow, KevRow } from '#db/threat.ts';
import { ImportProblem, linesOf, textOf } from './threat-source.ts';

export interface ThreatFile<Row> {
  version: string;
  publishedAt: string;
  rows: Row[];
}

const cve = z.string().regex(/^CVE-\d{4}-\d{4,19}$/, 'must be a CVE id such as CVE-2026-12345');
const day = z.iso.date({ error: 'must be a day such as 2026-03-02' });
const instant = z
  .string()
  .refine(isInstant, 'must be an instant such as 2026-03-02T10:00:00Z')
  .transform((written) => toInstant(written));

const kevFile = z.object({
  catalogVersion: z.string().min(1),
  dateReleased: instant,
  count: z.int(),
  vulnerabilities: z
    .array(
      z.object({
        cveID: cve,
        dateAdded: day,
        // CVE-2021-26855 was due before it was added: the catalogue took over older directives.
        dueDate: day,
        knownRansomwareCampaignUse: z.enum(['Known', 'Unknown']),
      }),
    )
    .min(1, 'has no entries'),
});

/** CISA's `known_exploited_vulnerabilities.json`. Throws ImportProblem with what is wrong. */
export async function readKev(bytes: AsyncIterable<Uint8Array>): Promise<ThreatFile<KevRow>> {
  let written = '';
  for await (const text of textOf(bytes)) written += text;
  const read = kevFile.safeParse(parsed(written));
  if (!read.success) throw new ImportProblem(mistakesIn(read.error));
  const { catalogVersion, dateReleased, count, vulnerabilities } = read.data;
  if (count !== vulnerabilities.length)
    throw new ImportProblem(
      `It is not whole: it speaks of ${count} entries and has ${vulnerabilities.length}.`,
    );
  const rows = vulnerabilities.map(({ cveID, dateAdded, dueDate, knownRansomwareCampaignUse }) => ({
    cve: cveID,
    added: dateAdded,
    due: dueDate,
    ransomware: knownRansomwareCampaignUse === 'Known',
  }));
  refuseTwice(rows);
  return { version: catalogVersion, publishedAt: dateReleased, rows };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new ImportProblem('It is no JSON, or not all of it.', { cause: error });
  }
}

const shownMax = 5;

function mistakesIn({ issues }: z.ZodError): string {
  const lines = issues
    .slice(0, shownMax)
    .map(({ path, message }) => `  ${path.join('.') || 'file'}: ${message}`);
  const more = issues.length - shownMax;
  return ['It is no KEV catalogue:', ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join(
    '\n',
  );
}

const epssHead = /^#\s*model_version:([^,\s]+)\s*,\s*score_date:(\S+)$/;
const share = z.coerce.number().min(0).max(1);
const epssRow = z.tuple([cve, share, share]);

/**
 * FIRST's `epss_scores-….csv`: a comment with model and date, the names of the columns, and a row for each CVE.
 * Throws ImportProblem with the first line that is wrong.
 */
export async function readEpss(bytes: AsyncIterable<Uint8Array>): Promise<ThreatFile<EpssRow>> {
  let head: { version: string; publishedAt: string } | undefined;
  let line = 0;
  const rows: EpssRow[] = [];
  for await (const written of linesOf(bytes)) {
    line += 1;
    if (line === 1) head = headOf(written);
    else if (line === 2) {
      if (written !== 'cve,epss,percentile')
        throw new ImportProblem('Line 2: it should be “cve,epss,percentile”.');
    } else if (written !== '') rows.push(rowOf(written, line));
  }
  if (head === undefined || rows.length === 0)
    throw new ImportProblem('It has no scores: it is empty or not whole.');
  refuseTwice(rows);
  return { ...head, rows };
}

function headOf(written: string): { version: string; publishedAt: string } {
  const [, version = '', date = ''] = epssHead.exec(written) ?? [];
  if (version === '' || !isInstant(date))
    throw new ImportProblem(
      'Line 1: it should be “#model_version:…,score_date:…”. Is it a file of EPSS scores?',
    );
  return { version, publishedAt: toInstant(date) };
}

function rowOf(written: string, line: number): EpssRow {
  const cells = written.split(',');
  const read = epssRow.safeParse(cells.some((cell) => cell.trim() === '') ? [] : cells);
  if (!read.success)
    throw new ImportProblem(
      `Line ${line}: it should be a CVE id and two numbers from 0 to 1, such as CVE-2026-12345,0.02,0.7.`,
    );
  const [id, score, percentile] = read.data;
  return { cve: id, score, percentile };
}

function refuseTwice(rows: readonly { cve: string }[]): void {
  const seen = new Set<string>();
  for (const row of rows) {
    if (seen.has(row.cve)) throw new ImportProblem(`${row.cve} is there twice.`);
    seen.add(row.cve);
  }
}

/** Old files of EPSS have a day, others an offset without colon; the catalogue has four digits of a second. */
function isInstant(written: string): boolean {
  try {
    toInstant(written);
    return true;
  } catch {
    return false;
  }
}

function toInstant(written: string): string {
  const full = /^\d{4}-\d{2}-\d{2}$/.test(written) ? `${written}T00:00:00Z` : written;
  return Temporal.Instant.from(full).toString({ fractionalSecondDigits: 3 });
}
