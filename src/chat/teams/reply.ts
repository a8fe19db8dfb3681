// A few words below a message of any conversation: a courtesy to those who read there. Where the bot is not, and where
// an earlier try may have said it, nothing is said.
import type { Deed, Delivery } from '../port.ts';
import { classify, stopsDelivery } from './api-error.ts';
import { conversationAndId } from './capture.ts';
import { done, makeOnce, placeOf, type Delivering } from './delivering.ts';

export async function reply(
  delivering: Delivering,
  { messageId, message }: Extract<Deed, { kind: 'reply' }>,
): Promise<Delivery> {
  const { api, effect, memory, render } = delivering;
  const conversation = conversationAndId(messageId)?.conversationId;
  const place = conversation === undefined ? undefined : placeOf(delivering, conversation);
  // Once is enough, and not at all does no harm.
  if (place === undefined || effect.attempt > 1) return done();
  const [base = ''] = place.conversationId.split(';');
  if ((memory.place(base)?.goneAt ?? null) !== null) return done();
  try {
    const { activityId } = await makeOnce(delivering, () => api.post(place, render(message)));
    return done(activityId);
  } catch (error) {
    if (stopsDelivery(classify(error))) throw error;
    return done();
  }
}
