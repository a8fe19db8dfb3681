// Without authentication the bot, as its own process, works with a client of the Bot Framework on the same machine:
// nothing of it depends on the Teams of our tests.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startProcess, type BotProcess } from '../../support/process.ts';
import {
  contentOf,
  dialogIn,
  fieldsOf,
  LocalClient,
  textOf,
  titlesOf,
  type Posted,
} from './local-client.ts';

const ada = { id: 'ada', name: 'Ada' };
const ben = { id: 'ben', name: 'Ben' };
const cleo = { id: 'cleo', name: 'Cleo' };
const channel = '19:local-channel';

let folder: string;
let client: LocalClient;
let running: BotProcess;
/** The thread of an incident that Ada declared. */
let room: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ssirp-local-'));
  client = await LocalClient.start([ada, ben, cleo]);
  const started = await startProcess({
    TEAMS_AUTH: 'off',
    DATABASE_URL: `file:${join(folder, 'ssirp.db')}`,
  });
  if (started === undefined) throw new Error('the bot did not start');
  running = started;
  client.botUrl = `${running.url}/api/messages`;
  client.open(channel, 'channel', [ada, ben, cleo]);
  await client.installs(channel, ada);
  await client.says(channel, ada, '@ssirp declare Mail relay abused --level 4');
  await heard(channel, /Take crisis lead/u);
  room = [...client.conversations.keys()].find((id) => id.startsWith(`${channel};`)) ?? '';
  await running.idle();
});

afterAll(async () => {
  await running.stop();
  await client.close();
  rmSync(folder, { recursive: true });
});

/** What stands in the conversation, as soon as it does. */
async function heard(where: string, words: RegExp): Promise<Posted> {
  return vi.waitFor(
    () => {
      const found = client.posted(where).findLast(({ activity }) => words.test(textOf(activity)));
      if (found === undefined) throw new Error(`${where} does not have ${words}`);
      return found;
    },
    { timeout: 10_000, interval: 20 },
  );
}

test('an incident that was declared by a mention lives in a thread of the channel, with its cards', () => {
  const [post, ...replies] = client.posted(room);

  expect(post && textOf(post.activity)).toContain('inc-2026-0001-mail-relay-abused');
  expect(replies.map((one) => textOf(one.activity)).join('\n')).toMatch(
    /Mail relay abused[^]*Take crisis lead[^]*Checklist/u,
  );
  expect(client.refused).toEqual([]);
});

test('a button of a card changes the card for everybody', async () => {
  const card = await heard(room, /Take crisis lead/u);
  const answer = await client.presses(room, ada, { card, title: 'Take crisis lead' });
  await running.idle();

  expect(answer).toMatchObject({ statusCode: 200 });
  expect(card.changes).toBeGreaterThan(0);
  expect(textOf(contentOf(card))).toContain('Ada');
  expect(titlesOf(contentOf(card))).not.toContain('Take crisis lead');
});

test('a typed command that needs a form is answered by a button, whose dialog does the rest', async () => {
  await client.says(channel, ada, '@ssirp declare');
  const card = await heard(channel, /Open: /u);
  const title = titlesOf(contentOf(card)).find((one) => one.startsWith('Open: ')) ?? '';
  const dialog = await client.opens(channel, ada, { card, title });
  const again = dialogIn(await client.submits(channel, ada, dialog, { title: '' }));
  await client.submits(channel, ada, again, { ...fieldsOf(again), title: 'Printer worm' });

  expect(textOf((await heard(channel, /inc-2026-0002-printer-worm/u)).activity)).toContain(
    'INC-2026-0002',
  );
});

test('a message is put on the timeline from its menu', async () => {
  const said = 'The relay accepts mail from everywhere';
  const answer = await client.chooses(room, ada, { commandId: 'addToTimeline', message: said });
  await client.says(room, ada, '@ssirp timeline');

  expect(textOf(dialogIn(answer))).toContain(said);
  expect(textOf((await heard(room, /everywhere/u)).activity)).toContain('Ada');
});

test('the bot writes to a person by itself: a chat is opened for it', async () => {
  await client.says(room, ada, '@ssirp role engineering_lead @Ben');

  expect(titlesOf(contentOf(await heard('chat-ben', /engineering lead/u)))).toContain(
    'Take the role',
  );
});

test('a command without a mention is understood in a personal chat', async () => {
  client.open('chat-cleo', 'personal', [cleo]);
  await client.installs('chat-cleo', cleo);
  await heard('chat-cleo', /I lead security incidents/u);
  await client.says('chat-cleo', cleo, 'list');

  expect(textOf((await heard('chat-cleo', /INC-2026-0001/u)).activity)).toContain('Mail relay');
});
