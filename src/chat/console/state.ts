// Everything the page shows to one persona, made anew for each request. What they may not see is not in it.
import type { ListedIncident } from '../../commands/view-types.ts';
import type { Form, Message } from '../../messages/message.ts';
import { plainRich } from '../../messages/rich.ts';
import { formatInstant } from '../../messages/time.ts';
import { messageCard } from '../adaptive-card.ts';
import { readBody } from './body.ts';
import type { ConsoleDeps } from './deps.ts';
import { panelState } from './panel.ts';
import { nameOf, personas } from './personas.ts';
import type { EphemeralLine } from './replies.ts';
import type { ChannelRow, MessageRow } from './store.ts';
import { bot, isDirect, maySee } from './store.ts';
import type {
  ChannelState,
  ChannelView,
  ConsoleState,
  FieldState,
  FormState,
  MessageBody,
  MessageState,
  Persona,
} from './wire.ts';

export function consoleState(
  deps: ConsoleDeps,
  me: Persona,
  wanted: { channel: string; limit: number },
): ConsoleState {
  const { store, now } = deps.chat;
  const seen = store.channels().filter((channel) => maySee(channel, me.id));
  const shown = seen.find(({ id }) => id === wanted.channel);
  return {
    now: now(),
    me: me.handle,
    personas,
    channels: channelStates(deps, seen),
    channel: shown === undefined ? null : channelView(deps, me, shown, wanted.limit),
  };
}

function channelStates({ chat, read }: ConsoleDeps, seen: readonly ChannelRow[]): ChannelState[] {
  const lastIds = chat.store.lastIds();
  const incidents = new Map(read.incidents().map((incident) => [incident.channelName, incident]));
  return seen.map((channel) => {
    const incident = incidents.get(channel.name);
    const last = lastIds.get(channel.id);
    return {
      id: channel.id,
      name: isDirect(channel) ? 'ssirp-bot' : channel.name,
      kind: kindOf(channel, incident),
      private: channel.private,
      closed: channel.archived || incident?.closed === true,
      incident:
        incident === undefined
          ? null
          : {
              id: incident.id,
              title: incident.title,
              level: incident.level,
              phase: incident.phase,
            },
      lastId: last === undefined ? null : String(last),
    };
  });
}

function kindOf(channel: ChannelRow, incident: ListedIncident | undefined): ChannelState['kind'] {
  if (isDirect(channel)) return 'direct';
  return incident !== undefined || channel.id.startsWith('room:') ? 'incident' : 'general';
}

function channelView(
  deps: ConsoleDeps,
  me: Persona,
  channel: ChannelRow,
  limit: number,
): ChannelView {
  const rows = deps.chat.store.messages(channel.id, limit + 1);
  const panel = deps.read.panel(channel.id);
  const stored = rows.slice(-limit).map((row) => storedMessage(row, me));
  const first = stored[0]?.at ?? '';
  const replies = deps.chat.replies
    .of(me.id, channel.id)
    .filter(({ at }) => rows.length <= limit || at >= first)
    .map((line) => ephemeralMessage(line, me));
  return {
    id: channel.id,
    topic: channel.topic,
    archived: channel.archived,
    members: channel.members.map(nameOf),
    messages: [...stored, ...replies].toSorted((a, b) =>
      a.at === b.at ? 0 : a.at < b.at ? -1 : 1,
    ),
    pinned: deps.chat.store.pinned(channel.id).map((row) => storedMessage(row, me)),
    earlier: rows.length > limit,
    panel: panel === null ? null : panelState(panel),
  };
}

function storedMessage(row: MessageRow, me: Persona): MessageState {
  const body = readBody(row.body);
  return {
    id: String(row.id),
    revision: row.edited,
    at: row.at,
    author: row.author === bot ? null : handleOf(row.author),
    authorName: row.author === bot ? botName : nameOf(row.author),
    ephemeral: false,
    pinned: row.pinned,
    marked: body.kind !== 'file' && body.marked,
    body:
      body.kind === 'file'
        ? { kind: 'file', filename: body.filename, title: body.title, bytes: body.content.length }
        : shownBody(body, me),
  };
}

function ephemeralMessage({ id, at, author, said }: EphemeralLine, me: Persona): MessageState {
  return {
    id,
    revision: 0,
    at,
    author: author === 'me' ? me.handle : null,
    authorName: author === 'me' ? me.name : botName,
    ephemeral: true,
    pinned: false,
    marked: false,
    body: shownBody(said, me),
  };
}

function shownBody(body: EphemeralLine['said'], me: Persona): MessageBody {
  return body.kind === 'said' ? { kind: 'text', text: body.text } : cardBody(body.message, me);
}

function cardBody(message: Message, { zone }: Persona): MessageBody {
  const card = messageCard(message, {
    nameOf,
    at: (instant) => formatInstant(instant, zone),
    hasPaths: true,
  });
  return { kind: 'card', summary: message.summary, card };
}

/** A form as the page shows it, with the personas as the choices of person fields. */
export function formState(form: Form): FormState {
  return {
    id: form.id,
    incidentId: form.incidentId,
    subject: form.subject,
    seen: form.seen,
    notice: (form.notice ?? []).map((text) => plainRich(text, nameOf)),
    title: form.title,
    submit: form.submit,
    intro: plainRich(form.intro ?? [], nameOf),
    fields: form.fields.map(fieldState),
  };
}

function fieldState(field: Form['fields'][number]): FieldState {
  const { name, label, required, hint = '' } = field;
  const initial = field.kind === 'file' ? '' : (field.initial ?? '');
  const common = { name, label, required, hint, initial, accept: '' };
  switch (field.kind) {
    case 'text':
    case 'multiline': {
      const { kind, maxLength, placeholder = '' } = field;
      return { ...common, kind, maxLength, placeholder, options: [] };
    }
    case 'file': {
      const accept = field.endings.map((ending) => `.${ending}`).join(',');
      return { ...choice, ...common, kind: 'file', accept, maxLength: field.maxBytes, options: [] };
    }
    case 'choice':
      return { ...choice, ...common, options: field.options };
    case 'person':
      return { ...choice, ...common, options: people };
  }
}

const choice = { kind: 'choice', maxLength: 0, placeholder: '' } as const;

const people = personas.map(({ id, name, job }) => ({ value: id, label: `${name} (${job})` }));

const botName = 'ssirp-bot';

const handleOf = (person: string): string => person.split(':').at(-1) ?? person;
