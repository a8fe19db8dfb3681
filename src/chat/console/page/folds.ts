// Very long content is folded. Whether something is too long only the laid-out page knows: it is measured there, and
// the style sheet shows the button that unfolds it.
import { html, type TemplateResult } from 'lit-html';
import type { App } from './state.ts';

export function foldOf(app: App, id: string): string {
  return app.state.unfolded.has(id) ? '' : 'fold';
}

export function unfoldButton(app: App, id: string): TemplateResult {
  return html`<button
    class="unfold"
    @click=${() => {
      app.change({ unfolded: new Set([...app.state.unfolded, id]) });
    }}
  >
    Show all
  </button>`;
}

const slackPx = 8;

export function measureFolds(root: HTMLElement): void {
  for (const element of root.querySelectorAll('.fold')) {
    element.toggleAttribute(
      'data-overflows',
      element.scrollHeight > element.clientHeight + slackPx,
    );
  }
}
