// The page: keeps its state, draws it, and asks the server for a new one whenever something changed.
import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { Answer } from '../wire.ts';
import { fetchState, listen, post } from './api.ts';
import { createCards } from './card.ts';
import { chat, scrollDown } from './chat.ts';
import { createComposer } from './composer.ts';
import { createFollow } from './follow.ts';
import { focusFirstError, formDialog } from './form-dialog.ts';
import { span } from './format.ts';
import { panel } from './panel.ts';
import { isUnread, sidebar } from './sidebar.ts';
import { firstState, keepReadMarks, readMarks, type App, type PageState } from './state.ts';
import { tabs } from './tabs.ts';

const noticeMs = 7000;

function start(root: HTMLElement): void {
  let state = firstState();
  let loading = false;
  let isStale = false;
  let noticeTimer = 0;
  let announced = '';
  const cards = createCards();
  const composer = createComposer();
  const follow = createFollow();

  const app: App = {
    get state() {
      return state;
    },
    change: (patch) => {
      const asksAnew = patch.limit !== undefined && patch.limit !== state.limit;
      state = { ...state, ...patch };
      draw();
      if (asksAnew) void load();
    },
    open: (channel) => {
      go({ channel, limit: 100, view: 'chat', menu: null, showsPinned: false, hasNewBelow: false });
      history.pushState(null, '', `/?${new URLSearchParams({ as: state.me, channel })}`);
      focusBox();
    },
    play: (me) => {
      localStorage.setItem('ssirp-me', me);
      go({ me, read: readMarks(me), menu: null, completions: [] });
      history.replaceState(
        null,
        '',
        `/?${new URLSearchParams({ as: me, channel: state.channel })}`,
      );
    },
    say: async (text) => {
      const isDeclaring = /^\/incident\s+(declare|open|new|create|drill)\b/i.test(text);
      if (isDeclaring) follow.expect(state);
      return await act('say', { text });
    },
    press: async (messageId, buttonId) => {
      const answer = await act('press', { messageId, buttonId });
      if (answer?.refused === true) app.notify(answer.text, 'bad');
    },
    submit: async (values) => {
      const { form: open } = state;
      if (open === null) return;
      const { id, incidentId, subject } = open.form;
      if (id === 'declare') follow.expect(state);
      app.change({ form: { ...open, sending: true } });
      const answer = await act('submit', {
        channel: open.channel,
        form: { id, incidentId, subject },
        values,
      });
      const errors = answer?.errors ?? { '': 'This could not be sent. Please try again.' };
      const stays = Object.keys(errors).length > 0;
      app.change({ form: stays ? { ...open, errors, sending: false } : null });
      if (stays) focusFirstError();
    },
    capture: async (messageId) => {
      const answer = await act('capture', { messageId });
      if (answer !== null) app.notify(answer.text, answer.refused ? 'bad' : 'normal');
    },
    drill: async () => {
      follow.expect(state);
      const answer = await act('drill', {});
      if (answer !== null) app.notify(answer.text, answer.refused ? 'bad' : 'normal');
    },
    draft: (text) => {
      app.change({
        drafts: { ...state.drafts, [state.channel]: text },
        completions: [],
        chosen: -1,
      });
      focusBox();
    },
    notify: (text, tone = 'normal') => {
      clearTimeout(noticeTimer);
      noticeTimer = window.setTimeout(() => {
        app.change({ notice: null });
      }, noticeMs);
      app.change({ notice: { text, tone } });
    },
  };

  async function act(
    deed: 'say' | 'press' | 'submit' | 'capture' | 'drill',
    body: Readonly<Record<string, unknown>>,
  ): Promise<Answer | null> {
    const { channel, me } = state;
    try {
      const answer = await post(deed, { as: me, channel, ...body });
      if (answer.form !== null)
        app.change({ form: { form: answer.form, channel, errors: {}, sending: false } });
      if (deed === 'say' && answer.refused && answer.text !== '' && !isCommand(body))
        app.notify(answer.text, 'bad');
      await load();
      return answer;
    } catch {
      app.notify('ssirp-bot did not answer. Nothing is lost: try again in a moment.', 'bad');
      return null;
    }
  }

  function go(patch: Partial<PageState>): void {
    state = { ...state, ...patch };
    draw();
    void load().then(scrollDown);
  }

  /** One request at a time; what changes meanwhile is asked for once more. */
  async function load(): Promise<void> {
    if (loading) {
      isStale = true;
      return;
    }
    loading = true;
    do {
      isStale = false;
      await loadOnce();
    } while (isStale);
    loading = false;
  }

  async function loadOnce(): Promise<void> {
    const { me, channel, limit } = state;
    const data = await fetchState({ as: me, channel, limit }).catch(() => null);
    if (data === null) return;
    if (me !== state.me || channel !== state.channel) {
      isStale = true;
      return;
    }
    if (data.channel === null && channel !== 'general') {
      state = { ...state, channel: 'general' };
      isStale = true;
      return;
    }
    receive(data);
  }

  function receive(data: NonNullable<PageState['data']>): void {
    const log = root.querySelector('.log');
    const isAtEnd = log === null || log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    const newest = data.channel?.messages.at(-1)?.id;
    const isNew = newest !== state.data?.channel?.messages.at(-1)?.id;
    const lastId = data.channels.find(({ id }) => id === state.channel)?.lastId;
    const read =
      typeof lastId === 'string' ? { ...state.read, [state.channel]: lastId } : state.read;
    keepReadMarks(state.me, read);
    announced = isNew ? words(data) : announced;
    state = {
      ...state,
      data,
      read,
      skewMs: Date.parse(data.now) - Date.now(),
      hasNewBelow: !isAtEnd && (isNew || state.hasNewBelow),
    };
    draw();
    if (isAtEnd) scrollDown();
    const opened = follow.opened(state);
    if (opened !== null) app.open(opened);
  }

  function draw(): void {
    render(page(), root);
    growBox();
    tick();
    const unread = state.data?.channels.filter((channel) => isUnread(app, channel)).length ?? 0;
    document.title = `${unread > 0 ? `(${unread}) ` : ''}ssirp-bot`;
  }

  function page(): TemplateResult {
    const incident = state.data?.channel?.panel ?? null;
    return html`
      <div class="app view-${state.view} ${incident === null ? 'no-panel' : ''}">
        <aside class="sidebar" aria-label="Console">${sidebar(app)}</aside>
        <main class="chat" aria-label="Chat">
          ${
            state.isOffline
              ? html`<p class="offline" role="alert">
                  Connection to ssirp-bot lost. Trying again…
                </p>`
              : nothing
          }
          ${chat(app, cards)} ${composer.render(app)}
        </main>
        ${
          incident === null
            ? nothing
            : html`<aside class="panel" aria-label="Incident" tabindex="0">
                ${panel(app, incident)}
              </aside>`
        }
        ${tabs(app)}
      </div>
      <div class="hidden" aria-live="polite">${announced}</div>
      <div class="notice-place" role="status">
        ${state.notice === null ? nothing : html`<p class="notice ${state.notice.tone}">${state.notice.text}</p>`}
      </div>
      ${formDialog(app)}
    `;
  }

  /** Countdowns change every second; they alone are touched then. */
  function tick(): void {
    const now = Date.now() + state.skewMs;
    for (const element of root.querySelectorAll<HTMLElement>('[data-due]')) {
      const leftMs = Date.parse(element.dataset['due'] ?? '') - now;
      element.textContent = leftMs >= 0 ? span(leftMs) : `${span(leftMs)} over`;
      element.classList.toggle('over', leftMs < 0);
      element.classList.toggle('soon', leftMs >= 0 && leftMs < 5 * 60_000);
    }
  }

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && (state.menu !== null || state.showsPinned)) {
      app.change({ menu: null, showsPinned: false });
    }
  });
  document.addEventListener(
    'scroll',
    () => {
      const log = root.querySelector('.log');
      const isAtEnd = log !== null && log.scrollHeight - log.scrollTop - log.clientHeight < 60;
      if (isAtEnd && state.hasNewBelow) app.change({ hasNewBelow: false });
    },
    true,
  );
  window.addEventListener('popstate', () => {
    const { me, channel } = firstState();
    go({ me, channel, read: readMarks(me) });
  });
  setInterval(tick, 1000);
  draw();
  listen(
    () => void load(),
    (isOffline) => {
      if (isOffline !== state.isOffline) app.change({ isOffline });
    },
  );
}

const isCommand = (body: Readonly<Record<string, unknown>>): boolean =>
  /^(\/|@ssirp)/.test(String(body['text']));

/** The newest message for people who hear the page. */
function words(data: NonNullable<PageState['data']>): string {
  const message = data.channel?.messages.at(-1);
  if (message === undefined) return '';
  const { body } = message;
  const said =
    body.kind === 'text' ? body.text : body.kind === 'card' ? body.summary : body.filename;
  return `${message.author ?? 'ssirp-bot'}: ${said.slice(0, 500)}`;
}

function focusBox(): void {
  const box = document.querySelector<HTMLTextAreaElement>('#message');
  box?.focus();
  box?.setSelectionRange(box.value.length, box.value.length);
}

function growBox(): void {
  const box = document.querySelector<HTMLTextAreaElement>('#message');
  if (box === null) return;
  box.style.height = 'auto';
  box.style.height = `${Math.min(box.scrollHeight + 2, 200)}px`;
}

const root = document.querySelector<HTMLElement>('#app');
if (root !== null) {
  root.replaceChildren();
  start(root);
}
