// Where a file goes that a person accepted: an upload session of their OneDrive, as the Graph documents them.

import { randomUUID } from 'node:crypto';
import { refusal, type Asked, type Part, type Reply } from './answers.ts';

export interface Upload {
  id: string;
  name: string;
  /** What has come so far. */
  content: Buffer;
  isComplete: boolean;
}

const fragmentUnit = 320 * 1024;

export class Uploads implements Part {
  readonly all = new Map<string, Upload>();

  /** The session for one file, to be put at `/upload/<id>`. */
  open(name: string): Upload {
    const upload = { id: randomUUID(), name, content: Buffer.alloc(0), isComplete: false };
    this.all.set(upload.id, upload);
    return upload;
  }

  /** The session has lived too long: what comes now is refused. */
  expire(id: string): void {
    this.all.delete(id);
  }

  nameOf({ path }: Asked): { call: string; about: string } {
    return { call: 'upload', about: path[0] ?? '' };
  }

  answer(asked: Asked): Reply {
    const upload = this.all.get(asked.path[0] ?? '');
    if (asked.method !== 'PUT' || !upload || upload.isComplete)
      return refusal(404, 'itemNotFound', 'The upload session was not found.');
    if (asked.headers.authorization !== undefined)
      return refusal(401, 'unauthenticated', 'The address is all that is needed.');
    return take(upload, asked);
  }
}

function take(upload: Upload, { headers, body }: Asked): Reply {
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/u.exec(headers['content-range'] ?? '');
  if (!range) return refusal(400, 'invalidRequest', 'The Content-Range header is missing.');
  const [from, to, total] = range.slice(1).map(Number) as [number, number, number];
  if (from !== upload.content.length || to - from + 1 !== body.length)
    return refusal(416, 'invalidRange', 'The range is not what comes next.');
  const isLast = to === total - 1;
  if (!isLast && body.length % fragmentUnit !== 0)
    return refusal(400, 'invalidRequest', 'Fragments are multiples of 320 KiB.');
  upload.content = Buffer.concat([upload.content, body]);
  upload.isComplete = isLast;
  return isLast
    ? { status: 201, body: { id: upload.id, name: upload.name, size: total } }
    : { status: 202, body: { nextExpectedRanges: [`${to + 1}-`] } };
}
