// What can be done on the page, over one state. Drawing is somebody else's work: they are told when to.
import type { ConsoleState } from '../wire.ts';
import { createDeeds, type Core, type Screen } from './deeds.ts';
import { createFollow } from './follow.ts';
import { createLoader } from './loader.ts';
import { firstState, keepReadMarks, readMarks, type App, type PageState } from './state.ts';

const noticeMs = 7000;

export interface RunningApp extends App {
  /** Asks the server for the present state. */
  load: () => Promise<void>;
  /** Takes persona and channel from the address, after the browser went back. */
  readAddress: () => void;
}

export function createApp(screen: Screen): RunningApp {
  let state = firstState();
  let noticeTimer = 0;
  const follow = createFollow();
  const change = (patch: Partial<PageState>): void => {
    const isLimitNew = patch.limit !== undefined && patch.limit !== state.limit;
    state = { ...state, ...patch };
    screen.draw();
    if (isLimitNew) void load();
  };
  const load = createLoader(
    () => state,
    (data) => {
      if (data.channel === null && state.channel !== 'general') {
        void go({ channel: 'general' });
        return;
      }
      receive(data);
    },
  );

  function receive(data: ConsoleState): void {
    if (data.me !== state.me) change({ me: data.me, read: readMarks(data.me) });
    const wasAtEnd = screen.isAtEnd();
    const isNew = newestOf(data) !== newestOf(state.data);
    const lastId = data.channels.find(({ id }) => id === state.channel)?.lastId ?? null;
    const read = lastId === null ? state.read : { ...state.read, [state.channel]: lastId };
    keepReadMarks(state.me, read);
    change({
      data,
      read,
      skewMs: Date.parse(data.now) - Date.now(),
      announced: isNew ? newestWords(data) : state.announced,
      hasNewBelow: !wasAtEnd && (isNew || state.hasNewBelow),
    });
    if (wasAtEnd) screen.toEnd();
    const opened = follow.opened(state);
    if (opened !== null) app.open(opened);
  }

  async function go(patch: Partial<PageState>): Promise<void> {
    change({ menu: null, showsPinned: false, hasNewBelow: false, completions: [], ...patch });
    await load();
    screen.toEnd();
  }

  const core: Core = {
    get state() {
      return state;
    },
    change,
    load,
    follow,
    screen,
    notify: (text, tone = 'normal') => {
      clearTimeout(noticeTimer);
      noticeTimer = window.setTimeout(() => {
        change({ notice: null });
      }, noticeMs);
      change({ notice: { text: text.slice(0, 400), tone } });
    },
  };
  const app: RunningApp = {
    get state() {
      return state;
    },
    load,
    change,
    notify: core.notify,
    ...createDeeds(core),
    open: (channel) => {
      void go({ channel, limit: 100, view: 'chat' });
      history.pushState(null, '', address(state));
      if (matchMedia('(hover: hover)').matches) screen.focusBox();
    },
    play: (me) => {
      localStorage.setItem('ssirp-me', me);
      void go({ me, read: readMarks(me) });
      history.replaceState(null, '', address(state));
    },
    readAddress: () => {
      const { me, channel } = firstState();
      void go({ me, channel, read: readMarks(me) });
    },
    draft: (text) => {
      const drafts = { ...state.drafts, [state.channel]: text };
      change({ drafts, completions: [], chosen: -1 });
      screen.focusBox();
    },
  };
  return app;
}

const address = ({ me, channel }: PageState): string =>
  `/?${new URLSearchParams({ as: me, channel })}`;

const newestOf = (data: ConsoleState | null): string | undefined =>
  data?.channel?.messages.at(-1)?.id;

/** The newest message for people who hear the page. */
function newestWords(data: ConsoleState): string {
  const message = data.channel?.messages.at(-1);
  if (message === undefined) return '';
  const { authorName, body } = message;
  const words = { text: '', summary: '', filename: '', ...body };
  return `${authorName}: ${(words.text || words.summary || words.filename).slice(0, 500)}`;
}
