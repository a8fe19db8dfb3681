// Reads what @slack/web-api sends: forms with JSON in their fields, plain JSON, and the bytes of an upload.

import type { IncomingMessage } from 'node:http';
import { isObject, parseJson } from './json.ts';

export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The arguments of a call as text, wherever they stood; undefined when the body is not readable. */
export function argumentsOf(
  request: IncomingMessage,
  url: URL,
  body: Buffer,
): Record<string, string> | undefined {
  const args = Object.fromEntries(url.searchParams);
  if (body.length === 0) return args;
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded'))
    return { ...args, ...Object.fromEntries(new URLSearchParams(body.toString())) };
  if (!type.startsWith('application/json')) return undefined;
  const json = parseJson(body.toString());
  if (!isObject(json)) return undefined;
  const given = Object.entries(json).filter(([, value]) => value !== undefined && value !== null);
  return { ...args, ...Object.fromEntries(given.map(([key, value]) => [key, asText(value)])) };
}

/** The uploaded file: either the body itself or, as web-api sends buffers, the only field of a multipart form. */
export async function uploadedBytes(request: IncomingMessage, body: Buffer): Promise<Buffer> {
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return Buffer.from(new URLSearchParams(body.toString()).get('body') ?? '');
  }
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': type },
  }).formData();
  for (const value of form.values()) {
    return typeof value === 'string' ? Buffer.from(value) : Buffer.from(await value.arrayBuffer());
  }
  return Buffer.alloc(0);
}
