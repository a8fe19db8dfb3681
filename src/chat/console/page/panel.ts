// The right column: where the incident stands.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelState, TaskState } from '../wire.ts';
import { bothTimes, clockTime } from './format.ts';
import { zoneOf, type App } from './state.ts';

export function panel(app: App, incident: PanelState): TemplateResult {
  return html`
    <header class="panel-header">
      <h2>${incident.incidentId}</h2>
      <p class="badges">
        <span class="level l${incident.level}">${incident.levelName}</span>
        ${incident.drill ? html`<span class="badge">drill</span>` : nothing}
        ${incident.visibility === 'open' ? nothing : html`<span class="badge">${incident.visibility}</span>`}
        ${incident.tlp === null ? nothing : html`<span class="badge">TLP:${incident.tlp}</span>`}
      </p>
      <p class="panel-title" dir="auto" title=${incident.title.slice(0, 1000)}>
        ${incident.title.slice(0, 1000)}
      </p>
    </header>
    ${phases(incident)} ${clocks(incident)} ${checklist(app, incident)} ${tasks(app, incident)}
    ${roles(incident)} ${exports(app, incident)} ${timeline(app, incident)}
  `;
}

function phases(incident: PanelState): TemplateResult {
  return html`
    <section aria-label="Phase">
      <ol class="phases">
        ${incident.phases.map(
          ({ name, when }) =>
            html`<li class=${when} aria-current=${when === 'now' ? 'step' : 'false'}>${name}</li>`,
        )}
      </ol>
      <p class="where">
        ${
          incident.outcome === null
            ? html`<strong>${incident.subState}</strong> · communications ${incident.comms}`
            : html`<strong>${incident.outcome}</strong>`
        }
      </p>
    </section>
  `;
}

function clocks({ clocks: all }: PanelState): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  return html`
    <section>
      <h3>Clocks</h3>
      <ul class="clocks">
        ${all.map(
          ({ label, dueAt }) =>
            html`<li><span>${label}</span><span class="countdown" data-due=${dueAt}></span></li>`,
        )}
      </ul>
    </section>
  `;
}

function checklist(app: App, incident: PanelState): TemplateResult | typeof nothing {
  if (incident.closed) return nothing;
  const met = incident.checklist.filter((one) => one.met).length;
  const isReady = met === incident.checklist.length;
  return html`
    <section>
      <h3>To leave this phase <span class="count">${met} of ${incident.checklist.length}</span></h3>
      <ul class="checklist">
        ${incident.checklist.map(
          ({ text, met: isMet, what, remedy }) => html`
            <li class=${isMet ? 'met' : 'missing'}>
              <span class="mark" role="img" aria-label=${isMet ? 'met' : 'missing'}
                >${isMet ? '✓' : '✗'}</span
              >
              <span>
                ${text}${what === '' ? nothing : html`<span class="what">: ${what}</span>`}
                ${remedy === '' ? nothing : suggestion(app, remedy)}
              </span>
            </li>
          `,
        )}
      </ul>
      <button
        class=${isReady ? 'primary wide' : 'wide'}
        @click=${() => {
          void app.say('/incident advance');
        }}
      >
        Advance to the next phase
      </button>
    </section>
  `;
}

/** A command that only waits to be filled in. */
function suggestion(app: App, command: string): TemplateResult {
  return html`<button
    class="suggestion"
    title="Put this command into the message box"
    @click=${() => {
      app.change({ view: 'chat' });
      app.draft(command);
    }}
  >
    ${command}
  </button>`;
}

const order = ['open', 'blocked', 'acknowledged', 'started', 'done', 'waived'];

function tasks(app: App, incident: PanelState): TemplateResult {
  const sorted = incident.tasks.toSorted(
    (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.n - b.n,
  );
  const isPending = ({ state }: TaskState): boolean => state !== 'done' && state !== 'waived';
  const pending = sorted.filter(isPending);
  const settled = sorted.filter((one) => !isPending(one));
  return html`
    <section>
      <h3>Tasks <span class="count">${settled.length} of ${sorted.length} done</span></h3>
      ${sorted.length === 0 ? html`<p class="none">No tasks yet.</p>` : nothing}
      <ul class="tasks">
        ${pending.map((one) => task(app, one))}
      </ul>
      ${
        settled.length === 0
          ? nothing
          : html`<details>
              <summary>${settled.length} done or waived</summary>
              <ul class="tasks">
                ${settled.map((one) => task(app, one))}
              </ul>
            </details>`
      }
    </section>
  `;
}

function task(app: App, { n, text, state, assignee, dueAt }: TaskState): TemplateResult {
  const button = (label: string, command: string): TemplateResult =>
    html`<button
      aria-label="${label} task ${n}"
      @click=${() => {
        void app.say(`/incident ${command} ${n}`);
      }}
    >
      ${label}
    </button>`;
  const isPending = state !== 'done' && state !== 'waived';
  return html`
    <li class="task ${state}">
      <span class="task-n">${n}</span>
      <div>
        <p dir="auto">${text}</p>
        <p class="task-state">
          <span class="state">${state}</span> ${assignee ?? 'nobody yet'}
          ${dueAt === null || !isPending ? nothing : html`<span class="countdown" data-due=${dueAt}></span>`}
        </p>
      </div>
      <span class="task-buttons">
        ${state === 'open' ? button('Ack', 'ack') : nothing}
        ${isPending ? button('Done', 'done') : nothing}
      </span>
    </li>
  `;
}

function roles({ roles: all }: PanelState): TemplateResult {
  return html`
    <section>
      <h3>Roles</h3>
      ${all.length === 0 ? html`<p class="none">Nobody holds a role yet.</p>` : nothing}
      <dl class="roles">
        ${all.map(
          ({ role, person, acknowledged }) => html`
            <div class=${person === null ? 'open' : ''}>
              <dt>${role}</dt>
              <dd>
                ${person ?? 'open'}
                ${person !== null && !acknowledged ? html`<span class="waiting">asked</span>` : nothing}
              </dd>
            </div>
          `,
        )}
      </dl>
    </section>
  `;
}

function exports(app: App, { incidentId }: PanelState): TemplateResult {
  return html`
    <section>
      <h3>Postmortem and timeline</h3>
      <p class="exports">
        ${['md', 'html', 'json', 'csv'].map(
          (format) =>
            html`<a
              class="button"
              href="/console/export/${incidentId}.${format}?${new URLSearchParams({ as: app.state.me })}"
              download
              aria-label="Download as ${format}"
              >${format}</a
            >`,
        )}
      </p>
    </section>
  `;
}

function timeline(app: App, { timeline: entries }: PanelState): TemplateResult {
  const zone = zoneOf(app.state);
  return html`
    <section>
      <h3>Timeline <span class="count">newest first</span></h3>
      <ol class="timeline">
        ${entries.map(
          ({ seq, at, actor, text }) => html`
            <li>
              <time datetime=${at} title=${bothTimes(at, zone)}>${clockTime(at, zone)}</time>
              <p dir="auto">${text.slice(0, 600)}${text.length > 600 ? '…' : ''}</p>
              <span class="entry-by">${seq} · ${actor}</span>
            </li>
          `,
        )}
      </ol>
    </section>
  `;
}
