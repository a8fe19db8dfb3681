// A submitted form. Its errors go back into the open form; what it answers is shown in the conversation it came from.
import type { AckFn, ViewResponseAction } from '@slack/bolt';
import { showPrivately, words } from './answer.ts';
import { fetchFiles } from './fetch-file.ts';
import {
  errorsByBlock,
  filesOf,
  recall,
  renderForm,
  renderNotice,
  valuesOf,
  type FormMemory,
} from './modal.ts';
import { digest } from '#src/shared/digest.ts';
import { at, listAt, textAt } from '../../shared/read.ts';
import { attempt, speaking, type Receiving, type Speaking } from './receiving.ts';

export interface ViewArgs {
  body: unknown;
  ack: AckFn<ViewResponseAction>;
}

export async function receiveView(receiving: Receiving, { body, ack }: ViewArgs): Promise<void> {
  const memory = recall(textAt(body, 'view', 'private_metadata') ?? '');
  const requestId = requestIdOf(body);
  await attempt(
    receiving,
    requestId,
    async () => {
      const channel = memory?.conversation ?? undefined;
      const user = textAt(body, 'user', 'id');
      const speaker = await speaking(receiving, { user, requestId, channel });
      await ack(memory ? await submitted(receiving, speaker, memory, body) : forgotten(speaker));
    },
    (apology) => ack(asErrors({ '': apology }, body) ?? { response_action: 'clear' }),
  );
}

/** What Slack is to do with the open modal. */
async function submitted(
  receiving: Receiving,
  speaker: Speaking,
  { conversation, ...form }: FormMemory,
  body: unknown,
): Promise<ViewResponseAction> {
  const view = at(body, 'view');
  const files = await fetchFiles(filesOf(view), receiving.web);
  if (!files.ok) return asErrors(files.error, body) ?? notice(speaker, Object.values(files.error));
  const values = { ...valuesOf(view, speaker.identity.team), ...files.value };
  const answer = receiving.sink.submit(speaker.spoken, form, values);
  const { readers } = speaker;
  if (!answer.ok)
    return asErrors(answer.errors, body) ?? notice(speaker, Object.values(answer.errors));
  const { reply } = answer;
  if (reply.form)
    return { response_action: 'update', view: renderForm(reply.form, conversation, readers) };
  // Shown in the form, a refusal leaves what the person has written where it is.
  const refusal = reply.refused ? asErrors({ '': reply.message.summary }, body) : undefined;
  if (refusal) return refusal;
  showPrivately(receiving, speaker, reply.message, { channel: conversation });
  return { response_action: 'clear' };
}

function forgotten(speaker: Speaking): ViewResponseAction {
  return notice(speaker, ['This form is not known here. Open it again with /incident.']);
}

function notice({ readers }: Speaking, lines: readonly string[]): ViewResponseAction {
  return { response_action: 'update', view: renderNotice(words(lines.join(' ')), readers) };
}

function asErrors(
  errors: Readonly<Record<string, string>>,
  body: unknown,
): ViewResponseAction | undefined {
  const placed = errorsByBlock(errors, listAt(body, 'view', 'blocks'));
  return placed && { response_action: 'errors', errors: placed };
}

/** A corrected form keeps its view's id and hash, so what was written belongs to the key. */
function requestIdOf(body: unknown): string {
  const written = JSON.stringify(at(body, 'view', 'state') ?? {});
  return `view:${textAt(body, 'view', 'id') ?? ''}:${textAt(body, 'view', 'hash') ?? ''}:${digest(written)}`;
}
