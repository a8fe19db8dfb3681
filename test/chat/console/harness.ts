// The console on a free port with a sink of its own: one scripted incident, made by the real charts, and an in-memory
// database. Nothing of the use cases runs here.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openStore } from '#db/open.ts';
import { consoleStore } from '#db/console-chat.ts';
import { createConsoleChat, type ConsoleChat } from '#src/chat/console/chat.ts';
import type { ConsolePanel } from '#src/chat/console/deps.ts';
import { consoleRoutes } from '#src/chat/console/routes.ts';
import type { CommandSink, Deed, Delivery, FormReply, Met, Reply } from '#src/chat/port.ts';
import { complete } from '#src/commands/help.ts';
import type { ListedIncident } from '#src/commands/view-types.ts';
import { renderForm } from '#src/messages/forms.ts';
import { renderIncidentCard } from '#src/messages/incident-card.ts';
import { compose, button } from '#src/messages/compose.ts';
import type { Message } from '#src/messages/message.ts';
import { entryView, Situation } from '../../messages/situation.ts';

const noon = '2026-11-22T14:05:00.000Z';

interface Room {
  conversation: string;
  name: string;
  situation: Situation;
}

/** What reached the sink: the words of `say` and the verbs of `do`. */
interface Heard {
  by: string;
  conversation: string | null;
  requestId: string;
  what: string;
}

export class ConsoleHarness implements AsyncDisposable {
  readonly heard: Heard[] = [];
  readonly met: Met[] = [];
  readonly chat: ConsoleChat;
  url = '';
  #now = noon;
  readonly #rooms: Room[] = [];
  readonly #store = openStore(':memory:');
  readonly #server;

  private constructor() {
    this.chat = createConsoleChat({
      store: consoleStore(this.#store.db),
      now: () => this.#tick(),
    });
    const routes = consoleRoutes({
      chat: this.chat,
      sink: this.#sink(),
      complete,
      read: { incidents: () => this.#listed(), panel: (conversation) => this.#panel(conversation) },
      startDrill: () => ({ ok: true, text: 'The drill has started: follow it in its channel.' }),
      exportOf: (incidentId, format) =>
        format === 'md'
          ? {
              filename: `${incidentId}.md`,
              type: 'text/markdown; charset=utf-8',
              chunks: ['# ', incidentId],
            }
          : null,
    });
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://console.test');
      routes(request, response, url).catch((problem: unknown) => {
        response.writeHead(500).end(String(problem));
      });
    });
  }

  static async start(): Promise<ConsoleHarness> {
    const harness = new ConsoleHarness();
    await new Promise<void>((resolve) => {
      harness.#server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = harness.#server.address() as AddressInfo;
    harness.url = `http://127.0.0.1:${port}`;
    return harness;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    this.#store[Symbol.dispose]();
  }

  async deliver(deed: Deed, key: string = crypto.randomUUID()): Promise<Delivery> {
    const effect = { tenant: 'console:local', key, attempt: 1, firstTriedAt: noon, deed };
    return await this.chat.port.deliver(effect);
  }

  /** The page posts like this. */
  async post(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
    return await fetch(`${this.url}/console/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.url, ...headers },
      body: JSON.stringify({ as: 'ada', requestId: crypto.randomUUID(), ...body }),
    });
  }

  async state(as = 'ada', channel = 'general'): Promise<string> {
    const search = new URLSearchParams({ as, channel }).toString();
    return await (await fetch(`${this.url}/console/state?${search}`)).text();
  }

  /** A channel with an incident in it and its status card pinned. */
  async incident(
    title: string,
    { isPrivate = false, name = 'inc-2026-0001-exchange', by = 'ada' } = {},
  ): Promise<Room> {
    const person = `console:local:${by}`;
    const situation = new Situation({
      title,
      level: 1,
      by: person,
      visibility: isPrivate ? 'private' : 'open',
    });
    const opened = await this.deliver({
      kind: 'openChannel',
      name,
      private: isPrivate,
      purpose: `INC-2026-0001 · L1 Critical · mobilize`,
    });
    const conversation = opened.outcome === 'delivered' ? (opened.conversation ?? '') : '';
    const room = { conversation, name, situation };
    this.#rooms.push(room);
    await this.deliver({ kind: 'invite', conversation, people: [person] });
    const message = renderIncidentCard(situation.view);
    await this.deliver({ kind: 'post', to: conversation, message, pin: true });
    return room;
  }

  /** Every reading is a second later, so that messages keep their order. */
  #tick(): string {
    this.#now = Temporal.Instant.from(this.#now)
      .add({ milliseconds: 1000 })
      .toString({ fractionalSecondDigits: 3 });
    return this.#now;
  }

  #sink(): CommandSink {
    return {
      opened: () => true,
      say: ({ actor, conversation, requestId }, text) => {
        this.heard.push({ by: actor.id, conversation, requestId, what: text });
        return this.#answer(text);
      },
      do: ({ actor, conversation, requestId }, command) => {
        this.heard.push({ by: actor.id, conversation, requestId, what: command.verb });
        return reply('Added to the timeline.');
      },
      submit: (_spoken, form, values) => this.#submitted(form.id, values['title'] ?? ''),
      met: (person) => this.met.push(person),
      notice: () => {},
    };
  }

  #answer(text: string): Reply {
    if (text === 'declare') {
      return { ...reply('Fill in the form.'), form: renderForm({ form: 'declare' }) };
    }
    if (text.startsWith('declare ')) void this.incident(text.slice('declare '.length));
    return text === 'advance'
      ? { ...reply('Not yet: the initial brief is missing.'), refused: true }
      : reply(`Done: ${text}`);
  }

  #submitted(formId: string, title: string): FormReply {
    if (formId === 'declare' && title === '') {
      return { ok: false, errors: { title: 'An incident needs a title.' } };
    }
    void this.incident(title);
    return { ok: true, reply: reply('INC-2026-0001 is declared.') };
  }

  #listed(): ListedIncident[] {
    return this.#rooms.map(({ name, situation }) => {
      const { id, title, level, phase, outcome, drill, declaredAt } = situation.view.context;
      const { closed } = situation.view;
      return {
        id,
        title,
        level,
        phase,
        closed,
        outcome,
        drill,
        declaredAt,
        channelName: name,
        channelUrl: null,
      };
    });
  }

  #panel(conversation: string): ConsolePanel | null {
    const room = this.#rooms.find((one) => one.conversation === conversation);
    if (room === undefined) return null;
    return {
      incident: room.situation.view,
      entries: [
        entryView(1, `Incident declared: ${room.situation.view.context.title}`, {
          actor: 'console:local:ada',
        }),
        entryView(2, '<@console:local:ben> took the role engineering lead', { actor: 'ssirp' }),
      ],
      timers: [
        { id: 'incident/sitrep', label: 'Sitrep due', dueAt: '2026-11-22T15:00:00.000Z' },
        {
          id: 'incident/staffing',
          label: 'Roles to be claimed',
          dueAt: '2026-11-22T14:00:00.000Z',
        },
      ],
    };
  }
}

function reply(summary: string): Reply {
  return { message: compose(summary, [{ kind: 'text', text: [summary] }]), refused: false };
}

/** A message with one button that works and one that says why it does not. */
export function messageWithButtons(): Message {
  return compose('Task 1 is open.', [
    { kind: 'heading', text: 'Task 1' },
    {
      kind: 'buttons',
      buttons: [
        button('INC-2026-0001', 'ack 1', 'Acknowledge', { style: 'primary' }),
        button('INC-2026-0001', 'done 1', 'Done', { disabledReason: 'Acknowledge it first.' }),
      ],
    },
  ]);
}
