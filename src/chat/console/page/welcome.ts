// The first thing a newcomer sees: what this is, and two ways to try it.
import { html, type TemplateResult } from 'lit-html';
import { icon } from './icons.ts';
import type { App } from './state.ts';

const example = '/incident declare Exchange zero-day --level 1';

export function welcome(app: App): TemplateResult {
  return html`
    <section class="welcome" aria-labelledby="welcome-title">
      <h2 id="welcome-title">Lead a security incident from its first minute</h2>
      <p>
        ssirp-bot opens a channel for each incident, says who is needed, keeps every clock and
        writes down what was decided. It leads through five phases and lets none be left before its
        work is done:
      </p>
      <ol class="welcome-phases">
        <li>mobilize</li>
        <li>assess</li>
        <li>remediate</li>
        <li>communicate</li>
        <li>review</li>
      </ol>
      <div class="welcome-ways">
        <button
          class="primary"
          @click=${() => {
            void app.say('/incident declare');
          }}
        >
          ${icon('plus')} Declare an incident
        </button>
        <button
          @click=${() => {
            void app.drill();
          }}
        >
          ${icon('play')} Play a drill (MS08-078)
        </button>
      </div>
      <p>
        Or type it:
        <button
          class="example"
          @click=${() => {
            app.draft(example);
          }}
        >
          <code>${example}</code>
        </button>
      </p>
      <p class="fine">
        This console is a chat of its own, with nothing to set up: the same commands, cards and
        forms as in Slack. Switch persona on the left to play several responders. Nothing leaves
        this machine.
      </p>
    </section>
  `;
}
