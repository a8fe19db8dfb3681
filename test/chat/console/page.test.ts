// The page in a real browser: what a newcomer does in the first two minutes.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, describe } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, openBrowser } from './chromium.ts';
import { ConsoleHarness, messageWithButtons } from './harness.ts';

describe.skipIf(chromiumPath === undefined)(
  'in a browser (needs Chromium; set CHROMIUM_PATH)',
  () => {
    let browser: Browser;
    let console: ConsoleHarness;
    let page: Page;
    let problems: string[];

    beforeAll(async () => {
      browser = await openBrowser();
    });
    afterAll(async () => {
      await browser.close();
    });
    beforeEach(async () => {
      console = await ConsoleHarness.start();
      page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      page.setDefaultTimeout(8000);
      problems = [];
      page.on('pageerror', ({ message }) => problems.push(message));
      page.on('console', (line) => {
        if (line.type() === 'error') problems.push(line.text());
      });
      await page.goto(console.url);
    });
    afterEach(async () => {
      await page.close();
      await console[Symbol.asyncDispose]();
      // Broken policy, missing files and script errors all end up here.
      if (problems.length > 0) throw new Error(problems.join('\n'));
    });

    const type = async (text: string): Promise<void> => {
      await page.locator('#message').fill(text);
      await page.keyboard.press('Enter');
    };

    test('a newcomer declares an incident by the form and is taken to its channel', async () => {
      await page.getByRole('button', { name: 'Declare an incident' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Declare' }).click();

      const title = page.getByLabel('What happens to which product?');
      await title.and(page.locator('[aria-invalid=true]:focus')).waitFor();
      expect(await page.getByRole('dialog').textContent()).toContain('An incident needs a title.');
      await title.fill('Exchange zero-day');
      await page.keyboard.press('Enter');

      await page.getByRole('heading', { name: 'inc-2026-0001-exchange' }).waitFor();
      await page
        .getByRole('complementary', { name: 'Incident' })
        .getByText('Exchange zero-day')
        .first()
        .waitFor();
      expect(
        await page
          .getByRole('listitem')
          .filter({ hasText: /^mobilize$/ })
          .getAttribute('aria-current'),
      ).toBe('step');
    });

    test('Escape closes the form', async () => {
      await page.getByRole('button', { name: 'Declare an incident' }).click();
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');

      await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    });

    test('what people type is text, never markup', async () => {
      const hostile =
        '<img src=x onerror="document.title=1"> <b>bold</b> https://example.com/"onmouseover=x';
      await type(hostile);
      await console.incident(hostile);
      const message = page.locator('.message .text');
      await message.waitFor();

      expect(await message.textContent()).toContain('<b>bold</b>');
      expect(await page.locator('.message img[src=x], .message b').count()).toBe(0);
      expect(await message.locator('a').getAttribute('href')).toBe('https://example.com/');
      expect(await page.title()).toContain('ssirp-bot');
    });

    test('a command is completed, sent and brought back', async () => {
      await page.locator('#message').pressSequentially('/incident stat');
      const first = page.getByRole('listbox', { name: 'Completions' }).getByRole('option').first();
      // The list is there from the first letter on; it is to be that of the last.
      await expect.poll(() => first.innerText()).toMatch(/^status/);
      await page.keyboard.press('Tab');
      expect(await page.locator('#message').inputValue()).toBe('/incident status ');
      await page.keyboard.press('Enter');

      await page.getByText('Done: status').first().waitFor();
      await page.keyboard.press('ArrowUp');
      expect(await page.locator('#message').inputValue()).toBe('/incident status');
    });

    test('buttons of a card say their command; a disabled one says why', async () => {
      await console.deliver({
        kind: 'post',
        to: 'general',
        message: messageWithButtons(),
        pin: false,
      });
      await page.getByRole('button', { name: 'Acknowledge' }).click();
      await page.getByText('Done: INC-2026-0001 ack 1').first().waitFor();
      await page.locator('.card').getByText('Done', { exact: true }).click({ force: true });

      await page.getByRole('status').getByText('Acknowledge it first.').waitFor();
      expect(console.heard).toHaveLength(1);
    });

    test('another persona sees another console', async () => {
      await console.deliver({
        kind: 'tell',
        person: 'console:local:ben',
        message: messageWithButtons(),
      });
      await page.getByLabel('You are playing').selectOption('ben');

      await page.getByRole('button', { name: 'ssirp-bot unread' }).click();
      await expect
        .poll(() => page.locator('.topic').innerText())
        .toBe('Only ssirp-bot and Ben Okafor');
    });

    test('nothing overflows a telephone, whatever the title', async () => {
      await console.incident(`${'A'.repeat(50_000)} \u202E שלום עולם`);
      await page.setViewportSize({ width: 400, height: 800 });
      for (const part of ['Channels', 'Chat', 'Incident']) {
        await page
          .getByRole('navigation', { name: 'Parts of the page' })
          .getByText(part)
          .click({ force: true });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
        if (part === 'Channels')
          await page.getByRole('button', { name: 'inc-2026-0001-exchange' }).click();
      }
    });
  },
);
