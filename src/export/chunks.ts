// Joins many small strings into chunks worth writing, so that a long export costs few system calls and little memory.

const chunkLength = 64 * 1024;

export function* inChunks(parts: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const part of parts) {
    chunk += part;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
