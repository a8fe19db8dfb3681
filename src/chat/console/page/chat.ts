// The middle column: header, messages and whatever stands in for them while there are none.
import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { ChannelState, ChannelView, MessageState } from '../wire.ts';
import type { Cards } from './card.ts';
import { dayName } from './format.ts';
import { icon } from './icons.ts';
import { messageRow } from './message-row.ts';
import { zoneOf, type App } from './state.ts';
import { welcome } from './welcome.ts';

export function chat(app: App, cards: Cards): TemplateResult {
  const { data } = app.state;
  // On the way to another channel the former stays in view until the other has come.
  const view = data?.channel;
  const channel = data?.channels.find(({ id }) => id === view?.id);
  if (channel === undefined || view === null || view === undefined) {
    return html`<p class="starting">Opening…</p>`;
  }
  return html`
    ${header(app, channel, view)} ${app.state.showsPinned ? pinned(app, cards, view) : nothing}
    <div
      class="log"
      role="log"
      aria-live="off"
      aria-label="Messages in ${channel.name}"
      tabindex="0"
    >
      ${
        view.earlier
          ? html`<button
              class="earlier"
              @click=${() => {
                app.change({ limit: app.state.limit + 200 });
              }}
            >
              Show earlier messages
            </button>`
          : nothing
      }
      ${beginning(app, channel, view)}
      <ol class="messages">
        ${repeat(
          view.messages,
          (message) => message.id,
          (message, index) => line(app, cards, message, view.messages[index - 1]),
        )}
      </ol>
    </div>
    ${
      app.state.hasNewBelow
        ? html`<button class="new-below" @click=${scrollDown}>New messages ${icon('down')}</button>`
        : nothing
    }
  `;
}

function header(app: App, channel: ChannelState, view: ChannelView): TemplateResult {
  const { incident } = channel;
  return html`
    <header class="chat-header">
      <div class="chat-title">
        <h1>
          <span aria-hidden="true"
            >${channel.kind === 'direct' ? '@' : channel.private ? icon('lock') : '#'}</span
          >
          <span class="name">${channel.name}</span>
          ${
            incident === null
              ? nothing
              : html`<span class="level l${incident.level}">L${incident.level}</span>`
          }
        </h1>
        <p class="topic" title=${view.topic.slice(0, 500)} dir="auto">
          ${view.topic.slice(0, 500)}
        </p>
      </div>
      ${
        view.pinned.length === 0
          ? nothing
          : html`<button
              class="quiet"
              aria-label="Status card"
              aria-expanded=${app.state.showsPinned}
              @click=${() => {
                app.change({ showsPinned: !app.state.showsPinned });
              }}
            >
              ${icon('pin')} <span>Status card</span>
            </button>`
      }
      ${
        view.panel === null
          ? nothing
          : html`<button
              class="quiet details-toggle"
              aria-label="Incident details"
              aria-expanded=${app.state.view === 'panel'}
              @click=${() => {
                app.change({ view: app.state.view === 'panel' ? 'chat' : 'panel' });
              }}
            >
              ${icon('shield')} <span>Incident</span>
            </button>`
      }
    </header>
  `;
}

function pinned(app: App, cards: Cards, view: ChannelView): TemplateResult {
  return html`
    <section class="pinned" aria-label="Pinned status card">
      <button
        class="quiet close"
        aria-label="Close the status card"
        @click=${() => {
          app.change({ showsPinned: false });
        }}
      >
        ${icon('close')}
      </button>
      ${view.pinned.map((message) =>
        message.body.kind === 'card'
          ? html`<div class="card">
              ${cards(app, { ...message, card: message.body.card }, 'pin')}
            </div>`
          : nothing,
      )}
    </section>
  `;
}

function beginning(
  app: App,
  channel: ChannelState,
  view: ChannelView,
): TemplateResult | typeof nothing {
  const hasIncident = app.state.data?.channels.some(({ kind }) => kind === 'incident') === true;
  if (channel.id === 'general' && !hasIncident) return welcome(app);
  if (view.messages.length > 0) return nothing;
  return html`<p class="empty">
    This is the beginning of <strong>${channel.name}</strong>. ${view.topic}
  </p>`;
}

function line(
  app: App,
  cards: Cards,
  message: MessageState,
  former: MessageState | undefined,
): TemplateResult {
  const zone = zoneOf(app.state);
  const day = dayName(message.at, zone);
  const isNewDay = former === undefined || dayName(former.at, zone) !== day;
  return html`
    ${isNewDay ? html`<li class="day"><span>${day}</span></li>` : nothing}
    ${messageRow(app, cards, message, !isNewDay && follows(message, former))}
  `;
}

const togetherMs = 5 * 60_000;

/** Said by the same one shortly after: needs no second name. */
function follows(message: MessageState, former: MessageState): boolean {
  return (
    message.author === former.author &&
    message.ephemeral === former.ephemeral &&
    Date.parse(message.at) - Date.parse(former.at) < togetherMs
  );
}

function scrollDown(): void {
  const log = document.querySelector('.log');
  if (log !== null) log.scrollTop = log.scrollHeight;
}
