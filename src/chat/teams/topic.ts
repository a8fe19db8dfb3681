// What is so now, where the room shows it: in the post above the thread, the description of the channel, the title of
// the chat.
import type { Deed, Delivery } from '../port.ts';
import { done, placeOf, unknownRoom, type Delivering } from './delivering.ts';
import { refusalBy } from './graph-remedies.ts';
import { roomTitle } from './room-title.ts';

/** 250 for Teams; two of its units for each of some letters. */
const titleMax = 125;
const descriptionMax = 1024;

export async function setTopic(
  delivering: Delivering,
  { conversation, topic }: Extract<Deed, { kind: 'topic' }>,
): Promise<Delivery> {
  const { api, graph, memory, renderQuietly } = delivering;
  const place = placeOf(delivering, conversation);
  if (place === undefined) return unknownRoom;
  const [channel = '', root] = conversation.split(';messageid=');
  if (root !== undefined) {
    const name = memory.place(conversation)?.name ?? null;
    await api.update(place, root, renderQuietly(roomTitle(name, topic)));
    return done();
  }
  try {
    if (place.kind === 'groupChat') await graph.renameChat(conversation, chatTitle(topic));
    else if (place.teamId !== undefined)
      await graph.describeChannel(place.teamId, channel, topic.slice(0, descriptionMax));
    return done();
  } catch (error) {
    // A courtesy: everything in it is on the status card too.
    const remedy = refusalBy(error);
    if (remedy === undefined) throw error;
    return { ...done(), remark: `its topic is not shown. ${remedy}` };
  }
}

/** Teams allows no colon in the title of a chat; a ratio looks the same. */
export function chatTitle(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim().replaceAll(':', '∶');
  return Array.from(line).slice(0, titleMax).join('');
}
