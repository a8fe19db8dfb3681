// What a persona does on the page: say, press, submit, capture, start a drill. Each becomes one call of the sink;
// the answer is shown to that persona alone.
import type { Reply, Spoken } from '../port.ts';
import type { Button } from '../../messages/message.ts';
import { readBody, saidBody, wordsOf } from './body.ts';
import type { ConsoleDeps } from './deps.ts';
import type { Fields } from './http.ts';
import { isFields, textOf } from './http.ts';
import { tenant, withPersonIds } from './personas.ts';
import { formState } from './state.ts';
import type { ChannelRow } from './store.ts';
import { isDirect, maySee } from './store.ts';
import type { Answer, Persona } from './wire.ts';

/** Who does it and where; `requestId` is the page's own and makes a repeat harmless. */
export interface Doing {
  me: Persona;
  channel: ChannelRow;
  requestId: string;
  fields: Fields;
}

export type Action = (deps: ConsoleDeps, doing: Doing) => Answer;

const nothing: Answer = { refused: false, text: '', form: null, errors: {} };
const refusal = (text: string): Answer => ({ ...nothing, refused: true, text });

const command = /^(?:\/incident|\/ssirp|@ssirp(?:-bot)?)(?:\s+|$)/i;

export const say: Action = (deps, doing) => {
  const text = textOf(doing.fields, 'text').trim();
  if (text === '') return refusal('There is nothing to say.');
  const typed = command.exec(text);
  if (typed !== null) {
    joinIncident(deps, doing);
    const rest = withPersonIds(text.slice(typed[0].length)).trim();
    return answer(deps, doing, deps.sink.say(spoken(doing), rest === '' ? 'help' : rest), text);
  }
  if (doing.channel.archived) return refusal('This channel is archived.');
  joinIncident(deps, doing);
  deps.chat.store.addMessage({
    channel: doing.channel.id,
    author: doing.me.id,
    at: deps.chat.now(),
    body: saidBody(text),
    key: `say:${doing.requestId}`,
    pinned: false,
  });
  return nothing;
};

export const press: Action = (deps, doing) => {
  const button = buttonOf(deps, doing);
  if (button === undefined) return refusal('This button is no longer there.');
  if (button.disabledReason !== undefined) return refusal(button.disabledReason);
  const text = `${button.incidentId} ${button.command}`.trim();
  const { message, ...reply } = deps.sink.say(spoken(doing), text);
  return { ...answer(deps, doing, { message, ...reply }), text: message.summary };
};

export const submit: Action = (deps, doing) => {
  const { form, values } = doing.fields;
  if (!isFields(form) || !isFields(values)) return refusal('This is no form.');
  const incidentId = textOf(form, 'incidentId');
  const reply = deps.sink.submit(
    { ...spoken(doing), conversation: null },
    {
      id: textOf(form, 'id'),
      incidentId: incidentId === '' ? null : incidentId,
      subject: textOf(form, 'subject'),
      seen: textOf(form, 'seen'),
    },
    filledIn(values),
  );
  if (!reply.ok) return { ...nothing, refused: true, errors: reply.errors };
  return answer(deps, doing, reply.reply);
};

/** 📌 on, or off when it is on already. */
export const capture: Action = (deps, doing) => {
  const messageId = textOf(doing.fields, 'messageId');
  const row = deps.chat.store.message(Number(messageId));
  if (row?.channel !== doing.channel.id) return refusal('This message is no longer there.');
  const body = readBody(row.body);
  const isMarked = row.body['marked'] === true;
  const author = row.author.startsWith(tenant) ? row.author : null;
  const { message, form, refused } = deps.sink.do(
    spoken(doing),
    isMarked
      ? { verb: 'release', messageId, incidentId: null }
      : {
          verb: 'capture',
          messageId,
          author,
          text: wordsOf(body),
          at: row.at,
          link: null,
          incidentId: null,
        },
  );
  if (form !== undefined) return { ...nothing, form: formState(form) };
  if (!refused) deps.chat.store.changeMessage(row.id, { ...row.body, marked: !isMarked });
  return { ...nothing, refused, text: message.summary };
};

export function drill({ startDrill }: ConsoleDeps): Answer {
  const { ok, text } = startDrill();
  return { ...nothing, refused: !ok, text };
}

function spoken({ me, channel, requestId }: Doing): Spoken {
  return {
    actor: { id: me.id, tenant, kind: me.kind },
    requestId: `console:${requestId}`,
    conversation: isDirect(channel) ? null : channel.id,
  };
}

/** Whoever writes in an open incident channel belongs to it from then on, as in any chat. */
function joinIncident({ chat, read, sink }: ConsoleDeps, doing: Doing): void {
  const { me, channel } = doing;
  if (me.kind === 'guest' || isDirect(channel) || !maySee(channel, me.id)) return;
  if (channel.members.includes(me.id) || read.panel(channel.id) === null) return;
  chat.store.changeChannel(channel.id, { members: [...channel.members, me.id] });
  const joined = { verb: 'joined' as const, person: me.id, incidentId: null };
  sink.do({ ...spoken(doing), requestId: `console:${doing.requestId}:joined` }, joined);
}

/** A form opens and leaves no trace in the channel; anything else is kept for the one who asked. */
function answer(
  { chat }: ConsoleDeps,
  { me, channel, requestId }: Doing,
  { message, form, refused }: Reply,
  typed?: string,
): Answer {
  if (form !== undefined) return { ...nothing, form: formState(form) };
  const at = chat.now();
  const lines = [
    ...(typed === undefined
      ? []
      : [{ at, author: 'me' as const, said: { kind: 'said' as const, text: typed } }]),
    { at, author: 'bot' as const, said: { kind: 'message' as const, message } },
  ];
  chat.replies.keep(me.id, channel.id, requestId, lines);
  return { ...nothing, refused, text: message.summary };
}

function buttonOf({ chat }: ConsoleDeps, { me, channel, fields }: Doing): Button | undefined {
  const messageId = textOf(fields, 'messageId');
  const row = chat.store.message(Number(messageId));
  const body =
    row?.channel === channel.id
      ? readBody(row.body)
      : chat.replies.find(me.id, channel.id, messageId)?.said;
  if (body?.kind !== 'message') return undefined;
  return body.message.blocks
    .flatMap((block) => (block.kind === 'buttons' ? block.buttons : []))
    .find(({ id }) => id === textOf(fields, 'buttonId'));
}

/** An empty field is an absent one. */
function filledIn(values: Fields): Record<string, string> {
  const filled = Object.keys(values).map((name) => [name, textOf(values, name).trim()] as const);
  return Object.fromEntries(filled.filter(([, value]) => value !== ''));
}
