// The living summary of an incident, from its state and the timeline.
import type { Db } from '#db/open.ts';
import { lastOfKind } from '#db/timeline.ts';
import { renderLivingSummary } from '../messages/living-summary.ts';
import type { Message } from '../messages/message.ts';
import type { incidentView } from '../usecases/view.ts';

const linksMax = 15;

export function summaryOf(db: Db, view: ReturnType<typeof incidentView>): Message {
  const { id } = view.context;
  const [sitrep] = lastOfKind(db, id, 'sitrep', 1);
  return renderLivingSummary(view, {
    sitrep: sitrep === undefined ? null : { text: sitrep.text, at: sitrep.occurredAt },
    links: lastOfKind(db, id, 'link', linksMax).flatMap(({ link: url, text }) =>
      url === null ? [] : [{ url, text }],
    ),
  });
}
