// Signed slash commands answered per second over HTTP, half of them views and half of them notes that are on the disk
// before they are answered, against a Bolt that only echoes.
import { SlackServer } from '../slack-server/server.ts';
import type { Measures } from './measure.ts';
import { inTurns, measured, progress, temporaryFolder } from './measure.ts';
import { startBareBolt, startBot } from './server-process.ts';
import type { Typed } from './slash-client.ts';
import { SlashClients } from './slash-client.ts';

const users = ['U0ADA', 'U0BEN', 'U0DARA', 'U0FAYE'];
const incidents = 4;
const clients = 8;
const rounds = 9;
const perRound = 400;

/** A list, the state of an incident, its tasks, its newest entries: what people ask for most. */
const views = ['status', 'tasks', 'list', 'status', 'timeline'];

export async function slashCommands(): Promise<Measures> {
  progress('slash commands');
  using folder = temporaryFolder();
  await using slack = await SlackServer.start();
  for (const user of users) slack.addUser({ id: user, name: user.toLowerCase() });
  slack.addChannel({ id: 'CGENERAL', name: 'general', members: [...users, 'U0BOT'] });
  await using bot = await startBot(folder.file('slash.db'), slack.url);
  await using bolt = await startBareBolt(slack.url);
  using ours = new SlashClients(slack, bot.url, clients);
  using baseline = new SlashClients(slack, bolt.url, clients);
  const channels = await openIncidents(slack, ours);

  const measures: Measures = {};
  for (const [name, share] of [
    ['slashCommands', 0.5],
    ['slashViews', 0],
    ['slashNotes', 1],
  ] as const) {
    const commands = mixOf(channels, share);
    await ours.rate(commands);
    await baseline.rate(commands);
    const taken = await inTurns(
      name === 'slashCommands' ? rounds : 5,
      () => ours.rate(commands),
      () => baseline.rate(commands),
    );
    measures[name] = measured(taken, { atLeast: 0.7 }, 'commands/s');
  }
  return measures;
}

function mixOf(channels: readonly string[], notes: number): Typed[] {
  return Array.from({ length: perRound }, (_, n) => {
    const user = users[n % users.length] ?? '';
    const channel = channels[(n >> 2) % channels.length] ?? '';
    const isNote = n % 2 === 0 ? notes > 0 : notes === 1;
    const text = isNote
      ? `note Line ${n}: the proxy logs show the same request from four more addresses`
      : (views[(n >> 1) % views.length] ?? '');
    return { user, channel, text };
  });
}

/** Declares incidents as a person would, and waits for their channels. */
async function openIncidents(slack: SlackServer, people: SlashClients): Promise<string[]> {
  const declared = { user: 'U0ADA', channel: 'CGENERAL' };
  for (let n = 1; n <= incidents; n += 1) {
    await people.say({ ...declared, text: `declare Remote code execution in service ${n}` });
  }
  const rooms = (): string[] =>
    [...slack.workspace.channels.values()]
      .filter(({ name }) => name.startsWith('inc-'))
      .map(({ id }) => id);
  // Everything that follows a declaration has been posted when Slack has not been called for a while.
  for (let calls = -1; rooms().length < incidents || calls !== slack.calls.length;) {
    calls = slack.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
  return rooms();
}
