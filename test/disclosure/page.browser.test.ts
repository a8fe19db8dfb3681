// Documents as people see them, in a real browser: light and dark, on a phone, on paper, read from right to left.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentContext, Texts } from '#machines/document-types.ts';
import { htmlPage } from '#src/disclosure/html.ts';
import { draft } from '#src/disclosure/publication.ts';
import { askingPage, closedPage } from '#src/partners/package-page.ts';
import { examplePublisher as publisher } from '#src/shared/publisher.ts';
import { chromiumPath, openBrowser } from '../chat/console/chromium.ts';
import { bulletin, serverFacts } from '../support/documents.ts';

const arabic: Texts = {
  title: 'ثغرة أمنية في خدمة الخادم',
  summary: 'يعالج هذا التحديث (CVE-2008-4250) ثغرة أمنية.',
  'case/1/workarounds': '- عطّل الخدمات باستخدام `sc config Browser start= disabled`.',
};

const translated: DocumentContext = {
  ...bulletin,
  translations: {
    'ar-SA': {
      state: 'ready',
      required: true,
      owner: null,
      texts: arabic,
      edition: 3,
      changed: [],
      waived: null,
    },
  },
};

describe.skipIf(chromiumPath === undefined)(
  'in a browser (needs Chromium; set CHROMIUM_PATH)',
  () => {
    let browser: Browser;
    let page: Page;
    const problems: string[] = [];

    beforeAll(async () => {
      browser = await openBrowser();
      page = await browser.newPage({ viewport: { width: 390, height: 800 } });
      page.on('console', (line) => problems.push(line.text()));
      page.on('request', (request) => problems.push(request.url()));
    });
    afterEach(async () => {
      await page.emulateMedia({ colorScheme: null, media: null });
    });
    afterAll(async () => {
      await browser.close();
    });

    const show = async (document: DocumentContext, locale = 'en-US'): Promise<void> => {
      // A new document, so that nothing of the last one's layout is left.
      await page.goto('about:blank');
      problems.length = 0;
      await page.setContent(htmlPage(draft(document, publisher), locale, { isDrill: false }));
    };
    // As text: the types of a browser are not those of this program.
    const overflow = (): Promise<number> =>
      page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
    const styleOf = (selector: string, property: string): Promise<string> =>
      page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).${property}`);

    test('its own policy lets its style in, and nothing is fetched or complained of', async () => {
      await show(bulletin);

      expect(await styleOf('nav', 'borderRadius')).toBe('6px');
      expect(problems).toEqual([]);
    });

    test('on a phone only tables are wider than the screen, and the keyboard moves them', async () => {
      const long = 'ExtraordinarilyLongNameOfAComponent'.repeat(4);
      await show({ ...bulletin, texts: { ...bulletin.texts, title: long, summary: long } });

      expect(await overflow()).toBe(0);
      const tables = page.getByRole('region', { name: 'Affected Software', exact: true });
      await tables.focus();
      await page.keyboard.press('ArrowRight');
      await expect
        .poll(() => tables.evaluate((region: { scrollLeft: number }) => region.scrollLeft))
        .toBeGreaterThan(0);
    });

    test('follows the reader’s light or dark', async () => {
      await page.emulateMedia({ colorScheme: 'light' });
      await show(bulletin);
      expect([await styleOf('h1', 'color'), await styleOf('body', 'backgroundColor')]).toEqual([
        'rgb(26, 32, 39)',
        'rgb(255, 255, 255)',
      ]);

      await page.emulateMedia({ colorScheme: 'dark' });
      expect([await styleOf('h1', 'color'), await styleOf('body', 'backgroundColor')]).toEqual([
        'rgb(228, 234, 241)',
        'rgb(17, 22, 28)',
      ]);
    });

    test('on paper it is light, without what only a screen needs', async () => {
      await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
      await show(bulletin);

      expect(await page.locator('nav').isVisible()).toBe(false);
      expect(await styleOf('h1', 'color')).toBe('rgb(26, 32, 39)');
      expect(await page.locator('.mark').textContent()).toBe('DRAFT – not published');
    });

    test('on paper no word of a wide table is broken, no command cut off, and links say where they lead', async () => {
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: 673, height: 1000 });
      const command = `reg add "HKLM\\SYSTEM\\CurrentControlSet\\Services" ${'/v RestrictNullSessAccess '.repeat(5)}`;
      const facts = [1, 2, 3, 4, 5, 6].map((n) => ({
        ...serverFacts,
        n,
        cve: `CVE-2026-1000${n}`,
      }));
      const texts = { ...bulletin.texts, 'case/1/workarounds': `\`\`\`\n${command}\n\`\`\`` };
      await show({ ...bulletin, cases: [1, 2, 3, 4, 5, 6], facts, texts });

      expect(await overflow()).toBe(0);
      const names = page.getByRole('region', { name: /severity ratings/i }).locator('tbody th');
      expect((await names.first().boundingBox())?.width).toBeGreaterThan(110);
      expect(
        await page.evaluate(
          'document.querySelector("pre").scrollWidth - document.querySelector("pre").clientWidth',
        ),
      ).toBe(0);
      expect(
        await page.evaluate(
          'getComputedStyle(document.querySelector(".words li a"), "::after").content',
        ),
      ).toContain('https://blog.example.com/ms08-067');
      await page.setViewportSize({ width: 390, height: 800 });
    });

    test('the pages behind a partner’s link are read in the dark, too', async () => {
      await page.emulateMedia({ colorScheme: 'dark' });
      for (const html of [askingPage(), closedPage()]) {
        await page.setContent(html);
        expect(await styleOf('h1', 'color')).toBe('rgb(255, 255, 255)');
      }
    });

    test('from right to left it is the other way round, but for names and code', async () => {
      await show(translated, 'ar-SA');

      expect(await styleOf('body', 'direction')).toBe('rtl');
      expect(await page.locator('html').getAttribute('lang')).toBe('ar-SA');
      expect(await overflow()).toBe(0);
      const label = await page.locator('header .tlp bdi').boundingBox();
      expect(label?.x).toBeLessThan(50);
      expect(await styleOf('code', 'direction')).toBe('ltr');
      expect(await styleOf('td bdi', 'unicodeBidi')).toBe('isolate');
      expect(await page.locator('td bdi').first().textContent()).toBe('SP2, SP3');
    });

    test('every link of the contents leads to its part', async () => {
      await show(bulletin);

      const targets = await page
        .locator('nav a')
        .evaluateAll((links) =>
          links.map(
            (link: { getAttribute: (name: string) => string | null }) =>
              link.getAttribute('href') ?? '',
          ),
        );
      expect(targets).toHaveLength(4);
      for (const target of targets) expect(await page.locator(`h2${target}`).count()).toBe(1);
    });
  },
);
