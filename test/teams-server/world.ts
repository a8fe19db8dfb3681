// The state of one Microsoft tenant and the rules that hold whoever asks: who is where, where the bot may write, how ids
// rise. It knows no HTTP. Whatever the bot would be told of goes to the listeners.

import { createHash } from 'node:crypto';
import type { Json } from '../slack-server/json.ts';
import type {
  Actor,
  Found,
  NewChannel,
  NewChat,
  NewPerson,
  NewTeam,
  TeamsChannel,
  TeamsChat,
  TeamsMessage,
  TeamsPerson,
  TeamsTeam,
  WorldChange,
} from './model.ts';

export interface WorldOptions {
  tenantId?: string;
  /** Of the bot: its Entra application. */
  appId?: string;
  botName?: string;
  /** Of the app in the tenant's catalogue, as Graph names it. */
  catalogId?: string;
  /** `id` of the manifest; default the appId. */
  manifestId?: string;
  /** For so long after it was made nobody reaches a channel or group chat through the bot service. Default 0. */
  settlingMs?: number;
}

export class TeamsWorld {
  readonly now: () => number;
  readonly tenantId: string;
  readonly appId: string;
  readonly botName: string;
  readonly catalogId: string;
  readonly manifestId: string;
  settlingMs: number;
  /** An administrator has switched the app off for the tenant. */
  isDisabledByAdmin = false;

  readonly people = new Map<string, TeamsPerson>();
  /** By GUID. */
  readonly teams = new Map<string, TeamsTeam>();
  readonly channels = new Map<string, TeamsChannel>();
  readonly chats = new Map<string, TeamsChat>();
  /** Oldest first; deleted ones stay, marked. */
  readonly messages: TeamsMessage[] = [];
  readonly #listeners: ((change: WorldChange) => void)[] = [];
  #made = 0;
  #lastId = 0;

  constructor(now: () => number, options: WorldOptions = {}) {
    this.now = now;
    this.tenantId = options.tenantId ?? guidOf('tenant');
    this.appId = options.appId ?? guidOf('app');
    this.botName = options.botName ?? 'ssirp';
    this.catalogId = options.catalogId ?? guidOf('catalogue');
    this.manifestId = options.manifestId ?? this.appId;
    this.settlingMs = options.settlingMs ?? 0;
  }

  /** `28:…`, as the bot stands in activities. */
  get botId(): string {
    return `28:${this.appId}`;
  }

  /** ISO-8601 UTC with milliseconds. */
  instant(): string {
    return new Date(this.now()).toISOString();
  }

  /** Rises with each call, as epoch milliseconds do. */
  newId(): string {
    this.#lastId = Math.max(this.now(), this.#lastId + 1);
    return String(this.#lastId);
  }

  onChange(listener: (change: WorldChange) => void): void {
    this.#listeners.push(listener);
  }

  addPerson(person: NewPerson): TeamsPerson {
    const { name, kind = 'member' } = person;
    const aadObjectId = person.aadObjectId ?? guidOf(`person ${name}`);
    const [givenName = name, ...rest] = name.split(' ');
    const local = name.toLowerCase().replaceAll(/[^a-z\d]+/gu, '.');
    const added: TeamsPerson = {
      aadObjectId,
      teamsId: `29:1${hashOf(`${this.appId} ${aadObjectId}`)}`,
      name,
      givenName,
      surname: rest.join(' '),
      upn: person.upn ?? upnOf(local, kind),
      kind,
      tenantId: kind === 'stranger' ? (person.tenantId ?? guidOf('other tenant')) : this.tenantId,
      isBlocking: false,
    };
    this.people.set(aadObjectId, added);
    return added;
  }

  /** With its General channel, whose id is the team's thread. */
  addTeam(team: NewTeam, by: Actor = null): TeamsTeam {
    const threadId = this.#newThreadId('tacv2');
    const added: TeamsTeam = {
      kind: 'team',
      id: team.id ?? guidOf(`team ${team.name} ${threadId}`),
      threadId,
      name: team.name,
      members: new Set(team.members),
      owners: new Set(team.owners),
      hasApp: false,
      isArchived: false,
      isDeleted: false,
    };
    this.teams.set(added.id, added);
    this.#putChannel(threadId, added.id, { name: 'General' });
    if (team.hasApp ?? true) this.install(added, by);
    return added;
  }

  addChannel(teamId: string, channel: NewChannel, by: Actor = null): TeamsChannel {
    const added = this.#putChannel(this.#newThreadId('tacv2'), teamId, channel);
    this.#tell({ kind: 'channelCreated', where: added, by });
    return added;
  }

  addChat(chat: NewChat, by: Actor = null): TeamsChat {
    const added: TeamsChat = {
      kind: 'groupChat',
      id: this.#newThreadId('v2'),
      topic: chat.topic,
      members: new Set(chat.members),
      hasApp: false,
      createdAt: this.instant(),
    };
    this.chats.set(added.id, added);
    if (chat.hasApp ?? true) this.install(added, by);
    return added;
  }

  /** The chat of a person with the bot, the same each time; `hasApp` says whether the bot may write in it. */
  personalChat(aadObjectId: string): TeamsChat {
    const id = `a:1${hashOf(`chat ${this.appId} ${aadObjectId}`)}`;
    const found = this.chats.get(id);
    if (found) return found;
    const made: TeamsChat = {
      kind: 'personal',
      id,
      topic: null,
      members: new Set([aadObjectId]),
      hasApp: false,
      createdAt: this.instant(),
    };
    this.chats.set(id, made);
    return made;
  }

  /** Idempotent: false when the app was there already. */
  install(where: TeamsTeam | TeamsChat, by: Actor): boolean {
    if (where.hasApp) return false;
    Object.assign(where, { hasApp: true });
    this.#tell({ kind: 'installed', where, by });
    return true;
  }

  uninstall(where: TeamsTeam | TeamsChat, by: Actor): void {
    if (!where.hasApp) return;
    this.#tell({ kind: 'uninstalled', where, by });
    Object.assign(where, { hasApp: false });
  }

  /** Only who was not there yet is told of. */
  addMembers(
    where: TeamsTeam | TeamsChannel | TeamsChat,
    people: readonly string[],
    by: Actor,
  ): void {
    const members = membersSet(where);
    const fresh = people.filter((one) => !members.has(one));
    for (const one of fresh) members.add(one);
    if (fresh.length > 0) this.#tell({ kind: 'membersAdded', where, people: fresh, by });
  }

  removeMembers(
    where: TeamsTeam | TeamsChannel | TeamsChat,
    people: readonly string[],
    by: Actor,
  ): void {
    const gone = people.filter((one) => membersSet(where).delete(one));
    if (gone.length > 0) this.#tell({ kind: 'membersRemoved', where, people: gone, by });
  }

  renameChannel(where: TeamsChannel, name: string, by: Actor): void {
    Object.assign(where, { name });
    this.#tell({ kind: 'channelRenamed', where, by });
  }

  deleteChannel(where: TeamsChannel, by: Actor): void {
    Object.assign(where, { isDeleted: true });
    this.#tell({ kind: 'channelDeleted', where, by });
  }

  restoreChannel(where: TeamsChannel, by: Actor): void {
    Object.assign(where, { isDeleted: false });
    this.#tell({ kind: 'channelRestored', where, by });
  }

  renameTeam(where: TeamsTeam, name: string, by: Actor): void {
    Object.assign(where, { name });
    this.#tell({ kind: 'teamRenamed', where, by });
  }

  deleteTeam(where: TeamsTeam, by: Actor): void {
    Object.assign(where, { isDeleted: true });
    this.#tell({ kind: 'teamDeleted', where, by });
  }

  archiveTeam(where: TeamsTeam, isArchived: boolean, by: Actor): void {
    Object.assign(where, { isArchived });
    this.#tell({ kind: isArchived ? 'teamArchived' : 'teamUnarchived', where, by });
  }

  /** What a conversation id means; undefined for an id nobody has, or that of a post that does not exist. */
  find(conversationId: string): Found | undefined {
    const [id = '', rootId] = conversationId.split(';messageid=', 2);
    const where = this.channels.get(id) ?? this.chats.get(id);
    if (!where) return undefined;
    if (rootId === undefined) return { where, rootId };
    if (where.kind !== 'channel') return undefined;
    const root = this.messageIn(id, rootId);
    return root && root.rootId === undefined ? { where, rootId } : undefined;
  }

  teamOf(channel: TeamsChannel): TeamsTeam {
    const team = this.teams.get(channel.teamId);
    if (!team) throw new Error(`channel ${channel.name} has no team`);
    return team;
  }

  /** Deleted for everybody who could have read it. */
  isGone(where: TeamsChannel | TeamsChat): boolean {
    return where.kind === 'channel' && (where.isDeleted || this.teamOf(where).isDeleted);
  }

  /** Made, but not known everywhere yet. */
  isSettling(where: TeamsChannel | TeamsChat): boolean {
    return Date.parse(where.createdAt) + this.settlingMs > this.now();
  }

  /** Whether the bot is in it. A private channel has no bots, a shared one those that were allowed. */
  hasBot(where: TeamsChannel | TeamsChat): boolean {
    if (where.kind !== 'channel') return where.hasApp;
    if (where.membership === 'private' || !this.teamOf(where).hasApp) return false;
    return where.membership === 'standard' || where.isAppEnabled;
  }

  isReadOnly(where: TeamsChannel | TeamsChat): boolean {
    return where.kind === 'channel' && (where.isArchived || this.teamOf(where).isArchived);
  }

  /** Entra object ids. */
  membersOf(where: TeamsChannel | TeamsChat): ReadonlySet<string> {
    if (where.kind !== 'channel' || where.membership !== 'standard') return membersSet(where);
    return this.teamOf(where).members;
  }

  person(aadObjectId: string): TeamsPerson {
    const person = this.people.get(aadObjectId);
    if (!person) throw new Error(`there is nobody with the id ${aadObjectId}`);
    return person;
  }

  /** By `29:…` or Entra object id. */
  personBy(id: string): TeamsPerson | undefined {
    return (
      this.people.get(id.toLowerCase().replace(/^8:orgid:/u, '')) ??
      [...this.people.values()].find(({ teamsId }) => teamsId === id)
    );
  }

  say(message: {
    found: Found;
    from: Actor;
    activity: Json;
    html: string;
    targetedTo?: string | undefined;
  }): TeamsMessage {
    const { found, ...rest } = message;
    const said: TeamsMessage = {
      ...rest,
      id: this.newId(),
      conversationId: found.where.id,
      rootId: found.rootId,
      createdAt: this.instant(),
      editedAt: undefined,
      isDeleted: false,
      targetedTo: rest.targetedTo,
    };
    this.messages.push(said);
    return said;
  }

  /** Undefined for what does not exist; what was deleted still does. */
  messageIn(conversationId: string, id: string): TeamsMessage | undefined {
    return this.messages.find((one) => one.id === id && one.conversationId === conversationId);
  }

  /** What people see there, oldest first; of a thread its post and the replies. Targeted messages are not among them. */
  messagesIn(conversationId: string): TeamsMessage[] {
    const [id = '', rootId] = conversationId.split(';messageid=', 2);
    return this.messages.filter(
      (one) =>
        one.conversationId === id &&
        !one.isDeleted &&
        one.targetedTo === undefined &&
        (rootId === undefined || one.id === rootId || one.rootId === rootId),
    );
  }

  /** What only this person was shown, anywhere. */
  targetedTo(aadObjectId: string): TeamsMessage[] {
    return this.messages.filter((one) => one.targetedTo === aadObjectId && !one.isDeleted);
  }

  #putChannel(id: string, teamId: string, channel: NewChannel): TeamsChannel {
    const added: TeamsChannel = {
      kind: 'channel',
      id,
      teamId,
      name: channel.name,
      description: channel.description ?? '',
      membership: channel.membership ?? 'standard',
      ownMembers: new Set(channel.members),
      isAppEnabled: channel.isAppEnabled ?? false,
      isArchived: false,
      isDeleted: false,
      createdAt: this.instant(),
    };
    this.channels.set(id, added);
    return added;
  }

  #newThreadId(suffix: string): string {
    this.#made += 1;
    const digest = createHash('sha256').update(`thread ${this.#made}`).digest('hex');
    return `19:${digest.slice(0, 32)}@thread.${suffix}`;
  }

  #tell(change: WorldChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

function membersSet(where: TeamsTeam | TeamsChannel | TeamsChat): Set<string> {
  return where.kind === 'channel' ? where.ownMembers : where.members;
}

function upnOf(local: string, kind: TeamsPerson['kind']): string {
  if (kind === 'guest') return `${local}_partner.example#EXT#@example.com`;
  return kind === 'stranger' ? `${local}@elsewhere.example` : `${local}@example.com`;
}

/** A GUID that is the same in every run. */
function guidOf(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function hashOf(seed: string): string {
  return createHash('sha512').update(seed).digest('base64url');
}
