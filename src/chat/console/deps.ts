// What the console's routes are given by the composition root.
import type { EntryView, IncidentView, ListedIncident } from '../../commands/view-types.ts';
import type { CommandSink } from '../port.ts';
import type { ConsoleChat } from './chat.ts';
import type { Completion } from './wire.ts';

/** All that is shown beside an incident's channel. */
export interface ConsolePanel {
  incident: IncidentView;
  /** Oldest first. */
  entries: readonly EntryView[];
  timers: readonly { id: string; label: string; dueAt: string }[];
}

/** Time comes from `chat.now`. */
export interface ConsoleDeps {
  chat: ConsoleChat;
  sink: CommandSink;
  read: {
    /** All of them; the console itself hides those whose channel the persona may not see. */
    incidents(): readonly ListedIncident[];
    panel(conversation: string): ConsolePanel | null;
  };
  startDrill: () => { ok: boolean; text: string };
  exportOf: (
    incidentId: string,
    format: string,
  ) => { filename: string; type: string; chunks: Iterable<string> } | null;
  /** Completions of what was typed after `/incident `. */
  complete: (text: string) => readonly Completion[];
}
