// Reading JSON bodies and writing answers. A bad request is a value with its status.
import type { IncomingMessage, ServerResponse } from 'node:http';

export type Fields = Readonly<Record<string, unknown>>;

export type BodyRead = { ok: true; fields: Fields } | { ok: false; status: number; text: string };

const bodyBytesMax = 1024 * 1024;

export async function readJson(request: IncomingMessage): Promise<BodyRead> {
  const tooLarge = { ok: false as const, status: 413, text: 'At most 1 MB.' };
  if (Number(request.headers['content-length'] ?? 0) > bodyBytesMax) return tooLarge;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) return tooLarge;
    chunks.push(chunk);
  }
  return parseFields(Buffer.concat(chunks).toString('utf8'));
}

function parseFields(text: string): BodyRead {
  try {
    const json: unknown = JSON.parse(text);
    if (isFields(json)) return { ok: true, fields: json };
  } catch {
    // Told below, like JSON of the wrong shape.
  }
  return { ok: false, status: 400, text: 'This is no JSON object.' };
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text field, empty when it is absent or something else. */
export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  // What is left of a refused body is not read.
  if (status === 413) response.setHeader('connection', 'close');
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
}

/** Always as a download: what people wrote must not run as a page of this origin. */
export function setDownload(response: ServerResponse, filename: string, type: string): void {
  const plain = filename.replaceAll(/[^\w.-]/g, '_');
  response.setHeader(
    'content-disposition',
    `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(filename)}`,
  );
  response.setHeader('content-security-policy', "default-src 'none'; sandbox");
  response.setHeader('content-type', type);
}
