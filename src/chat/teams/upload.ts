// An export. A bot can hand over a file only in the chat of one person, who says yes first: so it is offered to whoever
// asked, and the room is told. The line in the room comes last, so once it is there everything was done.
import type { FileOf, PersonId } from '#machines/incident-types.ts';
import type { Message } from '../../messages/message.ts';
import type { Deed, Delivery } from '../port.ts';
import type { Outgoing } from './connector.ts';
import { done, failed, makeOnce, placeOf, unknownRoom, type Delivering } from './delivering.ts';
import { findEarlier } from './find-earlier.ts';
import { inPersonalChat } from './personal-chat.ts';
import { sendUnless } from './post.ts';

type Upload = Extract<Deed, { kind: 'upload' }>;

/** What comes back with the answer; nothing in it is trusted. */
export interface Offered {
  i: string;
  f: FileOf['format'];
  /** Of a document of the incident: its number and language. */
  d?: number;
  l?: string;
}

export async function upload(delivering: Delivering, deed: Upload): Promise<Delivery> {
  const { asked, conversation } = deed;
  if (asked === undefined)
    return failed(
      'asker_unknown',
      'Ask for the export again: in Teams it is handed to whoever asks.',
    );
  const place = placeOf(delivering, conversation);
  if (place === undefined) return unknownRoom;
  const earlier = await findEarlier(delivering, place);
  if (earlier === 'none' || earlier === 'unreadable') {
    const offered = await offerOnce(delivering, deed, asked);
    if (offered.outcome !== 'delivered') return offered;
  }
  const message = offeredTo(asked.by, deed.filename, delivering);
  const delivery = await sendUnless(delivering, earlier, { place, message });
  if (delivery.outcome === 'delivered') delivering.offered.delete(delivering.effect.key);
  return delivery;
}

/** After a try whose end nobody knows it is offered again: one more card, and no second file. */
async function offerOnce(
  delivering: Delivering,
  deed: Upload,
  asked: NonNullable<Upload['asked']>,
): Promise<Delivery> {
  const { api, effect, offered } = delivering;
  if (offered.has(effect.key)) return done();
  return inPersonalChat(delivering, asked.by, async (chat) => {
    await makeOnce(delivering, () => api.post(chat, offer(delivering, deed, asked)));
    offered.add(effect.key);
    return done();
  });
}

function offer(
  { renderQuietly }: Delivering,
  { filename, content }: Upload,
  { incidentId, of }: NonNullable<Upload['asked']>,
): Outgoing {
  const summary = `Export of ${incidentId}: ${filename}`;
  const context: Offered = {
    i: incidentId,
    f: of.format,
    ...(of.document === undefined ? {} : { d: of.document, l: of.locale }),
  };
  return {
    ...renderQuietly({ summary, blocks: [] }),
    attachment: {
      contentType: 'application/vnd.microsoft.teams.card.file.consent',
      name: filename,
      content: {
        description: `The export of ${incidentId} that you asked for`,
        sizeInBytes: content.length,
        acceptContext: context,
        declineContext: context,
      },
    },
  };
}

function offeredTo(person: PersonId, filename: string, { nameOf }: Delivering): Message {
  return {
    summary: `The export ${filename} is offered to ${nameOf(person)} in their chat with me.`,
    blocks: [
      {
        kind: 'text',
        text: [
          'The export ',
          { code: filename },
          ' is offered to ',
          { person },
          ' in their chat with me.',
        ],
        tone: 'muted',
      },
    ],
  };
}
