// The canvas of a room: made once, then replaced as a whole whenever it changes. A room has one canvas, so that which
// an earlier attempt made is found again by the room; what people wrote there themselves is never replaced. A workspace
// that has none is left in peace.
import type { Deed, Delivery } from '../port.ts';
import { classify, failed, stopsDelivery } from './api-error.ts';
import { summaryMark } from '../../messages/living-summary.ts';
import { canvasMarkdown } from './canvas-markdown.ts';
import type { Delivering } from './delivering.ts';
import { at, textAt } from '../../shared/read.ts';

type Canvas = Extract<Deed, { kind: 'canvas' }>;
interface Content {
  type: 'markdown';
  markdown: string;
}

/** No room of the workspace can have one. */
const missingCodes = new Set([
  'canvas_disabled_user_team',
  'free_teams_cannot_edit_standalone_canvases',
  'missing_scope',
  'team_tier_cannot_create_channel_canvases',
]);

export async function keepCanvas(delivering: Delivering, deed: Canvas): Promise<Delivery> {
  const { identity, optional, log, readers } = delivering;
  const none: Delivery = { outcome: 'delivered', externalId: deed.externalId ?? '' };
  const isMissing = [identity.team, deed.conversation].some((place) =>
    optional.isMissing(place, 'canvas'),
  );
  if (isMissing) return none;
  const content: Content = { type: 'markdown', markdown: canvasMarkdown(deed.message, readers) };
  try {
    const made = deed.externalId === null ? await make(delivering, deed, content) : 'there';
    if (made !== 'there') return { outcome: 'delivered', externalId: made };
    const id = deed.externalId ?? (await ownCanvas(delivering, deed));
    if (id === undefined) {
      optional.missing(deed.conversation, 'canvas');
      return none;
    }
    await replace(delivering, id, content);
    return { outcome: 'delivered', externalId: id };
  } catch (error) {
    const problem = classify(error);
    if (stopsDelivery(problem)) throw error;
    if (problem.code === 'canvas_not_found') return { ...failed(problem.code), isGone: true };
    log.info({ code: problem.code }, 'slack canvas not kept');
    if (missingCodes.has(problem.code)) optional.missing(identity.team, 'canvas');
    return none;
  }
}

/** The id of a new canvas, or `there` when the room has one already. */
async function make({ web }: Delivering, deed: Canvas, content: Content): Promise<string> {
  try {
    const answer = await web.patient.conversations.canvases.create({
      channel_id: deed.conversation,
      document_content: content,
    });
    return answer.canvas_id ?? 'there';
  } catch (error) {
    if (classify(error).class === 'alreadySo') return 'there';
    throw error;
  }
}

/** The room's canvas, if nobody has written there but us. */
async function ownCanvas({ web, log }: Delivering, deed: Canvas): Promise<string | undefined> {
  const { channel } = await web.patient.conversations.info({ channel: deed.conversation });
  const id = textAt(channel, 'properties', 'canvas', 'file_id');
  if (id === undefined || at(channel, 'properties', 'canvas', 'is_empty') === true) return id;
  try {
    const { sections = [] } = await web.patient.canvases.sections.lookup({
      canvas_id: id,
      criteria: { contains_text: summaryMark },
    });
    return sections.length > 0 ? id : undefined;
  } catch (error) {
    const problem = classify(error);
    if (stopsDelivery(problem)) throw error;
    log.info({ code: problem.code }, 'slack canvas not readable');
    return undefined;
  }
}

async function replace({ web }: Delivering, id: string, content: Content): Promise<void> {
  await web.patient.canvases.edit({
    canvas_id: id,
    changes: [{ operation: 'replace', document_content: content }],
  });
}
