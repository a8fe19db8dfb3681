// Signed slash commands answered per second over HTTP, half of them views and half of them notes that are on the disk
// before they are answered, against a Bolt that only echoes, and against one that also keeps a row of each note.
import { SlackServer } from '../slack-server/server.ts';
import type { Measure, Measures } from './measure.ts';
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
const viewTexts = ['status', 'tasks', 'list', 'status', 'timeline'];

export async function slashCommands(): Promise<Measures> {
  progress('slash commands');
  using folder = temporaryFolder();
  await using slack = await SlackServer.start();
  for (const user of users) slack.addUser({ id: user, name: user.toLowerCase() });
  slack.addChannel({ id: 'CGENERAL', name: 'general', members: [...users, 'U0BOT'] });
  await using bot = await startBot(folder.file('slash.db'), slack.url);
  await using bolt = await startBareBolt(slack.url);
  await using durableBolt = await startBareBolt(slack.url, {
    databaseFile: folder.file('echo.db'),
  });
  using ours = new SlashClients(slack, bot.url, clients);
  using echo = new SlashClients(slack, bolt.url, clients);
  using durableEcho = new SlashClients(slack, durableBolt.url, clients);
  const channels = await openIncidents(slack, ours);

  const half = mixOf(channels, 0.5);
  const views = mixOf(channels, 0);
  return {
    slashCommands: await compared(half, ours, echo, rounds),
    slashCommandsAgainstDurableEcho: await compared(half, ours, durableEcho, rounds),
    slashViews: await compared(views, ours, echo, rounds),
  };
}

async function compared(
  commands: readonly Typed[],
  ours: SlashClients,
  baseline: SlashClients,
  times: number,
): Promise<Measure> {
  // Once unmeasured: both are compiled while they run.
  await ours.rate(commands);
  await baseline.rate(commands);
  const taken = await inTurns(
    times,
    () => ours.rate(commands),
    () => baseline.rate(commands),
  );
  return measured(taken, { atLeast: 0.7 }, 'commands/s');
}

function mixOf(channels: readonly string[], notes: 0 | 0.5): Typed[] {
  return Array.from({ length: perRound }, (_, n) => {
    const user = users[n % users.length] ?? '';
    const channel = channels[(n >> 2) % channels.length] ?? '';
    const isNote = notes > 0 && n % 2 === 0;
    const text = isNote
      ? `note Line ${n}: the proxy logs show the same request from four more addresses`
      : (viewTexts[(n >> 1) % viewTexts.length] ?? '');
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
