// A message to one person. Nobody can look into their chat with the bot, not even the bot: what may stand there already
// says so.
import { asPossibleRepeat } from '../../messages/possible-repeat.ts';
import type { Deed, Delivery } from '../port.ts';
import { done, lastTry, makeOnce, type Delivering } from './delivering.ts';
import { inPersonalChat } from './personal-chat.ts';

export async function tell(
  delivering: Delivering,
  { person, message }: Extract<Deed, { kind: 'tell' }>,
): Promise<Delivery> {
  const { api, effect, renderQuietly } = delivering;
  const isRepeat = effect.attempt > 1;
  return inPersonalChat(delivering, person, async (place) => {
    const card = renderQuietly(isRepeat ? asPossibleRepeat(message) : message);
    const say = async (): Promise<string> =>
      (await makeOnce(delivering, () => api.post(place, card))).activityId;
    const said = isRepeat ? await lastTry(delivering, say) : await say();
    if (typeof said !== 'string') return said;
    return { ...done(said), conversation: place.conversationId };
  });
}
