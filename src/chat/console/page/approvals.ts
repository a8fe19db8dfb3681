// What waits for a second person: the words, until when it stands, and a press for yes or no.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { ApprovalState, PanelState } from '../wire.ts';
import type { App } from './state.ts';

export function approvals(
  app: App,
  { approvals: open }: PanelState,
): TemplateResult | typeof nothing {
  if (open.length === 0) return nothing;
  return html`
    <section>
      <h3>Waits for a second person</h3>
      <ul class="tasks">
        ${open.map((one) => approvalRow(app, one))}
      </ul>
    </section>
  `;
}

function approvalRow(app: App, { n, words, proposedBy, expiresAt }: ApprovalState): TemplateResult {
  const button = (label: string, verb: string): TemplateResult =>
    html`<button
      aria-label="${label} approval ${n}"
      @click=${() => {
        void app.say(`/incident ${verb} ${n}`);
      }}
    >
      ${label}
    </button>`;
  return html`
    <li class="task">
      <span class="task-n">${n}</span>
      <div>
        <p dir="auto">${words}</p>
        <p class="task-state">
          proposed by ${proposedBy} · lapses in
          <span class="countdown" data-due=${expiresAt}></span>
        </p>
      </div>
      <span class="task-buttons"
        >${button('Approve', 'approve')} ${button('Decline', 'decline')}</span
      >
    </li>
  `;
}
