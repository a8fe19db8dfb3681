// What a board should show now, and what the platform is asked to do for that.
import type { BoardRow } from '#db/boards.ts';
import { conversationOf } from '#db/conversations.ts';
import { loadIncident } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import { loadPerson } from '#db/people.ts';
import type { Deed } from '../chat/port.ts';
import { renderDigest } from '../messages/digest.ts';
import { messageFor } from '../messages/for-readers.ts';
import { renderHome } from '../messages/home.ts';
import type { Message } from '../messages/message.ts';
import { digest } from '../shared/digest.ts';
import type { Rules } from '../usecases/apply-event.ts';
import { digestView } from '../usecases/digest-view.ts';
import { homeView } from '../usecases/home-view.ts';
import { readersIn } from '../usecases/readers.ts';
import { incidentView } from '../usecases/view.ts';
import { roomHold } from './room-hold.ts';
import { summaryOf } from './summary-of.ts';

export type BoardKind = 'digest' | 'home' | 'canvas';

/** One board that there is to be. */
export interface Board {
  tenant: string;
  /** Its name in the table: `digest`, `home <person>`, `canvas <incident>`. */
  name: string;
  kind: BoardKind;
  /** Changes with what the board is made of. */
  version: string;
}

export interface BoardPlan {
  deed: Deed;
  /** Tells what it shows from what it showed before. */
  shown: string;
}

/** `nothing`: there is nothing to show. `notYet`: it must not be shown now. */
export function planBoard(
  db: Db,
  rules: Rules,
  board: Board,
  row: BoardRow | undefined,
): BoardPlan | 'nothing' | 'notYet' {
  switch (board.kind) {
    case 'digest':
      return planDigest(db, board.tenant, row);
    case 'home':
      return planHome(db, rules, board);
    case 'canvas':
      return planCanvas(db, board, row);
  }
}

function planHome(db: Db, rules: Rules, { tenant, name }: Board): BoardPlan {
  const person = name.slice('home '.length);
  const kind = loadPerson(db, person)?.kind ?? 'unknown';
  const isAdmin = rules.admins(tenant).includes(person);
  const readers = readersIn(db, tenant);
  const home = renderHome(homeView(db, { tenant, person, isAdmin, kind }), readers.nameOf);
  const message = messageFor(home, readers);
  return { deed: { kind: 'home', person, message }, shown: shownBy(message) };
}

function planDigest(db: Db, tenant: string, row: BoardRow | undefined): BoardPlan | 'nothing' {
  const view = digestView(db, tenant);
  const isEmpty = view.open.length + view.hidden.length + view.closed.length === 0;
  if (isEmpty && row === undefined) return 'nothing';
  const readers = readersIn(db, tenant);
  const message = messageFor(renderDigest(view, readers.nameOf), readers);
  const at = row?.conversation ?? null;
  const externalId = row?.externalId ?? null;
  const deed: Deed =
    at === null || externalId === null
      ? { kind: 'post', to: null, message, pin: true, isCard: true }
      : { kind: 'update', conversation: at, externalId, message };
  return { deed, shown: shownBy(message) };
}

/** One document for each room: another room that took the place of the first gets another. */
function planCanvas(
  db: Db,
  { tenant, name }: Board,
  row: BoardRow | undefined,
): BoardPlan | 'nothing' | 'notYet' {
  const id = name.slice('canvas '.length);
  const incident = loadIncident(db, id);
  const room = conversationOf(db, id, tenant)?.conversation;
  if (incident === undefined || room === undefined) return 'nothing';
  const view = incidentView(db, incident, tenant);
  const hold = roomHold(db, incident);
  if (hold !== null) return hold.kind === 'wait' ? 'notYet' : 'nothing';
  const message = messageFor(summaryOf(db, view), readersIn(db, tenant));
  const externalId = row?.conversation === room ? row.externalId : null;
  return {
    deed: { kind: 'canvas', conversation: room, externalId, message },
    shown: `${room} ${shownBy(message)}`,
  };
}

function shownBy(message: Message): string {
  const text = JSON.stringify(message);
  return `${text.length}-${digest(text)}`;
}
