// Takes pictures of the page, to be looked at by whoever changes it: node test/chat/console/screens.ts [folder]
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { compose } from '#src/messages/compose.ts';
import { openBrowser } from './chromium.ts';
import { ConsoleHarness, messageWithButtons } from './harness.ts';

const folder = process.argv[2] ?? '/tmp/console-screens';
mkdirSync(folder, { recursive: true });

const sizes = {
  wide: { width: 1280, height: 800 },
  middle: { width: 900, height: 800 },
  narrow: { width: 400, height: 800 },
};

async function everyLook(page: Page, name: string): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(150);
      await page.screenshot({ path: `${folder}/${name}-${size}-${colorScheme}.png` });
    }
  }
  await page.setViewportSize(sizes.wide);
}

async function front(page: Page, part: string): Promise<void> {
  await page.setViewportSize(sizes.narrow);
  await page.getByRole('navigation', { name: 'Parts of the page' }).getByText(part).click();
}

const browser = await openBrowser();
const console = await ConsoleHarness.start();
const page = await browser.newPage({ viewport: sizes.wide });
await page.goto(console.url);
await page.getByRole('heading', { name: 'Lead a security incident' }).waitFor();
await everyLook(page, '1-welcome');

await page.getByRole('button', { name: 'Declare an incident' }).click();
await page.getByRole('dialog').getByRole('button', { name: 'Declare' }).click();
await page.locator('[aria-invalid=true]').waitFor();
await everyLook(page, '2-form');
await page.keyboard.press('Escape');

const { conversation, situation } = await console.incident('Exchange zero-day under attack');
situation
  .take(
    { type: 'ROLE_ASSIGNED', role: 'crisis_lead', person: 'console:local:ada' },
    { type: 'ROLE_ASSIGNED', role: 'engineering_lead', person: 'console:local:ben' },
    { type: 'BRIEF', text: 'Attackers use an unknown flaw; three customers are affected.' },
  )
  .task({
    text: 'Page an on-call engineer of every product that may be affected',
    dueAt: '2026-11-22T15:05:00.000Z',
  })
  .task({ text: 'Open the bridge', assignee: 'console:local:ada' }, { type: 'ACK' })
  .task(
    { text: 'Collect samples', assignee: 'console:local:farid' },
    { type: 'BLOCK', reason: 'no access' },
  )
  .task({ text: 'Tell support' }, { type: 'DONE', note: '' })
  .approval({
    by: 'console:local:ben',
    words: 'leave mobilize although something is missing: attackers do not wait',
    expiresAt: '2026-11-22T15:05:00.000Z',
  });
await page.goto(`${console.url}/?channel=${encodeURIComponent(conversation)}`);
const say = async (as: string, text: string): Promise<unknown> =>
  await console.post('say', { as, channel: conversation, text });
await say('ada', 'Morning all. Bridge is open: https://meet.example.com/inc-2026-0001');
await say('ben', 'Thanks @ada. Reproduced on `CU13`, looking at the front end proxy now.');
await say('ben', 'It is the autodiscover endpoint.');
await console.deliver({
  kind: 'post',
  to: conversation,
  message: messageWithButtons(),
  pin: false,
});
await console.deliver({
  kind: 'upload',
  conversation,
  filename: 'INC-2026-0001-timeline.md',
  title: 'Timeline',
  content: new TextEncoder().encode('# Timeline'.repeat(900)),
});
await say('ada', '/incident advance');
await page.getByText('Not yet: the initial brief').first().waitFor();
await everyLook(page, '3-busy');
await page.locator('#message').fill('/incident ');
await page.locator('#message').press('End');
await page.locator('#message').pressSequentially('re');
await page.getByRole('listbox').waitFor();
await everyLook(page, '4-completion');
await page.locator('#message').fill('');
await page.getByRole('button', { name: 'Status card' }).click();
await everyLook(page, '5-pinned');
await page.keyboard.press('Escape');
await front(page, 'Incident');
await everyLook(page, '6-panel');
await front(page, 'Channels');
await everyLook(page, '7-channels');

const long = await console.incident(`${'Very long title '.repeat(3200)}\u202E abc`, {
  name: 'inc-2026-0002-very-long-title-of-an-incident-that-goes-on',
});
await console.post('say', { channel: long.conversation, text: 'x'.repeat(3000) });
await console.post('say', {
  channel: long.conversation,
  text: `${'שלום עולם, השרת נפל '.repeat(8)} INC-1 \u202E gnihtyna`,
});
await console.post('say', {
  channel: long.conversation,
  text: 'مرحبا @ben\n\nline two\n'.repeat(30),
});
await console.deliver({
  kind: 'post',
  to: long.conversation,
  message: compose('Long', [
    { kind: 'heading', text: 'כותרת ארוכה '.repeat(10) },
    { kind: 'text', text: ['word '.repeat(550)] },
    { kind: 'facts', facts: [{ label: 'A label of some length', value: ['v'.repeat(300)] }] },
  ]),
  pin: false,
});
await page.goto(`${console.url}/?channel=${encodeURIComponent(long.conversation)}`);
await page.getByText('gnihtyna').waitFor();
await everyLook(page, '8-long');
await page.evaluate("document.querySelector('.log').scrollTop = 600");
await everyLook(page, '9-long-middle');
await browser.close();
await console[Symbol.asyncDispose]();
process.stdout.write(`${folder}\n`);
