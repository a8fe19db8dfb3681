// Dialogs: opened by a button whose command opens a form, and submitted. What is wrong brings the form back with all
// that was written; what it answers is shown in the conversation that it was opened in.
import type { PersonId } from '#machines/incident-types.ts';
import { formCommand } from '../../commands/forms.ts';
import { digest } from '../../shared/digest.ts';
import type { Form, FormValues } from '../../messages/message.ts';
import type { Reply } from '../port.ts';
import { showReply, words } from './answer.ts';
import { typed } from './cards.ts';
import type { Answer } from './connector.ts';
import { dialogOf, noticeDialog, readDialog, type Filling, type Submitted } from './dialog.ts';
import { aadObjectIdOf } from './identity.ts';
import { pressed } from './pressed.ts';
import { speaking, type Came, type Receiving, type Speaking } from './receiving.ts';

const orphaned = 'This button no longer does anything. Try “@ssirp status” or “@ssirp help”.';
const forgotten = 'This form is not known here. Open it again.';

export async function receiveDialogOpened(
  receiving: Receiving,
  inbound: Came<'dialogOpened'>,
): Promise<Answer> {
  const say = pressed(inbound.data);
  if (!say) return notice(receiving, orphaned);
  const speaker = await speaking(receiving, inbound, 'open', inbound.messageId ?? '');
  return dialogFor(receiving, speaker, receiving.sink.say(speaker.spoken, say.text));
}

/** The form that a command opened, or in its place what it answered: it was done, or refused, without one. */
export function dialogFor(receiving: Receiving, speaker: Speaking, reply: Reply): Answer {
  if (reply.isBroken) return { kind: 'broken' };
  if (reply.form) return formDialog(receiving, speaker, reply.form);
  return { kind: 'dialog', ...noticeDialog(reply.message, receiving.words) };
}

export async function receiveDialogSubmitted(
  receiving: Receiving,
  inbound: Came<'dialogSubmitted' | 'messageActionSubmitted'>,
): Promise<Answer> {
  const submitted = readDialog(inbound.data, receiving.tenantId);
  if (!submitted) return notice(receiving, forgotten);
  // What was written belongs to the key: a corrected form is another request.
  const written = digest(JSON.stringify(submitted));
  const [speaker] = await Promise.all([
    speaking(receiving, inbound, submitted.form.id, written),
    named(receiving, inbound, submitted),
  ]);
  const { form, values } = submitted;
  const answer = receiving.sink.submit(speaker.spoken, form, values);
  if (!answer.ok) return again(receiving, speaker, submitted, answer.errors);
  const { reply } = answer;
  if (reply.isBroken) return { kind: 'broken' };
  if (reply.form) return formDialog(receiving, speaker, reply.form);
  // Shown in the form, a refusal leaves what the person has written where it is.
  if (reply.refused)
    return again(receiving, speaker, submitted, { '': typed(reply.message.summary) });
  showReply(receiving, speaker, reply);
  return { kind: 'dialogClosed', text: '' };
}

/** The fields as they are now, holding what the person wrote; what they saw when it opened stays what they saw. */
function again(
  receiving: Receiving,
  speaker: Speaking,
  { form, values }: Submitted,
  errors: Readonly<Record<string, string>>,
): Answer {
  const command = formCommand(form, values);
  const { requestId } = speaker.spoken;
  const fresh =
    command && receiving.sink.do({ ...speaker.spoken, requestId: `${requestId}:again` }, command);
  if (!fresh?.form) return notice(receiving, Object.values(errors).join(' '));
  const { incidentId, subject, seen } = form;
  const kept = { ...fresh.form, incidentId, subject, seen };
  return formDialog(receiving, speaker, kept, { values, errors });
}

function formDialog(
  receiving: Receiving,
  { spoken }: Speaking,
  form: Form,
  more: Pick<Filling, 'values' | 'errors'> = {},
): Answer {
  const { words: readers, tenantId } = receiving;
  const { conversation } = spoken;
  const people = offered(receiving, spoken.actor.id, form, more.values);
  const filling = { words: readers, tenantId, conversation, people, ...more };
  return { kind: 'dialog', ...dialogOf(form, filling) };
}

/** Before a name is typed: whoever fills it in, and those whom it names already. */
function offered(
  { words: readers, tenantId }: Receiving,
  speaker: PersonId,
  { fields }: Form,
  values: FormValues = {},
): { aadObjectId: string; name: string }[] {
  const chosen = fields.flatMap((field) =>
    field.kind === 'person' ? [values[field.name] ?? field.initial ?? speaker] : [],
  );
  return [...new Set([speaker, ...chosen])].flatMap((person) => {
    const aadObjectId = aadObjectIdOf(person, tenantId);
    return aadObjectId === undefined ? [] : [{ aadObjectId, name: readers.nameOf(person) }];
  });
}

/** Whom a form names is looked up, so that the record shows their names. */
async function named(
  { people, tenantId }: Receiving,
  { where }: Pick<Came<'dialogSubmitted'>, 'where'>,
  { values }: Submitted,
): Promise<void> {
  const prefix = `teams:${tenantId}:`;
  const ids = Object.values(values).filter((value) => value.startsWith(prefix));
  await Promise.all(ids.map((id) => people.named(id.slice(prefix.length), where)));
}

function notice({ words: readers }: Receiving, text: string): Answer {
  return { kind: 'dialog', ...noticeDialog(words(text), readers) };
}
