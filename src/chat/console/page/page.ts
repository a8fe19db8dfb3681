// The whole page from its parts.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Cards } from './card.ts';
import { chat } from './chat.ts';
import type { Composer } from './composer.ts';
import { formDialog } from './form-dialog.ts';
import { panel } from './panel.ts';
import { sidebar } from './sidebar.ts';
import type { App } from './state.ts';
import { tabs } from './tabs.ts';

export function page(app: App, cards: Cards, composer: Composer): TemplateResult {
  const { data, view, isOffline, announced, notice } = app.state;
  const incident = data?.channel?.panel ?? null;
  return html`
    <div class="app view-${view} ${incident === null ? 'no-panel' : ''}">
      <aside class="sidebar" aria-label="Console">${sidebar(app)}</aside>
      <main class="chat" aria-label="Chat">
        ${isOffline ? html`<p class="offline" role="alert">Connection to ssirp-bot lost. Trying again…</p>` : nothing}
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
      ${notice === null ? nothing : html`<p class="notice ${notice.tone}" dir="auto">${notice.text}</p>`}
    </div>
    ${formDialog(app)}
  `;
}
