// The door of the local console: the requests that its page sends.
import { randomUUID } from 'node:crypto';
import type { Answer, ConsoleState, FieldState, MessageState } from '#src/chat/console/wire.ts';
import type { Bot } from './bot.ts';
import { startBot } from './bot.ts';
import type { Door, Seen, Where } from './door.ts';
import { cast } from './door.ts';

export interface ConsoleDoorOfTests extends Door {
  bot: Bot;
}

const shared = (messages: readonly MessageState[]) =>
  messages.filter(({ ephemeral }) => !ephemeral);

export async function openConsoleDoor(
  env: Readonly<Record<string, string>> = {},
): Promise<ConsoleDoorOfTests> {
  return consoleDoorOf(await startBot({ SSIRP_CONSOLE: 'on', ...env }));
}

/** The console of a bot that perhaps has other doors too. */
export function consoleDoorOf(bot: Bot): ConsoleDoorOfTests {
  const origin = `http://127.0.0.1:${bot.port}`;
  const forms = new Map<string, NonNullable<Answer['form']>>();

  const state = async (as: string, channel: string): Promise<ConsoleState> => {
    await bot.app.settled();
    const response = await fetch(`${origin}/console/state?as=${as}&channel=${channel}&limit=500`);
    return (await response.json()) as ConsoleState;
  };
  const post = async (deed: string, body: Record<string, unknown>): Promise<Answer> => {
    const response = await fetch(`${origin}/console/${deed}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ ...body, requestId: randomUUID() }),
    });
    if (!response.ok) throw new Error(`${deed}: ${response.status} ${await response.text()}`);
    const answer = (await response.json()) as Answer;
    if (typeof body['as'] === 'string' && answer.form !== null) forms.set(body['as'], answer.form);
    await bot.app.settled();
    return answer;
  };
  const room = async (): Promise<string> => {
    const { channels } = await state('ada', 'general');
    const found = channels.find(({ name }) => name.startsWith('inc-'));
    if (found === undefined) throw new Error('no incident channel was opened');
    return found.id;
  };
  const channelId = (where: Where): Promise<string> =>
    where === 'incident' ? room() : Promise.resolve(where);
  const view = async (where: Where, as = 'ada') => {
    const { channel } = await state(as, await channelId(where));
    if (channel === null) throw new Error(`${as} sees no such channel`);
    return channel;
  };
  const answersTo = async (handle: string, where: Where, work: () => Promise<Answer>) => {
    const own = async () =>
      (await view(where, handle)).messages.filter(
        ({ ephemeral, author }) => ephemeral && author === null,
      );
    const before = new Set((await own()).map(({ id }) => id));
    const answer = await work();
    const added = (await own()).filter(({ id }) => !before.has(id));
    return { text: [answer.text, ...added.map((message) => seen(message).text)].join('\n') };
  };

  return {
    bot,
    types: async (handle, where, text) => {
      const channel = await channelId(where);
      return answersTo(handle, where, () =>
        post('say', { as: handle, channel, text: `/incident ${text}` }),
      );
    },
    presses: async (handle, label) => {
      const channel = await room();
      const { messages } = await view('incident', handle);
      const found = shared(messages).findLast((message) => seen(message).buttons.includes(label));
      const button = found && buttonsOf(found).find(({ title }) => title === label);
      if (found === undefined || button === undefined)
        throw new Error(`no message has a button “${label}”`);
      return answersTo(handle, 'incident', () =>
        post('press', { as: handle, channel, messageId: found.id, buttonId: button.id }),
      );
    },
    pressesOwn: async (handle, where, label) => {
      const channel = await channelId(where);
      const { messages } = await view(where, handle);
      const found = messages.findLast(
        (message) => message.ephemeral && seen(message).buttons.includes(label),
      );
      const button = found && buttonsOf(found).find(({ title }) => title === label);
      if (found === undefined || button === undefined)
        throw new Error(`${handle} was shown no button “${label}”`);
      return answersTo(handle, where, () =>
        post('press', { as: handle, channel, messageId: found.id, buttonId: button.id }),
      );
    },
    openForm: (handle) => forms.get(handle)?.title,
    form: (handle) => {
      const form = forms.get(handle);
      if (form === undefined) throw new Error(`${handle} has no form open`);
      return {
        says: [form.title, ...form.notice, form.intro, ...form.fields.map(saidAt)].join('\n'),
        holds: Object.fromEntries(form.fields.map(({ name, initial }) => [name, initial])),
      };
    },
    submits: async (handle, values) => {
      const form = forms.get(handle);
      if (form === undefined) throw new Error(`${handle} has no form open`);
      const initial = Object.fromEntries(
        form.fields.map(({ name, initial: value }) => [name, value]),
      );
      const given = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          value.startsWith('@') ? `console:local:${value.slice(1)}` : value,
        ]),
      );
      const { id, incidentId, subject, seen: saw } = form;
      const answer = await post('submit', {
        as: handle,
        channel: 'general',
        form: { id, incidentId, subject, seen: saw },
        values: { ...initial, ...given },
      });
      const isOver = Object.keys(answer.errors).length === 0 && answer.form === null;
      if (isOver) forms.delete(handle);
      return answer.errors;
    },
    writes: async (handle, text) => {
      await post('say', { as: handle, channel: await room(), text });
      const { messages } = await view('incident', handle);
      return shared(messages).at(-1)?.id ?? '';
    },
    captures: async (handle, messageId) => {
      const channel = await room();
      return answersTo(handle, 'incident', () =>
        post('capture', { as: handle, channel, messageId }),
      );
    },
    messages: async (where) => shared((await view(where)).messages).map(seen),
    told: async (handle) => {
      const { channel } = await state(handle, `dm:console:local:${handle}`);
      return (channel?.messages ?? []).map(seen);
    },
    pinned: async () =>
      shared((await view('incident')).messages)
        .filter(({ pinned }) => pinned)
        .map(seen),
    topic: async () => (await view('incident')).topic,
    members: async () => {
      const { members } = await view('incident');
      return cast.filter(({ name }) => members.includes(name)).map(({ handle }) => handle);
    },
    files: async () => {
      const { messages } = await view('incident');
      const files = messages.flatMap(({ id, body }) =>
        body.kind === 'file' ? [{ id, name: body.filename }] : [],
      );
      return Promise.all(
        files.map(async ({ id, name }) => {
          const response = await fetch(`${origin}/console/files/${id}?as=ada`);
          return { name, content: await response.text() };
        }),
      );
    },
    channelName: async () =>
      (await state('ada', 'general')).channels.find(({ name }) => name.startsWith('inc-'))?.name ??
      '',
    later: (duration) => bot.later(duration),
    timeline: () => bot.timeline(),
    verify: () => bot.problems(),
    [Symbol.asyncDispose]: () => bot[Symbol.asyncDispose](),
  };
}

function seen(message: MessageState): Seen {
  const { body } = message;
  if (body.kind === 'text') return { text: body.text, buttons: [] };
  if (body.kind === 'file') return { text: body.title, buttons: [] };
  return {
    text: textsOf(body.card).join('\n'),
    buttons: buttonsOf(message).map(({ title }) => title),
  };
}

function saidAt({ label, hint, options }: FieldState): string {
  return [label, hint, ...options.map((option) => option.label)].join('\n');
}

interface CardButton {
  title: string;
  id: string;
}

/** Only buttons that can be pressed. */
function buttonsOf({ body }: MessageState): CardButton[] {
  const found: CardButton[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (typeof node === 'object' && node !== null) {
      const { type, title, data } = node as {
        type?: unknown;
        title?: unknown;
        data?: { b?: unknown };
      };
      if (type === 'Action.Execute') found.push({ title: String(title), id: String(data?.b) });
      Object.values(node).forEach(visit);
    }
  };
  if (body.kind === 'card') visit(body.card);
  return found;
}

/** The words of an Adaptive Card, a line for each block. */
function textsOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsOf);
  if (typeof node !== 'object' || node === null) return [];
  const { text, inlines, title, value, ...rest } = node as Record<string, unknown>;
  if (Array.isArray(inlines)) return [inlines.flatMap(textsOf).join('')];
  const own = [title, value, text].filter((part) => typeof part === 'string');
  return [
    ...own,
    ...Object.values(rest).flatMap((below) => (typeof below === 'object' ? textsOf(below) : [])),
  ];
}
