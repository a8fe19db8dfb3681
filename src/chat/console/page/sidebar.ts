// The left column: who you are, and the channels by kind.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { ChannelState } from '../wire.ts';
import { icon } from './icons.ts';
import { personaIn, type App } from './state.ts';

export function sidebar(app: App): TemplateResult {
  const channels = app.state.data?.channels ?? [];
  const incidents = channels.filter(({ kind }) => kind === 'incident');
  return html`
    <div class="brand">
      <img src="/console/assets/favicon.svg" alt="" width="28" height="28" /> ssirp-bot
    </div>
    ${switcher(app)}
    <nav class="channels" aria-label="Channels">
      ${group(
        app,
        'Channels',
        ['general', 'announcements'].flatMap((id) => channels.find((one) => one.id === id) ?? []),
      )}
      ${group(
        app,
        'Open incidents',
        incidents.filter(({ closed }) => !closed),
        'None. All quiet.',
      )}
      ${group(
        app,
        'Closed incidents',
        incidents.filter(({ closed }) => closed),
      )}
      ${group(
        app,
        'Direct messages',
        channels.filter(({ kind }) => kind === 'direct'),
      )}
    </nav>
    <p class="local">Local console · this machine only</p>
  `;
}

function switcher(app: App): TemplateResult {
  const me = personaIn(app.state, app.state.me);
  return html`
    <div class="persona">
      <span class="avatar c${me?.colour ?? 0}" aria-hidden="true">${me?.initials ?? ''}</span>
      <label>
        <span class="persona-label">You are playing</span>
        <select
          @change=${(event: Event) => {
            if (event.target instanceof HTMLSelectElement) app.play(event.target.value);
          }}
        >
          ${app.state.data?.personas.map(
            ({ handle, name, job }) =>
              html`<option value=${handle} ?selected=${handle === app.state.me}>
                ${name} · ${job}
              </option>`,
          )}
        </select>
      </label>
    </div>
  `;
}

function group(
  app: App,
  title: string,
  channels: readonly ChannelState[],
  empty = '',
): TemplateResult | typeof nothing {
  if (channels.length === 0 && empty === '') return nothing;
  return html`
    <h2>${title}</h2>
    <ul>
      ${channels.map((channel) => html`<li>${entry(app, channel)}</li>`)}
      ${channels.length === 0 ? html`<li class="none">${empty}</li>` : nothing}
    </ul>
  `;
}

function entry(app: App, channel: ChannelState): TemplateResult {
  const isHere = channel.id === app.state.channel;
  const isNew = isUnread(app, channel);
  return html`
    <button
      class="channel ${isNew ? 'unread' : ''}"
      aria-current=${isHere ? 'page' : 'false'}
      title=${channel.incident?.title.slice(0, 300) ?? channel.name}
      @click=${() => {
        app.open(channel.id);
      }}
    >
      <span class="sign" aria-hidden="true">${signOf(channel)}</span>
      <span class="name">${channel.name}</span>
      ${
        channel.incident === null || channel.closed
          ? nothing
          : html`<span class="level l${channel.incident.level}">L${channel.incident.level}</span>`
      }
      ${isNew ? html`<span class="dot"><span class="hidden">unread</span></span>` : nothing}
    </button>
  `;
}

function signOf(channel: ChannelState): TemplateResult | string {
  if (channel.kind === 'direct') return '@';
  return channel.private ? icon('lock') : '#';
}

export function isUnread({ state }: App, { id, lastId }: ChannelState): boolean {
  return id !== state.channel && lastId !== null && state.read[id] !== lastId;
}
