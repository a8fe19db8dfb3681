// On a narrow screen one of the three columns is in front; these buttons choose which.
import { html, nothing, type TemplateResult } from 'lit-html';
import { icon } from './icons.ts';
import { isUnread } from './sidebar.ts';
import type { App, View } from './state.ts';

export function tabs(app: App): TemplateResult {
  const hasPanel = (app.state.data?.channel?.panel ?? null) !== null;
  const hasUnread = app.state.data?.channels.some((channel) => isUnread(app, channel)) === true;
  const tab = (view: View, name: 'menu' | 'chat' | 'shield', label: string): TemplateResult => html`
    <button
      aria-pressed=${app.state.view === view}
      ?disabled=${view === 'panel' && !hasPanel}
      @click=${() => {
        app.change({ view });
      }}
    >
      ${icon(name)} ${label}
      ${
        view === 'channels' && hasUnread
          ? html`<span class="dot"><span class="hidden">unread</span></span>`
          : nothing
      }
    </button>
  `;
  return html`
    <nav class="tabs" aria-label="Parts of the page">
      ${tab('channels', 'menu', 'Channels')} ${tab('chat', 'chat', 'Chat')}
      ${tab('panel', 'shield', 'Incident')}
    </nav>
  `;
}
