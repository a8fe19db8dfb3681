// Compares what remains at the end, on the record and in Slack, with what people were answered on the way.
import type { IncidentRow } from '#db/incidents.ts';
import { allIncidents } from '#db/incidents.ts';
import { outboxCounts } from '#db/outbox.ts';
import { readTimeline } from '#db/timeline.ts';
import { verifyIncident } from '#src/usecases/verify.ts';
import { textOf } from '../slack-server/reading.ts';
import type { SlackServer } from '../slack-server/server.ts';
import type { Organisation } from './organisation.ts';

export interface Room {
  /** Of the incident. */
  id: string;
  /** Empty until it is there. */
  channel: string;
  lead: string;
  private: boolean;
}

/** What was answered yes to: it must be on the record exactly once, and in the room where it is shown there. */
export interface Mark {
  text: string;
  incident: string;
  isShown: boolean;
}

export interface Played {
  marks: readonly Mark[];
  /** Of the incidents whose declaration was answered with a number. */
  titles: readonly string[];
  rooms: readonly Room[];
}

export interface Verdict {
  declared: number;
  closed: number;
  entries: number;
  apiCalls: number;
  starts: number;
  /** Refused because the bot called too often; limits dealt out as faults do not count. */
  callsRefused: number;
  /** The same within the minute after a start: what the process before had called is not known to the next. */
  callsRefusedAfterStart: number;
  lost: string[];
  doubled: string[];
  outOfOrder: string[];
  /** Who is in a private room and not on its incident's list. */
  uninvited: string[];
  /** What `verify`, the outbox and the strict Slack have to complain about. */
  problems: string[];
}

export function verdictOn({ app, server, starts }: Organisation, played: Played): Verdict {
  const { db } = app.store;
  const rows = allIncidents(db);
  const entries = new Map(
    rows.map(({ id }) => [id, [...readTimeline(db, id)].map(({ text }) => text)]),
  );
  const counted = [
    ...recordedMarks(entries, played.marks),
    ...shownMarks(server, played),
    ...played.titles.map((title) => ({
      what: `declaration of ${title}`,
      times: rows.filter((row) => row.title.includes(title)).length,
    })),
    ...rows.map(({ id }) => ({ what: `room of ${id}`, times: roomsOf(server, id).length })),
  ];
  const refused = server.calls.filter(
    // Connections of Socket Mode are opened by the SDK, which waits when Slack says so.
    ({ method, error, fault }) =>
      error === 'ratelimited' && fault !== 'ratelimited' && method !== 'apps.connections.open',
  );
  const afterStart = refused.filter(({ at }) =>
    starts.some((start) => at >= start && at < start + 60_000),
  );
  return {
    declared: rows.length,
    closed: rows.filter(({ closed }) => closed).length,
    entries: [...entries.values()].reduce((sum, texts) => sum + texts.length, 0),
    apiCalls: server.calls.length,
    starts: starts.length,
    callsRefused: refused.length - afterStart.length,
    callsRefusedAfterStart: afterStart.length,
    lost: counted.filter(({ times }) => times === 0).map(({ what }) => what),
    doubled: [
      ...counted.filter(({ times }) => times > 1).map(({ what }) => what),
      ...repeatedKeys(server),
    ],
    outOfOrder: outOfOrder(server, played),
    uninvited: uninvited(server, rows, played.rooms),
    problems: [
      ...rows.flatMap((row) => verifyIncident(db, row).problems),
      ...left(outboxCounts(db)),
      ...new Set(server.lint),
    ],
  };
}

interface Counted {
  what: string;
  times: number;
}

function recordedMarks(
  entries: ReadonlyMap<string, readonly string[]>,
  marks: readonly Mark[],
): Counted[] {
  return marks.map(({ text, incident }) => ({
    what: `entry ${text} of ${incident}`,
    times: (entries.get(incident) ?? []).filter((entry) => entry.includes(text)).length,
  }));
}

/** Where each mark that is shown stands in its room, as places in the order of the room. */
function placesOf(
  server: SlackServer,
  { marks, rooms }: Played,
): { mark: Mark; places: number[] }[] {
  const texts = new Map(
    rooms.map(({ id, channel }) => [
      id,
      channel === '' ? [] : server.messages(channel).map(botText),
    ]),
  );
  return marks
    .filter(({ isShown }) => isShown)
    .map((mark) => ({
      mark,
      places: (texts.get(mark.incident) ?? []).flatMap((text, place) =>
        text.includes(mark.text) ? [place] : [],
      ),
    }));
}

function botText(message: Parameters<typeof textOf>[0] & { user: string }): string {
  return message.user === 'U0BOT' ? textOf(message) : '';
}

function shownMarks(server: SlackServer, played: Played): Counted[] {
  return placesOf(server, played).map(({ mark, places }) => ({
    what: `message ${mark.text} in the room of ${mark.incident}`,
    times: places.length,
  }));
}

function outOfOrder(server: SlackServer, played: Played): string[] {
  const last = new Map<string, number>();
  return placesOf(server, played).flatMap(({ mark: { incident, text }, places: [place = -1] }) => {
    const before = last.get(incident) ?? -1;
    last.set(incident, place);
    return place < before ? [`${text} in ${incident}`] : [];
  });
}

function roomsOf({ workspace }: SlackServer, incidentId: string): unknown[] {
  const name = incidentId.toLowerCase();
  return [...workspace.channels.values()].filter((channel) => channel.name.startsWith(name));
}

/** The outbox's own keys: each stands in Slack once. */
function repeatedKeys({ workspace }: SlackServer): string[] {
  const seen = new Set<string>();
  return [...workspace.channels.values()]
    .flatMap(({ name, messages }) =>
      messages.flatMap(({ metadata, ts }) =>
        metadata === undefined
          ? []
          : [{ key: JSON.stringify(metadata), where: `message ${ts} in #${name}` }],
      ),
    )
    .filter(({ key }) => seen.size === seen.add(key).size)
    .map(({ where }) => where);
}

function uninvited(
  server: SlackServer,
  rows: readonly IncidentRow[],
  rooms: readonly Room[],
): string[] {
  return rooms
    .filter((room) => room.private && room.channel !== '')
    .flatMap(({ id, channel }) => {
      const listed = rows.find((row) => row.id === id)?.snapshot.context.members ?? [];
      const users = new Set(['U0BOT', ...listed.map((person) => person.split(':').at(-1))]);
      return [...server.channel(channel).members]
        .filter((user) => !users.has(user))
        .map((user) => `${user} in ${id}`);
    });
}

function left({ waiting, dead }: { waiting: number; dead: number }): string[] {
  return waiting + dead === 0 ? [] : [`the outbox still holds ${waiting} waiting and ${dead} dead`];
}
