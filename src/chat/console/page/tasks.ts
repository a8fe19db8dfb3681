// The tasks of the incident: what waits first, and acknowledging and finishing by one press.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelState, TaskState } from '../wire.ts';
import type { App } from './state.ts';

const isPending = ({ state }: TaskState): boolean => state !== 'done' && state !== 'waived';

const order = ['open', 'blocked', 'acknowledged', 'started', 'done', 'waived'];

export function tasks(app: App, incident: PanelState): TemplateResult {
  const sorted = incident.tasks.toSorted(
    (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.n - b.n,
  );
  const pending = sorted.filter(isPending);
  const settled = sorted.filter((one) => !isPending(one));
  return html`
    <section>
      <h3>Tasks <span class="count">${settled.length} of ${sorted.length} done</span></h3>
      ${sorted.length === 0 ? html`<p class="none">No tasks yet.</p>` : nothing}
      ${
        pending.length === 0
          ? nothing
          : html`<ul class="tasks">
              ${pending.map((one) => task(app, one))}
            </ul>`
      }
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

function task(app: App, one: TaskState): TemplateResult {
  const { n, text, state, assignee, dueAt } = one;
  const button = (label: string, command: string): TemplateResult =>
    html`<button
      aria-label="${label} task ${n}"
      @click=${() => {
        void app.say(`/incident ${command} ${n}`);
      }}
    >
      ${label}
    </button>`;
  return html`
    <li class="task ${state}">
      <span class="task-n">${n}</span>
      <div>
        <p dir="auto">${text}</p>
        <p class="task-state">
          <span class="state">${state}</span> ${assignee ?? 'nobody yet'}
          ${dueAt === null || !isPending(one) ? nothing : html`<span class="countdown" data-due=${dueAt}></span>`}
        </p>
      </div>
      <span class="task-buttons">
        ${state === 'open' ? button('Ack', 'ack') : nothing}
        ${isPending(one) ? button('Done', 'done') : nothing}
      </span>
    </li>
  `;
}
