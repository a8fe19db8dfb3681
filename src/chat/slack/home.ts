// The home tab of a person. Shown again it is replaced as a whole, so nothing is looked for before.
import type { Deed, Delivery } from '../port.ts';
import { renderMessage } from './blocks.ts';
import { classify, failed } from './api-error.ts';
import type { Delivering } from './delivering.ts';
import { slackUser } from './mrkdwn.ts';

export async function publishHome(
  { web, readers, identity }: Delivering,
  { person, message }: Extract<Deed, { kind: 'home' }>,
): Promise<Delivery> {
  const user = slackUser(person, identity.team);
  if (user === undefined) return failed('other_platform');
  const { blocks } = renderMessage(message, readers);
  try {
    const { view } = await web.patient.views.publish({
      user_id: user,
      view: { type: 'home', blocks },
    });
    return { outcome: 'delivered', externalId: view?.id ?? '' };
  } catch (error) {
    // The tab is turned off in the app's settings.
    const { code } = classify(error);
    if (code !== 'not_enabled') throw error;
    return { ...failed(code), isUnavailable: true };
  }
}
