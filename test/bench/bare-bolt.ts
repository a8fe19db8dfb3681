// The baseline of the HTTP measures, run as a process: Bolt with the receiver that the bot uses, the same options,
// one command that is answered with a text, and nothing else. With a database, a note is also one row that is on the
// disk before the answer: what no bot that keeps its promises can do without.
//   node bare-bolt.ts <port> <signing secret> <token> <Slack's API> [<database>]
import Database from 'better-sqlite3';
import { App, HTTPReceiver } from '@slack/bolt';

const [port = '', signingSecret = '', token = '', slackApiUrl = '', databaseFile] =
  process.argv.slice(2);

const receiver = new HTTPReceiver({
  signingSecret,
  endpoints: ['/slack/events'],
  processBeforeResponse: true,
  unhandledRequestTimeoutMillis: 2800,
  customRoutes: [
    {
      path: '/readyz',
      method: 'GET',
      handler: (_request, response) => {
        response.end('ready');
      },
    },
  ],
});
const keep = keeping(databaseFile);
const app = new App({
  receiver,
  token,
  clientOptions: { slackApiUrl },
});
app.command(/^/u, async ({ command, ack }) => {
  if (command.text.startsWith('note')) keep(command.text);
  await ack({ response_type: 'ephemeral', text: `You said: ${command.text}` });
});
await app.start({ port: Number(port), host: '127.0.0.1' });

function keeping(file: string | undefined): (text: string) => void {
  if (file === undefined) return () => {};
  const sqlite = new Database(file);
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.exec('create table note (text text not null)');
  const insert = sqlite.prepare('insert into note values (?)');
  return (text) => {
    insert.run(text);
  };
}
