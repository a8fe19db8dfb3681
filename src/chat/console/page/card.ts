// A bot message as an Adaptive Card. The element is made once per revision, so that a new state of the page leaves
// focus and selection alone.
import type * as Library from 'adaptivecards';
import { hostConfig } from './host-config.ts';
import type { App } from './state.ts';

declare const AdaptiveCards: typeof Library;

interface Shown {
  id: string;
  revision: number;
  card: Readonly<Record<string, unknown>>;
}

export type Cards = (app: App, shown: Shown, place: 'chat' | 'pin') => Node;

export function createCards(): Cards {
  const made = new Map<string, { version: string; element: Node }>();
  return (app, shown, place) => {
    const key = `${place} ${app.state.me} ${shown.id}`;
    const version = String(shown.revision);
    const known = made.get(key);
    if (known?.version === version) return known.element;
    const element = render(app, shown);
    made.set(key, { version, element });
    return element;
  };
}

function render(app: App, { id, card: json }: Shown): Node {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
  card.parse(json);
  card.onExecuteAction = (action) => {
    if (action instanceof AdaptiveCards.OpenUrlAction) follow(app, action.url ?? '');
    if (action instanceof AdaptiveCards.ExecuteAction) void app.press(id, buttonOf(action.data));
  };
  const element = card.render() ?? document.createElement('div');
  // The library makes the card itself a tab stop, though nothing happens there.
  element.removeAttribute('tabindex');
  for (const run of element.querySelectorAll('.ac-richTextBlock')) run.setAttribute('dir', 'auto');
  for (const button of element.querySelectorAll('button')) explainDisabled(app, button);
  return element;
}

/** A disabled button cannot be focused or touched to learn why: keep it reachable and let it say so. */
function explainDisabled(app: App, button: HTMLButtonElement): void {
  if (!button.disabled) return;
  button.disabled = false;
  button.setAttribute('aria-disabled', 'true');
  button.addEventListener('click', () => {
    app.notify(button.title, 'bad');
  });
}

function buttonOf(data: unknown): string {
  return typeof data === 'object' && data !== null && 'b' in data ? String(data.b) : '';
}

/** A link to one of our own channels stays in this page. */
function follow(app: App, link: string): void {
  const url = new URL(link, location.href);
  const isOwn = url.origin === location.origin || /^(127\.|localhost$|\[::1\]$)/.test(url.hostname);
  const channel = url.pathname === '/' ? url.searchParams.get('channel') : null;
  if (isOwn && channel !== null) app.open(channel);
  else window.open(url.href, '_blank', 'noopener,noreferrer');
}
