// One message. Whatever a person typed goes into text nodes only.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { MessageBody, MessageState } from '../wire.ts';
import type { Cards } from './card.ts';
import { bothTimes, clockTime, size } from './format.ts';
import { foldOf, unfoldButton } from './folds.ts';
import { icon } from './icons.ts';
import { personaIn, zoneOf, type App } from './state.ts';
import { typedText } from './typed-text.ts';

export function messageRow(
  app: App,
  cards: Cards,
  message: MessageState,
  isFollowing: boolean,
): TemplateResult {
  const name = message.authorName;
  const kinds = [message.ephemeral ? 'ephemeral' : '', isFollowing ? 'following' : ''].join(' ');
  return html`
    <li class="message ${kinds}" id="m-${message.id}">
      <span class="side" aria-hidden="true">${isFollowing ? nothing : avatar(app, message)}</span>
      <div class="said">
        <p class=${isFollowing ? 'by hidden' : 'by'}>
          <strong>${name}</strong>
          ${message.author === null ? html`<span class="tag">bot</span>` : nothing}
          ${time(app, message.at)}
          ${message.ephemeral ? html`<span class="only-you">Only you can see this</span>` : nothing}
        </p>
        ${shown(app, cards, message)}
        ${message.marked ? html`<p class="marked">📌 On the timeline</p>` : nothing}
      </div>
      ${menu(app, message, name)}
    </li>
  `;
}

function avatar(app: App, message: MessageState): TemplateResult {
  if (message.author === null) {
    return html`<img
      class="avatar"
      src="/console/assets/favicon.svg"
      alt=""
      width="36"
      height="36"
    />`;
  }
  const { colour = 9, initials = message.authorName.slice(0, 1) } =
    personaIn(app.state, message.author) ?? {};
  return html`<span class="avatar c${colour}">${initials}</span>`;
}

function time(app: App, at: string): TemplateResult {
  const zone = zoneOf(app.state);
  return html`<time datetime=${at} title=${bothTimes(at, zone)}>${clockTime(at, zone)}</time>`;
}

function shown(app: App, cards: Cards, message: MessageState): TemplateResult {
  const { id, body } = message;
  const fold = foldOf(app, id);
  switch (body.kind) {
    case 'text': {
      const text = message.ephemeral
        ? html`<code class="words">${body.text}</code>`
        : html`<span class="words">${typedText(app, body.text)}</span>`;
      return html`<p class="text ${fold}" dir="auto">${text}</p>
        ${unfoldButton(app, id)}`;
    }
    case 'card':
      return html`<div class="card ${fold}">
          ${cards(app, { ...message, card: body.card }, 'chat')}
        </div>
        ${unfoldButton(app, id)}`;
    case 'file':
      return file(app, message, body);
  }
}

function file(
  app: App,
  { id }: MessageState,
  body: MessageBody & { kind: 'file' },
): TemplateResult {
  const href = `/console/files/${id}?${new URLSearchParams({ as: app.state.me })}`;
  return html`
    <a class="file" href=${href} download=${body.filename}>
      ${icon('file')}
      <span><strong>${body.filename}</strong><br />${body.title} · ${size(body.bytes)}</span>
    </a>
  `;
}

function menu(app: App, message: MessageState, name: string): TemplateResult | typeof nothing {
  const isIncident = app.state.data?.channel?.panel !== null;
  if (message.ephemeral || !isIncident || message.body.kind === 'file') return nothing;
  const isOpen = app.state.menu === message.id;
  return html`
    <div class="menu">
      <button
        class="quiet"
        aria-label="Actions for the message of ${name}"
        aria-expanded=${isOpen}
        @click=${() => {
          app.change({ menu: isOpen ? null : message.id });
        }}
      >
        ${icon('more')}
      </button>
      ${
        isOpen
          ? html`<button
              class="menu-item"
              @click=${() => {
                app.change({ menu: null });
                void app.capture(message.id);
              }}
            >
              📌 ${message.marked ? 'Remove from timeline' : 'Add to timeline'}
            </button>`
          : nothing
      }
    </div>
  `;
}
