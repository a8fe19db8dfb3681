// Installed by its manifest, the app gets what the manifest asks for and hears of nothing else.

import { expect, test } from 'vitest';
import { SlackClientSide } from './client-side.ts';
import { FixedApp } from './fixed-app.ts';
import { installedFrom } from './app-manifest.ts';
import { SlackServer } from './server.ts';

const manifest = {
  features: { app_home: { home_tab_enabled: false } },
  oauth_config: { scopes: { bot: ['channels:history', 'channels:read', 'app_mentions:read'] } },
  settings: { event_subscriptions: { bot_events: ['app_mention', 'member_joined_channel'] } },
};

test('an app hears only of events it subscribed to, holds the scopes for and is there for', async () => {
  await using server = await SlackServer.start(installedFrom(manifest));
  await using fixed = await FixedApp.answering('');
  const slack = new SlackClientSide(server, { url: fixed.url, signingSecret: 's' });
  server.addUser({ id: 'U1', name: 'ada' });
  server.addUser({ id: 'U2', name: 'bob' });
  server.addChannel({ id: 'C1', name: 'room', members: ['U1', 'U0BOT'] });
  server.addChannel({ id: 'C2', name: 'elsewhere', members: ['U1'] });
  const on = { user: 'U1', channel: 'C1' };

  expect([...server.workspace.scopes]).toEqual(manifest.oauth_config.scopes.bot);
  const { ts } = (await slack.userPosts({ ...on, text: 'hi' })).message;
  await slack.reactionAdded({ ...on, ts, name: 'eyes' });
  await slack.homeOpened('U1');
  await expect(slack.homeOpened('U1', { tab: 'home' })).rejects.toThrow('no home tab');
  await slack.leaves({ user: 'U1', channel: 'C2' });
  expect(fixed.requests).toEqual([]);

  const mention = await slack.userPosts({ ...on, text: '<@U0BOT> hi' });
  expect(mention.status).toBe(200);
  expect(fixed.requests).toHaveLength(1);
  expect(fixed.payload()).toMatchObject({ event: { type: 'app_mention' } });
  await slack.joins({ user: 'U2', channel: 'C1' });
  await slack.joins({ user: 'U2', channel: 'C2' });
  expect(fixed.requests).toHaveLength(2);
});
