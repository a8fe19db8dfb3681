// Starts the page: draws it whenever its state changes, and asks for a new state whenever the server has one.
import { render } from 'lit-html';
import { listen } from './api.ts';
import { createApp, type RunningApp } from './app.ts';
import { createCards } from './card.ts';
import { createComposer, growBox } from './composer.ts';
import { measureFolds } from './folds.ts';
import { focusFirstError } from './form-dialog.ts';
import { span } from './format.ts';
import { page } from './page.ts';
import { createScroll } from './scroll.ts';
import { isUnread } from './sidebar.ts';

function start(root: HTMLElement): void {
  const cards = createCards();
  const composer = createComposer();
  const scroll = createScroll(root, () => {
    if (app.state.hasNewBelow) app.change({ hasNewBelow: false });
  });
  let shown: unknown = null;
  const draw = (): void => {
    render(page(app, cards, composer), root);
    growBox(root);
    if (shown !== app.state.data) {
      shown = app.state.data;
      measureFolds(root);
      scroll.watch();
    }
    countDown(root, app.state.skewMs);
    document.title = titleOf(app);
  };
  const app: RunningApp = createApp({
    draw,
    isAtEnd: scroll.isAtEnd,
    toEnd: scroll.toEnd,
    focusBox: () => {
      focusBox(root);
    },
    focusFirstError,
  });

  root.replaceChildren();
  draw();
  setInterval(() => {
    countDown(root, app.state.skewMs);
  }, 1000);
  window.addEventListener('popstate', app.readAddress);
  window.addEventListener('resize', () => {
    growBox(root);
    measureFolds(root);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && (app.state.menu !== null || app.state.showsPinned)) {
      app.change({ menu: null, showsPinned: false });
    }
  });
  listen(
    () => void app.load(),
    (isOffline) => {
      if (isOffline !== app.state.isOffline) app.change({ isOffline });
    },
  );
}

const soonMs = 5 * 60_000;

/** Countdowns change every second; they alone are touched then. */
function countDown(root: HTMLElement, skewMs: number): void {
  const now = Date.now() + skewMs;
  for (const element of root.querySelectorAll<HTMLElement>('[data-due]')) {
    const leftMs = Date.parse(element.dataset['due'] ?? '') - now;
    element.textContent = leftMs >= 0 ? span(leftMs) : `${span(leftMs)} over`;
    element.classList.toggle('over', leftMs < 0);
    element.classList.toggle('soon', leftMs >= 0 && leftMs < soonMs);
  }
}

function titleOf(app: RunningApp): string {
  const unread = app.state.data?.channels.filter((channel) => isUnread(app, channel)).length ?? 0;
  return unread > 0 ? `(${unread}) ssirp-bot` : 'ssirp-bot';
}

function focusBox(root: HTMLElement): void {
  const box = root.querySelector<HTMLTextAreaElement>('#message');
  box?.focus();
  box?.setSelectionRange(box.value.length, box.value.length);
}

const root = document.querySelector<HTMLElement>('#app');
if (root !== null) start(root);
