// Uploads a file in Slack's three steps: ask for an address, send the bytes there, complete. Only the last one shows
// the file to anybody.
import type { Deed, Delivery } from '../port.ts';
import { classify, failed } from './api-error.ts';
import { makeOnce, type Delivering } from './delivering.ts';
import { findOwnMessage, lastTry } from './find-earlier.ts';
import { listAt, textAt } from '../../shared/read.ts';

type Upload = Extract<Deed, { kind: 'upload' }>;

const uploadMs = 30_000;
const lostMax = 5;

export async function upload(delivering: Delivering, deed: Upload): Promise<Delivery> {
  if (deed.content.length === 0) return failed('empty_file', 'Slack takes no empty files.');
  const earlier = await findOwnMessage(delivering, deed.conversation, (message) =>
    // By title: the same export asked for again has the same file name.
    listAt(message, 'files').some((file) => textAt(file, 'title') === deed.title),
  );
  if (earlier === 'none') return uploadNow(delivering, deed);
  if (earlier !== 'unreadable') return uploaded(listAt(earlier.message, 'files'), deed);
  const title = `${deed.title} (possible repeat)`;
  return lastTry(delivering, () => uploadNow(delivering, { ...deed, title }));
}

async function uploadNow(delivering: Delivering, deed: Upload): Promise<Delivery> {
  const { web, effect } = delivering;

  const address = await web.patient.files.getUploadURLExternal({
    filename: deed.filename,
    length: deed.content.length,
  });
  const { upload_url: url, file_id: id } = address;
  if (url === undefined || id === undefined)
    return { outcome: 'retryLater', reason: 'unreadable_answer' };
  const refused = await sendBytes(url, deed.content);
  if (refused !== undefined) return { outcome: 'retryLater', reason: refused };

  try {
    const answer = await makeOnce(delivering, () =>
      web.patient.files.completeUploadExternal({
        files: [{ id, title: deed.title }],
        channel_id: deed.conversation,
      }),
    );
    return uploaded(listAt(answer, 'files'), deed);
  } catch (error) {
    // The bytes did not arrive though the answer was good, as when a proxy gave it: begin again, but not for ever.
    const isLost = classify(error).code === 'file_not_found';
    if (isLost && effect.attempt < lostMax) return { outcome: 'retryLater', reason: 'upload_lost' };
    throw error;
  }
}

/** Nothing is shown yet, so any failure here is only a reason to begin again. */
async function sendBytes(url: string, content: Uint8Array): Promise<string | undefined> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(content),
      signal: AbortSignal.timeout(uploadMs),
    });
    await answer.body?.cancel();
    return answer.ok ? undefined : `upload_http_${answer.status}`;
  } catch {
    return 'upload_no_answer';
  }
}

function uploaded(files: readonly unknown[], deed: Upload): Delivery {
  const file = files.find((entry) => textAt(entry, 'name') === deed.filename) ?? files[0];
  const url = textAt(file, 'permalink');
  return {
    outcome: 'delivered',
    externalId: textAt(file, 'id') ?? '',
    ...(url === undefined ? {} : { url }),
  };
}
