// A local client of the Bot Framework, written from its public protocol alone: it posts activities to a bot without any
// token, and serves the part of the Connector's REST API that bots answer by. It knows channels with threads, group
// chats and personal chats, and nothing of Entra or Graph. Ids are words, as such clients make them up.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json as readJson } from 'node:stream/consumers';

export type Json = Record<string, unknown>;

export interface Account {
  id: string;
  name: string;
}

/** What the bot posted, as it stands after its last change. */
export interface Posted {
  id: string;
  activity: Json;
  changes: number;
}

interface Conversation {
  id: string;
  type: 'personal' | 'groupChat' | 'channel';
  members: readonly Account[];
  posted: Posted[];
}

const bot: Account = { id: 'bot', name: 'ssirp' };
const team = { id: '19:local-team', aadGroupId: '00000000-0000-4000-8000-00000000abcd' };
const cardType = 'application/vnd.microsoft.card.adaptive';

export class LocalClient {
  /** The bot's `/api/messages`. */
  botUrl = '';
  readonly conversations = new Map<string, Conversation>();
  /** What the client could not serve. */
  readonly refused: string[] = [];
  readonly #people: readonly Account[];
  readonly #http: Server;
  #url = '';
  #lastId = 1_700_000_000_000;

  private constructor(people: readonly Account[]) {
    this.#people = people;
    this.#http = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        this.refused.push(String(error));
        response.destroy();
      });
    });
  }

  static async start(people: readonly Account[]): Promise<LocalClient> {
    const client = new LocalClient(people);
    await new Promise<void>((resolve) => {
      client.#http.listen(0, '127.0.0.1', resolve);
    });
    const { port } = client.#http.address() as AddressInfo;
    client.#url = `http://127.0.0.1:${port}`;
    return client;
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise((resolve) => {
      this.#http.close(resolve);
    });
  }

  open(id: string, type: Conversation['type'], members: readonly Account[]): Conversation {
    const made = { id, type, members, posted: [] };
    this.conversations.set(id, made);
    return made;
  }

  /** Of a channel also what stands in its threads. */
  posted(conversationId: string): Posted[] {
    return [...this.conversations.values()]
      .filter(({ id }) => id === conversationId || id.startsWith(`${conversationId};`))
      .flatMap(({ posted }) => posted);
  }

  /** The app comes into the conversation. */
  async installs(where: string, by: Account): Promise<void> {
    await this.#send(where, by, { type: 'conversationUpdate', membersAdded: [bot] });
    await this.#send(where, by, { type: 'installationUpdate', action: 'add' });
  }

  /** `@ssirp` and `@Name` become mentions, as a client marks them. */
  async says(where: string, by: Account, said: string): Promise<void> {
    const entities = [bot, ...this.#people]
      .filter(({ name }) => said.includes(`@${name}`))
      .map((mentioned) => ({ type: 'mention', text: `<at>${mentioned.name}</at>`, mentioned }));
    const text = said.replaceAll(/@(\w+)/gu, (whole, name: string) =>
      entities.some(({ mentioned }) => mentioned.name === name) ? `<at>${name}</at>` : whole,
    );
    await this.#send(where, by, { type: 'message', textFormat: 'plain', text, entities });
  }

  /** Presses an `Action.Execute` of a card. */
  async presses(where: string, by: Account, { card, title }: Pressed): Promise<Json> {
    const action = actionsIn(contentOf(card)).find((one) => one['title'] === title);
    if (action?.['type'] !== 'Action.Execute') throw new Error(`there is no button “${title}”`);
    const { type, verb, data, id } = action;
    return this.#invoke(where, by, {
      name: 'adaptiveCard/action',
      replyToId: card.id,
      value: { action: { type, id, verb, data }, trigger: 'manual' },
    });
  }

  /** Presses a button that asks for a dialog, and gives the dialog's card. */
  async opens(where: string, by: Account, { card, title }: Pressed): Promise<Json> {
    const action = actionsIn(contentOf(card)).find((one) => one['title'] === title);
    const answer = await this.#invoke(where, by, {
      name: 'task/fetch',
      replyToId: card.id,
      value: { data: action?.['data'], context: { theme: 'default' } },
    });
    return dialogIn(answer);
  }

  /** Fills in a dialog and sends it. */
  async submits(where: string, by: Account, dialog: Json, values: Json): Promise<Json> {
    const data = { ...dataOf(dialog), ...values };
    return this.#invoke(where, by, { name: 'task/submit', value: { data } });
  }

  /** Chooses an entry in the menu of a message. */
  async chooses(
    where: string,
    by: Account,
    { commandId, message }: { commandId: string; message: string },
  ): Promise<Json> {
    return this.#invoke(where, by, {
      name: 'composeExtension/fetchTask',
      value: {
        commandId,
        commandContext: 'message',
        messagePayload: {
          id: String(this.#newId()),
          createdDateTime: '2026-11-22T09:30:00Z',
          body: { contentType: 'html', content: `<p>${message}</p>` },
          from: { user: { id: by.id, displayName: by.name, userIdentityType: 'aadUser' } },
        },
      },
    });
  }

  async #invoke(where: string, by: Account, more: Json): Promise<Json> {
    const { status, body } = await this.#send(where, by, { type: 'invoke', ...more });
    if (status !== 200) throw new Error(`the bot answered ${status}`);
    return body;
  }

  async #send(where: string, by: Account, more: Json): Promise<{ status: number; body: Json }> {
    const { type = 'personal' } = this.conversations.get(where) ?? this.#channelOf(where) ?? {};
    const [channel = where] = where.split(';');
    const response = await fetch(this.botUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        id: String(this.#newId()),
        channelId: 'emulator',
        serviceUrl: this.#url,
        timestamp: '2026-11-22T09:30:00Z',
        locale: 'en-US',
        from: { ...by, role: 'user' },
        recipient: { ...bot, role: 'bot' },
        conversation: { id: where, conversationType: type, isGroup: type !== 'personal' },
        channelData: type === 'channel' ? { team, channel: { id: channel } } : {},
        ...more,
      }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Json) };
  }

  #channelOf(id: string): Conversation | undefined {
    return this.conversations.get(id.split(';')[0] ?? id);
  }

  #newId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', this.#url);
    const path = pathname.split('/').slice(3).map(decodeURIComponent);
    const body = ['POST', 'PUT'].includes(request.method ?? '')
      ? ((await readJson(request)) as Json)
      : {};
    const answer = pathname.startsWith('/v3/conversations')
      ? this.#answer(`${request.method}`, path, body)
      : undefined;
    if (answer === undefined) this.refused.push(`${request.method} ${pathname}`);
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { error: { code: 'NotFound', message: pathname } }));
  }

  #answer(method: string, [id, part, which]: readonly string[], body: Json): unknown {
    if (id === undefined) return method === 'POST' ? this.#create(body) : undefined;
    const conversation = this.conversations.get(id) ?? this.#channelOf(id);
    if (conversation === undefined) return undefined;
    const { members } = conversation;
    if (part === 'members' && which !== undefined) return members.find((one) => one.id === which);
    if (part === 'members') return members;
    if (part === 'pagedmembers') return { members };
    if (part !== 'activities') return undefined;
    if (method === 'POST') return { id: this.#post(id, body).id };
    const found = this.posted(conversation.id).find((one) => one.id === which);
    if (found === undefined || method !== 'PUT') return undefined;
    found.activity = body;
    found.changes += 1;
    return { id: found.id };
  }

  /** A chat with the members that are named, or a thread in a channel. */
  #create({ members, channelData, activity }: Json): unknown {
    const channel = (channelData as { channel?: { id: string } } | undefined)?.channel?.id;
    if (channel !== undefined) {
      const id = String(this.#newId());
      const conversation = this.open(`${channel};messageid=${id}`, 'channel', this.#people);
      conversation.posted.push({ id, activity: activity as Json, changes: 0 });
      return { id: conversation.id, activityId: id };
    }
    const [person] = members as readonly Account[];
    const id = `chat-${person?.id}`;
    if (!this.conversations.has(id))
      this.open(
        id,
        'personal',
        this.#people.filter((one) => one.id === person?.id),
      );
    return { id };
  }

  #post(conversationId: string, activity: Json): Posted {
    const posted = { id: String(this.#newId()), activity, changes: 0 };
    const conversation =
      this.conversations.get(conversationId) ?? this.open(conversationId, 'channel', this.#people);
    conversation.posted.push(posted);
    return posted;
  }
}

interface Pressed {
  card: Posted;
  title: string;
}

/** The Adaptive Card of what was posted. */
export function contentOf({ activity }: Posted): Json {
  const attachments = activity['attachments'] as readonly Json[] | undefined;
  const card = attachments?.find((one) => one['contentType'] === cardType);
  return (card?.['content'] ?? {}) as Json;
}

/** Wherever they stand. */
function actionsIn(card: Json): Json[] {
  const found: Json[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (String((value as Json)['type']).startsWith('Action.')) found.push(value as Json);
    for (const part of Object.values(value)) look(part);
  };
  look(card);
  return found;
}

/** Of every button in the card. */
export function titlesOf(card: Json): string[] {
  return actionsIn(card).map(({ title }) => String(title));
}

/** What the fields of a dialog hold before anybody writes in them. */
export function fieldsOf(card: Json): Json {
  const found: Json = {};
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { type, id, value: given } = value as Json;
    if (String(type).startsWith('Input.') && given !== undefined) found[String(id)] = given;
    for (const part of Object.values(value)) look(part);
  };
  look(card);
  return found;
}

/** All that can be read in it. */
export function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([name, part]) =>
      typeof part === 'string'
        ? ['text', 'title', 'value', 'summary', 'label'].includes(name)
          ? `${part}\n`
          : ''
        : textOf(part),
    )
    .join('');
}

export function dialogIn(answer: Json): Json {
  const task = answer['task'] as
    | { type?: string; value?: { card?: { content: Json } } }
    | undefined;
  const card = task?.value?.card?.content;
  if (card === undefined) throw new Error(`no dialog: ${JSON.stringify(answer)}`);
  return card;
}

function dataOf(dialog: Json): Json {
  return (actionsIn(dialog).find((one) => one['type'] === 'Action.Submit')?.['data'] ?? {}) as Json;
}
