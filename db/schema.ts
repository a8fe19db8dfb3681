// Every table. Instants are ISO-8601 UTC text with milliseconds, so that text order is time order.
import type { CardKey, Effect } from '#machines/effects.ts';
import type { Stored } from '#machines/step.ts';
import type { IncidentContext, Phase, RoomFacts } from '#machines/incident-types.ts';
import type { PartKind, Parts } from '#machines/part-types.ts';
import type { TaskContext } from '#machines/task.ts';
import {
  index,
  integer,
  primaryKey,
  real,
  sql,
  sqliteTable,
  text,
  uniqueIndex,
} from './drizzle.ts';

type Json = Record<string, unknown>;

/** The last look at a room, and when it was. */
export type RoomSeen = RoomFacts & { at: string };

/** One row per incident: its snapshot and the columns that lists and authority need. */
export const incidents = sqliteTable(
  'incidents',
  {
    id: text().primaryKey(),
    tenant: text().notNull(),
    year: integer().notNull(),
    number: integer().notNull(),
    title: text().notNull(),
    level: integer().notNull(),
    visibility: text().notNull(),
    drill: integer({ mode: 'boolean' }).notNull(),
    phase: text().$type<Phase>().notNull(),
    closed: integer({ mode: 'boolean' }).notNull(),
    outcome: text(),
    declaredBy: text().notNull(),
    declaredAt: text().notNull(),
    closedAt: text(),
    snapshot: text({ mode: 'json' }).$type<Stored<IncidentContext>>().notNull(),
    /** Last numbers given out: timeline entry, journal row, task. */
    lastSeq: integer().notNull(),
    lastJournal: integer().notNull(),
    lastTask: integer().notNull(),
    /** SHA-256 of the newest timeline entry, hex. */
    lastHash: text().notNull(),
  },
  (t) => [
    uniqueIndex('incidents_number').on(t.year, t.number),
    index('incidents_open').on(t.tenant, t.closed, t.declaredAt),
  ],
);

/** Who belongs to an incident: the need-to-know list, kept equal to the snapshot's. */
export const members = sqliteTable(
  'members',
  {
    incidentId: text()
      .notNull()
      .references(() => incidents.id),
    person: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.person] }), index('members_person').on(t.person)],
);

export const tasks = sqliteTable(
  'tasks',
  {
    incidentId: text()
      .notNull()
      .references(() => incidents.id),
    n: integer().notNull(),
    state: text().notNull(),
    assignee: text(),
    template: text(),
    snapshot: text({ mode: 'json' }).$type<Stored<TaskContext>>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.incidentId, t.n] }),
    index('tasks_assignee').on(t.assignee, t.state),
  ],
);

/** What else of an incident has a chart of its own: one snapshot each, numbered within kind and incident. */
export const parts = sqliteTable(
  'parts',
  {
    incidentId: text()
      .notNull()
      .references(() => incidents.id),
    kind: text().$type<PartKind>().notNull(),
    n: integer().notNull(),
    state: text().notNull(),
    closed: integer({ mode: 'boolean' }).notNull(),
    /** By what it is found over all incidents: the CVE of a case. */
    key: text(),
    snapshot: text({ mode: 'json' }).$type<Stored<Parts[PartKind]['context']>>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.incidentId, t.kind, t.n] }),
    index('parts_key').on(t.kind, t.key),
  ],
);

/** Accepted events, enough to rebuild every snapshot and the whole timeline. */
export const journal = sqliteTable(
  'journal',
  {
    incidentId: text()
      .notNull()
      .references(() => incidents.id),
    n: integer().notNull(),
    /** `incident`, `task/<n>`, or a part: `case/<n>`. */
    instance: text().notNull(),
    /** The chart's event; `@init` carries the input instead. */
    event: text({ mode: 'json' }).$type<Json & { type: string }>().notNull(),
    chartVersion: integer().notNull(),
    recordedAt: text().notNull(),
    /** The timeline entries it made: first and last number, null for none. */
    firstSeq: integer(),
    lastSeq: integer(),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.n] })],
);

/** Append-only and hash-chained; corrections are new rows that point at the old. */
export const timeline = sqliteTable(
  'timeline',
  {
    incidentId: text()
      .notNull()
      .references(() => incidents.id),
    seq: integer().notNull(),
    occurredAt: text().notNull(),
    recordedAt: text().notNull(),
    actor: text().notNull(),
    kind: text().notNull(),
    text: text().notNull(),
    data: text({ mode: 'json' }).$type<Json>().notNull(),
    link: text(),
    hash: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.seq] })],
);

/** Effects waiting for delivery, in order within their lane; delivered rows stay as the ledger. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    incidentId: text()
      .notNull()
      .references(() => incidents.id),
    tenant: text().notNull(),
    lane: text().notNull(),
    effect: text({ mode: 'json' }).$type<Effect>().notNull(),
    /** Names what a card or topic shows, so that one that waits is found; null for what is said once. */
    view: text(),
    key: text().notNull().unique(),
    /** waiting → sending → delivered | dead, or withheld; a row found in `sending` at start has an unknown outcome. */
    state: text().$type<'waiting' | 'sending' | 'delivered' | 'dead' | 'withheld'>().notNull(),
    attempts: integer().notNull(),
    notBefore: text().notNull(),
    firstTriedAt: text(),
    lastError: text(),
    createdAt: text().notNull(),
    settledAt: text(),
  },
  (t) => [
    // Only what is not settled: the ledger behind it may grow to millions of rows.
    index('outbox_open')
      .on(t.lane, t.id)
      .where(sql`${t.settledAt} is null`),
    index('outbox_view')
      .on(t.view)
      .where(sql`${t.settledAt} is null`),
    index('outbox_incident').on(t.incidentId, t.state),
  ],
);

export const timers = sqliteTable(
  'timers',
  {
    incidentId: text()
      .notNull()
      .references(() => incidents.id),
    instance: text().notNull(),
    id: text().notNull(),
    dueAt: text().notNull(),
    event: text({ mode: 'json' }).$type<Json & { type: string }>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.incidentId, t.instance, t.id] }),
    index('timers_due').on(t.dueAt),
  ],
);

/** Deliveries from the platforms already handled, with the answer given. */
export const inbox = sqliteTable(
  'inbox',
  {
    key: text().primaryKey(),
    receivedAt: text().notNull(),
    outcome: text({ mode: 'json' }).$type<Json>().notNull(),
  },
  (t) => [index('inbox_received').on(t.receivedAt)],
);

/** The rooms of an incident: one in its own tenant and, while it is mirrored, one in the tenant paired with that. */
export const conversations = sqliteTable(
  'conversations',
  {
    tenant: text().notNull(),
    conversation: text().notNull(),
    incidentId: text()
      .notNull()
      .references(() => incidents.id),
    name: text().notNull(),
    url: text(),
    /** When another room took its place; the incident's room is the one that was not retired. */
    retiredAt: text(),
    /** What the last look at the room found: its kind and who is in it; null before the first look. */
    seen: text({ mode: 'json' }).$type<RoomSeen>(),
  },
  (t) => [
    primaryKey({ columns: [t.tenant, t.conversation] }),
    index('conversations_incident').on(t.incidentId),
  ],
);

/** Where each card stands in a tenant, and the hash of what it shows, so that an update that changes nothing is not sent. */
export const cards = sqliteTable(
  'cards',
  {
    incidentId: text()
      .notNull()
      .references(() => incidents.id),
    tenant: text().notNull(),
    card: text().$type<CardKey>().notNull(),
    conversation: text().notNull(),
    externalId: text().notNull(),
    shown: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.tenant, t.card] })],
);

/** Tenants of one organisation that show each other their open incidents: SSIRP_MIRROR, a row for each direction. */
export const mirrors = sqliteTable('mirrors', {
  tenant: text().primaryKey(),
  paired: text().notNull(),
});

/** Messages that became timeline entries, so that a second 📌 does nothing and removing it can withdraw. */
export const captures = sqliteTable(
  'captures',
  {
    incidentId: text()
      .notNull()
      .references(() => incidents.id),
    messageId: text().notNull(),
    seq: integer().notNull(),
    withdrawn: integer({ mode: 'boolean' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.messageId] })],
);

export const people = sqliteTable('people', {
  id: text().primaryKey(),
  tenant: text().notNull(),
  name: text().notNull(),
  handle: text().notNull(),
  zone: text(),
  kind: text().$type<'member' | 'guest' | 'stranger' | 'unknown'>().notNull(),
});

/** Where the app is installed by OAuth: a workspace, a whole organization, a workspace's share in that. */
export const installations = sqliteTable('installations', {
  /** With the platform in front: `slack:T:<team>`, `slack:E:<enterprise>`, and for a share `slack:E:<enterprise>:<team>`. */
  id: text().primaryKey(),
  /** The tenant, where it is one workspace; null for a whole organization. */
  tenant: text(),
  /** Encrypted JSON; see src/shared/sealed.ts. Null for a share, and once the app was removed or its token revoked. */
  sealed: text(),
  installedAt: text().notNull(),
  removedAt: text(),
});

/** Tenants whose deliveries are held back, and why: nothing works there until an administrator acts. */
export const pauses = sqliteTable('pauses', {
  tenant: text().primaryKey(),
  since: text().notNull(),
  reason: text().notNull(),
  remedy: text().notNull(),
  /** When the platform is asked again. */
  nextTryAt: text().notNull(),
});

/** Views of a whole tenant, kept current: the digest of its announcement channel, the home page of a person. */
export const boards = sqliteTable(
  'boards',
  {
    tenant: text().notNull(),
    /** `digest` or `home <person>`. */
    board: text().notNull(),
    conversation: text(),
    externalId: text(),
    /** Hash of what it shows, so that an update that changes nothing is not sent. */
    shown: text(),
    /** When a person last looked at it, or it was last posted. */
    touchedAt: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.board] })],
);

/** Who has a calendar address. Whoever knows the secret in it reads that person's due times, so only its hash is kept. */
export const calendars = sqliteTable('calendars', {
  person: text().primaryKey(),
  /** SHA-256 of the secret, hex. */
  secretHash: text().notNull().unique(),
  madeAt: text().notNull(),
});

/** Who takes part in the partner programme no longer, or again: the newest row of a partner counts. */
export const partnerStandings = sqliteTable(
  'partner_standings',
  {
    n: integer().primaryKey({ autoIncrement: true }),
    partner: text().notNull(),
    suspended: integer({ mode: 'boolean' }).notNull(),
    by: text().notNull(),
    at: text().notNull(),
    reason: text().notNull(),
  },
  (t) => [index('partner_standings_partner').on(t.partner, t.n)],
);

/** Whose copy of a package carries which mark, so that a copy that turns up elsewhere names it. */
export const partnerCopies = sqliteTable(
  'partner_copies',
  {
    mark: text().primaryKey(),
    incidentId: text().notNull(),
    package: integer().notNull(),
    contact: text().notNull(),
    madeAt: text().notNull(),
  },
  (t) => [uniqueIndex('partner_copies_contact').on(t.incidentId, t.package, t.contact)],
);

/** Links that open a package for one contact. What they open now is the package's to say. */
export const partnerLinks = sqliteTable('partner_links', {
  /** SHA-256 of the secret, hex. */
  secretHash: text().primaryKey(),
  incidentId: text().notNull(),
  package: integer().notNull(),
  edition: integer().notNull(),
  contact: text().notNull(),
  madeAt: text().notNull(),
  expiresAt: text().notNull(),
});

/** Public threat data that was imported, a row for each feed: whole snapshots, each replaced by the next. */
export const threatFeeds = sqliteTable('threat_feeds', {
  feed: text().$type<'kev' | 'epss'>().primaryKey(),
  /** Of KEV the version of the catalogue, of EPSS that of the model. */
  version: text().notNull(),
  /** When the publisher made it. */
  publishedAt: text().notNull(),
  count: integer().notNull(),
  importedAt: text().notNull(),
  /** When its cases were looked through; null until the bot has done it. */
  takenAt: text(),
});

/** CISA's catalogue of known exploited vulnerabilities. */
export const kev = sqliteTable('kev', {
  cve: text().primaryKey(),
  /** Days, as CISA writes them: 2021-11-03. */
  added: text().notNull(),
  due: text().notNull(),
  /** Known to be used in ransomware campaigns. */
  ransomware: integer({ mode: 'boolean' }).notNull(),
});

/** FIRST's estimate, from 0 to 1, of how likely exploitation within 30 days is, and how many CVEs have no higher one. */
export const epss = sqliteTable('epss', {
  cve: text().primaryKey(),
  score: real().notNull(),
  percentile: real().notNull(),
});

/** How people are reached in Teams; ids are those of the one Microsoft tenant of this process. */
export const teamsPeople = sqliteTable(
  'teams_people',
  {
    aadObjectId: text().primaryKey(),
    teamsId: text().notNull(),
    serviceUrl: text().notNull(),
    /** Their chat with the bot. */
    chat: text(),
    goneAt: text(),
  },
  (t) => [index('teams_people_teams_id').on(t.teamsId)],
);

/** The conversations of Teams that the bot is in, or was. */
export const teamsPlaces = sqliteTable(
  'teams_places',
  {
    /** In the order in which the bot heard of them. */
    n: integer().primaryKey({ autoIncrement: true }),
    conversationId: text().notNull(),
    serviceUrl: text().notNull(),
    kind: text().$type<'personal' | 'groupChat' | 'channel'>().notNull(),
    teamId: text(),
    channelId: text(),
    name: text(),
    goneAt: text(),
  },
  (t) => [uniqueIndex('teams_places_conversation').on(t.conversationId)],
);

/** The local console is a chat of its own: its channels and messages live here. */
export const consoleChannels = sqliteTable('console_channels', {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  private: integer({ mode: 'boolean' }).notNull(),
  topic: text().notNull(),
  archived: integer({ mode: 'boolean' }).notNull(),
  members: text({ mode: 'json' }).$type<string[]>().notNull(),
});

export const consoleMessages = sqliteTable(
  'console_messages',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    channel: text().notNull(),
    author: text().notNull(),
    at: text().notNull(),
    /** What a person typed, or a message of the bot as JSON. */
    body: text({ mode: 'json' }).$type<Json>().notNull(),
    /** Idempotency key of the bot's delivery; null for people. */
    key: text().unique(),
    pinned: integer({ mode: 'boolean' }).notNull(),
    edited: integer().notNull(),
  },
  (t) => [index('console_messages_channel').on(t.channel, t.id)],
);
