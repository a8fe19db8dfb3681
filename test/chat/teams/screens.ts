// Takes pictures of the cards, to be looked at by whoever changes them: node test/chat/teams/screens.ts [folder]
import { mkdirSync } from 'node:fs';
import { openBrowser } from '../console/chromium.ts';
import { scenes } from './scenes.ts';
import { showCard } from './teams-client.ts';

const folder = process.argv[2] ?? '/tmp/teams-screens';
mkdirSync(folder, { recursive: true });

const browser = await openBrowser();
const page = await browser.newPage();
for (const [name, { card }] of Object.entries(scenes)) {
  for (const [theme, width] of [
    ['light', 720],
    ['dark', 320],
  ] as const) {
    await showCard(page, card, { theme, width });
    const path = `${folder}/${name.replaceAll(' ', '-')}-${width}-${theme}.png`;
    await page.screenshot({ path, fullPage: true });
  }
}
await browser.close();
