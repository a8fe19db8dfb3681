// The few icons of the page. They are decoration: what they stand beside says it in words.
import { html, type TemplateResult } from 'lit-html';

const paths = {
  menu: 'M3 6h18M3 12h18M3 18h18',
  chat: 'M4 5h16v11H9l-5 4z',
  shield: 'M12 3l7 2.500v5.500c0 4.500-2.900 7.800-7 10-4.100-2.200-7-5.500-7-10V5.500z',
  pin: 'M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v6',
  send: 'M4 12l16-8-6 16-3-7z',
  close: 'M6 6l12 12M18 6L6 18',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  lock: 'M7 11V8a5 5 0 0110 0v3M5 11h14v9H5z',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  down: 'M12 5v13M6 12l6 6 6-6',
  play: 'M7 4l13 8-13 8z',
  plus: 'M12 5v14M5 12h14',
} as const;

export function icon(name: keyof typeof paths): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d=${paths[name]} />
  </svg>`;
}
