// The cases of the incident, one vulnerability each: a press shows the card with what may come next.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { CaseState, PanelState } from '../wire.ts';
import type { App } from './state.ts';

export function cases(app: App, incident: PanelState): TemplateResult | typeof nothing {
  const { cases: all } = incident;
  if (all.length === 0) return nothing;
  const closed = all.filter((one) => one.closed).length;
  return html`
    <section>
      <h3>
        Cases
        ${closed === 0 ? nothing : html`<span class="count">${closed} of ${all.length} closed</span>`}
      </h3>
      <ul class="tasks">
        ${all.map((one) => caseRow(app, one))}
      </ul>
    </section>
  `;
}

function caseRow(app: App, { n, title, cve, closed, standing }: CaseState): TemplateResult {
  return html`
    <li class="task ${closed ? 'done' : ''}">
      <span class="task-n">${n}</span>
      <div>
        <p dir="auto">${title}${cve === null ? nothing : html` (${cve})`}</p>
        <p class="task-state">${standing.join(' · ')}</p>
      </div>
      <span class="task-buttons">
        <button
          aria-label="Show case ${n}"
          @click=${() => {
            void app.say(`/incident case show ${n}`);
          }}
        >
          Show
        </button>
      </span>
    </li>
  `;
}
