// What `ssirp doctor` says of Slack.
import { expect, test } from 'vitest';
import { checkSlack } from '#src/chat/slack/check.ts';
import { botScopes } from '#src/chat/slack/scopes.ts';
import { SlackServer } from '../../slack-server/server.ts';

const scopes = botScopes.map(({ scope }) => scope);

test('all is well', async () => {
  await using server = await SlackServer.start({ scopes });
  const config = { botToken: server.workspace.token, apiUrl: server.url };
  const { id } = server.workspace.addChannel({ name: 'announce', members: ['U0BOT'] });
  for (const announceChannel of ['announce', '#announce', id, undefined]) {
    const checks = await checkSlack({ ...config, announceChannel });
    expect(checks.map(({ ok }) => ok)).toEqual([true, true, true]);
  }
  expect(server.lint).toEqual([]);
});

test('what is missing is named', async () => {
  await using server = await SlackServer.start({ scopes: scopes.slice(1) });
  const config = { botToken: server.workspace.token, apiUrl: server.url };
  expect(await checkSlack({ ...config, announceChannel: 'C0NOWHERE' })).toMatchObject([
    { check: 'slack token', ok: true },
    { check: 'slack scopes', ok: false, found: expect.stringContaining('commands (') as unknown },
    {
      check: 'slack announcements',
      ok: false,
      found: expect.stringContaining('/invite') as unknown,
    },
  ]);
  expect(await checkSlack({ ...config, botToken: 'xoxb-old', announceChannel: undefined })).toEqual(
    [
      {
        check: 'slack token',
        ok: false,
        found: expect.stringMatching(/^invalid_auth\. .*SLACK_BOT_TOKEN/u) as unknown,
      },
    ],
  );
});
