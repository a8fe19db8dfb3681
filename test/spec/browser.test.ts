// A newcomer with a browser and nothing else: from the first page to the postmortem, by pressing what is there.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../chat/console/chromium.ts';
import { startBot } from '../support/bot.ts';

const why =
  chromiumPath === undefined
    ? ' (skipped: no Chromium found; install it or set CHROMIUM_PATH)'
    : '';

describe.skipIf(chromiumPath === undefined)(`in a browser${why}`, () => {
  test(
    'a newcomer declares, mobilizes, acknowledges, advances to closed and exports',
    { timeout: 90_000 },
    async () => {
      await using bot = await startBot({ SSIRP_CONSOLE: 'on' });
      const browser = await openBrowser();
      try {
        const page = await browser.newPage({
          viewport: { width: 1280, height: 900 },
          acceptDownloads: true,
        });
        page.setDefaultTimeout(8000);
        const problems: string[] = [];
        page.on('pageerror', (error) => problems.push(error.message));
        await page.goto(`http://127.0.0.1:${bot.port}/`);

        await type(page, '/incident declare Exchange zero-day --level 1');
        await page.getByRole('heading', { name: /inc-\d{4}-0001-exchange-zero-day/ }).waitFor();
        await press(page, 'Take all open roles');
        await press(page, 'Acknowledge');
        await press(page, 'Brief and TLP');
        await page.getByLabel('Initial brief').fill('Mailboxes are read by strangers.');
        await page.getByLabel('TLP label').selectOption('AMBER');
        await submit(page);
        await press(page, 'Advance to assess');

        await press(page, 'Assessment');
        const form = page.getByRole('dialog');
        await form.getByLabel('Scope').fill('Front-end authentication');
        await form.getByLabel('Affected products').fill('Mail Server 2019');
        await form
          .getByLabel(/decision|remedy/i)
          .first()
          .selectOption('fix');
        await submit(page);
        await press(page, 'Advance to remediate');

        // A document is taken out as a file, corrected, and handed in again.
        await type(page, '/incident advisory draft Mailboxes at risk');
        await type(page, '/incident document 1 write summary It was privately reported.');
        await type(page, '/incident document 1 export md');
        const written = page.waitForEvent('download');
        await page.getByRole('link', { name: /\.md/ }).last().click();
        const file = readFileSync(await (await written).path(), 'utf8');
        await type(page, '/incident document 1 import');
        await page.locator('input[type=file]').setInputFiles({
          name: 'advisory.md',
          mimeType: 'text/markdown',
          buffer: Buffer.from(file.replace('privately reported', 'reported by a customer')),
        });
        await submit(page);
        await type(page, '/incident document 1 withdraw The bulletin tells it.');

        await press(page, 'Fix ready');
        await press(page, 'Approve (comms)');
        await press(page, 'Approve (legal)');
        await press(page, 'Advance to communicate');

        // What customers are told needs two people: here somebody plays both.
        await press(page, 'Go');
        await page
          .getByRole('main', { name: 'Chat' })
          .getByText('nobody but you holds a role')
          .waitFor();
        await type(page, '/incident role deputy @ben');
        await press(page, 'Go');
        await approveAs(page, 'ben');
        await press(page, 'Publish guidance');
        await page
          .getByRole('dialog')
          .getByRole('textbox')
          .first()
          .fill('Update now: https://example.com/advisory');
        await submit(page);
        await approveAs(page, 'ben');
        await press(page, 'Waive monitoring');
        await page.getByRole('dialog').getByRole('textbox').first().fill('Telemetry is quiet.');
        await submit(page);
        await press(page, 'Advance to review');

        await press(page, 'Hold postmortem');
        await page
          .getByRole('dialog')
          .getByLabel(/summary/i)
          .first()
          .fill('Fixed within hours.');
        await submit(page);
        await page.getByText('postmortem held').first().waitFor();
        await type(page, '/incident tasks');
        await press(page, 'Close incident');
        await approveAs(page, 'ben');
        await page
          .getByText(/Incident closed|Closed/)
          .first()
          .waitFor();

        const download = page.waitForEvent('download');
        await page.getByRole('link', { name: /html/i }).first().click();
        expect((await download).suggestedFilename()).toMatch(/postmortem\.html$/);
        expect(problems).toEqual([]);
        expect(bot.problems()).toEqual([]);
        expect(
          bot.timeline().filter((line) => line.endsWith('executive summary written')),
        ).toHaveLength(2);
        expect(bot.timeline().join('\n')).toContain('Incident closed.');
      } finally {
        await browser.close();
      }
    },
  );
});

/** Somebody else agrees, and Ada goes on. */
async function approveAs(page: Page, persona: string): Promise<void> {
  const playing = page.getByLabel('You are playing');
  await playing.selectOption(persona);
  await press(page, 'Approve');
  await playing.selectOption('ada');
}

async function type(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: /message/i });
  await box.fill(text);
  await box.press('Escape');
  await box.press('Enter');
}

/** The newest such button that can be pressed. */
async function press(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true, disabled: false }).last();
  // The next press is for what people see after the answer to this one.
  await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    button.click(),
  ]);
}

async function submit(page: Page): Promise<void> {
  await page.getByRole('dialog').locator('button.primary').click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}
