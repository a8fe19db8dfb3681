// The bytes of a file or an https address, unpacked where they are packed, and never more than was asked for.
import { createReadStream } from 'node:fs';

/** What is wrong with a file or address, or with what it holds, in words for whoever imports it. */
export class ImportProblem extends Error {}

export interface Limits {
  /** Of the bytes as they come, and again of those unpacked. */
  maxBytes: number;
  /** For everything, from the first byte asked for to the last. */
  timeoutMs: number;
}

/** As `fetch`, of which it needs no more. */
export type Get = (
  url: string,
  init: { redirect: 'manual'; signal: AbortSignal },
) => Promise<Response>;

const redirectsMax = 5;

/** Throws ImportProblem, also while it is read. */
export async function* bytesOf(
  source: string,
  { maxBytes, timeoutMs }: Limits,
  get: Get = fetch,
): AsyncGenerator<Uint8Array> {
  const raw = /^[a-z][a-z0-9+.-]*:\/\//i.test(source)
    ? fromAddress(source, timeoutMs, get)
    : fromFile(source);
  yield* atMost(maxBytes, unpacked(atMost(maxBytes, raw)));
}

async function* fromFile(path: string): AsyncGenerator<Uint8Array> {
  try {
    const chunks: AsyncIterable<unknown> = createReadStream(path);
    for await (const chunk of chunks) if (chunk instanceof Uint8Array) yield chunk;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new ImportProblem(
      code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read (${code}).`,
      { cause: error },
    );
  }
}

async function* fromAddress(
  address: string,
  timeoutMs: number,
  get: Get,
): AsyncGenerator<Uint8Array> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await follow(address, signal, get);
    if (!response.ok || response.body === null)
      throw new ImportProblem(`${address} answers with status ${response.status}.`);
    for await (const chunk of response.body) yield chunk;
  } catch (error) {
    if (error instanceof ImportProblem) throw error;
    throw new ImportProblem(
      signal.aborted
        ? `${address} did not answer in full within ${timeoutMs / 1000} seconds.`
        : `${address} cannot be reached.`,
      { cause: error },
    );
  }
}

/** Each hop must be https: what decides about levels is not taken from whoever sits on the line. */
async function follow(address: string, signal: AbortSignal, get: Get): Promise<Response> {
  let at = address;
  for (let hops = 0; hops <= redirectsMax; hops += 1) {
    if (!URL.canParse(at) || new URL(at).protocol !== 'https:')
      throw new ImportProblem(`${at} is no https address.`);
    const response = await get(at, { redirect: 'manual', signal });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    at = new URL(location, at).href;
  }
  throw new ImportProblem(`${address} leads on more than ${redirectsMax} times.`);
}

async function* atMost(
  maxBytes: number,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of chunks) {
    seen += chunk.byteLength;
    if (seen > maxBytes)
      throw new ImportProblem(`It is larger than ${maxBytes / 1024 / 1024} MB: no such data.`);
    yield chunk;
  }
}

/** Told by its first two bytes: names and headers say too little. */
async function* unpacked(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const first = await chunks.next();
  if (first.done === true) return;
  const whole = joined(first.value, chunks);
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield* whole;
    return;
  }
  try {
    const gunzip = new DecompressionStream('gzip');
    for await (const chunk of ReadableStream.from(whole).pipeThrough(gunzip)) yield chunk;
  } catch (error) {
    if (error instanceof ImportProblem) throw error;
    throw new ImportProblem('It is damaged: it cannot be unpacked to its end.', { cause: error });
  }
}

async function* joined(
  first: Uint8Array,
  others: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield new Uint8Array(first);
  for await (const chunk of others) yield new Uint8Array(chunk);
}

/** Without their ends. Throws ImportProblem when it is no text. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = '';
  for await (const text of textOf(chunks)) {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** Throws ImportProblem when it is no text. */
export async function* textOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new ImportProblem('It is no text.', { cause: error });
    throw error;
  }
}
