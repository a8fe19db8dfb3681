// Reads a YAML text against a zod schema and says of each mistake where it stands. It knows no particular format and
// opens no file.
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import type { Result } from '#src/shared/result.ts';
import { err, ok } from '#src/shared/result.ts';

type Path = readonly PropertyKey[];

export interface CheckedYaml<T> {
  value: T;
  /** The line (from 1) of a key or list item; of its nearest parent where it is not written. */
  lineOf: (path: Path) => number;
}

interface Mistake {
  line: number;
  text: string;
}

/** The error is one line per mistake: `<file>:<line>: <path>: <what is wrong>`. */
export function checkYaml<T>(
  schema: z.ZodType<T>,
  text: string,
  filename: string,
): Result<CheckedYaml<T>, string> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    line: lines.linePos(pos[0]).line,
    text: message,
  }));
  if (broken.length > 0) return err(report(filename, broken));

  const lineOf = (path: Path): number => lines.linePos(offsetOf(document, path)).line;
  const parsed = schema.safeParse(toPlain(document), { error: wording });
  if (parsed.success) return ok({ value: parsed.data, lineOf });
  return err(
    report(
      filename,
      parsed.error.issues.flatMap((issue) => mistakes(issue, lineOf)),
    ),
  );
}

/** Too many aliases make the library throw; that is a mistake of the file like any other. */
function toPlain(document: Document): unknown {
  try {
    return document.toJS();
  } catch {
    return undefined;
  }
}

function mistakes(issue: z.core.$ZodIssue, lineOf: (path: Path) => number): Mistake[] {
  if (issue.code !== 'unrecognized_keys') {
    return [{ line: lineOf(issue.path), text: located(issue.path, issue.message) }];
  }
  return issue.keys.map((key) => ({
    line: lineOf([...issue.path, key]),
    text: located(issue.path, `unknown key "${key}"`),
  }));
}

function report(filename: string, found: Mistake[]): string {
  return found
    .toSorted((a, b) => a.line - b.line)
    .map(({ line, text }) => `${filename}:${line}: ${text}`)
    .join('\n');
}

function located(path: Path, message: string): string {
  if (path.length === 0) return message;
  const name = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
  return `${name.join('').replace(/^\./, '')}: ${message}`;
}

/** Words for what zod says most often; a schema's own words come first. */
function wording(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    return issue.input === undefined ? 'is missing' : `must be of type ${issue.expected}`;
  }
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  return undefined;
}

function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === part);
      if (pair === undefined) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof part === 'number') {
      node = node.items[part];
      offset = startOf(node) ?? offset;
    } else break;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)
    ? node.range?.[0]
    : undefined;
}
