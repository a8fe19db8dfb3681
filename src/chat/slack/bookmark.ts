// A link in the bar above a room. Slack lets the same link stand there twice, so what stands is read first.
import type { Deed, Delivery } from '../port.ts';
import { classify, stopsDelivery } from './api-error.ts';
import type { Delivering } from './delivering.ts';
import { limits } from './limits.ts';
import { clean, shorten, webAddress } from './mrkdwn.ts';

type Bookmark = Extract<Deed, { kind: 'bookmark' }>;

const done: Delivery = { outcome: 'delivered', externalId: '' };

export async function keepBookmark(delivering: Delivering, deed: Bookmark): Promise<Delivery> {
  const { identity, optional, log } = delivering;
  const link = webAddress(deed.url);
  if (link === undefined || optional.isMissing(identity.team, 'bookmarks')) return done;
  try {
    await keep(delivering, deed, link);
  } catch (error) {
    const problem = classify(error);
    if (stopsDelivery(problem)) throw error;
    log.info({ code: problem.code }, 'slack bookmark not kept');
    if (['missing_scope', 'not_implemented'].includes(problem.code))
      optional.missing(identity.team, 'bookmarks');
  }
  return done;
}

async function keep({ web }: Delivering, deed: Bookmark, link: string): Promise<void> {
  const title =
    shorten(clean(deed.title).replaceAll(/\s+/gu, ' ').trim(), limits.bookmarkTitle) || link;
  const { bookmarks = [] } = await web.patient.bookmarks.list({ channel_id: deed.conversation });
  const standing = bookmarks.find((bookmark) => bookmark.link === link);
  if (standing?.id === undefined)
    await web.patient.bookmarks.add({ channel_id: deed.conversation, title, type: 'link', link });
  else if (standing.title !== title)
    await web.patient.bookmarks.edit({
      channel_id: deed.conversation,
      bookmark_id: standing.id,
      title,
    });
}
