// Deliveries against the strict cloud: the real clients, the real pacing, and a memory that a test can look into.
import type { Deed, Delivery, OutgoingEffect } from '#src/chat/port.ts';
import { createBotApi } from '#src/chat/teams/bot-api.ts';
import { cardWords } from '#src/chat/teams/cards.ts';
import { createDeliver, type DeliverParts } from '#src/chat/teams/deliver.ts';
import { createGraph } from '#src/chat/teams/graph.ts';
import type { KnownPlace, Reachable, TeamsMemory } from '#src/chat/teams/memory.ts';
import { createPacing } from '#src/chat/teams/pacing.ts';
import { createTokens } from '#src/chat/teams/tokens.ts';
import type { Message } from '#src/messages/message.ts';
import { lintCard } from '../../teams-server/card-lint.ts';
import { FakeGraph } from '../../teams-server/graph.ts';
import type {
  TeamsChannel,
  TeamsMessage,
  TeamsPerson,
  TeamsTeam,
} from '../../teams-server/model.ts';
import { cardOf, textOf } from '../../teams-server/reading.ts';
import { TeamsServer } from '../../teams-server/server.ts';

export function words(summary: string): Message {
  return { summary, blocks: [{ kind: 'text', text: [summary] }] };
}

class MapMemory implements TeamsMemory {
  readonly #people = new Map<string, Reachable>();
  readonly #places = new Map<string, KnownPlace>();

  person(id: string): Reachable | undefined {
    return this.#people.get(id);
  }

  personByTeamsId(teamsId: string): Reachable | undefined {
    return [...this.#people.values()].find((one) => one.teamsId === teamsId);
  }

  savePerson(person: Reachable): void {
    this.#people.set(person.aadObjectId, person);
  }

  place(id: string): KnownPlace | undefined {
    return this.#places.get(id);
  }

  savePlace(place: KnownPlace): void {
    this.#places.set(place.conversationId, place);
  }

  channels(): KnownPlace[] {
    return this.places().filter(
      ({ kind, conversationId }) => kind === 'channel' && !conversationId.includes(';'),
    );
  }

  places(): KnownPlace[] {
    return [...this.#places.values()];
  }
}

/** What an administrator may grant; a test takes away what it is about. */
const granted = [
  'Chat.Create',
  'Chat.ReadBasic.All',
  'AppCatalog.Read.All',
  'TeamsAppInstallation.ReadWriteAndConsentSelfForChat.All',
  'TeamsAppInstallation.ReadWriteSelfForUser.All',
];
const resourceSpecific = [
  'ChannelMessage.Read.Group',
  'ChannelSettings.ReadWrite.Group',
  'Chat.Manage.Chat',
  'ChatMessage.Read.Chat',
];

const startMs = Date.parse('2026-03-02T10:00:00Z');

type Port = ReturnType<typeof createDeliver>;

export class DeliverBench implements AsyncDisposable {
  readonly server: TeamsServer;
  readonly graph: FakeGraph;
  readonly memory = new MapMemory();
  readonly port: Port;
  readonly team: TeamsTeam;
  /** Where announcements go; known to the bot. */
  readonly announce: TeamsChannel;
  readonly ada: TeamsPerson;
  /** Everything that was logged, as one text each. */
  readonly logged: string[] = [];
  #nowMs = startMs;

  private constructor(
    server: TeamsServer,
    { hasAnnounce, ...options }: { hasAnnounce: boolean } & Partial<DeliverParts>,
  ) {
    this.server = server;
    const { world } = server;
    this.graph = new FakeGraph(server, { granted, resourceSpecific });
    this.ada = world.addPerson({ name: 'Ada Reyes' });
    this.team = world.addTeam({ name: 'Security', members: [this.ada.aadObjectId] });
    this.announce = world.addChannel(this.team.id, { name: 'Announcements' });
    for (const channelId of [this.team.threadId, this.announce.id]) this.knows(channelId);
    const tokens = createTokens({
      appId: world.appId,
      tenantId: world.tenantId,
      access: { by: 'secret', password: 'the-secret-of-the-tests' },
      loginUrl: server.origin,
    });
    const line = (...said: unknown[]): void => {
      this.logged.push(JSON.stringify(said));
    };
    this.port = createDeliver({
      api: createBotApi({
        token: tokens.bot,
        appId: world.appId,
        tenantId: world.tenantId,
        isAuthenticated: true,
        serviceHosts: ['127.0.0.1'],
        timeoutMs: 1500,
      }),
      graph: createGraph({
        appId: world.appId,
        baseUrl: server.graphUrl,
        token: tokens.graph,
        timeoutMs: 1500,
      }),
      pacing: createPacing(() => this.#nowMs),
      memory: this.memory,
      tenantId: world.tenantId,
      rooms: 'thread',
      incidentsChannel: () => this.memory.place(this.team.threadId),
      announceChannel: () => (hasAnnounce ? this.memory.place(this.announce.id) : undefined),
      words: cardWords({
        nameOf: (person) => world.people.get(person.split(':').at(-1) ?? '')?.name ?? person,
        zone: null,
      }),
      log: { debug: line, info: line, warn: line, error: line },
      ...options,
    });
  }

  static async start(
    options: { hasAnnounce?: boolean } & Partial<DeliverParts> = {},
  ): Promise<DeliverBench> {
    // Compiles the schema of cards, for which no answer is to wait.
    lintCard({}, 'message');
    const clock: { bench?: DeliverBench } = {};
    const server = await TeamsServer.start({
      now: () => clock.bench?.now() ?? startMs,
    });
    const bench = new DeliverBench(server, { hasAnnounce: true, ...options });
    clock.bench = bench;
    return bench;
  }

  now(): number {
    return this.#nowMs;
  }

  later(ms: number): void {
    this.#nowMs += ms;
  }

  /** As the dispatcher does it, long enough after the last delivery that nothing is held back. */
  async deliver(deed: Deed, more: Partial<OutgoingEffect> = {}): Promise<Delivery> {
    this.later(10_000);
    const effect: OutgoingEffect = {
      tenant: `teams:${this.server.world.tenantId}`,
      key: 'k1',
      attempt: 1,
      firstTriedAt: new Date(this.#nowMs - 15_000).toISOString(),
      deed,
      ...more,
    };
    const waitMs = this.port.reserve(effect);
    if (waitMs > 0) throw new Error(`to be held back for ${waitMs} ms`);
    return this.port.deliver(effect);
  }

  id({ aadObjectId }: TeamsPerson): string {
    return `teams:${this.server.world.tenantId}:${aadObjectId}`;
  }

  /** Somebody of the team who has the app, and whom the bot has met. */
  meets(person: TeamsPerson): string {
    const { aadObjectId, teamsId } = person;
    const chat = this.server.world.personalChat(aadObjectId);
    this.server.world.install(chat, aadObjectId);
    const { serviceUrl } = this.server;
    this.memory.savePerson({ aadObjectId, teamsId, serviceUrl, chat: chat.id, goneAt: null });
    return this.id(person);
  }

  /** A place that the bot was told of. */
  knows(conversationId: string, kind: KnownPlace['kind'] = 'channel'): string {
    const [channelId = ''] = conversationId.split(';');
    const { serviceUrl } = this.server;
    const teamId = this.server.world.channels.get(channelId)?.teamId;
    this.memory.savePlace({
      serviceUrl,
      conversationId,
      kind,
      ...(teamId === undefined ? {} : { teamId, channelId }),
      name: 'inc-2026-0001-worm',
      goneAt: null,
    });
    return conversationId;
  }

  /** The thread of an incident, which the bot has begun. */
  async thread(): Promise<string> {
    const deed: Deed = { kind: 'openChannel', name: 'inc-1', private: false, purpose: 'x' };
    const opened = await this.deliver(deed, { key: 'root' });
    if (opened.outcome !== 'delivered') throw new Error(`no thread: ${opened.reason}`);
    return opened.externalId;
  }

  /** A group chat of Ada with the bot. */
  chat(): string {
    const chat = this.server.world.addChat({ topic: 'inc-2', members: [this.ada.aadObjectId] });
    return this.knows(chat.id, 'groupChat');
  }

  /** What stands there, without the post that a thread begins with. */
  said(conversation: string): TeamsMessage[] {
    const root = conversation.split(';messageid=')[1];
    return this.server.world.messagesIn(conversation).filter(({ id }) => id !== root);
  }

  texts(conversation: string): string[] {
    return this.said(conversation).map((message) => textOf(cardOf(message) ?? {}));
  }

  /** What the bot said to them alone. */
  told(person: TeamsPerson): TeamsMessage[] {
    return this.said(this.server.world.personalChat(person.aadObjectId).id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.close();
    const [lint] = this.server.lint;
    if (lint !== undefined) throw new Error(`Teams would object: ${lint}`);
  }
}
