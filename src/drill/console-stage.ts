// The local console as the stage of a drill: in real time for somebody who watches, or on a clock moved by hand.
import { conversationOf } from '#db/conversations.ts';
import type { Store } from '#db/open.ts';
import type { ConsoleChat } from '../chat/console/chat.ts';
import { personaOf, tenant } from '../chat/console/personas.ts';
import { general } from '../chat/console/store.ts';
import type { Actor, CommandSink } from '../chat/port.ts';
import type { Clock, ManualClock } from '../shared/clock.ts';
import type { Stage } from './play.ts';
import { standingOf, unmet } from './standing.ts';

export type Pace =
  /** Steps follow each other at this interval, whatever the script's own times. */
  | { kind: 'real'; stepMs: number; startsAt: string }
  /** The script's own times, on its own clock; `settled` waits for what is due, `wait` is for the eye. */
  | {
      kind: 'scripted';
      clock: ManualClock;
      startsAt: string;
      settled: () => Promise<void>;
      wait: (ms: number) => Promise<void>;
    };

export interface StageParts {
  store: Store;
  sink: CommandSink;
  chat: ConsoleChat;
  clock: Clock;
  pace: Pace;
}

const later = (from: string, ms: number): string =>
  Temporal.Instant.from(from).add({ milliseconds: ms }).toString({ fractionalSecondDigits: 3 });

const idOf = (handle: string): string => `${tenant}:${handle}`;
const actor = (handle: string): Actor => ({ id: idOf(handle), tenant, kind: 'member' });

export function createStage({ store, sink, chat, clock, pace }: StageParts): Stage {
  const startedAt = clock.now();
  let count = 0;
  let elapsedMs = 0;
  const spoken = (by: string, conversation: string | null) => {
    count += 1;
    return { actor: actor(by), requestId: `drill:${startedAt}:${count}`, conversation };
  };
  return {
    idOf,
    general,
    meet: ({ handle, name, zone }) => {
      // The console has introduced its own people, in the zone of whoever sits here.
      if (personaOf(handle) !== undefined) return;
      sink.met({ id: idOf(handle), tenant, handle, name, zone, kind: 'member' });
    },
    say: (by, conversation, text, exercise) =>
      sink.say(
        { ...spoken(by, conversation), ...(exercise === undefined ? {} : { exercise }) },
        text,
      ),
    write: (by, conversation, text, capture) => {
      const at = clock.now();
      const { id } = chat.store.addMessage({
        channel: conversation,
        author: idOf(by),
        at,
        body: { kind: 'text', text, marked: capture },
        key: spoken(by, conversation).requestId,
        pinned: false,
      });
      chat.changes.changed();
      if (!capture) return;
      sink.do(spoken(by, conversation), {
        verb: 'capture',
        messageId: String(id),
        author: idOf(by),
        text,
        at,
        link: null,
        incidentId: null,
      });
    },
    room: (incidentId) => conversationOf(store.db, incidentId, tenant)?.conversation,
    unmet: (incidentId, expected) => unmet(expected, standingOf(store.db, incidentId)),
    fit: (text, { atMs }) =>
      pace.kind === 'real' ? inRealTime(text, clock.now(), later(pace.startsAt, atMs)) : text,
    until: async (step) => {
      if (pace.kind === 'real') {
        await new Promise<void>((resolve) => {
          clock.at(later(clock.now(), pace.stepMs), resolve);
        });
        return;
      }
      const due = later(pace.startsAt, step.atMs);
      // What falls due on the way happens at its own time, and is delivered before time moves on.
      await pace.settled();
      for (
        let next = pace.clock.next();
        next !== undefined && next <= due;
        next = pace.clock.next()
      ) {
        pace.clock.advanceTo(next);
        await pace.settled();
      }
      await pace.wait(step.atMs - elapsedMs);
      elapsedMs = step.atMs;
      pace.clock.advanceTo(due);
      await pace.settled();
    },
  };
}

const moment = /(\s--at|\s--since|--by|until) (\d{4}-\d{2}-\d{2}T[\d:]+Z)/g;

/**
 * A watched drill takes minutes, not days: what is past at the step's own time (`scripted`) means now, and what is to
 * come is put off from now.
 */
export function inRealTime(text: string, now: string, scripted: string): string {
  return text.replaceAll(moment, (_all, word: string, at: string) => {
    const isPast = Temporal.Instant.compare(at, scripted) <= 0;
    if (isPast && /--(at|since)/.test(word)) return '';
    return `${word} ${later(now, 14 * 24 * 3_600_000)}`;
  });
}
