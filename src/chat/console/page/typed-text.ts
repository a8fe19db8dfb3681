// What a person typed: mentions stand out and web addresses can be followed; everything else is plain text.
import { html, type TemplateResult } from 'lit-html';
import { personaIn, type App } from './state.ts';

const special = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'’]|(?<![\w@.])@\w+|`[^`\n]+`)/u;

/** These turn the order of what follows: in a line that people act on that only deceives. */
const overrides = /[\u202A-\u202E\u2066-\u2069]/gu;

export function typedText(app: App, text: string): (TemplateResult | string)[] {
  return text
    .replaceAll(overrides, '')
    .split(special)
    .map((piece, index) => (index % 2 === 0 ? piece : marked(app, piece)));
}

function marked(app: App, piece: string): TemplateResult | string {
  if (piece.startsWith('`')) return html`<code>${piece.slice(1, -1)}</code>`;
  if (piece.startsWith('@')) {
    const handle = piece.slice(1).toLowerCase();
    return personaIn(app.state, handle) === undefined
      ? piece
      : html`<span class="mention">${piece}</span>`;
  }
  return html`<a href=${piece} target="_blank" rel="noopener noreferrer">${piece}</a>`;
}
