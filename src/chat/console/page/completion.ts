// What could be typed next: verbs after `/incident`, people after `@`.
import { html, nothing, type TemplateResult } from 'lit-html';
import { fetchCompletions } from './api.ts';
import type { App } from './state.ts';

const prefix = '/incident ';
const shownMax = 8;

export async function refreshCompletions(app: App, typed: string): Promise<void> {
  const completions = people(app, typed) ?? (await commands(typed));
  // Something else was typed while we asked.
  if ((app.state.drafts[app.state.channel] ?? '') !== typed) return;
  app.change({ completions: completions.slice(0, shownMax), chosen: -1 });
}

function people(app: App, typed: string): App['state']['completions'] | null {
  const started = /(?:^|\s)@(\w*)$/.exec(typed)?.[1]?.toLowerCase();
  if (started === undefined) return null;
  const fits = (app.state.data?.personas ?? []).filter(
    ({ handle, name }) => handle.startsWith(started) || name.toLowerCase().startsWith(started),
  );
  return fits.map(({ handle, name, job }) => ({ insert: `@${handle}`, hint: `${name} · ${job}` }));
}

async function commands(typed: string): Promise<App['state']['completions']> {
  if (typed.startsWith(prefix)) return await fetchCompletions(typed.slice(prefix.length));
  if (typed !== '' && prefix.startsWith(typed)) {
    return [
      { insert: prefix.trim(), hint: 'a command for ssirp-bot' },
      ...(await fetchCompletions('')),
    ];
  }
  return [];
}

export function choose(app: App, by: number): void {
  const { completions, chosen } = app.state;
  const last = completions.length - 1;
  const next = chosen + by;
  app.change({ chosen: next < 0 ? last : next > last ? 0 : next });
}

/** Puts the completion into the message box; false when that row is only a hint, or there is none. */
export function takeCompletion(app: App, index: number): boolean {
  const insert = app.state.completions[index]?.insert ?? '';
  if (insert === '') return false;
  const typed = app.state.drafts[app.state.channel] ?? '';
  if (insert.startsWith('@')) app.draft(`${typed.replace(/@\w*$/, insert)} `);
  else app.draft(insert.startsWith('/') ? prefix : `${prefix}${insert} `);
  return true;
}

export function completionList(app: App): TemplateResult {
  return html`
    <ul class="completions" id="completions" role="listbox" aria-label="Completions">
      ${app.state.completions.map(
        ({ insert, hint }, index) => html`
          <li
            id="completion-${index}"
            role="option"
            aria-selected=${index === app.state.chosen}
            @pointerdown=${(event: Event) => {
              event.preventDefault();
              takeCompletion(app, index);
            }}
          >
            ${insert === '' ? nothing : html`<strong>${insert}</strong>`} <span>${hint}</span>
          </li>
        `,
      )}
    </ul>
  `;
}
