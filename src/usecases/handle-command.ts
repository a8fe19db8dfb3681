// A person's command, in one transaction: known key → the same answer; authorize; load; step; write. The answer is
// durable when this returns. Several commands (a form) are taken together or not at all.
import { askedOf } from '#machines/rule-parts.ts';
import { conversationOf } from '#db/conversations.ts';
import { handledBefore, remember } from '#db/inbox.ts';
import type { IncidentRow } from '#db/incidents.ts';
import { findIncident, incidentOfConversation, nextIncidentNumber } from '#db/incidents.ts';
import type { Db, Store } from '#db/open.ts';
import { findDead } from '#db/outbox.ts';
import type { Command, IncidentCommand } from '../commands/command.ts';
import type { SourceMessage } from '../commands/source-message.ts';
import type { Outcome } from '../commands/outcome.ts';
import type { Refusal } from '../commands/refusal.ts';
import type { ChangedThing, EntryView } from '../commands/view-types.ts';
import type { Opened, Rules, Work } from './apply-event.ts';
import { declare, finish, forChange, openIncident } from './apply-event.ts';
import type { Asking } from './authorize.ts';
import { maySee } from './authorize.ts';
import { askingOf, changeOne, isSeenByPlatform } from './change-incident.ts';
import { giveCalendar } from './calendar-address.ts';
import { askedAbout, linkSimilar, similarTo } from './declare-similar.ts';
import { lookAtFollowUps } from './follow-ups.ts';
import { homeView } from './home-view.ts';
import { look, lookAtDeliveries } from './look.ts';
import { listFor } from './list-for.ts';
import { reliability } from './reliability.ts';
import { changedSince, sitrepsSince } from './meanwhile.ts';
import { giveLink } from './package-link.ts';
import { changeStanding, lookAtPartners } from './partner-standing.ts';
import { queue } from './queue.ts';
import { Refused } from './refused.ts';
import type { AboutIncident, Request } from './request.ts';
import { trainsView } from './trains-view.ts';
import { retryEverywhere, retryIn } from './retry-deliveries.ts';

type Retry = Extract<AboutIncident, { verb: 'retry' }>;

const looking = new Set<Command['verb']>([
  'list',
  'followUps',
  'help',
  'home',
  'form',
  'status',
  'timeline',
  'checklist',
  'health',
  'cases',
  'showCase',
  'showRemedy',
  'documents',
  'showDocument',
  'showTranslation',
  'reliability',
  'approvals',
  'showApproval',
  'clocks',
  'showClock',
  'passes',
  'showPass',
  'statements',
  'showStatement',
  'said',
  'trains',
  'showTrain',
  'roles',
  'showLevel',
  'drillScore',
  'tasks',
  'who',
  'partners',
  'showPartner',
  'packages',
  'showPackage',
]);

/**
 * Runs commands for one person. `afterDeclare` are meant for the incident that the first one declares.
 * A repeated `requestId` is answered as before and changes nothing; refusals change nothing either.
 */
export function handleCommands(
  store: Store,
  rules: Rules,
  now: string,
  request: Request,
  commands: readonly Command[],
  afterDeclare: readonly IncidentCommand[] = [],
): Outcome {
  if (request.kind === 'guest' || request.kind === 'stranger') return refuse({ reason: 'guest' });
  const [first] = commands;
  if (request.kind === 'unknown' && first?.verb !== 'help')
    return refuse({ reason: 'standingUnknown' });
  if (first !== undefined && commands.length === 1 && looking.has(first.verb)) {
    return refusalOr(() => {
      const raise = raiseMeant(store.db, request, first);
      return raise === null
        ? lookAt(store.db, { rules, now }, request, first)
        : handleCommands(store, rules, now, request, [raise]);
    });
  }
  if (first?.verb === 'calendar')
    return refusalOr(() => giveCalendar(store, rules, now, request, first.renew));
  if (first?.verb === 'suspendPartner' || first?.verb === 'resumePartner')
    return refusalOr(() => changeStanding(store, rules, now, request, first));
  if (first?.verb === 'linkPackage')
    return refusalOr(() =>
      store.transaction((tx) =>
        giveLink({ tx, now, rules }, request, first, resolve(tx, request, first)),
      ),
    );
  if (first?.verb === 'capture' && first.incidentId === null && !isInRoom(store.db, request))
    return chooseIncident(store.db, request, 'captureInto', first);
  return refusalOr(() =>
    store.transaction((tx) => {
      // The key of one person's delivery: nobody is ever given the answer of somebody else.
      const key = `${request.person} ${request.requestId}`;
      const known = handledBefore(tx, key);
      if (known !== undefined) return known as unknown as Outcome;
      const outcome = changeAll({ tx, now, rules }, request, commands, afterDeclare);
      remember(tx, key, now, { ...outcome });
      return outcome;
    }),
  );
}

function refuse(refusal: Refusal): Outcome {
  return { kind: 'refused', refusal };
}

function refusalOr(work: () => Outcome): Outcome {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused) return refuse(error.refusal);
    throw error;
  }
}

function changeAll(
  work: Work,
  request: Request,
  commands: readonly Command[],
  afterDeclare: readonly IncidentCommand[],
): Outcome {
  const [first] = commands;
  if (first?.verb === 'retry' && request.isAdmin && isAboutAll(work.tx, request, first))
    return retryOutside(work, request, first);
  let opened: Opened | undefined;
  let outcome: Outcome | undefined;
  const { seen } = request;
  const changes: ChangedThing[] = [];
  const meanwhile: EntryView[] = [];
  for (const command of commands) {
    if (command.verb === 'declare') {
      const similar = similarTo(work, request, command);
      const asked = askedAbout(work.tx, request, command, similar);
      if (asked.length > 0) return { kind: 'similar', command, similar: asked };
      opened = declareFor(work, request, command);
      linkSimilar(work, request, opened, similar);
      const { context } = opened.row.snapshot;
      const { id: incidentId, title, level, visibility } = context;
      const said = linkSaid(command);
      if (said !== null) changeOne(work, request, { ...said, incidentId }, opened);
      outcome = { kind: 'declared', incidentId, title, level, visibility, ...markOf(opened) };
    } else if (command.verb === 'drill') {
      throw new Refused({ reason: 'otherPlatform', what: 'drill' });
    } else if (isAboutIncident(command)) {
      opened ??= forChange(resolve(work.tx, request, command));
      if (seen !== undefined) {
        const changed = changedSince(work.tx, opened.row, command, seen);
        if (changed !== null) changes.push(changed);
        meanwhile.push(...sitrepsSince(work.tx, opened.row, command, { ...request, seen }));
      }
      changeOne(work, request, command, opened);
    }
  }
  if (opened === undefined) throw new Error('no command to change anything');
  for (const command of afterDeclare) {
    changeOne(work, request, { ...command, incidentId: opened.row.id }, opened);
    // Whoever reads the message where it was said may go on; of an incident that is not open nobody learns there.
    if (command.verb === 'capture' && opened.row.visibility === 'open')
      queue(work, opened.row, {
        kind: 'point',
        messageId: command.messageId,
        link: command.link,
      });
  }
  // Asked last, so that whoever may not do it, or not now, learns that first.
  if (changes.length > 0)
    throw new Refused({ reason: 'changedMeanwhile', changes, incidentId: opened.row.id });
  finish(work, opened);
  if (outcome !== undefined) return outcome;
  const text = commands.some(({ verb }) => verb === 'lookAgain')
    ? looksNow
    : answerOf(opened, commands);
  const done = { kind: 'done', incidentId: opened.row.id, text, ...markOf(opened) } as const;
  return meanwhile.length === 0 ? done : { ...done, meanwhile };
}

function markOf({ row }: Opened): { drill?: true } {
  return row.drill ? { drill: true } : {};
}

/** `declare … --link <url>`: the first entry after the declaration. */
function linkSaid({ link }: Extract<Command, { verb: 'declare' }>): IncidentCommand | null {
  return link === undefined ? null : { verb: 'link', url: link, text: '' };
}
/** Nothing for the record comes of it before the platform has answered. */
const looksNow = 'I look into the channel now. In a moment, ask again who can read the incident.';

/** The words of the record that these commands made, without what followed from them by itself. */
function answerOf({ entries }: Opened, commands: readonly Command[]): string {
  const isOfTask = commands.some(({ verb }) => verb === 'addTask' || verb === 'assign');
  const own = isOfTask ? [] : entries.filter(({ kind }) => !/^(?:task|clock)\./u.test(kind));
  return (own.length > 0 ? own : entries)
    .slice(0, 6)
    .map(({ text }) => text)
    .join('\n');
}

function isAboutIncident(command: Command): command is AboutIncident {
  return 'incidentId' in command;
}

/** `level 1` asks for a reason as everything does that may need one; only to lower the level it is needed. */
function raiseMeant(db: Db, request: Request, command: Command): Command | null {
  if (command.verb !== 'form' || command.form !== 'reason') return null;
  const level = ([1, 2, 3, 4] as const).find((one) => command.of === `level ${one}`);
  if (level === undefined) return null;
  const { id, snapshot } = resolve(db, request, command);
  return level <= snapshot.context.level
    ? { verb: 'level', level, reason: '', incidentId: id }
    : null;
}

function declareFor(
  work: Work,
  request: Request,
  command: Extract<Command, { verb: 'declare' }>,
): Opened {
  const year = Number(work.now.slice(0, 4));
  const number = nextIncidentNumber(work.tx, request.tenant, year);
  const { title, level, kind, visibility, drill, exercise } = command;
  return declare(work, request.tenant, number, {
    id: `INC-${year}-${String(number).padStart(4, '0')}`,
    title,
    kind,
    level,
    visibility,
    drill,
    ...(exercise === undefined ? {} : { exercise }),
    at: work.now,
    by: request.person,
  });
}

/** The incident meant: by id, else that of the channel. Somebody who may not see it learns nothing of it. */
function resolve(db: Db, request: Request, command: AboutIncident): IncidentRow {
  const { tenant, conversation } = request;
  const id =
    command.incidentId ??
    (conversation === null ? null : (incidentOfConversation(db, tenant, conversation) ?? null));
  const row = id === null ? undefined : findIncident(db, tenant, id);
  // Whoever the platform saw come into the room is not on the list yet: that is what the command is for.
  if (isSeenByPlatform(command) && command.incidentId === null)
    return ofRoomInUse(db, row, request);
  if (row !== undefined && isShown(command, askingOf(request, row))) return row;
  if (command.incidentId === null) {
    const { person, isAdmin: seesAll } = request;
    const open = listFor(db, { tenant, which: 'open', person, seesAll, limit: 10 });
    throw new Refused({ reason: 'noIncidentHere', open });
  }
  throw new Refused({ reason: 'unknownIncident', id: command.incidentId });
}

/** An incident's former room says nothing about who belongs to it. */
function ofRoomInUse(
  db: Db,
  row: IncidentRow | undefined,
  { tenant, conversation }: Request,
): IncidentRow {
  const room = row === undefined ? undefined : conversationOf(db, row.id, tenant);
  if (row !== undefined && room !== undefined && room.conversation === conversation) return row;
  throw new Refused({ reason: 'noIncidentHere', open: [] });
}

/** Admins know of a restricted incident, so that they can let themselves in, on the record. */
function isShown(command: AboutIncident, asking: Asking): boolean {
  if (maySee(asking)) return true;
  if (!asking.isAdmin) return false;
  if (command.verb === 'join') return true;
  const { context } = asking;
  throw new Refused({ reason: 'restricted', id: context.id, lead: askedOf(context) });
}

/** In the room of an incident that the person may see? */
function isInRoom(db: Db, request: Request): boolean {
  const id = here(db, request);
  const row = id === undefined ? undefined : findIncident(db, request.tenant, id);
  return row !== undefined && maySee(askingOf(request, row));
}

/** A message said elsewhere: the person chooses where it belongs, among the open incidents that they may see. */
function chooseIncident(
  db: Db,
  { tenant, person, isAdmin }: Request,
  form: 'captureInto' | 'taskFrom',
  { messageId, author, text, at, link }: SourceMessage,
): Outcome {
  const query = { tenant, person, which: 'open', seesAll: isAdmin, limit: 50 } as const;
  const incidents = listFor(db, query).filter(({ isHidden }) => isHidden !== true);
  if (incidents.length === 0) return refuse({ reason: 'noIncidentHere', open: [] });
  const from = { messageId, author, text, at, link };
  return { kind: 'form', request: { form, incidents, from } };
}

function lookAt(
  db: Db,
  { rules, now }: Pick<Work, 'rules' | 'now'>,
  request: Request,
  command: Command,
): Outcome {
  const seeing = {
    ...request,
    now,
    announces: rules.announces(request.tenant),
    admins: rules.admins(request.tenant),
    onCall: rules.onCall,
  };
  switch (command.verb) {
    case 'health': {
      const answersForAll = rules.runsProcess(request.tenant);
      if (isAboutAll(db, request, command) && (request.isAdmin || answersForAll))
        return lookAtDeliveries(db, request.tenant, answersForAll);
      break;
    }
    case 'partners':
    case 'showPartner':
      return lookAtPartners(db, rules, now, request, command);
    case 'home':
      return { kind: 'view', view: 'home', home: homeView(db, request) };
    case 'help':
      return { kind: 'view', view: 'help', topic: command.topic };
    case 'trains':
      return { kind: 'view', view: 'trains', ...trainsView(db, request, command.which, now) };
    case 'reliability':
      return { kind: 'view', view: 'reliability', ...reliability(db, request.tenant, now) };
    case 'list': {
      const { tenant, person, isAdmin } = request;
      const incidents = listFor(db, {
        tenant,
        which: command.which,
        person,
        seesAll: isAdmin,
        limit: 50,
      });
      return { kind: 'view', view: 'list', which: command.which, incidents };
    }
    case 'followUps':
      return lookAtFollowUps(db, { ...request, now }, command.which);
    case 'form':
      if (command.form === 'declare') {
        const from = command.from === undefined ? {} : { from: command.from };
        return { kind: 'form', request: { form: 'declare', ...from } };
      }
      if (command.form === 'task' && command.from !== undefined && !isInRoom(db, request))
        return chooseIncident(db, request, 'taskFrom', command.from);
      break;
    case 'tasks':
      if (
        command.which === 'mine' &&
        command.incidentId === null &&
        here(db, request) === undefined
      ) {
        return look(db, seeing, command, undefined);
      }
      break;
    default:
  }
  if (!isAboutIncident(command)) throw new Error(`${command.verb} is no view`);
  return look(db, seeing, command, resolve(db, request, command));
}

/** No incident was named, and it was not said in the channel of one. */
function isAboutAll(db: Db, request: Request, { incidentId }: AboutIncident): boolean {
  return incidentId === null && here(db, request) === undefined;
}

/** What an admin says outside an incident's channel is about the whole workspace. */
function retryOutside(work: Work, request: Request, command: Retry): Outcome {
  const stamp = { at: work.now, by: request.person };
  if (command.id === 'all')
    return { kind: 'retried', ...retryEverywhere(work, request.tenant, stamp) };
  const dead = findDead(work.tx, request.tenant, command.id);
  if (dead === undefined)
    throw new Refused({ reason: 'unknownDelivery', id: command.id, incidentId: null });
  const opened = openIncident(work, dead.incidentId);
  retryIn(work, opened, dead.id, stamp);
  finish(work, opened);
  return { kind: 'done', incidentId: dead.incidentId, text: answerOf(opened, [command]) };
}

function here(db: Db, { tenant, conversation }: Request): string | undefined {
  return conversation === null ? undefined : incidentOfConversation(db, tenant, conversation);
}
