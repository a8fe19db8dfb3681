// A person takes a file that was offered to them, or does not want it. It is made now, of the record as it is, for
// somebody who may see the incident now, and put where their chat keeps files.
import type { FileOf } from '#machines/incident-types.ts';
import { documentFormats, exportFormats } from '#machines/incident-types.ts';
import type { Message } from '../../messages/message.ts';
import type { FileSource } from '../port.ts';
import { words } from './answer.ts';
import { outgoing } from './cards.ts';
import type { Answer, Outgoing } from './connector.ts';
import { at, textAt } from '../../shared/read.ts';
import { speaking, type Came, type Receiving } from './receiving.ts';

type FileAnswered = Came<'fileAnswered'>;
type Upload = NonNullable<FileAnswered['upload']>;

/** A multiple of 320 KiB, as upload sessions want it. */
const fragmentBytes = 16 * 1024 * 1024;
const fragmentMs = 60_000;
const takenMax = 500;

/** `taken`: where files were put, or are being put: clients repeat an answer that they think was lost. */
export async function receiveFile(
  receiving: Receiving,
  { files, taken }: { files: FileSource; taken: Set<string> },
  inbound: FileAnswered,
): Promise<Answer> {
  const { background } = receiving;
  const { accepted, context, upload, where } = inbound;
  const close = (message: Message): Answer => {
    background.run('offer', () => replaceOffer(receiving, inbound, message));
    return { kind: 'none' };
  };
  if (!accepted) return close(words(`Not stored. ${again}`));
  const incidentId = textAt(context, 'i');
  const of = offeredFile(context);
  if (upload === undefined || incidentId === undefined || of === undefined)
    return close(words(`This offer is no longer valid. ${again}`));
  if (!isUploadAddress(upload.uploadUrl, where.serviceUrl) || taken.has(upload.uploadUrl))
    return { kind: 'none' };

  const { spoken } = await speaking(receiving, inbound);
  const answer = files.fileFor(spoken, incidentId, of);
  if (!answer.ok) {
    const { message, isBroken, isUnsure } = answer.reply;
    return isBroken === true || isUnsure === true ? { kind: 'broken' } : close(message);
  }
  taken.add(upload.uploadUrl);
  const [oldest = ''] = taken;
  if (taken.size > takenMax) taken.delete(oldest);
  background.run('file', async () => {
    const isStored = await put(upload.uploadUrl, answer.file.content);
    if (isStored) await show(receiving, inbound, upload);
    else await replaceOffer(receiving, inbound, words(`Teams did not take the file. ${again}`));
  });
  return { kind: 'none' };
}

const again = 'To get it, ask for the export again in the incident.';

function offeredFile(context: unknown): FileOf | undefined {
  const said = textAt(context, 'f');
  const document = at(context, 'd');
  const locale = textAt(context, 'l');
  if (typeof document === 'number' && locale !== undefined) {
    const format = documentFormats.find((name) => name === said);
    return format === undefined ? undefined : { format, document, locale };
  }
  const format = exportFormats.find((name) => name === said);
  return format === undefined ? undefined : { format };
}

/** An address of Microsoft's storage; without TLS only where the service itself has none, on this machine. */
function isUploadAddress(address: string, serviceUrl: string): boolean {
  const url = URL.parse(address);
  const service = URL.parse(serviceUrl);
  if (url === null || service === null) return false;
  return url.protocol === 'https:' || (service.protocol === 'http:' && url.host === service.host);
}

/** False when the session is over, or was interrupted: the person can ask again. */
async function put(uploadUrl: string, content: Uint8Array): Promise<boolean> {
  for (let from = 0; from < content.length; from += fragmentBytes) {
    const fragment = content.slice(from, from + fragmentBytes);
    const range = `bytes ${from}-${from + fragment.length - 1}/${content.length}`;
    try {
      const response = await fetch(uploadUrl, {
        method: 'PUT',
        headers: { 'content-range': range, 'content-type': 'application/octet-stream' },
        body: fragment,
        redirect: 'error',
        signal: AbortSignal.timeout(fragmentMs),
      });
      await response.body?.cancel();
      if (!response.ok) return false;
    } catch {
      return false;
    }
  }
  return true;
}

/** The offer makes way for the file. */
async function show(
  { api, words: readers }: Receiving,
  { where, messageId }: FileAnswered,
  { contentUrl, name, uniqueId, fileType }: Upload,
): Promise<void> {
  const card: Outgoing = {
    ...outgoing(words(`Here is ${name}.`), { words: readers }),
    attachment: {
      contentType: 'application/vnd.microsoft.teams.card.file.info',
      name,
      contentUrl,
      content: { uniqueId, fileType },
    },
  };
  await api.post(where, card);
  if (messageId !== undefined) await api.remove(where, messageId);
}

async function replaceOffer(
  { api, words: readers }: Receiving,
  { where, messageId }: FileAnswered,
  message: Message,
): Promise<void> {
  const card = outgoing(message, { words: readers });
  if (messageId === undefined) await api.post(where, card);
  else await api.update(where, messageId, card);
}
