// One incident on two platforms in one process, as people of both use it: Slack with the local console, and with Teams.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allIncidents } from '#db/incidents.ts';
import { outbox } from '#db/schema.ts';
import { readTimeline } from '#db/timeline.ts';
import type { Door } from '../support/door.ts';
import type { SlackDoor } from '../support/slack-door.ts';
import type { TwoPlatforms } from '../support/two-platforms.ts';
import { openSlackAndConsole, openSlackAndTeams } from '../support/two-platforms.ts';

const textsIn = async (door: Door, where: 'incident' | 'announcements'): Promise<string[]> =>
  // What people typed stands in Teams beside what the bot says.
  (await door.messages(where)).map(({ text }) => text).filter((text) => !text.startsWith('<at>'));
const count = (texts: readonly string[], words: string): number =>
  texts.filter((text) => text.includes(words)).length;

describe.each([
  ['Slack and the console', openSlackAndConsole],
  ['Slack and Teams', openSlackAndTeams],
])('On %s', (_, open) => {
  let both: TwoPlatforms;
  let slack: SlackDoor;
  let other: Door;
  const sides = (): [Door, Door] => [slack, other];

  beforeEach(async () => {
    both = await open();
    ({ slack, other } = both);
  });

  afterEach(async () => {
    await both[Symbol.asyncDispose]();
  });

  describe('An incident declared on one platform', () => {
    test.each([0, 1])('is led from both to its end: %i', async (from) => {
      const [first, second] = from === 0 ? sides() : (sides().toReversed() as [Door, Door]);
      await first.types('ada', 'general', 'declare Worm in the build farm --level 3');
      expect(count(await textsIn(second, 'announcements'), 'Worm in the build farm')).toBe(1);
      expect(await second.channelName()).toBe(await first.channelName());

      await first.types('ada', 'incident', 'role crisis_lead @me');
      await second.types('ben', 'incident', 'role engineering_lead @me');
      await first.types('ada', 'incident', 'task add Isolate the farm');
      const n = Number(/task (\d+)/iu.exec(first.timeline().at(-1) ?? '')?.[1] ?? 0);
      await second.types('ben', 'incident', `ack ${n}`);
      await second.types('ben', 'incident', 'sitrep The farm is isolated');
      await first.types('ada', 'incident', 'level 2 it spreads');
      for (const side of sides()) {
        const texts = await textsIn(side, 'incident');
        expect(count(texts, 'The farm is isolated')).toBe(1);
        expect(count(texts, 'it spreads')).toBe(1);
        expect(await side.topic()).toContain('L2');
      }
      await second.types('ben', 'incident', 'note Seen by both');
      await first.types('ada', 'incident', 'stand-down a drill of ours');

      for (const side of sides()) expect(await side.topic()).toContain('closed');
      expect(slack.timeline().filter((text) => text.includes('Seen by both'))).toHaveLength(1);
      const { db } = slack.bot.app.store;
      const [row] = allIncidents(db);
      const actors = new Set([...readTimeline(db, row?.id ?? '')].map(({ actor }) => actor));
      expect([...actors].toSorted()).toEqual(
        [
          ...(from === 0
            ? ['slack:T0SSIRP01:UADA', both.id('ben')]
            : ['slack:T0SSIRP01:UBEN', both.id('ada')]),
          'ssirp',
        ].toSorted(),
      );
      expect(both.verify()).toEqual([]);
    });

    test.each([0, 1])('has buttons that work on both sides: %i', async (from) => {
      const [first, second] = from === 0 ? sides() : (sides().toReversed() as [Door, Door]);
      await first.types('ada', 'general', 'declare Worm in the build farm --level 3');
      // Whoever types there is in the channel.
      await second.types('ben', 'incident', 'status');
      await second.presses('ben', 'Take crisis lead');

      // The card of the other side has changed meanwhile: there is no such button any more.
      await expect(first.presses('dara', 'Take crisis lead')).rejects.toThrow(/button/u);
      const mark = from === 0 ? both.mark : 'Slack';
      expect(await first.topic()).toMatch(/lead @ben/iu);
      expect(await first.topic()).toContain(`(${mark})`);
      expect(await second.topic()).toMatch(/lead @[^()]*$/u);
      expect(both.verify()).toEqual([]);
    });

    test('reaches people on their own platform, by a handle typed on the other', async () => {
      await slack.types('ada', 'general', 'declare Worm in the build farm --level 3');
      await slack.types('ada', 'incident', `role scribe @${both.stranger.handle}`);

      expect(slack.timeline()).toContainEqual(expect.stringContaining(`<@${both.stranger.id}>`));
      expect(await textsIn(slack, 'incident')).toContainEqual(
        expect.stringContaining(`@${both.stranger.name} (${both.mark})`),
      );
      await slack.later({ minutes: 2 });
      const rows = slack.bot.app.store.db
        .select()
        .from(outbox)
        .all()
        .filter(({ effect }) => JSON.stringify(effect).includes(both.stranger.id));
      const reaching = rows.filter(({ effect: { kind } }) => kind === 'tell' || kind === 'invite');
      expect(reaching.map(({ effect: { kind }, tenant, state }) => [kind, tenant, state])).toEqual([
        ['invite', both.tenant, 'delivered'],
        ['tell', both.tenant, 'delivered'],
      ]);
    });
  });

  describe('A private incident', () => {
    test('is not seen on the other platform', async () => {
      await slack.types('ada', 'general', 'declare Contoso breach --level 2 --private');
      await slack.types('ada', 'incident', 'sitrep Contoso answers');

      const { text } = await other.types('ada', 'general', 'INC-1 status');
      expect(text).toContain('There is no incident');
      expect((await other.types('ada', 'general', 'list all')).text).not.toContain('Contoso');
      expect(await other.channelName()).toBe('');
      const rows = slack.bot.app.store.db.select().from(outbox).all();
      expect(new Set(rows.map(({ tenant }) => tenant))).toEqual(new Set(['slack:T0SSIRP01']));
    });
  });

  describe('While Slack is away', () => {
    test('the incident goes on at the other side, and Slack has all of it afterwards, once', async () => {
      await other.types('ada', 'general', 'declare Worm in the build farm --level 3');
      slack.server.fault('chat.postMessage', '503', 5);
      await other.types('ada', 'incident', 'sitrep The farm is isolated');
      expect(count(await textsIn(other, 'incident'), 'The farm is isolated')).toBe(1);

      await slack.later({ minutes: 10 });
      expect(count(await textsIn(slack, 'incident'), 'The farm is isolated')).toBe(1);
      expect(both.verify()).toEqual([]);
    });
  });
});
