// The cards through Microsoft's own renderer. Teams dresses it otherwise, but what is too wide or unreachable here is
// so there too.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../console/chromium.ts';
import { lintCard } from '../../teams-server/card-lint.ts';
import { scenes } from './scenes.ts';
import { showCard, type Theme } from './teams-client.ts';

const why =
  chromiumPath === undefined
    ? ' (skipped: no Chromium found; install it or set CHROMIUM_PATH)'
    : '';
const looks: readonly { theme: Theme; width: number }[] = [
  { theme: 'dark', width: 320 },
  { theme: 'light', width: 900 },
];
const all = Object.entries(scenes);
/** Without the picker of people: Teams has one of its own in its place. */
const controls =
  'button:not([aria-disabled=true]), input:not(.ac-choiceSetInput-filtered-textbox), textarea, select';

test.each(all)('Teams shows the card “%s” as it is meant', (_name, { card, isDialog }) => {
  expect(lintCard(card, isDialog === true ? 'dialog' : 'message')).toEqual([]);
});

describe.skipIf(chromiumPath === undefined)(`in a browser${why}`, () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser();
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser.close();
  });

  test.each(all)('nothing of “%s” is too wide or cut off', async (_name, { card }) => {
    for (const look of looks) {
      await showCard(page, card, look);
      expect({ ...look, hidden: await hiddenIn(page) }).toEqual({ ...look, hidden: [] });
    }
  });

  test.each(all)('everything in “%s” is reached by the keyboard', async (_name, { card }) => {
    await showCard(page, card, { theme: 'light', width: 320 });
    const reached = await tabbed(page);
    const wanted = await namesOf(page, controls);

    expect(wanted.filter((name) => name === '')).toEqual([]);
    expect(wanted.filter((name) => !reached.includes(name))).toEqual([]);
  });

  test('a button is pressed with the Enter key', async () => {
    const { card } = scenes['task'] ?? {};
    await showCard(page, card ?? {}, { theme: 'light', width: 320 });
    await page.getByRole('button', { name: 'Acknowledge' }).focus();
    await page.keyboard.press('Enter');

    expect(await page.evaluate('window.pressed')).toEqual(['Acknowledge']);
  });
});

/** Texts that stand out of the card, or out of an element that hides what is too much. */
async function hiddenIn(page: Page): Promise<unknown> {
  return await page.evaluate(`(() => {
    const edge = document.querySelector('main').getBoundingClientRect();
    const hidden = [];
    if (document.documentElement.scrollWidth > window.innerWidth) hidden.push('the page is too wide');
    for (const element of document.querySelectorAll('main :not(option)')) {
      const text = (element.textContent ?? '').slice(0, 60);
      const { left, right } = element.getBoundingClientRect();
      if (left < edge.left - 1 || right > edge.right + 1) hidden.push('out of the card: ' + text);
      const cuts = getComputedStyle(element).overflow !== 'visible' && !/INPUT|TEXTAREA|SELECT/.test(element.tagName);
      if (cuts && element.scrollWidth > element.clientWidth + 1) hidden.push('cut off: ' + text);
    }
    return hidden;
  })()`);
}

/** What a screen reader calls the elements. */
async function namesOf(page: Page, selector: string): Promise<string[]> {
  const names =
    await page.evaluate(`[...document.querySelectorAll(${JSON.stringify(`main :is(${selector})`)})]
    .filter((element) => element.getClientRects().length > 0)
    .map((element) => (${nameInPage})(element))`);
  return names as string[];
}

/** What the focus stops at, from the first to the last. */
async function tabbed(page: Page): Promise<unknown[]> {
  const names: unknown[] = [];
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(
      `document.activeElement === document.body ? null : (${nameInPage})(document.activeElement)`,
    );
    if (name === null) break;
    names.push(name);
  }
  return names;
}

const nameInPage = `(element) => {
  const labels = (element.getAttribute('aria-labelledby') ?? '').split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim();
  return element.getAttribute('aria-label') ?? (labels || element.textContent.trim());
}`;
