// One of the forms for programs as a file that a person is handed, or why it is not: nothing leaves that fails a test.
import type { DocumentContext, Locale } from '#machines/document-types.ts';
import type { Publisher } from '../shared/publisher.ts';
import type { Result } from '../shared/result.ts';
import { err, ok } from '../shared/result.ts';
import { jsonText } from './json-text.ts';
import type { MachineFormat } from './machine-files.ts';
import { machineFiles, problemsIn } from './machine-files.ts';
import { csafFileName } from './paths.ts';
import type { Problem } from './problem.ts';
import type { Publication } from './publication.ts';
import { draft, published } from './publication.ts';

export interface MachineExport {
  filename: string;
  /** JSON; of several CVE records or OSV documents a list. */
  text: string;
}

/** Of the newest version that is out, unless another one is in the making: that is a draft, and says so. */
export function machineExport(
  document: DocumentContext,
  publisher: Publisher,
  { format, locale }: { format: MachineFormat; locale: Locale },
): Result<MachineExport, Problem[]> {
  const publication = shown(document, publisher);
  const files = machineFiles(publication).filter(
    (file) => file.format === format && (format !== 'csaf' || file.locale === locale),
  );
  const [first, ...more] = files;
  if (first === undefined)
    return err([{ check: format, where: document.id, message: whyNone(publication, format) }]);
  const problems = files.flatMap(problemsIn);
  if (problems.length > 0) return err(problems);
  if (more.length === 0) return ok({ filename: first.name, text: first.text });
  return ok({
    filename: csafFileName(`${document.id}-${format}`),
    text: jsonText(files.map(({ text }): unknown => JSON.parse(text))),
  });
}

function shown(document: DocumentContext, publisher: Publisher): Publication {
  const last = document.releases.at(-1);
  const out =
    last === undefined || document.revision !== null
      ? undefined
      : published(document, last.version, publisher);
  return out ?? draft(document, publisher);
}

function whyNone({ publisher, release }: Publication, format: MachineFormat): string {
  if (format === 'csaf') return 'it is not translated into that language yet';
  if (format === 'vex') return 'its cases name no product';
  if (format === 'cve' && publisher.cna === null) return 'the publisher file names no CNA';
  if (format === 'cve' && release.tlp !== 'CLEAR')
    return `a CVE record is public, and this is TLP:${release.tlp}`;
  return 'none of its cases has a CVE id';
}
