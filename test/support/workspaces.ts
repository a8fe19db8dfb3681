// The whole bot for many workspaces, between a Slack where its app is installed by OAuth and the people who do that.
// Two workspaces have the same people, channels and message times.
import { slackManifest } from '#src/chat/slack/manifest.ts';
import { installedFrom } from '../slack-server/app-manifest.ts';
import { SlackClientSide } from '../slack-server/client-side.ts';
import type { Choice } from '../slack-server/oauth.ts';
import { textOf } from '../slack-server/reading.ts';
import { SlackServer } from '../slack-server/server.ts';
import type { Workspace } from '../slack-server/workspace.ts';
import type { Bot } from './bot.ts';
import { startBot } from './bot.ts';
import { Browser } from './browser.ts';

const signingSecret = 'the-signing-secret-of-the-tests';
export const publicUrl = 'https://ssirp.example.com';
export const clientSecret = 'the-client-secret-of-the-tests';
export const stateSecret = 'the-state-secret-of-the-tests';
const key = Buffer.alloc(32, 'k').toString('base64');

export type Page = { status: number; text: string };

export interface Office {
  workspace: Workspace;
  people: SlackClientSide;
  /** What somebody is told who types a command in a channel. */
  types(user: string, channel: string, text: string): Promise<string>;
  /** The channels of incidents, by their ids. */
  rooms(): string[];
  /** Everything there that has words: messages, answers for one person, topics and names of channels. */
  everything(): string;
}

export class Offices implements AsyncDisposable {
  readonly server: SlackServer;
  readonly bot: Bot;
  /** Everything that was logged. */
  readonly logged: readonly string[];
  /** What the bot was started with, for the command line. */
  readonly env: Readonly<Record<string, string>>;
  readonly here: Office;
  readonly there: Office;

  private constructor(parts: Pick<Offices, 'server' | 'bot' | 'logged' | 'env'>, there: Workspace) {
    const { server } = parts;
    this.server = server;
    this.bot = parts.bot;
    this.logged = parts.logged;
    this.env = parts.env;
    this.here = this.#office(server.workspace);
    this.there = this.#office(there);
  }

  static async open(more: Readonly<Record<string, string>> = {}): Promise<Offices> {
    const manifest = installedFrom(
      slackManifest({ url: publicUrl, hasOAuth: true, isForOrganizations: true }),
    );
    const holder: { bot?: Bot } = {};
    const server = await SlackServer.start({
      ...manifest,
      teamId: 'T0HERE',
      teamName: 'Here & Co',
      teamDomain: 'here',
      token: 'xoxb-not-yet-here',
      app: {
        clientId: '1111.2222',
        clientSecret,
        redirectUrls: [`${publicUrl}/slack/oauth_redirect`],
        scopes: manifest.scopes,
        isForOrganizations: true,
      },
      now: () =>
        holder.bot === undefined
          ? Date.now()
          : Temporal.Instant.from(holder.bot.clock.now()).epochMilliseconds,
    });
    const there = server.addWorkspace({
      ...manifest,
      teamId: 'T0THERE',
      teamName: 'There',
      teamDomain: 'there',
      token: 'xoxb-not-yet-there',
    });
    for (const workspace of [server.workspace, there]) populate(workspace);
    const env = {
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_CLIENT_ID: '1111.2222',
      SLACK_CLIENT_SECRET: clientSecret,
      SLACK_STATE_SECRET: stateSecret,
      SSIRP_ENCRYPTION_KEYS: key,
      SLACK_API_URL: server.url,
      PUBLIC_URL: publicUrl,
      SSIRP_ANNOUNCE_CHANNEL: 'incidents',
      SSIRP_ADMINS: 'T0HERE:U0EVE',
      ...more,
    };
    const logged: string[] = [];
    const keep = (...said: unknown[]): void => {
      logged.push(JSON.stringify(said));
    };
    const log = { debug: keep, info: keep, warn: keep, error: keep };
    const bot = await startBot(env, { log });
    holder.bot = bot;
    const [{ file } = { file: '' }] = bot.app.store.db.all<{ file: string }>(
      'pragma database_list',
    );
    return new Offices(
      { server, bot, logged, env: { ...env, DATABASE_URL: `file:${file}` } },
      there,
    );
  }

  /** The database. */
  get file(): string {
    return (this.env['DATABASE_URL'] ?? '').replace('file:', '');
  }

  browser(): Browser {
    return new Browser({ publicUrl, localUrl: `http://127.0.0.1:${this.bot.port}` });
  }

  /** Somebody installs the app, from the first click to the last page. */
  async install(choice: Choice, browser = this.browser()): Promise<Page> {
    this.server.oauth.choice = choice;
    const { location } = await browser.open(`${publicUrl}/slack/install`);
    const consent = await browser.open(location);
    const page = await browser.open(consent.location);
    await this.bot.app.settled();
    return page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.bot[Symbol.asyncDispose]();
    await this.server.close();
    const [lint] = this.server.lint;
    if (lint !== undefined) throw new Error(`Slack would object: ${lint}`);
  }

  #office(workspace: Workspace): Office {
    const people = new SlackClientSide(
      this.server,
      { url: `http://127.0.0.1:${this.bot.port}`, signingSecret },
      workspace,
    );
    return {
      workspace,
      people,
      types: async (user, channel, text) => {
        const result = await people.slash({ user, channel, command: '/incident', text });
        if (result.error !== undefined)
          throw new Error(`not answered: ${result.error} ${result.problems.join()}`);
        await this.bot.app.settled();
        return result.ephemeral === undefined ? '' : textOf(result.ephemeral);
      },
      rooms: () =>
        [...workspace.channels.values()]
          .filter(({ name }) => name.startsWith('inc-'))
          .map(({ id }) => id),
      everything: () =>
        JSON.stringify([
          [...workspace.channels.values()].map((channel) => [
            channel.name,
            channel.topic.value,
            channel.purpose.value,
            channel.messages,
          ]),
          workspace.ephemerals,
          [...workspace.views.values()].map(({ source }) => source),
        ]),
    };
  }
}

function populate(workspace: Workspace): void {
  for (const name of ['ada', 'ben', 'eve'])
    workspace.addUser({
      id: `U0${name.toUpperCase()}`,
      name,
      realName: `${name} of ${workspace.teamName}`,
      tz: 'UTC',
    });
  const members = ['U0ADA', 'U0BEN', 'U0EVE', 'U0BOT'];
  workspace.addChannel({ id: 'C0GENERAL', name: 'general', members });
  workspace.addChannel({ id: 'C0ANNOUNCE', name: 'incidents', members });
}
