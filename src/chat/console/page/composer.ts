// The message box: Enter sends, ArrowUp brings back what was said, and `/` and `@` complete.
import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { choose, completionList, refreshCompletions, takeCompletion } from './completion.ts';
import { icon } from './icons.ts';
import { createRecall, type Recall } from './recall.ts';
import type { App } from './state.ts';

export interface Composer {
  render(app: App): TemplateResult;
}

export function createComposer(): Composer {
  const recall = createRecall();
  return {
    render: (app) => html`
      <form
        class="composer"
        @submit=${(event: Event) => {
          event.preventDefault();
          void send(app, recall);
        }}
      >
        ${app.state.completions.length > 0 ? completionList(app) : nothing}
        <label class="hidden" for="message">Message or command</label>
        ${box(app, recall)}
        <button class="primary send" aria-label="Send" ?disabled=${draftOf(app) === ''}>
          ${icon('send')}
        </button>
      </form>
    `,
  };
}

function box(app: App, recall: Recall): TemplateResult {
  const { data, completions, chosen } = app.state;
  const isArchived = data?.channel?.archived === true;
  return html`<textarea
    id="message"
    rows="1"
    maxlength="100000"
    aria-controls=${completions.length > 0 ? 'completions' : nothing}
    aria-haspopup="listbox"
    aria-autocomplete="list"
    aria-activedescendant=${chosen >= 0 ? `completion-${chosen}` : nothing}
    autocomplete="off"
    dir="auto"
    placeholder=${isArchived ? 'Archived: only /incident commands' : 'Message, or / for commands'}
    .value=${live(draftOf(app))}
    @keydown=${(event: KeyboardEvent) => {
      if (event.isComposing) return;
      const act = keys[event.key];
      if (act?.(app, recall, event) === true) event.preventDefault();
    }}
    @input=${(event: Event) => {
      if (!(event.target instanceof HTMLTextAreaElement)) return;
      const { value } = event.target;
      app.change({ drafts: { ...app.state.drafts, [app.state.channel]: value } });
      void refreshCompletions(app, value);
    }}
    @blur=${() => {
      app.change({ completions: [], chosen: -1 });
    }}
  ></textarea>`;
}

/** What a key does besides typing; false lets the box have it. */
const keys: Readonly<Record<string, (app: App, recall: Recall, event: KeyboardEvent) => boolean>> =
  {
    ArrowUp: (app, recall) => move(app, recall, -1),
    ArrowDown: (app, recall) => move(app, recall, 1),
    Tab: (app, _recall, event) =>
      !event.shiftKey && takeCompletion(app, Math.max(app.state.chosen, 0)),
    Escape: (app) => {
      const hadList = app.state.completions.length > 0;
      app.change({ completions: [], chosen: -1 });
      return hadList;
    },
    Enter: (app, recall, event) => {
      if (event.shiftKey) return false;
      if (!takeCompletion(app, app.state.chosen)) void send(app, recall);
      return true;
    },
  };

function move(app: App, recall: Recall, by: 1 | -1): boolean {
  if (app.state.completions.length > 0) {
    choose(app, by);
    return true;
  }
  const found = recall.step(draftOf(app), by);
  if (found === null) return false;
  app.draft(found);
  return true;
}

async function send(app: App, recall: Recall): Promise<void> {
  const { channel } = app.state;
  const text = draftOf(app).trim();
  if (text === '') return;
  recall.keep(text);
  app.change({ drafts: { ...app.state.drafts, [channel]: '' }, completions: [], chosen: -1 });
  const answer = await app.say(text);
  // What never arrived comes back, to be said again.
  if (answer === null) app.change({ drafts: { ...app.state.drafts, [channel]: text } });
}

const draftOf = ({ state }: App): string => state.drafts[state.channel] ?? '';

const boxHeightMaxPx = 200;

export function growBox(root: HTMLElement): void {
  const element = root.querySelector<HTMLTextAreaElement>('#message');
  if (element === null) return;
  element.style.height = 'auto';
  // A box that is not in front has no height to go by.
  if (element.scrollHeight > 0) {
    element.style.height = `${Math.min(element.scrollHeight + 2, boxHeightMaxPx)}px`;
  }
}
