// Holds what the stand-in sends to the app against Slack's own samples, where those lie beside the project: it may
// leave keys out, but must not invent any.

import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SlackClientSide } from './client-side.ts';
import { declareForm } from './example-form.ts';
import { FixedApp } from './fixed-app.ts';
import { objectAt, objectsAt, type Json } from './json.ts';
import { folder, invented, read } from './reference.ts';
import { SlackServer } from './server.ts';

const sample = (name: string): Json => read(`samples/${name}.json`);

function without(object: Json | undefined, ...keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(object ?? {}).filter(([key]) => !keys.includes(key)));
}

describe.skipIf(!existsSync(folder))(
  'shapes agree with ../shared/data/slack/samples (skipped where that is absent)',
  () => {
    let server: SlackServer;
    let slack: SlackClientSide;
    let fixed: FixedApp;

    beforeEach(async () => {
      server = await SlackServer.start({ enterprise: { id: 'E1', name: 'Example' } });
      fixed = await FixedApp.answering('');
      slack = new SlackClientSide(server, { url: fixed.url, signingSecret: 's' });
      server.addUser({ id: 'U1', name: 'ada', email: 'ada@example.com' });
      server.addChannel({ id: 'C1', name: 'room', members: ['U1', 'U0BOT'] });
      server.workspace.store(server.channel('C1'), { user: 'U0BOT', text: 'x', ts: '1.000001' });
    });

    afterEach(async () => {
      await fixed[Symbol.asyncDispose]();
      await server.close();
    });

    test('commands', async () => {
      await slack.slash({ user: 'U1', channel: 'C1', command: '/incident' });

      const ours = Object.fromEntries(new URLSearchParams(fixed.requests[0]?.body));
      expect(invented(ours, [sample('SlashCommandPayload')])).toEqual([]);
    });

    test('clicks, shortcuts and submissions', async () => {
      const blocks = [
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'A' } }],
        },
      ];
      const channel = server.channel('C1');
      const { ts } = server.workspace.store(channel, { user: 'U0BOT', text: 'x', blocks });
      const varied = ['message', 'actions', 'state'];

      await slack.press({ user: 'U1', channel: 'C1', ts, label: 'A' });
      expect(invented(without(fixed.payload(), ...varied), [sample('BlockActionPayload')])).toEqual(
        [],
      );
      await slack.messageShortcut({ user: 'U1', channel: 'C1', ts, callbackId: 'keep' });
      expect(
        invented(without(fixed.payload(), ...varied), [sample('MessageShortcutPayload')]),
      ).toEqual([]);

      const view = server.workspace.makeView('U1', declareForm);
      server.workspace.modals.set('U1', [view.id]);
      await slack.submitView({ user: 'U1', viewId: view.id, values: { title: 'x' } });
      // The sample was taken from a form without inputs.
      const submission = without(fixed.payload(), 'response_urls');
      const ours = {
        ...submission,
        view: without(objectAt(submission, 'view'), 'blocks', 'state'),
      };
      expect(invented(ours, [sample('ViewSubmissionPayload')])).toEqual([]);
    });

    test('events', async () => {
      const on = { user: 'U1', channel: 'C1' };

      await slack.reactionAdded({ ...on, ts: '1.000001', name: 'eyes' });
      expect(invented(fixed.payload(), [sample('ReactionAddedPayload')])).toEqual([]);
      await slack.joins({ ...on, inviter: 'U0BOT' });
      expect(invented(fixed.payload(), [sample('MemberJoinedChannelPayload')])).toEqual([]);
      await slack.leaves(on);
      expect(invented(fixed.payload(), [sample('MemberLeftChannelPayload')])).toEqual([]);
      await slack.homeOpened('U1');
      expect(invented(fixed.payload(), [sample('AppHomeOpenedPayload')])).toEqual([
        '/context_team_id',
        '/context_enterprise_id',
      ]);
      await slack.joins(on);
      const context = ['/context_team_id', '/context_enterprise_id'];
      const act = { by: 'U1', channel: 'C1' };
      await slack.renames({ ...act, name: 'renamed' });
      expect(invented(fixed.payload(), [sample('ChannelRenamePayload')])).toEqual(context);
      await slack.archives(act);
      expect(invented(fixed.payload(), [sample('ChannelArchivePayload')])).toEqual(context);
      await slack.unarchives(act);
      await slack.changesId('C1', 'C1X');
      expect(invented(fixed.payload(), [sample('ChannelIdChangedPayload')])).toEqual(context);
      await slack.userChanges('U1', { guest: 'multi' });
      const changed = [...context, '/event/event_ts'];
      expect(invented(fixed.payload(), [sample('UserChangePayload')])).toEqual(changed);
      await slack.changesId('C1X', 'C1');
      await slack.userPosts({ ...on, text: 'hi' });
      expect(objectsAt(fixed.payload(), 'authorizations')).toHaveLength(1);
    });
  },
);
