// The right column: where the incident stands.
import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { PanelState } from '../wire.ts';
import { bothTimes, clockTime } from './format.ts';
import { zoneOf, type App } from './state.ts';
import { approvals } from './approvals.ts';
import { cases } from './cases.ts';
import { tasks } from './tasks.ts';

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
    ${phases(incident)} ${approvals(app, incident)} ${checklist(app, incident)} ${clocks(incident)}
    ${cases(app, incident)} ${tasks(app, incident)} ${roles(incident)} ${exports(app, incident)}
    ${timeline(app, incident)}
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

const taskClocksMax = 2;

/** The incident's own clocks, and the next of its tasks; the others wait behind a summary. */
function clocks({ clocks: all, waits }: PanelState): TemplateResult | typeof nothing {
  if (all.length + waits.length === 0) return nothing;
  const ofTasks = all.filter(({ id }) => id.startsWith('task/'));
  const next = new Set(ofTasks.slice(0, taskClocksMax));
  const rest = ofTasks.filter((one) => !next.has(one));
  return html`
    <section>
      <h3>Clocks</h3>
      <ul class="clocks">
        ${all.filter((one) => !rest.includes(one)).map(clock)}
        ${waits.map(
          ({ label, until }) =>
            html`<li>
              <span>${label}<span class="what">, ${until}</span></span>
            </li>`,
        )}
      </ul>
      ${
        rest.length === 0
          ? nothing
          : html`<details>
              <summary>${rest.length} more task deadlines</summary>
              <ul class="clocks">
                ${rest.map(clock)}
              </ul>
            </details>`
      }
    </section>
  `;
}

const clock = ({ label, dueAt }: PanelState['clocks'][number]): TemplateResult =>
  html`<li><span>${label}</span><span class="countdown" data-due=${dueAt}></span></li>`;

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
              <div class="criterion">
                ${text}${what === '' ? nothing : html`<span class="what">: ${what}</span>`}
                ${remedy === '' ? nothing : suggestion(app, remedy)}
              </div>
            </li>
          `,
        )}
      </ul>
      <div class="steps">
        ${repeat(
          incident.steps,
          // A button stays itself while others come and go, also under a finger.
          ({ command }) => command,
          (step) => stepButton(app, step, isReady),
        )}
      </div>
    </section>
  `;
}

/** What would be refused can be pressed all the same: the refusal says what is missing. */
function stepButton(
  app: App,
  { label, command, blockedBy }: PanelState['steps'][number],
  isReady: boolean,
): TemplateResult {
  const isNext = command === 'advance';
  return html`<button
    class=${isNext && isReady ? 'primary' : ''}
    title=${blockedBy}
    @click=${() => {
      void app.say(`/incident ${command}`);
    }}
  >
    ${label}
  </button>`;
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

function roles({ roles: all }: PanelState): TemplateResult {
  return html`
    <section>
      <h3>Roles</h3>
      ${
        all.length === 0
          ? html`<p class="none">Nobody holds a role yet.</p>`
          : html`<dl class="roles">
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
            </dl>`
      }
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
              <p dir="auto"><span class="words">${clipped(text)}</span></p>
              <span class="entry-by">${seq} · ${actor}</span>
            </li>
          `,
        )}
      </ol>
    </section>
  `;
}

const entryMax = 600;

const clipped = (text: string): string =>
  text.length > entryMax ? `${text.slice(0, entryMax)}…` : text;
