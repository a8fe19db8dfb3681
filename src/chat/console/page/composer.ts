// The message box: Enter sends, ArrowUp brings back what was said, and `/` and `@` complete.
import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { choose, completionList, refreshCompletions, takeCompletion } from './completion.ts';
import { icon } from './icons.ts';
import type { App } from './state.ts';

export interface Composer {
  render(app: App): TemplateResult;
}

export function createComposer(): Composer {
  const said: string[] = [];
  let recalled = said.length;

  const send = async (app: App): Promise<void> => {
    const { channel, drafts } = app.state;
    const text = (drafts[channel] ?? '').trim();
    if (text === '') return;
    if (said.at(-1) !== text) said.push(text);
    recalled = said.length;
    app.change({ drafts: { ...drafts, [channel]: '' }, completions: [], chosen: -1 });
    const answer = await app.say(text);
    // What was not taken at all comes back to be said again.
    if (answer === null) app.change({ drafts: { ...app.state.drafts, [channel]: text } });
  };

  const recall = (app: App, by: number): void => {
    recalled = Math.min(Math.max(recalled + by, 0), said.length);
    app.draft(said[recalled] ?? '');
  };

  const onKey = (app: App, event: KeyboardEvent): void => {
    if (event.isComposing || !(event.target instanceof HTMLTextAreaElement)) return;
    const { value } = event.target;
    const hasList = app.state.completions.length > 0;
    const isRecalling = value === '' || value === said[recalled];
    const taken = ((): boolean => {
      switch (event.key) {
        case 'ArrowUp':
          if (hasList && value !== said[recalled]) choose(app, -1);
          else if (isRecalling && recalled > 0) recall(app, -1);
          else return false;
          return true;
        case 'ArrowDown':
          if (hasList && value !== said[recalled]) choose(app, 1);
          else if (isRecalling && recalled < said.length) recall(app, 1);
          else return false;
          return true;
        case 'Tab':
          return hasList && !event.shiftKey && takeCompletion(app, Math.max(app.state.chosen, 0));
        case 'Escape':
          app.change({ completions: [], chosen: -1 });
          return hasList;
        case 'Enter':
          if (event.shiftKey) return false;
          if (!takeCompletion(app, app.state.chosen)) void send(app);
          return true;
        default:
          return false;
      }
    })();
    if (taken) event.preventDefault();
  };

  return {
    render: (app) => {
      const { channel, drafts, data } = app.state;
      const { archived = false } = data?.channel ?? {};
      const isOpen = app.state.completions.length > 0;
      return html`
        <form
          class="composer"
          @submit=${(event: Event) => {
            event.preventDefault();
            void send(app);
          }}
        >
          ${isOpen ? completionList(app) : nothing}
          <label class="hidden" for="message">Message or command</label>
          <textarea
            id="message"
            rows="1"
            maxlength="100000"
            role="combobox"
            aria-expanded=${isOpen}
            aria-controls="completions"
            aria-autocomplete="list"
            aria-activedescendant=${app.state.chosen >= 0 ? `completion-${app.state.chosen}` : nothing}
            autocomplete="off"
            dir="auto"
            placeholder=${archived ? 'Archived: only /incident commands' : 'Message, or / for commands'}
            .value=${live(drafts[channel] ?? '')}
            @keydown=${(event: KeyboardEvent) => {
              onKey(app, event);
            }}
            @input=${(event: Event) => {
              if (!(event.target instanceof HTMLTextAreaElement)) return;
              const { value } = event.target;
              app.change({ drafts: { ...app.state.drafts, [channel]: value } });
              void refreshCompletions(app, value);
            }}
            @blur=${() => {
              app.change({ completions: [], chosen: -1 });
            }}
          ></textarea>
          <button
            class="primary send"
            aria-label="Send"
            ?disabled=${(drafts[channel] ?? '') === ''}
          >
            ${icon('send')}
          </button>
        </form>
      `;
    },
  };
}
