// The baseline of the HTTP measures, run as a process: Bolt with the receiver that the bot uses, the same options,
// one command that is answered with a text, and nothing else.
import { App, HTTPReceiver } from '@slack/bolt';

// oxlint-disable-next-line node/no-process-env -- a program of its own, started with these three
const {
  PORT = '',
  SLACK_SIGNING_SECRET = '',
  SLACK_BOT_TOKEN = '',
  SLACK_API_URL = '',
} = process.env;

const receiver = new HTTPReceiver({
  signingSecret: SLACK_SIGNING_SECRET,
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
const app = new App({
  receiver,
  token: SLACK_BOT_TOKEN,
  clientOptions: { slackApiUrl: SLACK_API_URL },
});
app.command(/^/u, async ({ command, ack }) => {
  await ack({ response_type: 'ephemeral', text: `You said: ${command.text}` });
});
await app.start({ port: Number(PORT), host: '127.0.0.1' });
