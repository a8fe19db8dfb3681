// A person's home tab. Published as a whole: the newest is what counts.
import type { Deed, Delivery } from '../port.ts';
import { failed } from './api-error.ts';
import { renderMessage } from './blocks.ts';
import type { Delivering } from './delivering.ts';
import { slackUser } from './mrkdwn.ts';

export async function publishHome(
  { web, readers, identity }: Delivering,
  deed: Extract<Deed, { kind: 'home' }>,
): Promise<Delivery> {
  const user = slackUser(deed.person, identity.team);
  if (user === undefined)
    return failed('other_platform', 'That person is not in this Slack workspace.');
  const { blocks } = renderMessage(deed.message, readers);
  const answer = await web.patient.views.publish({ user_id: user, view: { type: 'home', blocks } });
  return { outcome: 'delivered', externalId: answer.view?.id ?? '' };
}
