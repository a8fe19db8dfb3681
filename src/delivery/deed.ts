// Outbox effect + current state → what the platform is asked to do. Cards and topics show the state of now, not of
// when they were queued; one-off sayings carry their own facts.
import type { Db } from '#db/open.ts';
import { cardOf, conversationOf } from '#db/conversations.ts';
import { loadIncident } from '#db/incidents.ts';
import type { OutboxRow } from '#db/outbox.ts';
import { loadPeople } from '#db/people.ts';
import type { Deed } from '../chat/port.ts';
import type { Saying } from '#machines/effects.ts';
import type { ExportFormat } from '#machines/incident-types.ts';
import { whyNotOutside } from '#machines/outside.ts';
import { channelNameOf, renderCard, topicOf } from '../messages/cards.ts';
import { datedWhenLate } from '../messages/late.ts';
import type { Message } from '../messages/message.ts';
import { renderPointer } from '../messages/pointer.ts';
import { renderSaying } from '../messages/sayings.ts';
import { summaryOf } from './summary-of.ts';
import { threadOf } from './task-thread.ts';
import { incidentView } from '../usecases/view.ts';

export interface ExportFile {
  filename: string;
  title: string;
  content: Uint8Array;
}

/** Makes the file of an export at the moment it is delivered. */
export type MakeExport = (incidentId: string, format: ExportFormat) => ExportFile;

export type Plan =
  | { kind: 'do'; deed: Deed; card?: { card: string; shown: string } }
  /** The platform already shows this. */
  | { kind: 'nothing' }
  /** The incident's room is not open yet. */
  | { kind: 'wait' };

export function planFor(db: Db, row: OutboxRow, now: string, makeExport: MakeExport): Plan {
  const incident = loadIncident(db, row.incidentId);
  if (incident === undefined) throw new Error(`outbox row ${row.id} without its incident`);
  const { effect } = row;
  const view = incidentView(db, incident);
  const { context } = view;
  const room = conversationOf(db, row.incidentId)?.conversation;
  const names = new Map(loadPeople(db, context.members).map(({ id, name }) => [id, name]));
  const nameOf = (id: string): string => names.get(id) ?? id.split(':').at(-1) ?? id;

  const said = (say: Saying): Message =>
    datedWhenLate(renderSaying(say, view, { now, nameOf }), row.createdAt, now);

  if (effect.kind === 'openChannel') {
    if (room !== undefined) return { kind: 'nothing' };
    return {
      kind: 'do',
      deed: {
        kind: 'openChannel',
        name: channelNameOf(context),
        private: context.visibility !== 'open',
        purpose: `The room of ${context.id}. Everything about it is decided and recorded here.`,
      },
    };
  }
  if (effect.kind === 'tell') {
    return {
      kind: 'do',
      deed: {
        kind: 'tell',
        person: effect.person,
        message: said(effect.say),
      },
    };
  }
  if (effect.kind === 'announce') {
    // What became private meanwhile is told to nobody; what is never open is never queued.
    if (whyNotOutside(context) !== null) return { kind: 'nothing' };
    const message = renderSaying(effect.say, view, { now, nameOf });
    return { kind: 'do', deed: { kind: 'post', to: null, message, pin: false } };
  }
  if (effect.kind === 'bookmark') {
    const { url, title } = effect;
    return room === undefined
      ? { kind: 'wait' }
      : { kind: 'do', deed: { kind: 'bookmark', conversation: room, url, title } };
  }
  if (effect.kind === 'card') {
    const { card } = effect;
    if (room === undefined) {
      // Without a room there is nothing to announce; it is queued again when the room opens. Its lane serves every
      // incident of the tenant and must not wait for one of them.
      return card === 'announcement' ? { kind: 'nothing' } : { kind: 'wait' };
    }
    const target = card === 'announcement' ? null : room;
    const message = card === 'canvas' ? summaryOf(db, view) : renderCard(card, view, now, nameOf);
    const shown = JSON.stringify(message);
    const posted = cardOf(db, row.incidentId, card);
    if (posted?.shown === shown) return { kind: 'nothing' };
    if (card === 'canvas') {
      // An empty id stands for a workspace that had no such document when it was last tried.
      const externalId = posted?.externalId === '' ? null : (posted?.externalId ?? null);
      const deed = { kind: 'canvas', conversation: room, externalId, message } as const;
      return { kind: 'do', deed, card: { card, shown } };
    }
    const deed: Deed =
      posted === undefined
        ? { kind: 'post', to: target, message, pin: card === 'status', isCard: true }
        : {
            kind: 'update',
            conversation: posted.conversation,
            externalId: posted.externalId,
            message,
          };
    return { kind: 'do', deed, card: { card, shown } };
  }
  if (room === undefined) return { kind: 'wait' };
  switch (effect.kind) {
    case 'setTopic': {
      return {
        kind: 'do',
        deed: { kind: 'topic', conversation: room, topic: topicOf(view, nameOf) },
      };
    }
    case 'invite': {
      const { kind, ...whom } = effect;
      return { kind: 'do', deed: { kind, conversation: room, ...whom } };
    }
    case 'point':
      if (context.visibility !== 'open') return { kind: 'nothing' };
      return {
        kind: 'do',
        deed: {
          kind: 'reply',
          messageId: effect.messageId,
          link: effect.link,
          message: renderPointer(view),
        },
      };
    case 'say': {
      const thread = threadOf(db, row.incidentId, room, effect.say);
      if (thread === undefined && effect.say.kind === 'taskProgress') return { kind: 'nothing' };
      return {
        kind: 'do',
        deed: {
          kind: 'post',
          to: room,
          message: said(effect.say),
          pin: false,
          ...thread,
        },
      };
    }
    case 'upload': {
      const file = makeExport(row.incidentId, effect.format);
      // The same in each try, and another for an export that is asked for again.
      const title = `${file.title} · ${row.createdAt.slice(0, 19).replace('T', ' ')} UTC`;
      return { kind: 'do', deed: { kind: 'upload', conversation: room, ...file, title } };
    }
    case 'archiveChannel':
      return { kind: 'do', deed: { kind: 'archive', conversation: room } };
  }
}
