// The bot without HTTP, dispatcher and scheduler: a database file, the sink that every receiver calls, and people
// whose commands are all accepted. What would be delivered is taken off the outbox by hand, as if it had been.
import type { Store } from '#db/open.ts';
import { openStore } from '#db/open.ts';
import { saveConversation } from '#db/conversations.ts';
import { allIncidents, incidentCounts, loadIncident } from '#db/incidents.ts';
import type { CommandSink } from '#src/chat/port.ts';
import { builtInPlaybookPath, loadPlaybook } from '#src/playbook-file.ts';
import { systemClock } from '#src/shared/clock.ts';
import { newId } from '#src/shared/ids.ts';
import { openLog } from '#src/shared/log.ts';
import { createSink } from '#src/sink.ts';
import { plainRules } from '../support/plain-rules.ts';

export interface Office extends Disposable {
  store: Store;
  sink: CommandSink;
  /** How many incidents there are. */
  readonly count: number;
  /** Says something in the channel of an incident; throws when it is refused. */
  say(incidentId: string, text: string): void;
  /** Marks everything in the outbox as delivered. */
  deliverAll(): void;
}

const tenant = 'slack:T0BENCH';
const people = ['U0ADA', 'U0BEN', 'U0DARA'].map((user) => `${tenant}:${user}`);
const lead = `${tenant}:U0ADA`;
export const deliverAll =
  "update outbox set state = 'delivered', settled_at = created_at where settled_at is null";

export function openOffice(file: string): Office {
  const store = openStore(`file:${file}`);
  const sqlite = sqliteOf(store);
  const deliver = sqlite.prepare(deliverAll);
  const sink = createSink({
    store,
    rules: {
      playbook: loadPlaybook(builtInPlaybookPath),
      newId,
      ...plainRules,
    },
    clock: systemClock,
    log: openLog('silent'),
    zone: 'UTC',
    newRef: newId,
    startDrill: undefined,
    scenarios: [],
    makeFile: () => ({ filename: '', content: new Uint8Array() }),
    afterChange: () => {},
  });
  for (const id of people) {
    sink.met({ id, tenant, name: id.slice(-4), handle: id, zone: 'Europe/Prague', kind: 'member' });
  }
  let requests = 0;
  const say = (conversation: string | null, text: string): void => {
    requests += 1;
    const actor = { id: lead, tenant, kind: 'member' } as const;
    const requestId = `cmd:${process.pid}.${performance.timeOrigin}.${requests}`;
    const reply = sink.say({ actor, requestId, conversation }, text);
    if (reply.refused) throw new Error(`refused: ${text}: ${reply.message.summary}`);
  };
  return {
    store,
    sink,
    get count() {
      const { open, closed } = incidentCounts(store.db);
      return open + closed;
    },
    say: (incidentId, text) => {
      say(channelOf(incidentId), text);
    },
    deliverAll: () => {
      deliver.run();
    },
    [Symbol.dispose]: () => {
      store[Symbol.dispose]();
    },
  };
}

/** Declares incidents and gives each its channel; returns their ids. */
export function declare({ store, sink }: Office, count: number): string[] {
  for (let n = 1; n <= count; n += 1) {
    const actor = { id: lead, tenant, kind: 'member' } as const;
    const text = `declare Remote code execution in service ${n} --level 2`;
    sink.say({ actor, requestId: `declare:${n}`, conversation: null }, text);
  }
  const ids = allIncidents(store.db).map(({ id }) => id);
  store.transaction((tx) => {
    for (const incidentId of ids) {
      const conversation = channelOf(incidentId);
      saveConversation(tx, { tenant, conversation, incidentId, name: conversation, url: null });
    }
  });
  if (ids.length !== count) throw new Error(`${ids.length} incidents instead of ${count}`);
  return ids;
}

/** One incident's share of the mix; `round` counts from 0. Every command is accepted. */
export function commandsOf({ store }: Office, incidentId: string, round: number): string[] {
  const row = loadIncident(store.db, incidentId);
  const n = (row?.lastTask ?? 0) + 1;
  const facts = ['public', 'exploit', 'attacks'];
  return [
    `note ${round}: the proxy logs of the last two days show the same request from four addresses`,
    `task add Collect the crash dumps of host ${round} <@${people[1] ?? ''}>`,
    `ack ${n}`,
    'note The vendor confirmed that build 4471 is affected; waiting for the range of versions',
    `start ${n}`,
    `sitrep Exploitation is limited to two tenants; detection is deployed; fix candidate ${round} is in test`,
    'note Support reports no customer tickets that mention the crash so far',
    `done ${n} dumps are in the case folder, the stack matches`,
    `link https://tracker.example/issues/${4000 + round} analysis of the crash`,
    round < facts.length ? `fact ${facts[round] ?? ''}` : 'note Seen again at 14:05 UTC',
    round % 2 === 0 ? 'role scribe me' : 'role scribe none',
    `scope Every supported build since 44 with the preview handler enabled, round ${round}`,
    'note Handler can be disabled by policy; measured no side effects on the test fleet',
    `correct ${row?.lastSeq ?? 1} it was four addresses in three networks`,
  ];
}

function channelOf(incidentId: string): string {
  return `C${incidentId.replaceAll('-', '')}`;
}

/** What drizzle was given to work with. */
export function sqliteOf({ db }: Store): SqliteHandle {
  return (db as unknown as { $client: SqliteHandle }).$client;
}

export interface SqliteHandle {
  prepare(sql: string): { source: string; run(...values: unknown[]): unknown };
}
