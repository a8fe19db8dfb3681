// A page that shows cards as Teams does: Microsoft's own renderer, with the colours and sizes of Teams.
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { CardJson } from '#src/chat/adaptive-card.ts';

export type Theme = 'light' | 'dark';

const script = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js');

const palettes = {
  light: {
    page: '#f5f5f5',
    card: '#ffffff',
    text: '#242424',
    subtle: '#616161',
    accent: '#5b5fc7',
    good: '#237b4b',
    warning: '#835c00',
    attention: '#c4314b',
    line: '#d1d1d1',
  },
  dark: {
    page: '#1f1f1f',
    card: '#292929',
    text: '#ffffff',
    subtle: '#adadad',
    accent: '#a6a7dc',
    good: '#92c353',
    warning: '#f8d22a',
    attention: '#f9526b',
    line: '#525252',
  },
} as const;

const both = (colour: string) => ({ default: colour, subtle: colour });

function hostConfig(theme: Theme): object {
  const { card, text, subtle, accent, good, warning, attention, line } = palettes[theme];
  const foregroundColors = {
    default: { default: text, subtle },
    dark: both(text),
    light: both(subtle),
    accent: both(accent),
    good: both(good),
    warning: both(warning),
    attention: both(attention),
  };
  const style = { backgroundColor: card, foregroundColors };
  return {
    fontFamily: "'Segoe UI', 'DejaVu Sans', sans-serif",
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: line },
    supportsInteractivity: true,
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      showCard: { actionMode: 'inline' },
    },
    inputs: {
      label: {
        inputSpacing: 'small',
        requiredInputs: { weight: 'bolder' },
        optionalInputs: { weight: 'bolder' },
      },
      errorMessage: { spacing: 'small' },
    },
    containerStyles: { default: style, emphasis: style },
    adaptiveCard: { allowCustomStyle: false },
  };
}

function css(theme: Theme): string {
  const { page, card, text, accent, attention, line } = palettes[theme];
  return `
    body { margin: 0; padding: 12px; background: ${page}; color: ${text}; }
    main { max-width: 100%; border: 1px solid ${line}; border-radius: 6px; background: ${card}; }
    .ac-pushButton { min-height: 32px; padding: 4px 12px; border: 1px solid ${line};
      border-radius: 4px; background: ${card}; color: ${text}; font: 600 14px 'Segoe UI', sans-serif; }
    .ac-pushButton:focus-visible { outline: 2px solid ${text}; outline-offset: 1px; }
    .ac-pushButton.style-positive { background: ${accent}; color: ${card}; }
    .ac-pushButton.style-destructive { color: ${attention}; }
    .ac-pushButton[aria-disabled=true], .ac-pushButton:disabled { opacity: 0.5; }
    .ac-input { box-sizing: border-box; width: 100%; padding: 6px 8px; border: 1px solid ${line};
      border-radius: 4px; background: ${page}; color: ${text}; font: 14px 'Segoe UI', sans-serif; }
    .ac-anchor { color: ${accent}; }
    /* Teams puts buttons that do not fit into a next line, and breaks long words. */
    .ac-actionSet { flex-wrap: wrap; row-gap: 8px; }
    .ac-pushButton { max-width: 100%; }
    body { overflow-wrap: break-word; }
    .mention { color: ${accent}; }`;
}

/** Shows nothing on the page but the card; what is pressed is kept in `window.pressed`. */
export async function showCard(
  page: Page,
  card: CardJson,
  { theme, width }: { theme: Theme; width: number },
): Promise<void> {
  await page.setViewportSize({ width, height: 700 });
  await page.setContent(`<!doctype html><html lang="en"><style>${css(theme)}</style><main></main>`);
  await page.addScriptTag({ path: script });
  // As text: it runs in the page, which knows other names than this file.
  await page.evaluate(`
    var card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = new AdaptiveCards.HostConfig(${JSON.stringify(hostConfig(theme))});
    window.pressed = [];
    card.onExecuteAction = (action) => window.pressed.push(action.title);
    card.parse(${JSON.stringify(card)});
    var main = document.querySelector('main');
    main.append(card.render());
    for (const block of main.querySelectorAll('.ac-textBlock'))
      block.innerHTML = block.innerHTML.replaceAll(/&lt;at&gt;(.*?)&lt;\\/at&gt;/g, '<span class="mention">$1</span>');
    undefined`);
}
